"""Name the language a text is written in, where that is sure enough."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 2_000  # letters looked at
_LEAST = 40  # letters; below, a guess is worth nothing
_SURE = 0.95


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, or None where the text does not tell."""
    sample = text[:_SAMPLE]
    if len(sample.strip()) < _LEAST:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None
