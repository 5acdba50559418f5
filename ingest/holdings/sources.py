"""A row of the archive as the Source a Reader is told of."""

import json
import time
from typing import Any

from sqlalchemy import Row

from ingest.holdings.reader import Reader, Source, iso
from ingest.sql.dated import is_ahead


def source_of(row: Row[*tuple[Any, ...]], reader: Reader) -> Source:  # Any: the columns are named
    """What is known about an article; a date that has not come is told apart from one that has.

    Only the index is told of it as if it had: it holds an article before its date has come.
    """
    at, updated, ahead = row.published_at, row.updated_at, None
    if not reader.sees_embargoed:
        now = int(time.time())
        if is_ahead(at, row.published_day, row.published_zone, now):
            at, ahead = None, at
        updated = None if is_ahead(updated, False, None, now) else updated
    return Source(
        row.id,
        row.version,
        row.title,
        row.outlet or row.host,
        row.host,
        row.url,
        tuple(json.loads(row.authors)) if row.authors != "[]" else (),
        row.language,
        at,
        row.published_day,
        row.kind,
        row.rights,
        row.published_zone,
        updated,
        row.story,
        ahead,
        row.gone_at,
    )


def published_of(row: Row[*tuple[Any, ...]]) -> str | None:  # Any: as above
    """The date a version bore, where it has come."""
    if is_ahead(row.published_at, row.published_day, row.published_zone, int(time.time())):
        return None
    return iso(row.published_at, row.published_day)
