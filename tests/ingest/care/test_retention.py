"""What has expired is removed once a day, and nothing by a clock that the news speaks against."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select, update

from ingest.article import Article
from ingest.care import retention
from ingest.care.retention import Reach
from ingest.schema import articles

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_HOUR, _DAY, _YEARS = timedelta(hours=1), timedelta(days=1), timedelta(days=3_653)


@pytest.fixture
def arrive(archive):
    """Keep an article of some days ago, or an undated one, that came at a moment; return its id."""

    numbers = count()

    def arrived(days=None, came=NOW, now=NOW):
        number = next(numbers)
        at = None if days is None else now - days * _DAY
        kept = archive.add(Article(f"Story {number}.", f"{number}", published_at=at), [(0, 5)])
        with archive.writing() as connection:
            one = update(articles).where(articles.c.id == kept.article_id)
            connection.execute(one.values(added_at=int(came.timestamp())))
        return kept.article_id

    return arrived


@pytest.fixture(autouse=True)
def rule(archive):
    retention.keep_for(archive, "", 30)


def _count(archive):
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(articles))


def test_what_has_expired_is_removed_once_a_day(archive, arrive):
    old, _ = arrive(100), arrive(1)
    assert retention.apply_daily(archive, NOW) == [old]

    later = arrive(60)

    assert retention.apply_daily(archive, NOW + 23 * _HOUR) == []
    assert retention.apply_daily(archive, NOW + 25 * _HOUR) == [later]


def test_a_clock_years_ahead_removes_nothing(archive, arrive):
    arrive(100)
    arrive(1)

    assert retention.apply_daily(archive, NOW + _YEARS) == []


def test_news_that_comes_while_the_clock_is_years_ahead_does_not_make_it_right(archive, arrive):
    """It is noted as come in ten years; its own date says when it was."""
    arrive(100)
    arrive(0, came=NOW + _YEARS)

    assert retention.apply_daily(archive, NOW + _YEARS + _HOUR) == []
    assert _count(archive) == 2


def test_once_the_clock_is_right_again_what_has_expired_goes(archive, arrive):
    old = arrive(100)
    arrive(1)
    arrive(0, came=NOW + _YEARS)
    retention.apply_daily(archive, NOW + _YEARS)

    assert retention.apply_daily(archive, NOW) == [old]


def test_a_clock_that_was_ahead_when_it_was_applied_does_not_put_off_the_next_day(archive, arrive):
    arrive(1)
    retention.apply_daily(archive, NOW + 20 * _DAY)
    old = arrive(100)

    assert retention.apply_daily(archive, NOW) == [old]


def test_a_clock_a_day_behind_removes_only_what_has_expired_by_it(archive, arrive):
    old, _ = arrive(32, came=NOW - 2 * _DAY), arrive(30.5)

    assert retention.apply_daily(archive, NOW - _DAY) == [old]


def test_after_a_month_without_news_everything_stays_until_some_comes(archive, arrive):
    old = arrive(100)
    assert retention.apply_daily(archive, NOW + 40 * _DAY) == []

    arrive(0, came=NOW + 40 * _DAY, now=NOW + 40 * _DAY)

    assert retention.apply_daily(archive, NOW + 40 * _DAY) == [old]


def test_undated_news_speaks_by_when_it_came(archive, arrive):
    old, _ = arrive(came=NOW - 40 * _DAY), arrive(came=NOW)

    assert retention.apply_daily(archive, NOW) == [old]


def test_an_empty_archive_is_left_alone(archive):
    assert retention.apply_daily(archive, NOW) == []


def test_a_rule_reaches_its_outlets_articles_and_the_others_none_of_them(archive):
    for number, outlet in enumerate(("Velm Courier", "Velm Courier", "Skarn Post", None)):
        at = NOW - (40 if number else 20) * _DAY
        archive.add(Article(f"Story {number}.", f"{number}", outlet=outlet, published_at=at), [(0, 5)])
    every = retention.with_rule(retention.rules(archive), "Velm COURIER", 30)

    reached = {rule.outlet: retention.reach(archive, rule, every, NOW) for rule in every}

    assert reached == {"velm courier": Reach(2, 1), "": Reach(2, 2)}


def test_the_next_removal_is_a_day_after_the_last_and_none_by_a_doubtful_clock(archive, arrive):
    assert retention.next_at(archive, NOW) is None

    arrive(1)
    assert retention.next_at(archive, NOW) == NOW

    retention.apply_daily(archive, NOW)
    assert retention.next_at(archive, NOW + _HOUR) == NOW + _DAY
    assert retention.next_at(archive, NOW + _YEARS) is None
