"""Lists of words as they are written in code: many to a line."""


def listed(words: str) -> frozenset[str]:
    """Read a list of words with spaces between them."""
    return frozenset(words.split())
