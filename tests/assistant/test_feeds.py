"""Feeds are watched over HTTP by the running server, and told on /metrics."""

import time
from datetime import UTC, datetime

import pytest

from tests.assistant.running import serving
from tests.fakes import web as fakes
from tests.fakes.newsroom import Site


@pytest.fixture(scope="module")
def site():
    """A news site with two stories."""
    with fakes.Web() as web:
        site = Site(web, datetime.now(UTC))
        site.publish(1)
        site.publish(2)
        yield site


@pytest.fixture(scope="module")
def server(tmp_path_factory, model_folder):
    """A server on an empty archive that may fetch from this machine."""
    home = tmp_path_factory.mktemp("watching") / "home"
    with serving(home, model_folder, CITEDESK_FETCH_ALLOW="127.0.0.0/8") as running:
        yield running


def _watched(http, feed_id, claim, limit_s=30):
    """The feed, once the claim holds of it."""
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        (feed,) = [each for each in http.get("/v1/feeds").json()["feeds"] if each["id"] == feed_id]
        if claim(feed):
            return feed
        time.sleep(0.2)
    raise AssertionError(feed)


def test_a_watched_feed_is_read_by_itself_and_answered_from(server, site):
    with server.client() as http:
        added = http.post("/v1/feeds", json={"url": site.feed, "days": 0}).raise_for_status().json()
        feed = _watched(http, added["id"], lambda each: each["articles"] == 2)
        server.settle()
        answer = http.post("/v1/chat", json={"question": "Who counted signatures in Velm?"}).json()

    assert (added["state"], feed["state"], feed["title"]) == ("new", "well", "Ostrel Wire")
    assert answer["citations"][0]["outlet"] == "Ostrel Wire"


def test_a_feed_that_fails_says_why_on_the_list_and_since_when_in_the_metrics(server, site):
    with server.client() as http:
        added = http.post("/v1/feeds", json={"url": site.web.url("/nothing")}).json()
        feed = _watched(http, added["id"], lambda each: each["state"] == "failing")
        metrics = http.get("/metrics").text

    assert "404" in feed["trouble"]
    assert feed["failing_since"]
    assert f'citedesk_feed_failing_since_seconds{{feed="{feed["id"]}",reason="gone"}} ' in metrics
    assert 'citedesk_feeds{state="failing"} 1' in metrics


def test_a_feed_is_paused_resumed_and_removed_and_its_articles_stay(server, site):
    with server.client() as http:
        (feed,) = [each for each in http.get("/v1/feeds").json()["feeds"] if each["url"] == site.feed]
        paused = http.patch(f"/v1/feeds/{feed['id']}", json={"paused": True}).json()
        resumed = http.patch(f"/v1/feeds/{feed['id']}", json={"paused": False}).json()
        http.delete(f"/v1/feeds/{feed['id']}").raise_for_status()
        left = http.get("/v1/feeds").json()["feeds"]
        articles = http.get("/v1/articles").json()["articles"]

    assert (paused["state"], resumed["state"]) == ("paused", "well")
    assert site.feed not in [each["url"] for each in left]
    assert len(articles) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [({"url": ""}, "url"), ({"url": "ftp://a.example/"}, "url"), ({"url": "https://"}, "url"), ({}, "url"),
     ({"url": "a.example", "days": 61}, "days"), ({"url": "a.example", "days": "7"}, "days"),
     ({"url": "a.example", "secret": "x"}, "secret")],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused_with_the_field(server, body, field):
    with server.client() as http:
        reply = http.post("/v1/feeds", json=body)

    assert (reply.status_code, reply.json()["error"]["field"]) == (422, field)


@pytest.mark.parametrize("feed_id", ["999", "9999999999999999999999", "-1"])
def test_a_feed_that_is_not_there_is_404(server, feed_id):
    with server.client() as http:
        replies = [
            http.patch(f"/v1/feeds/{feed_id}", json={"paused": True}),
            http.delete(f"/v1/feeds/{feed_id}"),
        ]

    assert [reply.status_code for reply in replies] == [404, 404]


def test_an_address_inside_the_house_is_not_fetched(server):
    with server.client() as http:
        added = http.post("/v1/feeds", json={"url": "http://169.254.169.254/latest/"}).json()
        feed = _watched(http, added["id"], lambda each: each["state"] == "failing")

    assert "not public" in feed["trouble"]


def test_a_feed_is_watched_with_collection_rights_and_embargo(server, site):
    wish = {"collection": "wires", "rights": "excerpt:20", "embargo_until": "2100-01-01", "page": True}
    with server.client() as http:
        url = site.web.url("/as-a-page")
        added = http.post("/v1/feeds", json={"url": url, **wish}).raise_for_status().json()
        refused = [
            http.post("/v1/feeds", json={"url": url, **wrong})
            for wrong in (
                {"rights": "some"},
                {"embargo_until": "soon"},
                {"collection": ""},
                {"password": "x"},
            )
        ]
        mailbox = http.post("/v1/feeds", json={"url": "imaps://mail.velm.example/INBOX"})

    assert (added["kind"], added["collection"], added["rights"]) == ("page", "wires", "excerpt:20")
    assert added["embargo_until"] == "2100-01-01T00:00:00Z"
    assert {answer.status_code for answer in refused} == {422}
    assert (mailbox.status_code, "feeds add" in mailbox.text) == (422, True)
