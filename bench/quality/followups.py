"""Follow-ups made to stand alone by rules: the right subject carried on, an old one dropped.

Tuned on the half of the pairs whose hash is even; the other half is only told.
"""

import json
import time
from zlib import crc32

import numpy as np

from assistant.conversation import Question, Turn
from assistant.understand import understand
from bench.quality.figures import Figure, share, told
from bench.quality.given import SETS, Given

Row = dict[str, object]


def measure(_: Given) -> list[Figure]:
    """Understand every pair of the set after its turns."""
    rows = [json.loads(line) for line in (SETS / "followups.jsonl").read_text("utf-8").splitlines()]
    understand(Question("Who?"))  # the lists are read once
    held, seconds = [], []
    for row in rows:
        turns = [Turn(t["question"], {**_TURN, "text": t["answer"]}) for t in row["turns"]]
        began = time.thread_time()
        text = understand(Question(row["next"]), turns).text.lower()
        seconds.append(time.thread_time() - began)
        held.append(_is_meant(row, text))
    halves = {
        half: [h for h, row in zip(held, rows, strict=True) if crc32(row["id"].encode()) % 2 == half]
        for half in (0, 1)
    }
    carried = [h for h, row in zip(held, rows, strict=True) if row["carries"]]
    dropped = [h for h, row in zip(held, rows, strict=True) if not row["carries"]]
    return [
        share("follow-ups by rules", held, least=0.90),
        share("follow-ups by rules: other half", halves[1]),
        share("follow-ups by rules: subject carried on", carried),
        share("follow-ups by rules: old subject dropped", dropped),
        told(
            "understanding by rules: ms of processor, p95",
            float(np.quantile(seconds, 0.95)) * 1000,
            len(rows),
            most=2,
        ),
    ]


_TURN: Row = {"mode": "quoted", "window": {"since": None, "until": None, "as_of": None}}


def _is_meant(row: dict[str, list[str]], text: str) -> bool:
    return all(word in text for word in row["wanted"]) and not any(word in text for word in row["unwanted"])
