"""A text cut into frames: whole sentences, none of which ends within words in quotation marks.

Knows marks and paragraphs; nothing of who says what.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.quotations import marked
from ingest.split import Span, sentences

MARK = "“"  # stands where a quotation was
_ENDS = ".!?…"
_CLOSERS = "”\"’' )"
_SAID_NEXT = re.compile(
    r"\s*(?:[a-z]|[—–,;-]|(?:He|She|They|It|I)\s[a-z]+|"
    r"(?:[^\W\d_][\w.’'-]*\s){1,5}(?:said|says|asked|asks|told|wrote|added|replied|tweeted|"
    r"posted|continued|explained|recalled|shouted|laughed|joked|exclaimed|announced|declared|quipped)\b)"
)
_NEW = re.compile(r"\s*(?:$|\n|[“\"‘(•]|[^\W\d_a-zà-öø-ÿ]|\d)")


@dataclass(frozen=True)
class Frame:
    """A sentence, with the quotations in it."""

    text: str  # of the whole, so that offsets are those of the whole
    start: int
    end: int
    quotes: tuple[Span, ...]  # the words between the marks
    begins_paragraph: bool

    @cached_property
    def bare(self) -> str:
        """Its words, with a mark and blanks for each quotation; offsets count from its beginning."""
        text = self.text[self.start : self.end]
        for start, end in self.quotes:
            a, b = max(0, start - 1 - self.start), end + 1 - self.start
            text = text[:a] + MARK.ljust(len(text[a:b])) + text[b:]
        return text

    @property
    def has_words(self) -> bool:
        """Whether it has words beside its quotations."""
        return any(c.isalnum() for c in self.bare)


def frames(text: str) -> list[Frame]:
    """Cut a text into frames, in order."""
    quotes = marked(text)
    spans = sentences(_masked(text, quotes))
    found: list[Frame] = []
    for n, (start, end) in enumerate(spans):
        last = spans[n - 1][1] if n else 0
        own = tuple(span for span in quotes if start <= span[0] - 1 and span[0] < end)
        found.append(Frame(text, start, end, own, not n or "\n" in text[last:start]))
    return found


def _masked(text: str, quotes: list[Span]) -> str:
    """The text with each quotation as one long word, which ends a sentence where its words do."""
    parts, at = [], 0
    for start, end in quotes:
        stop = min(len(text), end + 1)
        ends = text[start:end].rstrip(_CLOSERS)[-1:] in _ENDS and _is_new(text, start, end)
        word = "Q" * (stop - start) + ("." if ends else "Q")
        parts.append(text[at : start - 1] + word[: stop - start + 1].ljust(stop - start + 1))
        at = stop
    return "".join(parts) + text[at:]


def _is_new(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins after a quotation that ends one."""
    after = text[end + 1 : end + 90].split("\n", 1)[0]
    is_full = text[start:end].rstrip(_CLOSERS)[-1:] in ".…"
    return not after.strip() or (bool(_NEW.match(after)) and (is_full or not _SAID_NEXT.match(after)))
