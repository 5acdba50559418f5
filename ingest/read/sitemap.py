"""Sitemaps: of news, of pages, of other sitemaps, as text, packed or not; bytes in, entries out."""

import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ingest.errors import SourceUnreadable
from ingest.read import compose, mend
from ingest.read.charset import decode, of_document, of_header
from ingest.read.entry import Entry
from ingest.read.loose_dates import loosely_told
from ingest.read.tags import Broken, tell
from ingest.times import Stamp

SITEMAP_BYTES = 8_000_000  # unpacked: 50,000 addresses of common length
PAGES = 50_000  # as the protocol allows
_CHUNK = 65_536
_PACKED = b"\x1f\x8b"
_NAMES = frozenset({"urlset", "sitemapindex", "html", "rss", "feed", "rdf"})
_WHAT = {"html": "a web page", **dict.fromkeys(("rss", "feed", "rdf"), "a feed: add it as one")}
# What is read of each page: names of the protocol, and of the part of it that is for news.
_FIELDS = {"loc", "lastmod"}
_NEWS_FIELDS = {"title", "name", "language", "publication_date", "keywords"}
_NEWS = "www.google.com/schemas/sitemap-news"
_LETTERS = 2_000  # of one field
_KEYWORDS = 20


@dataclass(frozen=True, slots=True)
class Map:
    """Another sitemap that an index names."""

    url: str
    changed: Stamp | None  # when, as it says


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: other sitemaps or pages."""

    maps: tuple[Map, ...] = ()
    pages: tuple[Entry, ...] = ()
    troubles: tuple[str, ...] = ()


def read(data: bytes, url: str, content_type: str | None = None) -> Sitemap:
    """Read a sitemap; raises SourceUnreadable where it is none."""
    unpacked, troubles = _unpacked(data)
    text, fault = decode(unpacked, of_header(content_type), of_document(unpacked))
    troubles += [fault] if fault else []
    found = mend.root(text, _NAMES)
    if found is None:
        return _listed(text, url, troubles)
    if found[0] in _WHAT:
        raise SourceUnreadable(f"{url} holds {_WHAT[found[0]]}, not a sitemap")
    body = mend.from_root(text, found[1])
    if not mend.is_well_formed(body):
        body = mend.mend(body)
        troubles.append("it is not well-formed XML and was mended")
    gathered = _gathered(body)
    maps = [
        Map(where, loosely_told(row.get("lastmod"))) for row in gathered.maps if (where := _where(row, url))
    ]
    pages, doubles = compose.without_doubles(
        entry for row in gathered.pages if (entry := _page(row, url)) is not None
    )
    if gathered.is_cut:
        troubles.append(f"it names more than {PAGES:,} addresses; the first {PAGES:,} were read")
    return Sitemap(tuple(maps), pages, (*troubles, *doubles))


def _unpacked(data: bytes) -> tuple[bytes, list[str]]:
    """At most so many bytes, however much they unpack to; what comes before damage is kept."""
    if not data.startswith(_PACKED):
        return _within(data)
    unpacking, whole = zlib.decompressobj(31), bytearray()
    try:
        for start in range(0, len(data), _CHUNK):
            whole += unpacking.decompress(data[start : start + _CHUNK], SITEMAP_BYTES + 1 - len(whole))
            if len(whole) > SITEMAP_BYTES or unpacking.eof:
                return _within(bytes(whole))
    except zlib.error as error:
        return bytes(whole), [f"it is damaged ({error}); what came before was read"]
    return bytes(whole), ["its packing breaks off; what came before was read"]


def _within(data: bytes) -> tuple[bytes, list[str]]:
    if len(data) <= SITEMAP_BYTES:
        return data, []
    end = data.rfind(b">", SITEMAP_BYTES // 2, SITEMAP_BYTES) + 1 or SITEMAP_BYTES
    return data[:end], [f"it has more than {SITEMAP_BYTES:,} bytes; the first {end:,} were read"]


def _listed(text: str, url: str, troubles: list[str]) -> Sitemap:
    """A text with one address a line."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()[: PAGES + 1] if line.strip()]
    found = [
        where for line in lines[:PAGES] if line.startswith("http") and (where := compose.address(line, url))
    ]
    if not found or len(found) * 2 < len(lines):
        raise SourceUnreadable(
            f"{url} holds {' '.join(text[:60].split())!r}, not a sitemap: it names no pages and no sitemaps"
        )
    if len(lines) > PAGES:
        troubles.append(f"it names more than {PAGES:,} addresses; the first {PAGES:,} were read")
    pages, doubles = compose.without_doubles(Entry(key=where, url=where) for where in found)
    return Sitemap((), pages, (*troubles, *doubles))


@dataclass(slots=True)
class _Gathered:
    """The fields of each page and map, as they come."""

    pages: list[dict[str, str]] = field(default_factory=list)
    maps: list[dict[str, str]] = field(default_factory=list)
    row: dict[str, str] | None = None
    name: str = ""  # of the field that is open
    pieces: list[str] = field(default_factory=list)
    is_cut: bool = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        uri, local = name.lower().rpartition(" ")[::2]
        if local in ("url", "sitemap"):
            if len(self.pages) + len(self.maps) == PAGES:
                self.is_cut = True
                raise _Enough
            self.row = {}
            (self.pages if local == "url" else self.maps).append(self.row)
        elif _NEWS in uri:
            self.name = f"news:{local}" if local in _NEWS_FIELDS else ""
        elif local in _FIELDS and "image" not in uri and "video" not in uri:
            self.name = local

    def end(self, _: str) -> None:
        if self.name and self.row is not None:
            self.row.setdefault(self.name, "".join(self.pieces).strip()[:_LETTERS])
        self.name = ""
        self.pieces.clear()

    def data(self, text: str) -> None:
        if self.name:
            self.pieces.append(text)


class _Enough(Exception):
    """As many addresses have been read as are read of one sitemap."""


def _gathered(text: str) -> _Gathered:
    gathered = _Gathered()
    with suppress(_Enough):
        try:
            tell(text, gathered)
        except Broken as error:
            raise SourceUnreadable(f"the sitemap is broken XML: {error}") from error
    return gathered


def _where(row: Mapping[str, str], url: str) -> str | None:
    return compose.address(row.get("loc"), url)


def _page(row: Mapping[str, str], url: str) -> Entry | None:
    where = _where(row, url)
    if where is None:
        return None
    published, changed = loosely_told(row.get("news:publication_date")), loosely_told(row.get("lastmod"))
    keywords = (" ".join(word.split()) for word in row.get("news:keywords", "").split(","))
    return Entry(
        key=where,
        url=where,
        title=" ".join(row.get("news:title", "").split()) or None,
        outlet=" ".join(row.get("news:name", "").split()) or None,
        keywords=tuple(word for word in keywords if word)[:_KEYWORDS],
        published_at=published.at if published else None,
        published_day=bool(published and published.is_day),
        published_zone=published.zone if published else None,
        updated_at=changed.at if changed else None,
        language=compose.language(row.get("news:language")),
    )
