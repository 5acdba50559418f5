"""Writing: how much later than the model itself a reader has the first checked sentence.

A scripted model writes at a steady rate; its own time is how long it takes to have written the first
sentence with its marker, told by its server. A reader's time is the same for the answer's first
sentence on the page's stream, finding and checking included. Each question comes alone.
"""

import argparse
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from rich.progress import track

from bench.goals import Goal, at_most, close, share, told
from bench.load import PASSAGE, copied, questions, served
from ingest.split import sentences
from tests.fakes.model import Script, ScriptedModel

_RATE = 30  # tokens a second
_LETTERS = 4  # of a token
_MARKED = re.compile(r"\[k\w\w\]")
_MOST = 1.2


def main() -> None:
    """Print the table; exit 1 if the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = questions(given.data)[: given.questions]
    goals = []
    for name, words in (("cited word for word", _copying), ("put in other words", _rewording)):
        with (
            copied(given.home) as home,
            ScriptedModel(words) as model,
            served(home, given.home, OPENAI_BASE_URL=model.url) as server,
        ):
            goals += measured(name, server.url, model, asked)
    close(f"the first sentence, a model of {_RATE} tokens a second", goals, given.json)


def measured(name: str, url: str, model: ScriptedModel, asked: list[str]) -> list[Goal]:
    """Ask one after the other; only answers whose first sentence passed count."""
    ratios, later_ms = [], []
    for question in track(asked, name, transient=True):
        began = len(model.requests)
        if (reader_s := _first_sentence_s(url, question)) is None or len(model.requests) == began:
            continue
        text = model.script(model.requests[-1]).text if callable(model.script) else ""
        if (found := _MARKED.search(text)) is None:
            continue
        # Deltas come one after the other, the first at once.
        own_s = (found.end() - 1) // _LETTERS / _RATE
        ratios.append(reader_s / own_s)
        later_ms.append(1000 * (reader_s - own_s))
    return [
        told(f"{name}: answers", len(ratios)),
        at_most(f"{name}: reader's time over the model's own, median", share(ratios, 0.5), _MOST),
        told(f"{name}: the same, p95", share(ratios, 0.95)),
        told(f"{name}: later than the model, p50", share(later_ms, 0.5), "ms"),
        told(f"{name}: later than the model, p95", share(later_ms, 0.95), "ms"),
    ]


def _first_sentence_s(url: str, question: str) -> float | None:
    """Seconds until the first sentence of a written answer; None where it is quoted or declined."""
    began = time.perf_counter()
    first = None
    headers = {"Accept": "text/event-stream"}
    with httpx.stream(
        "POST", f"{url}/v1/chat", json={"question": question}, headers=headers, timeout=60
    ) as response:
        for line in response.iter_lines():
            if line == "event: text" and first is None:
                first = time.perf_counter() - began
            if line.startswith('data: {"answer"'):
                return first if '"mode":"written"' in line.replace(" ", "") else None
    return None


def _told(request: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, text in PASSAGE.findall(request["messages"][-1]["content"]):
        for start, end in sentences(text):
            if len(text[start:end].split()) >= 8:
                yield key, text[start:end]


def _script(words: str) -> Script:
    return Script(words, chunk=_LETTERS, delay_s=1 / _RATE)


def _copying(request: dict[str, Any]) -> Script:
    first = [f"{text} [{key}]" for key, text in _told(request)][:3]
    return _script(" ".join(first))


def _rewording(request: dict[str, Any]) -> Script:
    """Sentences that are no copies: told as what the article reports."""
    first = [f"It was reported that {text[0].lower()}{text[1:]} [{key}]" for key, text in _told(request)][:3]
    return _script(" ".join(first))


if __name__ == "__main__":
    main()
