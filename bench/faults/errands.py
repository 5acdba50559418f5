"""Fetch addresses one after the other and print as JSON what each took: time, memory, what was kept.

A process of its own, so that its memory is that of fetching alone.
"""

import json
import sys
import time
from pathlib import Path

from ingest.errors import FetchFailed
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings


def main() -> None:
    """Fetch the addresses given; the first one is well-behaved and warms up."""
    fetcher = Fetcher(FetchSettings(fetch_allow="127.0.0.0/8"), pause_s=0)
    for url in sys.argv[1:]:
        before, began = _forgotten_peak_kb(), time.monotonic()
        try:
            kept, reason = len(fetcher.get(url).body), ""
        except FetchFailed as error:
            kept, reason = 0, str(error)
        took = round(time.monotonic() - began, 2)
        row = {"kept": kept, "reason": reason, "seconds": took, "grown_kb": _peak_kb() - before}
        print(json.dumps(row), flush=True)


def _forgotten_peak_kb() -> int:
    """Let the system count the peak anew: getrusage would tell that of the process that started us."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak_kb()


def _peak_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
