"""The verbs of saying of a frame, each with the phrase for who says it.

Pure patterns over English text; whom a phrase means is told in assistant/reporting/cast.py.
"""

import re
from dataclasses import dataclass, replace

from assistant.english.listed import listed
from assistant.reporting.following import after
from assistant.reporting.frames import MARK, Frame
from assistant.reporting.phrases import Phrase, before, opening
from assistant.reporting.runs import TOKEN, Tokens, word
from assistant.reporting.saying_verbs import (
    DASHES,
    MORE,
    comes_to,
    goes_on_to,
    is_any,
    is_inverted,
    is_more,
    is_said,
    is_somebody,
    may_say,
    prior_is_time,
    spoken_in,
    tells_quoted,
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
_NEAR = listed("continued continues posted reads laughed laughs shouted yelled detailed details")
_GOING_ON = listed(
    "saying adding calling describing telling warning noting writing arguing claiming declaring reminding "
    "stating insisting decrying slamming blasting"
)
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
        return self.speaks and (
            self.verb not in MORE or self.verb in ("stated", "states", "stating", "clarified")
        )

    @property
    def speaks(self) -> bool:
        """Whether it is a verb of speaking or writing, not of thinking."""
        is_anybodys = self.verb not in _MUTE or self.end - self.verb_at > len(self.verb)
        return is_anybodys or (self.verb in _MINDED and self.subject is not None and self.subject.is_somebody)


def sayings(frame: Frame) -> list[Saying]:
    """Read them in their order."""
    text = frame.bare
    tokens = list(TOKEN.finditer(text))
    spoken = spoken_in(frame)
    found: list[Saying] = []
    for n in range(len(tokens)):
        if not may_say(tokens[n].group()) or (found and tokens[n].start() < found[-1].end):
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


def _saying(text: str, tokens: Tokens, at: int, spoken: frozenset[int]) -> Saying | None:
    """A verb of saying, with its subject where it stands beside it."""
    if word(tokens, at + 1) in ("tank", "tanks"):
        return None
    comes = comes_to(tokens, at)
    if not (
        is_said(tokens, at) or is_more(tokens, at) or is_any(tokens, at, spoken) or goes_on_to(tokens, at)
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
    if is_inverted(text, tokens, at) and (subject := after(text, tokens, at + 1)):
        return replace(saying, end=subject.end, subject=subject, is_inverted=True, trails=True)
    if verb.group().lower().endswith("ing") and (
        word(tokens, at - 1) in (*DASHES, "by")
        or prior_is_time(tokens, at)
        or (tells_quoted(tokens, at) and not is_somebody(word(tokens, at - 1)))
    ):
        return saying
    if (subject := before(text, tokens, comes)) is None:
        return saying
    return replace(saying, start=min(subject.start, verb.start()), subject=subject)


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
