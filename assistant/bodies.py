"""What the doors take: bodies and parameters, checked, then turned into our own nouns."""

from datetime import datetime
from typing import Annotated, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from assistant.briefing import Length, Order
from assistant.conversation import Asked, Query, Question
from assistant.errors import BadValue
from ingest.article import Clean
from ingest.holdings.reader import Window
from ingest.times import end_of, moment

_LONGEST = 2_000  # characters of a question
Body = TypeVar("Body", bound=BaseModel)


def _is_moment(text: str) -> str:
    try:
        moment(text)
    except ValueError as error:
        raise ValueError("not a date or time as in 2026-03-10 or 2026-03-10T09:30:00Z") from error
    return text


def _is_not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty: write something")
    return text


def _has_words(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty: ask something")
    if not any(letter.isalnum() for letter in text):
        raise ValueError("has no words: ask something")
    if len(text) > _LONGEST:
        raise ValueError(f"has {len(text):,} characters; at most {_LONGEST:,} are taken: shorten it")
    return text


When = Annotated[str, StringConstraints(max_length=40), AfterValidator(_is_moment)]
Words = Annotated[Clean, AfterValidator(_has_words)]
Outlets = Annotated[
    list[Annotated[Clean, StringConstraints(min_length=1, max_length=200)]], Field(max_length=50)
]


class Narrowed(BaseModel):
    """The fields that make a window."""

    model_config = ConfigDict(extra="forbid", strict=True)

    since: When | None = None
    until: When | None = None
    as_of: When | None = None
    outlets: Outlets | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        start, end = _start(self.since), _end(self.until)
        if start and end and start > end:
            raise ValueError(f"from {self.since} to {self.until} runs backwards: give the earlier one first")
        return self

    def window(self) -> Window:
        """The window they make."""
        return Window(
            since=_start(self.since),
            until=_end(self.until),
            as_of=_end(self.as_of),
            outlets=tuple(self.outlets or ()),
        )

    def asked(self) -> Asked:
        """The same in the reader's words."""
        return Asked(self.since, self.until, self.as_of)


class SearchBody(Narrowed):
    """POST /v1/search."""

    query: Words
    limit: Annotated[int, Field(ge=1, le=100)] | None = None

    def as_query(self) -> Query:
        """What is searched."""
        return Query(" ".join(self.query.split()), self.window())


class ChatBody(Narrowed):
    """POST /v1/chat."""

    question: Words
    conversation_id: Annotated[Clean, StringConstraints(min_length=1, max_length=100)] | None = None

    def as_question(self) -> Question:
        """What is asked."""
        return Question(self.question.strip(), self.window(), self.asked(), self.conversation_id)


class BriefBody(Narrowed):
    """POST /v1/briefings."""

    topic: Words | None = None
    length: Length | None = None
    changed_since: When | None = None

    def as_order(self) -> Order:
        """What is asked for."""
        topic = " ".join(self.topic.split()) if self.topic else None
        since = _start(self.changed_since)
        return Order(topic, self.window(), self.asked(), self.length or "normal", since)


class TitleBody(BaseModel):
    """PATCH /v1/conversations/{id}."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[Clean, StringConstraints(min_length=1, max_length=200), AfterValidator(_is_not_blank)]


class KeyBody(BaseModel):
    """POST /v1/session."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str | None = None  # none at all is a wrong key, not a wrong body


def _start(text: str | None) -> datetime | None:
    return moment(text)[0] if text else None


def _end(text: str | None) -> datetime | None:
    return end_of(text) if text else None


def taken(kind: type[Body], **values: object) -> Body:
    """Check what a command was given; raises BadValue with the field, the value and what is wanted."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadValue(name, first["input"], first["msg"].removeprefix("Value error, ")) from error
