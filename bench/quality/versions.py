"""Pages read again: the same told as the same, a changed fact never; notices of corrections.

The pairs and notices are our own; of the news beside the checkout one word is changed at a time.
"""

import gzip
import json
import random
import re
from pathlib import Path

from bench.quality.figures import Figure, share
from bench.quality.given import SETS, Given
from ingest.texts.alike import is_same
from ingest.texts.corrections import notice

_ARTICLES = 1_000
_EDGES = (
    "\n\n1,204 views\n\nRelated stories\nGlacier hut to close for good\nWhat next for the ferries?"
    "\n\nShare this story"
)


def measure(given: Given) -> list[Figure]:
    """Score the sets, then changes put into real articles."""
    pairs, notices = _rows("versions.jsonl"), _rows("corrections.jsonl")
    told = [(pair["same"], is_same(pair["old"], pair["new"])) for pair in pairs]
    found = [(row["notice"], notice(row["text"])) for row in notices]
    texts = _texts(given.data / "realtimeqa/articles-2025.jsonl.gz")
    chance = random.Random(1)  # noqa: S311 - which word is changed is no secret
    same = [is_alike for is_wanted, is_alike in told if is_wanted]
    other = [not is_alike for is_wanted, is_alike in told if not is_wanted]
    named = [is_found == wanted for wanted, is_found in found if wanted]
    passed = [not is_found for wanted, is_found in found if not wanted]
    seen, unchanged = [_is_seen(text, chance) for text in texts], [is_same(t, t + _EDGES) for t in texts]
    return [
        share("pages with new edges told as the same", same, least=0.95),
        share("pages with a changed fact told apart", other, least=1),
        share("a changed word of a real article told apart", seen, least=0.998),
        share("a real article with new edges told as the same", unchanged, least=0.95),
        share("notices of corrections found", named, least=0.95),
        share("stories about corrections, and other notes, passed over", passed, least=0.95),
    ]


def _is_seen(text: str, chance: random.Random) -> bool:
    """Whether one word of the text, changed in one letter or figure, makes another version."""
    words = list(re.finditer(r"\w+", text))
    word = chance.choice(words)
    changed = f"{int(word[0]) + 1}" if word[0].isdecimal() else word[0] + "x"
    return not is_same(text, text[: word.start()] + changed + text[word.end() :])


def _texts(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        given = (json.loads(line)["text"] for line, _ in zip(stream, range(_ARTICLES), strict=False))
        return [text for text in given if text.strip()]


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SETS / name).read_text("utf-8").splitlines()]
