"""What a doctor tells beside the state of the index: disk, model, and what to do about all that was found."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.archive import Archive
from ingest.care import stats
from ingest.embedding import model
from ingest.embedding.model import Embedding
from ingest.texts.counted import counted

_LITTLE = 500_000_000  # bytes free
_ROOM = 2  # times the database: a backup, or both indexes made anew, beside what is there
# A report is JSON as commands and the server hand it on: what it holds is read by name.
Report = Mapping[str, Any]


def surroundings(archive: Archive, home: Path, models: Path, embedding: Embedding) -> dict[str, object]:
    """Measure the disk, and hold the model's files against the hashes noted when they were made."""
    wanted = model.of(embedding, models)
    found = {"name": wanted.name, "state": model.condition(wanted), "answering": archive.model or None}
    return {"room": asdict(stats.room(home, models)), "model": found}


def advice(report: Report) -> list[str]:
    """What a person should do; empty where all is well or was mended."""
    told = [
        (report["database"] != "ok", "the database is damaged: `python -m ingest restore` a backup"),
        (report["without_text"], _lost(report["without_text"])),
        (report["model"]["state"] != "sound", _prepare(report["model"]["state"])),
        (_is_other(report["model"]), _other(report["model"])),
        (report["room"]["free"] < _needed(report["room"]), _cramped(report["room"])),
    ]
    return [words for is_so, words in told if is_so]


def _lost(ids: list[str]) -> str:
    return f"the text of {', '.join(ids)} is gone: add these again, or `python -m ingest remove` them"


def _prepare(state: str) -> str:
    return (
        f"the embedding model is {state}: the next start makes it again where its package can be had; until "
        "then news is found by words only"
    )


def _is_other(found: Report) -> bool:
    return bool(found["answering"]) and found["answering"] != found["name"]


def _other(found: Report) -> str:
    return (
        f"vectors of {found['answering']} answer until all are made with {found['name']}: let the server run"
    )


def _needed(room: Report) -> int:
    return int(max(_LITTLE, _ROOM * room["database"]))


def _cramped(room: Report) -> str:
    free, needed = room["free"] / 1e6, _needed(room) / 1e6
    return f"{free:,.0f} MB of disk are free and {needed:,.0f} may be needed: free some"


def lines(report: Report) -> list[str]:
    """Put what stands beside the index into lines."""
    kept, found = report["room"], report["model"]
    sizes = ", ".join(
        f"{name} {kept[name] / 1e6:,.1f} MB" for name in ("database", "words", "vectors", "model")
    )
    mended = [f"{many:,} {name}" for name, many in report["orphans"].items()]
    return [
        *([f"rows without an article deleted: {', '.join(mended)}"] if mended else []),
        *(
            [f"stale vectors deleted: of {counted(report['stale_vectors'], 'article')}"]
            if report["stale_vectors"]
            else []
        ),
        *([f"queued to be embedded: {counted(report['queued'], 'article')}"] if report["queued"] else []),
        f"model: {found['state']}, {found['name']}",
        f"disk: {sizes}; {kept['free'] / 1e6:,.0f} MB free",
        *(f"to do: {each}" for each in report["advice"]),
    ]
