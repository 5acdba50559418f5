"""Dictionary forms of words in languages that inflect: "води" and "водою" are both found as "вода".

Knows simplemma's dictionaries, each of which is read at the first word of its language: 62 MB for all
four, about 10 microseconds a word. English has the index's own stemmer.
"""

import re
from functools import cache
from typing import Protocol

LANGUAGES = ("uk", "ru", "de", "fr")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Lemmatizer(Protocol):
    def lemmatize(self, token: str, lang: str) -> str: ...


def lemmas(text: str, language: str | None) -> list[str]:
    """Dictionary forms of a text's words, in order, of those that stand there in another form."""
    if language not in LANGUAGES:
        return []
    found = ((word, _lemma(word, language)) for word in _WORD.findall(text))
    return [lemma for word, lemma in found if lemma.casefold() != word.casefold()]


def _lemma(word: str, language: str) -> str:
    return _lemmatizer().lemmatize(word, lang=language)


@cache
def _lemmatizer() -> _Lemmatizer:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    # As plain dictionaries they would take 345 MB.
    made: _Lemmatizer = Lemmatizer(
        lemmatization_strategy=DefaultStrategy(dictionary_factory=StreamDictionaryFactory())
    )
    return made
