"""ONNX Runtime, with its telemetry switched off.

On Linux it writes a device's id to the home folder and reports to its maker unless this is set
before it is imported; disable_telemetry_events() comes too late for its first events.
"""

import os
from importlib import import_module
from types import ModuleType

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime", "quantization"]


def quantization() -> ModuleType:
    """ONNX Runtime's quantiser, which needs the package ``onnx`` and most of a second to import."""
    return import_module("onnxruntime.quantization")
