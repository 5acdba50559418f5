"""News that somebody adds as files, quoted in answers: whether the sentence that holds the answer is told.

Fifteen small stories, in Markdown and plain text, and some eighty questions of our own writing, in other
words than the stories have, beside a few that no story answers. Rules were written looking at the half whose
hash is even; the other is told apart.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from assistant.answer import whole
from assistant.bootstrap import House, caught_up, opened
from assistant.conversation import Answer, Question
from assistant.conversation import Asked as Asking
from assistant.settings import Settings
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.holdings.reader import Reader, Window
from ingest.pipeline import add
from ingest.read.text import Details
from ingest.times import end_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and words of the sentence that answers it."""

    id: str
    question: str
    wanted: tuple[str, ...]  # none where no story says it
    now: str = ""  # the day it is asked on, where that matters

    def as_question(self) -> Question:
        """The question, with nothing known that came after its day."""
        if not self.now:
            return Question(self.question)
        return Question(self.question, Window(as_of=end_of(self.now)), Asking(as_of=self.now))

    @property
    def is_looked_at(self) -> bool:
        """Whether rules were written looking at this question."""
        return crc32(self.id.encode()) % 2 == 0


def measure(_: Given) -> list[Figure]:
    """Ask all of them, then each again with its own story left out."""
    every, told = answered(), []
    held = {asked: answer for asked, answer in every.items() if asked.wanted}
    absent = [answer.mode == "declined" for asked, answer in every.items() if not asked.wanted]
    for name, is_own in (("looked at", True), ("other half", False)):
        pairs = [(asked, answer) for asked, answer in held.items() if asked.is_looked_at == is_own]
        told += [
            share(f"added news: answered, {name}", [is_told(*pair) for pair in pairs], least=_LEAST),
            share(f"added news: in the first sentence, {name}", [is_first(*pair) for pair in pairs]),
        ]
    silent = [answer.mode == "declined" for answer in unanswerable().values()]
    return [
        *told,
        share("added news: declined with its story left out", silent, least=_DECLINED),
        share("added news: declined, its story does not say", absent),
    ]


_LEAST, _DECLINED = 0.8, 0.9


def answered() -> dict[Asked, Answer]:
    """The answer to each question, without a chat model."""
    return _answers(_asked(), files())


def unanswerable() -> dict[Asked, Answer]:
    """The answer to each question where its own story is not in the archive."""
    found: dict[Asked, Answer] = {}
    for story in files():
        own = [asked for asked in _asked() if asked.id.startswith(f"{story.stem}-")]
        found |= _answers(own, [file for file in files() if file != story])
    return found


def files() -> list[Path]:
    """The stories."""
    return sorted((SETS / "stories").iterdir())


def _asked() -> list[Asked]:
    rows = [json.loads(line) for line in (SETS / "added.jsonl").read_text("utf-8").splitlines()]
    return [Asked(row["id"], row["question"], tuple(row["wanted"]), row.get("now", "")) for row in rows]


def _answers(asked: Sequence[Asked], stories: Sequence[Path]) -> dict[Asked, Answer]:
    with TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        fill(house, stories)
        return {one: asyncio.run(whole(one.as_question(), Reader(), house.desk)) for one in asked}


def fill(house: House, stories: Sequence[Path]) -> None:
    """Add files as a person does."""
    for file in stories:
        for outcome in add(str(file), Details(), house.archive, house.cutter):
            assert outcome.status == "added", outcome
    caught_up(house)


def is_told(asked: Asked, answer: Answer) -> bool:
    """Whether a sentence that holds the answer is quoted."""
    return answer.mode != "declined" and any(words in answer.text for words in asked.wanted)


def is_first(asked: Asked, answer: Answer) -> bool:
    """Whether it is the first one."""
    return bool(answer.sentences) and any(words in answer.sentences[0].text for words in asked.wanted)
