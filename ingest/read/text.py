"""Plain text: bytes to one Article."""

import codecs
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.article import Article, clean
from ingest.errors import SourceUnreadable, TooLarge
from ingest.holdings.rights import FULL, shown
from ingest.read import byline
from ingest.split import sentences

ARTICLE_BYTES = 2_000_000
TITLE_LETTERS = 300
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class Details:
    """What the person who adds a source says about it; None leaves it to the source."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_day: bool = False
    collection: str = "news"
    rights: str | None = None  # as in Article
    embargo_until: datetime | None = None


def read(data: bytes, name: str, details: Details) -> Article:
    """Read a text; its title is the first sentence behind the byline.

    Raises SourceUnreadable for an empty, binary or wrongly encoded text, TooLarge above 2 MB.
    """
    if len(data) > 2 * ARTICLE_BYTES + 2:  # UTF-16 takes twice the bytes, and a mark
        raise TooLarge(name, len(data), ARTICLE_BYTES)
    article = from_text(decode(data, name), name, details)
    return replace(article, authors=byline.authors(article.text))


def from_text(text: str, name: str, details: Details) -> Article:
    """Make an article of a text that is already decoded."""
    if (size := len(text.encode("utf-8", "surrogatepass"))) > ARTICLE_BYTES:
        raise TooLarge(name, size, ARTICLE_BYTES)
    text = clean(text)
    if not text.strip():
        raise SourceUnreadable(f"{name} holds no text")
    return Article(
        text=text,
        title=clean(details.title or "").strip() or _own_title(text, details),
        outlet=details.outlet,
        url=details.url,
        published_at=details.published_at,
        published_day=details.published_day,
        collection=details.collection,
        rights=details.rights,
        embargo_until=details.embargo_until,
    )


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with its mark; raises SourceUnreadable for anything else."""
    encoding = next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\x00" in data[:4096]:
        raise SourceUnreadable(f"{name} is not text: it holds NUL bytes")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = (
            f"byte 0x{data[error.start]:02x} at {error.start:,}" if error.start < len(data) else "cut short"
        )
        raise SourceUnreadable(
            f"{name} is not UTF-8 ({byte}); save it as UTF-8, or convert it with iconv"
        ) from error
    if len(_CONTROL & set(text[:4096])) > 3:
        raise SourceUnreadable(f"{name} is not text: it is full of control characters")
    return text


def first_sentence(text: str) -> str:
    """The first sentence on one line, cut at a word where it is very long."""
    spans = sentences(text[: 20 * TITLE_LETTERS])
    start, end = spans[0] if spans else (0, len(text))
    title = " ".join(text[start:end].split())
    if len(title) <= TITLE_LETTERS:
        return title
    return (
        title[: title.rfind(" ", 0, TITLE_LETTERS) if " " in title[:TITLE_LETTERS] else TITLE_LETTERS] + " …"
    )


def _own_title(text: str, details: Details) -> str:
    """The first sentence, as far as it may be shown, else the address."""
    may = text[byline.end(text) : shown(text, details.rights or FULL).end]
    return first_sentence(may) if may.strip() else details.url or "Untitled"
