"""Outlets a question names as its sources, and those it only has as its subject.

Knows a list of well-known outlets and is told those of the archive; "Did the BBC fire its director?"
names none to ask.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant.english.word_lists import lines

_TELLS = (
    r"(?:says?|said|saying|reports?|reported|reporting|writes?|wrote|suggests?|suggested|claims?|claimed"
    r"|states?|stated"
    r"|describes?|described|attributes?|attributed|mentions?|mentioned|notes?|noted|imply|implies|implied"
    r"|indicates?"
    r"|indicated|focus|focuses|focused|portrays?|portrayed|presents?|presented|highlights?|highlighted"
    r"|discuss|discusses"
    r"|discussed|argues?|argued|credits?|credited|reveals?|revealed|details?|detailed|published|publish"
    r"|covers?|covered"
    r"|call it|put it|tells?|told|finds?|found|quotes?|quoted|explains?|explained|agree|disagree|differ"
    r"|change its)"
)
_TEXTS = (
    r"(?:articles?|reports?|stor(?:y|ies)|pieces?|coverage|reviews?|reporting|analys[ie]s|investigations?"
    r"|editorials?"
    r"|columns?|headlines?|posts?|accounts?|versions?|interviews?|polls?|news|information|features?"
    r"|briefings?|podcasts?"
    r"|fact[- ]checks?|take)"
)
_TOLD = (
    r"(?:reported|covered|mentioned|noted|described|published|discussed|identified|portrayed|stated|cited"
    r"|claimed"
    r"|suggested|written|featured|detailed|highlighted|outlined|indicated|quoted|associated|seen|explained"
    r"|assessed"
    r"|presented|told|revealed|provided|explored|reviewed|carried|run)"
)
# What stands right before an outlet that is asked; "the", "both" and quotation marks may come between.
_BEFORE = re.compile(
    rf"(?:\b(?:according to|as per|per|citing|via|news source|news outlets?|outlets?|unlike)"
    rf"|\b(?:{_TEXTS}|{_TOLD}|another|one|latest|sources?|read|words?|reporters?|journalists?)"
    rf"(?: (?:online|first|also|originally|both|jointly|separately|about it))? (?:by|from|in|on|of|with"
    rf"|including|like|such as)"
    r"|\b(?:do|does|did|has|have|what|how) (?:the )?articles? (?:from|by|in))"
    r"(?: (?:both|either|sources (?:including|like|such as)|articles? (?:in|from|by)|news outlets?"
    r"|an?(?: recent)? article (?:by|in|from)))?"
    r"(?: (?:the|an?|another|a recent))? ?[‘’'\"“]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"^[’'\"”]*(?:(?:['’]s)? (?:(?!it\b|its\b|and\b|or\b|,)[\w’'-]+ ){{0,2}}?{_TEXTS}\b|(?: also| first"
    rf"| both| just| later| has| had| have| never)? {_TELLS}\b)",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"\b(?:that|of|about|against|why|how|if|whether)(?: the)? ?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from|per|in)(?: the)? ?[‘’'\"“]*$", re.IGNORECASE)
_AND = re.compile(
    r"^[’'\"”]*(?:['’]s)?,? ?(?:and|or|while|whereas|versus|vs\.?|but)?(?: (?:by|from|in"
    r"|on))?(?: both)?(?: the| a| another)? ?[‘’'\"“]*$"
)
# Words behind "says" that make the outlet itself the news.
_OF_ITSELF = re.compile(
    r"^\W*(?:say|says|said|told|claim|announce)\b.{0,40}\b(?:its|their) (?:own|staff|director|journalists?"
    r"|reporters?|boss|board"
    r"|chair|chief|editor|presenter|licence|owner|newsroom|anchor|viewers|readers|subscribers)\b",
    re.IGNORECASE,
)
_IN_IT = re.compile(r"^(?:in|on|at)(?: the)? ?[‘’'\"“]*$", re.IGNORECASE)
_SECTION = re.compile(r"\s+[|–—-]\s+[A-Z][\w&,| ]{2,60}(?=['’\"”])")
_FIRST = re.compile(r"(?<![\w.@-])\w+")
_GOES_ON = re.compile(r"[\w@]|\.\w")
_INITIALS = 2  # letters that lower case would make a word of: AP, DW
_TAGLINE = re.compile(r"\s+[|–—-]\s+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet by its name, with all that its articles may be filed under."""

    name: str
    filed: tuple[str, ...]  # names and hosts, as a window takes them
    is_word: bool = False  # its name is an everyday word too


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question names an outlet as a source."""

    outlet: Outlet
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """Outlets by each of their names in lower case, and those names by their first word."""

    by_name: dict[str, Outlet]
    by_word: dict[str, list[str]]


@lru_cache(8)
def known(own: tuple[tuple[str, str | None], ...] = ()) -> Known:
    """The well-known outlets and an archive's own, each of these a name with its host."""
    names = dict(_well_known())
    for name, host in own:
        _add(names, name, host)
    by_word: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = _FIRST.search(name)
        by_word.setdefault(first.group() if first else name, []).append(name)
    return Known(names, by_word)


def _add(names: dict[str, Outlet], name: str, host: str | None) -> None:
    """An archive's outlet: itself, and its part before "|" as one of the same name."""
    head, is_section = _TAGLINE.split(name)[0], bool(_TAGLINE.search(name))
    held = names.get(head.lower()) or names.get(host or "") or names.get(f"the {head.lower()}")
    filed = dict.fromkeys((*(held.filed if held else (head.lower(),)), name.lower(), host or head.lower()))
    is_word = held.is_word if held else " " not in head
    whole = Outlet(held.name if held else head, tuple(filed), is_word)
    for each in (
        head.lower(),
        *([host] if host else []),
        *(n for n, o in names.items() if held and o.name == held.name),
    ):
        names[each] = whole
    if is_section:
        names[name.lower()] = Outlet(name, (name.lower(),))


def asked(text: str, names: Known) -> list[Asked]:
    """Outlets that a question names as sources, in order, each place it does."""
    places = list(_places(text, names))
    sources = {place for place in places if _is_source(text, place)}
    for one, other in (*pairwise(places), *pairwise(places[::-1])):
        between = text[min(one.end, other.end) : max(one.start, other.start)]
        if one in sources and _AND.match(between):
            sources.add(other)
    if sources:  # beside one that is asked another is asked too, unless it is told of
        sources |= {place for place in places if _may_be_source(text, place)}
    return [place for place in places if place in sources]


def _is_source(text: str, place: Asked) -> bool:
    before, after = text[: place.start], text[place.end :]
    if _OF_ITSELF.match(after):
        return False
    is_address = "." in text[place.start : place.end] and _BY.search(before)
    leads = _IN_IT.match(before) and after.lstrip("’'\"”").startswith(",")
    return bool(is_address or leads or _BEFORE.search(before) or _AFTER.match(after))


def _may_be_source(text: str, place: Asked) -> bool:
    before, words = text[: place.start], text[place.start : place.end]
    is_named = (
        not place.outlet.is_word or words.lower().startswith("the ") or before.endswith(("'", '"', "‘", "“"))
    )
    return bool(_BY.search(before)) or (is_named and not _TOLD_OF.search(before))


def _places(text: str, names: Known) -> Iterator[Asked]:
    """Where names of outlets stand, the longest first where several begin."""
    taken, lower = 0, text.lower()
    for word in _FIRST.finditer(lower):
        start = word.start()
        if start < taken:
            continue
        begun = (n for n in names.by_word.get(word.group(), ()) if lower.startswith(n, start))
        name = next((n for n in begun if not _GOES_ON.match(lower, start + len(n))), None)
        if name and _is_written_so(text[start : start + len(name)], names.by_name[name]):
            section = _SECTION.match(text, start + len(name))
            taken = section.end() if section else start + len(name)
            yield Asked(names.by_name[name], start, taken)


def _is_written_so(words: str, outlet: Outlet) -> bool:
    """An everyday word, or letters that may be one, count with their capitals only."""
    own = words[4:] if words.lower().startswith("the ") else words
    return own[0].isupper() or "." in words or not (outlet.is_word or len(words) <= _INITIALS)


@cache
def _well_known() -> dict[str, Outlet]:
    names: dict[str, Outlet] = {}
    for line in lines("outlets"):
        for name, outlet in _of_line(line):
            names.setdefault(name, outlet)  # a host of two belongs to the first
    return names


def _of_line(line: str) -> Iterable[tuple[str, Outlet]]:
    name, hosts, *others = (part.strip() for part in line.split(";"))
    title = name.rstrip("*")
    called = [title, *(other.strip() for other in ",".join(others).split(",") if other.strip())]
    at = [host.strip() for host in hosts.split(",")]
    filed = tuple(dict.fromkeys(each.lower() for each in (*called, *at)))
    outlet = Outlet(title, filed, name.endswith("*"))
    return [(each, outlet) for each in filed]
