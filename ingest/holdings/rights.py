"""How much of an article's words may be shown: all, its opening of at most N words, or none.

Every word of an article that reaches a reader passes ``readable`` or ``cut``.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.article import Passage
from ingest.errors import BadField
from ingest.holdings.reader import Found, Part, Reader
from ingest.split import sentences

FULL, LINK = "full", "link"
MOST_WORDS = 1_000  # of an excerpt
_FORM = re.compile(r"excerpt:([1-9]\d{0,3})")
# Writing without blanks between its words is counted by its signs; what else has no blank for long is
# counted by its letters, so that no text is one word.
_SIGN = "぀-ヿ㐀-䶿一-鿿豈-﫿"
_WORD = re.compile(rf"[{_SIGN}]|[^\s{_SIGN}]{{1,20}}")
# Letters of a text looked at: what is shown of it is decided by these alone, wherever it is read.
OPENING = 25 * MOST_WORDS
_AHEAD = 400  # letters after the last word, by which the end of a sentence is told
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Shown:
    """What of an article may be shown: its first ``end`` code points."""

    end: int
    is_whole: bool = True  # whether it ends where a sentence does

    def of(self, start: int, stop: int) -> Part:
        """How much is shown of the stretch from ``start`` to ``stop``."""
        if self.end >= stop:
            return "whole"
        if self.end <= start:
            return "nothing"
        return "opening" if self.is_whole else "fragment"


def checked(rights: str) -> str:
    """Hold what somebody gave as rights to be such; raises BadField."""
    given = rights.strip().lower()
    found = _FORM.fullmatch(given)
    if given not in (FULL, LINK) and not (found and int(found[1]) <= MOST_WORDS):
        raise BadField(
            "rights", rights, f"not full, link, or excerpt:N with N words from 1 to {MOST_WORDS:,}"
        )
    return given


def strictest(one: str, other: str) -> str:
    """Of two rights those that show less."""
    return min(one, other, key=_words_shown)


def _words_shown(rights: str) -> int:
    found = _FORM.fullmatch(rights)
    return int(found[1]) if found else MOST_WORDS + 1 if rights == FULL else 0


def readable(text: str, rights: str, reader: Reader) -> str:
    """The part of a text that this reader may be shown; offsets into it are those into the whole."""
    return text if reader.sees_embargoed else text[: shown(text, rights).end]


def cut(found: Found, opening: str | None) -> Found:
    """Take from a passage what may not be shown; ``opening`` is its article's, None where all may be."""
    if opening is None:
        return found
    passage, may = found.passage, shown(opening, found.source.rights)
    part = may.of(passage.start, passage.end)
    if part == "whole":
        return found
    end = max(passage.start, may.end)
    kept = Passage(passage.id, passage.article_id, passage.text[: end - passage.start], passage.start, end)
    return replace(found, passage=kept, part=part)


def shown(text: str, rights: str) -> Shown:
    """Tell how much of a text may be shown.

    Of an excerpt that is whole sentences from its beginning; where already the first one is longer,
    its first words, which may be shown but not quoted: half a sentence can say the opposite.
    """
    if rights == FULL:
        return Shown(len(text))
    found = _FORM.fullmatch(rights)
    # What is not understood is not shown: a newer program may have written it.
    return _excerpt(text[:OPENING], int(found[1])) if found else Shown(0)


@lru_cache(_REMEMBERED)
def _excerpt(opening: str, most: int) -> Shown:
    ends = [word.end() for _, word in zip(range(most + 1), _WORD.finditer(opening), strict=False)]
    if len(ends) <= most and len(opening) < OPENING:
        return Shown(len(opening))
    if not ends:
        return Shown(0)
    last = ends[:most][-1]
    whole = [end for _, end in sentences(opening[: last + _AHEAD]) if end <= last]
    return Shown(whole[-1]) if whole else Shown(last, is_whole=False)
