"""The front matter of a Markdown file: what it declares between two lines of dashes, and the text below.

Knows YAML as far as names with a value or a list of values; what is nested deeper is left alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import yaml

from ingest.errors import BadField
from ingest.holdings.rights import checked
from ingest.read.dates import told
from ingest.read.lines import address, embargo
from ingest.read.text import Details
from ingest.times import Stamp

_LETTERS = 20_000  # of front matter that is read
_BLOCK = re.compile(r"\s*---[^\S\n]*\n(.*?)(?<=\n)(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
_UNCLOSED = re.compile(r"\s*---[^\S\n]*\n((?:[A-Za-z][\w -]{0,40}:[^\S\n][^\n]*\n|[^\S\n]*- [^\n]*\n)+)")
_LINE = re.compile(r"([A-Za-z][\w -]{0,40}?)[^\S\n]*:[^\S\n]+(\S.*)")
# Each field under the names that writing programs and site builders give it, the surest first.
_NAMES = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "publication", "site"),
    "authors": ("author", "authors", "byline", "by"),
    "published": ("published_at", "published", "date", "pubdate", "date_published", "created"),
    "updated": ("updated_at", "updated", "lastmod", "modified", "date_modified"),
    "url": ("url", "canonical", "canonical_url", "link", "permalink", "source", "source_url"),
    "language": ("language", "lang", "locale"),
    "collection": ("collection",),
    "rights": ("rights",),
    "embargo": ("embargo_until", "embargo"),
}
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file says of itself beside its text."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by their names in small letters

    def first(self, what: str) -> str | None:
        """The first value of a field, under whichever of its names."""
        return next(iter(self.every(what)), None)

    def every(self, what: str) -> tuple[str, ...]:
        """All values of a field."""
        held = (self.values[name] for name in _NAMES[what] if name in self.values)
        is_url = what == "url"
        fitting = (
            tuple(v for v in each if what not in ("url", "outlet") or _is_web(v) == is_url) for each in held
        )
        return next((each for each in fitting if each), ())

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""
        named = self.every("authors")
        apart = (each for name in named for each in re.split(r"\s*[,;]\s*|\s+and\s+", _BY.sub("", name)))
        return tuple(dict.fromkeys(each for each in apart if each))

    @property
    def language(self) -> str | None:
        """The language named, without its country."""
        found = _LANGUAGE.match(self.first("language") or "")
        return found[0].lower() if found else None

    def moment(self, what: str) -> Stamp | None:
        """The date of a field; raises BadField where it is none."""
        if (said := self.first(what)) is None:
            return None
        if (read := told(said)) is None:
            raise BadField(what, said, "not a date or time as in 2026-03-10 or 2026-03-10T09:30:00Z")
        return read


def taken(text: str) -> tuple[Declared, str]:
    """Take the front matter off a text; one that has none is whole."""
    top = text[:_LETTERS].replace("\r\n", "\n")
    block = (_BLOCK.match(top) or _unclosed(top)) if text.lstrip().startswith("---") else None
    if block is None or not (values := _values(block[1])):
        return Declared(), text
    return Declared(values), text[:_LETTERS].replace("\r\n", "\n")[block.end() :] + text[_LETTERS:]


def _unclosed(top: str) -> re.Match[str] | None:
    """Front matter that nobody has closed: its lines up to an empty one, where the first names a field."""
    block = _UNCLOSED.match(top)
    names = {name for each in _NAMES.values() for name in each}
    first = _LINE.match(block[1]) if block else None
    return block if first and first[1].lower().replace("-", "_") in names else None


def known(declared: Declared, details: Details) -> Details:
    """What the person says goes before what the file says; raises BadField."""
    published = declared.moment("published")
    if details.published_at is None and published:
        details = replace(details, published_at=published.at, published_day=published.is_day)
    rights = details.rights or declared.first("rights")
    return replace(
        details,
        title=details.title or declared.first("title"),
        outlet=details.outlet or declared.first("outlet"),
        url=details.url or address(declared.first("url")),
        collection=(declared.first("collection") if details.collection == "news" else None)
        or details.collection,
        rights=checked(rights) if rights else None,
        embargo_until=details.embargo_until or embargo(declared.first("embargo")),
    )


def _is_web(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _values(block: str) -> dict[str, tuple[str, ...]]:
    """The names with their values; what is no YAML, as "title: Talks: day two", is read line by line."""
    try:
        # The tree as it is written: nothing is built of it, so that a date stays as it was put down.
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        found = (_LINE.fullmatch(line.rstrip()) for line in block.split("\n"))
        return {match[1].lower(): (match[2].strip("\"'"),) for match in found if match}
    if not isinstance(root, yaml.MappingNode):
        return {}
    pairs = ((_scalars(key), _scalars(value)) for key, value in root.value)
    return {names[0].lower().replace("-", "_"): values for names, values in pairs if names and values}


def _scalars(node: yaml.Node) -> tuple[str, ...]:
    """The value, or the values of a list; of people with their names the names."""
    if isinstance(node, yaml.ScalarNode):
        value = " ".join(str(node.value).split())
        return () if value in ("", "null", "~") else (value,)
    if isinstance(node, yaml.SequenceNode):
        return tuple(
            value
            for each in node.value
            if not isinstance(each, yaml.SequenceNode)
            for value in _scalars(each)
        )
    named = (value for key, value in node.value if getattr(key, "value", None) == "name")
    return tuple(value for each in named if isinstance(each, yaml.ScalarNode) for value in _scalars(each))
