"""Whether an article reports what happened or explains, serves and amuses; how much a sentence pins down.

Pure patterns over English titles and sentences.
"""

import re

from assistant.english import verbs
from ingest.words import terms

_TITLE = re.compile(
    r"\?|(?:^|[:|–—!] |[a-z]\. )\W*(?:how|why|what|when|where|(?-i:[Ww]ho)|which|here|see|watch|meet|read|"
    r"inside|photos?|video(?=:)|quiz|list|everything|ranking|ranked|top \d+|"
    r"best (?:\w+ )?(?:deals|gifts|places|restaurants|ways|of|\w+s to)|"
    r"(?:\d+|three|five|ten) (?:things|ways|takeaways|reasons|facts|of the|best|tips)|a look|fans|"
    r"review(?=:)|tips|explained|analysis|profile|preview|podcast|horoscope|recipes?|transcript|celebrate)\b"
    r"|\b(?:what (?:to know|it means|happens next)|need to know|here(?:’s|'s| is| are)|how to|explained|"
    r"explainer|where to|where is|things to|winners and losers|in pictures|takeaways|list of|full list|"
    r"see (?:the )?(?:list|map|video|photos|path)|odds of|betting odds|(?:shopping|holiday|best) deals|"
    r"gift (?:guide|ideas)|fact check|long read|obituary|from the archives?|a look (?:at|back)|"
    r"full transcript|the history of|timeline of|(?:could|might) mean)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z0-9,;:] )[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ -][A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_NUMBER = re.compile(r"\b\d[\d,.]*")
_TOLD = re.compile(r"\b(?:said|says|told|announced|according to|reported|reports|confirmed|ruled|voted)\b")
_DONE = re.compile(r"\b(?:[a-z]{2,}ed|said|told|put|hit|cut|set|let)\b")
# "A ship was hit a day earlier": not on the day of the article.
_BEFORE = re.compile(
    r"\b(?:yesterday|overnight|earlier|previously|recently|so far|ago|since|(?:the )?day before|"
    r"had (?:been|once|only|long|never|already)|"
    r"(?:last|previous|past|recent) (?:night|days?|weeks?|months?|years?|summer|winter|spring|autumn))\b",
    re.IGNORECASE,
)
# How a story is told that leads to the news by and by.
_TALE = re.compile(
    r"^(?:[\w-]+ (?:years|decades|months|weeks|summers) ago|growing up\b|when \w+ (?:\w+ )?(?:was|first)\b|"
    r"on an? \w+ (?:\w+ )?(?:morning|afternoon|evening|night|day)\b|for (?:years|decades|generations)\b|"
    r"when\b.{3,80}\b(?:opened|began|moved|met|started)\b.*,|until \w+,|"
    r"as (?:the sun|dawn|dusk|night)\b|once upon|imagine|picture this|as if\b|"
    r"(?-i:[A-ZÀ-ÖØ-Þ]\w+ [A-ZÀ-ÖØ-Þ]\w+ was) \w+ing\b.+\b(?:as|when)\b|"
    r"(?-i:[A-ZÀ-ÖØ-Þ]\w+ [A-ZÀ-ÖØ-Þ]\w+) (?:stood|sat|walked|crossed|stared|woke|knelt|paced|leaned)\b)|"
    r"\bhad only\b|\bnot to \w+ .{3,40} but to\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ENOUGH = 4  # of names, numbers and those who say so, with which a sentence is as definite as news is


def is_feature(title: str) -> bool:
    """Whether a title promises an explanation, a service or amusement, and no report of what happened."""
    return bool(_TITLE.search(title))


def definite(text: str) -> float:
    """How much of names, numbers and those who say so a sentence holds, 0 to 1."""
    begins = bool(re.match(r"[A-ZÀ-ÖØ-Þ][\w’'-]* [A-ZÀ-ÖØ-Þ]", text))
    found = begins + sum(len(pattern.findall(text)) for pattern in (_NAME, _NUMBER, _TOLD))
    return min(found, _ENOUGH) / _ENOUGH


def tells_of_a_deed(text: str) -> bool:
    """Whether a sentence tells that somebody did or suffered something, not how things are."""
    return bool(_DONE.search(text)) or not verbs.bases().keys().isdisjoint(terms(text))


def tells_of_before(text: str) -> bool:
    """Whether a sentence names a time before the day it was written."""
    return bool(_BEFORE.search(text))


def tells_a_tale(text: str) -> bool:
    """Whether a first sentence leads to the news by and by, as reportages do."""
    return bool(_TALE.search(text))


def is_of_another_year(text: str, published: str | None) -> bool:
    """Whether a sentence names years, and all of them before the one in which it was published."""
    years = _YEAR.findall(text)
    return bool(years and published) and max(years) < str(published)[:4]
