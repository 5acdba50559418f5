"""A question and the turns before it to a question that stands alone, by rules.

What it points to is looked up in the last turns; a question that points nowhere is left as it is, so
that a new topic is not dragged along with the old.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from assistant.calendar.time_words import named
from assistant.questions.asked_again import asked_again, without_contraries
from assistant.questions.mentions import Gender, Mention, mentions
from assistant.questions.pointing import Pointing, content_words, own_names, pointing
from assistant.questions.substitute import substituted, without_times
from assistant.questions.things import opening, thing_asked_for, thing_told_last, thing_with

LAST = 5  # turns looked at
_MOST_PHRASES = 4
_SHORT_QUESTION = 2  # words that say something, beside the names
_FROM = ("ish", "an", "ese", "ch")  # of a name that says where somebody is from
_SHORT = 3  # letters of a word that is looked for in an answer
_GOOD = 2  # how far a person must fit to be meant, before one of an earlier turn is
_LEAVES = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|good|fine|great|right|well)\b[,.! ]*)*"
    r"(?:(?:(?:a |on a )?(?:new|different|another|other|next) (?:subject|topic|question|note)"
    r"|enough (?:of|about) (?:that|this|it)|changing (?:the )?(?:subject|topic)|forget (?:that|it"
    r"|about (?:that|it))"
    r"|moving on|on another note|something (?:else|different)|unrelated(?:ly)?|separately"
    r"|let['’]?s (?:talk about something else|move on)|switching (?:topics?|subjects?))\b[^\w]*"
    r"|now,\s+)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|good|fine|great|right|well|so|hm+)\b[,.! ]+)+", re.IGNORECASE
)
_TURNS_TO = re.compile(r"^([A-Z][\w-]+(?: [A-Z][\w-]+)*) now\b\s*[:,-]\s*", re.IGNORECASE)
_RETURNS = re.compile(
    r"^(?:(?:going|coming|getting|to go|to come) )?(?:back"
    r"|return(?:ing)?) to (?:the )?([\w’' -]+?)\s*[,:]\s*",
    re.IGNORECASE,
)
_LED = re.compile(r"^(?:and|but|so|or|then)\b[, ]+", re.IGNORECASE)
_ASKING = re.compile(
    r"^(?:(?:tell me|do you know|can you tell me|explain|show me|give me|any news|what['’]s the latest"
    r"|what is the latest)\b"
    r"(?: (?:about|on|of|more))*|(?:and|but|so|or|then|also)\b,?|who(?:m|se)?\b|what['’]?s?\b|which\b"
    r"|when\b|where\b|why\b|how(?: many| much| long| old|"
    r" far| fast| high| big)?\b|is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|had\b|will\b"
    r"|would\b|can\b|could\b"
    r"|should\b|we know about\b|happened\b|happen\b|to\b|there\b)[ ,]*",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(?:he|she|it|they|him|her|his|them|their|its|this|that|those|these|there|then|so)\b", re.IGNORECASE
)
_PERSONAL = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
_OWNED = re.compile(r" (?!(?:to|for|in|at|on|with|about|after|by|from)\b)[a-z]")
_PLURAL = re.compile(r"(?:The )?([A-Z]?[\w-]+(?: [a-z-]+)?s) (?:have|say|want|are|were|did|[a-z]+ed)\b")
_TALL = re.compile(r"^(?:and )?how ([a-z]{3,})\??$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier turn: what was asked, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A question that stands alone."""

    text: str
    continues: int | None = None  # the turn it goes on from; None where it begins a topic
    phrases: tuple[str, ...] = ()  # what it took from the turns before; the topic is the last of them
    core: str = ""  # its own words, with whom it means put in

    @property
    def subject(self) -> tuple[str, ...]:
        """What a question that goes on from this one is about."""
        own = about(self.core)
        return self.phrases or ((own,) if own else ())


def stand_alone(question: str, turns: Sequence[Said]) -> Alone:
    """Make a question of a conversation understandable without it; ``turns`` come in order."""
    told: list[tuple[Said, Alone]] = []
    for turn in turns[-LAST:]:
        told.append((turn, _alone(turn.question, told)))
    found = _alone(question, told)
    offset = len(turns) - len(told)
    continues = None if found.continues is None else found.continues + offset
    return Alone(found.text, continues, found.phrases, found.core)


def about(question: str) -> str:
    """What a question is about: its words without those that ask."""
    text = without_times(question.strip(" ?.!"))
    while (shorter := _ASKING.sub("", text, count=1)) != text:
        text = shorter
    return " ".join(_POINTERS.sub("", text).split())


def _alone(question: str, told: Sequence[tuple[Said, Alone]]) -> Alone:
    text = " ".join(question.split())
    if left := _LEAVES.match(text) or _TURNS_TO.match(text):
        begun = text[left.end() :]
        topic = left.group(1) + ": " if left.re is _TURNS_TO else ""
        return Alone(topic + begun, core=begun)
    text = _POLITE.sub("", text) or text
    if not told:
        return Alone(text, core=text)
    if back := _RETURNS.match(text):
        return _returned(text[back.end() :], back.group(1), told)
    points = pointing(text)
    if not points.is_any or (points.is_doubtful and not _takes_up(text, told)):
        known = _speaks_of_known(text, told)
        return Alone(text, core=text) if known is None else _joined(text, told[known][1].subject, known)
    if again := asked_again(text, told[-1][1].core):
        return _joined(again, told[-1][1].phrases, len(told) - 1)
    if points.is_bare and (put := substituted(text, told[-1][1].core, told[-1][1].phrases)):
        core, phrases = put
        core = core if named(text) else without_times(core)
        return _joined(core, phrases, len(told) - 1)
    return _resolved(_LED.sub("", text), points, told)


def _takes_up(text: str, told: Sequence[tuple[Said, Alone]]) -> bool:
    """Whether a word of the question was said before."""
    before = " ".join(f"{said.question} {said.answer}" for said, _ in told).lower()
    return any(word.rstrip("s") in before for word in content_words(text))


def _speaks_of_known(text: str, told: Sequence[tuple[Said, Alone]]) -> int | None:
    """The last turn that named all those a short question names: "Is Moberg married?"."""
    names = own_names(text)
    if not names or len(content_words(text, names)) > _SHORT_QUESTION:
        return None
    if any(m.is_place or m.text.endswith(_FROM) for m in names):
        return None
    for n in range(len(told) - 1, -1, -1):
        before = f"{told[n][0].question} {told[n][0].answer}"
        if all(m.text in before for m in names):
            return n
    return None


def _returned(text: str, topic: str, told: Sequence[tuple[Said, Alone]]) -> Alone:
    """Back to the last turn that spoke of the topic named."""
    word = topic.split()[-1].lower()
    for n in range(len(told) - 1, -1, -1):
        said, alone = told[n]
        if word in f"{alone.text} {said.answer}".lower():
            detail = thing_with(said.answer, [w for w in content_words(text) if len(w) > 3])
            return _joined(text, _distinct([topic, detail, *alone.subject]), n)
    return Alone(f"{topic}: {text}", core=text)


def _resolved(text: str, points: Pointing, told: Sequence[tuple[Said, Alone]]) -> Alone:
    """Put names for pronouns, and add what the turn they come from was about."""
    core, source, meant = text, len(told) - 1, ""
    if points.persons and (person := _person(points.persons[0], told)):
        source, meant = person[0], person[1].text
        core = _put(text, meant)
    elif found := next((hit for d in points.definite for hit in _with_role(d, told)), None):
        source, meant = found[0], found[1].text
        core = _put_for(text, found[2], meant)
    said, alone = told[source]
    topic = [without_contraries(phrase, core) for phrase in alone.subject]
    carried = _distinct([*_added(text, points, said, alone), *topic])
    return _joined(core, carried, source, opening(said.answer) if _speaks_of(meant, said) else "")


def _speaks_of(meant: str, said: Said) -> bool:
    """Whether an answer names nobody but whom the question means: its words may be what is gone on from."""
    persons = (m.text for m in mentions(said.answer) if m.is_person and m.is_certain)
    return not meant or all(name in meant or meant in name for name in persons)


def _added(text: str, points: Pointing, said: Said, alone: Alone) -> Iterator[str]:
    """What the last turn told of, where the question speaks of that."""
    if tall := _TALL.match(text):
        yield thing_with(said.answer, [tall.group(1).lower()])
    if points.things:
        yield thing_asked_for(alone.core, said.answer)
    if any(word in ("that", "this") for word in points.things):
        yield thing_told_last(said.answer)
    if points.things:
        yield _group(said)
    elif points.definite:
        named_so = (word for phrase in points.definite for word in phrase.split())
        yield thing_with(said.answer, [word for word in named_so if len(word) > _SHORT])
    if points.is_there:
        yield next((m.text for m in mentions(f"{said.answer} {said.question}") if m.is_place), "")
    own = about(alone.core)
    if alone.phrases and not content_words(text) and len(content_words(own)) > 1:
        yield own


def _group(said: Said) -> str:
    """Those an answer speaks of, or what it names: "Herders say …", "a group called Grey Heron"."""
    if plural := _PLURAL.match(said.answer):
        return plural.group(1)
    asked = said.question.lower()
    new = [m for m in mentions(said.answer) if m.text.lower() not in asked and not m.is_place]
    return next((m.text for m in new if asked.startswith("who") or (m.is_certain and not m.is_person)), "")


def _person(pronoun: str, told: Sequence[tuple[Said, Alone]]) -> tuple[int, Mention] | None:
    """Whom "he" or "she" means: the last person named whose gender may be so, answers before questions."""
    gender: Gender = "she" if pronoun in ("she", "her", "hers", "herself") else "he"
    named_so = list(_persons(told))
    fitting = [(n, m, _fit(m, gender)) for n, m in named_so if m.gender in (gender, None)]
    for n in range(len(told) - 1, -1, -1):
        here = [(fit, m) for at, m, fit in fitting if at == n and fit <= _GOOD]
        if here:
            return n, _fuller(min(here, key=itemgetter(0))[1], named_so)
    others = [(n, m) for n, m, _ in fitting] or [(n, m) for n, m in named_so if m.heads]
    return (others[0][0], _fuller(others[0][1], named_so)) if others else None


def _fit(mention: Mention, gender: Gender) -> int:
    """How well a person may be meant by "he" or "she"; 0 is best."""
    if mention.is_certain:
        return 0 if mention.gender == gender else 1
    return 2 if " " in mention.text else _GOOD + 1


def _persons(told: Sequence[tuple[Said, Alone]]) -> Iterator[tuple[int, Mention]]:
    for n in range(len(told) - 1, -1, -1):
        said, alone = told[n]
        for text in (said.answer, said.question, alone.core):
            for mention in mentions(text):
                if mention.is_person:
                    yield n, mention


def _fuller(mention: Mention, among: Sequence[tuple[int, Mention]]) -> Mention:
    """The same person with the first name too, where a turn gives it."""
    longer = [m for _, m in among if m.text.endswith(f" {mention.text}")]
    return longer[0] if longer else mention


def _with_role(description: str, told: Sequence[tuple[Said, Alone]]) -> Iterator[tuple[int, Mention, str]]:
    """Names that an earlier turn calls so, and by which word: "the minister", "the firm"."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in reversed(description.split())]
    for n in range(len(told) - 1, -1, -1):
        for text in (told[n][0].answer, told[n][0].question, told[n][1].core):
            for mention in mentions(text):
                if word := next((word for word in words if word in mention.heads), None):
                    yield n, mention, word


def _put_for(text: str, word: str, name: str) -> str:
    """The name in the place of "the minister", the word kept before it unless the name holds it."""
    kept = name if word in name.lower() else f"the {word} {name}"
    lower = text.lower()
    start = lower.find("the ")
    end = lower.find(word, start) + len(word)
    return f"{text[:start]}{kept}{text[end:]}" if 0 <= start < end else text


def _put(text: str, name: str) -> str:
    """The name in the place of the first pronoun."""
    found = _PERSONAL.search(text)
    if found is None:
        return text
    word, after = found.group().lower(), text[found.end() :]
    owns = word == "his" or (word == "her" and _OWNED.match(after))
    owner = name + ("'" if name.endswith("s") else "'s")
    return text[: found.start()] + (owner if owns else name) + after


def _joined(core: str, phrases: Sequence[str], source: int, answered: str = "") -> Alone:
    """The question with what it takes from earlier turns; ``answered`` is not carried further than here."""
    wanted = [p for p in phrases if p.lower() not in core.lower()]
    if len(wanted) > _MOST_PHRASES:
        wanted = [*wanted[: _MOST_PHRASES - 1], wanted[-1]]
    told = _distinct([answered, *wanted]) if answered else wanted
    text = f"{core.rstrip(' ')} ({'; '.join(told)})" if told else core
    return Alone(text, source, tuple(wanted), core)


def _distinct(phrases: Iterable[str]) -> list[str]:
    """None of them twice, or inside another."""
    kept: list[str] = []
    for phrase in phrases:
        if phrase and not any(phrase.lower() in other.lower() for other in kept):
            kept.append(phrase)
    return kept
