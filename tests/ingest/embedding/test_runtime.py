"""ONNX Runtime starts without telling its maker."""

import os
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY


@pytest.mark.parametrize("module", ["ingest.embed", "ingest.embedding.graph"])
def test_telemetry_is_off_before_the_runtime_is_imported(module, tmp_path):
    """With it on, a folder for a device's id appears in the home of whoever starts it."""
    script = f"import {module}, os; from ingest.embedding.runtime import quantization; quantization()"
    variables = {k: v for k, v in os.environ.items() if "TELEMETRY" not in k}
    variables |= {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(REPOSITORY),
    }

    subprocess.run([sys.executable, "-c", script], env=variables, cwd=tmp_path, check=True, timeout=120)

    assert list(tmp_path.rglob("*")) == []
