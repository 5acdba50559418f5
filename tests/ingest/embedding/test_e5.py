"""The data file of the multilingual model: every tensor, piece and position is where it belongs."""

import struct

import numpy as np
import pytest
from tokenizers import Tokenizer

from ingest.embedding import e5
from ingest.embedding.graph import Shape, build
from ingest.embedding.runtime import onnxruntime

HIDDEN, LAYERS, HEADS, WIDE, WORDS, PLACES = 32, 2, 4, 64, 40, 12
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁Talks", "▁resume", "s", ".", "▁Рі", "чка", "▁fi", "▁2"]
PARTS = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN)}
PARTS |= {"aln": (HIDDEN,), "fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE), "oln": (HIDDEN,)}


def tensors():
    """Made-up weights under the file's names; matrices are packed in four bits."""
    chance = np.random.default_rng(3)
    made = {"emb.word": (WORDS, HIDDEN), "emb.pos": (PLACES, HIDDEN), "emb.type": (2, HIDDEN)}
    made |= {"emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for n in range(LAYERS):
        for part, shape in PARTS.items():
            made |= {f"l{n}.{part}.w": shape, f"l{n}.{part}.b": shape[:1]}
    return {name: chance.normal(0, 0.4, shape).astype("<f4") for name, shape in made.items()}


def packed(weights):
    """Blocks of 32: a scale and four bits a weight, and what they stand for."""
    blocks = weights.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype("<f2")
    levels = np.clip(np.round(blocks / scales) + 8, 0, 15).astype(np.uint8)
    data = np.concatenate([scales.view(np.uint8), levels[:, :16] | levels[:, 16:] << 4], axis=1)
    return data.tobytes(), ((levels.astype("f4") - 8) * scales.astype("f4")).reshape(weights.shape)


@pytest.fixture
def given(tmp_path):
    """A small file of the same format, and the weights it stands for."""
    blob = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    data = struct.pack("<8s7i", b"E5S1\1\0\0\0", HIDDEN, LAYERS, HEADS, WIDE, WORDS, PLACES, 2)
    data += struct.pack("<fi5iQ", 1e-12, 32, len(PIECES), 0, 2, 1, 3, len(b"".join(blob)))
    data += offsets.tobytes() + (-np.arange(len(PIECES))).astype("<f4").tobytes() + b"".join(blob)
    data += struct.pack("<iI", 1, 5) + b"\1\0\0\0\0"
    entries, bodies, expected = [], b"", {}
    for name, weights in tensors().items():
        is_packed = weights.ndim == 2 and name not in ("emb.pos", "emb.type")
        body, expected[name] = packed(weights) if is_packed else (weights.tobytes(), weights)
        entries.append((name, int(is_packed), weights.size, len(bodies), len(body)))
        bodies += body
    start = len(data) + 4 + sum(2 + len(name) + 21 for name, *_ in entries)
    data += struct.pack("<i", len(entries))
    for name, kind, count, offset, size in entries:
        data += struct.pack("<H", len(name)) + name.encode()
        data += struct.pack("<BIQQ", kind, count, start + offset, size)
    file = tmp_path / "small.bin"
    file.write_bytes(data + bodies)
    return file, expected


def test_every_tensor_has_its_official_name_and_shape(given):
    file, expected = given

    weights = e5.read(file).weights

    assert len(weights) == len(expected)
    for ours, theirs in {
        "emb.word": "embeddings.word_embeddings.weight",
        "l1.k.w": "encoder.layer.1.attention.self.key.weight",
        "l0.fi.w": "encoder.layer.0.intermediate.dense.weight",
        "l1.fo.w": "encoder.layer.1.output.dense.weight",
        "l0.aln.b": "encoder.layer.0.attention.output.LayerNorm.bias",
    }.items():
        assert np.allclose(weights[theirs], expected[ours])


def test_the_graph_does_what_the_weights_say(given):
    """Held against the same model in plain numpy; what is left is the rounding to int8."""
    found = e5.read(given[0])
    shape = Shape(HEADS, found.shape.epsilon, found.shape.first_position)
    tokens = [0, 5, 6, 8, 2]

    options = onnxruntime.SessionOptions()
    session = onnxruntime.InferenceSession(build(found.weights, shape), options)
    (vectors,) = session.run(None, {"tokens": np.array([tokens], np.int32)})

    assert float(vectors[0] @ by_hand(found.weights, tokens)) > 0.98


def test_directions_are_taken_out_of_every_vector(given):
    found = e5.read(given[0])
    axes = tuple(tuple(float(n == m) for m in range(HIDDEN)) for n in (3, 7))
    session = onnxruntime.InferenceSession(build(found.weights, Shape(HEADS, 1e-12, 2, axes)))

    (vectors,) = session.run(None, {"tokens": np.array([[0, 5, 6, 2]], np.int32)})

    assert np.abs(vectors[0][[3, 7]]).max() < 1e-6
    assert abs(float(np.linalg.norm(vectors[0])) - 1) < 1e-5


def test_the_tokenizer_normalises_and_marks_as_the_model_was_taught(given):
    tokenizer = Tokenizer.from_str(e5.tokenizer(e5.read(given[0])))

    assert tokenizer.encode("  Talks\n resumes.").tokens == ["<s>", "▁Talks", "▁resume", "s", ".", "</s>"]
    assert tokenizer.encode("Річка ﬁ ²").tokens == ["<s>", "▁Рі", "чка", "▁fi", "▁2", "</s>"]


def by_hand(weights, tokens):
    def norm(x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-12)
        return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(x, name):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def gelu(x):
        from math import erf

        return x * 0.5 * (1 + np.vectorize(erf)(x / np.sqrt(2)))

    places = weights["embeddings.position_embeddings.weight"][2 : 2 + len(tokens)]
    kinds = weights["embeddings.token_type_embeddings.weight"][0]
    x = norm(weights["embeddings.word_embeddings.weight"][tokens] + places + kinds, "embeddings.LayerNorm")
    for n in range(LAYERS):
        at = f"encoder.layer.{n}"
        q, k, v = (
            dense(x, f"{at}.attention.self.{part}").reshape(len(tokens), HEADS, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(HIDDEN / HEADS))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(tokens), -1)
        x = norm(x + dense(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
        wide = gelu(dense(x, f"{at}.intermediate.dense"))
        x = norm(x + dense(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)
