"""Whose words stand in quotation marks: by the verb beside them, before them, or by who spoke just before.

Knows one frame at a time, its verbs of saying and the cast of its text.
"""

import re

from assistant.english.listed import listed
from assistant.reporting.cast import Cast
from assistant.reporting.frames import Frame
from assistant.reporting.people import Voice
from assistant.reporting.sayings import Saying, introduced
from assistant.reporting.unsure import is_term
from ingest.split import Span

_LITTLE = listed("a an the of in on at for to and or is it by with as from")
_NAMING = re.compile(
    r"\b(?:so-called|(?:is|are|was|were|be|been|being|also|better|commonly|widely|often)\s(?:called|dubbed|titled|named|known|"
    r"nicknamed|termed|referred)(?:\s(?:as|to\sas))?|called|titled|entitled|named|nicknamed|dubbed|known\sas|terms?|phrases?|"
    r"words?|songs?|films?|movies?|books?|novels?|series|albums?|shows?|slogans?|hashtags?|headlined|headlines?|"
    r"story|storybook|headed|subtitled|captioned)\s*(?:the|an?|,|like|such\sas)?\s*$",
    re.IGNORECASE,
)
_ACTIVE = re.compile(r"\b(?:called|dubbed|named|nicknamed|termed)\s[^.]{2,80}$")
_ACCORDING = "according to"  # whom a whole sentence goes back to, and no single word in marks
_MANY = 5  # words, from which "found that" tells somebody's words
_SHOUT = 5  # letters of a word in capitals that is no abbreviation
_FEW = 4  # words, from which a part of a sentence after a quotation goes on with it
# "... livable,” fire chief William Briscoe said"
_ROLE = re.compile(
    r"\s(?!(?:and|after|before|because|since|until|an?)\s)(?:the\s)?(?:(?!(?:in|on|at|to|is|was|but|that|as|with|by|when)\s)[\w.&’'-]+\s){1,8}"
)
_IS_IT = re.compile(r",?\s(?:which|that|who|where)\b")
_IS_ASKED = re.compile(r"\s*(?:[A-Z]\w+|he|she|they)\s(?:was|were|is|are) (?:asked|told)\b")
_DASH = re.compile(r"\s[–—-]{1,2}\s|—")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
Told = list[tuple[Saying, Voice | None]]


def voiced(cast: Cast, number: int, told: Told) -> list[tuple[Span, Voice, str]]:
    """The quotations of a frame that are speech, each with who speaks and the verb for it."""
    frame = cast.frames[number]
    found: list[tuple[Span, Voice, str]] = []
    for span in frame.quotes:
        voice, verb = _voice(cast, number, told, span)
        if voice is not None:
            found.append((span, voice, verb))
    return found


def _voice(cast: Cast, number: int, told: Told, span: Span) -> tuple[Voice | None, str]:
    frame = cast.frames[number]
    if not frame.has_words:
        return _going_on(cast, number)
    start, end = span[0] - 1 - frame.start, span[1] + 1 - frame.start
    if _IS_ASKED.match(frame.bare[end:]):
        return None, ""  # "“Did you know?” Moen was asked"
    if (beside := _beside(frame, told, start, end)) is not None:
        return told[beside][1], told[beside][0].verb
    later = [n for n, (one, _) in enumerate(told) if one.start >= end and one.trails]
    if not later and (voice := cast.labelled(number)):
        return voice, "said"
    if _is_title(frame, span) or is_term(frame, span):
        return None, ""
    before = [n for n, (one, _) in enumerate(told) if one.end <= start and _reaches(frame, one, start)]
    is_word = len(_WORD.findall(frame.text, *span)) == 1
    for near in (before[-1:], later[-1:]):
        if near and not (is_word and told[near[0]][0].verb == _ACCORDING):
            return told[near[0]][1], told[near[0]][0].verb
    if subject := introduced(frame, start):
        voice = cast.meant(subject, number)
        return (voice, "said") if voice and voice.is_person and " " in voice.name else (None, "")
    if not _is_sentence(frame, span) and not _is_part(cast, number, span):
        return None, ""
    voice, verb = _going_on(cast, number)
    return (voice, verb) if voice and not cast.speaks_of_others(number, voice) else (None, "")


def _is_part(cast: Cast, number: int, span: Span) -> bool:
    """Whether a sentence tells on what the one before ended with saying who said it."""
    frame = cast.frames[number]
    is_next = not frame.begins_paragraph and number - 1 in cast.trailed
    return is_next and len(_WORD.findall(frame.text, *span)) >= _FEW


def _beside(frame: Frame, told: Told, start: int, end: int) -> int | None:
    """The verb that stands right after a quotation, with its subject."""
    for n, (one, _) in enumerate(told):
        gap = frame.bare[end : max(end, one.verb_at if one.start < end else one.start)]
        if _IS_IT.match(frame.bare[end:]):
            continue  # "“The Ferry,” which Moen wrote"
        has_role = one.subject is not None and not one.subject.is_pronoun and _ROLE.fullmatch(gap)
        if one.start >= end and (not gap.strip(" ,—–-") or has_role):
            return n
    return None


def _reaches(frame: Frame, one: Saying, until: int) -> bool:
    """Whether what a verb tells goes on to a place; a dash that no other closes ends it."""
    between = frame.bare[one.end : until]
    if not one.speaks and _words_at(frame, until) < _MANY:
        return False
    if one.is_near and len(between.split()) > _FEW and " that " not in between:
        return False
    return ";" not in between and len(_DASH.findall(between)) % 2 == 0


def _words_at(frame: Frame, at: int) -> int:
    """How many words the quotation has that begins at a place."""
    span = next((span for span in frame.quotes if span[0] - 1 - frame.start == at), (0, 0))
    return len(_WORD.findall(frame.text, *span))


def _is_title(frame: Frame, span: Span) -> bool:
    """Whether words in marks are the name of something, or a word that is spoken of."""
    text = frame.text[span[0] : span[1]]
    before = frame.bare[: max(0, span[0] - 1 - frame.start)]
    given = _WORD.findall(text)
    is_clause = text[:1].islower() and len(given) > _FEW
    if not given or (not is_clause and _NAMING.search(before[-60:])):
        return True
    is_ended = text.rstrip()[-1:] in ".!?" and len(given) == 1 and before.rstrip()[-1:] in ("", ",", ":")
    capitals = [w for w in given if w.lower() not in _LITTLE]
    if text.isupper() and (len(given) > 1 or len(text) > _SHOUT):
        return False
    return bool(capitals) and not is_ended and all(w[:1].isupper() or w[0].isdigit() for w in capitals)


def _is_sentence(frame: Frame, span: Span) -> bool:
    """Whether a quotation opens its frame and says a whole sentence."""
    text = frame.text[span[0] : span[1]]
    return span[0] - frame.start <= 1 and text[:1].isupper() and len(text.split()) > 4


def _going_on(cast: Cast, number: int) -> tuple[Voice | None, str]:
    """Who spoke in the sentence before goes on, or in the paragraph before, where it tells of nobody else."""
    voice = cast.last(number, 1) or cast.last_of_paragraph(number)
    return voice, "said" if voice else ""
