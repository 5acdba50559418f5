"""Conversations and their answers, kept in SQL and read back as they were."""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, delete, func, insert, select, update

from assistant.conversation import Answer, Json, Turn, copies_json
from assistant.errors import UnknownConversation
from ingest import catalogue, stories
from ingest.archive import Archive
from ingest.reader import Reader, iso
from ingest.schema import conversations, turns

_TITLE_LETTERS = 80
_REMOVED = "(The article that said this has been removed.)"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as lists show it."""

    id: str
    title: str
    updated_at: str

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"id": self.id, "title": self.title, "updated_at": self.updated_at}


class Memory:
    """The conversations of all readers; each sees only their own."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def begin(self, conversation_id: str | None, reader: Reader) -> str:
        """Return the id to answer under, a new one for None; raises UnknownConversation."""
        if conversation_id is None:
            return uuid4().hex
        self.conversation(conversation_id, reader)
        return conversation_id

    def keep(self, answer: Answer, reader: Reader) -> None:
        """Add an answer at the end of its conversation, beginning it if it is new."""
        now = int(time.time())
        mine = conversations.c.id == answer.conversation_id
        with self._archive.writing() as connection:
            if connection.execute(update(conversations).where(mine).values(updated_at=now)).rowcount == 0:
                title = answer.question[:_TITLE_LETTERS]
                values = {
                    "id": answer.conversation_id,
                    "reader": reader.name,
                    "title": title,
                    "updated_at": now,
                }
                connection.execute(insert(conversations).values(**values))
            number = connection.scalar(
                select(func.count())
                .select_from(turns)
                .where(turns.c.conversation_id == answer.conversation_id)
            )
            connection.execute(
                insert(turns).values(
                    id=answer.id,
                    conversation_id=answer.conversation_id,
                    number=number,
                    question=answer.question,
                    answer=json.dumps(answer.as_json(), ensure_ascii=False),
                    asked_at=now,
                )
            )

    def recent(self, reader: Reader, limit: int = 100) -> list[Conversation]:
        """Conversations of this reader, the latest first."""
        query = select(conversations).where(conversations.c.reader == reader.name)
        newest = query.order_by(conversations.c.updated_at.desc(), conversations.c.id).limit(limit)
        with self._archive.reading() as connection:
            rows = connection.execute(newest).all()
        return [Conversation(row.id, row.title, iso(row.updated_at) or "") for row in rows]

    def conversation(self, conversation_id: str, reader: Reader) -> Conversation:
        """One conversation; raises UnknownConversation, also for another reader's."""
        query = select(conversations).where(
            conversations.c.id == conversation_id, conversations.c.reader == reader.name
        )
        with self._archive.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownConversation(conversation_id)
        return Conversation(row.id, row.title, iso(row.updated_at) or "")

    def turns(self, conversation_id: str, reader: Reader) -> list[Turn]:
        """Its turns in order, each citation with what has become of its article since."""
        self.conversation(conversation_id, reader)
        query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number)
        return self._read(query, reader)

    def last(self, conversation_id: str, reader: Reader, many: int) -> list[Turn]:
        """Its last turns in order, as reading back shows them; none of a new conversation.

        Raises UnknownConversation for another reader's.
        """
        latest = select(turns).where(turns.c.conversation_id == conversation_id)
        found = self._read(latest.order_by(turns.c.number.desc()).limit(many), reader)
        if found:
            self.conversation(conversation_id, reader)
        return found[::-1]

    def _read(self, query: Select[*tuple[Any, ...]], reader: Reader) -> list[Turn]:  # Any: columns are named
        with self._archive.reading() as connection:
            rows = connection.execute(query).all()
        kept = [Turn(row.question, json.loads(row.answer)) for row in rows]
        return [self._dated(turn, reader) for turn in kept]

    def rename(self, conversation_id: str, title: str, reader: Reader) -> Conversation:
        """Give a conversation another title; raises UnknownConversation."""
        self.conversation(conversation_id, reader)
        with self._archive.writing() as connection:
            mine = conversations.c.id == conversation_id
            connection.execute(update(conversations).where(mine).values(title=title))
        return self.conversation(conversation_id, reader)

    def forget(self, conversation_id: str, reader: Reader) -> None:
        """Delete a conversation with its turns; raises UnknownConversation."""
        self.conversation(conversation_id, reader)
        with self._archive.writing() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == conversation_id))

    def _dated(self, turn: Turn, reader: Reader) -> Turn:
        """Say of each citation whether its article still reads so; a removed one is quoted no more."""
        citations, nearest = turn.answer["citations"], turn.answer["nearest"]
        ids = [row["article_id"] for row in (*citations, *nearest)]
        now = catalogue.states(self._archive, ids, reader)
        copies = stories.copies_of(self._archive, ids, reader)
        for row in (*citations, *nearest):
            row["copies"] = copies_json(copies.get(row["article_id"], ()))
        turn.answer["nearest"] = [passage for passage in nearest if passage["article_id"] in now]
        for citation in citations:
            version = now.get(citation["article_id"])
            if version is None:
                citation |= {"state": "removed", "quote": None}
            elif version != citation["version"]:
                citation["state"] = "changed"
        return Turn(turn.question, _without_removed(turn.answer))


def _without_removed(answer: dict[str, Any]) -> Json:
    """The answer without the words of articles that are gone."""
    gone = {c["number"] for c in answer["citations"] if c["state"] == "removed"}
    if not gone:
        return answer
    text = answer["text"]
    for sentence in answer["sentences"]:
        if gone & set(sentence["citations"]):
            text = text.replace(sentence["text"], _REMOVED)
            sentence["text"] = _REMOVED
    return {**answer, "text": text}
