"""The sentences of the news that may stand alone in a briefing.

Pure: passages in, sentences out. What only makes sense beside the sentence before it, asks, or is a heading
or a byline stays out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.conversation import Quote
from assistant.english import antecedent
from assistant.weighing.headings import told
from ingest.holdings.reader import Found

FEWEST, MOST = 6, 55  # words
_MIDDLE = 8  # sentences that stand before a passage whose article is not read from its beginning
_ASKS = re.compile(r"\?[”\"’')]?\s*$")
_ENDS = re.compile(r"[.!…][”\"’')\]]*\s*$")
# "Voters passed Prop.": cut off from its number.
_CUT = re.compile(
    r"^(?:\d+|[A-Z]), [a-z]|^\d{1,2}(?::\d\d)? ?[ap]\.?m\.?[^:]{0,20}: |\band U\.S\.$|"
    r"^(?:What|How|Why|Who|Where|When)\b[^.:?]{3,60}: |"
    r"\b(?:Prop|No|Nos|St|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Gen|Lt|Col|Sgt|Capt|Rev|vs|Sect|Art|Fig)\.$"
)
# What these speak of was said before: "The figure comes from …", "Both were …", "Another 30 …".
_GOES_ON = re.compile(
    r"^[“\"‘'(\[]*(?:(?:but|and|or|so|yet|nor|then|also|still|however|meanwhile|instead|moreover|besides|"
    r"otherwise|therefore|thus|similarly|adding|noting|citing|"
    r"additionally|conversely|furthermore|nevertheless|nonetheless|afterwards?|"
    r"to recap|in fact|indeed|even so|in addition|as a result|for example|for instance|in turn|"
    r"in response(?! to)|"
    r"in contrast|by contrast|(?:by the end|there|here)(?=,)|"
    r"(?:shortly|soon|hours|days|moments|minutes) (?:after|before|later)(?=,)|"
    r"on the other hand|of these|of those|of them|at the time|at that (?:time|point)|since then|"
    r"that’s|that's|"
    r"here’s|here's|here (?:is|are)|that (?:is|was|means|would|will|has|had|makes|made)|"
    r"both(?! [A-Z][^,.]{1,60} and )|others?|another|some of (?:them|these|those)|such|neither|either|"
    r"one of (?:them|these|those)|the (?:former|latter|same|other|others|two|three|four|five|pair|duo)|"
    r"(?-i:[Tt]he (?:figures?|move|decision|announcement|statement|"
    r"incident|measure|claim|comments?|remarks?|proposal|allegations?|finding|findings|news|result|"
    r"results|document|letter|memo|report|suspect|victim|victims|plan|deal|agreement|man|woman|boy|girl|"
    r"couple|team|group|company|storm|article|video|photo|post)"
    r"(?! (?:of|who|to|in|between|accused|charged)\b)))\b|"
    r"who\b|which\b|where\b|to (?:this|that) end|"
    r"[a-z -]{3,30} of (?:it|them|these|those)\b(?! \w+ (?:who|that))|"
    r"[^,“\"]{3,60}, (?:however|though|meanwhile|instead|in turn),)",
    re.IGNORECASE,
)
# "It is not known who fired": "it" is nobody, and what is not known follows.
_NOBODY = re.compile(
    r"^It(?:(?:[’']s| is| was| remains| remained)(?: (?:still|yet|as|now|also)){0,2}(?: un| not )|"
    r" (?:is|was)n[’']t )(?:[a-z]+ ){0,2}?(?:clear|known|certain)"
    r"(?: [a-z]+){0,3}? (?:who|what|when|where|why|how|which|whether|if)\b"
    r"(?!(?: many of| much of)? (?:he|she|they|it|his|her|its|their|this|that|these|those|them)\b)"
)
_TO_THE_READER = re.compile(
    r"\b(?:click here|bookmark|follow along|takeaway here|sign up|subscribe|read more|follow us|"
    r"visit [\w’'. ]{1,30}(?:story|page|site|article|coverage)|download (?:the|our)|newsletter|"
    r"this article|this story|our reporter|"
    r"(?:readers|viewers) (?:have|had|ask|asked|can)|watch (?:the )?video|contact us|all rights reserved|"
    r"getty images|originally (?:appeared|published)|contributed (?:to this|reporting)|file photo|"
    r"(?:earlier|previous) version of this|for the las?test (?:updates|news|on)|"
    r"live (?:updates|coverage|blog)|"
    r"this (?:page|file|post|item|list) (?:is|was|captures|has been)|here (?:is|are) what|as it happened)\b|"
    r"^(?:\W{0,2}editor(?:[’']s|s[’'])? note|corrections?(?: and clarifications?)?|update|watch|read|"
    r"see also|more|related|listen|\w+day(?:[’']s)? recap|getty|photo|caption)\s?:",
    re.IGNORECASE,
)
# "Moen called it a victory", "the other two": what was said before.
_SPEAKS_OF_IT = re.compile(
    r"\b(?:called|calls|described|describes) (?:it|this|that|them)\b|"
    r"\b(?:rejected|welcomed|dismissed|denied|confirmed|condemned) "
    r"(?:(?:it|them)\b|(?:this|that)(?=[.,;:”\"]))|"
    r"\bthe other (?:two|three|four|five|six)\b|\b(?:shown|shows?|found|finds?|said|did|do) the same[.”\"]*$|"
    r"\b(?:said|says) (?:that )?(?:he|she|they) (?:\w+ ){1,3}(?:it|them|this|that)[.”\"]*$|"
    r"^according to [^,]{3,90}, (?:it|they|he|she)\b|^(?:the|a|an) [a-z]+ \w+ (?:him|her|them)\b",
    re.IGNORECASE,
)
# "Ann Moen, the mayor, said they could go": who, if it is one who says so.
_SAID_THEY = re.compile(
    r"^(?:[A-ZÀ-ÖØ-Þ][\w.’'-]+ ){1,3}[A-ZÀ-ÖØ-Þ][\w’'-]+, [^,]{3,60}, (?:said|says) (?:that )?(?:they|it)\b"
)
# What is said to a program that reads the news, and not to people.
_COMMANDS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|above|previous)\b|\bsystem prompt\b|"
    r"^\W{0,3}(?:system|assistant|user)\s?:",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"^(?:\w{3,9}day,? )?(?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9})(?:, \d{4})?:\s"
)  # a row of a table
# "US" is a country, and "Elizabeth I" and "World War I" have a number.
_ADDRESSES = re.compile(
    r"https?://|www\.|@\w|\b(?:[Yy]ou|[Yy]our|[Ww]e|our|us|[Mm]y|me)\b|"
    r"(?:^(?:[A-Z][a-z]+ )?|\b[a-z]+,? |[,;:—–-] ?)I(?=[ ’'][a-z])"
)
# What argues, and what repeats a claim to hold it against the facts, reports nothing that happened.
_OPINION = re.compile(
    r"/(?:opinions?|commentisfree|editorials?|columnists?|columns?|letters|op-ed|voices|fact-?checks?)(?:/|$)",
    re.IGNORECASE,
)
_TITLED_OPINION = re.compile(
    r"^(?:opinion|editorial|column|comment|commentary|letters?|op-ed|review|fact[ -]check)\s*[:|–—-]"
    r"|[|–—-]\s*(?:opinion|editorial|column|commentary|fact[ -]check)\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
# "VELM, Ulmark, Feb 18 (Wire) – ", and what was put over the text by machine.
_DATELINE = re.compile(
    r"^(?:(?:AI-assisted )?[Ss]ummary\s+|)(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .,’'-]{2,40}"
    r"(?:[A-Z][\w.]{1,14}\.?,?\s?(?:\d{1,2},?\s?)?){0,2}(?:\([^()]{2,40}\)\s?)?\s?[‒–—―−-]\s+(?=\S))?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that may stand alone."""

    quote: Quote
    place: int  # how many sentences stand before it in its passages

    @property
    def text(self) -> str:
        """Its words."""
        return self.quote.text


def lines(passages: Iterable[Found]) -> list[Line]:
    """Return the sentences that may stand alone, in the order of the passages."""
    places: dict[str, int] = {}
    found: list[Line] = []
    for passage in passages:
        if argues(passage):
            continue
        base, article = passage.passage.start, passage.passage.article_id
        for start, end in told(passage.passage.text):
            place = places.get(article, _MIDDLE if passage.passage.start else 0)
            text = passage.passage.text[start:end]
            places[article] = place + (not _TO_THE_READER.search(text))
            start += dateline(text)
            if stands_alone(text[start - end :] if start < end else ""):
                found.append(Line(Quote(passage, base + start, base + end), place))
    return found


def stands_alone(text: str) -> bool:
    """Whether a sentence says by itself whom and what it speaks of."""
    if not FEWEST <= len(text.split()) <= MOST or "\n" in text:
        return False
    if not _ENDS.search(text) or _ASKS.search(text) or not _begins(text):
        return False
    return not (
        goes_on(text)
        or _CUT.search(text)
        or _TO_THE_READER.search(text)
        or _SPEAKS_OF_IT.search(text)
        or _SAID_THEY.match(text)
        or _COMMANDS.search(text)
        or _LISTED.match(text)
        or _ADDRESSES.search(_QUOTED.sub("", text))
    )


def goes_on(text: str) -> bool:
    """Whether a sentence speaks of what was said before it."""
    return bool(_GOES_ON.match(text)) or (antecedent.is_open(text) and not leaves_open(text))


def leaves_open(text: str) -> bool:
    """Whether a sentence says of something that it is not known, or is: "It is not clear who fired"."""
    return bool(_NOBODY.match(text))


def argues(found: Found) -> bool:
    """Whether an article says what somebody thinks, or holds a claim against the facts."""
    source = found.source
    return bool(_OPINION.search(source.url or "") or _TITLED_OPINION.search(source.title))


def dateline(text: str) -> int:
    """How many letters of a sentence name the place it was filed from."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _begins(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'€$£"
