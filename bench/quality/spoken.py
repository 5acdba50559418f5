"""Questions for what somebody said: answered with their own words, and with nobody else's.

Asked of small articles of our own writing, in an archive that is gone afterwards. Rules were written
looking at the half whose hash is even; the other is told apart.
"""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from assistant.answer import Desk, whole
from assistant.bootstrap import House, caught_up, opened
from assistant.conversation import Answer, Question
from assistant.settings import Settings
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.article import Article
from ingest.holdings.reader import Reader
from ingest.intake import keep
from ingest.times import moment

_RIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what its answer must hold, or that there is none, and the words of others."""

    id: str
    question: str
    declined: bool
    wanted: tuple[str, ...]  # any of these
    unwanted: tuple[str, ...]  # none of these


def measure(_: Given) -> list[Figure]:
    """Ask all of them."""
    answered = answers()
    own = {asked: answer for asked, answer in answered.items() if not asked.declined}
    right = {asked: is_right(asked, answer) for asked, answer in own.items()}
    others = [not holds_others(asked, answer) for asked, answer in own.items()]
    silent = [answer.mode == "declined" for asked, answer in answered.items() if asked.declined]
    return [
        share("spoken: answered with whom was asked", list(right.values()), least=_RIGHT),
        share("spoken: other half", [held for asked, held in right.items() if not is_looked_at(asked)]),
        share("spoken: nobody else's words", others, least=1.0),
        share("spoken: declined where they said nothing", silent, least=_RIGHT),
    ]


def is_looked_at(asked: Asked) -> bool:
    """Whether rules were written looking at this question."""
    return crc32(asked.id.encode()) % 2 == 0


def answers() -> dict[Asked, Answer]:
    """The answer to each question."""
    rows = [json.loads(line) for line in (SETS / "spoken.jsonl").read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        add(house)
        return {asked: _ask(asked, house.desk) for asked in map(_asked, rows)}


def add(house: House) -> None:
    """Add the articles, and index them."""
    for line in (SETS / "spoken_articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        at = moment(row["published_at"])[0]
        keep(
            Article(row["text"], row["title"], row["outlet"], row["url"], (), at, True, language="en"),
            house.archive,
            house.cutter,
        )
    caught_up(house)


def is_right(asked: Asked, answer: Answer) -> bool:
    """Whether an answer holds words of whom was asked about, and of nobody else."""
    held = any(words in answer.text for words in asked.wanted)
    return answer.mode != "declined" and held and not holds_others(asked, answer)


def holds_others(asked: Asked, answer: Answer) -> bool:
    """Whether an answer holds words of somebody else."""
    return any(words in answer.text for words in asked.unwanted)


def _asked(row: dict[str, list[str]]) -> Asked:
    return Asked(
        str(row["id"]),
        str(row["question"]),
        bool(row["declined"]),
        tuple(row["wanted"]),
        tuple(row["unwanted"]),
    )


def _ask(asked: Asked, desk: Desk) -> Answer:
    return asyncio.run(whole(Question(asked.question), Reader(), desk))
