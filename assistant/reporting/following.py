"""Noun phrases after a verb, "said the club's coach, Moen", and all the names of a text.

Pure patterns over English tokens, each bounded; knows nothing of who is meant.
"""

from assistant.english.listed import listed
from assistant.english.word_lists import words
from assistant.reporting.phrases import AUXILIARY, FAR, JOINS, PRONOUNS, STOPS, Phrase, phrase
from assistant.reporting.runs import (
    ARTICLES,
    OF,
    PARTICLES,
    Tokens,
    belongs,
    first_title,
    follows,
    is_capital,
    is_object,
    is_of_firm,
    run,
    word,
)

_PAPERS = listed("statement letter post message report email memo note release tweet")
_OFFICE = 4  # words after "president of" and before a name


def after(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """The phrase that begins at a place: "said the club's coach, Moen"."""
    if word(tokens, at).lower() in PRONOUNS:
        return phrase(text, tokens, at, at)
    n = at
    while n < len(tokens) and n - at < FAR and follows(text, tokens, n, at):
        if word(tokens, n) == "(":
            n = next((i for i in range(n, min(n + 6, len(tokens))) if word(tokens, i) == ")"), n)
        elif _is_over(tokens, n):
            break
        n += 1
    if n == at:
        return None
    if word(tokens, n - 1).lower() in _PAPERS and word(tokens, n).lower() in ("from", "by"):
        return after(text, tokens, n + 1)
    last = n - 1
    if is_capital(word(tokens, last)):
        return phrase(text, tokens, _with_other(tokens, run(tokens, last)[0], at), last, True)
    if word(tokens, last).islower() and word(tokens, n) == "," and is_capital(word(tokens, n + 1)):
        last = n + 1
        while is_capital(word(tokens, last + 1)) and follows(text, tokens, last + 1, at):
            last += 1
        return phrase(text, tokens, *run(tokens, last), True)
    return phrase(text, tokens, at, last)


def _with_other(tokens: Tokens, first: int, least: int) -> int:
    """Where the first of two names begins: "Ada Moen and Ivo Holm"."""
    if word(tokens, first - 1) != "and" or first - 2 < least or not is_capital(word(tokens, first - 2)):
        return first
    other = run(tokens, first - 2)[0]
    return other if not is_of_firm(tokens, first - 2) and other < first - 2 else first


def runs(text: str, tokens: Tokens) -> list[tuple[Phrase, bool]]:
    """The names of a text, and whether each may be what a verb has for its subject."""
    found: list[tuple[Phrase, bool]] = []
    for n in range(len(tokens)):
        ends = is_capital(word(tokens, n)) and not (belongs(tokens, n) and _goes_on(text, tokens, n))
        if ends:
            a, b = run(tokens, n)
            whole = phrase(text, tokens, a, b, True)
            is_owner = whole.text.endswith(("’s", "'s"))
            bare = whole.text[:-2] if is_owner else whole.text
            name = Phrase(whole.start, whole.start + len(bare), bare, True)
            found.append((name, not is_owner and not is_object(tokens, first_title(tokens, a))))
    return found


def _goes_on(text: str, tokens: Tokens, at: int) -> bool:
    """Whether the name a token belongs to goes on after it."""
    following = word(tokens, at + 1)
    return (
        bool(following)
        and (is_capital(following) or following in PARTICLES)
        and follows(text, tokens, at + 1, 0)
    )


def _leads_to_name(tokens: Tokens, at: int) -> bool:
    """Whether "of" belongs to an office before a name: "president of business operations Ada Moen"."""
    n = at + 1
    while n - at <= _OFFICE and word(tokens, n).islower() and word(tokens, n) not in ARTICLES | OF:
        n += 1
    is_office = word(tokens, at - 1).lower() in words("persons") | words("titles") | words("roles")
    return is_office and n > at + 1 and is_capital(word(tokens, n)) and is_capital(word(tokens, n + 1))


def _is_over(tokens: Tokens, at: int) -> bool:
    """Whether a phrase that began before a place is over there."""
    low = word(tokens, at).lower()
    if low == "of" and is_capital(word(tokens, at - 1)):
        return not (is_of_firm(tokens, at - 1) and is_capital(word(tokens, at + 1)))
    if low == "of" and _leads_to_name(tokens, at):
        return False
    if low == "of":
        return not any(word(tokens, n).endswith(("’s", "'s")) for n in range(at, at + 6))
    return (
        low in STOPS
        or low in OF
        or low in (JOINS - {"and"})
        or word(tokens, at) in AUXILIARY  # but not "David Just"
        or low in ("who", "via")
    )
