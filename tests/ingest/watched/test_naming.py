"""Alerts and posts that share an address are news of their own; one article named twice stays one."""

import pytest

from ingest.sql.removal import Selection, chosen
from tests.ingest.watched.telling import RSS, held, item, later, one, page, rss, titles, watch, words

ALERTS = "https://velm.example/alerts"


def alert(number, title=None, guid=None, link=ALERTS):
    at = f"Mon, 16 Nov 2026 0{number}:00:00 GMT"
    return item(title or f"Alert {number}", link, guid or f"id{number}", words(number), at)


@pytest.fixture
def look(watcher, server):
    """Look at a feed of these items, an hour after the last look."""
    hours = iter(range(99))

    def look(*items):
        url = server.page("/f", rss(*items), type=RSS)
        hour = next(hours)
        if hour == 0:
            watch(watcher, url)
        return watcher.check(one(watcher), later(hour))

    return look


def test_alerts_that_link_to_one_page_are_each_kept(watcher, look):
    look(alert(3), alert(2), alert(1))

    assert sorted(titles(watcher)) == ["Alert 1", "Alert 2", "Alert 3"]
    assert {source.url for source in held(watcher)} == {ALERTS}


def test_alerts_of_one_headline_are_told_apart_by_their_times(watcher, look):
    look(alert(3, "Alert"), alert(2, "Alert"), alert(1, "Alert"))

    assert len(titles(watcher)) == 3


def test_posts_of_a_live_page_are_each_kept_with_their_place(watcher, look):
    look(*(alert(n, link=f"https://velm.example/live#p{n}") for n in (1, 2, 3)))

    assert sorted(source.url[-3:] for source in held(watcher)) == ["#p1", "#p2", "#p3"]


def test_alerts_come_one_after_the_other_and_none_comes_twice(watcher, look):
    for newest in range(1, 9):
        look(*(alert(n) for n in range(newest, max(0, newest - 3), -1)))
    look(alert(8))

    assert sorted(titles(watcher)) == [f"Alert {n}" for n in range(1, 9)]
    assert {source.version for source in held(watcher)} == {1}


def test_a_changed_alert_is_the_next_version_of_itself(watcher, look):
    look(alert(3), alert(2), alert(1))

    checked = look(alert(3), alert(2).replace("cracks", "large cracks"), alert(1))

    assert (checked.added, checked.updated) == (0, 1)
    assert {source.title: source.version for source in held(watcher)} == {
        "Alert 1": 1,
        "Alert 2": 2,
        "Alert 3": 1,
    }


@pytest.mark.parametrize("link", ["https://velm.example/b/1?utm_source=a", "http://velm.example/b/1"])
def test_an_article_that_is_named_twice_stays_one(watcher, look, link):
    look(alert(1, link="https://velm.example/b/1"), alert(1, guid="other", link=link))

    assert titles(watcher) == ["Alert 1"]


def test_an_article_whose_name_counts_its_changes_stays_one(watcher, look):
    link = "https://velm.example/b/1"
    look(alert(1, "Storm", f"{link}#0", link))

    checked = look(alert(2, "Storm hits", f"{link}#1", link))

    assert (checked.added, checked.updated, titles(watcher)) == (0, 1, ["Storm hits"])


def test_a_teaser_that_shares_its_page_still_has_it_read(watcher, server, look):
    link = server.page("/live", page("Storm live", words(5)))
    short = item("Storm", link, "s1", "The storm of Velm has reached the harbour wall by now.")
    look(short, alert(1, link=link))

    assert sorted(titles(watcher)) == ["Alert 1", "Storm live"]


def test_all_that_share_an_address_are_removed_by_it(watcher, look):
    look(alert(3), alert(2), alert(1))

    with watcher.archive.reading() as connection:
        found = chosen(connection, Selection(urls=(ALERTS,)))

    assert len(found) == 3
