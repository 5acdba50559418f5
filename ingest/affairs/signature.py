"""What an article is compared by with others: its vector, and its rarest words as weighted numbers.

A signature holds no word: each is a number that many words share. Knows nothing of other articles but how
many of them have a word.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.model import DIMENSIONS
from ingest.words import terms

Vector = NDArray[np.float32]
_LETTERS = 2_000  # of a text: news says first what it is about
_KEPT = 128  # words, those that weigh most
_NAMED = 1.5  # times as much weighs a word with a capital inside a sentence
# What is known of the commonness of words before any article is: as if so many articles had been counted,
# in which the nth of the commonest words stands in _OFTEN / n of them, and any other in one of 2,000.
_ASSUMED, _OFTEN, _SELDOM = 300, 30, 1 / 2_000
_NAME = re.compile(r"(?<=[^\s.!?:\"“] )[^\W\d_][\w’'-]*")
_COMMONEST = """
the of and in to was he is as for on with that it his by at from her she you had an were but be this are not
my they one which or have him me first all also their has up who out been when after there into new two time
would no what about said we over then other so more can if like back them only some could where just during
before do made school through than now year most world may between down well three while will later city
under around did such use state people part know against your many second university both nation these don
known off way until how even get head didn team because born unit film since still long work south us become
any high again day family see right man eye house season war include take life north same each call name much
place however go four group found won area here away left home music best make hand number company several
never last end good too follow game play little began old want those side held own early county west face
think government march small general town june line something september look along international july club
went january october our august april few east show member father public come men five set station next
former november party december age system let though every water within great women large band white should
says say told according report reports news week monday tuesday wednesday thursday friday saturday sunday
february percent million billion officials official told country countries
"""


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """An article as others are compared with it."""

    vector: Vector  # of length 1, or nothing but zeros where the model does not know the language
    words: NDArray[np.uint32]  # in ascending order
    weights: Vector  # of each, of length 1 together

    def as_bytes(self) -> bytes:
        """As SQL keeps it."""
        parts = self.vector.astype("<f2"), self.words.astype("<u4"), self.weights.astype("<f2")
        return b"".join(part.tobytes() for part in parts)


def of_bytes(kept: bytes) -> Signature:
    """Read back what SQL keeps."""
    middle = 2 * DIMENSIONS
    many = (len(kept) - middle) // 6
    vector, weights = (
        np.frombuffer(kept, "<f2", DIMENSIONS),
        np.frombuffer(kept, "<f2", many, middle + 4 * many),
    )
    return Signature(vector.astype("f4"), np.frombuffer(kept, "<u4", many, middle), weights.astype("f4"))


def words_of(title: str, text: str) -> dict[int, float]:
    """The words of a headline and the beginning of its text, each with how much is made of it there."""
    told = f"{title}. {text[:_LETTERS]}" if title else text[:_LETTERS]
    names = {number(term) for term in terms(" ".join(_names(told)))}
    counted = Counter(map(number, terms(told)))
    return {word: (1 + np.log(n)) * (_NAMED if word in names else 1) for word, n in counted.items()}


def sign(words: Mapping[int, float], holding: Mapping[int, int], among: int, vectors: Vector) -> Signature:
    """Sign an article with these words and passages' vectors; so many of so many others hold each word."""
    weights = {word: made * _rarity(word, holding.get(word, 0), among) for word, made in words.items()}
    kept = sorted(weights, key=lambda word: (-weights[word], word))[:_KEPT]
    kept = sorted(word for word in kept if weights[word] > 0)
    mean = vectors.mean(axis=0) if len(vectors) else np.zeros(DIMENSIONS, "f4")
    weighed = np.array([weights[word] for word in kept], "f4")
    # Compared is what SQL keeps, so that a new start changes nothing.
    return of_bytes(Signature(_unit(mean), np.array(kept, "u4"), _unit(weighed)).as_bytes())


def number(term: str) -> int:
    """The number of a word."""
    return crc32(term.encode())


def _rarity(word: int, holding: int, among: int) -> float:
    expected = _ASSUMED * _common().get(word, _SELDOM)
    return max(0.0, float(np.log((among + _ASSUMED) / (holding + expected))))


def _names(text: str) -> list[str]:
    return [word for word in _NAME.findall(text) if word[0].isupper()]


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


@cache
def _common() -> dict[int, float]:
    """How large a part of all articles is expected to have each of the commonest words."""
    ordered = dict.fromkeys(terms(_COMMONEST))
    return {number(term): min(1.0, _OFTEN / n) for n, term in enumerate(ordered, start=1)}
