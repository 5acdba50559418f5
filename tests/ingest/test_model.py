"""The embedding model: known weights in, a built file out, and nothing trusted unseen."""

import importlib
import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest import model
from ingest.errors import ModelDamaged, ModelMissing


@pytest.fixture
def folder(tmp_path, model_folder):
    """A folder of its own with the prepared model."""
    return Path(shutil.copytree(model_folder, tmp_path / "models"))


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    """A copy of the package that carries the weights, found before the real one."""
    real = Path(find_spec(model.CARRIER).origin).parent
    copy = tmp_path / "site" / model.CARRIER
    shutil.copytree(real, copy)
    monkeypatch.syspath_prepend(str(copy.parent))
    importlib.invalidate_caches()
    return copy / "model"


def flip(file, at):
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def built(folder):
    """Prepare, and tell whether anything was built."""
    said = []
    model.prepare(folder, said.append)
    return bool(said)


def test_a_prepared_model_is_taken_as_it_is(folder):
    assert not built(folder)


def test_a_prepared_model_in_a_folder_nobody_may_write_is_taken(folder):
    (folder / "lock").unlink(missing_ok=True)
    folder.chmod(0o500)

    assert not built(folder)
    assert not (folder / "lock").exists()


def test_a_model_names_its_weights_and_its_recipe(folder):
    assert model.prepare(folder).name == f"{model.RECIPE}:{model.WEIGHTS_SHA256[:12]}"


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: flip(next(folder.glob("*.onnx")), 10_000_000),
        lambda folder: next(folder.glob("*.onnx")).write_bytes(b"half"),
        lambda folder: (folder / "tokenizer.json").unlink(),
        lambda folder: next(folder.glob("minilm*.json")).unlink(),
        lambda folder: next(folder.glob("minilm*.json")).write_bytes(b""),
    ],
    ids=["a flipped byte", "half a graph", "no tokenizer", "no note", "an empty note"],
)
def test_what_is_not_as_it_was_built_is_built_again(folder, damage):
    damage(folder)

    assert built(folder)
    assert not built(folder)


def test_two_builds_give_the_same_vectors(folder, embedder):
    from ingest.embed import Embedder

    for file in folder.iterdir():
        file.unlink()
    again = Embedder(model.prepare(folder))

    assert (again.embed("Talks resume.") == embedder.embed("Talks resume.")).all()
    again.close()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_flipped_byte_in_the_carrier_is_refused(carrier, tmp_path, name):
    flip(carrier / name, 100_000)

    with pytest.raises(ModelDamaged, match=f"{name} has SHA-256"):
        model.prepare(tmp_path / "fresh")

    assert not list((tmp_path / "fresh").glob("*.onnx"))


def test_a_carrier_without_its_files_is_told(carrier, tmp_path):
    (carrier / "model.safetensors").unlink()

    with pytest.raises(ModelMissing, match=r"requirements\.lock"):
        model.prepare(tmp_path / "fresh")


def test_no_carrier_at_all_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [])
    importlib.invalidate_caches()

    with pytest.raises(ModelMissing, match=model.CARRIER):
        model.prepare(tmp_path / "fresh")


def test_the_carrier_is_never_run(carrier, tmp_path):
    (carrier.parent / "__init__.py").write_text("raise SystemExit('imported')")

    model.prepare(tmp_path / "fresh")

    assert model.CARRIER not in sys.modules
    note = json.loads((tmp_path / f"fresh/{model.RECIPE}.json").read_text())
    assert note["tokenizer"] == model.TOKENIZER_SHA256
