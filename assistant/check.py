"""A written sentence and the passages it cites, to a Verdict: may it be shown, and on which words.

Pure: text and passages in, verdicts out. Checks that a citation is of a passage that was retrieved,
that some sentence of it carries the claim, that words in quotation marks stand there letter by
letter, and that every number does. It does not judge meaning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.conversation import Check, Checked, Quote
from assistant.terms import stems_of
from ingest.reader import Found
from ingest.split import sentences

_QUOTED = re.compile(r"“([^“”]{2,})”|\"([^\"]{2,})\"|‘([^‘’]{2,})’")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACES = re.compile(r"\s+")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LEAST_SHARED = 2  # stems a sentence must share with the words it rests on
_COMMON = frozenset(
    stems_of(
        "a an and are as at be but by for from has have he her his in is it its of on or said say says "
        "she that the their they this to was were which who will with"
    )
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, with the keys it gave."""

    text: str
    keys: tuple[str, ...]


def check(draft: Draft, passages: Mapping[str, Found]) -> Checked | None:
    """Return the sentence with the words that carry it, or None if it must not be shown.

    ``passages`` is the closed set of what was retrieved, by key: a key outside it counts for nothing.
    """
    cited = [passages[key] for key in dict.fromkeys(draft.keys) if key in passages]
    quotes = tuple(quote for found in cited if (quote := narrow(draft.text, found)))
    if not quotes or not _is_paired(draft.text):
        return None
    cited_text = "\n".join(quote.found.passage.text for quote in quotes)
    checked: list[Check] = []
    for kind, wanted, has in (
        ("quote", _quoted(draft.text), _plain(cited_text)),
        ("number", _NUMBER.findall(draft.text), _numbers(cited_text, [q.found for q in quotes])),
    ):
        if any(part not in has for part in wanted):
            return None
        if wanted:
            checked.append("quote" if kind == "quote" else "number")
    return Checked(draft.text, quotes, "supported" if checked else "not_checkable", tuple(checked))


def narrow(text: str, found: Found) -> Quote | None:
    """Find the sentence of a passage that carries a text best; None if none shares enough with it."""
    wanted, quoted = set(stems_of(text)) - _COMMON, _quoted(text)
    passage = found.passage
    best, best_score = None, 0.0
    for start, end in sentences(passage.text):
        stems = set(stems_of(passage.text[start:end])) - _COMMON
        shared = len(wanted & stems)
        # A long sentence shares more by chance.
        score = shared / (len(stems) + 8) ** 0.5
        score += sum(part in _plain(passage.text[start:end]) for part in quoted)
        if shared >= min(_LEAST_SHARED, len(wanted)) and shared > 0 and score > best_score:
            best, best_score = (start, end), score
    if best is None:
        return None
    return Quote(found, passage.start + best[0], passage.start + best[1])


def _quoted(text: str) -> Sequence[str]:
    """Words in quotation marks, without the comma or stop that a sentence adds at their end."""
    return [_plain("".join(groups)).rstrip(".,;:!? ") for groups in _QUOTED.findall(text)]


def _is_paired(text: str) -> bool:
    """Whether every quotation that is opened is closed; half of one cannot be checked."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_STRAIGHT)).strip()


def _numbers(text: str, cited: Sequence[Found]) -> frozenset[str]:
    """Numbers of the passages, of their titles and of their dates."""
    heads = " ".join(f"{f.source.title} {f.source.published or ''}" for f in cited)
    found = set(_NUMBER.findall(text + " " + heads))
    return frozenset(found | {number.lstrip("0") for number in found})
