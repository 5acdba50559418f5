"""Forms of asking that quotes must meet: yes or no, who did it, the latest, on a day, and short follow-ups.

Asked of the sample news in an archive of its own, with questions of our own writing, some of which the
news does not answer. Rules were written looking at the half whose hash is even; the other is told apart.
"""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from assistant.answer import whole
from assistant.bootstrap import add_samples, caught_up, opened
from assistant.conversation import Answer, Question
from assistant.desk import Desk
from assistant.settings import Settings
from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.holdings.reader import Reader

_NAMES = {
    "yes_no": "yes or no",
    "follow_up": "short follow-ups",
    "who_did": "who did it",
    "latest": "the latest",
    "window": "on a day",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the turns before it, and what its answer must hold, or that there is none."""

    id: str
    kind: str
    question: str
    turns: tuple[str, ...]
    declined: bool
    wanted: tuple[str, ...]  # any of these
    unwanted: tuple[str, ...]  # none of these
    first: bool  # in the first sentence


def measure(_: Given) -> list[Figure]:
    """Ask all of them."""
    held = answered()
    told = []
    for kind, name in _NAMES.items():
        own = {asked: is_right for asked, is_right in held.items() if asked.kind == kind}
        told.append(share(f"forms, {name}: right", list(own.values())))
        other = [is_right for asked, is_right in own.items() if not is_looked_at(asked)]
        told.append(share(f"forms, {name}: other half", other))
    silent = [is_right for asked, is_right in held.items() if asked.declined]
    return [*told, share("forms, what the news does not say: declined", silent)]


def is_looked_at(asked: Asked) -> bool:
    """Whether rules were written looking at this question."""
    return crc32(asked.id.encode()) % 2 == 0


def answered() -> dict[Asked, bool]:
    """Whether the answer to each question is right."""
    rows = [json.loads(line) for line in (SETS / "forms.jsonl").read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        add_samples(house)
        caught_up(house)
        return {asked: is_right(asked, said(asked, house.desk)) for asked in map(_asked, rows)}


def _asked(row: dict[str, list[str]]) -> Asked:
    return Asked(
        str(row["id"]),
        str(row["kind"]),
        str(row["question"]),
        tuple(row["turns"]),
        bool(row.get("declined")),
        tuple(row.get("wanted", ())),
        tuple(row.get("unwanted", ())),
        bool(row.get("first")),
    )


def said(asked: Asked, desk: Desk) -> Answer:
    """The answer to the last question of a conversation."""
    conversation = None
    for text in asked.turns:
        answer = asyncio.run(whole(Question(text, conversation_id=conversation), Reader(), desk))
        conversation = answer.conversation_id
    return asyncio.run(whole(Question(asked.question, conversation_id=conversation), Reader(), desk))


def is_right(asked: Asked, answer: Answer) -> bool:
    """Whether an answer holds what it must, where it must, or declines where it must."""
    if answer.mode == "declined" or asked.declined:
        return asked.declined and answer.mode == "declined"
    where = answer.sentences[0].text if asked.first else answer.text
    return any(w in where for w in asked.wanted) and not any(w in answer.text for w in asked.unwanted)
