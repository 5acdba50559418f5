"""A value that a sentence gives, with where and when it stands: what is compared."""

from dataclasses import dataclass
from datetime import date

from assistant.conversation import Quote
from assistant.reporting.dated import Day
from assistant.reporting.figures import Figure
from assistant.reporting.named import Named


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a sentence gives, and where."""

    quote: Quote
    text: str  # the value's words
    value: Figure | Day | Named
    published: date | None

    @property
    def story(self) -> str:
        """Whose fact it is; copies of one text are one source."""
        return self.quote.found.story
