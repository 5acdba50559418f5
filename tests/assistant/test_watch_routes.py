"""What is watched over HTTP and from the terminal, and what came of it."""

import json
import socket
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from assistant.coming import editions
from assistant.coming.alerted import alerted, markdown
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.coming.inbox import messages
from assistant.coming.outbox import inbox
from assistant.web.app import build
from ingest.holdings.reader import Reader
from tests.assistant.coming.watched import FIRE, STORIES, Newsroom
from tests.assistant.running import serving_here

ME = Reader()
WATCHED = {
    "text": FIRE,
    "outlets": [],
    "least_stories": 1,
    "quiet_from": None,
    "quiet_until": None,
    "zone": "UTC",
    "channel": "web",
    "address": None,
    "paused": False,
    "alerts": 0,
}


@pytest.fixture
def room(open_house):
    return Newsroom(open_house())


@contextmanager
def client(room):
    app = build(lambda: nullcontext(room.house), None)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as asking:
            yield asking


def alert_of(room):
    (delivery, _), *_ = inbox(ME, room.archive)
    return alerted(json.loads(delivery.content), ME, room.archive)


def test_what_is_watched_over_http_is_told_in_the_inbox(room):
    with client(room) as http:
        watch = http.post("/v1/watches", json={"text": f"  {FIRE} "}).json()
        assert watch == WATCHED | {"id": watch["id"], "added_at": watch["added_at"]}
        (article_id,) = room.add(STORIES[0])
        assert room.look() == 1

        reply = http.get("/v1/inbox").json()

        (message,) = reply["messages"]
        (cited,) = message["alert"]["citations"]
        assert reply["unread"] == 1
        assert (message["kind"], message["title"], message["watch_id"]) == ("alert", FIRE, watch["id"])
        assert message["alert"]["text"] == f"{cited['quote']} [1]"
        whole = http.get(f"/v1/articles/{article_id}").json()["text"]
        assert whole[cited["start"] : cited["end"]] == cited["quote"]
        assert http.post(f"/v1/inbox/{message['key']}/read").json() == {"read": message["key"]}
        assert http.get("/v1/inbox").json()["unread"] == 0
        assert http.get("/v1/watches").json()["watches"][0]["alerts"] == 1
        assert http.delete(f"/v1/watches/{watch['id']}").json() == {"removed": watch["id"]}
        assert http.get("/v1/inbox").json() == {"messages": [], "unread": 0}


def test_a_watch_is_changed_by_what_is_named_alone(room):
    with client(room) as http:
        given = {"text": FIRE, "quiet_from": "22:00", "quiet_until": "6:30", "zone": "Europe/Berlin"}
        watch = http.post("/v1/watches", json=given).json()

        changed = http.patch(f"/v1/watches/{watch['id']}", json={"paused": True, "least_stories": 2})
        assert changed.json() == watch | {"paused": True, "least_stories": 2}
        quiet = http.patch(f"/v1/watches/{watch['id']}", json={"quiet_from": None, "quiet_until": None})
        assert (quiet.json()["quiet_from"], quiet.json()["zone"]) == (None, "Europe/Berlin")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"text": " "}, "empty"),
        ({"text": FIRE, "zone": "Berlin"}, "Berlin"),
        ({"text": FIRE, "quiet_from": "22:00"}, "both"),
        ({"text": FIRE, "quiet_from": "25:00", "quiet_until": "07:00"}, "25:00"),
        ({"text": FIRE, "channel": "mail"}, "address"),
        ({"text": FIRE, "least_stories": 0}, "least_stories"),
        ({"text": FIRE, "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_its_reason(room, given, word):
    with client(room) as http:
        reply = http.post("/v1/watches", json=given)

        assert reply.status_code == 422
        assert word in json.dumps(reply.json()["error"])


def test_what_nobody_has_is_told_so(room):
    with client(room) as http:
        for reply in (
            http.patch("/v1/watches/none", json={"paused": True}),
            http.delete("/v1/watches/none"),
            http.post("/v1/inbox/none/read"),
        ):
            assert reply.status_code == 404
            assert reply.json()["error"]["code"].startswith("unknown_")


def test_an_alert_says_what_its_article_says_now(room):
    room.watch(reader=ME.name)
    room.add(STORIES[0])
    room.look()
    before = alert_of(room)
    room.add(replace(STORIES[0], text=STORIES[0].text.replace("12 people", "13 people")))

    (cited,) = alert_of(room).citations

    assert cited.quote.text == before.citations[0].quote.text.replace("12 people", "13 people")
    assert cited.state == ("changed" if "13 people" in cited.quote.text else "current")


def test_an_article_removed_since_is_in_no_alert(room):
    room.watch(reader=ME.name)
    room.watch(reader=ME.name, least_stories=2)
    first, second = room.add(*STORIES[:2])
    assert room.look() == 2
    room.archive.remove([first])

    told = [message.alert for message in messages(ME, room.archive)]

    named = [cited.quote.found.passage.article_id for alert in told for cited in alert.citations]
    assert set(named) == {second}


def test_an_alert_in_markdown_links_to_its_source_alone(room):
    hostile = replace(STORIES[0], title="Fire destroys Hollin market [x](https://evil.example)")
    room.watch(reader=ME.name)
    room.add(hostile)
    room.look()

    written = markdown(alert_of(room))

    assert written.startswith(f"# {FIRE}\n")
    assert "](<https://herald.example/1>)" in written
    assert "](https://evil.example)" not in written


def test_the_inbox_has_digests_and_what_waits_for_approval(room):
    every_day = schedule_of("1234567", "07:30", "UTC")
    digest = Digest("d1", ME.name, "Morning", (), (), every_day, "short", True, True, "web", None, room.now)
    Digests(room.archive).add(digest)
    with room.archive.writing() as connection:
        row = {"digest_id": "d1", "date": "2026-05-08", "state": "waiting", "made_at": 1}
        connection.execute(editions.editions.insert(), row)
    with client(room) as http:
        (message,) = http.get("/v1/inbox").json()["messages"]
        assert (message["kind"], message["state"]) == ("approval", "waiting")
        assert http.post(f"/v1/inbox/{message['key']}/read").status_code == 200

        editions.approve(digest, "2026-05-08", {}, room.archive, room.now + timedelta(hours=1))

        (message,) = http.get("/v1/inbox").json()["messages"]
    assert (message["kind"], message["title"]) == ("digest", "Morning, 8 May 2026")
    assert (message["digest_id"], message["date"], message["state"]) == ("d1", "2026-05-08", "approved")


def test_the_terminal_watches_and_shows_what_came(room, command):
    home = room.archive.engine.url.database.removesuffix("/archive.db")

    def run(*words):
        done = command(home, *words)
        return done.returncode, done.stdout, done.stderr

    assert run("watches", "list") == (0, "", "nothing is watched\n")
    code, said, _ = run("watches", "add", FIRE, "--quiet", "22:00-07:00", "--least", "1")
    assert (code, said.partition(": ")[2]) == (0, f"{FIRE} (0 alerts, quiet 22:00-07:00)\n")
    named = said.partition(":")[0]
    assert "paused" in run("watches", "pause", named)[1]
    assert "0 alerts" in run("watches", "resume", named)[1]
    room.add(STORIES[0])
    assert room.look() == 1
    code, said, _ = run("inbox")
    assert (code, said.splitlines()[0].split(" ", 2)[2]) == (0, f"alert: {FIRE}")
    assert "https://herald.example/1" in said
    assert run("watches", "remove", named)[0] == 0
    code, _, trouble = run("watches", "remove", named)
    assert (code, named in trouble) == (1, True)


def test_the_terminal_begins_no_watch_whose_alerts_nobody_can_send(command, tmp_path):
    mail = command(tmp_path, "watches", "add", FIRE, "--channel", "mail", "--address", "me@velm.example")

    assert (mail.returncode, "CITEDESK_SMTP" in mail.stderr) == (1, True)
    assert command(tmp_path, "watches", "list").stdout == ""
