"""Read multilingual-e5-small out of the one data file it travels in: its weights, and its pieces.

Knows bytes; the file has been checked by hash before, and nothing of its package is run.
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from ingest.embedding.graph import Shape, Weights

_HEADER = struct.Struct("<8s7ifi5iQ")
_NORMALISER = struct.Struct("<iI")
_ENTRY = struct.Struct("<BIQQ")
_FOUR_BITS = 1  # the type of a tensor in blocks of 32 weights; the other is float32
_BLOCK_BYTES = 18
_START, _END = "<s>", "</s>"
# Passages in the question's own language lie nearer than those that answer it in another. What the
# languages' means differ by is taken out of every vector; `python -m bench.directions` finds it.
DIRECTIONS = Path(__file__).with_name("directions.json")
# XLM-R counts positions from the one after its pad piece, whose number is 1.
_FIRST_POSITION = 2
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class E5:
    """What the file holds, under the names that BERT's weights have elsewhere."""

    weights: Weights
    shape: Shape
    pieces: list[tuple[str, float]]  # of the Unigram tokenizer, each with its score
    unknown: int


def read(file: Path) -> E5:
    """Read the whole file, 470 MB as float32."""
    data = file.read_bytes()
    (_, hidden, _, heads, wide, words, places, types, epsilon, _, count, _, _, _, unknown, length) = (
        _HEADER.unpack_from(data)
    )
    pieces, at = _pieces(data, _HEADER.size, count, length)
    _, skipped = _NORMALISER.unpack_from(data, at)
    tensors = _tensors(data, at + _NORMALISER.size + skipped)
    rows = {"word": words, "pos": places, "type": types, "fi": wide}
    weights = {_official(name): _shaped(name, flat, rows, hidden) for name, flat in tensors.items()}
    removed = tuple(map(tuple, json.loads(DIRECTIONS.read_text("utf-8"))))
    return E5(weights, Shape(heads, epsilon, _FIRST_POSITION, removed), pieces, unknown)


def tokenizer(given: E5) -> str:
    """Return its tokenizer as JSON, as Hugging Face's tokenizers read it."""
    made = Tokenizer(models.Unigram(given.pieces, given.unknown))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces, normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    numbers = {piece: n for n, (piece, _) in enumerate(given.pieces[:4])}
    made.post_processor = processors.TemplateProcessing(
        single=f"{_START} $A {_END}", special_tokens=[(each, numbers[each]) for each in (_START, _END)]
    )
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False, separators=(",", ":"))


def _pieces(data: bytes, at: int, count: int, length: int) -> tuple[list[tuple[str, float]], int]:
    """The pieces with their scores, and where what follows them begins."""
    ends = np.frombuffer(data, "<u4", count + 1, at).tolist()
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1)).tolist()
    blob = at + 4 * (2 * count + 1)
    texts = [data[blob + ends[n] : blob + ends[n + 1]].decode() for n in range(count)]
    return list(zip(texts, scores, strict=True)), blob + length


def _tensors(data: bytes, at: int) -> Weights:
    """Every tensor by the file's own name, flat."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + letters].decode()
        kind, _, offset, size = _ENTRY.unpack_from(data, at + 2 + letters)
        at += 2 + letters + _ENTRY.size
        found[name] = _four_bits(data, offset, size) if kind == _FOUR_BITS else _floats(data, offset, size)
    return found


def _floats(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4", size // 4, offset)


def _four_bits(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    """A block is a scale and 32 weights of four bits: the low ones of 16 bytes, then the high ones."""
    blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    weights: NDArray[np.float32] = (halves.astype(np.float32) - 8) * scales
    return weights.reshape(-1)


def _official(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{_KINDS[kind]}"


def _shaped(name: str, flat: NDArray[np.float32], rows: dict[str, int], hidden: int) -> NDArray[np.float32]:
    """Vectors stay flat; matrices have a row for each of what they give."""
    if name.endswith(".b") or ".ln." in name or "ln.w" in name:
        return flat
    part = name.split(".")[1]
    return flat.reshape(rows.get(part, hidden), -1)
