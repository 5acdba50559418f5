"""Feeds are watched: nothing missed, nothing twice, corrections seen; and the site is asked politely."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ingest.errors import AlreadyWatched
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.schema import versions
from ingest.watch import watching
from ingest.watched import entries, feed_counts, feeds
from ingest.watched.feed_counts import Count
from ingest.watched.feeds import Wish
from ingest.watched.visit import is_same_place
from ingest.web.secrets import Secret
from tests.fakes import web as fakes
from tests.fakes.imap import PASSWORD, USER, Folder, ImapServer
from tests.ingest.watched.telling import START


def watch(watcher, url, now=START, **said):
    return feeds.add(watcher.archive, Wish(url, **said), int(now.timestamp()))[0]


def texts(archive):
    listed = catalogue.listing(archive, Reader(), Window(), 10_000)
    return {
        source.url.rpartition("/")[2]: catalogue.article(archive, source.article_id, Reader())
        for source in listed
    }


def letter(number):
    headers = f"From: Ommel Post <a@ommel.example>\r\nSubject: Issue {number}\r\n"
    return f"{headers}\r\nAll {40 + number} lamps of Quillby were lit again on Monday evening.\r\n".encode()


def count_versions(archive):
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(versions))


def test_three_days_of_a_changing_feed_are_kept_with_nothing_missed_and_nothing_twice(watcher, site):
    plan = random.Random(7)
    feed = watch(watcher, site.feed)
    published = corrected = 0
    for minute in range(0, 3 * 24 * 60, 5):
        site.now = START + timedelta(minutes=minute)
        site.is_down = 1_000 < minute < 1_240  # four hours without an answer
        if not site.is_down and plan.random() < 0.14:
            site.publish(published := published + 1)
        if minute < 2_600 and minute % 400 == 360 and not site.is_down:
            site.correct(published - 2)
            corrected += 1
        watcher.round(site.now)
    site.is_down = False
    watcher.round(site.now + timedelta(days=1))

    held = texts(watcher.archive)
    assert published > 100
    assert len(held) == published
    for number, story in site.stories.items():
        assert [s for s in story.sentences if s not in held[str(number)].text] == []
    assert count_versions(watcher.archive) == published + corrected
    (state,) = feeds.listing(watcher.archive)
    assert (state.id, state.state) == (feed.id, "well")


def test_an_unchanged_feed_costs_one_conditional_request(watcher, server, site):
    site.publish(1)
    feed = watch(watcher, site.feed)
    watcher.check(feed, START)
    before, visited = count_versions(watcher.archive), site.visitors

    for hour in range(1, 4):
        watcher.check(feeds.listing(watcher.archive)[0], START + timedelta(minutes=hour))

    assert [request.headers.get("if-none-match") is None for request in server.asked("/feed.xml")] == [
        True, False, False, False
    ]  # fmt: skip
    assert (count_versions(watcher.archive), site.visitors) == (before, visited)


@pytest.mark.parametrize("etag", ['"1"', None], ids=["304", "the same again"])
def test_a_feed_that_asks_for_half_a_day_is_left_alone_for_it_also_while_it_is_unchanged(
    watcher, server, etag
):
    story = "<item><title>A</title><description>Nine ferries of Velm lay tied up.</description></item>"
    xml = f"<rss version='2.0'><channel><title>Post</title><ttl>720</ttl>{story}</channel></rss>"
    server.routes["/feed"] = fakes.Page(xml.encode(), type="application/rss+xml", etag=etag)
    watch(watcher, server.url("/feed"))

    for hour in range(0, 48):
        watcher.round(START + timedelta(hours=hour))

    assert len(server.asked("/feed")) == 4


def test_a_feed_that_tells_only_of_the_last_change_makes_no_article_younger(watcher, server):
    words = "Nine ferries of Velm lay tied up in the storm of Monday, an officer of the harbour said. " * 9

    def atom(at, more):
        link = "<link href='https://velm.example/a'/>"
        entry = (
            f"<id>a</id>{link}<title>Ferries</title><updated>{at.isoformat()}</updated><content>{words}{more}"
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</content></entry></feed>"

    path = "/atom"
    url = server.page(path, atom(START, ""), type="application/atom+xml")
    feed = watch(watcher, url)
    watcher.check(feed, START)
    later = START + timedelta(days=1)
    server.page(path, atom(later, "Two sank."), type="application/atom+xml")
    watcher.check(feeds.listing(watcher.archive)[0], later)

    (source,) = catalogue.listing(watcher.archive, Reader(), Window(), 9)
    assert source.version == 2
    assert (source.published_at, source.updated_at) == (START.timestamp(), later.timestamp())


def test_an_entry_without_an_address_that_changes_stays_one_article(watcher, server):
    for text in ("The ferry of Velm came at nine.", "The ferry of Velm came at ten."):
        words = f"<title>Ferry</title><description>{text}</description>"
        item = f"<item><guid isPermaLink='false'>f1</guid>{words}</item>"
        feed = watch(watcher, server.page("/odd.xml", rss(item), type="application/rss+xml"))
        watcher.check(feed, START)

    (source,) = catalogue.listing(watcher.archive, Reader(), Window(), 9)
    assert catalogue.article(watcher.archive, source.article_id, Reader()).text == text


def test_a_teaser_is_completed_from_its_page(watcher, site):
    story = site.publish(1)
    watcher.check(watch(watcher, site.feed), START)

    (held,) = texts(watcher.archive).values()

    assert held.text.split("\n")[-1].strip() == story.sentences[-1]
    assert (held.source.outlet, held.source.title) == ("Ostrel Wire", story.title)
    assert "Most read" not in held.text


def test_a_feed_that_holds_the_articles_asks_for_no_page(watcher, site):
    site.is_whole = True
    story = site.publish(1)
    watcher.check(watch(watcher, site.feed), START)

    (held,) = texts(watcher.archive).values()

    assert site.visitors == 0
    assert story.sentences[1] in held.text


def test_a_teaser_stays_one_where_robots_forbid_its_page(watcher, server, site):
    server.robots("User-agent: *\nDisallow: /news/")
    site.publish(1)
    feed = watch(watcher, site.feed)
    watcher.check(feed, START)

    (held,) = texts(watcher.archive).values()

    assert (held.source.kind, site.visitors) == ("teaser", 0)
    ((why, count),) = entries.troubles(watcher.archive, feed)
    assert ("robots.txt" in why, count) == (True, 1)


def test_a_page_that_fails_now_is_read_later_and_takes_the_teasers_place(watcher, server, site):
    story = site.publish(1)
    path = f"{story.path}?utm_source=rss"
    page = server.routes[path]
    server.page(path, "busy", status=503)
    watcher.check(watch(watcher, site.feed), START)
    assert [held.source.kind for held in texts(watcher.archive).values()] == ["teaser"]

    server.routes[path] = page
    watcher.round(START + timedelta(hours=1))

    (held,) = texts(watcher.archive).values()
    assert (held.source.kind, story.sentences[-1] in held.text) == ("article", True)


def test_a_silent_correction_of_the_page_is_seen_when_it_is_visited_again(watcher, site):
    site.publish(1)
    watcher.check(watch(watcher, site.feed), START)
    story = site.correct(1)

    for hour in range(1, 4):
        watcher.round(START + timedelta(hours=hour))

    (held,) = texts(watcher.archive).values()
    assert (held.source.version, str(story.figure) in held.text) == (2, True)


def test_news_read_while_the_clock_was_years_ahead_is_visited_again_once_it_is_right(watcher, server, site):
    site.publish(1)
    feed = watch(watcher, site.feed)
    watcher.check(feed, START + timedelta(days=3_653))
    story = site.correct(1)

    for minutes in (60, 61, 62, 62 + 121):
        watcher.round(START + timedelta(minutes=minutes))

    (held,) = texts(watcher.archive).values()
    assert (held.source.version, str(story.figure) in held.text) == (2, True)
    asked = [request for request in server.requests if request.path.startswith(story.path)]
    assert len(asked) == 3


def test_what_somebody_removed_does_not_come_back(watcher, site):
    site.publish(1)
    watcher.check(watch(watcher, site.feed), START)
    (held,) = texts(watcher.archive).values()
    watcher.archive.remove([held.source.article_id])

    site.correct(1)
    for hour in range(1, 72):
        watcher.round(START + timedelta(hours=hour))

    assert texts(watcher.archive) == {}


def test_a_failing_feed_says_why_and_since_when_and_comes_back(watcher, site):
    site.publish(1)
    site.is_down = True
    watch(watcher, site.feed)
    watcher.round(START)
    (failing,) = feeds.listing(watcher.archive)
    assert failing.state == "failing"
    assert "503" in failing.trouble
    assert failing.failing_since == int(START.timestamp())

    site.is_down = False
    watcher.round(START + timedelta(hours=2))

    assert feeds.listing(watcher.archive)[0].state == "well"
    assert len(texts(watcher.archive)) == 1


def test_a_sites_address_finds_its_feed(watcher, server, site):
    site.publish(1)
    server.page(
        "/", f'<html><head><link rel="alternate" type="application/rss+xml" href="{site.feed}"></head></html>'
    )

    watcher.check(watch(watcher, server.url("/")), START)

    (feed,) = feeds.listing(watcher.archive)
    assert (feed.url, feed.title, feed.state) == (site.feed, "Ostrel Wire", "well")
    assert len(texts(watcher.archive)) == 1


def test_what_is_no_feed_says_so(watcher, server):
    url = server.page("/", "<html><head><title>Hello</title></head><body><p>Hello</p></body></html>")

    checked = watcher.check(watch(watcher, url), START)

    assert "a web page, not a feed" in checked.trouble


@pytest.mark.parametrize("is_relative", [False, True])
def test_last_weeks_news_comes_from_the_sites_sitemaps_at_first(watcher, server, site, is_relative):
    for number in range(1, 31):
        site.now = START - timedelta(days=number / 2)
        site.publish(number)
    rows = "".join(
        f"<url><loc>{server.url(s.path)}</loc><lastmod>{s.at.isoformat()}</lastmod></url>"
        for s in site.stories.values()
    )
    server.page(
        "/map.xml",
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>',
        type="text/xml",
    )
    server.robots(f"Sitemap: {'' if is_relative else server.url('')}/map.xml")
    site.names = 3

    watcher.check(watch(watcher, site.feed, backfill_days=7), START)

    assert sorted(map(int, texts(watcher.archive))) == list(range(1, 15))


def test_a_watched_page_is_looked_at_each_time(watcher, site):
    story = site.publish(1)
    watch(watcher, site.web.url(story.path), kind="page")
    watcher.round(START)
    site.correct(1)

    watcher.round(START + timedelta(hours=9))

    (held,) = texts(watcher.archive).values()
    assert held.source.version == 2


def test_articles_are_kept_as_their_feed_says(watcher, site):
    site.publish(1)
    watcher.check(watch(watcher, site.feed, outlet="The Wire", collection="wires"), START)

    (source,) = catalogue.listing(watcher.archive, Reader(collections=frozenset({"wires"})), Window(), 10)

    assert source.outlet == "The Wire"


def test_a_feed_does_not_lead_into_other_hosts_of_the_house_and_its_own_get_its_credentials(
    watcher, server, site
):
    secret = watcher.web.safe.seal(Secret(name="desk", password="open"))
    site.publish(1)
    with fakes.Web("127.0.0.2") as other:
        other.page("/far", "<p>far</p>")
        server.page(
            "/mixed.xml",
            f"<rss version='2.0'><channel><title>M</title><item><link>{server.url('/news/1')}</link></item>"
            f"<item><link>{other.url('/far')}</link></item></channel></rss>",
            type="application/rss+xml",
        )

        watcher.check(watch(watcher, server.url("/mixed.xml"), secret=secret), START)

        assert all(
            "authorization" in request.headers
            for request in server.asked("/mixed.xml") + server.asked("/news/1")
        )
        assert not other.requests


@pytest.mark.parametrize(
    ("page", "is_same"),
    [
        ("https://velm-courier.com/1", True),
        ("https://velm-courier.com:443/1", True),
        ("http://velm-courier.com/1", False),
        ("https://velm-courier.com:8443/1", False),
        ("https://www.velm-courier.com/1", False),
        ("https://velm-courier.com.evil.net/1", False),
    ],
)
def test_credentials_go_to_the_feeds_own_place_only(page, is_same):
    assert is_same_place("https://velm-courier.com/rss", page) == is_same
    assert is_same_place("http://velm-courier.com/rss", page) == (is_same or page.startswith("http://"))


def test_two_at_once_do_not_read_the_same_feed(watcher, site):
    feed = watch(watcher, site.feed)
    with feeds.claimed(watcher.archive, feed, int(START.timestamp())) as is_ours:
        assert is_ours

        checked = watcher.check(feed, START)

        assert (checked.is_busy, checked.added) == (True, 0)


def test_a_home_is_watched_by_one_process(home):
    with watching(home), pytest.raises(AlreadyWatched), watching(home):
        pass


def test_a_mailbox_is_read_once_and_goes_on_where_it_ended(watcher):
    folder = Folder({1: letter(1)})
    with ImapServer(folder) as server:
        secret = watcher.web.safe.seal(Secret(name=USER, password=PASSWORD))
        url = f"imap://127.0.0.1:{server.port}/INBOX"
        feed = watch(watcher, url, kind="mailbox", secret=secret, outlet="Ommel Post")
        assert watcher.check(feed, START).added == 1
        folder.messages[2] = letter(2)

        again = watcher.check(feeds.listing(watcher.archive)[0], START + timedelta(hours=1))

    assert (again.added, again.trouble) == (1, None)
    listed = catalogue.listing(watcher.archive, Reader(), Window(), 9)
    assert {source.outlet for source in listed} == {"Ommel Post"}


def test_a_mailbox_that_refuses_the_password_says_so(watcher):
    secret = watcher.web.safe.seal(Secret(name=USER, password="wrong"))
    with ImapServer(Folder()) as server:
        url = f"imap://127.0.0.1:{server.port}/INBOX"

        checked = watcher.check(watch(watcher, url, kind="mailbox", secret=secret), START)

    assert "refused the name and password" in checked.trouble


def rss(*items):
    return f"<rss version='2.0'><channel><title>Odd</title>{''.join(items)}</channel></rss>"


def test_an_entry_that_holds_nothing_does_not_hold_up_the_others(watcher, server, site):
    site.publish(1)
    empty = "<item><title>Only a title</title><guid isPermaLink='false'>x1</guid></item>"
    good = f"<item><title>Good</title><link>{server.url('/news/1')}</link></item>"
    feed = watch(watcher, server.page("/odd.xml", rss(empty, good), type="application/rss+xml"))

    checked = watcher.check(feed, START)

    assert (checked.added, checked.trouble) == (1, None)
    assert feed_counts.of_reader(watcher.archive, Reader())[feed.id] == Count(articles=1, waiting=0)


def test_what_a_feed_does_not_say_of_rights_leaves_those_of_its_articles(watcher, site):
    site.publish(1)
    feed = watch(watcher, site.feed, rights="link")
    watcher.check(feed, START)

    feeds.add(watcher.archive, Wish(site.feed, title="Wire"), int(START.timestamp()))
    site.correct(1)
    watcher.check(feeds.listing(watcher.archive)[0], START + timedelta(hours=3))

    (source,) = catalogue.listing(watcher.archive, Reader(), Window(), 9)
    assert (source.rights, source.version) == ("link", 2)


def test_rights_said_anew_hold_for_what_a_feed_has_given(watcher, site):
    site.publish(1)
    watcher.check(watch(watcher, site.feed), START)

    feeds.add(watcher.archive, Wish(site.feed, rights="excerpt:20"), int(START.timestamp()))

    (source,) = catalogue.listing(watcher.archive, Reader(), Window(), 9)
    assert source.rights == "excerpt:20"


def test_a_page_in_two_collections_is_kept_in_both(watcher, server, site):
    site.publish(1)
    page = server.url("/news/1?utm_source=rss")
    item = f"<item><title>Same</title><link>{page}</link></item>"
    other = server.page("/other.xml", rss(item), type="application/rss+xml")
    watcher.check(watch(watcher, site.feed), START)
    watcher.check(watch(watcher, other, collection="wires"), START)

    collections = [frozenset({name}) for name in ("news", "wires")]

    counts = [len(catalogue.listing(watcher.archive, Reader("r", each), Window(), 9)) for each in collections]
    assert counts == [1, 1]


def test_a_watched_page_that_is_gone_fails_and_says_so(watcher, server, site):
    story = site.publish(1)
    watch(watcher, server.url(story.path), kind="page")
    watcher.round(START)
    site.withdraw(1)

    watcher.round(START + timedelta(hours=9))

    (feed,) = feeds.listing(watcher.archive)
    assert (feed.state, "gone" in feed.trouble) == ("failing", True)
    assert len(texts(watcher.archive)) == 1


def test_a_page_that_could_not_be_visited_again_once_is_visited_later(watcher, server, site):
    story = site.publish(1)
    path = f"{story.path}?utm_source=rss"
    watcher.check(watch(watcher, site.feed), START)
    page = server.routes[path]
    server.page(path, "no", status=403)
    watcher.round(START + timedelta(hours=3))
    server.routes[path] = page
    story = site.correct(1)

    for hour in range(4, 15):
        watcher.round(START + timedelta(hours=hour))

    (held,) = texts(watcher.archive).values()
    assert str(story.figure) in held.text


def test_letters_numbered_anew_are_not_kept_again(watcher):
    folder = Folder({1: letter(1)})
    with ImapServer(folder) as server:
        secret = watcher.web.safe.seal(Secret(name=USER, password=PASSWORD))
        url = f"imap://127.0.0.1:{server.port}/INBOX"
        watcher.check(watch(watcher, url, kind="mailbox", secret=secret), START)
        (held,) = catalogue.listing(watcher.archive, Reader(), Window(), 9)
        watcher.archive.remove([held.article_id])
        folder.validity = 99

        again = watcher.check(feeds.listing(watcher.archive)[0], START + timedelta(hours=1))

    assert (again.added, catalogue.listing(watcher.archive, Reader(), Window(), 9)) == (0, [])
