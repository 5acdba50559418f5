"""News that somebody adds as files, quoted in answers: whether the sentence that holds the answer is told.

Twelve small stories, in Markdown and plain text, and sixty questions of our own writing, in other words than
the stories have. Rules were written looking at the half whose hash is even; the other is told apart.
"""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from assistant.answer import whole
from assistant.bootstrap import House, caught_up, opened
from assistant.conversation import Answer, Question
from assistant.settings import Settings
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.pipeline import add
from ingest.read.text import Details
from ingest.reader import Reader


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and words of the sentence that answers it."""

    id: str
    question: str
    wanted: tuple[str, ...]

    @property
    def is_looked_at(self) -> bool:
        """Whether rules were written looking at this question."""
        return crc32(self.id.encode()) % 2 == 0


def measure(_: Given) -> list[Figure]:
    """Ask all of them."""
    held = answered()
    told = []
    for name, is_own in (("looked at", True), ("other half", False)):
        half = [answer for asked, answer in held.items() if asked.is_looked_at == is_own]
        wanted = [asked for asked in held if asked.is_looked_at == is_own]
        pairs = list(zip(wanted, half, strict=True))
        told += [
            share(f"added news: answered, {name}", [is_told(*pair) for pair in pairs], least=_LEAST),
            share(f"added news: in the first sentence, {name}", [is_first(*pair) for pair in pairs]),
        ]
    return told


_LEAST = 0.8


def answered() -> dict[Asked, Answer]:
    """The answer to each question, without a chat model."""
    rows = [json.loads(line) for line in (SETS / "added.jsonl").read_text("utf-8").splitlines()]
    asked = [Asked(row["id"], row["question"], tuple(row["wanted"])) for row in rows]
    with TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        _fill(house)
        return {one: asyncio.run(whole(Question(one.question), Reader(), house.desk)) for one in asked}


def _fill(house: House) -> None:
    for file in sorted((SETS / "stories").iterdir()):
        for outcome in add(str(file), Details(), house.archive, house.cutter):
            assert outcome.status == "added", outcome
    caught_up(house)


def is_told(asked: Asked, answer: Answer) -> bool:
    """Whether a sentence that holds the answer is quoted."""
    return answer.mode != "declined" and any(words in answer.text for words in asked.wanted)


def is_first(asked: Asked, answer: Answer) -> bool:
    """Whether it is the first one."""
    return bool(answer.sentences) and any(words in answer.sentences[0].text for words in asked.wanted)
