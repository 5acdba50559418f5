"""Build the int8 ONNX graph of a BERT-shaped sentence model from its weights.

ONNX Runtime's fused operators run as fast as an exported and optimised model, and need no
torch. Every sequence is embedded alone, so the graph has no padding and no mask.
"""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from ingest.embedding import runtime

_FUSED = "com.microsoft"
_REMOVAL = "removal"  # the one product that stays in float32

Weights = dict[str, NDArray[np.float32]]  # by their official names


@dataclass(frozen=True, slots=True)
class Shape:
    """What the weights themselves do not tell."""

    heads: int = 12
    epsilon: float = 1e-12
    first_position: int = 0  # row of the position embeddings that the first token has
    removed: tuple[tuple[float, ...], ...] = ()  # directions taken out of the vectors


def build(weights: Weights, shape: Shape) -> bytes:
    """Return the graph token ids (1, length) int32 -> unit vector (1, width) float32, int8 inside."""
    quantization = runtime.quantization()
    with tempfile.TemporaryDirectory() as folder, _quietly():
        target = Path(folder) / "int8.onnx"
        quantization.quantize_dynamic(
            _float_model(weights, shape),
            target,
            op_types_to_quantize=["MatMul", "Attention", "EmbedLayerNormalization"],
            per_channel=True,
            nodes_to_exclude=[_REMOVAL],
            weight_type=quantization.QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        return target.read_bytes()


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the quantiser's advice on exported models from the reader: this graph is not one."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _float_model(weights: Weights, shape: Shape) -> ModelProto:
    constants: Weights = {}
    nodes = [_embeddings(weights, constants, shape)]
    hidden = "embedded"
    for layer in range(_layers(weights)):
        hidden = _layer(nodes, constants, _Layer(weights, shape, layer), hidden)
    width = len(constants["gamma"])
    nodes.append(helper.make_node("ReduceMean", [hidden], ["mean"], axes=[1], keepdims=0))
    if shape.removed:
        constants["kept"] = _without(shape.removed)
        nodes.append(helper.make_node("MatMul", ["mean", "kept"], ["rest"], name=_REMOVAL))
    pooled = "rest" if shape.removed else "mean"
    nodes.append(helper.make_node("LpNormalization", [pooled], ["vector"], axis=1, p=2))
    graph = helper.make_graph(
        nodes,
        "sentence",
        [helper.make_tensor_value_info("tokens", TensorProto.INT32, [1, "length"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width])],
        [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in constants.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _without(directions: tuple[tuple[float, ...], ...]) -> NDArray[np.float32]:
    """The matrix that takes these directions out of a vector."""
    basis = np.linalg.qr(np.array(directions).T)[0]
    kept: NDArray[np.float32] = (np.eye(len(basis)) - basis @ basis.T).astype(np.float32)
    return kept


def _layers(weights: Weights) -> int:
    return len([name for name in weights if name.endswith(".attention.self.query.weight")])


def _embeddings(weights: Weights, constants: Weights, shape: Shape) -> NodeProto:
    """One text has one segment: its embedding is added to every position beforehand."""
    positions = weights["embeddings.position_embeddings.weight"][shape.first_position :]
    constants["words"] = weights["embeddings.word_embeddings.weight"]
    constants["positions"] = positions + weights["embeddings.token_type_embeddings.weight"][0]
    constants["gamma"] = weights["embeddings.LayerNorm.weight"]
    constants["beta"] = weights["embeddings.LayerNorm.bias"]
    inputs = ["tokens", "", "words", "positions", "", "gamma", "beta"]
    return helper.make_node(
        "EmbedLayerNormalization",
        inputs,
        ["embedded", "unused"],
        domain=_FUSED,
        epsilon=shape.epsilon,
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    weights: Weights
    shape: Shape
    n: int


def _layer(nodes: list[NodeProto], constants: Weights, of: _Layer, hidden: str) -> str:
    """Append one transformer layer; return the name of its output."""
    n = of.n

    def weight(name: str) -> NDArray[np.float32]:
        return of.weights[f"encoder.layer.{n}.{name}"]

    def keep(name: str, value: NDArray[np.float32]) -> str:
        constants[f"{name}.{n}"] = value
        return f"{name}.{n}"

    def add(kind: str, inputs: list[str], output: str, **attributes: float) -> str:
        node = helper.make_node(kind, inputs, [f"{output}.{n}"], domain="" if kind == "MatMul" else _FUSED)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        nodes.append(node)
        return f"{output}.{n}"

    heads = [f"attention.self.{part}" for part in ("query", "key", "value")]
    qkv = keep("qkv", np.concatenate([weight(f"{head}.weight").T for head in heads], axis=1))
    qkv_bias = keep("qkv.bias", np.concatenate([weight(f"{head}.bias") for head in heads]))
    attended = add("Attention", [hidden, qkv, qkv_bias], "attended", num_heads=of.shape.heads)

    def project(name: str, source: str) -> str:
        return add("MatMul", [source, keep(name, weight(f"{name}.dense.weight").T)], f"out.{name}")

    def normalise(name: str, source: str, skip: str) -> str:
        parts = ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        constant = [keep(f"{name}.{part}", weight(f"{name}.{part}")) for part in parts]
        given = [source, skip, *constant]
        return add("SkipLayerNormalization", given, f"norm.{name}", epsilon=of.shape.epsilon)

    middle = normalise("attention.output", project("attention.output", attended), hidden)
    bias = keep("intermediate.bias", weight("intermediate.dense.bias"))
    wide = add("BiasGelu", [project("intermediate", middle), bias], "wide")
    return normalise("output", project("output", wide), middle)
