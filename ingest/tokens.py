"""How many tokens a text has: by the embedding model's tokenizer, or roughly where that is missing.

Knows nothing about passages, or where the tokenizer comes from.
"""

import re
from collections.abc import Callable, Sequence

from tokenizers import Tokenizer

# Numbers of tokens, one a text; texts with a space between them have together what they have apart.
Measure = Callable[[Sequence[str]], list[int]]

_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def exactly(tokenizer: Tokenizer) -> Measure:
    """Measure by a tokenizer, without the special tokens around a text."""

    def measure(texts: Sequence[str]) -> list[int]:
        encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(tokens) for tokens in encoded]

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
