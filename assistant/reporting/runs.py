"""Names as runs of words with capitals: where each begins and ends, and what stands before it.

Pure patterns over English tokens; knows nothing of verbs.
"""

import re
from collections.abc import Sequence

from assistant.checking.names import is_day
from assistant.english.listed import listed
from assistant.english.word_lists import words

TOKEN = re.compile(
    r"(?:Dr|Mr|Mrs|Ms|St|Sen|Rep|Gov|Lt|Gen|Col|Capt|Sgt|Jr|Sr|Prof|Rev|Det|Adm)\.|(?:[A-Z]\.)+(?![a-z])"
    r"|[^\W_]+(?:[’'&-][^\W_]+)*|[,;:()“—–−‒]|--"
)
Tokens = Sequence[re.Match[str]]
OF = listed("in of at from for to on by near with against between over into about during under")
ARTICLES = listed(
    "the a an his her its their this one some many several most other these those two three our"
)
PARTICLES = listed("de van von der den del della la al el bin ibn da dos du le ter")
_FIRM = words("groups") | words("firms")
_ROLES = words("titles") | words("roles")


def word(tokens: Tokens, at: int) -> str:
    """The token at a place; "" outside."""
    return tokens[at].group() if 0 <= at < len(tokens) else ""


def first_title(tokens: Tokens, at: int) -> int:
    """Where the titles before a name begin."""
    while at and belongs(tokens, at - 1):
        at -= 1
    return at


def is_capital(token: str) -> bool:
    """Whether a word has the capital of a name: no day, and no word that only opens a sentence."""
    low = re.split("[’']", token, maxsplit=1)[0].lower()
    return token[:1].isupper() and not is_day(token) and low not in words("openers")


def run(tokens: Tokens, at: int) -> tuple[int, int]:
    """First and last token of the name that ends at a place, without the titles before it."""
    n = at
    while n and belongs(tokens, n - 1):
        n -= 1
    while n < at and not is_capital(word(tokens, n)):
        n += 1
    titles = [i + 1 for i in range(n, at) if word(tokens, i).lower() in _ROLES]
    if at - n > 1 and word(tokens, n).lower() in words("persons"):  # "Writer Ada Moen"
        titles = titles or [n + 1]
    return (titles[-1] if titles else n), at


def belongs(tokens: Tokens, at: int) -> bool:
    """Whether a word before a part of a name is a part of it too."""
    token, low = word(tokens, at), word(tokens, at).lower()
    if owns(tokens, at):
        return False
    if low in PARTICLES:
        back = at - 2 if word(tokens, at - 1).lower() in PARTICLES else at - 1
        return is_capital(word(tokens, back))
    if low in ("of", "for", "and", "the"):
        back = at - 1 if low != "the" else at - 2
        is_firm = is_of_firm(tokens, back) or (low == "and" and word(tokens, at + 2).lower() in _FIRM)
        return is_capital(word(tokens, back)) and is_firm
    return is_capital(token)


def is_of_firm(tokens: Tokens, at: int) -> bool:
    """Whether the name that ends at a place is that of a body."""
    while at >= 0 and is_capital(word(tokens, at)):
        if word(tokens, at).lower() in _FIRM:
            return True
        at -= 1
    return False


def is_object(tokens: Tokens, at: int) -> bool:
    """Whether a name stands after a preposition, or owns something."""
    prior = word(tokens, at - 1).lower()
    prior = word(tokens, at - 2).lower() if prior in ARTICLES else prior
    return prior in OF - {"with"} or owns(tokens, at)


def owns(tokens: Tokens, at: int) -> bool:
    """Whether a word is a possessive: "Moen’s", "Bezos’"."""
    token = tokens[at]
    return token.group().endswith(("’s", "'s")) or token.string[token.end() : token.end() + 1] in ("’", "'")


def follows(text: str, tokens: Tokens, at: int, first: int) -> bool:
    """Whether no full stop stands before a place."""
    return at == first or "." not in text[tokens[at - 1].end() : tokens[at].start()]
