"""A claim: a sentence, or the words somebody is given, as news of one day says it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.checking.entail import terms
from assistant.checking.evidence import plain
from assistant.checking.polarity import denials, doubts_strongly
from assistant.checking.speakers import speaker
from assistant.conversation import Quote
from assistant.english.thesaurus import bases
from assistant.numbers.agreement import Facts
from assistant.numbers.facts import facts_of
from assistant.numbers.quantity import Quantity
from ingest.article import digest


@dataclass(frozen=True)
class Claim:
    """A sentence, or the words somebody is given, as news of one day says it."""

    text: str
    published: date | None = None

    @cached_property
    def facts(self) -> Facts:
        """Its numbers and dates."""
        return facts_of(self.text, self.published)

    @cached_property
    def numbers(self) -> list[Quantity]:
        """Its numbers that stand there as such."""
        return [number for number in self.facts.numbers if not number.is_implied]

    @cached_property
    def words(self) -> frozenset[str]:
        """The base forms of its words that say something."""
        none: frozenset[str] = frozenset()
        return none.union(*(bases(term.word) for term in terms(self.text)))

    @cached_property
    def speaker(self) -> frozenset[str]:
        """Parts of the name of who says it, where somebody is named."""
        return speaker(self.text)[0]

    @cached_property
    def digest(self) -> str:
        """What is the same of the same words, in whatever order and way of writing."""
        says = sorted(min(bases(term.word)) for term in terms(self.text))
        numbers = sorted(f"{q.low:g}-{q.high:g} {q.unit.dimension if q.unit else ''}" for q in self.numbers)
        days = sorted(str(one.readings or one.names) for one in self.facts.dates)
        denied = f"{denials(self.text).count} {is_against(self.text)} {doubts_strongly(self.text)}"
        return digest(" ".join(says) or plain(self.text), " ".join(numbers), " ".join(days), denied)


def claim_of(quote: Quote) -> Claim:
    """What a quote says, on the day its article was published."""
    published = quote.found.source.published
    return Claim(quote.text, date.fromisoformat(published[:10]) if published else None)


def is_against(text: str) -> bool:
    """Whether it says that somebody is against something, which is another way to deny."""
    return "against" in text.lower().split()
