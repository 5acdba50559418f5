"""Take the words of articles that are gone out of a kept answer.

Knows the JSON of an answer as it is kept; nothing about tables.
"""

from collections.abc import Collection
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

Answer = dict[str, Any]  # as JSON has it


def redacted(answer: Answer, gone: Collection[str]) -> Answer:
    """The answer without a word of these articles: no quote, no title, no sentence that cites them."""
    citations = [
        emptied(citation) if citation["article_id"] in gone else citation for citation in answer["citations"]
    ]
    nearest = [passage for passage in answer["nearest"] if passage["article_id"] not in gone]
    numbers = {citation["number"] for citation in citations if citation["state"] == "removed"}
    text, sentences = answer["text"], []
    for sentence in answer["sentences"]:
        if numbers.isdisjoint(sentence["citations"]):
            sentences.append(sentence)
        else:
            text = text.replace(sentence["text"], REMOVED)
            sentences.append({**sentence, "text": REMOVED})
    return {**answer, "text": text, "sentences": sentences, "citations": citations, "nearest": nearest}


def emptied(citation: Answer) -> Answer:
    """What may still be told of a citation whose article is gone."""
    return {**citation, **_EMPTIED}
