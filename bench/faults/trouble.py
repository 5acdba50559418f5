"""What a command whose disk fails must say, and whether the file it wrote is sound."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.faults.commands import Process

_REASONS = ("full", "disk", "no space", "written", "i/o", "free")


def unsaid(process: Process) -> int:
    """1 where a command that failed says nothing a person can act on, or ended by an unforeseen error."""
    said = " ".join([*process.err, *(reason for line in process.out if (reason := _reason(line)))])
    is_said = any(word in said.casefold() for word in _REASONS)
    return int(not is_said or "Traceback" in said or (process.code or 0) < 0)


def integrity(home: Path) -> str:
    """SQLite's own word on the whole file."""
    with closing(sqlite3.connect(home / "archive.db")) as connection:
        return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _reason(line: str) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return ""
    return str(row.get("reason", "")) if isinstance(row, dict) else ""
