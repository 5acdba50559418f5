"""Name the language a text is written in, where that is sure enough."""

import re
from collections.abc import Collection
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 2_000  # letters looked at
_LEAST = 40  # letters; below, a guess is worth nothing
_SURE = 0.95
# Words that are English and nothing else, written small or at the beginning: most English says one.
_WORDS = "the and that with from were been their which would after said they who what how when where why"
_ENGLISH = frozenset(_WORDS.split())
# A text that is half English has fewer of them; of English news 95 % has as many, and the recogniser, which
# takes a millisecond, agreed on each.
_MANY, _SHARE = 8, 0.08
_WORD = re.compile(r"[^\W\d_]+")
_LAST_LATIN = "\u024f"
_SMALL = re.compile(r"\b[a-z]+\b")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def likeliest(text: str, among: Collection[str]) -> str | None:
    """Return which of these languages a question is most likely in, however short it is."""
    ranking = _identifier().rank(text[:_SAMPLE])
    return next((code for code, _ in ranking if code in among), None)


@lru_cache(1_000)
def language_among(text: str, among: frozenset[str]) -> str | None:
    """Return the language a text surely is in; else the likeliest of these, None where there are none.

    What is plainly English is told without the recogniser, which takes half a second to be read.
    """
    if _is_plainly_english(text):
        return "en"
    if (sure := language_of(text)) is not None or not among:
        return sure
    if not _is_latin(text):
        return str(_identifier().classify(text[:_SAMPLE])[0])
    return next(iter(among)) if len(among) == 1 else likeliest(text, among)


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, or None where the text does not tell."""
    sample = text[:_SAMPLE]
    if len(sample.strip()) < _LEAST:
        return None
    if _is_full_of_english(sample):
        return "en"
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None


def _is_latin(text: str) -> bool:
    """Whether no more than half of the letters are of another script."""
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    return 2 * sum(letter > _LAST_LATIN for letter in letters) <= len(letters)


def _is_full_of_english(sample: str) -> bool:
    words = _WORD.findall(sample)
    english = sum(map(_ENGLISH.__contains__, words))
    return english >= max(_MANY, _SHARE * len(words))


def _is_plainly_english(text: str) -> bool:
    bare = text[:_SAMPLE].lstrip("“‘\"'( ")
    return not _ENGLISH.isdisjoint(_SMALL.findall(bare[:1].lower() + bare[1:]))
