"""Words in quotation marks: where a text has them, and whether another has them verbatim.

Pure patterns of bounded length, linear in their input.
"""

import re
from dataclasses import dataclass

from assistant.checking.evidence import Evidence, plain
from ingest.split import Span

_QUOTED = re.compile(r"“([^“”]{2,1500})”|\"([^\"]{2,1500})\"|(?<!\w)‘([^‘’]{2,1500})’(?!\w)")
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”\"]|(?<=\S)(?:’’|'')(?!\w)")
_LEFT_OPEN = 8  # letters; what is left open and shorter is a slip of the keyboard
_LEFT_OUT = re.compile(r"\s?(?:\[?(?:…|\.{3})\]?)\s?")
_ENDING = ".,;:!? "


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words, and where they stand with their marks."""

    text: str
    start: int
    end: int


def quotations(text: str) -> list[Quotation]:
    """Find the words in quotation marks."""
    return [
        Quotation(next(group for group in match.groups() if group), match.start(), match.end())
        for match in _QUOTED.finditer(text)
    ]


def marked(text: str) -> list[Span]:
    """Where the words in double quotation marks stand, each paragraph by itself.

    What a paragraph leaves open ends with it, as where a quotation goes over several. A mark that
    stands neither before nor after a word, and one that measures inches, is none.
    """
    found: list[Span] = []
    for line in _LINE.finditer(text):
        begun = -1
        for mark in _MARK.finditer(text, *line.span()):
            at = mark.start()
            if begun < 0 and _opens(text, at):
                begun = at
            elif begun >= 0 and text[at] != "“":
                found += [(begun + 1, at)] if at - begun > 1 else []
                begun = -1
        if begun >= 0 and line.end() - begun > _LEFT_OPEN:
            found.append((begun + 1, line.end()))
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a mark can begin a quotation."""
    return text[at] == "“" or (text[at] == '"' and _stands_before(text, at))


def _stands_before(text: str, at: int) -> bool:
    is_after_word = at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".,!?")
    return not is_after_word and not text[at + 1 : at + 2].isspace()


def is_paired(text: str) -> bool:
    """Whether every quotation that is opened is closed; half of one cannot be checked."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def without(text: str) -> str:
    """The text with its quotations blanked, so that offsets stay."""
    for quotation in quotations(text):
        gap = " " * (quotation.end - quotation.start)
        text = text[: quotation.start] + gap + text[quotation.end :]
    return text


def is_quoted(text: str, evidence: Evidence) -> bool:
    """Whether a passage has a text within a quotation only: somebody's words, not its own."""
    wanted = plain(text).rstrip(_ENDING)
    if wanted in plain(without(evidence.text)):
        return False
    return any(wanted in plain(quotation.text) for quotation in quotations(evidence.text))


def place(quotation: str, evidence: Evidence) -> int | None:
    """Number of the sentence in which a passage has these words; -1 in its title, None if nowhere."""
    parts = [part.strip(_ENDING) for part in _LEFT_OUT.split(plain(quotation))]
    parts = [part for part in parts if part]
    if not parts or not _in_order(parts, evidence.plain):
        return None
    for number, sentence in enumerate(evidence.sentences):
        if parts[0] in plain(sentence):
            return number
    joined = [plain(" ".join(evidence.sentences[n : n + 3])) for n in range(len(evidence.sentences))]
    return next((n for n, text in enumerate(joined) if parts[0] in text), -1)


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
