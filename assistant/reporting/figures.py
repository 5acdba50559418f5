"""The figures of a sentence as facts that others may contradict: how many of what, by what fate.

Pure. What a text gives as past, or only wishes, is no rival of what it gives as so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.calendar.days import Mention
from assistant.english.listed import listed
from assistant.numbers.facts import facts_of
from assistant.numbers.quantity import Quantity
from assistant.reporting import fates, marks
from assistant.reporting.clauses import clause
from assistant.reporting.compared import comparable, is_same, joined

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[\d.,:]*\d|[.,;:%]")
_ENDS = listed(
    "in of at on for and to from by or as with than who that were was is are had have has will would may "
    "might can could should after before when which while but into over under through across against near "
    "about below above up down per a an the because if said say says this last next not their its his her "
    "do did does"
)
_AUXILIARY = listed("were was are is have has had been be being also who now that reported confirmed feared")
_NOBODY = re.compile(
    r"\b(?:nobody|no one|none|no (?:\w+ )?(?:deaths|injuries|casualties|people|fatalities))\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?\s?([ap])\.?m\b|\b([01]?\d|2[0-3]):([0-5]\d)\b")
_ANY_SORT = listed("more new other different separate small large full first local many additional total")
_TIMES = listed("day days week weeks month months year years hour hours minute minutes decade decades")
_AS_OF = re.compile(
    r"\b(?:as of|update|updated|by|until|before)(?: the| its| NHC['’]s)?(?: about)? $", re.IGNORECASE
)
_HALF_DAY = 720  # minutes
_LONGEST = 4  # words that say what is counted
_REACH = 7  # words from a number to its fate


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a sentence, with what it is of."""

    kind: str  # what only compares with its own: "count", "money", "percent", "magnitude", "clock"
    value: Quantity
    start: int  # of its words in the sentence
    end: int
    about: str  # the clause around it
    at: int = 0  # where it stands in that
    noun: str = ""  # what is counted, under one name
    fate: str = ""
    part: str = ""  # the group picked out, or "more", "of them": figures of a part
    mood: str = "told"
    dates: tuple[Mention, ...] = ()  # that its clause names
    sorts: frozenset[str] = frozenset()  # the words before what is counted: "passing", of touchdowns

    def is_near(self, other: "Figure") -> bool:
        """Whether two say the same number."""
        return is_same(self.value, other.value) or self._rounds(other) or other._rounds(self)

    def _rounds(self, other: "Figure") -> bool:
        """Whether this is the other with fewer decimals: 3.1 percent of 3.07."""
        mine, theirs = self.value.low, other.value.low
        digits = len(f"{mine:g}".partition(".")[2])
        is_decimal = self.kind == other.kind and theirs != int(theirs) and self.value.unit == other.value.unit
        return is_decimal and self.kind.startswith(("percent", "points")) and round(theirs, digits) == mine


@lru_cache(4_000)
def figures(sentence: str, published: date | None) -> tuple[Figure, ...]:
    """The figures of a sentence that others may contradict."""
    if marks.is_correction(sentence):
        return ()
    facts = facts_of(sentence, published)
    kinds = ("number", "share")
    told = [q for q in facts.numbers if not q.is_implied and q.kind in kinds]
    read = [q for q in told if not marks.is_of_name(q, sentence)]
    numbers = [q for q in joined(read, sentence) if not marks.is_past(q, sentence)]
    clocks = tuple(_clocks(sentence))
    found = [_figure(q, sentence, read, facts.dates) for q in numbers if not _is_of_clock(q, clocks)]
    found = [figure for figure in found if figure.kind]
    return (*_each(_inheriting(found)), *clocks, *_nobody(sentence))


def _figure(number: Quantity, sentence: str, others: Sequence[Quantity], dates: Sequence[Mention]) -> Figure:
    about = clause(sentence, number.start, number.end)
    kind, number = comparable(number, sentence, about.text)
    if kind.startswith("money") and sentence[number.start : number.end + 5].endswith("-cent"):
        kind = ""
    before, after = _around(number, sentence, others, about.start, about.end)
    nouns = _nouns(after)
    named = [word for word in nouns if not fates.fate([word])]
    if kind == "count" and named and named[-1] in _TIMES:
        kind = ""
    group = fates.part(named[-1:]) or (_made_of(after[len(nouns) :]) if not named else "")
    fate = _fate(nouns, before, after, is_person=not named or fates.people(named[-1]) or bool(group))
    if not fate and fates.is_moved(about.text) and (not named or fates.people(named[-1]) or group):
        fate = "moved"
    within = tuple(d for d in dates if about.start <= d.start < about.end)
    return Figure(
        kind,
        number,
        number.start,
        number.end,
        about.text,
        number.start - about.start,
        fates.counted_as(named[-1]) if named and kind == "count" else "",
        fate if kind == "count" else "",
        marks.part(number, sentence, nouns) or (group if kind == "count" else ""),
        marks.mood(about.text),
        within,
        frozenset(word for word in named[:-1] if word not in _ANY_SORT),
    )


def _around(
    number: Quantity, sentence: str, others: Sequence[Quantity], first: int, last: int
) -> tuple[list[str], list[str]]:
    """The words before and after a number, up to the next number of its clause."""
    ends = [q.end for q in others if first <= q.end <= number.start]
    starts = [q.start for q in others if number.end <= q.start < last]
    before = sentence[max([first, *ends]) : number.start]
    after = sentence[number.end : min([last, *starts])]
    return _lows(before), _lows(after)


def _lows(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _nouns(after: Sequence[str]) -> list[str]:
    """What is counted: the words up to one that goes on with the sentence."""
    found: list[str] = []
    for word in after[:_LONGEST]:
        if (
            word in _ENDS
            or not word[0].isalpha()
            or (found and found[-1].endswith("s") and word.endswith("ed"))
        ):
            break
        found.append(word)
        if word.endswith("s") and not word.endswith("ss"):
            found += [w for w in after[len(found) : len(found) + 1] if fates.fate([w])]
            break
    if list(after[:2]) == ["of", "its"] or list(after[:2]) == ["of", "their"]:
        return list(after[2:4])[:1] if fates.fate(list(after[3:4])) else list(after[2:3])
    while len(found) > 1 and fates.fate(found[-1:]) == "" and found[-1].endswith(("ed", "ing")):
        found.pop()
    return found


def _made_of(after: Sequence[str]) -> str:
    """ "22 were crew", "two of its soldiers"."""
    return fates.part(list(after[:3])) if after[:1] and after[0] in ("were", "are", "of") else ""


def _fate(nouns: Sequence[str], before: Sequence[str], after: Sequence[str], is_person: bool) -> str:
    """What befell those who are counted: in the noun, after it, or before the number."""
    rest = list(after[len(nouns) :])
    leading = 0
    while leading < len(rest) and rest[leading] in _AUXILIARY:
        leading += 1
    right_after = fates.fate(rest[leading : leading + 2]) if leading or not nouns else ""
    nearest = fates.fate(list(nouns)) or right_after or fates.fate(list(before[-1:]))
    if not is_person:
        return nearest
    if nouns[-1:] == ["others"] and (own := fates.fate(rest[:_REACH])):
        return own
    return (
        nearest
        or fates.fate(rest[: leading + 1])
        or fates.fate(list(reversed(before[-_REACH:])))
        or fates.fate(list(reversed(before)))
        or fates.fate(rest[:_REACH])
    )


def _inheriting(found: Sequence[Figure]) -> list[Figure]:
    """ "Twelve were killed in Lesko and five in Orawa": a bare number goes on from the one before it.

    So does "7" in "at 6 metres, on Tuesday at 7".
    """
    given: list[Figure] = []
    for figure in found:
        last = given[-1] if given else None
        if last and figure.kind == "count" == last.kind and _is_bare(figure):
            figure = replace(figure, noun=last.noun, fate=last.fate)
        elif last and last.value.unit and figure.kind == "count" and _is_bare(figure):
            figure = replace(figure, kind=last.kind, value=replace(figure.value, unit=last.value.unit))
        given.append(figure)
    return given


def _is_bare(figure: Figure) -> bool:
    return not (figure.noun or figure.fate or figure.part)


def _each(found: Sequence[Figure]) -> list[Figure]:
    """ "Twelve in Lesko and five in Orawa": what one sentence counts twice it counts in parts."""
    told = [(figure.fate or figure.noun, figure.kind) for figure in found]
    is_listed = bool(found) and "respectively" in found[0].value.sentence
    parted = [n for n, key in enumerate(told) if told.count(key) > 1 and (key[0] or is_listed)]
    return [replace(f, part=f.part or "each") if n in parted else f for n, f in enumerate(found)]


def _nobody(sentence: str) -> list[Figure]:
    """ "Nobody was killed" is a count as well."""
    found = []
    for match in _NOBODY.finditer(sentence):
        about = clause(sentence, match.start(), match.end())
        fate = fates.fate(_lows(match.group())) or fates.fate(_lows(sentence[match.end() : about.end])[:4])
        if fate:
            zero = Quantity(0.0, 0.0, match.start(), match.end(), sentence=sentence)
            at = match.start() - about.start
            found.append(Figure("count", zero, match.start(), match.end(), about.text, at, "people", fate))
    return found


def _clocks(sentence: str) -> list[Figure]:
    found = []
    for match in _CLOCK.finditer(sentence):
        if _AS_OF.search(sentence[: match.start()]) or sentence[match.end() :].startswith(
            (" update", ". update")
        ):
            continue
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        minutes = 60 * (hour % 12 if match[3] else hour) + minute + _HALF_DAY * (match[3] == "p")
        about = clause(sentence, *match.span())
        value = Quantity(float(minutes), float(minutes), match.start(), match.end(), sentence=sentence)
        at = match.start() - about.start
        found.append(
            Figure("clock", value, match.start(), match.end(), about.text, at, mood=marks.mood(about.text))
        )
    return found


def _is_of_clock(number: Quantity, clocks: Sequence[Figure]) -> bool:
    return number.kind == "clock" or any(c.start < number.end and number.start < c.end for c in clocks)
