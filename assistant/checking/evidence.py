"""A cited passage, read for checking: its sentences, words, names, numbers and the day it was published.

Pure; reading one passage is remembered, because each sentence of an answer is held against all of them.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

from assistant.numbers.agreement import Facts
from assistant.numbers.facts import facts_of
from ingest.holdings.reader import Found
from ingest.split import Span, sentences

MOST_LETTERS = 6_000  # of a passage that are read; passages are shorter
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‛": "'", "\u00a0": " "})
_SPACES = re.compile(r"\s+")
# Default-ignorable code points that are no format characters: joiners, fillers, selectors, unassigned ones.
_IGNORED = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff"
)
# Format characters that are seen: Arabic, Syriac and Kaithi signs around numbers.
_SEEN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_PLANES = 0x20000  # no format character stands higher, but for those ignored


@dataclass(frozen=True)
class Evidence:
    """One passage as the checks see it."""

    found: Found

    @property
    def text(self) -> str:
        """The words that are read."""
        return self.found.passage.text[:MOST_LETTERS]

    @property
    def head(self) -> str:
        """What is known beside the words: title and outlet."""
        return f"{self.found.source.title}. {self.found.source.outlet or ''}"

    @cached_property
    def published(self) -> date | None:
        """The day of publication."""
        told = self.found.source.published
        return date.fromisoformat(told[:10]) if told else None

    @cached_property
    def spans(self) -> list[Span]:
        """Where its sentences stand."""
        return sentences(self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences."""
        return tuple(self.text[start:end] for start, end in self.spans)

    @cached_property
    def plain(self) -> str:
        """The words with marks and spaces made one, for comparing quotations."""
        return plain(self.text + " " + self.head)

    @cached_property
    def facts(self) -> Facts:
        """Numbers and dates of words and title."""
        told = facts_of(self.text, self.published)
        head = facts_of(self.head, self.published)
        return Facts(told.numbers + head.numbers, told.dates + head.dates)


@lru_cache(512)
def read(found: Found) -> Evidence:
    """Read a passage, once."""
    return Evidence(found)


def origin(found: Found) -> str:
    """Outlet, date and title of a passage, as a model is told them."""
    source = found.source
    return f"{source.outlet or 'unnamed outlet'}, {source.published or 'undated'}: {source.title}"


def words(text: str) -> list[str]:
    """The words of a text, without a possessive's ending."""
    return [bare(match.group()) for match in _WORD.finditer(text)]


def bare(word: str) -> str:
    """A word without a possessive's ending."""
    for ending in ("’s", "'s", "’", "'"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@lru_cache(20_000)
def folded(word: str) -> str:
    """A word in small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def plain(text: str) -> str:
    """A text with its quotation marks and spaces made one and nothing invisible in it."""
    return _SPACES.sub(" ", visible(text).translate(_STRAIGHT)).strip()


def visible(text: str) -> str:
    """A text without the characters nobody sees: tags, directions, joiners, fillers, selectors."""
    return text if text.isascii() else _invisible().sub("", text)


@cache
def _invisible() -> re.Pattern[str]:
    below = [chr(code) for code in range(_PLANES)]
    kinds = map(unicodedata.category, below)
    formats = (c for c, kind in zip(below, kinds, strict=True) if kind == "Cf" and c not in _SEEN)
    return re.compile(f"[{''.join(formats)}{_IGNORED}]")
