"""What a reader should know of how an answer came about, as codes.

Knows what was cited and the state of the index; the words for each code are the doors' own.
"""

from collections.abc import Sequence

from assistant.conversation import Citation
from assistant.gather import lies_in
from assistant.retrieve import Retriever
from ingest.model import covers
from ingest.reader import Window


def of_time(citations: Sequence[Citation], likely: Window | None) -> list[str]:
    """Whether all that is cited is from another time than the words of the question name."""
    cited = [citation.quote.found for citation in citations]
    return ["outside_window"] if likely and cited and not any(lies_in(c, likely) for c in cited) else []


def of_state(citations: Sequence[Citation], retriever: Retriever) -> list[str]:
    """What the index lacks, and the languages cited that are searched by words alone."""
    notices = []
    if retriever.vector is None:
        notices.append("words_only")
    elif not retriever.index.has_caught_up():
        notices.append("not_indexed_yet")
    languages = {citation.quote.found.source.language for citation in citations}
    if not all(covers(retriever.index.model, language) for language in languages):
        notices.append("language_by_words_only")
    return notices
