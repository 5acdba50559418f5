"""What the doors take of digests, checked field by field."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.bodies import Outlets, Words
from assistant.briefing import Length
from ingest.article import Clean


def _is_a_line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError("is empty: write something")
    return line


Name = Annotated[Clean, StringConstraints(max_length=100), AfterValidator(_is_a_line)]
Topic = Annotated[Words, AfterValidator(_is_a_line)]
Topics = Annotated[list[Topic], Field(max_length=20)]
Weekdays = Annotated[str, StringConstraints(max_length=20)]
Hour = Annotated[str, StringConstraints(max_length=20)]
Zone = Annotated[str, StringConstraints(max_length=64)]
Where = Annotated[Clean, StringConstraints(max_length=300)]
Points = Annotated[list[Annotated[int, Field(ge=0, le=1_000)]], Field(max_length=1_000)]


class DigestBody(BaseModel):
    """POST /v1/digests."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    topics: Topics | None = None
    outlets: Outlets | None = None
    weekdays: Weekdays
    at: Hour
    zone: Zone
    length: Length | None = None
    skips_empty: bool = True
    asks_first: bool = False
    channel: Annotated[str, StringConstraints(max_length=20)] = "web"
    address: Where | None = None


class DigestChange(BaseModel):
    """PATCH /v1/digests/{id}: what is named is changed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name | None = None
    topics: Topics | None = None
    outlets: Outlets | None = None
    weekdays: Weekdays | None = None
    at: Hour | None = None
    zone: Zone | None = None
    length: Length | None = None
    skips_empty: bool | None = None
    asks_first: bool | None = None
    channel: Annotated[str, StringConstraints(max_length=20)] | None = None
    address: Where | None = None
    paused: bool | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("the body names nothing: give what is to be changed")
        return self

    def given(self) -> dict[str, object]:
        """What is to be changed; null leaves a field as it is."""
        return self.model_dump(exclude_none=True)


class ApprovalBody(BaseModel):
    """POST /v1/digests/{id}/editions/{date}/approve."""

    model_config = ConfigDict(extra="forbid", strict=True)

    chosen: Annotated[dict[str, Points], Field(max_length=100)] | None = None
