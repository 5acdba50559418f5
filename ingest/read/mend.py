"""Make well-formed XML, without a DTD, of what was served as XML.

Nothing is ever looked up: what a document type declares is dropped, but for short names of
plain letters. Every step takes time in proportion to the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from itertools import islice
from xml.parsers import expat
from xml.sax.saxutils import escape

TAGS = 200_000  # looked at; what comes after is left out
DEPTH = 100  # of tags in each other; deeper ones are left out and their text is kept
_REFS = 100_000  # ampersands put right; from the next one on, the text is left out
_PROLOG = 20_000  # letters before the root in which names are looked for
_TAIL = 100_000  # letters after the last tag
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
_OPEN = "<![CDATA["
_SKIPPED = rf"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|{_CDATA}"
_ENTITY = re.compile(r"<!ENTITY\s{1,99}(\w{1,40})\s{1,99}[\"']([^&%<>\"']{0,100})[\"']\s{0,99}>")
_REF = re.compile(
    rf"{_CDATA}|&(?!(?:lt|gt|amp|quot|apos);)(#[0-9]{{1,8}};|#[xX][0-9a-fA-F]{{1,7}};|\w{{1,32}};)?",
    re.DOTALL,
)
_NAME = r"[A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?"
_TOKEN = re.compile(
    rf"""(?P<cdata>{_CDATA}) | <!--.*?(?:-->|\Z) | <\?.*?(?:\?>|\Z) | <![^<>]*+>
    | <(?P<close>/?)(?P<name>{_NAME})(?P<rest>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+)> | (?P<lone><)""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rf"({_NAME})\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=]++)")
# Written without an end in HTML; `link` is not among them, since it holds the address in RSS.
_VOID = {"br", "hr", "img", "input", "meta", "wbr", "area", "col", "embed", "param", "base"}
_ITEMS = {"item", "entry"}
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def root(text: str, names: frozenset[str]) -> tuple[str, int] | None:
    """Find the first tag of one of these names that stands in no comment: its name, and where."""
    pattern = re.compile(
        rf"{_SKIPPED}|<(?:[\w.-]{{1,40}}:)?({'|'.join(sorted(names))})(?=[\s/>])", re.DOTALL | re.IGNORECASE
    )
    found = next((match for match in pattern.finditer(text) if match[1]), None)
    return (found[1].lower(), found.start()) if found else None


def from_root(text: str, start: int) -> str:
    """Drop what stands before the root, letters that XML forbids, and names that it does not know."""
    declared = dict(_ENTITY.findall(text, 0, min(start, _PROLOG)))
    body = ILLEGAL.sub("", text[start:])
    if beyond := next(islice(_REF.finditer(body), _REFS, None), None):
        body = body[: beyond.start()]
    return _REF.sub(lambda match: _reference(match, declared), body)


def is_well_formed(text: str) -> bool:
    """Whether an XML parser reads all of it."""
    return fault(text) is None


def fault(text: str) -> str | None:
    """What keeps an XML parser from reading all of it, and in which line; None where nothing does."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(text.encode(), True)
    except expat.ExpatError as error:
        return f"{expat.ErrorString(error.code)} in line {error.lineno:,}"
    return None


def mend(text: str) -> str:
    """Close what is open, drop ends that close nothing, declare prefixes; empty where no tag is whole."""
    made = _Made()
    at = 0
    for token in islice(_TOKEN.finditer(text), TAGS):
        made.text(text[at : token.start()])
        made.take(token)
        at = token.end()
        if made.is_done:
            break
    else:
        made.text(_tail(text, at))
    return made.whole()


def _tail(text: str, at: int) -> str:
    """What follows the last tag, cut where neither a tag nor the name of a letter is cut."""
    whole = text[at : at + _TAIL].partition("<")[0]
    return whole if len(whole) < _TAIL else whole.rpartition("&")[0] or whole


@dataclass(slots=True)
class _Made:
    """What has been written so far, and what is open."""

    out: list[str] = field(default_factory=list)  # the first is the root's tag, without its end
    open: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)  # tags too deep, whose ends are left out too
    prefixes: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=lambda: {"xml", "xmlns"})

    @property
    def is_done(self) -> bool:
        return bool(self.out) and not self.open

    def text(self, text: str) -> None:
        if self.open:
            self.out.append(text.replace("]]>", ""))

    def take(self, token: re.Match[str]) -> None:
        if token["name"]:
            take = self._close if token["close"] else self._start
            take(token["name"], token["rest"])
        elif token["lone"]:
            self.text("&lt;")
        elif (whole := token["cdata"]) and self.open:
            inside = whole[len(_OPEN) :].removesuffix("]]>").replace(_OPEN, "")  # some open one in another
            self.out.append(f"{_OPEN}{inside}]]>")

    def whole(self) -> str:
        """All of it, with what is still open closed and every prefix declared on the root."""
        self._close_from(0)
        missing = (
            f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")}"'
            for prefix in sorted(self.prefixes - self.declared)
        )
        return "".join([self.out[0], *missing, ">", *self.out[1:]]) if self.out else ""

    def _start(self, name: str, rest: str) -> None:
        local = name.lower().rpartition(":")[2]
        if local in _ITEMS and self.out:
            self._close(name)
        is_whole = bool(self.out) and (rest.endswith("/") or local in _VOID)
        if len(self.open) == DEPTH:
            self.left_out[name.lower()] += not is_whole
            return
        tag = f"<{name}{''.join(self._attributes(rest))}"
        self.prefixes.update(name.split(":")[:-1])
        if not self.out:
            self.out.append(tag)
        else:
            self.out.append(f"{tag}/>" if is_whole else f"{tag}>")
        if not is_whole:
            self.open.append(name)

    def _close(self, name: str, rest: str = "") -> None:
        key = name.lower()
        if self.left_out[key]:
            self.left_out[key] -= 1
            return
        at = next((i for i in reversed(range(len(self.open))) if self.open[i].lower() == key), None)
        if at is not None:
            self._close_from(at)

    def _close_from(self, at: int) -> None:
        self.out.extend(f"</{name}>" for name in reversed(self.open[at:]))
        del self.open[at:]

    def _attributes(self, rest: str) -> Iterator[str]:
        known: set[str] = set()
        for name, quoted in _ATTRIBUTE.findall(rest):
            value = quoted[1:-1] if quoted[0] in "\"'" else quoted
            if name in known or (name.startswith("xmlns:") and not value):
                continue
            known.add(name)
            self._note(name)
            shown = value.replace("<", "&lt;").replace('"', "&quot;")
            yield f' {name}="{shown}"'

    def _note(self, name: str) -> None:
        prefix, _, local = name.rpartition(":")
        if prefix == "xmlns":
            self.declared.add(local)
        elif prefix:
            self.prefixes.add(prefix)


def _reference(match: re.Match[str], declared: dict[str, str]) -> str:
    whole, name = match[0], match[1]
    if whole.startswith("<"):
        return whole
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return _numbered(name)
    known = declared.get(name[:-1]) or html5.get(name)
    return escape(known) if known else f"&amp;{name}"


def _numbered(name: str) -> str:
    code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
    if code > 0x10FFFF or ILLEGAL.match(chr(code)):
        return ""
    return f"&{name.lower()}"
