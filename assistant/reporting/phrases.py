"""Noun phrases around a verb: who does what it tells, as far as words and their order show.

Pure patterns over English tokens, each bounded; knows nothing of who is meant.
"""

from dataclasses import dataclass

from assistant.checking.evidence import folded
from assistant.checking.names import is_day
from assistant.english.listed import listed
from assistant.english.thesaurus import is_common, is_place
from assistant.english.word_lists import words
from assistant.reporting.frames import MARK
from assistant.reporting.runs import (
    ARTICLES,
    OF,
    PARTICLES,
    Tokens,
    first_title,
    is_capital,
    is_object,
    owns,
    run,
    word,
)

HE = listed("he she")
PRONOUNS = HE | listed("they it i we you")
AUXILIARY = listed(
    "has have had will would can could may might must should did does do is was are were be been also "
    "then later now recently previously first once again even still just both never always often since "
    "further already not reportedly himself herself themselves separately meanwhile however too instead "
    "today yesterday tonight"
)
STOPS = frozenset((",", ";", ":", MARK, "—", "–", "−", "‒", "--", "(", ")"))
JOINS = listed("and but or as while when because if whether after before since that than so although though")
_NOT_HOW = listed("family families assembly supply reply anomaly monopoly jelly bully")
FAR = 12  # words of a phrase
_CLAUSE = 24  # words from "who" to the verb of whom it tells
# Nothing that stands beside a noun: "alleged fraud".
_SURELY_SAID = listed(
    "said says say told tell claimed argued warned denied confirmed insisted explained added announced wrote "
    "questioned recounted emphasised emphasized demanded"
)
_OFFICES = words("persons") | words("titles") | words("roles")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: a name, a pronoun, or words for somebody or something."""

    start: int  # offsets into the text of its tokens
    end: int
    text: str
    is_name: bool = False

    @property
    def is_somebody(self) -> bool:
        """Whether it names somebody, or stands for a person."""
        return self.is_name or self.text.lower() in HE

    @property
    def is_pronoun(self) -> bool:
        """Whether it is one word that stands for another."""
        return self.text.lower() in PRONOUNS


def before(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """The phrase that ends right before a place, or that a comma there closes."""
    n = at - 1
    while n >= 0 and (word(tokens, n) in AUXILIARY or _is_adverb(word(tokens, n))):
        n -= 1
    n = _before_day(tokens, n)
    here = word(tokens, n)
    if here.lower() in PRONOUNS:
        return phrase(text, tokens, n, n)
    if here in ("who", "which"):
        return _antecedent(text, tokens, n - 1)
    if whom := _told_of(tokens, n, at):
        return _antecedent(text, tokens, whom - 1)
    if here == "that" and word(tokens, n - 1).islower() and word(tokens, n - 1) not in JOINS:
        return None if _is_verb(word(tokens, n - 1)) else _described(text, tokens, n - 1)
    if here == ",":
        return (
            _named_beside(text, tokens, n)
            or opening(text, tokens, _begins(tokens, n), n)
            or _described(text, tokens, _opened(tokens, n) - 1)
        )
    if n < 0 or here in STOPS or here in JOINS:
        return None
    return _named(text, tokens, n) or _described(text, tokens, n)


def _told_of(tokens: Tokens, last: int, verb: int) -> int:
    """Where "who" stands whose clause ends before a verb, else 0: "a clerk who asked for calm said"."""
    if word(tokens, verb) not in _SURELY_SAID or word(tokens, verb + 1) in AUXILIARY:
        return 0
    who = next((n for n in range(last, max(0, last - _CLAUSE), -1) if word(tokens, n) in (*STOPS, "who")), 0)
    first = word(tokens, who + 1)
    is_subject = first.islower() and first not in ARTICLES | PRONOUNS
    return who * (word(tokens, who) == "who" and who < last - 1 and is_subject)


def _named_beside(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """The name that the comma at a place closes: "and the mayor, Ada Moen, said"."""
    comma = _opened(tokens, at)
    is_name = 0 < comma < at - 1 and _is_name(tokens, comma + 1, at)
    if is_name and (word(tokens, comma - 1) in _OFFICES or _is_office_of(tokens, comma, at)):
        return phrase(text, tokens, *run(tokens, at - 1), True)
    return None


def _is_office_of(tokens: Tokens, comma: int, at: int) -> bool:
    """Whether a longer office stands after a clause: "the dam broke, a clerk of the firm, Ada Moen, said"."""
    first = _after_comma(tokens, comma)
    head = next((n for n in range(first, comma) if word(tokens, n) in (*OF, "who")), comma) - 1
    name = [word(tokens, n) for n in range(comma + 1, at)]
    return (
        word(tokens, first - 1) == ","
        and word(tokens, first).lower() in ARTICLES
        and word(tokens, head) in _OFFICES | {"one"}
        and len(name) > 1
        and not is_place(folded(" ".join(name)))
        and not _is_name(tokens, _after_comma(tokens, first - 1), first - 1)  # whose office it would be
    )


def _after_comma(tokens: Tokens, at: int) -> int:
    """Where the part begins that ends before a place."""
    return next((n + 1 for n in range(at - 1, -1, -1) if word(tokens, n) in STOPS), 0)


def _before_day(tokens: Tokens, at: int) -> int:
    """The place before "on Monday" or "late Tuesday", if a day ends there."""
    if not is_day(word(tokens, at)) or at < 1:
        return at
    n = at - 1
    while n > 0 and word(tokens, n) in ("on", "late", "early", "earlier", "last", "in"):
        n -= 1
    return n


def _opened(tokens: Tokens, at: int) -> int:
    """The comma that opens what the one at a place closes: "an official, however, said"."""
    return next((n for n in range(at - 1, max(0, at - FAR), -1) if word(tokens, n) == ","), 0)


def _antecedent(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """Whom "who" means: the name before it, over a comma and what stands between two."""
    if word(tokens, at) != ",":
        return before(text, tokens, at + 1)
    comma = next((n for n in range(at - 1, max(-1, at - FAR), -1) if word(tokens, n) in STOPS), -1)
    tells_more = (
        comma >= 0 and not is_capital(word(tokens, comma + 1)) and is_capital(word(tokens, comma - 1))
    )
    last = comma - 1 if tells_more else at - 1
    if is_capital(word(tokens, last)):
        return phrase(text, tokens, *run(tokens, last), True)
    return _described(text, tokens, last)


def opening(text: str, tokens: Tokens, first: int, last: int) -> Phrase | None:
    """The first phrase of a clause, over what only leads up to it: "On Monday, Moen, the coach"."""
    parts = _parts(tokens, first, last)
    while len(parts) > 1 and _leads(tokens, *parts[0]):
        parts = parts[1:]
    if len(parts) > 1 and _is_office(tokens, *parts[0]) and _is_name(tokens, *parts[1]):
        return phrase(text, tokens, *run(tokens, parts[1][1] - 1), True)
    return _first(text, tokens, *parts[0]) if parts else None


def _is_office(tokens: Tokens, a: int, b: int) -> bool:
    """Whether a part tells what somebody is: "its president", "Leith’s envoy to Oslo"."""
    return not is_capital(word(tokens, b - 1)) or any(
        word(tokens, n) in words("persons") for n in range(a, b)
    )


def _is_name(tokens: Tokens, a: int, b: int) -> bool:
    """Whether a part is a name and nothing else: "its president, Moen, said"."""
    return all(is_capital(word(tokens, n)) or word(tokens, n) in PARTICLES for n in range(a, b))


def _first(text: str, tokens: Tokens, first: int, last: int) -> Phrase | None:
    """The pronoun, name or noun with its article that comes first."""
    while first < last - 1 and word(tokens, first).lower() in JOINS:
        first += 1
    if word(tokens, first).lower() in PRONOUNS:
        return phrase(text, tokens, first, first)
    ends = next((n for n in range(first + 1, last) if _is_verb(word(tokens, n))), None)
    if ends is not None and (found := before(text, tokens, ends)):
        return found
    if is_capital(word(tokens, last - 1)) and not is_object(tokens, run(tokens, last - 1)[0]):
        return phrase(text, tokens, *run(tokens, last - 1), True)
    names = [
        n
        for n in range(first, last)
        if is_capital(word(tokens, n)) and not is_object(tokens, run(tokens, n)[0])
    ]
    if not names:
        return None
    n = names[0]
    while n + 1 < last and (is_capital(word(tokens, n + 1)) or word(tokens, n + 1) in PARTICLES):
        n += 1
    return phrase(text, tokens, *run(tokens, n), True)


def _is_verb(token: str) -> bool:
    return token in AUXILIARY or token.endswith(("n’t", "n't")) or (token.islower() and token.endswith("ed"))


def _parts(tokens: Tokens, first: int, last: int) -> list[tuple[int, int]]:
    cuts = [n for n in range(first, last) if word(tokens, n) == ","]
    edges = [first, *(n + 1 for n in cuts)]
    return [(a, b) for a, b in zip(edges, [*cuts, last], strict=True) if b > a]


def _leads(tokens: Tokens, a: int, b: int) -> bool:
    low = word(tokens, a).lower()
    return (
        low in OF
        or low in JOINS - {"and", "but", "or", "so", "that"}
        or low.endswith(("ing", "ly"))
        or low in ("following", "despite", "yet", "still", "now", "earlier", "later", "asked")
        or all(is_day(word(tokens, n)) or not word(tokens, n)[0].isalpha() for n in range(a, b))
    )


def _begins(tokens: Tokens, at: int) -> int:
    """Where the clause before a place begins."""
    n = at
    while n and not (word(tokens, n - 1) in STOPS - {",", "(", ")"} or word(tokens, n - 1) == "that"):
        n -= 1
    return n


def _is_adverb(token: str) -> bool:
    return token.endswith("ly") and token.islower() and len(token) > 4 and token not in _NOT_HOW


def _named(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """The name that ends at a place, unless it belongs to what stands before it: "a spokesman for Meta"."""
    if word(tokens, at) == ")":
        at = next((n - 1 for n in range(at, max(0, at - 4), -1) if word(tokens, n) == "("), at)
    if not is_capital(word(tokens, at)):
        return None
    a, b = run(tokens, at)
    n = first_title(tokens, a) - 1
    while n > 0 and is_capital(word(tokens, n)) and owns(tokens, n):  # "Moen of Leith's Harbour Board"
        n = first_title(tokens, n) - 1
    n = _over_numbers(tokens, n)
    n -= word(tokens, n).lower() in ARTICLES
    if word(tokens, n).lower() in OF - {"with"} and _has_head(tokens, a):
        return _named(text, tokens, n - 1) if is_capital(word(tokens, n - 1)) else None
    return phrase(text, tokens, a, b, True)


def _over_numbers(tokens: Tokens, at: int) -> int:
    """The place before "8th" and "Oslo-based", where an article and a name stand around them."""
    n = at
    while word(tokens, n)[:1].isdigit() or "-" in word(tokens, n) or word(tokens, n) == "St.":
        n -= 1
    return n if word(tokens, n).lower() in ARTICLES else at


def _has_head(tokens: Tokens, at: int) -> bool:
    """Whether a noun stands before the preposition before a name."""
    n = at - 1
    while n >= 0 and (word(tokens, n).lower() in OF or word(tokens, n).lower() in ARTICLES):
        n -= 1
    return n >= 0 and word(tokens, n) not in STOPS


def _described(text: str, tokens: Tokens, at: int) -> Phrase | None:
    """Words for somebody, from their article or the edge of the clause on, or the name they tell of."""
    if at < 0:
        return None
    n = at
    while n and at - n < FAR and word(tokens, n - 1) not in STOPS and not _is_edge(tokens, n - 1):
        n -= 1
        if word(tokens, n).lower() in ARTICLES and word(tokens, n - 1).lower() not in OF:
            break
    is_adverb = n == 2 and is_common(folded(word(tokens, 0)))  # "Nevertheless, officials said"
    tells_more = word(tokens, n - 1) == "," and word(tokens, n).lower() not in ARTICLES and not is_adverb
    if tells_more and n < at and is_capital(word(tokens, n - 2)) and not is_capital(word(tokens, n)):
        return _named(text, tokens, n - 2)
    if tells_more is False and word(tokens, n - 1) == "," and (whom := _held_office(text, tokens, n, at)):
        return whom
    while n < at and word(tokens, n).lower() in (*OF, *JOINS):
        n += 1
    return phrase(text, tokens, n, at)


def _held_office(text: str, tokens: Tokens, first: int, last: int) -> Phrase | None:
    """The name before "the owner of a mill": "Ada Moen, the owner of a mill said"."""
    head = next((n for n in range(first + 1, last + 1) if word(tokens, n).lower() in OF), last + 1) - 1
    comma = first - 1
    if word(tokens, head) not in words("persons") or not is_capital(word(tokens, comma - 1)):
        return None
    a, b = run(tokens, comma - 1)
    return None if a == b or is_object(tokens, a) else phrase(text, tokens, a, b, True)


def _is_edge(tokens: Tokens, at: int) -> bool:
    low = word(tokens, at).lower()
    joins_nouns = low == "and" and word(tokens, at + 1).islower() and word(tokens, at + 1) not in ARTICLES
    return low in PRONOUNS or (low in JOINS and not joins_nouns) or low in AUXILIARY or low == "who"


def phrase(text: str, tokens: Tokens, first: int, last: int, is_name: bool = False) -> Phrase:
    """The tokens from the first to the last as a phrase."""
    start, end = tokens[first].start(), tokens[last].end()
    return Phrase(start, end, text[start:end], is_name)
