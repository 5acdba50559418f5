"""What a second briefing tells as changed, against what its author says has changed.

Small affairs of our own writing: articles of a first day, and what is added, written anew or removed on the
second. Each runs through an archive, a kept first briefing and a second one; what is measured is the second's
list of changes. Goals are of the test half; limits were chosen on the tuning half.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.briefing import Briefing, Confidence
from assistant.briefings import Briefings
from assistant.changes import Changed, Changes, changes
from assistant.conversation import Asked, Quote
from assistant.reporting.sameness import Vector
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.archive import Archive
from ingest.article import Article
from ingest.holdings import catalogue
from ingest.holdings.reader import Coverage, Reader, Window
from ingest.intake import keep
from ingest.split import sentences
from ingest.texts.tokens import Measure
from ingest.times import moment

_READER, _TOPIC = Reader(), "the affair"
_DAYS = "2026-03-10", "2026-03-11"
_KINDS = ("new", "updated", "corrected", "gone")


@dataclass(frozen=True, slots=True)
class Case:
    """An affair, and what changes in it: a kind, and words that the change has in its text."""

    name: str
    half: str
    before: dict[str, str]
    after: dict[str, str | None]  # the text an article has by then; null where it is removed
    wanted: list[tuple[str, str]]


def cases() -> list[Case]:
    """Read the set."""
    rows = map(json.loads, (SETS / "changes.jsonl").read_text("utf-8").splitlines())
    return [Case(**{**row, "wanted": [tuple(each) for each in row["wanted"]]}) for row in rows]


def measure(given: Given) -> list[Figure]:
    """Play every case, with vectors of sentences and without."""
    all_cases = cases()
    figures = []
    for vector, how in ((given.house.desk.meaning, ""), (None, ", without vectors")):
        told = [(case, play(case, given.house.cutter, vector)) for case in all_cases]
        for half, least in (("test", 0.9 if vector else None), ("tune", None)):
            some = [(case, found) for case, found in told if case.half == half]
            name = f"{how}{'' if half == 'test' else ', tuning half'}"
            figures += list(_figures(some, name, least))
    return figures


def _figures(
    told: Sequence[tuple[Case, Sequence[Changed]]], name: str, least: float | None
) -> Iterator[Figure]:
    right = [_is_wanted(change, case) for case, found in told for change in found]
    yield share(f"changes: what is told is one, of that kind{name}", right, least)
    held = [
        (kind, any(_is_it(c, kind, words) for c in found))
        for case, found in told
        for kind, words in case.wanted
    ]
    yield share(f"changes told, of that kind{name}", [is_told for _, is_told in held], least)
    for kind in _KINDS:
        yield share(f"changes told: {kind}{name}", [is_told for each, is_told in held if each == kind])
    still = [not found for case, found in told if not case.wanted]
    yield share(f"changes: none told where nothing is new{name}", still)


def _is_wanted(change: Changed, case: Case) -> bool:
    return any(_is_it(change, kind, words) for kind, words in case.wanted)


def _is_it(change: Changed, kind: str, words: str) -> bool:
    return change.kind == kind and words in change.checked.text


def play(case: Case, cutter: Measure, vector: Vector | None) -> Sequence[Changed]:
    """Brief a reader, let the news go on, and tell what the second briefing says has changed."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        try:
            held = _add(archive, case.before, _DAYS[0], cutter)
            _brief(archive, None)
            archive.remove([held[name] for name, text in case.after.items() if text is None])
            new = {name: text for name, text in case.after.items() if text is not None}
            _add(archive, new, _DAYS[1], cutter)
            return _brief(archive, vector).changed
        finally:
            archive.close()


def _add(archive: Archive, texts: dict[str, str], day: str, cutter: Measure) -> dict[str, str]:
    at, is_day = moment(day)
    given = {
        name: Article(
            text,
            "",
            f"Outlet {name}",
            f"https://{name}.example/1",
            published_at=at,
            published_day=is_day,
            language="en",
        )
        for name, text in texts.items()
    }
    return {name: keep(article, archive, cutter).article_id for name, article in given.items()}


def _brief(archive: Archive, vector: Vector | None) -> Changes:
    """Tell and keep a briefing of everything the archive holds."""
    desk, now = Briefings(archive), list(_quotes(archive))
    found = changes(desk.before(_TOPIC, now, _READER), now, vector)
    desk.keep(_briefing(), _READER, found.told)
    return found


def _quotes(archive: Archive) -> Iterator[Quote]:
    for source in catalogue.listing(archive, _READER, Window(), 100)[::-1]:
        names = [f"{source.article_id}-{source.version}-{n}" for n in range(9)]
        for found in catalogue.passages_by_id(archive, names, _READER, Window()).values():
            base = found.passage.start
            yield from (Quote(found, base + a, base + b) for a, b in sentences(found.passage.text))


def _briefing() -> Briefing:
    nothing = Coverage(0, (), None, None, 0)
    return Briefing(
        id=f"{time.monotonic_ns()}",
        topic=_TOPIC,
        asked=Asked(),
        mode="quoted",
        confidence=Confidence(0, 0, None),
        coverage=nothing,
        made_at=int(time.time()),
        headline=(),
        points=(),
        changed=(),
        said=(),
        differences=(),
        timeline=(),
        unknown=(),
        citations=(),
        notices=(),
        model=None,
        prompt_digest=None,
        timings_ms={},
    )
