"""Fetch addresses one after the other and print as JSON what each took: time, memory, what was kept.

A process of its own, so that its memory is that of fetching alone.
"""

import json
import resource
import sys
import time

from ingest.errors import FetchFailed
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings


def main() -> None:
    """Fetch the addresses given; the first one is well-behaved and warms up."""
    fetcher = Fetcher(FetchSettings(fetch_allow="127.0.0.0/8"), pause_s=0)
    for url in sys.argv[1:]:
        before, began = _peak_kb(), time.monotonic()
        try:
            kept, reason = len(fetcher.get(url).body), ""
        except FetchFailed as error:
            kept, reason = 0, str(error)
        took = round(time.monotonic() - began, 2)
        row = {"kept": kept, "reason": reason, "seconds": took, "grown_kb": _peak_kb() - before}
        print(json.dumps(row), flush=True)


def _peak_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
