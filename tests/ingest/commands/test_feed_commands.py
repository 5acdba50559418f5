"""The commands about feeds, as a person runs them."""

from datetime import UTC, datetime

import pytest

from tests.fakes.newsroom import Site
from tests.fakes.web import Web

LOOPBACK = "127.0.0.0/8"
LIST = (
    '<opml version="2.0" xmlns:citedesk="urn:citedesk:feed"><body>'
    '<outline text="Ledger" xmlUrl="https://ledger.example/rss" citedesk:rights="excerpt:40"'
    ' citedesk:collection="ports"/><outline text="Old" xmlUrl="gopher://old.example/"/>{}</body></opml>'
)


@pytest.fixture
def web():
    with Web() as served:
        yield served


def test_a_watched_feed_says_how_many_articles_came_in_good_english(run, web):
    site = Site(web, datetime.now(UTC))
    site.publish(1)

    done = run("feeds", "add", site.feed, "--days", "0", allow=LOOPBACK)

    assert done.stdout == "1 Ostrel Wire: 1 article added, 0 updated\n", done.stderr
    assert "1 article, looked at" in run("feeds", "list").stdout


def test_a_page_whose_article_was_removed_says_so_and_how_it_comes_back(run, web):
    words = "The ferries of Velm sail again from Monday. " * 20
    page = f"<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1><p>{words}</p></article>"
    url = web.page("/ferries", page, type="text/html")
    run("feeds", "add", "--page", url, allow=LOOPBACK)
    run("remove", "--url", url)

    again = run("feeds", "add", "--page", url, allow=LOOPBACK)
    back = run("add", url, allow=LOOPBACK)
    after = run("feeds", "check", allow=LOOPBACK)

    assert "0 articles added, 0 updated" in again.stdout
    assert "1 article that it named was removed here" in again.stderr
    assert "python -m ingest add ADDRESS" in again.stderr
    assert ": added, " in back.stdout
    assert after.stderr == ""


def test_a_page_without_a_feed_is_told_of_watching_the_page(run, web):
    url = web.page("/", "<html><head><title>Hello</title></head><body><p>Hello</p></body></html>")

    done = run("feeds", "add", url, allow=LOOPBACK)

    assert done.returncode == 1
    assert "feeds add --page" in done.stderr


def test_a_list_takes_with_it_how_the_articles_of_each_feed_are_kept(run, tmp_path):
    (tmp_path / "in.opml").write_text(LIST.format(""))
    run("feeds", "import", "in.opml")

    written = run("feeds", "export", "out.opml")
    printed = run("feeds", "export")

    assert (written.returncode, written.stdout) == (0, "out.opml: 1 feed\n")
    assert (tmp_path / "out.opml").read_text() == printed.stdout == run("feeds", "export", "-").stdout
    assert 'citedesk:rights="excerpt:40"' in printed.stdout
    assert 'citedesk:collection="ports"' in printed.stdout


def test_what_of_a_list_cannot_be_watched_is_said_and_the_rest_goes_in(run, tmp_path):
    (tmp_path / "in.opml").write_text(LIST.format('<outline text="R" xmlUrl="https://r.example/'))

    done = run("feeds", "import", "in.opml")

    assert done.returncode == 1
    assert done.stdout.startswith("1 added, 0 watched already;")
    assert "in.opml: it is broken XML (not well-formed (invalid token) in line 1)" in done.stderr
    assert "in.opml: left out, Old: url 'gopher://old.example/': not an http or https address" in done.stderr


def test_a_list_of_nothing_is_refused(run, tmp_path):
    (tmp_path / "in.opml").write_text("<opml><body/></opml>")

    done = run("feeds", "import", "in.opml")

    assert (done.returncode, done.stdout) == (1, "")
    assert "no feed in it can be watched" in done.stderr


def test_what_is_watched_already_keeps_its_rights_when_a_list_names_it(run, tmp_path):
    (tmp_path / "in.opml").write_text(LIST.format(""))
    run("feeds", "import", "in.opml")
    (tmp_path / "in.opml").write_text(LIST.format("").replace("excerpt:40", "full"))

    done = run("feeds", "import", "in.opml")

    assert done.stdout.startswith("0 added, 1 watched already;")
    assert 'citedesk:rights="excerpt:40"' in run("feeds", "export").stdout
