"""An article tells nothing of what happened in a year after it."""

import pytest

from assistant.weighing.hindsight import could_know, year_asked
from tests.assistant.parts import HARBOUR, found


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Who won the 2026 World Cup final?", 2026),
        ("Who was arrested in Velm in May 2027?", 2027),
        ("What was the inflation rate in August 2026?", 2026),
        ("Which cities were chosen to host the 2030 World Cup?", None),
        ("What did Orla Brandt say about the 2030 World Cup?", None),
        ("Who will host the 2030 World Cup?", None),
        ("What is planned in 2030?", None),
        ("Who won?", None),
    ],
)
def test_the_year_in_which_it_happened_is_read_from_the_question(question, year):
    assert year_asked(question) == year


@pytest.mark.parametrize(
    ("published", "year", "could"),
    [("2025-12-31", 2026, False), ("2026-01-01", 2026, True), (None, 2026, True), ("2025-12-31", None, True)],
)
def test_who_wrote_before_could_not_know(published, year, could):
    assert could_know(found(HARBOUR, published=published), year) is could
