"""A sentence in one language beside a passage in another: whether they differ, and which words carry it.

Words cannot be compared across languages, nor do the rules for names and denials know any but English;
meaning can be compared, where the embedding model knows both languages.
"""

from collections.abc import Sequence

from assistant.checking.entail import Vector
from assistant.checking.evidence import Evidence
from ingest.texts.language import language_among

ENGLISH = "en"
# Cosine of a sentence and the nearest one of its passage, to say anything of the matter. Of our own parallel
# sentences in eight languages .99 of those that mean the same lie above .88, .95 of the nearest others
# below .86.
LEAST_NEAR = 0.87


def is_english(text: str, cited: Sequence[Evidence], across: Vector | None) -> bool:
    """Whether a sentence and all its passages are in English, which every check knows."""
    return all(_language(e) == ENGLISH and not is_foreign(text, e, across) for e in cited)


def is_foreign(text: str, evidence: Evidence, across: Vector | None) -> bool:
    """Whether a sentence is in another language than a passage.

    Without a model ``across`` languages what cites English is taken for English: in another language
    it cannot pass, and need not be told from it.
    """
    language = _language(evidence)
    if across is None and language == ENGLISH:
        return False
    return language_among(text, frozenset({ENGLISH, language})) != language


def nearness(text: str, evidence: Evidence, vector: Vector) -> list[float]:
    """How near each sentence of a passage comes to a text in meaning."""
    meant = vector(text)
    return [float(meant @ vector(sentence)) for sentence in evidence.sentences]


def _language(evidence: Evidence) -> str:
    """An article that tells no language is taken for English, as it is embedded."""
    return evidence.found.source.language or ENGLISH
