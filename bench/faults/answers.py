"""The same questions to two homes: what is found, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.faults.commands import Place, Server, serving
from bench.faults.news import Story

_FOUND = 40
_SEARCHES, _QUESTIONS = 40, 8
_SAME, _OTHERS = 10, 2  # of those found: first ones that must be the same, and others that may stray


@dataclass(frozen=True, slots=True)
class Answers:
    """What one server found and said."""

    found: dict[str, tuple[str, ...]]  # ids of passages by question, best first
    said: dict[str, tuple[str, ...]]  # the text of an answer and the passages it cites


def questions(stories: Sequence[Story]) -> list[str]:
    """Fixed questions, spread over the articles; the first few are also answered."""
    step = max(1, len(stories) // _SEARCHES)
    return [story.question for story in stories[::step][:_SEARCHES]]


def ask(server: Server, asked: Sequence[str]) -> Answers:
    """Put the questions to a server."""
    found = {q: tuple(hit["id"] for hit in server.search(q, _FOUND)) for q in asked}
    return Answers(found, {q: _said(server, q) for q in asked[:_QUESTIONS]})


def of(place: Place, asked: Sequence[str]) -> Answers:
    """Start a server, put the questions, end it."""
    with serving(place) as server:
        return ask(server, asked)


def differences(found: Answers, wanted: Answers) -> dict[str, int]:
    """Count the questions that found or said something else; nothing where they are equal."""
    counts = {
        "searches that differ": sum(found.found[q] != ids for q, ids in wanted.found.items()),
        "answers that differ": sum(found.said[q] != said for q, said in wanted.said.items()),
    }
    return {what: n for what, n in counts.items() if n}


def strayed(found: Answers, wanted: Answers) -> dict[str, int]:
    """The same for a graph that grew another way: it is approximate, so far down other passages may stand.

    The first ten are the same, and of forty at least 38; what is said is the same.
    """
    near = {q: ids for q, ids in wanted.found.items() if _is_near(found.found[q], ids)}
    return differences(Answers(found.found | near, found.said), wanted)


def _is_near(ids: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return ids[:_SAME] == wanted[:_SAME] and len(set(wanted) - set(ids)) <= _OTHERS


def examples(found: Answers, wanted: Answers) -> tuple[str, ...]:
    """Where searches differ: the question, the first rank, and what stands there."""
    lines = []
    for question, ids in wanted.found.items():
        if (got := found.found[question]) != ids:
            rank = next((n for n, pair in enumerate(zip(got, ids, strict=False)) if pair[0] != pair[1]), -1)
            kind = "other passages" if set(got) != set(ids) else "another order"
            lines.append(f"{question} {kind} from rank {rank + 1}: {got[rank:][:3]}, wanted {ids[rank:][:3]}")
    return tuple(lines[:5])


def _said(server: Server, question: str) -> tuple[str, ...]:
    answer = server.ask(question)
    return (answer["mode"], answer["text"], *(cited["passage_id"] for cited in answer["citations"]))
