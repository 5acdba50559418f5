"""What is not known, as the news itself says it: unclear, not confirmed, not disclosed, no comment.

Pure patterns over English sentences.
"""

import re
from collections.abc import Sequence

from assistant.reporting.weight import Weighed

_UNKNOWN = re.compile(
    r"\b(?:(?:is|are|was|were|remains?|remained|it’s|it's|still|as yet)\s+(?:still\s+|as yet\s+)?"
    r"(?:unclear|unknown|uncertain|unconfirmed|undisclosed|unresolved|undetermined)"
    r"|(?:not|(?:is|are|was|were)n[’']t) "
    r"(?:yet |immediately |publicly |independently |been |yet been |officially |entirely )*"
    r"(?:clear|known|confirmed|disclosed|released|determined|identified|verified|named|established|announced"
    r"|published|decided|explained)"
    r"|(?:did|do|does|has|have|had|would|could|will) not (?:yet |immediately |been |be )*"
    r"(?:say|said|disclose|comment|commented|confirm|confirmed|respond|responded|reply|replied|specify|specified"
    r"|name|named|identify|explain|reveal|revealed|provide|give|verify|release|released|know)\b"
    r"|(?:didn’t|didn't|hasn’t|hasn't|haven’t|haven't|wouldn’t|wouldn't|couldn’t|couldn't) "
    r"(?:immediately |yet )*"
    r"(?:say|said|comment|commented|confirm|confirmed|respond|responded|disclose|disclosed|verify|specify)\b"
    r"|(?:declin|refus)(?:ed|es|ing) to "
    r"(?:comment|say|confirm|disclose|specify|name|discuss|identify|elaborate)"
    r"|without (?:giving|providing|offering|specifying|saying) (?:a |any |further |more )*"
    r"(?:reason|details?|explanation|who|what|when|which|whether|how)"
    r"|(?:no|little) (?:immediate |further |official )*(?:comment|word|confirmation|explanation|details?) "
    r"(?:on|from|about|of|as|was|were|has|have)"
    r"|yet to (?:be (?:determined|announced|confirmed|named|identified|established|set|decided|published)"
    r"|comment|respond|say|confirm|announce|decide|disclose)"
    r"|(?:nobody|no one|no-one) (?:yet )?(?:knows|knew|could say|can say)|under investigation"
    r"|could not (?:immediately |independently )*be (?:reached|verified|confirmed|established)"
    r"|(?:test|laboratory|lab) results? (?:were|are|was|is) (?:not yet|still)|not yet back)\b",
    re.IGNORECASE,
)
# Who keeps silent leaves nothing unknown that a reader could name.
_SILENT = re.compile(
    r"\b(?:respond\w*|repl(?:y|ied))\b.{0,40}\b(?:request|question|comment|message|e-?mail|call|inquir)"
    r"|\bdeclin\w+ to comment\b|\bno (?:further |immediate )?comment\b|"
    r"\b(?:not|n[’']t) (?:immediately )?comment\b|\bcould not .{0,20}be reached\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\b(?:it|them|him|her|that|this|so)[.”\"’']*$", re.IGNORECASE)
_DAY_S, _LATELY = 86_400, 5
_AGES = 4  # parts of the time all of it spans; what was open before the last of them may be known by now


def tells_what_is_unknown(text: str) -> bool:
    """Whether a sentence says that something is not known, or not told."""
    return bool(_UNKNOWN.search(text))


def _says_what(text: str) -> bool:
    """Whether a sentence says by itself what is not known."""
    return tells_what_is_unknown(text) and not (_SILENT.search(text) or _OPEN_END.search(text))


def unknown(news: Sequence[Weighed], most: int) -> list[Weighed]:
    """The weightiest sentences among the newest ones that say what is not known; of each Story one."""
    told = [each for each in news if _says_what(each.text)]
    times = [at for each in news if (at := each.quote.found.source.published_at) is not None]
    since = max(times) - max(_LATELY * _DAY_S, (max(times) - min(times)) // _AGES) if times else 0
    chosen: dict[str, Weighed] = {}
    for each in told:
        if (each.quote.found.source.published_at or 0) >= since:
            chosen.setdefault(each.story, each)
    return list(chosen.values())[:most]
