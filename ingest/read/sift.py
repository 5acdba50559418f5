"""Sift a feed: out of XML, the few elements that say what is published, as small XML of one shape.

What is left out here costs nothing later: pictures, categories, podcast and geography extensions,
deep markup.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape as escape_html
from xml.sax.saxutils import escape, quoteattr

from ingest.read.tags import tell

ITEMS = 1_000  # entries of one feed; those that come after them are left out
_TAGS = 100_000  # looked at
_KEPT = 25_000  # elements handed on
_OF_ITEM = 60  # of one entry
_AUTHORS = 10  # of one entry
_BASE = 2_000  # letters of an address that others are relative to
_DEPTH = 12  # of containers in each other
_XML = "http://www.w3.org/xml/1998/namespace"  # in small letters, as all of them here
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns"
_ITEM_NAMES = {"item", "entry"}
_CONTAINERS = {"rss", "feed", "rdf", "channel", "source", "author"} | _ITEM_NAMES
_BODIES = {"title", "description", "summary", "content", "encoded", "body", "fullitem", "abstract"}
_NAMES = {"author", "creator", "name", "email"}
_DATES = {"pubdate", "published", "issued", "updated", "modified", "created", "date"}
_ADDRESSES = {"link", "guid", "id", "origlink"}
_NOT_ALWAYS = {"id": ("/",), "guid": ("/", "http")}  # how ids begin that are addresses
_ATTRIBUTES = {"type", "mode", "href", "rel", "ispermalink", "url", "uri", "about", "lastmod", "version"}
# What is read of each vocabulary, by the end of its address; any other vocabulary is the feed's own.
_OTHERS = {
    "http://purl.org/rss/1.0/modules/content": ("content:", {"encoded"}),
    "http://purl.org/dc/elements/1.1": (
        "dc:",
        {"title", "creator", "author", "date", "description", "language"},
    ),
    "http://purl.org/dc/terms": ("dcterms:", {"created", "issued", "modified"}),
    "http://purl.org/rss/1.0/modules/syndication": ("sy:", {"updateperiod", "updatefrequency"}),
    "http://rssnamespace.org/feedburner/ext/1.0": ("feedburner:", {"origlink"}),
    "http://www.itunes.com/dtds/podcast-1.0.dtd": ("itunes:", {"author", "summary"}),
    "http://search.yahoo.com/mrss": ("media:", {"title", "description"}),
    "http://www.w3.org/1999/xhtml": ("", {"body"}),
    _RDF: ("rdf:", {"rdf"}),
}
_PURL = (
    "rss/1.0/modules/content",
    "dc/elements/1.1",
    "dc/terms",
    "rss/1.0/modules/syndication",
    "rss/1.0",
    "pie",
    "echo",
)
_OWN = (
    *("", "http://purl.org/rss/1.0", "http://my.netscape.com/rdf/simple/0.9", "http://www.w3.org/2005/atom"),
    *("http://purl.org/atom/ns", "http://purl.org/pie", "http://purl.org/echo", "http://example.com/necho"),
    *("http://example.com/newformat", "uri/of/echo/namespace", "http://purl.org/rss/1.0/modules/rss091"),
)
# As feedparser knows them, where an end was cut off above.
_FULL = {
    "http://www.w3.org/2005/atom": "http://www.w3.org/2005/Atom",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    **{f"http://purl.org/{name}": f"http://purl.org/{name}/" for name in _PURL},
    "http://search.yahoo.com/mrss": "http://search.yahoo.com/mrss/",
    "http://my.netscape.com/rdf/simple/0.9": "http://my.netscape.com/rdf/simple/0.9/",
    "http://purl.org/atom/ns": "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0/modules/rss091": "http://purl.org/rss/1.0/modules/rss091#",
    "http://example.com/newformat": "http://example.com/newformat#",
    _RDF: f"{_RDF}#",
}
_OWN_NAMES = _CONTAINERS | _BODIES | _NAMES | _DATES | _ADDRESSES | {"language", "ttl"}
_VOID = {"br", "hr", "img", "input", "wbr"}


@dataclass(frozen=True, slots=True)
class Sifted:
    """The small feed, and what was left out of the whole one."""

    xml: bytes
    troubles: tuple[str, ...]


class _Enough(Exception):
    """As much has been read as is read of one feed."""


def sift(text: str) -> Sifted:
    """Keep what is told of the feed and its first entries; raises tags.Broken."""
    sieve = _Sieve()
    try:
        tell(text, sieve)
    except _Enough as enough:
        return Sifted(sieve.closed(), (str(enough),))
    return Sifted(sieve.closed(), ())


@dataclass(slots=True)
class _Leaf:
    """An element that holds text, perhaps with markup inside."""

    tag: str
    attributes: dict[str, str]
    room: int  # letters it may still hold
    pieces: list[tuple[str, bool]] = field(default_factory=list)  # text, or a tag of the markup
    depth: int = 0  # of markup that is open

    def add(self, text: str, is_tag: bool = False) -> None:
        if self.room > 0:
            self.pieces.append((text[: self.room], is_tag))
            self.room -= len(text)

    def written(self) -> str:
        """Markup inside is handed on as one escaped text, since only its words are wanted."""
        has_tags = any(is_tag for _, is_tag in self.pieces)
        is_xhtml = self.attributes.get("type", "").endswith(("xhtml", "+xml", "/xml"))
        text = "".join(text for text, is_tag in self.pieces if not is_tag)
        if has_tags or is_xhtml:
            self.attributes["type"] = "html"
            # Escaped and plain markup stand beside each other in some feeds: then none is escaped again.
            keep = "</" in text and not is_xhtml
            text = "".join(
                piece if is_tag or keep else escape_html(piece, quote=False) for piece, is_tag in self.pieces
            )
        if self.tag in _NOT_ALWAYS and not text.strip().startswith(_NOT_ALWAYS[self.tag]):
            self.attributes["ispermalink"] = "false"  # else it is taken for a relative address
        return f"<{self.tag}{_attributes(self.attributes)}>{escape(text)}</{self.tag}>"


@dataclass(slots=True)
class _Sieve:
    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)  # containers written and not yet closed
    leaf: _Leaf | None = None
    skipped: int = 0  # depth inside what is left out
    root: str = ""  # its vocabulary
    room: int = 0  # letters that the open author or source may still hold
    items: int = 0
    tags: int = 0
    kept: int = 0
    of_item: Counter[str] = field(default_factory=Counter)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count()
        if self.skipped:
            self.skipped += 1
        elif name.endswith("/mrss/ group"):
            return  # holds the title and description of an entry's picture or film
        elif self.leaf:
            self._inside(name, self.leaf)
        elif (tag := self._tag(name)) is None:
            self.skipped = 1
        elif tag.rpartition(":")[2] in _CONTAINERS and not tag.startswith(("dc:", "itunes:")):
            self._container(tag, attributes)
        else:
            local = tag.rpartition(":")[2]
            self.leaf = _Leaf(tag, _kept(attributes), _room(local))

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif self.leaf and self.leaf.depth:
            self.leaf.depth -= 1
            local = _split(name)[1]
            if local not in _VOID:
                self.leaf.add(f"</{local}>", is_tag=True)
        elif self.leaf:
            self.out.append(self.leaf.written())
            self.leaf = None
        elif self.open and _split(name)[1] == self.open[-1].rpartition(":")[2]:
            self.out.append(f"</{self.open.pop()}>")

    def data(self, text: str) -> None:
        if self.skipped:
            return
        if self.leaf:
            self.leaf.add(text)
        elif self.room > 0 and self.open and self.open[-1] in ("author", "source"):
            self.out.append(escape(text[: self.room]))
            self.room -= len(text)

    def closed(self) -> bytes:
        """All that was kept, as a whole document."""
        if self.leaf:
            self.out.append(self.leaf.written())
        self.out.extend(f"</{tag}>" for tag in reversed(self.open))
        return "".join(self.out).encode()

    def _count(self) -> None:
        self.tags += 1
        if self.tags > _TAGS:
            raise _Enough(f"it has more than {_TAGS:,} tags; what comes after them was left out")
        if self.kept > _KEPT:
            raise _Enough(f"it says more than {_KEPT:,} things; what comes after them was left out")

    def _tag(self, name: str) -> str | None:
        """Name an element in our one shape; None where it is left out."""
        uri, local = _split(name)
        if not self.open:
            self.root = "http://purl.org/rss/1.0" if local == "rdf" else uri
            return "rdf:rdf" if local == "rdf" else local
        if len(self.open) > _DEPTH:
            return None
        prefix, names = _OTHERS.get(uri, ("", _OWN_NAMES if self._is_own(uri) else set()))
        in_item = "item" in self.open or "entry" in self.open
        if local not in names or (local in _BODIES - {"title"} and not in_item):
            return None
        self.of_item[local] += 1
        self.kept += 1
        most = _AUTHORS if local in _NAMES else _OF_ITEM
        return f"{prefix}{local}" if self.of_item[local] <= most or local in _ITEM_NAMES else None

    def _is_own(self, uri: str) -> bool:
        return uri in _OWN or uri == self.root or "backend.userland.com/rss" in uri

    def _container(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _ITEM_NAMES:
            self.items += 1
            self.of_item.clear()
            if self.items > ITEMS:
                raise _Enough(f"it names more than {ITEMS:,} entries; the first {ITEMS:,} were read")
        self.room = _room("author")
        declared = _declared(self.root) if not self.open else ""
        self.out.append(f"<{tag}{declared}{_attributes(_kept(attributes))}>")
        self.open.append(tag)

    def _inside(self, name: str, leaf: _Leaf) -> None:
        if leaf.tag.rpartition(":")[2] in _BODIES:
            leaf.depth += 1
            leaf.add(f"<{_split(name)[1]}>", is_tag=True)
        else:
            self.skipped = 1


def _split(name: str) -> tuple[str, str]:
    """The vocabulary and the name of an element, both in small letters."""
    uri, _, local = name.rpartition(" ")
    return uri.lower().rstrip("/#"), local.lower()


def _room(local: str) -> int:
    """How many letters an element may hold: feedparser looks for addresses in names in quadratic time."""
    if local in _BODIES - {"title"}:
        return 1_000_000
    return 100 if local in _NAMES | _DATES | {"language", "ttl"} else 4_000


def _kept(attributes: Mapping[str, str]) -> dict[str, str]:
    kept = {}
    for name, value in attributes.items():
        uri, local = _split(name)
        if uri == _XML and local in ("base", "lang") and len(value) <= _BASE:
            kept[f"xml:{local}"] = value
        elif uri in ("", _RDF) and local in _ATTRIBUTES and len(value) <= _room("link"):
            kept[f"rdf:{local}" if uri else local] = value
    return kept


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def _declared(root: str) -> str:
    own = _FULL.get(root, root)
    prefixes = {prefix[:-1]: uri for uri, (prefix, _) in _OTHERS.items() if prefix}
    return "".join(
        f" xmlns:{prefix}={quoteattr(_FULL.get(uri, uri))}" for prefix, uri in prefixes.items()
    ) + (f" xmlns={quoteattr(own)}" if own else "")
