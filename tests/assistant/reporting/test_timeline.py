"""The day on which a sentence says that something happened."""

from datetime import date

import pytest

from assistant.conversation import Quote
from assistant.reporting.lines import Line
from assistant.reporting.timeline import day_of, events
from assistant.reporting.unknown import tells_what_is_unknown, unknown
from assistant.reporting.weight import Weighed
from tests.assistant.parts import found

FRIDAY = "2026-11-13"


def _day(text):
    passage = found(text, published=FRIDAY)
    return day_of(Quote(passage, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The gate failed on Tuesday night.", date(2026, 11, 10)),
        ("An engineer warned in writing on 14 September.", date(2026, 9, 14)),
        ("The first ship will sail on Monday.", date(2026, 11, 16)),
        ("The mayor said that the council approved the line on Thursday.", date(2026, 11, 12)),
        ("The mayor vowed on Tuesday that the bridge would be built.", date(2026, 11, 10)),
        ("The dam of Velm broke on Monday, the fire service said on Tuesday.", date(2026, 11, 9)),
        ("The council of Velm will meet on 18 November, its speaker said Wednesday.", date(2026, 11, 18)),
        ("Twelve people were killed when the dam of Velm broke on Monday.", date(2026, 11, 9)),
    ],
)
def test_the_day_of_the_event_is_found(text, day):
    assert _day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is closed until Monday.",
        "The money must be there by Thursday.",
        "Smoke still rises from the fire that began last Tuesday.",
        "The strike began on Monday and ended on Thursday.",
        "The bridge was built in nine years.",
        "A levy on crossings, starting on 20 November, was announced.",
        "Tove Lindh was elected mayor and is scheduled to begin on 19 November.",
        "The centre of the storm was over Velm at noon on Saturday.",
        "The toll of the fire on Tuesday rises to nine.",
        "The levy that goes up on Monday was signed by the mayor.",
        "The line that the council approved on Thursday will cost 460 million euros.",
    ],
)
def test_a_day_that_is_no_day_of_the_event_is_none(text):
    assert _day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nine ferries of the line stay in port.", date(2026, 11, 13)),
        ("A ferry of the Velm line was hit a day earlier.", None),
        ("The toll of the ferry that sank last week rises to nine.", None),
    ],
)
def test_an_item_tells_of_its_day_unless_it_names_an_earlier_time(text, day):
    line = Line(Quote(found(text, published=FRIDAY), 0, len(text)), 0)
    article = line.quote.found.passage.article_id

    told = events([Weighed(line, {})], frozenset({article}))

    assert [event.day for event in told] == ([day] if day else [])


def test_who_keeps_silent_leaves_nothing_unknown():
    texts = (
        "The line did not respond to a request for comment on the fire.",
        "It is not known how many people were in the market, the mayor said.",
    )
    told = [Weighed(Line(Quote(found(t, number=n), 0, len(t)), 0), {}) for n, t in enumerate(texts)]

    assert [each.text for each in unknown(told, 2)] == [texts[1]]


@pytest.mark.parametrize(
    "text",
    [
        "It was not clear how the fire began.",
        "It wasn’t immediately clear how the fire began.",
        "The company declined to comment on the plan.",
        "Police have not named the driver.",
        "The cause of the fire is still under investigation.",
        "The hospital did not immediately respond to questions.",
    ],
)
def test_what_is_not_known_is_told_from_what_is(text):
    assert tells_what_is_unknown(text)
    assert not tells_what_is_unknown("The company named the driver and told how the fire began.")
