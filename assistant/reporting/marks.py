"""What marks a figure as past, as wished for, or as of a part: "up from 12", "may", "of them".

Pure patterns over English text, each bounded.
"""

import re
from collections.abc import Sequence

from assistant.english.listed import listed
from assistant.english.word_lists import words as words_of
from assistant.numbers.quantity import Quantity
from assistant.reporting import fates

_PAST = re.compile(
    r"\b(?:from|earlier|previously|compared (?:with|to)|against|than|had given a figure of|had spoken of|"
    r"had first said|had said|instead of|not|"
    r"(?:earlier|previous|initial|first|original|preliminary|provisional)(?: death)? "
    r"(?:figure|count|toll|number|estimate|total|tally) of)"
    r"(?: about| some| the| around| previous| initial| original| an| a){0,2} ?[$€£]?$"
)
_PAST_AFTER = re.compile(r"^[^.;]{0,40}\b(?:a day|a week|two days|the day) (?:earlier|before)\b")
_CORRECTED = re.compile(r"\b(?:earlier version|correction)\b", re.IGNORECASE)
_MOODS = {
    "asked": re.compile(
        r"\b(?:asks?|asked|asking|demands?|demanded|seeks?|seeking|wants?|wanted|sought|"
        r"calls? for|called for)\b"
    ),
    "offered": re.compile(r"\b(?:offers?|offered|proposal|proposes?|proposed)\b"),
    "foreseen": re.compile(
        r"\b(?:could (?:see|rise|reach|fall|cost)|neither|"
        r"expects?|expected|forecasts?|predicts?|predicted|targets?|aims?|hopes?|hoped|"
        r"was to|were to|projected|may(?! (?:come to|be|have|reach|cost|amount|total))|"
        r"if(?= (?:the|a)\b[^,]{0,60},))\b"
    ),
}
_MORE = listed("remaining another further additional alone more new extra separate")
_STILL = re.compile(r"^(?: \w+){0,2} (?:still|remain) (?!missing|trapped|unaccounted)")
_STEPS = listed("expansion increase rise jump drop decline addition gain")
_ALONE = re.compile(r"[^.;]{0,60}\balone\b")
_OF_THEM = re.compile(r"\bof (?:them|whom|which)\b")
_OUT_OF = re.compile(
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten) (?:out )?of (?:the )?$"
)
_LATELY = re.compile(r"\b(?:past|last|previous) (?:24|48) hours\b")
_NAMED = re.compile(r"\S ([A-Z][a-z][\w’'-]*) $")
_WORD = re.compile(r"[\w’'-]+")
_AMONG_ALL = re.compile(r"^[^.;,]{0,60}\bamong the \d")
_OF_ITS = re.compile(r"^ of (?:its|their|his|her)\b")
_AMONG = re.compile(
    r"\b(?:of (?:whom|which|the \d[\d,]*(?: \w+)?,?)|including|among them)\s+(?:\w+\s){0,2}$", re.IGNORECASE
)


def is_past(number: Quantity, sentence: str) -> bool:
    """Whether a sentence gives a number only as what was told before."""
    before = sentence[max(0, number.start - 40) : number.start]
    before = re.sub(r"(?:about|some|around|the|an?) $", "", before)
    is_rate = re.search(r"\b(?:earlier|previous|first|last year's)\s[^.,;]{0,24}$", before)
    return bool(
        _PAST.search(before.rstrip() if before.endswith(" ") else before)
        or _PAST_AFTER.match(sentence[number.end :])
        or (is_rate and " was " in before + " ")
    )


def is_of_name(number: Quantity, sentence: str) -> bool:
    """Whether a number is a part of a name, "Flight 11", and counts nothing."""
    before, after = sentence[: number.start], _words(sentence[number.end :])[:3]
    if number.unit or number.beside is not None or not sentence[number.start : number.end].isdigit():
        return False
    named = _NAMED.search(before)
    counts = any(fates.people(word) or fates.fate([word]) or fates.part([word]) for word in after)
    return named is not None and not counts and named.group(1).lower() not in words_of("openers")


def is_correction(sentence: str) -> bool:
    """Whether a sentence tells what was wrong before."""
    return bool(_CORRECTED.search(sentence))


def mood(about: str) -> str:
    """Whether a clause tells what is so, or what is asked for, offered or foreseen."""
    return next((mood for mood, pattern in _MOODS.items() if pattern.search(about)), "told")


def part(number: Quantity, sentence: str, nouns: Sequence[str]) -> str:
    """ "of them", "whole" or "more" where a number counts a part, what the part is of, or what came to it."""
    before, after = sentence[: number.start], sentence[number.end :]
    if _AMONG.search(before[-40:]) or _OF_THEM.match(after.lstrip()[:12]):
        return "of them"
    if _OUT_OF.search(before):
        return "whole"
    if _STILL.match(after):
        return "of them"
    if _LATELY.search(sentence):
        return "more"
    if _AMONG_ALL.match(after) or (_OF_ITS.match(after) and not fates.part(list(nouns[-1:]))):
        return "of them"
    told = _words(after)[:3]
    if set(told) & _STEPS or (told[:1] == ["other"] and not fates.fate(told)):
        return "more"
    near = {*_words(before)[-2:], *_words(after)[: len(nouns) + 2]}
    is_alone = _ALONE.match(after) or " since " in sentence
    return "more" if is_alone or near & _MORE else ""


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]
