"""Sentences and the passages they cite: what the checker catches of each kind of error, and what it refuses.

All pairs were written by somebody who had not seen the checker. Rules and weights were made looking at the
open ones, more, third and fourth; nobody looked at the sealed ones. ExpertQA was judged by experts.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
from rich.progress import track

from assistant.check import Draft, Failed, check
from assistant.checking.aligned import Meaning
from assistant.checking.entail import Vector
from assistant.checking.evidence import read
from assistant.checking.signs import agreement, signs, support
from bench.quality.figures import Figure, auc, share, told
from bench.quality.given import SETS, Given
from ingest.article import Passage
from ingest.holdings.reader import Found, Source
from ingest.split import sentences

_CAUGHT = {
    "number": 0.98,
    "date": 0.98,
    "quote": 0.98,
    "unit": 0.98,
    "name": 0.95,
    "speaker": 0.90,
    "negation": 0.90,
    "merged": 0.75,
    "wrong_passage": 0.75,
}
_REFUSED = 0.08
_OPEN, _SEALED = ("open", "more", "third", "fourth"), ("sealed", "sealed_second", "sealed_third")
_TOLD_APART = 0.70
_PASSAGE, _LONGEST = 900, 9_000  # letters of the experts' evidence
_NEAREST = 6  # sentences
_SENTENCES = 10  # of an answer
_DRAWS = 10_000
Row = dict[str, Any]


def measure(given: Given) -> list[Figure]:
    """All pairs, the sealed ones where that is asked for, then ExpertQA."""
    meaning = given.house.desk.meaning
    figures = []
    for name in (*_OPEN, *(_SEALED if given.sealed else ())):
        if (path := SETS / f"claims_{name}.jsonl").exists():
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            figures += _of_pairs(name, rows, meaning)
    return [*figures, *_of_experts(given, meaning, given.house.desk.retriever.vector)]


def _of_pairs(name: str, rows: list[Row], meaning: Meaning | None) -> list[Figure]:
    refused: dict[str, list[bool]] = defaultdict(list)
    for row in track(rows, f"claims, {name}", transient=True):
        refused[row["kind"]].append(_is_refused(row, meaning))
    figures = [
        share(f"claims {name}: {kind} caught", refused[kind], least=least)
        for kind, least in _CAUGHT.items()
        if refused[kind]
    ]
    true = refused["true"]
    return [*figures, share(f"claims {name}: true refused", true, most=_REFUSED), _of_ten(name, true)]


def _is_refused(row: Row, meaning: Meaning | None) -> bool:
    passages = passages_of(row)
    return isinstance(check(Draft(row["sentence"], tuple(passages)), passages, meaning), Failed)


def passages_of(row: Row) -> dict[str, Found]:
    """The passages of a pair, by key."""
    return {f"k{n}": _found(passage, f"{row['id']}-{n}") for n, passage in enumerate(row["passages"])}


def _of_ten(name: str, refused: list[bool]) -> Figure:
    """Answers of ten true sentences that lose one, by drawing sentences."""
    chance = np.random.default_rng(1)
    drawn = chance.choice(np.asarray(refused), size=(_DRAWS, _SENTENCES)).any(axis=1)
    return told(
        f"claims {name}: answers of ten true sentences that lose one", float(drawn.mean()), len(refused)
    )


def _of_experts(given: Given, meaning: Meaning | None, vector: Vector | None) -> list[Figure]:
    """Whether complete support is told from incomplete: by what the checker weighs, and by likeness alone."""
    weighed: dict[str, list[float]] = defaultdict(list)
    alike: dict[str, list[float]] = defaultdict(list)
    for n, (label, claim, evidence) in enumerate(track(list(_experts(given)), "ExpertQA", transient=True)):
        weighed[label].append(_best(claim, evidence, meaning, f"expert{n}"))
        alike[label].append(_alike(claim, evidence, vector))
    name = "claims ExpertQA: complete against incomplete"
    return [
        auc(f"{name}, by the signs", weighed["Complete"], weighed["Incomplete"], least=_TOLD_APART),
        auc(f"{name}, by likeness alone", alike["Complete"], alike["Incomplete"]),
    ]


def _best(claim: str, evidence: str, meaning: Meaning | None, name: str) -> float:
    """What the signs weigh together where the evidence, cut into passages, weighs most."""
    cut = [evidence[at : at + _PASSAGE] for at in range(0, min(len(evidence), _LONGEST), _PASSAGE)]
    passages = [read(_passage(text, f"{name}.{n}")) for n, text in enumerate(cut) if text.strip()]
    told = [signs(claim, [passage], meaning) for passage in passages]
    known = meaning is not None
    return max((support(each, known) + agreement(each, known) for each in told), default=0.0)


def _alike(claim: str, evidence: str, vector: Vector | None) -> float:
    """The mean cosine of the sentences nearest to a claim; nothing in the product uses it."""
    if vector is None:
        return 0.0
    meant, cut = vector(claim), evidence[:_LONGEST]
    near = sorted((float(meant @ vector(cut[start:end])) for start, end in sentences(cut)), reverse=True)
    return float(np.mean(near[:_NEAREST])) if near else 0.0


def _experts(given: Given) -> Iterator[tuple[str, str, str]]:
    path = given.data / "claims" / "expertqa_rand_val.jsonl"
    for line in path.read_text("utf-8").splitlines():
        for answer in json.loads(line)["answers"].values():
            for claim in answer["claims"]:
                if claim["support"] in ("Complete", "Incomplete") and claim["evidence"]:
                    yield claim["support"], claim["claim_string"], "\n".join(claim["evidence"])


def _passage(text: str, name: str) -> Found:
    source = Source(name, 1, "", None, None, None, (), "en", None, True)
    return Found(Passage(f"{name}-1-0", name, text, 0, len(text)), source)


def _found(passage: Row, name: str) -> Found:
    at = int(datetime.fromisoformat(passage["published_at"]).replace(tzinfo=UTC).timestamp())
    source = Source(name, 1, passage["title"], passage["outlet"], None, None, (), "en", at, True)
    return Found(Passage(f"{name}-1-0", name, passage["text"], 0, len(passage["text"])), source)
