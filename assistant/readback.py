"""A kept answer or briefing as it may be shown again: each citation with what has become of its article.

Knows their JSON as it is kept, and the archive; nothing about where they are kept.
"""

import math
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from assistant.conversation import copies_json
from assistant.revisions import revised
from ingest.archive import Archive
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, held_back, history, stories, withdrawals
from ingest.holdings.reader import Reader
from ingest.sql import removal
from ingest.sql.redact import Kept, emptied, redacted, without

_WITHHELD = "(The words of this article may no longer be shown.)"
_WORDLESS = {"quote": None, "translation": None, "newer": None}
_NAMELESS = {"title": None, "outlet": None, "url": None, "published_at": None}


def kept_of(connection: Connection, made: Mapping[str, object]) -> Kept:
    """An answer or briefing as it is kept: of articles that were removed while it was made, nothing."""
    kept: Kept = dict(made)
    for row in _rows(kept):
        row["copies"] = []  # who else ran it is told as it is when it is read back
    gone = removal.missing(connection, {row["article_id"] for row in _rows(kept)})
    return redacted(kept, gone) if gone else kept


def read_back(archive: Archive, kept: Kept, reader: Reader) -> Kept:
    """Say of each citation what has become of its words since; of what is gone nothing is quoted."""
    ids = [row["article_id"] for row in _rows(kept)]
    now = catalogue.states(archive, ids, reader)
    hidden, ends = held_back.hidden(archive, ids, reader), held_back.ends(archive, ids)
    shown = _without_hidden(redacted(kept, set(ids) - now.keys() - hidden), hidden)
    copies = stories.copies_of(archive, list(now), reader)
    shown["citations"] = [_held_up(archive, citation, now, reader) for citation in shown["citations"]]
    for row in _rows(shown):
        row["copies"] = copies_json(copies.get(row["article_id"], ()))
    gone = withdrawals.of(archive, list(now))
    for citation in shown["citations"]:
        citation["gone_at_source"] = gone.get(citation["article_id"])
        end = _end(ends, citation["article_id"], citation["version"])
        if citation["state"] != "withheld" and citation["end"] > end:
            citation |= _WORDLESS
    for passage in shown.get("nearest", ()):
        _shorten(passage, _end(ends, passage["article_id"], int(passage["id"].split("-")[1])))
    return without(shown, _withheld(shown), _WITHHELD)


def _without_hidden(kept: Kept, hidden: set[str]) -> Kept:
    """The same without what names or quotes articles that are there and may not be seen for now."""
    citations = [
        {**emptied(row), **_NAMELESS, "state": "withheld"}
        if row["article_id"] in hidden and row["state"] != "removed"
        else row
        for row in kept["citations"]
    ]
    nearest = [row for row in kept.get("nearest", ()) if row["article_id"] not in hidden]
    return {**kept, "citations": citations} | ({"nearest": nearest} if "nearest" in kept else {})


def _rows(kept: Kept) -> list[dict[str, Any]]:  # Any: a citation or passage as JSON
    return [*kept["citations"], *kept.get("nearest", ())]


def _held_up(
    archive: Archive, citation: dict[str, Any], now: Mapping[str, int], reader: Reader
) -> dict[str, Any]:
    """Hold a citation against the newest version of its article."""
    article_id, cited = citation["article_id"], citation["version"]
    if citation["state"] in ("removed", "withheld") or now[article_id] == cited:
        return citation
    try:
        since = history.since(archive, article_id, cited, reader)
    except UnknownArticle:  # removed at this very moment
        return emptied(citation)
    revision = revised(citation["quote"], citation["start"], cited, since)
    return {**citation, "state": revision.state, "newer": revision.as_json()}


def _end(ends: held_back.Ends, article_id: str, version: int) -> float:
    """Where what may be shown of a version ends; of one that is not there any more nothing may be."""
    return ends[article_id].get(version, 0) if article_id in ends else math.inf


def _shorten(passage: dict[str, Any], end: float) -> None:
    if passage["end"] > end:
        stop = max(passage["start"], int(end))
        text = passage["text"][: stop - passage["start"]]
        passage |= {"end": stop, "text": text, "cut": True}


def _withheld(kept: Kept) -> set[int]:
    """Numbers of the citations of articles that are there and whose words may not be shown any more."""
    return {
        citation["number"]
        for citation in kept["citations"]
        if citation["quote"] is None and citation["state"] != "removed"
    }
