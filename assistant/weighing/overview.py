"""What is told where only news is asked for: a sentence of each of the newest stories, or of those of a day.

Knows the passages found, and the days their words name; which passages these are was chosen before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.calendar.days import Days
from assistant.conversation import Checked, Query, Quote
from assistant.english import antecedent
from assistant.questions.overall import asks_for_news
from assistant.weighing.headings import told
from assistant.weighing.timely import published, tells_of
from assistant.weighing.weigh import Weighed
from ingest.holdings.reader import Found
from ingest.split import Span

_MOST, _MOST_WORDS = 5, 130  # sentences, and their words together
_SHORTEST = 4  # words


def overview(weighed: Weighed, query: Query) -> Weighed | None:
    """A sentence of each article, in the order they were found; None where something is asked about."""
    if query.goes_on or not asks_for_news(query.asks, query.days is not None):
        return None
    sentences = _few(_of_days(weighed.passages, query.days) if query.days else _leads(weighed.passages))
    kept = tuple(dict.fromkeys(quote.found for each in sentences for quote in each.quotes))
    return replace(weighed, passages=kept, told=sentences, says=bool(sentences))


def _few(sentences: Iterator[Checked]) -> tuple[Checked, ...]:
    kept: list[Checked] = []
    for sentence in islice(sentences, _MOST):
        if kept and sum(len(each.text.split()) for each in [*kept, sentence]) > _MOST_WORDS:
            break
        kept.append(sentence)
    return tuple(kept)


def _leads(passages: Sequence[Found]) -> Iterator[Checked]:
    """What each article begins with."""
    return (_checked(found, spans[0]) for found in passages if (spans := _spans(found)))


def _of_days(passages: Sequence[Found], asked: Days) -> Iterator[Checked]:
    """What tells of the days, then what other articles published on them begin with."""
    told_of: set[str] = set()
    for found in passages:
        own = [s for s in _spans(found) if tells_of(found.passage.text[slice(*s)], found, asked)]
        if own:
            told_of.add(found.passage.article_id)
            yield _checked(found, own[0])
    for found in passages:
        day = published(found)
        is_of_then = day is not None and asked[0] <= day <= asked[1]
        if is_of_then and found.passage.article_id not in told_of and (spans := _spans(found)):
            yield _checked(found, spans[0])


def _spans(found: Found) -> list[Span]:
    """The sentences that can be told alone."""
    text = found.passage.text
    spans = [span for span in told(text) if len(text[slice(*span)].split()) >= _SHORTEST]
    return [span for span in spans if not antecedent.is_open(text[slice(*span)])] or spans[:1]


def _checked(found: Found, span: Span) -> Checked:
    base = found.passage.start
    quote = Quote(found, base + span[0], base + span[1])
    return Checked(found.passage.text[slice(*span)], (quote,), "quoted", ("quote",))
