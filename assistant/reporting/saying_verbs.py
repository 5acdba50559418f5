"""Which words of a frame are verbs of saying, by themselves and by what stands beside them.

Pure patterns over English tokens; whose verbs they are is told in assistant/reporting/sayings.py.
"""

from collections.abc import Sequence
from functools import cache

from assistant.checking.names import is_day
from assistant.checking.speakers import is_saying
from assistant.checking.subjects import says
from assistant.english.listed import listed
from assistant.english.thesaurus import bases
from assistant.english.word_lists import words
from assistant.reporting.frames import MARK, Frame
from assistant.reporting.phrases import AUXILIARY, HE, PRONOUNS
from assistant.reporting.runs import ARTICLES, OF, Tokens, is_capital, word

MORE = listed(
    "tweeted tweets tweeting continued continues posted outlined outlines detailed details states stated "
    "stating shouted yelled laughed laughs blasted slammed posits pointed points quipped opined tells "
    "reads clarified clarifies clarifying deadpanned lamented laments lamenting "
    "decried decries decrying exclaimed exclaims indicated read bragged boasted mused "
    "gushed fumed teased marveled marvelled"
)
_INVERTED = listed(
    "read said says added adds wrote writes reported reports explained argued warned noted claimed alleged"
)
_NOUNS_TOO = listed("disputes")
DASHES = ("", ",", "—", "–", "−", "‒", "--", MARK)
_BASES = listed(
    "state report claim call note point demand comment name remark question answer promise pledge vow "
    "forecast protest voice"
)
# Those that end otherwise than "ed", "s" or "ing".
_OTHERS = _BASES | listed(
    "find found think thought believe hope fear feel felt suggest "
    "say said tell told write wrote written argue warn describe explain insist deny reject urge complain "
    "recall add announce observe declare concede admit acknowledge confirm predict stress emphasise "
    "emphasize maintain contend caution praise criticise criticize ask reply respond propose recount "
    "relate assert dismiss dispute agree disagree testify repeat reiterate underline conclude reveal "
    "disclose mock label liken remind assure allege blame shot hit put retort confess advise recommend "
    "accuse cite express joke quip spoke hint"
)
_CLAUSE = 8  # words; as many before "said Moen" are what Moen said, and no name with its office
_FEW = 3
_FAR = 12  # words from "referred to" to "as"
_WITH = 6  # words from "with" to "saying"
_PASSIVE = listed("is are was were be been being commonly widely")
_AFTER_VERB = listed("in to on at after when as during with from of before while")
_YEARS = listed("year month week")
_WRITING = listed("write say call add warn describe note tell argue")


def spoken_in(frame: Frame) -> frozenset[int]:
    """Where quotations begin that end as somebody's words do before who says them: with a comma."""
    return frozenset(
        max(0, start - 1 - frame.start)
        for start, end in frame.quotes
        if frame.text[end - 1] in ",!?" and len(frame.text[start:end].split()) > _FEW
    )


def is_said(tokens: Tokens, at: int) -> bool:
    """Whether the word at a place is a verb of saying with somebody before it, or one that goes on."""
    token, prior = word(tokens, at), word(tokens, at - 1)
    if token.lower().endswith("ing"):
        begins = at == 0 and bool(bases(token) & _WRITING)
        is_beside = (
            prior in (*DASHES, "by", ")")
            or prior_is_time(tokens, at)
            or is_somebody(prior)
            or tells_quoted(tokens, at)
        )
        return begins or ((is_beside or _is_with(tokens, at)) and is_saying(tokens, at))
    if prior.endswith(("’s", "'s")):
        return False
    if token in ("said", "says") and not prior.endswith(("n’t", "n't")) and prior.lower() not in AUXILIARY:
        return True
    near = {word(tokens, n) for n in range(at - 4, at)}
    if token in _NOUNS_TOO and prior.islower() and not ARTICLES & near:
        return False
    # "Russian state media", "a Moen report": a noun, where a verb would have an ending.
    is_noun = token in _BASES and ((prior[:1].isupper() and prior[-1:] != "s") or prior.lower() in OF)
    n = at - 1
    while word(tokens, n).endswith("ly") or word(tokens, n) in ("often", "never", "always"):
        n -= 1
    is_meant = (
        word(tokens, n) in ("to", "not")
        or word(tokens, n).endswith(("n’t", "n't"))
        or (token, word(tokens, at + 1)) in (("described", "as"), ("asked", "not"))
    )
    return not is_noun and not is_meant and says(tokens, at)


def prior_is_time(tokens: Tokens, at: int) -> bool:
    """Whether "last year" or "on Sunday" stands before a place, after a comma: ", last year telling"."""
    return (
        word(tokens, at - 1) in _YEARS
        and word(tokens, at - 2) in ("last", "this")
        and word(tokens, at - 3) == ","
    )


def is_somebody(before: str) -> bool:
    """Whether a word before "saying" is who says it: "with Moen saying", "one official saying"."""
    return before == "and" or before in words("persons") or (before[:1].isupper() and not is_day(before))


def tells_quoted(tokens: Tokens, at: int) -> bool:
    """ "wrote to customers warning that “…”"."""
    return word(tokens, at + 1) == "that" and word(tokens, at + 2) == MARK


def _is_with(tokens: Tokens, at: int) -> bool:
    """ "with residents calling it “…”"."""
    near = [word(tokens, n) for n in range(at - _WITH, at)]
    return "with" in near and "," not in near


def comes_to(tokens: Tokens, at: int) -> int:
    """Where "went on to" begins before a verb of saying, or what stands in brackets; else its own place."""
    has_initials = word(tokens, at - 3) == "(" and word(tokens, at - 2).isupper()
    if word(tokens, at - 1) == ")" and (word(tokens, at).endswith("ing") or has_initials):
        return next((n for n in range(at - 1, max(0, at - _FAR), -1) if word(tokens, n) == "("), at)
    return at - 3 if goes_on_to(tokens, at) else at


def goes_on_to(tokens: Tokens, at: int) -> bool:
    """ "went on to say that"."""
    goes = [word(tokens, n) for n in range(at - 2, at)] == ["on", "to"] and word(tokens, at) in _OTHERS
    is_told = word(tokens, at + 1) in ("that", MARK) or word(tokens, at) in ("say", "explain", "describe")
    return goes and is_told and word(tokens, at - 3) in ("went", "goes")


@cache
def may_say(token: str) -> bool:
    """Whether a word may be a verb that is looked for; most are not, which is told at once here."""
    low = token.lower()
    return low == "according" or (low not in ("seed", "seeds") and _ends_so(low))


def _ends_so(low: str) -> bool:
    return low in MORE or low.endswith(("ed", "s", "ing")) or low in _OTHERS


def is_more(tokens: Tokens, at: int) -> bool:
    """Whether the word at a place is one that tells what is said only beside somebody, "posted"."""
    prior = word(tokens, at - 1)
    if word(tokens, at) == "read":
        return prior == MARK
    is_after = (
        word(tokens, at).startswith("indicate")
        or prior[:1].isupper()
        or prior.lower() in PRONOUNS
        or prior in (MARK, "also", "then", ",", "and")
    )
    is_after = is_after or MARK in [word(tokens, n) for n in range(at - 4, at - 1)]
    answers = word(tokens, at) in ("shot", "hit", "fired") and word(tokens, at + 1) == "back"
    answers = answers or (word(tokens, at) in ("put", "puts") and word(tokens, at + 1) == "it")
    if _is_read(tokens, at) or _refers(tokens, at):
        return True
    return at > 0 and (answers or word(tokens, at) in MORE) and is_after


def _is_read(tokens: Tokens, at: int) -> bool:
    """ "the police department's page reads: “…”"."""
    is_verb = word(tokens, at) in ("reads", "read", "states", "stated")
    return is_verb and word(tokens, at + 1) in (":", ",") and word(tokens, at + 2) == MARK


def _refers(tokens: Tokens, at: int) -> bool:
    """ "has often referred to them as “…”", but not "is referred to as"."""
    if word(tokens, at) not in ("referred", "refers") or word(tokens, at + 1) != "to":
        return False
    near = [word(tokens, n) for n in range(at - 3, at)]
    ends = [word(tokens, n) for n in range(at + 2, min(len(tokens), at + _FAR))]
    return "as" in ends[1:] and not any(each in _PASSIVE for each in near)


def is_any(tokens: Tokens, at: int, spoken: frozenset[int]) -> bool:
    """Any verb right after a quotation and "he" or a name: "...,” he laughs", "...,” Moen deadpanned"."""
    if not (word(tokens, at).islower() and word(tokens, at).endswith(("ed", "s"))):
        return False
    if word(tokens, at - 2) == MARK and word(tokens, at - 1).lower() in HE:
        return True
    n = at - 1
    while at - n <= _FEW and is_capital(word(tokens, n)):
        n -= 1
    ends = word(tokens, at + 1) in ("", ",", ".", *_AFTER_VERB)
    return n < at - 1 and ends and word(tokens, n) == MARK and tokens[n].start() in spoken


def is_inverted(text: str, tokens: Tokens, at: int) -> bool:
    """Whether who says it is named right after a verb: "...,” said Moen", "..., said Moen."."""
    prior, following = word(tokens, at - 1), word(tokens, at + 1)
    if tokens[at].group().endswith("ing") or following in ("", ",", MARK, "that", "to"):
        return False
    if text[tokens[at].end() :][:1] in ".,:;":
        return False
    if prior == MARK:
        return True
    if (
        prior != ","
        or word(tokens, at) not in _INVERTED
        or following.lower() in PRONOUNS
        or is_day(following)
    ):
        return False
    over = (",", ";", MARK, "who")
    ends = next((n for n in range(at + 1, len(tokens)) if word(tokens, n) in over), len(tokens))
    told = [word(tokens, n) for n in range(at + 1, ends)]
    is_clause = any(token in AUXILIARY or token in ("that", "to") for token in told)
    has_name = following == "the" or any(token[:1].isupper() for token in told)
    has_name = has_name or (word(tokens, at) == "said" and _is_anybody(told))
    earlier = [word(tokens, n) for n in range(at - 1)]
    tells = len(earlier) > _CLAUSE or any(each in AUXILIARY or each == MARK for each in earlier)
    tells = tells or earlier[:1] in (
        ["In"],
        ["For"],
        ["On"],
        ["To"],
        ["At"],
    )  # "In this sense, says the Post,"
    return not is_clause and has_name and tells


def _is_anybody(told: Sequence[str]) -> bool:
    """Whether words are for somebody without a name: "an official", "two witnesses", "officials"."""
    heads = [token for token in told if token in words("persons") or token in words("people")]
    return bool(heads) and (told[0] in ARTICLES or told[0] == heads[0])
