"""What an alert says: sentences of the articles that gave it, word for word as they stand now.

An alert keeps places, never words: what was removed since is not in it, and what changed is told as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.briefing_text import escaped, sources
from assistant.coming.sightings import Place
from assistant.coming.watches import Watches
from assistant.conversation import Citation, Json, Quote, State
from assistant.revisions import revised
from ingest.archive import Archive
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, history
from ingest.holdings.reader import Reader, Window
from ingest.holdings.stories import with_copies
from ingest.holdings.told import standing

_CURRENT: State = "current"


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert as its reader gets it: what is watched, and who says what of it."""

    watch_id: str
    title: str
    citations: tuple[Citation, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it may be shown any more."""
        return not self.citations

    @property
    def text(self) -> str:
        """Its sentences, each with the number of its source."""
        return "\n".join(f"{cited.quote.text} [{cited.number}]" for cited in self.citations)

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"text": self.text, "citations": [cited.as_json() for cited in self.citations]}


def alerted(content: Mapping[str, Any], reader: Reader, archive: Archive) -> Alerted:
    """Write an alert from its articles as they are now; raises UnknownWatch.

    ``content`` is that of its delivery, read from JSON.
    """
    watch = Watches(archive).watch(content["watch"], reader)
    found = [_cited(Place(*place), reader, archive) for place in content["places"]]
    quoted = [each for each in found if each is not None]
    copied = with_copies(archive, [quote.found for quote, _ in quoted], reader, Window())
    return Alerted(
        watch.id,
        watch.text,
        tuple(
            Citation(number, Quote(passage, quote.start, quote.end), state)
            for number, ((quote, state), passage) in enumerate(zip(quoted, copied, strict=True), 1)
        ),
    )


def markdown(told: Alerted) -> str:
    """Put an alert into Markdown; what an article says stays text and links only to its source."""
    cited = [citation.as_json() for citation in told.citations]
    said = [f"{escaped(each.quote.text)} {escaped(f'[{each.number}]')}\n" for each in told.citations]
    return "\n".join([f"# {escaped(told.title)}\n", *said, "## Sources\n", *sources(cited)]) + "\n"


def _cited(place: Place, reader: Reader, archive: Archive) -> tuple[Quote, State] | None:
    """The words at a place, or those that stand for them now; None where there are none to show."""
    span, state = (place.start, place.end), _CURRENT
    version = catalogue.states(archive, [place.article_id], reader).get(place.article_id)
    if version is None:
        return None
    if version != place.version:
        now = _now(place, reader, archive)
        if now is None:
            return None
        span, state = now
    found = standing(archive, place.article_id, span, reader)
    return (Quote(found, *span), state) if found else None


def _now(place: Place, reader: Reader, archive: Archive) -> tuple[tuple[int, int], State] | None:
    """Where the newest version says what was said at a place, and what has become of it."""
    try:
        versions = history.since(archive, place.article_id, place.version, reader)
    except UnknownArticle:  # removed at this very moment
        return None
    quote = versions[0].text[place.start : place.end] if versions[0].number == place.version else ""
    revision = revised(quote, place.start, place.version, versions)
    return (revision.span, revision.state) if quote and revision.span else None
