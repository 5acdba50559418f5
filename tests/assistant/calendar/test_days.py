"""Which days a text names, and what still tells two dates apart where no day of publication resolves them."""

from datetime import date

import pytest

from assistant.calendar.days import mentions
from assistant.numbers.facts import facts_of, holds_date

DAY = date(2026, 3, 11)  # a Wednesday


def _spans(text, published=DAY):
    return [[f"{a} {b}" for a, b in named.readings] for named in mentions(text, published)]


def _is_told(wanted, told, wanted_on=None):
    here, there = facts_of(wanted, wanted_on), facts_of(told, None)
    return bool(here.dates) and all(holds_date(one, there, wanted_on) for one in here.dates)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The kiln cooled on 2 March.", "2026-03-02 2026-03-02"),
        ("The kiln cooled on December 30th.", "2025-12-30 2025-12-30"),
        ("The kiln cooled on 2025-07-04.", "2025-07-04 2025-07-04"),
        ("The kiln cooled on Monday.", "2026-03-09 2026-03-09"),
        ("The kiln cooled yesterday.", "2026-03-10 2026-03-10"),
        ("The kiln cools next month.", "2026-04-01 2026-04-30"),
        ("The kiln cooled in February 2024.", "2024-02-01 2024-02-29"),
        ("The kiln cooled in the second quarter of 2024.", "2024-04-01 2024-06-30"),
        ("The kiln cooled between May and July last year.", "2025-05-01 2025-07-31"),
        ("The kiln cooled in the winter of 2024.", "2024-12-01 2025-02-28"),
        ("Kilns like it were built in the 1920s.", "1920-01-01 1929-12-31"),
    ],
)
def test_a_date_is_read_on_the_day_of_publication(text, first):
    assert _spans(text)[0][0] == first


@pytest.mark.parametrize(
    "text",
    ["Potters may march on.", "The kiln cooled on 31 November.", "It holds 2,026 pots and 2026.5 litres."],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert _spans(text) == []
    assert _spans(text, None) == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("The kiln cooled on Monday.", "On Monday the kiln cooled."),
        ("The kiln cooled on 5 March.", "It cooled on March 5th."),
        ("The kiln cooled in March.", "It cooled on 5 March."),
        ("The kiln cooled on Thursday.", "It cooled on 5 March 2026."),
        ("The kiln cooled on 5 March.", "It cooled on 2026-03-05."),
        ("The kiln cooled between May and July.", "It cooled between May and July."),
        ("The kiln cooled in spring.", "It cooled in April."),
    ],
)
def test_without_a_day_of_publication_the_same_names_are_one_date(wanted, told):
    assert _is_told(wanted, told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("The kiln cooled on Tuesday.", "It cooled on Monday."),
        ("The kiln cooled on 5 April.", "It cooled on 5 March."),
        ("The kiln cooled on 6 March.", "It cooled on 5 March."),
        ("The kiln cooled on 5 March.", "It cooled in March."),
        ("The kiln cooled in April.", "It cooled on 5 March."),
        ("The kiln cooled on Friday.", "It cooled on 5 March 2026."),
        ("The kiln cooled on 5 March 2026.", "It cooled on 5 March."),
        ("The kiln cooled between May and June.", "It cooled between May and July."),
        ("The kiln cooled in autumn.", "It cooled in April."),
        ("The kiln cooled in the third quarter of the year.", "It cooled in the second quarter of the year."),
        ("The kiln cooled on Tuesday.", "The kiln cooled."),
    ],
)
def test_without_a_day_of_publication_other_names_are_other_dates(wanted, told):
    assert not _is_told(wanted, told)


def test_a_day_known_from_another_passage_does_not_lose_what_is_named_alike():
    """A sentence is read on the day of its last passage; the one that tells the date may have none."""
    assert _is_told("The kiln cooled on Monday.", "It cooled on Monday.", DAY)
    assert not _is_told("The kiln cooled on Tuesday.", "It cooled on Monday.", DAY)
