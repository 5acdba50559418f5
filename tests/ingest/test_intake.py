"""What is the same for articles from every source: dates that have not come are nobody's age."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from ingest.article import Article
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.intake import keep

NOW = datetime.fromtimestamp(time.time(), UTC).replace(microsecond=0)


def dated(at, **more):
    return Article("Nine ferries lay tied up.", "Ferries", url="https://b.example/f", published_at=at, **more)


@pytest.fixture
def kept(archive, cutter):
    """Keep an article; return what became of it, and what a reader is told of it."""

    def given(article):
        done = keep(article, archive, cutter)
        sees = Reader(sees_embargoed=done.embargo_until is not None)
        return done, catalogue.article(archive, done.article_id, sees).source

    return given


def covered(archive, **window):
    return catalogue.coverage(archive, Reader(), Window(**window))


@pytest.mark.parametrize(
    "ahead", [timedelta(minutes=5), timedelta(hours=14), timedelta(days=1), timedelta(days=900)]
)
def test_a_date_in_the_future_is_told_marked_and_never_the_newest(kept, archive, ahead):
    then = datetime.now(UTC).replace(microsecond=0) + ahead

    done, held = kept(dated(then, published_zone=60, updated_at=then))

    day = then.date()
    assert done.notice == f"dated {day}, which is in the future: it counts as undated until then"
    assert (held.published_at, held.ahead_at) == (None, then.timestamp())
    assert (covered(archive).newest, covered(archive).undated) == (None, 1)
    assert covered(archive, since=NOW - timedelta(days=1)).articles == 0
    assert covered(archive, until=NOW + timedelta(days=2_000)).articles == 0


def test_what_nobody_may_see_yet_is_told_also_where_it_is_given_again_without_a_word_of_it(archive, cutter):
    first = keep(Article("The tide is high.", "Tide", embargo_until=NOW + timedelta(days=9)), archive, cutter)
    again = keep(Article("The tide is high.", "Tide"), archive, cutter)
    free = keep(Article("The tide is low.", "Tide", embargo_until=NOW - timedelta(days=9)), archive, cutter)

    assert first.embargo_until == again.embargo_until == f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
    assert free.embargo_until is None


@pytest.mark.parametrize("said", [{"published_day": True}, {"published_zone": None}])
def test_what_may_have_come_in_another_zone_is_no_future(kept, archive, said):
    done, held = kept(dated(NOW + timedelta(hours=13), **said))

    assert done.notice is None
    assert held.published_at == (NOW + timedelta(hours=13)).timestamp()
    assert covered(archive, since=NOW).articles == 1


@pytest.mark.parametrize("said", [{"published_day": True}, {"published_zone": None}])
def test_what_has_come_in_no_zone_is_future_whatever_is_known_of_it(kept, said):
    done, held = kept(dated(NOW + timedelta(hours=15), **said))

    assert done.notice
    assert held.published_at is None


def test_embargoed_news_may_be_dated_when_it_is_lifted(kept):
    lifted = NOW + timedelta(days=30)

    done, held = kept(dated(lifted, embargo_until=lifted))

    assert done.notice is None
    assert held.published_at == lifted.timestamp()


def test_once_the_date_has_come_it_is_dated_without_being_read_again(kept, archive, monkeypatch):
    ahead = NOW + timedelta(days=10)
    done, _ = kept(dated(ahead, published_zone=0))
    monkeypatch.setattr(time, "time", lambda: ahead.timestamp() + 60)

    held = catalogue.article(archive, done.article_id, Reader()).source

    assert (held.published_at, held.ahead_at) == (ahead.timestamp(), None)
    assert covered(archive, since=ahead).articles == 1


def test_a_clock_a_day_behind_costs_no_dates(kept, archive, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: (NOW - timedelta(days=1)).timestamp())
    done, _ = kept(dated(NOW, published_zone=0))
    monkeypatch.undo()

    held = catalogue.article(archive, done.article_id, Reader()).source

    assert held.published_at == NOW.timestamp()


def test_the_same_again_is_unchanged_and_told_again(kept):
    article = dated(NOW + timedelta(days=900))
    kept(article)

    done, _ = kept(article)

    assert done.status == "unchanged"
    assert done.notice
