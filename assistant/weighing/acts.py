"""Who did it: whether a sentence gives the deed asked about to somebody, or says that nobody did it.

"Who warned of the flood?" is answered by who warned, and not by who denied any warning. Pure patterns
over English text, linear in its length.
"""

import re

from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, related

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|or|then)\b,?\s+)?who\s+(?:(?:has|have|had|first|also|really|recently|later|then|now)\s+)*"
    r"([a-z]{3,})\b",
    re.IGNORECASE,
)
# Verbs that tell of no deed, and helpers, after which somebody is asked for to whom it was done.
_NO_DEED = listed(
    "is are was were will would can could may might must should shall did does do has have had been being "
    "else got get gets became become seems seemed among exactly"
)
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[;:“”\"]|\d[\d.,]*")
_EDGES = listed('; : “ ” "')
_BE = listed("is are was were be been being am got")
_DETERMINERS = listed("a an the any no this that his her its their such every each another some written")
_LEADS = listed("of in on at for with from about after before during into over under between through as")
_NOBODY = listed("nobody none nothing never not neither nor no cannot without")
_DENYING = listed(
    "deny denied denies denying refuse refused refuses refusing fail failed fails declined declines"
)
_FAR = 12  # words before a verb in which its subject, and what denies it, is looked for
_BY = 4  # words after a passive verb in which "by" names who did it
_SAME = 0.9


def deed(question: str) -> str:
    """The verb of a question for who did something; empty where it asks for something else."""
    found = _ASKS.match(question)
    verb = found.group(1).lower() if found else ""
    return "" if verb in _NO_DEED else verb


def done_in(verb: str, sentence: str) -> float | None:
    """1 where somebody does this in a sentence, -1 where it is told as not done, 0 where it is no verb.

    None where its word does not occur.
    """
    tokens = _TOKEN.findall(sentence)
    told = [_told(tokens, at) for at, token in enumerate(tokens) if _is_same(verb, folded(token))]
    return max((one for one in told if one > 0), default=min(told, default=None))


def _is_same(verb: str, word: str) -> bool:
    if len(word) < 3 or word in _NO_DEED:
        return False
    return bool(bases(verb) & bases(word)) or (word[-2:] in ("ed", "es") and related(verb, word) >= _SAME)


def _told(tokens: list[str], at: int) -> float:
    """What a sentence says by the verb that stands here."""
    before = _clause(tokens[max(0, at - _FAR) : at])
    lows = [folded(token) for token in before]
    if any(word in _NOBODY or word in _DENYING or word.endswith(("n't", "n’t")) for word in lows):
        return -1.0
    last, word = lows[-1] if lows else "", folded(tokens[at])
    if last == "to":
        return 0.5 if lows[:-1] else 0.0
    if last in _DETERMINERS or last in _LEADS or not before:
        return 0.0  # a noun, "mediated talks", or an order
    if word.endswith("ing"):
        return 0.5 if last in _BE else 0.0
    if last in _BE:
        return 1.0 if "by" in map(folded, tokens[at + 1 : at + 1 + _BY]) else 0.0
    return 1.0


def _clause(before: list[str]) -> list[str]:
    """The words from the last edge of a clause on."""
    edges = [n for n, token in enumerate(before) if token in _EDGES]
    return before[edges[-1] + 1 :] if edges else before
