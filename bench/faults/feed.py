"""What is still to be added and what has been acknowledged, over commands that may be killed.

Knows articles, files and the lines of `add --json`; nothing about kills.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults import news
from bench.faults.commands import Process, acknowledged
from bench.faults.forms import FORMS, form_of
from bench.faults.news import Story

LINE = ".jsonl"
_AGAIN = 4  # articles of each turn that have been acknowledged before


@dataclass(frozen=True, slots=True)
class Item:
    """An article to add: as a line of JSONL, or as a file of one of the forms."""

    story: Story
    form: str  # the file's ending

    @property
    def key(self) -> str:
        """Its address without tracking, or its words where it has no other name."""
        is_named = self.form in (LINE, ".html")
        return str(self.story.url).partition("?")[0] if is_named else self.story.text


def items(stories: Sequence[Story]) -> list[Item]:
    """Half of the articles as lines, the others as files of all forms; one is always in the same."""
    return [Item(story, form_of(story) if n % 2 else LINE) for n, story in enumerate(stories)]


@dataclass(slots=True)
class Turn:
    """The sources of one `add`, and which article stands where in them."""

    sources: list[Path]
    places: dict[str, Item]

    def heard(self, process: Process) -> dict[str, str]:
        """Ids of the articles that were acknowledged, by their key."""
        rows = acknowledged(process)
        return {self.places[row["source"]].key: row["article_id"] for row in rows if "article_id" in row}


@dataclass(slots=True)
class Feed:
    """Articles on their way into one home."""

    folder: Path
    rng: random.Random
    todo: list[Item] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # id of each acknowledged article, by key
    renamed: int = 0  # acknowledged again under another id
    _done: dict[str, Item] = field(default_factory=dict)
    _turns: int = 0

    @property
    def done(self) -> list[Item]:
        """All that was acknowledged."""
        return list(self._done.values())

    def turn(self, size: int) -> Turn:
        """Write the next articles, and some known ones under other tracking parameters."""
        waiting = {item.key for item in self.todo}  # the version before a correction would undo it
        known = [item for key, item in self._done.items() if key not in waiting]
        again = self.rng.sample(known, min(_AGAIN, len(known)))
        self._turns += 1
        place = self.folder / f"turn-{self._turns:03}"
        return _written(place, [*(_again(item, self.rng) for item in again), *self.todo[:size]])

    def everything(self) -> Turn:
        """Write all that is still to be added, in order."""
        self._turns += 1
        return _written(self.folder / f"turn-{self._turns:03}", self.todo)

    def note(self, turn: Turn, process: Process) -> None:
        """Take what was acknowledged off the list."""
        self.take(turn.heard(process))

    def take(self, heard: dict[str, str]) -> None:
        """Take articles off the list that were acknowledged: their ids by their keys."""
        self.renamed += sum(self.kept.get(key, name) != name for key, name in heard.items())
        self.kept |= heard
        self._done |= {item.key: item for item in self.todo if item.key in heard}
        self.todo = [item for item in self.todo if item.key not in heard]


def _again(item: Item, rng: random.Random) -> Item:
    return Item(news.shared(item.story, rng), item.form)


def _written(place: Path, given: Iterable[Item]) -> Turn:
    """Write lines and other files under one folder; name what stands where."""
    listed = list(given)
    lines = [item for item in listed if item.form == LINE]
    others = [item for item in listed if item.form != LINE]
    file = news.write_lines(place / "lines.jsonl", [item.story for item in lines])
    folder = place / "files"
    folder.mkdir()
    places = {f"{file}:{n}": item for n, item in enumerate(lines, 1)}
    for n, item in enumerate(others):
        one = folder / f"story-{n:04}{item.form}"
        one.write_bytes(FORMS[item.form](item.story))
        places[str(one)] = item
    return Turn([file, *([folder] if others else [])], places)
