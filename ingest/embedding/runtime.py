"""ONNX Runtime, with its telemetry switched off.

On Linux it writes a device's id to the home folder and reports to its maker unless this is set
before it is imported; disable_telemetry_events() comes too late for its first events.
"""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["inner_graph", "onnxruntime", "quantization"]


def quantization() -> ModuleType:
    """ONNX Runtime's quantiser, which needs the package ``onnx`` and most of a second to import."""
    return import_module("onnxruntime.quantization")


def inner_graph(path: Path) -> bytes:
    """A sentence model's graph cut before its words are put into one vector; needs the package ``onnx``."""
    onnx = import_module("onnx")
    model = onnx.load(str(path))
    nodes = list(model.graph.node)
    mean = next(n for n, node in enumerate(nodes) if node.op_type == "ReduceMean")
    name, kind = nodes[mean].input[0], onnx.TensorProto.FLOAT
    last = onnx.helper.make_tensor_value_info(name, kind, [1, "length", None])
    del model.graph.node[mean:], model.graph.output[:]
    model.graph.output.append(last)
    given: bytes = model.SerializeToString()
    return given
