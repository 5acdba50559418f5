"""Questions in another language than English: how far a text in that language has their words.

"Hafenerweiterung" is told by who writes of the "Erweiterung des Hafens": where words are made of words,
a text that has the parts has the whole. Pure but for the dictionaries of word forms.
"""

from functools import lru_cache

from assistant.checking.evidence import words
from assistant.english.listed import listed
from ingest.texts.lemmas import lemmas

_SHORTEST = 5  # letters of a word that says something; nouns of German may be shorter
_PART, _PART_AT_AN_END = 4, 3  # letters of a part of a word
_COVERED = 0.8  # of a word's letters, that its parts must make up; what links them is lost
_ENDINGS = ("ungen", "nen", "en", "er", "es", "e", "n", "s")
_COMPOUNDING = listed("de nl sv da no nb nn fi hu is et")
# Words that ask or help.
_ASKING = listed(
    "warum wieso weshalb wann wohin woher womit wofür worüber welche welcher welches welchen welchem gibt "
    "wird werden wurde wurden worden haben hatte hatten sind waren nicht einen einem einer eines diese "
    "dieser dieses über unter nach zwischen gegen durch viele viel hoch lange lang kommt steht macht "
    "machen soll sollen kann können will pourquoi combien comment quand quelle quelles quels quel depuis "
    "entre contre elles cette avoir était étaient seront serait quién quiénes cuándo cuánto cuántos "
    "cuántas cuál cuáles dónde cómo porque perché quando quanto quanti quale quali sono stato waarom "
    "wanneer hoeveel welke hebben varför hvornår hvorfor чому коли скільки який яка яке які хто куди "
    "почему когда сколько какой какая какое какие откуда "
)


@lru_cache(500)
def share_told(question: str, text: str, language: str) -> float:
    """Share of a question's words, by their letters, that a text of this language has, 0 to 1."""
    asked = _asked(question)
    total = sum(map(len, asked))
    forms = _forms(text, language)
    return sum(len(word) for word in asked if _is_told(word, forms, language)) / total if total else 0.0


@lru_cache(500)
def _asked(question: str) -> tuple[str, ...]:
    found = words(question)
    said = [
        w for n, w in enumerate(found) if len(w) >= _SHORTEST or (n and len(w) >= _PART and w[0].isupper())
    ]
    return tuple(w.casefold() for w in said if w.casefold() not in _ASKING)


@lru_cache(500)
def _forms(text: str, language: str) -> frozenset[str]:
    """The words of a text as they stand, in their dictionary forms, and without endings."""
    told = {word.casefold() for word in (*words(text), *lemmas(text, language))}
    bare = {w.removesuffix(end) for w in told for end in _ENDINGS if len(w) - len(end) >= _PART}
    return frozenset(form for form in told | bare if len(form) >= _PART_AT_AN_END)


def _is_told(word: str, forms: frozenset[str], language: str) -> bool:
    own = {
        word,
        *(lemma.casefold() for lemma in lemmas(word, language) or lemmas(word.capitalize(), language)),
    }
    if own & forms:
        return True
    if language not in _COMPOUNDING:
        return False
    return _covered(word, forms) >= _COVERED * len(word) or any(_is_part(one, forms) for one in own)


def _covered(word: str, forms: frozenset[str]) -> int:
    """How many letters of a word are made up of words of a text that do not overlap."""
    best = [0] * (len(word) + 1)
    for start in reversed(range(len(word))):
        best[start] = best[start + 1]
        for end in range(start + _PART_AT_AN_END, len(word) + 1):
            is_long = end - start >= _PART or start == 0 or end == len(word)
            if is_long and word[start:end] in forms:
                best[start] = max(best[start], end - start + best[end])
    return best[0]


def _is_part(word: str, forms: frozenset[str]) -> bool:
    """Whether a word of a text is made with this one: "Fährstreik" with "Streik"."""
    if len(word) < _SHORTEST:
        return False
    return any(
        len(f) >= len(word) + _PART_AT_AN_END and (f.endswith(word) or f.startswith(word)) for f in forms
    )
