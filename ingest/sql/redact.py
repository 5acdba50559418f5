"""Take the words of articles that are gone out of a kept answer or briefing.

Knows the JSON of both as they are kept; nothing about tables.
"""

from collections.abc import Collection, Set
from typing import Any

REMOVED = "(The article that said this has been removed.)"
# What is left of a citation tells that there was one: its number, whose it was and from when.
_EMPTIED: dict[str, object] = {
    "state": "removed",
    "quote": None,
    "title": None,
    "url": None,
    "copies": [],
    "translation": None,
    "newer": None,
}

Kept = dict[str, Any]  # an Answer or a Briefing as JSON has it


def redacted(kept: Kept, gone: Collection[str]) -> Kept:
    """The same without a word of these articles: no quote, no title, nothing that cites them."""
    citations = [
        emptied(citation) if citation["article_id"] in gone else citation for citation in kept["citations"]
    ]
    numbers = {citation["number"] for citation in citations if citation["state"] == "removed"}
    told = without({**kept, "citations": citations}, numbers, REMOVED)
    if "nearest" in told:
        told["nearest"] = [passage for passage in told["nearest"] if passage["article_id"] not in gone]
    return told


def emptied(citation: Kept) -> Kept:
    """What may still be told of a citation whose article is gone."""
    return {**citation, **_EMPTIED}


def without(kept: Kept, numbers: Set[int], instead: str) -> Kept:
    """The same without what cites these numbers: other words instead of sentences, the rest left out."""
    if not numbers:
        return {**kept}
    told = {**kept}
    if "sentences" in kept:
        _without_sentences(told, numbers, instead)
    if "points" in kept:
        _without_points(told, numbers, instead)
    return told


def _without_sentences(answer: Kept, numbers: Set[int], instead: str) -> None:
    for sentence in answer["sentences"]:
        if (other := _other(sentence, numbers, instead)) is not sentence:
            answer["text"] = answer["text"].replace(sentence["text"], other["text"])
    answer["sentences"] = [_other(sentence, numbers, instead) for sentence in answer["sentences"]]


def _without_points(briefing: Kept, numbers: Set[int], instead: str) -> None:
    briefing["headline"] = [_other(sentence, numbers, instead) for sentence in briefing["headline"]]
    for part in ("points", "changed", "timeline"):
        rows = briefing[part]
        briefing[part] = [{**row, "sentence": _other(row["sentence"], numbers, instead)} for row in rows]
    briefing["said"] = [row for row in briefing["said"] if numbers.isdisjoint(row["citations"])]
    # The words of what differs may be those of any side.
    briefing["differences"] = [
        row
        for row in briefing["differences"]
        if all(numbers.isdisjoint(side["citations"]) for side in row["values"])
    ]
    quotes = [row["quote"] for row in briefing["citations"] if row["quote"] and row["number"] not in numbers]
    briefing["unknown"] = [text for text in briefing["unknown"] if any(text in quote for quote in quotes)]


def _other(sentence: Kept, numbers: Set[int], instead: str) -> Kept:
    if numbers.isdisjoint(sentence["citations"]) or sentence["text"] == REMOVED:
        return sentence
    return {**sentence, "text": instead}
