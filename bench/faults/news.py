"""Make up news: articles of a place that does not exist, the same ones for the same seed.

Knows words and dates; nothing about how articles are kept or found.
"""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

_ONSETS = (*"bcdfghklmnprstvw", "br", "cr", "dr", "gr", "pr", "st", "tr")
_VOWELS = (*"aeiou", "ai", "ea", "ou")
_ENDS = (*"nrlsx", "th", "nd", "rt", "ck")
_FIRST = (
    "Ada",
    "Bruno",
    "Celia",
    "Daven",
    "Edda",
    "Farid",
    "Greta",
    "Hanno",
    "Ines",
    "Jonas",
    "Kira",
    "Otto",
)
_ROLES = (
    "the port authority's director",
    "a spokeswoman for the water board",
    "the deputy mayor",
    "the head of the nurses' union",
    "the district engineer",
    "a judge at the regional court",
    "the museum's curator",
    "the chair of the farmers' league",
    "the league's chief referee",
)
_SUBJECTS = (
    "the tram extension",
    "the desalination plant",
    "the night market",
    "the hospital's east wing",
    "the ferry timetable",
    "the school lunch fund",
    "the flood barrier",
    "the wind park",
    "the archive of the old mint",
    "the bus drivers' contract",
    "the vaccination campaign",
    "the stadium roof",
)
_ACTS = (
    "was approved after a vote of {a} to {b}",
    "will cost {a} million crowns more than planned",
    "was halted for {a} days by a broken crane",
    "drew {a},{b} visitors on its first weekend",
    "has been moved to the autumn because {a} permits are missing",
    "will be run by {a} people instead of {b}",
)
_CLAUSES = (
    "{who} said that {subject} {act}.",
    "In {town}, {subject} {act}, according to a report of {a} pages.",
    "Residents of {town} had collected {a},{b} signatures against the change.",
    "{who} told reporters in {town} that nobody had been informed before {day}.",
    "The inquiry, led by {name}, looks at {a} contracts signed since {year}.",
    "Work on {subject} began in {year} and employs {a} people from {town} and {other}.",
    "A neighbouring project in {other} was given up after {a} months.",
    '"We will publish every figure before {day}," {name} said.',
    "The budget for {subject} stands at {a} million crowns, of which {b} have been spent.",
    "Rain fell on {a} of the last {b} days, which slowed the work between {town} and {other}.",
    "{name} did not say who would pay for the {a} missing parts.",
    "The next meeting on {subject} is set for {day} in {town}.",
)
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_OUTLETS = ("Velm Courier", "Harbour Post", "Inland Gazette", "Morning Ledger")
_TRACKING = (
    "utm_source={}",
    "utm_medium={}&utm_campaign={}",
    "utm_content={}",
    "fbclid=IwAR{}",
    "gclid=Cj0{}",
    "dclid={}",
    "msclkid={}",
    "mc_cid={}&mc_eid={}",
    "yclid={}",
    "_ga=2.{}",
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article as a line of JSONL gives it."""

    url: str | None
    title: str
    outlet: str
    published_at: str
    text: str

    @property
    def question(self) -> str:
        """What a reader might ask to be led to it."""
        return f"What is known about {self.title.removesuffix('.')}?"


def stories(count: int, seed: int, words: Sequence[int] = (40, 90, 250, 700)) -> list[Story]:
    """Make up so many articles, their lengths taken in turn from ``words``."""
    rng = random.Random(seed)  # noqa: S311 the same news for the same seed
    return [_story(n, seed, words[n % len(words)], rng) for n in range(count)]


def corrected(story: Story, seed: int) -> Story:
    """The same address with one more paragraph in front."""
    rng = random.Random(f"{seed} {story.url}")  # noqa: S311
    return replace(story, text=f"Correction: {_sentence(_scene(rng), rng)}\n\n{story.text}")


def shared(story: Story, rng: random.Random) -> Story:
    """The same article as someone else passes it on: with tracking parameters in its address."""
    number = rng.randrange(10**9)
    query = "&".join(part.replace("{}", str(number)) for part in rng.sample(_TRACKING, 2))
    return replace(story, url=f"{story.url}?{query}") if story.url else story


def write_lines(file: Path, told: Iterable[Story]) -> Path:
    """Write articles as JSONL."""
    rows = ({k: v for k, v in asdict(story).items() if v is not None} for story in told)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def _story(number: int, seed: int, words: int, rng: random.Random) -> Story:
    scene = _scene(rng)
    subject, act = scene["subject"], _filled(rng.choice(_ACTS), rng)
    at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=37 * number)
    lead = f"{scene['town']}: {subject} {act}, {scene['name']} said on {scene['day']}."
    paragraphs, size = [lead], len(lead.split())
    while size < words:
        sentences = [_sentence(scene if rng.random() < 0.6 else _scene(rng), rng) for _ in range(3)]
        paragraphs.append(" ".join(sentences))
        size += len(paragraphs[-1].split())
    outlet = _OUTLETS[number % len(_OUTLETS)]
    host = outlet.lower().replace(" ", "-")
    return Story(
        url=f"https://www.{host}.example/{at:%Y/%m}/{seed}-{number}.html",
        title=f"{subject[4:].capitalize()} in {scene['town']}: {scene['name']} speaks",
        outlet=outlet,
        published_at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        text="\n\n".join(paragraphs),
    )


def _scene(rng: random.Random) -> dict[str, str]:
    name = f"{rng.choice(_FIRST)} {_word(rng)}"
    return {
        "name": name,
        "who": f"{name}, {rng.choice(_ROLES)},",
        "town": _word(rng),
        "other": _word(rng),
        "subject": rng.choice(_SUBJECTS),
        "day": rng.choice(_DAYS),
        "year": str(rng.randrange(2011, 2026)),
    }


def _sentence(scene: dict[str, str], rng: random.Random) -> str:
    act = _filled(rng.choice(_ACTS), rng)
    said = _filled(rng.choice(_CLAUSES).replace("{act}", act), rng, **scene)
    return said[:1].upper() + said[1:]


def _filled(pattern: str, rng: random.Random, **scene: str) -> str:
    for name, value in scene.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    for name in ("a", "b"):
        pattern = pattern.replace(f"{{{name}}}", str(rng.randrange(101, 999)))
    return pattern


def _word(rng: random.Random) -> str:
    """A made-up name of a place or a family."""
    syllables = (rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2))))
    last = rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_ENDS)
    return "".join((*syllables, last)).capitalize()
