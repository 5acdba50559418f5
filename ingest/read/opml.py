"""OPML: lists of feeds, in and out; and the list that a first run chooses from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice

from lxml import etree

from ingest.article import clean
from ingest.errors import SourceUnreadable
from ingest.read import mend
from ingest.read.charset import decode, of_document

OPML_BYTES = 2_000_000
OUTLINES = 5_000
_LETTERS = 2_000  # of one value
_FOLDERS = 8  # in each other
# What OPML has no words for stands in a namespace of ours, as OPML wants it.
_OURS = "urn:citedesk:feed"
_KEPT = ("kind", "outlet", "collection", "rights", "embargo_until")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    title: str
    url: str  # of the feed, as it stands there: whoever adds it holds it to be an address
    site: str | None = None
    folder: str | None = None  # names of folders in each other, with slashes between
    kind: str | None = None  # this and what follows: as we write them, of a feed with more than the usual
    outlet: str | None = None
    collection: str | None = None
    rights: str | None = None
    embargo_until: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds, and what was wrong with it."""

    outlines: tuple[Outline, ...]
    faults: tuple[str, ...] = ()  # fit for the reader; what could be read is there nevertheless


def read(data: bytes) -> Listing:
    """Read the feeds of a list, folders and all; raises SourceUnreadable where it is none."""
    kept = data[:OPML_BYTES]
    text, _ = decode(kept, of_document(kept))
    found = mend.root(text, frozenset({"opml"}))
    if found is None:
        raise SourceUnreadable(
            "this is no OPML: it has no <opml>; export the list of feeds once more as OPML"
        )
    body = mend.from_root(text, found[1])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    above = "\n" * text.count("\n", 0, found[1])  # so that lines are numbered as in the file
    fault = mend.fault(above + body)
    try:
        root = etree.fromstring(mend.mend(body) if fault else body, parser)
    except etree.XMLSyntaxError as error:
        raise SourceUnreadable(f"the OPML is broken: {error.msg}") from error
    outlines = tuple(islice(_outlines(root), OUTLINES + 1))
    return Listing(outlines[:OUTLINES], tuple(_faults(data, fault, len(outlines))))


def _faults(data: bytes, fault: str | None, found: int) -> Iterator[str]:
    if len(data) > OPML_BYTES:
        yield f"it has {len(data):,} bytes; what comes after the first {OPML_BYTES:,} was not read"
    elif fault:
        yield f"it is broken XML ({fault}); feeds may be missing"
    if found > OUTLINES:
        yield f"it names more than {OUTLINES:,} feeds; the others were left out"


def write(outlines: Iterable[Outline], title: str = "Feeds") -> bytes:
    """Write a list that other programs read, folder by folder."""
    root = etree.Element("opml", nsmap={"citedesk": _OURS}, version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _storable(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for outline in outlines:
        feed = _named(_folder(outline.folder, body, folders), outline.title)
        feed.set("type", "rss")
        feed.set("xmlUrl", _storable(outline.url))
        if outline.site:
            feed.set("htmlUrl", _storable(outline.site))
        for name in _KEPT:
            if value := getattr(outline, name):
                feed.set(f"{{{_OURS}}}{name}", _storable(value))
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return whole


def starter() -> list[Outline]:
    """The public feeds that a first run chooses from, by part of the world."""
    return list(read(files("ingest").joinpath("starter.opml").read_bytes()).outlines)


def _outlines(root: etree._Element) -> Iterator[Outline]:
    """In the order of the list; an outline that holds others and has no address is a folder."""
    body = root.find("body")
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [
        (outline, ()) for outline in reversed(root if body is None else body)
    ]
    while waiting:
        outline, folders = waiting.pop()
        values = {name.lower(): value for name, value in outline.attrib.items()}
        title = " ".join((values.get("title") or values.get("text") or "").split())[:_LETTERS]
        url = values.get("xmlurl", "").strip()
        if url and len(url) <= _LETTERS:
            folder = "/".join(folders) or None
            yield Outline(title or url, url, values.get("htmlurl") or None, folder, **_kept(outline))
        below = folders if url or not title or len(folders) == _FOLDERS else (*folders, title)
        waiting.extend((inner, below) for inner in reversed(outline))


def _kept(outline: etree._Element) -> dict[str, str]:
    said = {name: outline.get(f"{{{_OURS}}}{name}", "").strip()[:_LETTERS] for name in _KEPT}
    return {name: value for name, value in said.items() if value}


def _folder(path: str | None, body: etree._Element, known: dict[str, etree._Element]) -> etree._Element:
    """The outline of a folder, made with those it lies in where it is not there yet."""
    if not path:
        return body
    if path not in known:
        above, _, name = path.rpartition("/")
        known[path] = _named(_folder(above, body, known), name)
    return known[path]


def _named(inside: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(inside, "outline", text=_storable(name), title=_storable(name))


def _storable(text: str) -> str:
    return mend.ILLEGAL.sub("", clean(text))
