"""Windows that questions name, against those their author meant."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.when import when
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given


def measure(_: Given) -> list[Figure]:
    """Ask every expression of the set at its moment, in its zone."""
    rows = [json.loads(line) for line in (SETS / "times.jsonl").read_text("utf-8").splitlines()]
    return [share("windows of time expressions", [_is_meant(row) for row in rows], least=0.97)]


def _is_meant(row: dict[str, str]) -> bool:
    found = when(row["question"], datetime.fromisoformat(row["now"]), ZoneInfo(row["zone"]))
    meant = [datetime.fromisoformat(row[end]) if row[end] else None for end in ("since", "until", "as_of")]
    return [found.since, found.until, found.as_of, found.newest] == [*meant, row["newest"]]
