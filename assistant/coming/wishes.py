"""What the doors take of watches: bodies, checked, then turned into a Watch."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.bodies import Outlets, Words
from assistant.coming.times import Quiet
from assistant.coming.watches import Watch, zone_of
from assistant.errors import BadValue
from ingest.article import Clean
from ingest.holdings.reader import Reader

_MOST_STORIES = 50
_CHANGED = ("text", "outlets", "least_stories", "quiet_from", "quiet_until", "zone", "channel", "address")


def _is_hour(text: str) -> str:
    try:
        return f"{datetime.strptime(text, '%H:%M'):%H:%M}"
    except ValueError as error:
        raise ValueError("not an hour and minute as in 22:00") from error


def _is_zone(name: str) -> str:
    try:
        return zone_of(name).key
    except BadValue as error:
        raise ValueError("not a name of the IANA list as in Europe/Berlin") from error


Hour = Annotated[str, StringConstraints(max_length=5), AfterValidator(_is_hour)]
Zone = Annotated[Clean, StringConstraints(min_length=1, max_length=64), AfterValidator(_is_zone)]
Channel = Literal["web", "mail"]
Address = Annotated[Clean, StringConstraints(min_length=1, max_length=320)]
Least = Annotated[int, Field(ge=1, le=_MOST_STORIES)]


class WatchBody(BaseModel):
    """POST /v1/watches."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Words
    outlets: Outlets | None = None
    least_stories: Least = 1
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None
    zone: Zone = "UTC"
    channel: Channel = "web"
    address: Address | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet hours need both quiet_from and quiet_until: give both, or neither")
        if self.channel != "web" and not self.address:
            raise ValueError(f"the channel {self.channel} needs an address: say where alerts go")
        return self

    def as_watch(self, reader: Reader) -> Watch:
        """A new watch of this reader."""
        return self.over(Watch(uuid4().hex, reader.name, ""))

    def over(self, watch: Watch) -> Watch:
        """The same watch, with what is given here."""
        zone, quiet = ZoneInfo(self.zone), None
        if self.quiet_from and self.quiet_until:
            start, stop = (
                datetime.strptime(at, "%H:%M").time() for at in (self.quiet_from, self.quiet_until)
            )
            quiet = Quiet(start, stop, zone)
        return replace(
            watch,
            text=" ".join(self.text.split()),
            outlets=tuple(self.outlets or ()),
            least_stories=self.least_stories,
            quiet=quiet,
            zone=zone,
            channel=self.channel,
            address=self.address,
        )


class WatchChange(BaseModel):
    """PATCH /v1/watches/{id}: what is not given stays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Words | None = None
    outlets: Outlets | None = None
    least_stories: Least | None = None
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None
    zone: Zone | None = None
    channel: Channel | None = None
    address: Address | None = None
    paused: bool | None = None

    def over(self, watch: Watch) -> Watch:
        """The watch as it is then; raises pydantic's ValidationError where that cannot be."""
        before = watch.as_json(0)
        held: dict[str, Any] = {name: before[name] for name in _CHANGED}  # Any: JSON, checked by WatchBody
        given = self.model_dump(exclude_unset=True, exclude={"paused"})
        may_be_none = {"outlets", "quiet_from", "quiet_until", "address"}
        given = {name: value for name, value in given.items() if value is not None or name in may_be_none}
        changed = WatchBody.model_validate(held | given).over(watch)
        return replace(changed, is_paused=watch.is_paused if self.paused is None else self.paused)
