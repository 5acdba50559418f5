"""Conversations and their answers, kept in SQL and read back as they were."""

import json
import math
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from assistant.conversation import Answer, Json, Turn, copies_json
from assistant.errors import UnknownConversation
from assistant.revisions import revised
from ingest.archive import Archive
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, held_back, history, stories, withdrawals
from ingest.holdings.reader import Reader, iso
from ingest.schema import conversations, turns
from ingest.sql import removal
from ingest.sql.redact import REMOVED, emptied, redacted

_TITLE_LETTERS = 80
_WITHHELD = "(The words of this article may no longer be shown.)"
_WORDLESS = {"quote": None, "translation": None, "newer": None}
_NAMELESS = {"title": None, "outlet": None, "url": None, "published_at": None}


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
                    answer=json.dumps(_of_what_is_held(connection, answer), ensure_ascii=False),
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
        """Say of each citation what has become of its words since; of what is gone nothing is quoted."""
        ids = [row["article_id"] for row in (*turn.answer["citations"], *turn.answer["nearest"])]
        now = catalogue.states(self._archive, ids, reader)
        hidden, ends = held_back.hidden(self._archive, ids, reader), held_back.ends(self._archive, ids)
        answer = _withheld(redacted(turn.answer, set(ids) - now.keys() - hidden), hidden)
        copies = stories.copies_of(self._archive, list(now), reader)
        citations = [self._held_up(citation, now, reader) for citation in answer["citations"]]
        for row in (*citations, *answer["nearest"]):
            row["copies"] = copies_json(copies.get(row["article_id"], ()))
        gone = withdrawals.of(self._archive, list(now))
        for citation in citations:
            citation["gone_at_source"] = gone.get(citation["article_id"])
            end = _end(ends, citation["article_id"], citation["version"])
            if citation["state"] != "withheld" and citation["end"] > end:
                citation |= _WORDLESS
        for passage in answer["nearest"]:
            _shorten(passage, _end(ends, passage["article_id"], int(passage["id"].split("-")[1])))
        return Turn(turn.question, _without_words({**answer, "citations": citations}))

    def _held_up(self, citation: dict[str, Any], now: dict[str, int], reader: Reader) -> dict[str, Any]:
        """Hold a citation against the newest version of its article."""
        article_id, cited = citation["article_id"], citation["version"]
        if citation["state"] in ("removed", "withheld") or now[article_id] == cited:
            return citation
        try:
            since = history.since(self._archive, article_id, cited, reader)
        except UnknownArticle:  # removed at this very moment
            return emptied(citation)
        revision = revised(citation["quote"], citation["start"], cited, since)
        return {**citation, "state": revision.state, "newer": revision.as_json()}


def _end(ends: held_back.Ends, article_id: str, version: int) -> float:
    """Where what may be shown of a version ends; of one that is not there any more nothing may be."""
    return ends[article_id].get(version, 0) if article_id in ends else math.inf


def _withheld(answer: Json, hidden: set[str]) -> dict[str, Any]:
    """The answer without what names or quotes articles that are there and may not be seen for now."""
    told: dict[str, Any] = answer
    citations = [
        {**emptied(row), **_NAMELESS, "state": "withheld"}
        if row["article_id"] in hidden and row["state"] != "removed"
        else row
        for row in told["citations"]
    ]
    nearest = [row for row in told["nearest"] if row["article_id"] not in hidden]
    return {**told, "citations": citations, "nearest": nearest}


def _shorten(passage: dict[str, Any], end: float) -> None:
    if passage["end"] > end:
        stop = max(passage["start"], int(end))
        text = passage["text"][: stop - passage["start"]]
        passage |= {"end": stop, "text": text, "cut": True}


def _without_words(answer: dict[str, Any]) -> Json:
    """The answer without the words of articles that may not be shown any more."""
    withheld = {
        citation["number"]
        for citation in answer["citations"]
        if citation["quote"] is None and citation["state"] != "removed"
    }
    text, sentences = answer["text"], []
    for sentence in answer["sentences"]:
        if withheld.isdisjoint(sentence["citations"]) or sentence["text"] == REMOVED:
            sentences.append(sentence)
        else:
            text = text.replace(sentence["text"], _WITHHELD)
            sentences.append({**sentence, "text": _WITHHELD})
    return {**answer, "text": text, "sentences": sentences}


def _of_what_is_held(connection: Connection, answer: Answer) -> Json:
    made: dict[str, Any] = answer.as_json()
    for row in (*made["citations"], *made["nearest"]):
        row["copies"] = []  # who else ran it is told as it is when the answer is read back
    cited = {row["article_id"] for row in (*made["citations"], *made["nearest"])}
    gone = removal.missing(connection, cited)
    return redacted(made, gone) if gone else made
