"""Lengths of time that a text tells by naming two days, and those it does not tell."""

from datetime import date

import pytest

from assistant.numbers.apart import is_span
from assistant.numbers.facts import facts_of

DAY = date(2026, 3, 12)  # a Thursday


def _is_told(wanted, told):
    here, there = facts_of(wanted, DAY), facts_of(told, DAY)
    lengths = [one for one in here.numbers if not one.is_implied]
    return bool(lengths) and all(is_span(one, there, DAY, wanted) for one in lengths)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("The mill reopened three days after the fire.", "It burned on 2 March and reopened on 5 March."),
        ("The mill had burned three days earlier.", "It burned on Monday and reopened on Thursday."),
        ("After three days the mill reopened.", "It burned on 2 March and reopened on 5 March."),
        ("The mill burned ten days ago.", "It burned on 2 March."),
        ("The mill burned ten years ago.", "It burned in 2016."),
        ("The mill has burned again in the six years since.", "It was built in 2020."),
        ("The mill reopened three months after the fire.", "It burned in October and reopened in January."),
        (
            "The mill reopened about three weeks later.",
            "It burned on 2 February and reopened on 22 February.",
        ),
        ("The mill reopened four years after the fire.", "It burned in 2019 and reopened in 2023."),
        ("The mill closes in two months.", "It closes in May."),
        ("The mill closes two years from now.", "It closes in 2028."),
        ("The mill has two decades to live.", "It will fall by 2046."),
    ],
)
def test_a_length_of_time_is_told_by_the_days_at_its_ends(wanted, told):
    assert _is_told(wanted, told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("The fire lasted ten days.", "It began on 2 March."),
        ("The fire lasted ten days, she said after a visit.", "It began on 2 March."),
        ("The mill reopened ten days after the fire.", "It burned on 2 March."),
        ("They rebuilt the mill in ten days.", "It burned on 2 March."),
        ("The fire lasted three days.", "It was insured on 2 March and sold on 5 March."),
        ("The mill reopened four days after the fire.", "It burned on 2 March and reopened on 5 March."),
        ("The mill reopened four months after the fire.", "It burned in October and reopened in January."),
        ("The mill reopened six months after the fire.", "It burned on 3 August and reopened on 9 January."),
        ("The mill reopened six weeks later.", "It burned on 2 January and reopened on 6 February."),
        ("The mill burned nine years ago.", "It burned in 2016."),
        ("The mill reopened eleven hours later.", "It burned on 2 March and reopened on 5 March."),
        ("The mill reopened three days after the fire.", "It burned on 2 March."),
    ],
)
def test_no_other_length_of_time_is_told_by_them(wanted, told):
    assert not _is_told(wanted, told)
