"""F11: the same articles again and again, in another order and under other tracking parameters.

Only the first time may anything be added or embedded.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.faults import commands, forms, news, state
from bench.faults.commands import Json, Place
from bench.faults.news import Story
from bench.faults.rows import Row, Tell, equal

_RUNS = 3


def measure(folder: Path, place: Place, told: Sequence[Story], seed: int, tell: Tell) -> list[Row]:
    """Add everything three times as lines, then three times as files; ``place`` is left filled."""
    rng = random.Random(seed)  # noqa: S311
    rows = _as_lines(folder, place, told, rng, tell)
    rows += _as_files(folder, place.at(folder / "files-home"), told, rng, tell)
    return [*rows, _other_bytes(folder, place.at(folder / "bytes-home"), told[0])]


def _as_lines(folder: Path, place: Place, told: Sequence[Story], rng: random.Random, tell: Tell) -> list[Row]:
    names: dict[str, str] = {}
    rows = []
    for run in range(1, _RUNS + 1):
        given = list(told) if run == 1 else [news.shared(story, rng) for story in rng.sample(told, len(told))]
        file = news.write_lines(folder / f"run-{run}.jsonl", given)
        before = _embedded(place)
        done = commands.add(place, file, wait=True)
        heard = {
            _place(story): row["article_id"]
            for story, row in zip(given, commands.acknowledged(done), strict=True)
        }
        rows.append(
            _row(run, "as JSONL", commands.counts(done), _embedded(place) - before, heard, names, len(told))
        )
        names = names or heard
        tell(f"F11: run {run} of {len(told)} lines: {commands.counts(done)}")
    return rows


def _as_files(folder: Path, place: Place, told: Sequence[Story], rng: random.Random, tell: Tell) -> list[Row]:
    """Most files have no address: the same words are the same article, whatever the file is called."""
    names: dict[str, str] = {}
    rows = []
    few = list(told)[: max(1, len(told) // 2)]  # of them two runs embed nothing; one half is enough
    for run in range(1, _RUNS + 1):
        given = few if run == 1 else [news.shared(story, rng) for story in rng.sample(few, len(few))]
        where = forms.write(folder / f"files-{run}", given)
        before = _embedded(place)
        done = commands.add(place, where, wait=True)
        heard = {
            story.text: row["article_id"]
            for story, row in zip(given, commands.acknowledged(done), strict=True)
        }
        rows.append(
            _row(
                run,
                "as .txt, .html, .eml and .pdf",
                commands.counts(done),
                _embedded(place) - before,
                heard,
                names,
                len(few),
            )
        )
        names = names or heard
        tell(f"F11: run {run} of {len(few)} files: {commands.counts(done)}")
    return rows


def _other_bytes(folder: Path, place: Place, story: Story) -> Row:
    """Line ends and blanks at the end are part of a text that is kept word for word: told, not held."""
    said = []
    for name, text in (
        ("first", story.text),
        ("CRLF", story.text.replace("\n", "\r\n")),
        ("blanks at the end", story.text + " \n\n"),
        ("a mark in front", "\ufeff" + story.text),
    ):
        file = folder / f"{name.replace(' ', '-')}.txt"
        file.write_text(text, encoding="utf-8", newline="")
        said.append(f"{name}: {commands.acknowledged(commands.add(place, file))[0]['status']}")
    return Row(
        "F11", "the same .txt with other line ends, blanks, a byte order mark", "told", ", ".join(said), True
    )


def _row(
    run: int, how: str, counts: Json, embedded: int, heard: dict[str, str], names: dict[str, str], size: int
) -> Row:
    done = f"{size:,} articles {how}, run {run}" + (
        ", shuffled, other tracking parameters" if run > 1 else ""
    )
    if run == 1:
        wrong = Counter({"not added": size - counts["added"], "not embedded": size - embedded})
        return equal("F11", done, f"{size:,} added, {size:,} embedded", dict(+wrong))
    wrong = Counter(
        {
            "added": counts["added"],
            "updated": counts["updated"],
            "refused": counts["refused"],
            "embedded": embedded,
            "under another id": sum(names[key] != name for key, name in heard.items()),
        }
    )
    return equal("F11", done, "0 added, 0 updated, 0 embedded, the same ids", dict(+wrong))


def _place(story: Story) -> str:
    return str(story.url).partition("?")[0]


def _embedded(place: Place) -> int:
    return state.read(place.home).embedded if place.home.exists() else 0
