"""RSS, Atom and JSON Feed: bytes to a Feed, whoever wrote them and however badly.

What is hostile or broken is dealt with before feedparser sees it: it is handed small, well-formed
XML without a document type, so its loose parser and its cleaning of HTML are never used.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import feedparser

from ingest.errors import NotAFeed
from ingest.read import compose, json_feed, mend, sift
from ingest.read.charset import decode, of_document, of_header
from ingest.read.discover import feeds_of
from ingest.read.entry import Entry as Entry
from ingest.read.entry import Feed as Feed
from ingest.read.loose_dates import loosely_told
from ingest.read.plain import line, lines, plain
from ingest.read.tags import Broken
from ingest.times import Stamp

FEED_BYTES = 4_000_000  # newest entries come first: what lies beyond them was read long ago
_ROOTS = {"rss", "feed", "rdf", "channel"}
_OTHERS = {
    **dict.fromkeys(("html", "head", "body"), "a web page"),
    **dict.fromkeys(("urlset", "sitemapindex"), "a sitemap"),
    "opml": "a list of feeds (OPML)",
}
_NAMES = frozenset(_ROOTS | set(_OTHERS))
_MARKUP = re.compile(r"</(?:p|div|a|li|ul|blockquote)>|<(?:br|p)\s*/?>", re.IGNORECASE)
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LONGEST = 31_536_000  # seconds a feed may ask for
_HUBS = 5
_Said = dict[str, Any]  # as feedparser gives it: texts, and dictionaries of texts


def read(data: bytes, url: str, content_type: str | None = None) -> Feed:
    """Read a feed; what is wrong with it stands in its troubles, and good entries are kept.

    ``content_type`` is the server's header. Raises NotAFeed, which offers the feeds that a page names.
    """
    kept = _cut(data)
    text, fault = decode(kept, of_header(content_type), of_document(kept))
    troubles = [trouble for trouble in (_size(data, kept), fault) if trouble]
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        return _with(json_feed.read(text, url), troubles)
    found = mend.root(text, _NAMES)
    if found is None or found[0] in _OTHERS:
        raise _something_else(data, url, text, found[0] if found else None)
    sifted, mended = _sifted(mend.from_root(text, found[1]))
    if sifted is None:
        raise NotAFeed(url, "broken XML in which no tag is whole")
    return _with(_feed(_parsed(sifted.xml, url), url), [*troubles, *mended, *sifted.troubles])


def _cut(data: bytes) -> bytes:
    """The first bytes of a feed that is too long, up to a whole tag."""
    if len(data) <= FEED_BYTES:
        return data
    end = data.rfind(b">", FEED_BYTES // 2, FEED_BYTES) + 1
    return data[: end or FEED_BYTES]


def _size(data: bytes, kept: bytes) -> str | None:
    if len(data) == len(kept):
        return None
    return f"it has more than {FEED_BYTES:,} bytes, of which the first {len(kept):,} were read"


def _sifted(text: str) -> tuple[sift.Sifted | None, list[str]]:
    try:
        return sift.sift(text), []
    except Broken:
        mended = mend.mend(text)
    if not mended:
        return None, []
    try:
        return sift.sift(mended), ["it is not well-formed XML and was mended"]
    except Broken:
        return None, []


def _something_else(data: bytes, url: str, text: str, root: str | None) -> NotAFeed:
    if root is None:
        beginning = " ".join(text[:200].split())[:60]
        return NotAFeed(url, f"{beginning!r}" if beginning else "nothing")
    offers = tuple(feeds_of(data, url)) if _OTHERS[root] == "a web page" else ()
    return NotAFeed(url, _OTHERS[root], offers)


def _parsed(xml: bytes, url: str) -> _Said:
    # A stream, since feedparser would take a text for an address or a file's name and open it.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    parsed: _Said = feedparser.parse(
        io.BytesIO(xml), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    return parsed


def _with(feed: Feed, troubles: list[str]) -> Feed:
    empty = () if feed.entries else ("it names no entries",)
    return replace(feed, troubles=(*troubles, *feed.troubles, *empty))


def _feed(parsed: _Said, url: str) -> Feed:
    said: _Said = parsed["feed"]
    of_feed = _authors(said) if parsed.get("version", "").startswith("atom") else ()
    entries, doubles = compose.without_doubles(
        _entry(entry, said, of_feed, url) for entry in parsed["entries"]
    )
    return Feed(
        title=_title(said),
        link=compose.address(said.get("link"), url),
        language=compose.language(said.get("language")),
        entries=entries,
        ttl_s=_ttl(said),
        hubs=tuple(_hubs(said, url))[:_HUBS],
        troubles=doubles,
    )


def _entry(said: _Said, feed: _Said, of_feed: tuple[str, ...], url: str) -> Entry:
    bodies = [_readable(content) for content in said.get("content", ())]
    summary = _readable(said["summary_detail"]) if "summary_detail" in said else None
    body = max(filter(None, bodies), key=len, default=None)
    published, updated = _published(said), _told(said, "updated")
    title, where = _title(said), _address(said, url)
    at = published.at if published else None
    return Entry(
        key=compose.key(said.get("id"), where, title, at),
        url=where,
        title=title,
        summary=summary,
        text=compose.without_footer(body or summary or "") or None,
        outlet=_title(said.get("source", {})),
        authors=_authors(said) or _authors(said.get("source", {})) or of_feed,
        published_at=at,
        published_day=bool(published and published.is_day),
        published_zone=published.zone if published else None,
        updated_at=updated.at if updated else None,
        language=_language(said, feed),
        is_whole=compose.is_whole(body or summary, is_content=body is not None),
    )


def _title(said: _Said) -> str | None:
    detail = said.get("title_detail") or {"value": said.get("title") or "", "type": "text/plain"}
    value = detail["value"] if detail.get("type") == "text/plain" else line(detail["value"])
    return " ".join(value.split()) or None


def _readable(detail: _Said) -> str | None:
    """Text of a body; some call markup plain text."""
    value: str = detail.get("value") or ""
    is_plain = detail.get("type") == "text/plain" and not _MARKUP.search(value)
    return (lines(value) if is_plain else plain(value)) or None


def _address(said: _Said, url: str) -> str | None:
    """The entry's page: not the proxy's that counts its readers, nor a sound or picture it comes with."""
    alternates = [link.get("href") for link in said.get("links", ()) if link.get("rel") == "alternate"]
    chosen = [said["link"]] if said.get("link") in alternates else []
    tried = (said.get("feedburner_origlink"), *chosen, *alternates, said.get("link"))
    return next((whole for href in tried if (whole := compose.address(href, url))), None)


def _published(said: _Said) -> Stamp | None:
    """When it was published; an entry that tells only of its last change is as old as that."""
    found = (_told(said, name) for name in ("published", "created", "updated"))
    return next(filter(None, found), None)


def _told(said: _Said, name: str) -> Stamp | None:
    # feedparser gives the one for the other where it is missing, but for this way of asking.
    return loosely_told(said[name]) if name in said else None


def _authors(said: _Said) -> tuple[str, ...]:
    people = said.get("authors") or [said.get("author_detail") or {}]
    names = [line(person.get("name") or person.get("email") or "") for person in people]
    return tuple(dict.fromkeys(filter(None, names)))


def _language(said: _Said, feed: _Said) -> str | None:
    details = (*said.get("content", ()), said.get("summary_detail") or {}, said.get("title_detail") or {})
    codes = (said.get("language"), *(detail.get("language") for detail in details), feed.get("language"))
    return next((code for code in map(compose.language, codes) if code), None)


def _ttl(said: _Said) -> int | None:
    minutes, times = said.get("ttl") or "", said.get("sy_updatefrequency") or "1"
    period = _PERIODS.get((said.get("sy_updateperiod") or "").lower())
    if minutes.isdecimal() and int(minutes):
        return min(60 * int(minutes), _LONGEST)
    return period // max(int(times), 1) if period and times.isdecimal() else None


def _hubs(said: _Said, url: str) -> Iterator[str]:
    for link in said.get("links", ()):
        if link.get("rel") == "hub" and (where := compose.address(link.get("href"), url)):
            yield where
