"""Who is meant: names, "he", "the ministry" and "the paper" of a text, each with where they are named.

Knows the frames of one text and the voices heard in them so far; nothing of what is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.thesaurus import is_common, is_place
from assistant.english.word_lists import words
from assistant.questions.mentions import Gender, gender_of
from assistant.reporting.frames import MARK, Frame
from assistant.reporting.people import (
    OUTLETS,
    Voice,
    fits,
    fullest,
    has_office,
    head_of,
    holders,
    is_group,
    is_one,
    is_outlet,
    is_told_of,
    is_unnamed,
    names_of,
)
from assistant.reporting.phrases import HE, Phrase, opening
from assistant.reporting.pronouns import Candidate, meant
from assistant.reporting.runs import ARTICLES, TOKEN
from assistant.reporting.sayings import Saying
from ingest.split import Span

_FAR_BACK = 20  # frames looked back over for which paper is meant
_OPENS = 12  # letters at the head of a sentence before a name: "In 1939, Ada Moen"
_ON = 3  # frames after which somebody's own words go on in a new paragraph
_BACK = 8  # frames looked back over for whom "he" means
_NEAR = 3  # the same for "it" and "they"
_TIMES = listed("year month week day night morning evening decade decades years months weeks days time")
_ASKING = listed("reporter interviewer host anchor moderator narrator")
_NEAR_BY = 900  # letters before a name of one word


@dataclass
class Cast:
    """The names of a text, and who was heard last."""

    frames: Sequence[Frame]
    told: Sequence[Sequence[Saying]]  # of each frame its verbs of saying
    heard: list[tuple[int, Voice]] = field(default_factory=list)  # number of the frame, and who spoke there
    trailed: set[int] = field(default_factory=set)  # frames that end with who spoke

    def meant(self, phrase: Phrase, number: int, trails: bool = False) -> Voice | None:
        """Whom a phrase of a frame means; what ``trails`` speaks of others before it."""
        frame = self.frames[number]
        start, end = frame.start + phrase.start, frame.start + phrase.end
        low = phrase.text.lower()
        if low in ARTICLES:
            return None  # "her", of "her family"
        if low in HE:
            gender: Gender = "he" if low == "he" else "she"
            return meant(self._candidates(gender, number, start, trails))
        if phrase.is_pronoun:
            return self._own(phrase, number) or self._they(low, number)
        is_opening = phrase.start <= 1 and " " not in phrase.text and is_common(folded(phrase.text))
        if phrase.is_name and not is_opening:
            return self._called(phrase.text, (start, end))
        return self._described(phrase.text, (start, end), number)

    def labelled(self, number: int) -> Voice | None:
        """The person whom a colon ends and nothing else stands before: "Moen: “We agree.”"."""
        frame = self.frames[number]
        for start, name, _ in self._names[number][:1]:
            rest = frame.bare[start + len(name) - frame.start :]
            opens = start - frame.start <= 1 and rest.startswith(":") and rest[1:].lstrip().startswith(MARK)
            voice = self._called(name, (start, start + len(name)))
            if opens and frame.begins_paragraph and voice.is_person and not is_common(folded(name)):
                return voice
        return None

    def hear(self, number: int, voice: Voice) -> None:
        """Keep who was heard in a frame."""
        self.heard.append((number, voice))

    def last(self, number: int, back: int = 1) -> Voice | None:
        """Who was heard last, at most so many frames ago, and what is cut off after initials is none."""
        if number > 1 and len(self.frames[number - 1].bare.split()) == 1 and not self.told[number - 1]:
            back += 1
        if self.heard and number - self.heard[-1][0] <= back:
            return self.heard[-1][1]
        return None

    def last_of_paragraph(self, number: int) -> Voice | None:
        """Who was heard in the paragraph before a frame that begins one, if nobody else is told of after."""
        voice = self.last(number, _ON)
        if voice is None or not voice.is_person or not self.frames[number].begins_paragraph:
            return None
        between = range(self.heard[-1][0] + 1, number)
        is_over = any(
            self.frames[n].begins_paragraph or self.told[n] or self.frames[n].quotes for n in between
        )
        return None if is_over or any(self.speaks_of_others(n, voice) for n in between) else voice

    def speaks_of_others(self, number: int, voice: Voice) -> bool:
        """Whether a frame has a person for its subject who is not this one."""
        names = (name for _, name, is_subject in self._names[number] if is_subject and self._is_person(name))
        return any(folded(name.split()[-1]) != voice.last for name in names)

    @cached_property
    def _full(self) -> dict[str, str]:
        """The fullest name with each last word, of persons."""
        return fullest(name for names in self._names for _, name, _ in names)

    @cached_property
    def _lasts(self) -> frozenset[str]:
        """The last words of all longer names."""
        return frozenset(folded(n.split()[-1]) for names in self._names for _, n, _ in names if " " in n)

    @cached_property
    def _names(self) -> list[list[tuple[int, str, bool]]]:
        """Of each frame its names: where each stands, and whether it may be a subject."""
        return [names_of(frame) for frame in self.frames]

    def _called(self, name: str, span: Span) -> Voice:
        parts = name.split()
        is_person = not is_group(name) and not self._has_article(name, span)
        if (
            len(parts) == 1
            and is_person
            and (full := self._near(name, span[0]) or self._full.get(folded(name)))
        ):
            name = full
        elif len(parts) == 1 and is_person:
            is_person = not name.isupper() and not is_place(folded(name))
        return Voice(name, *span, True, is_person)

    def _near(self, name: str, before: int) -> str:
        """The name told right before its first word alone, where that is the family's: "Kim Ju-hee"."""
        for n in range(len(self.frames) - 1, -1, -1):
            if not before - _NEAR_BY < self.frames[n].start <= before:
                continue
            for start, other, _ in reversed(self._names[n]):
                parts = [folded(part) for part in other.split()]
                if start < before and len(parts) > 1 and "-" in parts[-1] and parts[0] == folded(name):
                    return other
        return ""

    def _has_article(self, name: str, span: Span) -> bool:
        """ "The Times", but not "the Queen"."""
        before = self.frames[0].text[max(0, span[0] - 4) : span[0]].lower()
        return before == "the " and name.split()[0].lower() not in words("titles")

    def _candidates(self, gender: Gender, number: int, before: int, trails: bool) -> Iterator[Candidate]:
        """Whom "he" may mean: who spoke in a frame before, or is named there, the nearest first."""
        persons = {n: v for n, v in self.heard if v.is_person}
        heard = {n: v for n, v in persons.items() if fits(v.name, gender)}
        begins = self.frames[number].begins_paragraph
        if not begins and number - 1 in persons and number - 1 not in heard:  # a first name may mislead
            yield Candidate(persons[number - 1], False, True, False, False, 0, 0)
        paragraphs = 0
        for n in range(number, max(-1, number - _BACK), -1):
            if n != number and (voice := heard.get(n)):
                is_last = n == number - 1 and voice.last in self._lasts
                is_sure = is_last or " " in voice.name or self._is_certain(voice.name)
                yield Candidate(voice, is_sure, True, is_sure, True, number - n, paragraphs)
            if n == number and (spoke := self._spoke_here(number, before, gender, trails)):
                yield Candidate(spoke, True, True, True, True, 0, 0)
            begins = self.frames[n].begins_paragraph
            if n == number and trails and not begins and (last := heard.get(n - 1)):
                is_sure = " " in last.name or self._is_certain(last.name)
                yield Candidate(last, is_sure, False, is_sure, True, 0, 0)
            for start, name, is_subject in self._names[n]:
                if start < before and self._is_person(name) and fits(self._fullest(name), gender):
                    yield self._named(number, n, (start, name, is_subject), trails, paragraphs)
            paragraphs += begins

    def _named(
        self, number: int, n: int, named: tuple[int, str, bool], trails: bool, paragraphs: int
    ) -> Candidate:
        """A name of a frame as one whom "he" may mean."""
        start, name, is_subject = named
        opens = n == number and start - self.frames[n].start <= _OPENS and " " in name
        opens = opens and not (trails and self.last(number))
        is_sure = opens or self._is_certain(name) or is_told_of(self.frames[0].text, name, start)
        is_meant = is_sure and self._is_meant(n, number, name, is_subject, trails)
        voice = self._called(name, (start, start + len(name)))
        may_be = is_subject and not (trails and n == number)  # what "he said" ends tells of others
        is_rival = may_be and (voice.last in self._speakers or gender_of(name.split()[0]) is not None)
        return Candidate(voice, is_meant, is_rival, is_sure, False, number - n, paragraphs)

    def _spoke_here(self, number: int, before: int, gender: Gender, trails: bool) -> Voice | None:
        """Who is named as speaking earlier in the same sentence: "Moen said so, but he added that"."""
        frame = self.frames[number]
        for one in reversed(self.told[number]):
            if (
                (subject := one.subject)
                and subject.is_name
                and one.speaks
                and frame.start + subject.end < before
            ):
                voice = self._called(subject.text, (frame.start + subject.start, frame.start + subject.end))
                if voice.is_person and (one.is_inverted or not trails) and fits(voice.name, gender):
                    return voice
        return None

    def _is_meant(self, n: int, number: int, name: str, is_subject: bool, trails: bool) -> bool:
        """Whether "he" goes back to a name: of its own sentence to any, of an earlier one to its subject."""
        if n != number or not is_subject:
            return is_subject or n == number
        return not trails or (self.frames[n].begins_paragraph and " " in name)

    def _is_certain(self, name: str) -> bool:
        """Whether a name is surely a person's: by its first name, or because they speak somewhere."""
        full = self._fullest(name)
        is_speaker = " " in full and folded(name.split()[-1]) in self._speakers
        return is_speaker or gender_of(full.split()[0]) is not None

    @cached_property
    def _speakers(self) -> frozenset[str]:
        """Last words of all names that are the subject of a verb of saying."""
        subjects = (one.subject for told in self.told for one in told if one.speaks)
        return frozenset(folded(s.text.split()[-1]) for s in subjects if s and s.is_name)

    def _fullest(self, name: str) -> str:
        return self._full.get(folded(name.split()[-1]), name)

    def _is_person(self, name: str) -> bool:
        parts = name.split()
        if is_group(name) or (is_place(folded(name)) and folded(name) not in self._full):
            return False
        if len(parts) > 1 or folded(name) in self._full or gender_of(name):
            return True
        return any(v.last == folded(name) for _, v in self.heard)

    def _own(self, phrase: Phrase, number: int) -> Voice | None:
        """What "it" means after what its sentence begins with: "The ministry will look into it, it said"."""
        frame = self.frames[number]
        tokens = [token for token in TOKEN.finditer(frame.bare) if token.end() <= phrase.start]
        first = opening(frame.bare, tokens, 0, len(tokens)) if len(tokens) > 1 else None
        if phrase.text.lower() not in ("it", "they") or first is None or first.is_pronoun:
            return None
        if " " not in first.text and is_common(folded(first.text)):
            return None  # "However, it said"
        if not first.is_name and first.text.split()[0].lower() not in ARTICLES:
            return None
        voice = self.meant(first, number)
        return voice if voice and not voice.is_person else None

    def _they(self, low: str, number: int) -> Voice | None:
        """ "It" or "they": a firm, a paper or a group heard last."""
        if low not in ("it", "they"):
            return None
        return next((v for n, v in reversed(self.heard) if number - n <= _NEAR and not v.is_person), None)

    def _described(self, text: str, span: Span, number: int) -> Voice | None:
        head, first = head_of(text), text.split()[0].lower()
        if head in OUTLETS and len(text.split()) == 2 and first in ("the", "its", "that"):
            paper = self._paper(number) if head != "force" else None
            return (
                self._outlet(number) or paper or self._they("it", number) or Voice(text, *span, True, False)
            )
        if head in _TIMES:
            return None
        if has_office(head) and first in ("the", "his", "her", "its", "their"):
            found = self._in_role(head, span[0])
            is_former = "former" in text.lower()
            if (found is None or is_former) and head not in _ASKING:
                found = self._beside(number, 3 if is_former else 1) or found
            return (found if " of a" not in text else None) or Voice(text, *span)
        return Voice(text, *span, not is_unnamed(text), is_one(head))

    def _beside(self, number: int, back: int) -> Voice | None:
        """The person who spoke right before, where nobody else is told of; of a new paragraph surely one."""
        heard = self.last(number, back)
        if heard is None or not heard.is_person or self.speaks_of_others(number, heard):
            return None
        is_sure = not self.frames[number].begins_paragraph or gender_of(heard.name.split()[0])
        return heard if is_sure else None

    def _outlet(self, number: int) -> Voice | None:
        """The paper that the sentence before is about."""
        for start, name, is_subject in self._names[number - 1] if number else ():
            voice = self._called(name, (start, start + len(name)))
            if is_subject and not voice.is_person and self._has_article(name, (start, start)):
                return voice
        return None

    def _paper(self, number: int) -> Voice | None:
        """The outlet heard last."""
        others = (v for n, v in reversed(self.heard) if number - n <= _FAR_BACK and is_outlet(v.name))
        return next(others, None)

    def _in_role(self, role: str, before: int) -> Voice | None:
        """Who was last named with a role: "Labour Party leader Keir Starmer", "Moen, the coach"."""
        held = holders(self._names, self.frames[0].text, role, before)
        persons = (self._called(name, (at, at + len(name))) for at, name in held if self._is_person(name))
        return next(persons, None)
