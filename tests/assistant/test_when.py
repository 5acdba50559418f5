"""Time words of a question become the window an editor means."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.when import When, when

SETS = Path(__file__).parents[1] / "sets"
NOW = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)  # a Friday
LEAST = 0.97


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _meant(row):
    return when(row["question"], _moment(row["now"]), ZoneInfo(row["zone"]))


def _days(meant):
    return tuple(each and each.strftime("%m-%d %H:%M") for each in (meant.since, meant.until, meant.as_of))


def test_the_expressions_of_the_set_mean_what_their_author_says():
    """240 and more questions with the windows they mean, written without sight of the rules."""
    rows = [json.loads(line) for line in (SETS / "times.jsonl").read_text("utf-8").splitlines()]

    wrong = [
        row["question"]
        for row in rows
        if (meant := _meant(row))
        != When(
            _moment(row["since"]), _moment(row["until"]), _moment(row["as_of"]), row["newest"], meant.words
        )
    ]

    assert len(rows) >= 200
    assert len(wrong) <= (1 - LEAST) * len(rows), wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What happened yesterday?", ("01-01 00:00", "01-01 23:59", None)),
        ("What has happened this week?", ("12-29 00:00", "01-02 09:30", None)),
        ("What did the union say since Tuesday?", ("12-30 00:00", None, None)),
        ("Votes between 28 December and 2 January?", ("12-28 00:00", "01-02 09:30", None)),
        ("What was known on 3 December?", (None, None, "12-03 23:59")),
        ("What was reported before 3 December?", (None, "12-02 23:59", None)),
        ("Who resigned in the past 48 hours?", ("12-31 09:30", "01-02 09:30", None)),
    ],
)
def test_a_window_is_resolved_against_now(text, expected):
    assert _days(when(text, NOW)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What did the March on Velm ask for?",
        "May I ask who resigned?",
        "Who edits the Sunday Courier?",
        "Did Velm Today apologise?",
        "Who spoke on Good Friday Agreement talks?",
        "When do they meet next Tuesday?",
        "What happened before the vote?",
        "How long was the 24-hour strike?",
        "What changed on 31 November?",
    ],
)
def test_names_and_times_to_come_narrow_nothing(text):
    assert when(text, NOW).is_open


def test_a_day_begins_where_its_reader_is():
    berlin = when("What happened today?", NOW, ZoneInfo("Europe/Berlin"))

    assert berlin.since == datetime(2026, 1, 1, 23, tzinfo=UTC)


def test_a_day_of_a_clock_change_is_as_long_as_it_is():
    meant = when("What happened on 30 March 2025?", NOW, ZoneInfo("Europe/Berlin"))

    assert meant.until
    assert meant.since
    assert (meant.until - meant.since).total_seconds() == 23 * 3600 - 1


def test_the_words_that_named_the_window_are_told():
    text = "What did the council decide on Tuesday about ferries?"

    ((start, end),) = when(text, NOW).words

    assert text[start:end] == "Tuesday"


@pytest.mark.parametrize(("text", "newest"), [("What is the latest?", True), ("Now, who won?", False)])
def test_a_question_may_speak_of_the_present(text, newest):
    assert when(text, NOW).newest is newest


@pytest.mark.parametrize(
    "words", ["in ", "the ", "1 to ", "between Monday and ", "last ", "3 May 20", "of the "]
)
def test_the_longest_question_is_read_at_once(words):
    """A pattern that looks back again and again would take minutes."""
    when((words * 2_000)[:2_000], NOW)


AUTUMN = datetime(2026, 11, 23, 19, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What happens on 1 December?", (2026, 12, 1), (2026, 12, 1)),
        ("What happens on 1 December 2026?", (2026, 12, 1), (2026, 12, 1)),
        ("What was announced for 1 December?", (2026, 12, 1), (2026, 12, 1)),
        ("What is closed from 5 to 12 January?", (2027, 1, 5), (2027, 1, 12)),
        ("What is closed from 28 December to 2 January?", (2026, 12, 28), (2027, 1, 2)),
        ("What will open on Saturday?", (2026, 11, 28), (2026, 11, 28)),
    ],
)
def test_a_day_to_come_is_the_day_of_the_event_and_no_window(text, first, last):
    meant = when(text, AUTUMN)

    assert _days(meant) == (None, None, None)
    assert meant.ahead == (date(*first), date(*last))


@pytest.mark.parametrize(
    "text",
    ["Must it be 11 January or 11 February?", "What must be paid before 1 December?"],
)
def test_days_named_apart_and_edges_to_come_narrow_nothing(text):
    meant = when(text, AUTUMN)

    assert (meant.is_ahead, meant.ahead, meant.since, meant.until) == (True, (), None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("What happened on 1 December?", "2025-12-01"),
        ("What happens on 20 November?", "2026-11-20"),
        ("What opens on Saturday?", "2026-11-21"),
    ],
)
def test_the_past_and_what_is_nearer_behind_stay_the_day_of_the_news(text, day):
    meant = when(text, AUTUMN)

    assert meant.since is not None
    assert (meant.since.date().isoformat(), meant.is_ahead) == (day, False)
