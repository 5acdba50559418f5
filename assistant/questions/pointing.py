"""What in a question points outside it: pronouns, "the minister", "Why?", "And in Berlin?".

Pure patterns over English; whom they mean is found out in ``follow_up``.
"""

import re
from dataclasses import dataclass

from assistant.calendar.time_words import named
from assistant.english.word_lists import words
from assistant.questions.mentions import Mention, is_opener, mentions

_PERSONAL = re.compile(r"\b(?:he|she|him|his|hers?|himself|herself)\b", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:they|them|theirs?|it|its|these|those|the (?:two(?! [A-Z]| [a-z]+s\b)|both|same|latter|former)"
    r"|neither|both|either)\b",
    re.IGNORECASE,
)
_NO_NOUN = (
    r"(?:he|she|it|they|we|you|i|the|an?|there|is|are|was|were|has|had|have|will|would"
    r"|can|could|may|might|must)"
)
# "that" that joins a clause or tells which ("say that the", "the team that won") points nowhere.
_THAT = re.compile(
    r"(?:^(?:is|was|does|did|has|had|will|would|can|could|why is|why was|how is|how was|what does"
    r"|what did) (this|that)\b"
    r"|\b(this|that)(?=\s*(?:[?.!,;]|$))"
    r"|\b(?:for|of|about|after|before|by|from|with|on|over|against|to|behind) (this|that)\b(?! (?:he|she"
    r"|they|it)\b)"
    rf"|\b(?:accept|reject|back|oppose|support|sign|get|use|want|make|do|is|was|did|does|has) (this"
    rf"|that) (?!{_NO_NOUN}\b)[a-z]"
    rf"|\b(this) (?!{_NO_NOUN}\b)[a-z])",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )(?<!will )\bthere\b"
    r"(?!['’]s| (?:is|are|was|were|be|been|has|have)\b)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:(?:says?|said|think|thinks|do|does|did|why|believe) so|such an? [a-z]+|which ones?"
    r"|the (?:others?|rest)"
    r"|(?:anything|something) (?:similar|comparable|like it)|elsewhere|similar ones?"
    r"|any of (?:them|these|those)|(?:anyone|anything|who|what|where) else|afterwards|instead"
    r"|(?:back|at the time|in charge|in power|say|happened|do|did) then)\b",
    re.IGNORECASE,
)
# "it" that means nothing: "is it true that", "how long will it take".
_EMPTY_IT = re.compile(
    r"\bit(?:['’]s| is| was| be)? (?:true|likely|possible|expected|clear|known|important|raining|snowing)\b"
    r"|\b(?:is|was) it (?:that|true|likely|possible|expected|clear|known|important|raining|snowing)\b"
    r"|\b(?:will|does|did|would) it (?:take|rain|snow)\b",
    re.IGNORECASE,
)
_LED = re.compile(r"^(?:and|but|so|or|then|also|plus)\b[, ]+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"^(?:(?:and|but|so|or)\b[, ]*)?(?:what|how) about\b", re.IGNORECASE)
_ANY = re.compile(
    r"^any (?:reactions?|comments?|response|replies|reply|news|updates?|progress|details?|arrests?|injuries|"
    r"casualties|deaths|victims|survivors|objections?|criticism|word)\b",
    re.IGNORECASE,
)
_ANY_ABOUT = re.compile(
    r"\b(?:news|updates?|word|details?|progress) (?:on|of|about|from|in)\b", re.IGNORECASE
)
_ASKS_OPENLY = re.compile(r"^(?:what|how|did|does|do|has|have|will|is|was)\b", re.IGNORECASE)
# A name that only reacts says nothing of what it reacts to: "What does Athens say?"
_LIKEWISE = re.compile(r"\b(?:also|too|likewise|follow suit)\b", re.IGNORECASE)
_ENDS_IN_SAY = re.compile(r"\b(?:say|said|says|think)\s*(?:so)?\s*[?.!]*$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|these|those|such) ([a-z][\w’'-]*(?: [a-z][\w’'-]*)?)")
_KNOWN_TO_ALL = re.compile(r"pope|weather|world|moon|sun|internet|economy|climate|latest|euro|dollar")
_OF_WHAT = re.compile(r"\b(?:of|on|for|about|over|in|with) (?!the\b|this\b|that\b|its?\b|their\b)[a-z]{3,}")
_NOUN = re.compile(
    r"\b(?:which|what|how many|who|do|does|did|will|has|have) (?:[a-z]+ )?[a-z]+s\b|: |\b(?:the"
    r"|an?) [a-z]+\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"(?:[,;:] ?| and | but | when | if | after | before | while | because )[^,;:]*$")
_ASKED_OF = re.compile(
    r"\b(?:does|did|do|is|was|has|had|will|would|can|could|should|are|were|have)\s*$", re.IGNORECASE
)
_FINITE = re.compile(
    r"\s+(?:will|would|is|was|are|were|has|have|had|can|could|may|might|must|should|shall|do|does|did"
    r"|[a-z]+s|[a-z]+ed)\b"
)
# A pronoun behind one of these is the subject of a clause inside the question.
_OPENS_A_CLAUSE = re.compile(
    r"\b(?:that|say|says|said|think|thinks|believe|believes|admit|admits|claim|claims|hope|hopes|expect|fear|fears"
    r"|know|knows|deny|denies|how|why|where|when|what|if|whether|who|because|after|before|until)\s*$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\s+(?!(?:to|from|for|in|at|on|with|and|or|by|after|before|about)\b)[a-z]")
_SOMEBODY = re.compile(r"\b(?:who|anyone|someone|somebody|everyone)\b", re.IGNORECASE)
_WHICH_OF_THEM = re.compile(r"\s+(?:who|which|that)\b")
_PAIR = re.compile(r"\s+\S+ (?:and|or|nor)\b")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_MOST_LOOSE = 2  # words that say something, of a question without a name that leans on the one before
_MOST_DEFINITE = 5


@dataclass(frozen=True, slots=True)
class Pointing:
    """What of a question has to be looked up in the turns before it."""

    persons: tuple[str, ...] = ()  # he, she, his …
    things: tuple[str, ...] = ()  # it, they, that, those …
    is_there: bool = False
    definite: tuple[str, ...] = ()  # "minister" of "the minister"
    is_bare: bool = False  # it leaves out what it asks about
    is_doubtful: bool = False  # only "the …" speaks for it, among several words

    @property
    def is_any(self) -> bool:
        """Whether the question cannot be understood alone."""
        return bool(self.persons or self.things or self.is_there or self.is_bare)


def pointing(text: str) -> Pointing:
    """Find what a question leaves to the turns before it."""
    names = own_names(text)
    content = content_words(text, names)
    definite = tuple(m.group(1).lower() for m in _DEFINITE.finditer(text))
    bare = _is_loose(text, content, definite) if not names else _is_bare(text, content, names)
    persons = tuple(
        m.group().lower() for m in _PERSONAL.finditer(text) if not _is_meant_inside(text, m, names)
    )
    things = tuple(_things(text, names))
    there = _THERE.search(text) is not None and not _names_a_place(names, content)
    leans = bool(_OTHER.search(text)) or _leans(text, content, names)
    doubtful = not (persons or things or there or leans or names) and len(content) > _MOST_LOOSE + 1
    return Pointing(persons, things, there, definite, bare or leans, doubtful)


def own_names(text: str) -> list[Mention]:
    """Names a question gives itself; a plural that stands alone is none."""
    alone = len(_WORD.findall(text)) == 1
    return [m for m in mentions(text) if not (alone and m.text[-1] == "s")]


def content_words(text: str, names: list[Mention] | None = None) -> list[str]:
    """Words of a question that say what it is about, without its names and time words."""
    spans = [(m.start, m.end) for m in names or []] + [(t.start, t.end) for t in named(text)]
    asking = words("asking")
    return [
        m.group().lower()
        for m in _WORD.finditer(text)
        if m.group().lower() not in asking and not any(start <= m.start() < end for start, end in spans)
    ]


def _is_loose(text: str, content: list[str], definite: tuple[str, ...]) -> bool:
    """Without a name of its own a question leans on what was said, unless it says much."""
    if any(_KNOWN_TO_ALL.match(word) for word in (*definite, *content)):
        return False
    if text.islower() and _OF_WHAT.search(text) and len(content) >= _MOST_LOOSE:
        return False  # typed without capitals, it may well name something
    return len(content) <= _MOST_DEFINITE


def _leans(text: str, content: list[str], names: list[Mention]) -> bool:
    """An ellipsis by its form: "And in Malawi?", "What about the unions?", "Any reaction?"."""
    if _WHAT_ABOUT.search(text):
        return True
    if _ANY.search(text):
        return not names or not _ANY_ABOUT.search(text)
    return bool(_LED.search(text)) and not _is_whole(text, content, names)


def _is_bare(text: str, content: list[str], names: list[Mention]) -> bool:
    """A name that only reacts, or stands alone: "What does Athens say?", "Did Paris agree?", "Malawi?"."""
    if len(_WORD.findall(text)) == len(" ".join(m.text for m in names).split()):
        return True
    if not _ASKS_OPENLY.search(text):
        return False
    if _LIKEWISE.search(text) and len(content) <= _MOST_LOOSE + 1:
        return True
    return (bool(content) and all(w in words("reacting") for w in content)) or (
        not content and bool(_ENDS_IN_SAY.search(text))
    )


def _is_whole(text: str, content: list[str], names: list[Mention]) -> bool:
    """Whether what follows "And" is a question of its own."""
    asked = _WORD.search(_LED.sub("", text))
    begins = asked is not None and is_opener(asked.group()) and asked.group().lower() not in _PLACES
    return begins and len(content) >= _MOST_LOOSE and bool(names)


def _names_a_place(names: list[Mention], content: list[str]) -> bool:
    return bool(names and names[-1].is_place and len(content) > 1)


def _things(text: str, names: list[Mention]) -> list[str]:
    empty = [m.span() for m in _EMPTY_IT.finditer(text)]
    found = [
        m.group().lower()
        for m in _THINGS.finditer(text)
        if not any(start <= m.start() < end for start, end in empty) and not _is_meant_inside(text, m, names)
    ]
    times = [(t.start, t.end) for t in named(text)]
    for match in _THAT.finditer(text):
        at = match.start(match.lastindex or 0)
        if not any(start <= at < end for start, end in times):
            found.append(text[at : at + 4].lower())
    return found


def _is_meant_inside(text: str, pronoun: re.Match[str], names: list[Mention]) -> bool:
    """Whether a pronoun goes back to something its own question has named before."""
    word, before, after = pronoun.group().lower(), text[: pronoun.start()], text[pronoun.end() :]
    if word in ("these", "those") and _WHICH_OF_THEM.match(after):
        return True
    if word in ("both", "either", "neither") and _PAIR.match(after):
        return True
    if word.startswith(("the ", "these", "those")) or not _has_antecedent(word, before, names):
        return False
    if _LED.match(text):
        return word in ("his", "its", "their") and any(m.end < pronoun.start() for m in names)
    if _NEXT_CLAUSE.search(before[3:]):
        return True
    if _ASKED_OF.search(before):
        return False
    if word in ("his", "its", "their", "her"):
        return word != "her" or bool(_OWNED.match(after))
    is_subject = _FINITE.match(after) or _OPENS_A_CLAUSE.search(before)
    return word in ("he", "she", "it", "they") and bool(is_subject)


def _has_antecedent(word: str, before: str, names: list[Mention]) -> bool:
    if any(m.end <= len(before) for m in names) or _SOMEBODY.search(before):
        return True
    return word in ("it", "its", "they", "their", "them") and bool(_NOUN.search(before))


_PLACES = frozenset(("in", "for", "at", "on", "from", "with"))
