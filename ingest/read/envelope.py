"""The headers of a message: its subject, who sent it, when, and the address it says it has.

Headers are a stranger's words: each is read alone, and one that cannot be is as if it were not there.
"""

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from unicodedata import combining, normalize
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.read.charset import decode
from ingest.read.footers import ELSEWHERE
from ingest.read.loose_dates import loosely_told
from ingest.read.markup import Markup
from ingest.times import Stamp

_REPLIES = re.compile(r"^((re|fwd?|aw|wg|tr|rv|ветка|fw)\s?(\[\d+\])?:\s*)+", re.IGNORECASE)
_ANGLED = re.compile(r"<\s*(https?://[^\s<>]+)\s*>")
_OUTLET_LETTERS, _SENDER_LETTERS = 200, 1_000
# Services that send newsletters name their lists by numbers.
_NO_NAME = re.compile(r"\d{4,}|[0-9a-f]{16,}|mc list$", re.IGNORECASE)
# A part of an address that stands for one subscriber or one click, not for a page.
_LONG = re.compile(r"[A-Za-z0-9%=+~]{20,}")
_PERSONAL = frozenset(("e", "email", "token", "uid", "sub", "subscriber", "subscriber_id", "recipient", "r"))
_REDIRECTORS = re.compile(r"^(click|clicks|links?|email|e|t|track\w*|trk|go|r|ct|url\d*)\d*\.", re.IGNORECASE)


def header(message: Message, name: str) -> str:
    """A header in readable letters on one line; empty where there is none."""
    return readable(_raw(message, name))


def readable(raw: str) -> str:
    """Decode the encoded words of a header, and bytes that stand in it against the rules."""
    flat = " ".join(decode(raw.encode("utf-8", "surrogateescape"))[0].split())
    try:
        parts = decode_header(flat)
    except (HeaderParseError, ValueError):
        parts = [(flat, None)]
    words = (
        part if isinstance(part, str) else decode(part, charset, trusts=True)[0] for part, charset in parts
    )
    return " ".join("".join(words).split())


def title(message: Message) -> str | None:
    """The subject, without the marks of an answer or a forwarded message."""
    return _REPLIES.sub("", header(message, "Subject")) or None


def outlet(message: Message) -> str | None:
    """Who sent it: the sender's name, else that of the list, else the host of the sender's address."""
    named, address = sender(message)
    shown = readable(named).strip("\"' ")
    if re.search(r"\w\w", shown) and "@" not in shown:
        return shown[:_OUTLET_LETTERS]
    listed = header(message, "List-Id").partition("<")[0].strip("\"' ")
    if listed and not _NO_NAME.search(listed):
        return listed[:_OUTLET_LETTERS]
    host = address.rpartition("@")[2].strip().lower()
    return host[:_OUTLET_LETTERS] or None


def sent(message: Message) -> Stamp | None:
    """When it was sent; a bad date is none."""
    return loosely_told(header(message, "Date"))


def address(message: Message, markups: Iterable[Markup]) -> str | None:
    """Where the message itself says it can be read, if that is one page for all who got it.

    Not the List-Archive, which is one address for all messages of a list.
    """
    if found := _ANGLED.search(header(message, "Archived-At")):
        return _page(found[1])
    for markup in markups:
        given = [markup.declared] if markup.declared else []
        given += [link for words, link in markup.links if ELSEWHERE.search(words)]
        for each in given:
            if (page := _page(each)) and _is_of(page, title(message) or ""):
                return page
    return None


def _is_of(page: str, subject: str) -> bool:
    """Whether an address is that of this one message: it has a number, or words of the subject.

    Under the address of all issues of a newsletter each would take the place of the one before.
    """
    path = page.partition("://")[2].partition("/")[2].lower()
    plain = "".join(letter for letter in normalize("NFKD", subject.lower()) if not combining(letter))
    words = {word for word in re.findall(r"\w{4,}", plain) if word in path}
    return len(words) > 1 or bool(re.search(r"\d{3}", path))


def _page(url: str) -> str | None:
    """The address of a page, without what names the subscriber; None for one that only leads there."""
    try:
        parts = urlsplit(url.strip())
        host, query = parts.hostname or "", parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(url) > 2_000 or _REDIRECTORS.match(host):
        return None
    kept = [(key, value) for key, value in query if key.lower() not in _PERSONAL]
    is_personal = any("@" in value or _is_opaque(value) for _, value in kept)
    if is_personal or _is_opaque(parts.path) or (parts.path.strip("/") == "" and not kept):
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def _is_opaque(text: str) -> bool:
    """Whether it holds a long run of letters and digits, as nobody writes who names a page."""
    return any(not run.isalpha() and not run.isdigit() for run in _LONG.findall(text))


def sender(message: Message) -> tuple[str, str]:
    """The name and the address in From; the name is decoded after, for it may hold a comma."""
    try:
        return parseaddr(_raw(message, "From")[:_SENDER_LETTERS])
    except (ValueError, IndexError, RecursionError):  # brackets in brackets
        return "", ""


def _raw(message: Message, name: str) -> str:
    """A header as it came; the parser's own way to it makes objects of some."""
    given = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return " ".join(str(next(given, "")).split())
