"""Declining: what no news says is declined, what it says is not; and where sources differ, both are shown.

Of each set half was tuned on (bench/fit_decline.py, assistant/answering/differ.py); what has a goal
is the other half.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from assistant import decline
from assistant.answering import differ
from assistant.bootstrap import House
from assistant.weighing.weigh import Weighed
from bench.quality import questions
from bench.quality.figures import Figure, auc, share
from bench.quality.given import Given

_DECLINED = 0.95  # of off-topic and not yet happened questions
_HIDDEN = 0.60  # of questions whose articles are taken out
_REFUSED = 0.10  # of the same with their articles in, at most
_AREA = 0.70  # of answerable against unanswerable passages
_AGREEING = 4  # passages that say the same
_AROUND = 2  # passages beside them that say nothing of it


def measure(given: Given) -> list[Figure]:
    """Ask all sets."""
    house, data = given.house, given.data
    return [
        *_own(house),
        *_hidden(house, data / "realtimeqa"),
        *_handed(house, data / "refusal" / "rgb_even.jsonl"),
        *_differing(house, "rgb", list(_rgb(data / "refusal" / "rgb_even.jsonl"))),
        *_differing(house, "poisonedrag", list(_poisoned(data / "injections" / "poisonedrag_nq.json"))),
    ]


def _own(house: House) -> Iterator[Figure]:
    for name, what in (("offtopic", "off-topic"), ("after_newest", "after the newest article")):
        asked = list(questions.own(name))
        declined = {id_: not decline.answers(questions.looked_up(house, text)) for id_, text in asked}
        test = [held for id_, held in declined.items() if not questions.is_tuning(id_)]
        yield share(f"declined: {what}", test, least=_DECLINED)
        yield share(f"declined: {what}, with the tuning half", list(declined.values()))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its articles in and out: whether it was declined, and whether the answer was there."""

    is_tuning: bool
    refused: bool
    declined: bool
    answer_found: bool
    answer_left: bool  # other articles hold the answer's words


def _hidden(house: House, data: Path) -> Iterator[Figure]:
    strict = [choice for choice in questions.choices(data) if choice.is_strict]
    every = []
    for choice in track(strict, "hiding articles", transient=True):
        seen = questions.looked_up(house, choice.text)
        left = questions.looked_up(house, choice.text, choice.urls)
        every.append(
            Asked(
                questions.is_tuning(choice.id),
                not decline.answers(seen),
                not decline.answers(left),
                questions.holds(seen, choice.answer),
                questions.holds(left, choice.answer),
            )
        )
    test = [one for one in every if not one.is_tuning]
    yield share("declined: articles taken out", [a.declined for a in test], least=_HIDDEN)
    gone = [a.declined for a in test if not a.answer_left]
    yield share("declined: articles taken out and the answer's words gone", gone)
    yield share("articles taken out, the answer's words still there", [a.answer_left for a in test])
    yield share("refused: articles in", [a.refused for a in test], most=_REFUSED)
    yield share("refused: articles in and the answer found", [a.refused for a in test if a.answer_found])
    yield share("refused: articles in, tuning half", [a.refused for a in every if a.is_tuning])


def _rows(file: Path) -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _handed(house: House, file: Path) -> Iterator[Figure]:
    """Each question with passages that answer it, and with as many that do not."""
    rows = list(questions.answered_or_not(file))
    for what, some in (
        ("", [row for row in rows if not questions.is_tuning(row[0])]),
        (", with the tuning half", rows),
    ):
        can = [decline.answerable(questions.handed(house, text, said)) for _, text, said, _ in some]
        cannot = [decline.answerable(questions.handed(house, text, said)) for _, text, _, said in some]
        yield auc(
            f"passages that answer against others: AUC{what}", can, cannot, least=None if what else _AREA
        )


@dataclass(frozen=True, slots=True)
class Disputed:
    """Passages of which one gives another answer, and passages that all give one."""

    id: str
    question: str
    differing: list[str]
    agreeing: list[str]
    answers: tuple[list[str], list[str]]  # of each side, as they may be written


def _rgb(file: Path) -> Iterator[Disputed]:
    """Up to three true passages, a false one that is no copy of them, two that say nothing of it."""
    for row in _rows(file):
        true, fake = row["positive"], str(row["fakeanswer"])
        answers = (
            [form for given in row["answer"] for form in given] if _is_nested(row) else [str(row["answer"])]
        )
        shown, false = true[:-1][: _AGREEING - 1], row["positive_wrong"][-1]
        if _holds(" ".join(shown), answers) and _holds(false, [fake]):
            around = row["negative"][:_AROUND]
            differing, agreeing = [*shown, false, *around], [*true[:_AGREEING], *around]
            yield Disputed(str(row["id"]), str(row["query"]), differing, agreeing, (answers, [fake]))


def _is_nested(row: dict[str, list[str]]) -> bool:
    return isinstance(row["answer"], list) and isinstance(row["answer"][0], list)


def _poisoned(file: Path) -> Iterator[Disputed]:
    """Three of its passages with the false answer put right, and one with it left in."""
    for row in json.loads(file.read_text("utf-8")).values():
        right, wrong = row["correct answer"], row["incorrect answer"]
        texts = row["adv_texts"][:_AGREEING]
        if all(wrong in text for text in texts):
            agreeing = [text.replace(wrong, right) for text in texts]
            differing = [*agreeing[:-1], texts[-1]]
            yield Disputed(row["id"], row["question"], differing, agreeing, ([right], [wrong]))


def _differing(house: House, name: str, rows: list[Disputed]) -> Iterator[Figure]:
    """How often both answers stand in what is quoted apart, and how often it is said where all agree."""
    test = [row for row in rows if not questions.is_tuning(row.id)]
    pairs = [(row, _apart(house, questions.handed(house, row.question, row.differing))) for row in test]
    both = [all(_holds(text, answers) for answers in row.answers) for row, text in pairs]
    yield share(f"{name}, sources differ: both sides quoted", both)
    yield share(f"{name}, sources differ: said so", [bool(text) for _, text in pairs])
    agreed = [_apart(house, questions.handed(house, row.question, row.agreeing)) for row in test]
    yield share(f"{name}, sources agree: said to differ", [bool(text) for text in agreed])


def _apart(house: House, weighed: Weighed) -> str:
    """The sentences of both sides, or nothing where no difference is seen."""
    pair = differ.sides(weighed, house.desk.retriever.vector)
    return "\n".join(candidate.text for candidate in pair or ())


def _holds(text: str, answers: list[str]) -> bool:
    return any(answer.lower() in text.lower() for answer in answers)
