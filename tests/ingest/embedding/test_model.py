"""The embedding model: known weights in, a built file out, and nothing trusted unseen."""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from ingest.embedding import carrier as carriers
from ingest.embedding import e5, model
from ingest.errors import ModelDamaged, ModelMissing
from tests.conftest import installed_carrier


@pytest.fixture
def folder(tmp_path, model_folder):
    """A folder of its own with the prepared model."""
    others = shutil.ignore_patterns("e5-*")
    return Path(shutil.copytree(model_folder, tmp_path / "models", ignore=others))


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    """A copy of the package that carries the weights, found before the real one."""
    copy = Path(shutil.copytree(installed_carrier(), tmp_path / "site" / carriers.ENGLISH.package))
    monkeypatch.syspath_prepend(str(copy.parent))
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


def test_the_directions_are_those_the_recipe_names():
    """They are part of the multilingual model: with other ones, raise MULTILINGUAL_RECIPE, then these."""
    held = hashlib.sha256(e5.DIRECTIONS.read_bytes()).hexdigest()

    assert (model.MULTILINGUAL_RECIPE, held[:16]) == ("e5-small-int8-single-1", "156fcfc8b58efd4b")


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

    with pytest.raises(ModelMissing, match=r"model\.safetensors is not there.*-r .*carrier\.lock"):
        model.prepare(tmp_path / "fresh")


def test_a_prepared_folder_may_be_read_only(folder):
    (folder / "lock").unlink()
    os.chmod(folder, 0o500)

    assert not built(folder)
    assert not (folder / "lock").exists()
    os.chmod(folder, 0o700)


def test_without_the_model_it_is_said_what_to_do(tmp_path):
    (tmp_path / "models").write_text("a file where a folder should be")
    said = []

    assert model.at_hand(tmp_path / "models", said.append) is None
    assert [line.partition(":")[0] for line in said] == ["searching by words alone"]
    assert "set CITEDESK_MODELS to a folder that can be written" in said[0]


def test_a_damaged_model_is_never_made_do_without(carrier, tmp_path):
    flip(carrier / "model.safetensors", 100_000)

    with pytest.raises(ModelDamaged):
        model.at_hand(tmp_path / "fresh")


def test_the_carrier_is_never_run(carrier, tmp_path):
    (carrier.parent / "__init__.py").write_text("raise SystemExit('imported')")

    model.prepare(tmp_path / "fresh")

    assert carriers.ENGLISH.package not in sys.modules
    note = json.loads((tmp_path / f"fresh/{model.RECIPE}.json").read_text())
    assert note["tokenizer"] == model.TOKENIZER_SHA256
