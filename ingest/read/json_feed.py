"""JSON Feed 1.0 and 1.1: text to a Feed, item by item, so that what is whole is kept.

Values of a wrong kind are left out, each alone; only the list of items is needed.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ingest.errors import SourceUnreadable
from ingest.read import compose
from ingest.read.entry import Entry, Feed
from ingest.read.loose_dates import loosely_told
from ingest.read.plain import line, lines, plain

ITEMS = 1_000
_VALUE = 1_000_000  # letters of one value or item
_MEMBERS = 200  # of the feed itself
_AUTHORS = 20
_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_Object = dict[str, Any]  # as it came; every value is held to its kind where it is used


def read(text: str, url: str) -> Feed:
    """Read a feed; raises SourceUnreadable where it has no list of items."""
    troubles: list[str] = []
    told_of_it = dict(islice(_members(text, troubles), _MEMBERS))
    items = told_of_it.get("items")
    if not isinstance(items, list):
        raise SourceUnreadable(
            f"{url} holds JSON but no JSON Feed: it has no list of items. Give the address of a feed."
        )
    entries = [_entry(item, told_of_it, url) for item in items if isinstance(item, dict)]
    kept, doubles = compose.without_doubles(entries)
    return Feed(
        title=line(_text(told_of_it, "title") or "") or None,
        link=compose.address(_text(told_of_it, "home_page_url"), url),
        language=compose.language(told_of_it.get("language")),
        entries=kept,
        hubs=tuple(_hubs(told_of_it.get("hubs"), url)),
        troubles=(*troubles, *doubles),
    )


def _entry(item: _Object, feed: _Object, url: str) -> Entry:
    where = compose.address(_text(item, "url"), url) or compose.address(_text(item, "external_url"), url)
    body = plain(_text(item, "content_html") or "") or lines(_text(item, "content_text") or "")
    summary = lines(_text(item, "summary") or "") or None
    published = loosely_told(_text(item, "date_published"))
    updated = loosely_told(_text(item, "date_modified"))
    title = " ".join((_text(item, "title") or "").split()) or None
    said, at = _text(item, "id"), published.at if published else None
    return Entry(
        key=compose.key(said, where, title, at),
        url=where or compose.address(said, ""),
        title=title,
        summary=summary,
        text=compose.without_footer(body) or summary,
        authors=tuple(_authors(item) or _authors(feed)),
        published_at=at,
        published_day=bool(published and published.is_day),
        published_zone=published.zone if published else None,
        updated_at=updated.at if updated else None,
        language=compose.language(item.get("language")) or compose.language(feed.get("language")),
        is_whole=compose.is_whole(body, is_content=True),
    )


def _authors(of: _Object) -> list[str]:
    listed = of.get("authors")
    people = listed if isinstance(listed, list) else [of.get("author")]  # as version 1.0 has it
    names = [_text(person, "name") for person in people[:_AUTHORS] if isinstance(person, dict)]
    return [" ".join(name.split()) for name in names if name and name.strip()]


def _hubs(listed: object, url: str) -> Iterator[str]:
    for hub in listed[:_AUTHORS] if isinstance(listed, list) else ():
        if isinstance(hub, dict) and (where := compose.address(hub.get("url"), url)):
            yield where


def _text(of: _Object, name: str) -> str | None:
    """A text, or a number as text: some feeds number their items."""
    value = of.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).encode("utf-8", "ignore").decode().replace("\x00", "")


def _members(text: str, troubles: list[str]) -> Iterator[tuple[Any, Any]]:
    """The feed's own names and values, as far as they can be read."""
    at = _next(text, text.index("{") + 1)
    try:
        while text[at] != "}":
            name, at = _value(text, at)
            at = _next(text, _next(text, at) + 1)  # over the colon
            if name == "items" and text[at] == "[":
                items: list[Any] = []
                yield name, items
                at = _fill(items, text, at + 1)
                if at < 0:
                    troubles.append(f"it names more than {ITEMS:,} entries; the first {ITEMS:,} were read")
                    return
            else:
                value, at = _value(text, at)
                yield name, value
            at = _next(text, at)
            at = _next(text, at + 1) if text[at] == "," else at
    except (ValueError, IndexError, RecursionError):
        troubles.append(f"it is no JSON somewhere after letter {at:,}; what came before was kept")


def _fill(items: list[Any], text: str, at: int) -> int:
    """Read items up to the end of their list, and return where that is; -1 where there are too many."""
    at = _next(text, at)
    while text[at] != "]":
        if len(items) == ITEMS:
            return -1
        value, at = _value(text, at)
        items.append(value)
        at = _next(text, at)
        at = _next(text, at + 1) if text[at] == "," else at
    return at + 1


def _value(text: str, at: int) -> tuple[Any, int]:
    """One value, by the standard library; its letters are bounded, for what it makes of them takes memory."""
    value, length = _DECODER.raw_decode(text[at : at + _VALUE])
    return value, at + length


def _next(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
