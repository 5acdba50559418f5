"""Where articles about one event give different values for one fact, each side with its sentences and times.

Nothing says which is right: the newest is only told first of its side. A copy of a story is no second source.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise, product

from assistant.briefing import Difference, Value
from assistant.checking.entail import terms
from assistant.conversation import Quote
from assistant.reporting.clauses import told
from assistant.reporting.dated import Day, days
from assistant.reporting.denied import apart, is_of_speech
from assistant.reporting.facts_told import Fact
from assistant.reporting.figures import Figure, figures
from assistant.reporting.named import Named, named
from assistant.reporting.occasions import is_counted_on
from assistant.reporting.rivals import Alike, are_of_one, are_same, subject, words_of
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Vector

_Pair = frozenset[tuple[str, int, int]]
_SHARED, _HALF = 2, 0.5  # words that two sentences share, and of the shorter one
_OLD_S = 2 * 86_400  # after which a greater count is one that went on, whatever its sentence says
_SOON = 2  # days
_LONGEST, _DIGITS = 1_000, 60  # letters and digits of a sentence; more is a table or a list
_MONEY = re.compile(
    r"\b(?:EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|UAH|RUB|TRY)\s$"
)
_MEASURED = 12  # sentences whose meaning is compared, 2 ms each


def differences(quotes: Sequence[Quote], vector: Vector | None) -> list[Difference]:
    """Find the facts for which these sentences of one event give different values, with all sides of each."""
    told_once = _originals(quotes)
    facts = [fact for quote in told_once for fact in _facts(quote)]
    alike = _Likeness(vector)
    groups = _grouped(facts, alike)
    found = [difference for group in groups if (difference := _difference(group))]
    return [*found, *_denials(told_once, {_pair(*pair) for each in found for pair in _opposed(each)})]


def _opposed(difference: Difference) -> Iterator[tuple[Quote, Quote]]:
    """The sentences that stand against each other."""
    for one, other in combinations(difference.values, 2):
        yield from product(one.quotes, other.quotes)


def _pair(one: Quote, other: Quote) -> _Pair:
    return frozenset((one.key, other.key))


def _originals(quotes: Sequence[Quote]) -> list[Quote]:
    """The sentences in order of time, each of a story once: as its first article has it."""
    kept: dict[tuple[str, str], Quote] = {}
    for quote in sorted((quote for quote in quotes if len(quote.text) <= _LONGEST), key=_order):
        kept.setdefault((quote.found.story, quote.text), quote)
    return list(kept.values())


def _order(quote: Quote) -> tuple[bool, int, str, int, str]:
    """By time, what has none last."""
    source = quote.found.source
    return source.published_at is None, source.published_at or 0, source.article_id, quote.start, quote.text


def _newest(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """One sentence of each story, the first that it has, the newest first."""
    first: dict[str, Quote] = {}
    for quote in sorted(quotes, key=_order):
        first.setdefault(quote.found.story, quote)
    dated = [quote for quote in first.values() if quote.found.source.published_at is not None]
    return (*dated[::-1], *(quote for quote in first.values() if quote not in dated))


def _published(quote: Quote) -> date | None:
    written = quote.found.source.published
    return date.fromisoformat(written[:10]) if written else None


def _facts(quote: Quote) -> Iterator[Fact]:
    """The figures, days and names of a sentence."""
    text, published = quote.text, _published(quote)
    if sum(map(str.isdigit, text)) > _DIGITS:
        return
    values: list[Figure | Day | Named] = [*figures(text, published), *days(text, published), *named(text)]
    for value in values:
        yield Fact(quote, text[value.start : value.end], value, published)


@dataclass
class _Likeness:
    """How like two sentences are in meaning; so many are measured and no more."""

    vector: Vector | None

    def __post_init__(self) -> None:
        self._left = _MEASURED
        self._known: dict[str, object] = {}

    def __call__(self, one: Quote, other: Quote) -> float:
        if self.vector is None:
            return 0.0
        new = {one.text, other.text} - self._known.keys()
        if len(new) > self._left:
            return 0.0
        self._left -= len(new)
        self._known |= dict.fromkeys(new)
        return float(self.vector(one.text) @ self.vector(other.text))


def _grouped(facts: Sequence[Fact], alike: Alike) -> list[list[Fact]]:
    """Facts of one thing together: each joins the first group that mostly is of its thing."""
    all_groups: dict[tuple[object, ...], list[list[Fact]]] = defaultdict(list)
    for fact in facts:
        groups = all_groups[subject(fact)]
        homes = [group for group in groups if _belongs(fact, group, alike)]
        home = next(
            (group for group in homes if any(are_same(fact, other) for other in group)), homes and homes[0]
        )
        if not home:
            groups.append([fact])
        else:
            home.append(fact)
    return [group for groups in all_groups.values() for group in groups]


def _belongs(fact: Fact, group: Sequence[Fact], alike: Alike) -> bool:
    if any(_is_of_one_text(fact, other) and not are_same(fact, other) for other in group):
        return False
    agreed = sum(are_of_one(fact, other, alike) for other in group)
    return 2 * agreed >= len(group)


def _is_of_one_text(one: Fact, other: Fact) -> bool:
    """Whether both stand in one article: what it gives as two values are two things to it."""
    return one.quote.found.passage.article_id == other.quote.found.passage.article_id


def _difference(group: Sequence[Fact]) -> Difference | None:
    """The sides of a group, where two stories are apart."""
    sides = _sides(group)
    if len(sides) < 2 or len({fact.story for fact in group}) < 2:
        return None
    if isinstance(group[0].value, Named) and _names_both(sides):
        return None
    values = tuple(Value(_worded(side[0]), _newest([fact.quote for fact in side])) for side in sides)
    return Difference(_what(group), values, _has_grown(sides))


def _worded(fact: Fact) -> str:
    """A value in the words of its sentence, with the money it is in: "EUR 46.5 million"."""
    money = _MONEY.search(fact.quote.text[: fact.value.start]) if isinstance(fact.value, Figure) else None
    return f"{money.group() if money else ''}{fact.text}"


def _has_grown(sides: Sequence[Sequence[Fact]]) -> bool:
    """Whether a count has gone on: each value greater than those told before it, and told as a count."""
    spans = [_span(side) for side in sides]
    if None in spans or not all(isinstance(fact.value, Figure) for side in sides for fact in side):
        return False
    told = [(span, side[0].value) for span, side in zip(spans, sides, strict=True) if span]
    ordered = sorted(told, key=lambda one: one[0])
    return all(
        before[1] < after[0]
        and isinstance(one, Figure)
        and isinstance(other, Figure)
        and one.value.low < other.value.low
        and (is_counted_on(other) or after[0] - before[1] >= _OLD_S)
        for (before, one), (after, other) in pairwise(ordered)
    )


def _span(side: Sequence[Fact]) -> tuple[int, int] | None:
    """When a value was told first and last."""
    times = [fact.quote.found.source.published_at for fact in side]
    known = [at for at in times if at is not None]
    return (min(known), max(known)) if known and len(known) == len(times) else None


def _sides(group: Sequence[Fact]) -> list[list[Fact]]:
    """Facts of one value together; a vague one stands with the first it may mean."""
    sides: list[list[Fact]] = []
    for fact in sorted(group, key=_exactness):
        home = next((side for side in sides if are_same(fact, side[0])), None)
        if home is None:
            sides.append([fact])
        else:
            home.append(fact)
    return sides


def _exactness(fact: Fact) -> tuple[bool, tuple[bool, int, str, int, str]]:
    value = getattr(fact.value, "value", None)
    is_vague = bool(value and (value.is_about or value.bound or value.low != value.high))
    return is_vague, _order(fact.quote)


def _names_both(sides: Sequence[Sequence[Fact]]) -> bool:
    """Whether a sentence of one side has the name of another as well: both had a part in it."""
    return any(
        set(fact.value.name) & set(_lows(other.quote.text))
        for one, two in combinations(sides, 2)
        for fact in one
        for other in two
        if isinstance(fact.value, Named)
    )


def _lows(text: str) -> list[str]:
    return [word.strip(".,;:’'").lower() for word in text.split()]


def _what(group: Sequence[Fact]) -> str:
    """The fact in the shortest words any of the sentences has for it."""
    return min((words_of(fact) for fact in group), key=_shortest)


def _denials(quotes: Sequence[Quote], opposed: set[_Pair]) -> list[Difference]:
    """What some sentences say and others deny, but for pairs that are opposed already."""
    found: list[_Denial] = []
    for one, other in _near_pairs(quotes):
        if _pair(one, other) in opposed:
            continue
        words = apart(told(one.text).text, told(other.text).text)
        if words and (_are_of_one_time(one, other) or is_of_speech(words)):
            home = next((denial for denial in found if denial.takes(one, other)), None)
            if home is None:
                found.append(_Denial(words, ([one], [other])))
    return [denial.told() for denial in found]


def _are_of_one_time(one: Quote, other: Quote) -> bool:
    """Whether both were published within days, as far as is known: what was open may have closed."""
    first, second = _published(one), _published(other)
    return first is None or second is None or abs((first - second).days) <= _SOON


@dataclass
class _Denial:
    """Two sides of which one says what the other denies."""

    words: tuple[str, str]
    sides: tuple[list[Quote], list[Quote]]

    def takes(self, one: Quote, other: Quote) -> bool:
        """Take two opposed sentences in, where one of them stands here already."""
        for mine, theirs in (self.sides, self.sides[::-1]):
            if one in mine or other in theirs:
                mine += [one] * (one not in mine)
                theirs += [other] * (other not in theirs)
                return True
        return False

    def told(self) -> Difference:
        """As a difference."""
        texts = [told(quote.text).text.strip(" .") for side in self.sides for quote in side]
        values = (Value(word, _newest(side)) for word, side in zip(self.words, self.sides, strict=True))
        return Difference(min(texts, key=_shortest), tuple(values))


def _shortest(text: str) -> tuple[int, str]:
    return len(text), text


def _near_pairs(quotes: Sequence[Quote]) -> Iterator[tuple[Quote, Quote]]:
    """Pairs of sentences of two stories that have enough words in common."""
    stems = [_content(told(quote.text).text) for quote in quotes]
    for (one, mine), (other, theirs) in combinations(zip(quotes, stems, strict=True), 2):
        shared = len(mine & theirs)
        if (
            shared >= _SHARED
            and shared >= _HALF * min(len(mine), len(theirs))
            and one.found.story != other.found.story
        ):
            yield one, other


@lru_cache(4_000)
def _content(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(stem for term in terms(text) for stem in stems_of(term.word))
