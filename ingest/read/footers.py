"""Paragraphs of a message without what is not its news: how to read it elsewhere, signatures, unsubscribing.

Cuts little rather than much: what is cut stands at the top or the end, is short, and speaks to the reader.
"""

import re
from collections.abc import Sequence

_TOP = 5  # paragraphs, of which some may say where else the message can be read
_TOP_LETTERS = 120
_END = 25  # paragraphs, among which a footer begins
_FOOTER_LETTERS = 500  # of a paragraph of a footer that says so
_BESIDE_LETTERS = 160  # of one beside it: an address, names of networks
_SIGNATURE_LINES = 12
_LEAST_LEFT = 0.5  # of the letters: a footer is never most of a message

ELSEWHERE = re.compile(
    r"""(^\W{0,5}|\bhere\ to\ |[?|•·]\s?)(view|read|open|see)\b.{0,40}
        \b(browser|online|on\ the\ web|web\ ?page|in\ (the\ )?app)\b
    | \b(web|online|browser)\ version\b | \btrouble\ (viewing|reading)\b | \bnot\ displaying\ correctly\b
    | \bim\ browser\b | \bonline-version\b | \bdans\ (votre|le)\ navigateur\b | \bversion\ en\ ligne\b
    | \ben\ (el|su|tu)\ navegador\b | \bв\ браузері\b | \bв\ браузере\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FOOTER = re.compile(
    r"""^\W{0,5}unsubscribe\b.{0,60}$ | \bto\ unsubscribe\b | \bclick\ here\ to\ (unsubscribe|opt)\b
    | \bunsubscribe\ (here|at\ any\ time|from\ (this|these|our|all))\b
    | \bopt[- ]out\ (here|of\ (this|these|our))\b
    | \byou(’re|'re|\ are)\ (receiving|getting)\ this\b | \byou\ received\ this\b
    | \byou\ (signed\ up|subscribed|opted\ in)\b | \bbecause\ you(’re|'re|\ are)\ (subscribed|a\ subscriber)\b
    | \bthis\ (e-?mail|newsletter|message)\ was\ sent\b | \bwas\ this\ (e-?mail\ )?forwarded\ to\ you\b
    | \b(manage|update|change)\ (your|my)\ (e-?mail\ |newsletter\ )?(preferences|subscriptions?|profile)\b
    | \bforward(ed)?\ (this\ (e-?mail|newsletter|message)|to\ a\ friend)\b
    | \bour\ (mailing|postal)\ address\b | \badd\ us\ to\ your\ address\ book\b | \ball\ rights\ reserved\b
    | ^\W{0,3}(copyright\b|©) | ^\W{0,3}(privacy\ (policy|notice)|terms\ (of|and)\b).{0,60}$
    | ^\W{0,5}(abmelden|abbestellen)\b.{0,60}$ | \bnewsletter\ (abbestellen|abmelden)\b
    | \bsie\ erhalten\ diese | \bse\ d[ée]sabonner\b | \bd[ée]sinscri | \bvous\ recevez\ (cet|ce)\b
    | \bdarse\ de\ baja\b | \bcancelar\ (la|tu|su)\ suscripci | \brecibes?\ este\ (correo|bolet)
    | \bвідписатис | \bотписатьс""",
    re.IGNORECASE | re.VERBOSE,
)
_WIDTH, _RAGGED = 100, 22  # letters of a line, and how many a long word may leave free at its end
_LIST = re.compile(r"^\s*([-*•–]|\d{1,2}[.)])\s")
_BRACKETED = re.compile(r"\s?[<(\[]\s?https?://[^\s<>()\[\]]+\s?[>)\]]")
_ADDRESS = re.compile(r"\W{0,3}https?://\S+\W{0,3}")
_RULE = re.compile(r"[\s\-=_*~#+]*")


def without(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs between where else it can be read and how to get no more of it."""
    top = [p for p in paragraphs[:_TOP] if not (len(p) <= _TOP_LETTERS and ELSEWHERE.search(p))]
    kept = [*top, *paragraphs[_TOP:]]
    letters = sum(map(len, kept))
    for first in range(max(0, len(kept) - _END), len(kept)):
        if _is_footer(kept[first]) and all(_is_footer(p) or len(p) <= _BESIDE_LETTERS for p in kept[first:]):
            is_little = sum(map(len, kept[:first])) >= _LEAST_LEFT * letters
            return kept[:first] if is_little else kept
    return kept


def paragraphs(text: str) -> list[str]:
    """Cut plain text into its paragraphs: lines broken at a width joined, addresses and signature out."""
    text = _BRACKETED.sub("", _unsigned(text.replace("\r\n", "\n").replace("\r", "\n")))
    cut = (_joined(block) for block in re.split(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+", text))
    return [paragraph for paragraph in cut if paragraph]


def _is_footer(paragraph: str) -> bool:
    if len(paragraph) > _FOOTER_LETTERS:
        return False
    return bool(_FOOTER.search(paragraph) or (len(paragraph) <= _TOP_LETTERS and ELSEWHERE.search(paragraph)))


def _unsigned(text: str) -> str:
    """Cut at the last line of two hyphens where only a signature follows."""
    before, mark, after = text.rpartition("\n-- \n")
    if not mark:
        before, mark, after = text.rpartition("\n--\n")
    return before if mark and after.strip().count("\n") < _SIGNATURE_LINES and before.strip() else text


def _joined(block: str) -> str:
    lines = [line.strip() for line in block.split("\n")]
    lines = [line for line in lines if not _ADDRESS.fullmatch(line) and not _RULE.fullmatch(line)]
    is_list = any(_LIST.match(line) for line in lines[1:])
    return ("\n" if is_list or not _is_wrapped(lines) else " ").join(lines)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines were broken at a width: all but the last come near it."""
    widths = [len(line) for line in lines[:-1]]
    return bool(widths) and 50 <= max(widths) <= _WIDTH and min(widths) >= max(widths) - _RAGGED
