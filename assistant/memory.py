"""Conversations and their answers, kept in SQL and read back as they were."""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, delete, func, insert, select, update

from assistant.conversation import Answer, Json, Turn
from assistant.errors import UnknownConversation
from assistant.readback import kept_of, read_back
from ingest.archive import Archive
from ingest.holdings.reader import Reader, iso
from ingest.schema import conversations, turns

_TITLE_LETTERS = 80


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
        """Add an answer at the end of its conversation, beginning it if it is new.

        Of articles that were removed while it was made nothing is kept.
        """
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
                    answer=json.dumps(kept_of(connection, answer.as_json()), ensure_ascii=False),
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
        return [Turn(row.question, read_back(self._archive, json.loads(row.answer), reader)) for row in rows]

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
