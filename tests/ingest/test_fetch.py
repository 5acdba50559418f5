"""Fetching as a site sees it: what is asked, in which order, with which headers, and what comes of it."""

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from ingest import fetch
from ingest.errors import AddressForbidden, FetchFailed, HostBusy, RobotsForbid
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings
from ingest.web.secrets import Secret
from tests.fakes.web import Page, Web

_SECRET = Secret("anna", "hunter2", (("X-Key", "k3y"),), (("sid", "c00kie"),))


@pytest.fixture
def web():
    with Web() as opened:
        yield opened


@pytest.fixture
def other():
    """Another host, by its number: loopback has many."""
    with Web("127.0.0.2") as opened:
        yield opened


def fetcher(**more):
    settings = FetchSettings(fetch_allow="127.0.0.0/8", HTTP_PROXY="", HTTPS_PROXY="")
    return Fetcher(settings, **({"pause_s": 0, "errand_s": 5} | more))


def failure(url, door=None, kind=FetchFailed, **more):
    """The error of fetching an address."""
    with pytest.raises(kind) as caught:
        (door or fetcher()).get(url, **more)
    return caught.value


def test_a_page_comes_with_what_is_needed_to_ask_again(web):
    url = web.page(
        "/a", "<p>Talks.</p>", etag='"1"', modified="Mon, 02 Nov 2026 10:00:00 GMT", is_packed=True
    )

    got = fetcher().get(url)

    assert (got.url, got.status, got.body) == (url, 200, b"<p>Talks.</p>")
    assert (got.content_type, got.etag) == ("text/html; charset=utf-8", '"1"')
    assert got.modified == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_we_say_who_we_are_and_what_we_read(web):
    fetcher().get(web.page("/a?b=c"))

    robots, page = web.requests
    assert (robots.path, page.path) == ("/robots.txt", "/a?b=c")
    for request in (robots, page):
        assert request.headers["user-agent"].startswith("Citedesk/")
        assert request.headers["accept-encoding"] == "gzip, deflate"
        assert request.headers["host"] == f"127.0.0.1:{web.port}"
        assert not {"cookie", "authorization", "referer", "if-none-match"} & set(request.headers)


def test_what_has_not_changed_is_not_sent_again(web):
    url = web.page("/a", "x", etag='W/"1"', modified="Mon, 02 Nov 2026 10:00:00 GMT")
    door = fetcher()

    by_tag = door.get(url, etag='W/"1"')
    by_time = door.get(url, modified="Mon, 02 Nov 2026 10:00:00 GMT")

    assert (by_tag.status, by_tag.body, by_tag.etag) == (304, b"", 'W/"1"')
    assert (by_time.status, by_time.modified) == (304, "Mon, 02 Nov 2026 10:00:00 GMT")
    assert door.get(url, etag='"old"').status == 200


def test_a_304_that_repeats_no_validator_keeps_the_old_one(web):
    url = web.raw("/a", b"HTTP/1.1 304 Same\r\nConnection: close\r\n\r\n")

    got = fetcher().get(url, etag='"1"', modified="Mon, 02 Nov 2026 10:00:00 GMT")

    assert (got.status, got.etag, got.modified) == (304, '"1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    assert failure(url).status == 304  # to somebody who has nothing


def test_a_validator_that_cannot_be_sent_is_left_out(web):
    url = web.page("/a", "x", etag='"1"')

    assert fetcher().get(url, etag='"1"\r\nX: y', modified="ü").status == 200
    assert not {"x", "if-none-match", "if-modified-since"} & set(web.requests[-1].headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_end(web, other, status):
    end = other.page("/end", "here")
    web.redirect("/b", end, status)
    web.redirect("/c/d", "../b", status)

    got = fetcher().get(web.url("/c/d"))

    assert (got.url, got.body) == (end, b"here")


def test_an_address_in_another_alphabet_is_followed(web):
    web.page("/caf%C3%A9", "coffee")
    web.redirect("/utf8", "/café".encode().decode("latin-1"))
    web.redirect("/latin", "/café")

    assert fetcher().get(web.url("/utf8")).body == b"coffee"
    assert fetcher().get(web.url("/latin")).body == b"coffee"


def test_ten_redirects_are_followed_and_an_eleventh_is_not(web):
    for n in range(50):
        web.redirect(f"/{n}", f"/{n + 1}")
    web.page("/10", "here")

    assert fetcher().get(web.url("/0")).body == b"here"
    web.redirect("/10", "/11")
    error = failure(web.url("/0"))
    assert (error.is_lasting, "more than 10 times" in str(error)) == (True, True)
    assert web.asked("/11") == []


def test_a_circle_of_redirects_is_left_at_once(web):
    web.redirect("/a", "/b")
    web.redirect("/b", "/a")

    assert "circle" in str(failure(web.url("/a")))
    assert len(web.requests) == 3


def test_a_redirect_without_an_address_is_refused(web):
    assert failure(web.page("/a", status=302)).status == 302


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "http://10.0.0.1/", "http://[::1]/", "http://a:b@127.0.0.1/"]
)
def test_a_redirect_to_what_is_forbidden_is_refused(web, to):
    web.redirect("/a", to)

    assert failure(web.url("/a"), kind=AddressForbidden).is_lasting


def test_credentials_are_sent_to_their_host_alone(web, other):
    web.redirect("/a", "/b")
    web.redirect("/b", other.page("/c", "x"))

    fetcher().get(web.url("/a"), secret=_SECRET)

    for path in ("/a", "/b"):
        (request,) = web.asked(path)
        assert request.headers["authorization"].startswith("Basic ")
        assert (request.headers["x-key"], request.headers["cookie"]) == ("k3y", "sid=c00kie")
    for request in (*other.requests, *web.asked("/robots.txt")):
        assert not {"authorization", "x-key", "cookie"} & set(request.headers)


def test_credentials_are_not_sent_to_another_port(web):
    with Web() as beside:
        web.redirect("/a", beside.page("/b", status=403))

        error = failure(web.url("/a"), secret=_SECRET)

    assert "authorization" not in beside.asked("/b")[0].headers
    assert "the credentials are for 127.0.0.1 alone" in str(error)


def test_credentials_go_on_from_http_to_https_of_the_same_host_and_never_back():
    http, https = (fetch.target(f"{scheme}://velm.example/") for scheme in ("http", "https"))

    assert fetch._may_know(http, https)
    assert not fetch._may_know(https, http)
    assert not fetch._may_know(https, fetch.target("https://www.velm.example/"))
    assert not fetch._may_know(http, fetch.target("https://velm.example:8443/"))


@pytest.mark.parametrize(
    ("status", "words", "is_lasting"),
    [
        (204, "nothing that can be read", True),
        (206, "nothing that can be read", True),
        (400, "nothing that can be read", True),
        (401, "refuses without credentials", True),
        (402, "refuses without credentials", True),
        (403, "refuses without credentials", True),
        (404, "has no such page", True),
        (408, "nothing that can be read", False),
        (410, "the page is gone", True),
        (425, "nothing that can be read", False),
        (429, "wants fewer requests", False),
        (500, "trouble of its own", False),
        (503, "trouble of its own", False),
    ],
)
def test_a_refusal_says_why_and_whether_it_lasts(web, status, words, is_lasting):
    error = failure(web.page("/a?key=k3y", b"" if status == 204 else b"x", status=status))

    assert (error.status, error.is_lasting, error.retry_after_s) == (status, is_lasting, None)
    assert words in str(error)
    assert f"127.0.0.1: {error.why}" == str(error)
    assert "k3y" not in str(error)


def test_refused_credentials_are_told_as_such(web):
    assert "refuses the credentials" in str(failure(web.page("/a", status=401), secret=_SECRET))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", 7 * 86_400),
        ("-5", None),
        ("soon", None),
        ("１２", None),
        ("Mon, 02 Nov 2020 10:00:00 GMT", 0),
        ("Mon, 02 Nov 2920 10:00:00 -0000", 7 * 86_400),
        ("Mon, 99 Nov 2920 10:00:00 GMT", None),
        ("", None),
    ],
)
def test_a_time_to_come_back_is_told(value, seconds):
    assert fetch._retry_after(value) == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_says_when_to_come_back(web, status):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)

    by_count = failure(web.page("/a", status=status, headers={"Retry-After": "120"}))
    by_date = failure(web.page("/b", status=status, headers={"Retry-After": later}))

    assert by_count.retry_after_s == 120
    assert 200 < by_date.retry_after_s <= 300


def test_robots_txt_is_asked_once_and_obeyed(web):
    web.robots("User-agent: *\nDisallow: /private\nSitemap: https://velm.example/news.xml")
    web.page("/a"), web.page("/private/b")
    door = fetcher()

    door.get(web.url("/a"))
    error = failure(web.url("/private/b"), door, RobotsForbid)

    assert (error.is_lasting, "does not want Citedesk" in str(error)) == (True, True)
    assert [request.path for request in web.requests] == ["/robots.txt", "/a"]
    assert door.sitemaps(web.url("/a")) == ("https://velm.example/news.xml",)
    assert door.get(web.url("/private/b"), obey_robots=False).status == 200


def test_a_redirect_is_held_against_robots_txt_too(web, other):
    other.robots("User-agent: *\nDisallow: /")
    web.redirect("/a", other.page("/b"))

    failure(web.url("/a"), kind=RobotsForbid)

    assert other.asked("/b") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_allows_everything(web, status):
    web.robots("Disallow: /", status=status)

    assert fetcher().get(web.page("/a")).status == 200


@pytest.mark.parametrize("status", [204, 429, 500, 503])
def test_a_robots_txt_that_cannot_be_read_now_forbids_for_now(web, status):
    web.robots("", status=status)
    door = fetcher()

    error = failure(web.page("/a"), door, RobotsForbid)

    assert (error.is_lasting, f"status {status}" in str(error)) == (False, True)
    failure(web.page("/a"), door, RobotsForbid)
    assert len(web.requests) == 1  # it is not asked for again at once


def test_a_robots_txt_is_found_behind_five_redirects_and_no_more(web):
    web.redirect("/robots.txt", "/1")
    for n in range(1, 6):
        web.redirect(f"/{n}", f"/{n + 1}")
    web.page("/a")
    web.page("/5", "User-agent: *\nDisallow: /")

    assert "does not want" in str(failure(web.url("/a"), kind=RobotsForbid))
    web.redirect("/5", "/6")
    assert "more than 5 times" in str(failure(web.url("/a"), kind=RobotsForbid))


def test_a_long_robots_txt_is_read_to_its_limit(web):
    web.robots("User-agent: *\nDisallow: /private\n" + "# comment\n" * 90_000)
    web.page("/a")

    assert fetcher().get(web.url("/a")).status == 200
    failure(web.page("/private"), kind=RobotsForbid)


def test_a_host_is_given_a_pause(web):
    web.robots("User-agent: *\nCrawl-delay: 0.2")
    door = fetcher()
    url = web.page("/a")

    for _ in range(3):
        door.get(url)

    times = [request.at for request in web.asked("/a")]
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_a_page_does_not_wait_after_its_own_robots_txt_or_redirect(web):
    web.redirect("/a", "/b")
    web.page("/b")

    got = fetcher(pause_s=30, errand_s=5).get(web.url("/a"))

    assert got.url.endswith("/b")


def test_many_threads_ask_a_host_one_at_a_time(web):
    running, most = [], []

    def page(_):
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        return Page(b"x")

    web.routes["/a"] = page
    web.robots("", delay_s=0.2)
    door = fetcher()
    threads = [threading.Thread(target=door.get, args=(web.url("/a"),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(most), max(most)) == (8, 1)
    assert len(web.asked("/robots.txt")) == 1


def test_waiting_for_a_turn_is_not_counted_against_the_time_to_fetch(web):
    url = web.page("/a")
    door = fetcher(pause_s=1.2, errand_s=1)
    door.get(url)

    assert door.get(url).status == 200


def test_a_closed_fetcher_waits_for_nothing(web):
    url = web.page("/a")
    door = fetcher(pause_s=30)
    door.get(url)
    door.close()

    failure(url, door, HostBusy)


def test_a_busy_host_is_not_taken_for_one_without_robots_txt(web):
    url = web.page("/a")
    door = fetcher()
    with door._turns.turn("127.0.0.1", 90):
        pass

    assert failure(url, door, HostBusy).retry_after_s > 60
    assert web.requests == []


def test_a_host_nobody_knows_is_told(web):
    def unknown(name, port):
        raise OSError

    error = failure("http://velm.example/", fetcher(resolve=unknown), RobotsForbid)

    assert (error.is_lasting, "no such host" in str(error)) == (False, True)


def test_the_version_is_that_of_the_package_or_of_a_checkout(monkeypatch):
    monkeypatch.setattr(fetch, "version", lambda name: f"{name}-7")
    assert fetch._version() == "citedesk-7"
