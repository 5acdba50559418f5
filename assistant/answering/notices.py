"""What a reader should know of how an answer came about, as codes.

Knows what was cited and the state of the index; the words for each code are the doors' own.
"""

from collections.abc import Sequence

from assistant.answering.gather import lies_in
from assistant.conversation import Citation, Query, Quote
from assistant.retrieve import Retriever
from assistant.weighing.timely import tells_of
from ingest.embedding.model import covers


def of_time(citations: Sequence[Citation], query: Query) -> list[str]:
    """Whether all that is cited is from another time than the question names, and tells of no day of it."""
    quotes = [citation.quote for citation in citations]
    if query.likely is None or not quotes:
        return []
    is_of_then = (lies_in(q.found, query.likely) or _tells(q, query) for q in quotes)
    return [] if any(is_of_then) else ["outside_window"]


def _tells(quote: Quote, query: Query) -> bool:
    return query.days is not None and bool(tells_of(quote.text, quote.found, query.days))


def of_state(citations: Sequence[Citation], retriever: Retriever) -> list[str]:
    """What the index lacks, languages cited that are searched by words alone, and pages that are gone."""
    notices = []
    if retriever.vector is None:
        notices.append("words_only")
    elif not retriever.index.has_caught_up():
        notices.append("not_indexed_yet")
    languages = {citation.quote.found.source.language for citation in citations}
    if not all(covers(retriever.index.model, language) for language in languages):
        notices.append("language_by_words_only")
    if any(citation.quote.found.source.gone for citation in citations):
        notices.append("gone_at_source")
    return notices
