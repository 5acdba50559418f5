"""OPML: lists of feeds, in and out; and the list that a first run chooses from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from lxml import etree

from ingest.article import clean
from ingest.errors import SourceUnreadable
from ingest.read import mend
from ingest.read.charset import decode, of_document

OPML_BYTES = 2_000_000
OUTLINES = 5_000
_LETTERS = 2_000  # of one value
_FOLDERS = 8  # in each other


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    title: str
    url: str  # of the feed, as it stands there: whoever adds it holds it to be an address
    site: str | None = None
    folder: str | None = None  # names of folders in each other, with slashes between


def read(data: bytes) -> list[Outline]:
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
    try:
        root = etree.fromstring(body if mend.is_well_formed(body) else mend.mend(body), parser)
    except etree.XMLSyntaxError as error:
        raise SourceUnreadable(f"the OPML is broken: {error.msg}") from error
    return list(_outlines(root))


def write(outlines: Iterable[Outline], title: str = "Feeds") -> bytes:
    """Write a list that other programs read, folder by folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _storable(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for outline in outlines:
        feed = _named(_folder(outline.folder, body, folders), outline.title)
        feed.set("type", "rss")
        feed.set("xmlUrl", _storable(outline.url))
        if outline.site:
            feed.set("htmlUrl", _storable(outline.site))
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return whole


def starter() -> list[Outline]:
    """The public feeds that a first run chooses from, by part of the world."""
    return read(files("ingest").joinpath("starter.opml").read_bytes())


def _outlines(root: etree._Element) -> Iterator[Outline]:
    """In the order of the list; an outline that holds others and has no address is a folder."""
    body = root.find("body")
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [
        (outline, ()) for outline in reversed(root if body is None else body)
    ]
    given = 0
    while waiting and given < OUTLINES:
        outline, folders = waiting.pop()
        values = {name.lower(): value for name, value in outline.attrib.items()}
        title = " ".join((values.get("title") or values.get("text") or "").split())[:_LETTERS]
        url = values.get("xmlurl", "").strip()
        if url and len(url) <= _LETTERS:
            given += 1
            yield Outline(title or url, url, values.get("htmlurl") or None, "/".join(folders) or None)
        below = folders if url or not title or len(folders) == _FOLDERS else (*folders, title)
        waiting.extend((inner, below) for inner in reversed(outline))


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
