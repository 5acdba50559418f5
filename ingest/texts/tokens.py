"""How many tokens a text has: by the embedding model's tokenizer, or roughly where that is missing.

Knows nothing about passages, or where the tokenizer comes from.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain

from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import BertPreTokenizer

# Numbers of tokens, one a text; texts with a space between them have together what they have apart.
Measure = Callable[[Sequence[str]], list[int]]

# Words of news come again: of a thousand in a text fifty are new. A longer one is none, or an address.
_REMEMBERED, _LONGEST = 50_000, 30
_WORD = re.compile("[^ ]+")
_WORD_OR_SIGN = re.compile(r"[^ !-/:-@\[-`{-~‘’“”–—]+|[!-/:-@\[-`{-~‘’“”–—]")
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def exactly(tokenizer: Tokenizer) -> Measure:
    """Measure by a tokenizer, without the special tokens around a text.

    Words that stand apart have their tokens whatever is around them, so they are remembered.
    """
    cuts_at_signs = isinstance(tokenizer.pre_tokenizer, BertPreTokenizer)
    word = _WORD_OR_SIGN if cuts_at_signs else _WORD
    known: dict[str, int] = {}

    def measure(texts: Sequence[str]) -> list[int]:
        nonlocal known
        if len(known) > _REMEMBERED:
            known = {}
        held, words = known, [word.findall(text) for text in texts]  # another thread may empty it
        sizes = {each: held.get(each, 0) for each in chain.from_iterable(words)}
        new = [each for each, size in sizes.items() if not size]
        # One by one: in a batch they are spread over all cores, which takes more than it saves.
        found = {each: len(tokenizer.encode(each, add_special_tokens=False)) for each in new}
        held.update(item for item in found.items() if len(item[0]) <= _LONGEST)
        sizes |= found
        return [sum(map(sizes.__getitem__, each)) for each in words]

    return measure


def roughly(texts: Sequence[str]) -> list[int]:
    """Measure by letters: over a passage of English news seldom less than the tokenizer does."""
    return [-(-sum(_tenths(piece) for piece in _PIECE.findall(text)) // 10) for text in texts]


def _tenths(piece: str) -> int:
    """Tenths of a token in a word, a number or a sign; names and capitals fall apart sooner than words."""
    longer = max(0, len(piece) - 2)
    if piece.isdigit():
        return 10 + 3 * longer
    if not piece.isascii():
        return 10 * len(piece)  # each letter of a script or sign the tokenizer may not know
    if piece.islower():
        return 10 + max(0, len(piece) - 5)
    return 10 + (1 if piece[1:].islower() else 4) * longer
