"""The verbs of saying of a frame, each with the phrase for who says it.

Pure patterns over English text; whom a phrase means is told in assistant/reporting/cast.py.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from assistant.checking.names import is_day
from assistant.checking.speakers import is_saying
from assistant.checking.subjects import says
from assistant.english.listed import listed
from assistant.english.thesaurus import bases
from assistant.english.word_lists import words
from assistant.reporting.frames import MARK, Frame
from assistant.reporting.phrases import AUXILIARY, HE, PRONOUNS, Phrase, after, before, opening
from assistant.reporting.runs import OF, TOKEN, Tokens, is_capital, word

_MORE = listed(
    "tweeted tweets tweeting continued continues posted outlined outlines detailed details states stated "
    "stating shouted yelled laughed laughs blasted slammed posits pointed points quipped opined tells "
    "reads clarified clarifies clarifying deadpanned lamented laments lamenting "
    "decried decries decrying exclaimed exclaims indicated read"
)
# Verbs by which one thinks or finds more often than speaks.
_MUTE = listed(
    "find found finds finding think thinks thought believe believes believed hope hopes hoped fear fears "
    "feared expect expects expected see sees saw seen consider considers considered deem deems deemed "
    "suggest suggests suggested suggesting reason reasons accept accepts accepted question put puts rule "
    "ruled rules calculate calculated estimate estimated estimates credit compare compared brands labels "
    "hint hinted hints implied imply implies recall speak speaks spoke talk talks talked brand label"
)
# Of these, those that tell what somebody says they think.
_MINDED = listed(
    "believe believes believed think thinks thought hope hopes hoped fear fears feared feel feels felt"
)
_INVERTED = listed("read said says added adds wrote writes reported reports explained argued warned noted")
_NEAR = listed("continued continues posted reads laughed laughs shouted yelled detailed details")
_DASHES = ("", ",", "—", "–", "−", "‒", "--", MARK)
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
_GOING_ON = listed(
    "saying adding calling describing telling warning noting writing arguing claiming declaring reminding "
    "stating insisting decrying slamming blasting"
)
_FEW = 3
_FAR = 12  # words from "referred to" to "as"
_WITH = 6  # words from "with" to "saying"
_PASSIVE = listed("is are was were be been being commonly widely")
_AFTER_VERB = listed("in to on at after when as during with from of before while")
_WRITING = listed("write say call add warn describe note tell argue")
# "Moen’s answer to the charge was, “…”"
_ANSWERS = re.compile(
    r"(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})[’'](?:s |s?(?= ))(?:\w+ ){0,2}"
    r"(?:response|reply|answer|message|reaction|verdict|advice|warning|comment|explanation|conclusion)\b"
    r"[^.;“”:]{0,60}?(?:\b(?:is|was) ?[:,]?|:) ?$"
)
_LINK = listed("that he she it they the a an there this these in not")


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying; offsets count from the beginning of its frame."""

    start: int  # of its words and those of its subject, if they stand together
    end: int
    verb: str
    verb_at: int
    subject: Phrase | None  # None where it has that of the verb before, or of its sentence
    is_inverted: bool = False  # "said Moen", "according to Moen"
    trails: bool = False  # nothing is said after it
    tells_that: bool = False  # "that" stands right after it

    @property
    def is_near(self) -> bool:
        """Whether it tells only what stands right beside it."""
        return self.verb in _NEAR

    @property
    def tells(self) -> bool:
        """Whether it tells what is said where nothing is in quotation marks."""
        return self.speaks and (self.verb not in _MORE or self.verb in ("stated", "states", "stating"))

    @property
    def speaks(self) -> bool:
        """Whether it is a verb of speaking or writing, not of thinking."""
        is_anybodys = self.verb not in _MUTE or self.end - self.verb_at > len(self.verb)
        return is_anybodys or (self.verb in _MINDED and self.subject is not None and self.subject.is_somebody)


def sayings(frame: Frame) -> list[Saying]:
    """Read them in their order."""
    text = frame.bare
    tokens = list(TOKEN.finditer(text))
    spoken = _spoken(frame)
    found: list[Saying] = []
    for n in range(len(tokens)):
        if not _may_say(tokens[n].group()) or (found and tokens[n].start() < found[-1].end):
            continue
        if saying := _according(text, tokens, n) or _saying(text, tokens, n, spoken):
            found.append(saying)
    return [_with_subject(saying, found[:n], found[n + 1 :], text, tokens) for n, saying in enumerate(found)]


def _according(text: str, tokens: Tokens, at: int) -> Saying | None:
    if word(tokens, at).lower() != "according" or word(tokens, at + 1) != "to":
        return None
    last = at + 2
    while last < len(tokens) and word(tokens, last) not in (",", ";", ":", MARK, "—", "–", "who", "which"):
        last += 1
    if last == at + 2:
        return None
    begins = next((n + 1 for n in range(at + 2, last - 1) if word(tokens, n) == "by"), at + 2)
    subject = after(text, tokens, begins)
    if subject is None:
        return None
    start, end = tokens[at].start(), tokens[last - 1].end()
    return Saying(start, end, "according to", start, subject, True, trails=at > 0)


def _spoken(frame: Frame) -> frozenset[int]:
    """Where quotations begin that end as somebody's words do before who says them: with a comma."""
    return frozenset(
        max(0, start - 1 - frame.start)
        for start, end in frame.quotes
        if frame.text[end - 1] in ",!?" and len(frame.text[start:end].split()) > _FEW
    )


def _saying(text: str, tokens: Tokens, at: int, spoken: frozenset[int]) -> Saying | None:
    """A verb of saying, with its subject where it stands beside it."""
    if word(tokens, at + 1) in ("tank", "tanks"):
        return None
    comes = _comes_to(tokens, at)
    if not (
        _says(tokens, at) or _is_more(tokens, at) or _is_any(tokens, at, spoken) or _goes_on_to(tokens, at)
    ):
        return None
    verb = tokens[at]
    puts_it = verb.group() in ("put", "puts") and word(tokens, at + 1) == "it"
    saying = Saying(
        verb.start(),
        tokens[at + 1].end() if puts_it else verb.end(),
        verb.group(),
        verb.start(),
        None,
        trails=_trails(text, tokens, at),
        tells_that=word(tokens, at + 1) == "that",
    )
    if _is_inverted(text, tokens, at) and (subject := after(text, tokens, at + 1)):
        return replace(saying, end=subject.end, subject=subject, is_inverted=True, trails=True)
    if verb.group().lower().endswith("ing") and (
        word(tokens, at - 1) in (*_DASHES, "by")
        or (_tells_quoted(tokens, at) and not _is_somebody(word(tokens, at - 1)))
    ):
        return saying
    if (subject := before(text, tokens, comes)) is None:
        return saying
    return replace(saying, start=min(subject.start, verb.start()), subject=subject)


def _says(tokens: Tokens, at: int) -> bool:
    token, prior = word(tokens, at), word(tokens, at - 1)
    if token.lower().endswith("ing"):
        begins = at == 0 and bool(bases(token) & _WRITING)
        is_beside = prior in (*_DASHES, "by", ")") or _is_somebody(prior) or _tells_quoted(tokens, at)
        return begins or ((is_beside or _is_with(tokens, at)) and is_saying(tokens, at))
    if prior.endswith(("’s", "'s")):
        return False
    if token in ("said", "says") and not prior.endswith(("n’t", "n't")) and prior.lower() not in AUXILIARY:
        return True
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


def _is_somebody(before: str) -> bool:
    """Whether a word before "saying" is who says it: "with Moen saying", "one official saying"."""
    return before == "and" or before in words("persons") or (before[:1].isupper() and not is_day(before))


def _tells_quoted(tokens: Tokens, at: int) -> bool:
    """ "wrote to customers warning that “…”"."""
    return word(tokens, at + 1) == "that" and word(tokens, at + 2) == MARK


def _is_with(tokens: Tokens, at: int) -> bool:
    """ "with residents calling it “…”"."""
    near = [word(tokens, n) for n in range(at - _WITH, at)]
    return "with" in near and "," not in near


def _comes_to(tokens: Tokens, at: int) -> int:
    """Where "went on to" begins before a verb of saying, or what stands in brackets; else its own place."""
    has_initials = word(tokens, at - 3) == "(" and word(tokens, at - 2).isupper()
    if word(tokens, at - 1) == ")" and (word(tokens, at).endswith("ing") or has_initials):
        return next((n for n in range(at - 1, max(0, at - _FAR), -1) if word(tokens, n) == "("), at)
    return at - 3 if _goes_on_to(tokens, at) else at


def _goes_on_to(tokens: Tokens, at: int) -> bool:
    goes = [word(tokens, n) for n in range(at - 2, at)] == ["on", "to"] and word(tokens, at) in _OTHERS
    is_told = word(tokens, at + 1) in ("that", MARK) or word(tokens, at) in ("say", "explain", "describe")
    return goes and is_told and word(tokens, at - 3) in ("went", "goes")


@cache
def _may_say(token: str) -> bool:
    """Whether a word may be a verb that is looked for; most are not, which is told at once here."""
    low = token.lower()
    return low == "according" or (low not in ("seed", "seeds") and _ends_so(low))


def _ends_so(low: str) -> bool:
    return low in _MORE or low.endswith(("ed", "s", "ing")) or low in _OTHERS


def _is_more(tokens: Tokens, at: int) -> bool:
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
    return at > 0 and (answers or word(tokens, at) in _MORE) and is_after


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


def _is_any(tokens: Tokens, at: int, spoken: frozenset[int]) -> bool:
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


def _is_inverted(text: str, tokens: Tokens, at: int) -> bool:
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
    ends = next((n for n in range(at + 1, len(tokens)) if word(tokens, n) in (",", ";", MARK)), len(tokens))
    told = [word(tokens, n) for n in range(at + 1, ends)]
    is_clause = any(token in AUXILIARY or token in ("that", "to") for token in told)
    has_name = following == "the" or any(token[:1].isupper() for token in told)
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


def _trails(text: str, tokens: Tokens, at: int) -> bool:
    """Whether nothing is said after a verb: "..., Moen said on Monday."."""
    rest = text[tokens[at].end() :].strip()
    if not rest or rest[0] in ".,;!?":
        return True
    tail = [token.group() for token in tokens[at + 1 :]]
    return MARK not in tail and len(tail) <= 12 and not _LINK & frozenset(t.lower() for t in tail[:1])


def introduced(frame: Frame, at: int) -> Phrase | None:
    """Whom a sentence is about that ends with a colon before a place: "Moen echoed that: “We agree.”"."""
    text = frame.bare[:at]
    if answers := _ANSWERS.search(text):
        return Phrase(answers.start("who"), answers.end("who"), answers["who"], True)
    if not text.rstrip().endswith(":"):
        return None
    tokens = list(TOKEN.finditer(text))
    subject = opening(text, tokens, 0, len(tokens) - 1)
    return subject if subject is not None and subject.is_name and subject.text[0].isupper() else None


def _with_subject(
    saying: Saying, earlier: list[Saying], later: list[Saying], text: str, tokens: Tokens
) -> Saying:
    """The verb with the subject of the one before, or of its sentence, where it has none of its own."""
    if saying.subject is not None:
        return saying
    goes_on = saying.verb.endswith("ing")
    told = [one.subject for one in earlier if one.subject and one.speaks and (goes_on or not one.is_inverted)]
    if told:
        return replace(saying, subject=told[-1])
    if goes_on and saying.verb not in _GOING_ON and saying.verb_at:
        return saying
    if saying.verb_at == 0 and later:
        return replace(saying, subject=later[0].subject)
    until = next((n for n, token in enumerate(tokens) if token.start() >= saying.verb_at), len(tokens))
    return replace(saying, subject=opening(text, tokens, 0, until))
