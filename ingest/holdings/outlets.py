"""The outlets an archive holds, by name and host, as one reader may know them."""

import difflib
import time

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader
from ingest.schema import articles
from ingest.sql.removal import is_of

Named = tuple[tuple[str, str | None], ...]  # names with their hosts
_STANDS = 20  # times as long as it took to read them, they are told again while the archive changes
_NEAREST = 3
_MOST = 16  # readers whose outlets are remembered
_read: dict[tuple[Archive, Reader], tuple[Named, tuple[int, int], float]] = {}


def outlets(archive: Archive, reader: Reader) -> Named:
    """Every outlet of an article this reader may see, read anew when the archive has changed."""
    key, state, now = (archive, reader), (archive.last_seq(), int(time.time()) // 60), time.monotonic()
    if (last := _read.get(key)) and (last[1] == state or now < last[2]):
        return last[0]
    found = _named(archive, reader)
    ended = time.monotonic()
    if len(_read) >= _MOST:
        _read.clear()
    _read[key] = found, state, ended + _STANDS * (ended - now)
    return found


def doubt(archive: Archive, outlet: str) -> str | None:
    """What to say of an outlet that no article held is of, with names it may be mistyped for; else None."""
    with archive.reading() as connection:
        if connection.execute(select(articles.c.id).where(is_of(outlet)).limit(1)).first():
            return None
    like = " or ".join(repr(name) for name in _nearest(archive, outlet))
    return f"no article is of the outlet {outlet!r}{f'; is it {like}?' if like else ''}"


def _nearest(archive: Archive, outlet: str) -> list[str]:
    names: dict[str, str] = {}
    for name, host in outlets(archive, Reader()):
        names |= {key.casefold(): name for key in (host, name) if key}
    found = difflib.get_close_matches(outlet.casefold(), names, _NEAREST)
    return list(dict.fromkeys(names[key] for key in found))


def _named(archive: Archive, reader: Reader) -> Named:
    name = func.coalesce(articles.c.outlet, articles.c.host)
    query = select(name.label("name"), articles.c.host).distinct().where(name.isnot(None))
    with archive.reading() as connection:
        rows = connection.execute(query.where(*catalogue.visible(reader))).all()
    return tuple(sorted(((row.name, row.host) for row in rows), key=lambda row: (row[0], row[1] or "")))
