"""How grave what a sentence tells is: like what heads the news or what fills its back pages, and the dead.

Pure. Meaning is asked of a function; where there is none, the number of the dead is all that counts.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.english.listed import listed
from assistant.numbers.facts import facts_of
from assistant.numbers.quantity import Quantity
from assistant.reporting import fates

Vector = Callable[[str], NDArray[np.float32]]
_GRAVE = (
    "At least forty people were killed when an earthquake struck the region.",
    "Gunmen attacked a village and killed dozens of civilians.",
    "The army fired missiles at the capital in an overnight strike.",
    "The president declared a state of emergency.",
    "Parliament voted to pass the law.",
    "The prime minister resigned after losing a vote of confidence.",
    "The supreme court struck down the government's order.",
    "Voters elected a new president in a national election.",
    "A ferry sank and many passengers are missing.",
    "The central bank raised interest rates as inflation climbed.",
    "The two countries signed a peace agreement to end the war.",
    "Police arrested the leader of the opposition.",
    "Health officials reported a deadly outbreak of the virus.",
    "A hurricane flooded towns and left thousands homeless.",
    "The court sentenced the former minister to prison.",
)
_LIGHT = (
    "Here is how to watch the game on television tonight.",
    "The team won the match and moved up in the standings.",
    "The actor talks about her new film and her family.",
    "What to know about the holiday and when it is celebrated.",
    "The best gifts and deals to buy this season.",
    "Fans loved the singer's performance and her dress.",
    "The swimmer set a world record in the freestyle.",
    "Try these tips and recipes at home.",
    "Scientists found the fossil of an ancient animal.",
    "The list of stores that are open on the holiday.",
    "A look back at the history of the show.",
    "Which celebrities won the awards last year.",
    "A video shows a funny moment with a dog.",
    "The player talks about his injury and the playoffs.",
    "Here is what the change could mean for shoppers.",
    "Users are looking for another app like it and share jokes about it.",
)
_NEAREST = 3  # of them, that a sentence is held against
# Of the gravity of what people died of: of a death, of each ten times as many, and of what it means.
_DEATH, _EACH_TENFOLD, _MEANT = 0.1, 0.5, 0.3
_FULL = 1.6  # times as far from light ones as grave ones are, where gravity is full
_NOBODY_DIED = 0.6  # of its meaning the gravity of what people were hurt by
_CLOSE = 6  # words between a number and what befell those it counts
_MOST = 1e6  # dead; more is no toll
_WORD = re.compile(r"\w(?:[\w’'.,-]*\w)?")
# "The toll of the strikes in Velm has risen to at least" a number.
_TOLL = re.compile(
    r"\btoll\b[^.;]{0,160}\b(?:to|at|reach(?:es|ed))\s+(?:at least |more than |over |nearly |about |some )?$"
)
_ANIMALS = listed(
    "fish animals birds cattle cows sheep pigs chickens hens horses whales dolphins dogs cats bees turtles "
    "seals elephants lions tigers bears deer trees"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Grave and light events by their meaning, in the vectors of one model."""

    grave: NDArray[np.float32]
    light: NDArray[np.float32]
    unit: float  # how far apart grave ones stand from light ones

    def weigh(self, vector: NDArray[np.float32]) -> float:
        """Weigh a meaning: 1 is graver than most grave ones are, -1 lighter than most light ones."""
        apart = _near(self.grave @ vector) - _near(self.light @ vector)
        return max(-1.0, min(1.0, apart / self.unit))


def scale(vector: Vector | None) -> Scale | None:
    """Make the scale of a model; None where there is no model."""
    if vector is None:
        return None
    grave, light = (np.array([vector(text) for text in texts]) for texts in (_GRAVE, _LIGHT))
    apart = [_near(np.delete(grave @ each, n)) - _near(light @ each) for n, each in enumerate(grave)]
    return Scale(grave, light, max(1e-3, _FULL * float(np.mean(apart))))


def gravity(text: str, vector: Vector | None, weights: Scale | None) -> float:
    """Tell how grave what a text tells is, -1 to about 2: deeds of state among accidents with twenty dead."""
    meant = weights.weigh(vector(text)) if vector and weights else 0.0
    killed = dead(text)
    if killed:
        return _MEANT * meant + _DEATH + _EACH_TENFOLD * math.log10(1 + killed)
    return meant * (_NOBODY_DIED if any(fates.fate([word.lower()]) for word in _WORD.findall(text)) else 1.0)


def dead(text: str) -> float:
    """The most people that a text says are dead; 0 where it says nothing of it."""
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    told = [(n, fate) for n, (_, word) in enumerate(words) if (fate := fates.fate([word]))]
    if all(fate != "killed" for _, fate in told):
        return 0.0
    found = [0.0]
    for number in facts_of(text, None).numbers:
        if not _counts_people(number):
            continue
        place = sum(start < number.start for start, _ in words)
        away, fate = min((abs(place - n), fate) for n, fate in told)
        is_of_them = fate == "killed" and away <= _CLOSE
        if is_of_them or _TOLL.search(text[: number.start]):
            found.append(number.low)
    return max(found)


def _counts_people(number: Quantity) -> bool:
    is_other = number.is_implied or number.is_age or number.is_year or number.unit is not None
    return not is_other and number.kind == "number" and number.low <= _MOST and number.noun not in _ANIMALS


def _near(cosines: NDArray[np.float32]) -> float:
    return float(np.sort(cosines)[-_NEAREST:].mean())
