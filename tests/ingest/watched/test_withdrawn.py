"""A page that is gone at its source marks its article; nothing is removed by it."""

import pytest

from ingest.watched import entries
from tests.ingest.watched.telling import RSS, held, item, later, one, page, rss, watch, words


@pytest.fixture
def url(watcher, server):
    """The page of an article that was read."""
    url = server.page("/n/1", page("Bridge 1", words(1)))
    watch(watcher, server.page("/f", rss(item("Bridge 1", url, "b1", "short")), type=RSS))
    watcher.round(later(0))
    return url


def look_again(watcher, *hours):
    for hour in hours:
        watcher.round(later(hour))
    (source,) = held(watcher)
    return source.gone


def test_a_page_that_says_it_is_gone_marks_its_article(watcher, server, url):
    server.page("/n/1", "gone", status=410)

    assert look_again(watcher, 1) is None
    assert look_again(watcher, 3) == "2026-11-16T09:00:00Z"


def test_a_page_that_is_not_found_once_may_be_so_by_mistake(watcher, server, url):
    server.page("/n/1", "nothing", status=404)

    assert look_again(watcher, 3) is None
    assert look_again(watcher, 10) == "2026-11-16T16:00:00Z"


def test_a_page_that_is_there_again_takes_the_mark_away(watcher, server, url):
    server.page("/n/1", "gone", status=410)
    assert look_again(watcher, 3)
    server.page("/n/1", page("Bridge 1", words(1)))

    assert look_again(watcher, 13) is None


def test_a_page_that_has_trouble_of_its_own_is_not_gone(watcher, server, url):
    server.page("/n/1", "busy", status=503)

    assert look_again(watcher, *range(3, 60)) is None


def test_an_article_that_another_page_leads_to_is_not_gone(watcher, server, url):
    second = server.page("/other/1", page("Bridge 1", words(1)))
    watch(watcher, server.page("/g", rss(item("Bridge 1", second, "b1", "short")), type=RSS))
    watcher.round(later(1))
    server.page("/n/1", "gone", status=410)

    assert look_again(watcher, 3) is None


def test_it_is_told_with_its_feed(watcher, server, url):
    server.page("/n/1", "gone", status=410)
    look_again(watcher, 3)

    assert entries.troubles(watcher.archive, one(watcher)) == [
        ("127.0.0.1: says that the page is gone (status 410)", 1)
    ]
