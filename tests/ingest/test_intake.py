"""What is the same for articles from every source: dates that have not come are not believed."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from ingest import catalogue
from ingest.article import Article
from ingest.intake import keep
from ingest.reader import Reader, Window

NOW = datetime.fromtimestamp(time.time(), UTC).replace(microsecond=0)


def dated(at, **more):
    return Article("Nine ferries lay tied up.", "Ferries", url="https://b.example/f", published_at=at, **more)


@pytest.fixture
def kept(archive, cutter):
    """Keep an article; return what became of it, and what is held."""

    def given(article):
        done = keep(article, archive, cutter)
        return done, catalogue.article(archive, done.article_id, Reader(sees_embargoed=True)).source

    return given


def test_a_date_in_the_future_is_told_and_never_the_newest(kept, archive):
    ahead = NOW + timedelta(days=900)

    done, held = kept(dated(ahead, published_zone=60, updated_at=ahead))

    assert done.notice.startswith(f"dated {ahead.date()}, which is in the future: kept without a date")
    assert held.published_at is None
    assert catalogue.coverage(archive, Reader(), Window()).newest is None


def test_what_nobody_may_see_yet_is_told_also_where_it_is_given_again_without_a_word_of_it(kept):
    first, _ = kept(Article("The tide is high.", "Tide", embargo_until=NOW + timedelta(days=9)))
    again, _ = kept(Article("The tide is high.", "Tide"))
    free, _ = kept(Article("The tide is low.", "Tide", embargo_until=NOW - timedelta(days=9)))

    assert first.embargo_until == again.embargo_until == f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
    assert free.embargo_until is None


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=14), timedelta(days=1)])
def test_tomorrow_elsewhere_and_a_clock_that_is_a_day_behind_are_no_future(kept, ahead):
    done, held = kept(dated(NOW + ahead))

    assert done.notice is None
    assert held.published_at == (NOW + ahead).timestamp()


def test_embargoed_news_may_be_dated_when_it_is_lifted(kept):
    lifted = NOW + timedelta(days=30)

    done, held = kept(dated(lifted, embargo_until=lifted))

    assert done.notice is None
    assert held.published_at == lifted.timestamp()


def test_once_the_date_has_come_it_is_kept(kept, monkeypatch):
    ahead = NOW + timedelta(days=10)
    kept(dated(ahead))
    monkeypatch.setattr(time, "time", lambda: ahead.timestamp())

    done, held = kept(dated(ahead))

    assert (done.status, done.notice) == ("updated", None)
    assert held.published_at == ahead.timestamp()


def test_the_same_again_is_unchanged_and_told_again(kept):
    article = dated(NOW + timedelta(days=900))
    kept(article)

    done, _ = kept(article)

    assert done.status == "unchanged"
    assert done.notice
