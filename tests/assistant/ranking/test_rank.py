"""Three numbers decide the order, and each does what its name says."""

from datetime import UTC, datetime

import pytest

from assistant.ranking.rank import Clues, ages, chances, speaks_of_the_present

DAY = 86_400
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
AT = int(NOW.timestamp())


def test_more_of_the_question_weighs_more_and_more_age_less():
    usual = Clues(fused=-2.0, held=0.5, age=1.0)

    assert Clues(-2.0, 0.9, 1.0).weighed > usual.weighed
    assert Clues(-1.5, 0.5, 1.0).weighed > usual.weighed
    assert Clues(-2.0, 0.5, 3.0).weighed < usual.weighed


def test_age_is_told_from_the_end_of_the_window():
    today, last_week = ages("Who won?", [AT, AT - 7 * DAY], NOW)

    assert (today, last_week) == (0, pytest.approx(0.693, abs=0.001))


def test_without_a_window_the_newest_found_is_the_present():
    """An archive nobody has fed for years must not be all old."""
    assert ages("Who won?", [AT - 900 * DAY, AT - 907 * DAY], None) == ages(
        "Who won?", [AT, AT - 7 * DAY], NOW
    )


def test_age_counts_more_where_the_question_speaks_of_the_present():
    published = [AT, AT - 30 * DAY]

    for question in ("What is the latest on the strike?", "Who resigned this week?", "Who won today?"):
        assert ages(question, published, NOW)[1] > ages("Who won?", published, NOW)[1]


def test_what_is_undated_is_as_old_as_the_others_on_average():
    first, undated, last = ages("Who won?", [AT, None, AT - 700 * DAY], NOW)

    assert undated == pytest.approx((first + last) / 2)
    assert ages("Who won?", [None, None], NOW) == [0, 0]
    assert ages("Who won?", [], None) == []


def test_what_came_after_the_window_is_not_younger_than_new():
    assert ages("Who won?", [AT + 9 * DAY], NOW) == [0]


def test_a_past_week_is_not_the_present():
    assert speaks_of_the_present("What was decided this week?", NOW)
    assert speaks_of_the_present("What is the latest on the ferry?", NOW)
    assert not speaks_of_the_present("Who won the Lunsk marathon?", NOW)
    assert not speaks_of_the_present("What was decided in January?", NOW)


def test_chances_add_up_to_one_and_keep_the_order():
    shares = chances([900.0, -900.0, 899.0])

    assert sum(shares) == pytest.approx(1)
    assert shares[0] > shares[2] > shares[1]
    assert chances([]) == []
