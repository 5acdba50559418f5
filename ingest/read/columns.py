"""Lines as they were set on pages to paragraphs: words broken at a line's end joined, running heads out.

Knows nothing about PDF: the text of each page in, one text out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_EDGE = 2  # lines at the top and the bottom of a page, among which running heads and numbers stand
_RUNNING = 0.5  # of the pages have it: it is no news
_SHORT = 0.6  # of a full line: one that is no longer is a heading, where a capital follows
_NUMBER = re.compile(
    r"\W*((page|seite|p\.|стор\.?|стр\.?)\s*)?\d{1,4}(\s*(of|/|von|з|из)\s*\d{1,4})?\W*", re.IGNORECASE
)
_TAIL = 60  # letters at the end of a line that tell how it ends; a page's number is never longer
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_BROKEN = re.compile(r"(\w{2,})[-\u00ad\u2010]$")
# What stands before a hyphen of its own; where words are merely broken, it is hardly ever what is left.
_COMPOUND = frozenset(("anti", "half", "self", "semi", "vice", "well"))
_MARK = re.compile(r"[•▪●◦–*-]\s|\d{1,2}[.)]\s")


def joined(pages: Sequence[str]) -> str:
    """Put pages together, paragraph by paragraph."""
    kept = _without_edges([_lines(page) for page in pages])
    known = Counter(re.findall(r"\w+(?:-\w+)*", "\n".join(pages).lower()))
    paragraphs: list[str] = []
    for page in kept:
        for number, paragraph in enumerate(_paragraphs(page, known)):
            if number == 0 and paragraphs and _goes_on(paragraphs[-1], paragraph):
                paragraphs[-1] = _beside(paragraphs[-1], paragraph, known)
            else:
                paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    """The lines without their outer space; an empty one stays, for it ends a paragraph."""
    return [" ".join(line.split()) for line in page.strip().split("\n")]


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Take off page numbers, and the lines that stand at the edge of most pages."""
    seen = Counter(head for page in pages for head in {_shape(page[at]) for at in _edges(page)})
    full = sum(any(page) for page in pages)
    most = max(3.0, _RUNNING * full)
    running = {head for head, count in seen.items() if head and count >= most}
    kept = []
    for page in pages:
        out = {
            at for at in _edges(page) if _NUMBER.fullmatch(page[at][:_TAIL]) or _shape(page[at]) in running
        }
        kept.append([line for at, line in enumerate(page) if at not in out])
    return kept


def _edges(page: list[str]) -> list[int]:
    filled = [at for at, line in enumerate(page) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _paragraphs(lines: list[str], known: Counter[str]) -> Iterator[str]:
    width = _width(lines)
    text = last = ""
    for line in lines:
        if text and _begins(line, last, width):
            yield text
            text = ""
        if line:
            text = _beside(text, line, known) if text else line
        last = line
    if text:
        yield text


def _begins(line: str, last: str, width: float) -> bool:
    """Whether a paragraph begins with this line."""
    if not line or not last or _MARK.match(line):
        return True
    if _ENDED.search(last[-_TAIL:]):
        # Whoever sets lines puts into each what fits: a word that would have fitted begins a paragraph.
        return len(last) + len(line.split(" ", 1)[0]) <= width
    return line[:1].isupper() and len(last) < _SHORT * width and not _BROKEN.search(last[-_TAIL:])


def _width(lines: list[str]) -> float:
    """How many letters a full line has."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[-1 - len(lengths) // 20] if lengths else 0  # one in twenty may hang over


def _beside(text: str, line: str, known: Counter[str]) -> str:
    """Put a line after the text before it, a word broken between them in one piece."""
    broken = _BROKEN.search(text[-_TAIL:])
    rest = re.match(r"\w+", line)
    if not broken or not rest or not rest[0][0].islower():
        return f"{text} {line}" if not text.endswith(("-", "\u2010")) or broken is None else text + line
    whole, hyphened = f"{broken[1]}{rest[0]}".lower(), f"{broken[1]}-{rest[0]}".lower()
    is_compound = broken[1].lower() in _COMPOUND and not text.endswith("\u00ad") and not known[whole]
    keeps = is_compound or known[hyphened] > known[whole]
    return (text if keeps else text[:-1]) + line


def _goes_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on over the edge of a page."""
    return not _ENDED.search(before[-_TAIL:]) and (
        after[:1].islower() or bool(_BROKEN.search(before[-_TAIL:]))
    )
