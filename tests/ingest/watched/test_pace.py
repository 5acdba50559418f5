"""How soon feeds, entries and pages are looked at again."""

from itertools import pairwise

import pytest

from ingest.watched import pace

_HOUR, _DAY = 3_600, 86_400


def test_a_feed_that_changes_is_looked_at_sooner_but_not_all_the_time():
    interval = pace.FIRST_S
    for _ in range(20):
        interval = pace.after_change(interval)

    assert interval == pace.SOONEST_S


def test_a_quiet_feed_is_looked_at_later_but_some_times_a_day():
    interval = pace.FIRST_S
    for _ in range(20):
        interval = pace.after_quiet(interval)

    assert interval == pace.LATEST_S


def test_a_feed_that_asks_for_longer_is_left_longer():
    assert pace.after_change(900, least_s=_HOUR) == _HOUR
    assert pace.after_quiet(pace.LATEST_S, least_s=9 * _HOUR) == 9 * _HOUR
    assert pace.after_change(900, least_s=400 * _DAY) == _DAY


def test_what_fails_is_tried_more_and_more_seldom_and_at_least_once_a_day():
    waits = [pace.after_failure(900, failures, "https://a.example/feed") for failures in range(1, 30)]

    assert 0.75 * 900 <= waits[0] <= 1.25 * 900
    assert all(later > earlier for earlier, later in pairwise(waits[:6]))
    assert max(waits) <= 1.25 * _DAY


def test_feeds_that_fail_together_come_back_apart():
    waits = {pace.after_failure(900, 3, f"https://{n}.example/feed") for n in range(50)}

    assert len(waits) > 40


def test_a_server_that_says_when_to_come_back_is_believed_up_to_a_day():
    assert pace.after_failure(900, 1, "a", asked_s=7_200) == 7_200
    assert pace.after_failure(900, 1, "a", asked_s=10**9) == _DAY


def test_a_feed_is_dead_after_two_weeks_of_failing_and_not_before():
    assert pace.is_dead(15 * _DAY, 30)
    assert not pace.is_dead(13 * _DAY, 30)
    assert not pace.is_dead(15 * _DAY, 2)  # the machine was off for long: it has hardly been tried


def test_a_page_is_tried_for_about_a_day():
    waits = [pace.next_try(tries, "https://a.example/1") for tries in range(1, 8)]

    assert waits[5:] == [None, None]
    assert _DAY / 2 < sum(wait for wait in waits if wait) < 2 * _DAY


def test_a_page_is_visited_again_less_and_less_often_and_then_no_more():
    seen, visits = 1_000_000, []
    now = seen
    while (at := pace.next_visit(seen, now)) is not None:
        visits.append(at - seen)
        now = at

    assert visits == [2 * _HOUR, 12 * _HOUR, 2 * _DAY, 7 * _DAY]


@pytest.mark.parametrize(
    ("ahead", "due"), [(-1, True), (0, True), (60, False), (_DAY, False), (3_650 * _DAY, True)]
)
def test_what_a_wrong_clock_put_off_for_years_is_due(ahead, due):
    assert pace.is_due(1_800_000_000 + ahead, 1_800_000_000, 1_800_000_000) == due


@pytest.mark.parametrize(("ahead", "due"), [(-_DAY, False), (0, False), (30, False), (3_600, True)])
def test_what_was_noted_by_a_clock_that_has_been_set_back_is_due(ahead, due):
    assert pace.is_due(1_800_000_900, 1_800_000_000, 1_800_000_000 + ahead) == due
