"""Feeds: what feedparser's own suite expects of 2,107 files, held against our Feed and Entry.

Each file opens with a comment that says what must come out of it, in feedparser's terms. What it says of
titles, addresses, ids, dates, authors, summaries and contents is translated into ours; where we keep plain
text, the expected markup goes through the same conversion. What we do not keep is counted, not judged.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bench.quality import hostile
from bench.quality.figures import Figure, share
from bench.quality.figures import told as figure
from bench.quality.given import Given
from ingest.errors import SourceUnreadable
from ingest.read import feed
from ingest.read.compose import address
from ingest.read.entry import Entry, Feed
from ingest.read.loose_dates import loosely_told
from ingest.read.plain import line, lines, plain

LEAST = 0.99
_HOST = "http://127.0.0.1:8097"  # where feedparser's suite serves its files
_EXPECTED = re.compile(r"Expect:\s*(.*?)\s*-->", re.DOTALL)
_HEADER = re.compile(r"^[ \t]*Header:[ \t]*([\w-]+):[ \t]*(.*?)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_NEWER = {
    **{"guid": "id", "description": "summary", "modified": "updated", "issued": "published"},
    **{
        "date": "updated",
        "url": "href",
        "date_parsed": "updated_parsed",
        "modified_parsed": "updated_parsed",
    },
}
_At = tuple[object, ...]  # where in feedparser's result


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a file says must hold: where in feedparser's result, and the value there."""

    at: _At
    value: object
    is_equal: bool = True

    def holds(self, found: Feed) -> bool | None:
        """Whether our Feed says the same; None where it keeps no such thing."""
        if self.at == ("len", "entries"):
            return len(found.entries) == self.value
        if self.at[:1] == ("feed",):
            of_feed = _OF_FEED.get(self.at[1:])
            return of_feed and of_feed(found, self.value) == self.is_equal
        of_entry = _OF_ENTRY.get(self.at[2:])
        if self.at[:1] != ("entries",) or of_entry is None:
            return None
        entry = _numbered(found, self.at[1])
        return entry is not None and of_entry(entry, self.value) == self.is_equal


def _numbered(found: Feed, number: object) -> Entry | None:
    """The entry of this number; what we took for the same entry again is judged by the one we kept."""
    entries = found.entries
    if not entries or not isinstance(number, int):
        return None
    merged = any("came twice" in trouble for trouble in found.troubles)
    return entries[min(number, len(entries) - 1)] if merged or number < len(entries) else None


def measure(given: Given) -> list[Figure]:
    """Read every file, and hold what its comment says of our fields."""
    folder = given.data / "feeds"
    if not folder.exists():
        Console().print(f"feeds: left out, {folder} is not here")
        return []
    tried = [_tried(file, folder) for file in sorted(folder.rglob("*")) if _is_case(file)]
    judged = [case for case in tried if case.held is not None]
    for case in judged:
        if not case.held:
            Console().print(f"feeds: {case.name} fails: {case.why}", markup=False)
    left = Counter(name for case in tried for name in case.not_ours)
    Console().print(f"feeds: not kept by us, so not judged: {_listed(left)}", markup=False)
    refused = sum(case.refused for case in tried)
    return [
        share("feeds: files that concern us and hold", [bool(case.held) for case in judged], least=LEAST),
        figure("feeds: files read or refused with a reason", len(tried), len(tried), least=2107),
        figure("feeds: of them refused", refused, len(tried), most=1),
        *hostile.measure_all(),
    ]


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one file; held is None where nothing it says concerns us."""

    name: str
    held: bool | None
    why: str
    not_ours: tuple[str, ...]
    refused: bool = False


def _is_case(file: Path) -> bool:
    return file.is_file() and file.name != "LICENSE"


def _tried(file: Path, folder: Path) -> Case:
    name, data = str(file.relative_to(folder)), file.read_bytes()
    comment = _comment(data)
    headers = {key.lower(): value for key, value in _HEADER.findall(comment)}
    url = address(headers.get("content-location"), f"{_HOST}/") or f"{_HOST}/tests/{name}"
    claims = list(_claims(comment))
    try:
        found = feed.read(data, url, headers.get("content-type"))
    except SourceUnreadable as error:
        return Case(name, None, str(error), (), refused=True)
    # We keep the address of an entry's own page, and no link to a licence, a sound or another service.
    others = {claim.at[:-1] for claim in claims if claim.at[-1] == "rel" and claim.value != "alternate"}
    verdicts = [(claim, None if claim.at[:-1] in others else claim.holds(found)) for claim in claims]
    judged = [verdict for _, verdict in verdicts if verdict is not None]
    wrong = next((f"{_path(claim.at)} is not {claim.value!r}" for claim, ok in verdicts if ok is False), "")
    not_ours = tuple(_path(claim.at) for claim, ok in verdicts if ok is None)
    return Case(name, all(judged) if judged else None, wrong, not_ours)


def _comment(data: bytes) -> str:
    """The beginning of a file, in whatever encoding."""
    for name in ("utf-16", "utf-32"):
        if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
            return data.decode(name, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "Expect:" in text:
        return text
    wide = data.replace(b"\x00", b"").decode("latin-1")
    return wide if "Expect:" in wide else data.decode("cp037", "replace")


def _claims(comment: str) -> Iterator[Claim]:
    found = _EXPECTED.search(comment)
    if not found:
        return
    tree = ast.parse(" ".join(found[1].split()), mode="eval").body
    is_and = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)
    for part in tree.values if is_and else [tree]:  # type: ignore[attr-defined]
        yield from _of(part)


def _of(part: ast.expr) -> Iterator[Claim]:
    """The claims of one part: ``a == b == c`` says c of both, ``not has_key`` says that there is none."""
    if isinstance(part, ast.Compare) and len(part.ops) > 1:
        for left in (part.left, *part.comparators[:-1]):
            yield _claim(ast.Compare(left, part.ops[:1], part.comparators[-1:]))
    elif isinstance(part, ast.BoolOp) and isinstance(part.op, ast.Or):
        yield from _of(part.values[-1])  # the plainer of the two
    elif (
        isinstance(part, ast.UnaryOp)
        and isinstance(part.operand, ast.Call)
        and "has_key" in ast.unparse(part)
    ):
        above = _place(part.operand.func)
        name = _value(part.operand.args[0])
        yield Claim((*above[:-1], name), None) if above else Claim((ast.unparse(part),), None)
    else:
        yield _claim(part)


def _claim(part: ast.expr) -> Claim:
    """One part of what is expected; what cannot be told in our terms keeps its own words as its place."""
    other = Claim((ast.unparse(part),), None)
    if not isinstance(part, ast.Compare) or not isinstance(part.ops[0], ast.Eq | ast.NotEq | ast.Is):
        return other
    at, value = _place(part.left), _value(part.comparators[0])
    if isinstance(part.left, ast.Call) and at is None and isinstance(part.left.func, ast.Name):
        inner = _place(part.left.args[0])
        if part.left.func.id == "ord" and inner and isinstance(value, int):
            at, value = inner, chr(value)
        elif part.left.func.id == "len" and inner == ("entries",):
            at = ("len", "entries")
    return Claim(at, value, not isinstance(part.ops[0], ast.NotEq)) if at and value is not None else other


def _place(node: ast.expr) -> _At | None:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        above = _place(node.value)
        return above and (*above, _NEWER.get(node.attr, node.attr))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        above, name = _place(node.value), node.slice.value
        return above and (*above, _NEWER.get(name, name) if isinstance(name, str) else name)
    return None


def _value(node: ast.expr) -> object:
    if isinstance(node, ast.BinOp):
        return f"{_value(node.left)}{_value(node.right)}"
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.most_common())


def _path(at: _At) -> str:
    return ".".join(str(part) for part in at)


def _text(found: str | None, value: object) -> bool:
    """The expected value through our conversion; or as it is, where it was no markup."""
    said = str(value)
    return " ".join((found or "").split()) in {" ".join(text(said).split()) for text in (line, plain, lines)}


def _day(found: datetime | None, value: object) -> bool:
    if isinstance(value, str):
        said = loosely_told(value)
        return found == (said.at if said else None)
    return isinstance(value, tuple) and found == datetime(*value[:6], tzinfo=UTC)


def _where(found: str | None, value: object) -> bool:
    return found == address(value, "")


def _is_author(entry: Entry, value: object) -> bool:
    """We keep names, and an address of mail only where there is no name."""
    said = str(value)
    name = re.sub(r"\s*\(?[\w.+-]+@[\w.-]+\)?\s*", "", said).strip(" ()") or said
    return name in entry.authors


def _key(entry: Entry, value: object) -> bool:
    return entry.key == value or (not value and entry.key != "")


_OF_FEED: dict[_At, Callable[[Feed, object], bool]] = {
    ("title",): lambda found, value: _text(found.title, value),
    ("title_detail", "value"): lambda found, value: _text(found.title, value),
    ("link",): lambda found, value: _where(found.link, value),
    ("links", 0, "href"): lambda found, value: _where(found.link, value),
}
_OF_ENTRY: dict[_At, Callable[[Entry, object], bool]] = {
    ("title",): lambda found, value: _text(found.title, value),
    ("title_detail", "value"): lambda found, value: _text(found.title, value),
    ("summary",): lambda found, value: _text(found.summary or found.text, value),
    ("summary_detail", "value"): lambda found, value: _text(found.summary, value),
    ("content", 0, "value"): lambda found, value: _text(found.text, value),
    ("link",): lambda found, value: _where(found.url, value),
    ("links", 0, "href"): lambda found, value: _where(found.url, value),
    ("id",): _key,
    ("author",): _is_author,
    ("author_detail", "name"): _is_author,
    ("authors", 0, "name"): lambda found, value: found.authors[:1] == (value,),
    ("authors", 1, "name"): lambda found, value: found.authors[1:2] == (value,),
    ("source", "title"): lambda found, value: _text(found.outlet, value),
    ("source", "title_detail", "value"): lambda found, value: _text(found.outlet, value),
    ("published",): lambda found, value: _day(found.published_at, value),
    ("published_parsed",): lambda found, value: _day(found.published_at, value),
    ("created",): lambda found, value: _day(found.published_at, value),
    ("created_parsed",): lambda found, value: _day(found.published_at, value),
    ("updated",): lambda found, value: _day(found.updated_at, value),
    ("updated_parsed",): lambda found, value: _day(found.updated_at, value),
}
