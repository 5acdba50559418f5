"""A model's stream to drafts: whole sentences with the keys they cite.

Knows the prompt and the form of the markers; nothing about which model answers.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from functools import cache

import prompts
from assistant.check import Draft, Failed
from assistant.checking.evidence import origin, visible
from assistant.english.thesaurus import is_common
from ingest.holdings.reader import Found
from ingest.split import sentences

# Letters a list number or a word of the text cannot be taken for; no two keys look alike.
_ALPHABET = "bcdfghjkmnpqrstvwxz"
_KEY = rf"(?:k[{_ALPHABET}]{{2}}|none)"
_MARKER = rf"\[{_KEY}(?:\s?[,;]?\s?{_KEY}){{0,9}}\]"
_RUN = re.compile(rf"(?:[ ,;\n]{{0,4}}{_MARKER})+")
_KEYS = re.compile(_KEY)
_HALF = re.compile(r"[ ,;\n]{0,4}(?:\[[a-z ,;]{0,60})?$")  # what may yet become a marker
_LONGEST_MARKER = 80
_ENDED = re.compile(r"[.!?…:][\"”’)\]]*\s*$")
_SAYS = re.compile(r"\w")
_STOP = re.compile(r"[.!?…][\"”’)]*")
_WHY = {
    "quote": "these words in quotation marks do not stand there letter by letter: {}",
    "number": "this number does not stand there with this unit: {}",
    "date": "this date does not stand there: {}",
    "name": "this name does not stand there: {}",
    "speaker": "somebody else says this there: {}",
    "negation": "the passages deny this, or say it as possible only: {}",
    "entailment": "the passages do not say this: {}",
}
_WORDS = re.compile(r"\w+")
_BETWEEN = re.compile(r"[\W_]")
_FENCE = re.compile(r"FENCE-|\b(?=\w*[a-f])(?=\w*\d)[0-9a-f]{12,16}\b", re.IGNORECASE)
_IN_A_ROW = 5  # words in a row
_SHORTEST_SECRET = 5  # letters; shorter ones stand inside other words
# Words of instructions that a dictionary of nouns, verbs, adjectives and adverbs lacks.
_PLAIN = frozenset(
    _WORDS.findall(
        "about above after against among although another anybody anyone anything because before "
        "below between could during either every everybody everyone everything except herself himself "
        "itself might myself neither nobody others ourselves shall should since somebody someone "
        "something than their theirs them themselves there these they this those though through "
        "throughout toward towards under unless until upon whatever whenever where whereas wherever "
        "whether which whichever while whoever whose within without would yours yourself"
    )
)
_LONGEST_REASON = 200
_LONGEST = 20_000  # letters of an answer; more is a model gone wrong


def keyed(passages: Sequence[Found]) -> dict[str, Found]:
    """Give each passage a short key, told apart from numbers and words."""
    size = len(_ALPHABET)
    return {f"k{_ALPHABET[n // size % size]}{_ALPHABET[n % size]}": p for n, p in enumerate(passages)}


def prompt(question: str, passages: Mapping[str, Found]) -> str:
    """Fill the prompt of answers; the passages lie between fences that no article can know."""
    return prompts.render("answer", question=visible(question), **_fenced(passages))


def briefing_prompt(topic: str, passages: Mapping[str, Found], points: int, words: int) -> str:
    """Fill the prompt of briefings, with so many points beside the headline, of so many words together."""
    size = {"points": str(points), "words": str(words)}
    return prompts.render("brief", topic=visible(topic), **size, **_fenced(passages))


def rewriting(failed: Failed, passages: Mapping[str, Found]) -> str:
    """Fill the prompt that mends a sentence, with the passages it cites, or all where it cites none."""
    cited = {key: passages[key] for key in failed.draft.keys if key in passages} or passages
    why = _WHY[failed.check].format(failed.what[:_LONGEST_REASON])
    return prompts.render("rewrite", sentence=failed.draft.text, failed=why, **_fenced(cited))


def _fenced(passages: Mapping[str, Found]) -> dict[str, str]:
    shown = "\n\n".join(_shown(key, found) for key, found in passages.items())
    return {"fence": prompts.fence(), "passages": shown, "example": next(iter(passages))}


async def drafts(stream: AsyncIterator[str]) -> AsyncGenerator[Draft, None]:
    """Yield each sentence as soon as its markers have ended; text without a marker has no keys."""
    reading, length = Reading(), 0
    async for piece in stream:
        length += len(piece)
        for draft in reading.feed(piece):
            yield draft
        if length > _LONGEST:
            break
    for draft in reading.finish():
        yield draft


class Reading:
    """A model's words as far as they have come, without the sentences that are complete."""

    def __init__(self) -> None:
        self._held = ""
        self._keys: list[str] = []  # of markers inside the sentence that is being read
        self._looked_at = 0

    def feed(self, piece: str) -> list[Draft]:
        """Take the next words; return the sentences they complete."""
        self._held += piece
        return self._complete(is_last=False)

    def finish(self) -> list[Draft]:
        """Return what is left."""
        return [*self._complete(is_last=True), *self._cut(self._held)]

    def _complete(self, is_last: bool) -> list[Draft]:
        found: list[Draft] = []
        while run := _RUN.search(self._held, self._looked_at):
            before, after = self._held[: run.start()], self._held[run.end() :]
            if not is_last and _HALF.match(after):
                return found  # the run may go on
            self._keys += _KEYS.findall(run.group())
            stop = _STOP.match(after)
            if stop or _ENDED.search(before[-8:]) or not after.strip() or after.startswith("\n"):
                end = stop.end() if stop and not _ENDED.search(before[-8:]) else 0
                found += self._cut(before + after[:end])
                self._held, self._looked_at = after[end:], 0
            else:  # a marker inside a sentence: its keys count for the whole of it
                self._held, self._looked_at = before + after, len(before)
        self._looked_at = max(self._looked_at, len(self._held) - _LONGEST_MARKER)
        return found

    def _cut(self, text: str) -> list[Draft]:
        """Cut a stretch that ends in markers: the last sentence has the keys, those before it none."""
        keys, self._keys = tuple(self._keys), []
        parts = [text[start:end] for start, end in sentences(text) if _SAYS.search(text[start:end])]
        if not parts:
            return [Draft("", keys)] if keys else []
        return [*(Draft(part, ()) for part in parts[:-1]), Draft(parts[-1], keys)]


def leaks(text: str, passages: Mapping[str, Found]) -> bool:
    """Whether a sentence repeats its instructions: words in a row that no passage has."""
    said = _runs(text) & _rules()
    if any(_is_told(secret, text) and not _holds(secret, passages) for secret in _secrets()):
        return True
    told = (
        frozenset().union(*(_runs(found.passage.text) for found in passages.values()))
        if said
        else frozenset()
    )
    return bool(_FENCE.search(text)) or bool(said - told)


def _holds(word: str, passages: Mapping[str, Found]) -> bool:
    return any(word in f"{origin(found)} {found.passage.text}".lower() for found in passages.values())


def _is_told(secret: str, text: str) -> bool:
    """Whether a text has a word, be it spelt out or backwards."""
    letters = _BETWEEN.sub("", visible(text).lower())
    return secret in letters or secret[::-1] in letters


@cache
def _rules() -> frozenset[str]:
    """The words in a row of all that a model is told while it writes."""
    return frozenset().union(*map(_runs, (*_instructions(), *_WHY.values())))


@cache
def _secrets() -> frozenset[str]:
    """The words of the instructions that no dictionary has: names and codes a house has put there."""
    words = (word.lower() for told in _instructions() for word in _WORDS.findall(told))
    return frozenset(w for w in words if len(w) >= _SHORTEST_SECRET and w not in _PLAIN and not is_common(w))


def _instructions() -> tuple[str, ...]:
    empty = {"fence": "", "passages": "", "example": ""}
    return (
        prompts.render("answer", question="", **empty),
        prompts.render("rewrite", sentence="", failed="", **empty),
        prompts.render("brief", topic="", points="", words="", **empty),
    )


def _runs(text: str) -> frozenset[str]:
    words = _WORDS.findall(text.lower())
    return frozenset(" ".join(words[n : n + _IN_A_ROW]) for n in range(len(words) - _IN_A_ROW + 1))


def declines(draft: Draft) -> bool:
    """Whether the model says that the passages do not answer."""
    return "none" in draft.keys


def _shown(key: str, found: Found) -> str:
    # What nobody sees may hold instructions; offsets of citations are those of the article as it is.
    return visible(f"[{key}] {origin(found)}\n{found.passage.text}")
