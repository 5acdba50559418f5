"""Digests over HTTP and from the command line, and a due one on its way to a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.coming.digests import Digest, Digests, schedule_of
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from tests.assistant.market import send
from tests.assistant.running import serving, wait_until
from tests.fakes.smtp import SmtpServer

TOPIC = "fire in Hollin market"
BODY = {"name": "Morning", "topics": [TOPIC], "weekdays": "12345", "at": "07:30", "zone": "Europe/Berlin"}
SOON_S = 60


@pytest.fixture(scope="module")
def post():
    """A mail server."""
    with SmtpServer() as running:
        yield running


@pytest.fixture(scope="module")
def town(tmp_path_factory, model_folder, post):
    """A server that sends mail, with the affair in it."""
    home = tmp_path_factory.mktemp("digests") / "home"
    smtp = {"CITEDESK_SMTP": f"smtp://127.0.0.1:{post.port}", "CITEDESK_MAIL_FROM": "desk@velm.example"}
    with serving(home, model_folder, **smtp) as server:
        send(server)
        yield server


@pytest.fixture
def http_(town):
    with town.client() as client:
        yield client
        for each in client.get("/v1/digests").json()["digests"]:
            client.delete(f"/v1/digests/{each['id']}")


def due(town, digest_id, **more):
    """A digest that was due a moment ago, as one that was added the day before."""
    now = datetime.now(UTC)
    hour = schedule_of("1234567", f"{now - timedelta(minutes=1):%H:%M}", "UTC")
    fields = {"channel": "web", "address": None, "asks_first": False} | more
    digest = Digest(
        digest_id, Reader().name, "Hollin", (TOPIC,), (), hour, "short", True, fields["asks_first"],
        fields["channel"], fields["address"], now - timedelta(days=2),
    )  # fmt: skip
    archive = Archive(town.home)
    Digests(archive).add(digest)
    archive.close()


def first_edition(http_, digest_id):
    """Its one edition once it is made."""
    found = []

    def is_made():
        found[:] = http_.get(f"/v1/digests/{digest_id}/editions").json()["editions"]
        return found and found[0]["state"] != "making"

    wait_until(is_made, SOON_S)
    return found[0]


def test_a_digest_is_added_listed_changed_and_removed(http_):
    added = http_.post("/v1/digests", json=BODY).raise_for_status().json()
    path = f"/v1/digests/{added['id']}"
    changed = http_.patch(path, json={"paused": True, "length": "short"}).json()
    resumed = http_.patch(path, json={"paused": False, "at": "08:15"}).json()

    assert added | BODY == added
    assert (added["length"], added["skips_empty"], added["asks_first"]) == ("normal", True, False)
    assert (added["channel"], added["address"], added["paused"]) == ("web", None, False)
    assert datetime.fromisoformat(added["next_at"]) > datetime.now(UTC)
    assert (changed["paused"], changed["next_at"], changed["length"]) == (True, None, "short")
    assert (resumed["at"], resumed["name"], resumed["added_at"]) == ("08:15", "Morning", added["added_at"])
    assert http_.get("/v1/digests").json()["digests"] == [resumed]
    assert http_.delete(path).json() == {"removed": added["id"]}
    assert http_.get("/v1/digests").json() == {"digests": []}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " \n "}, "name"),
        ({"weekdays": "018"}, "weekdays"),
        ({"at": "25:00"}, "at"),
        ({"zone": "Berlin"}, "zone"),
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "mail"}, "address"),
        ({"channel": "mail", "address": "a@b.example\nBcc: c@d.example"}, "address"),
        ({"length": "huge"}, "length"),
        ({"topics": ["?"]}, "topics.0"),
        ({"skips": True}, "skips"),
    ],
)
def test_a_wrong_digest_is_told_with_its_field(http_, wrong, field):
    reply = http_.post("/v1/digests", json=BODY | wrong)

    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["field"] == field
    assert http_.get("/v1/digests").json()["digests"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "/nobody"), ("DELETE", "/nobody"), ("GET", "/nobody/editions"),
     ("GET", "/nobody/editions/2026-03-03"), ("POST", "/nobody/editions/2026-03-03/approve"),
     ("POST", "/nobody/editions/2026-03-03/refuse")],
)  # fmt: skip
def test_an_unknown_digest_is_not_found(http_, method, path):
    body = {"paused": True} if method == "PATCH" else {} if path.endswith("approve") else None
    reply = http_.request(method, f"/v1/digests{path}", json=body)

    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "unknown_digest")


def test_a_due_digest_ends_up_as_a_mail(town, http_, post):
    due(town, "mailed", channel="mail", address="reader@velm.example")

    wait_until(lambda: post.taken, SOON_S)

    mail = post.taken.pop()
    text = mail.message.get_body(("plain",)).get_content()
    html = mail.message.get_body(("html",)).get_content()
    assert mail.to == ["reader@velm.example"]
    assert mail.message["Subject"].startswith("Hollin, ")
    assert "inquiry" in text
    assert "Hollin Herald" in text
    assert 'href="https://herald.example/inquiry"' in html
    assert first_edition(http_, "mailed")["state"] == "approved"


def test_one_that_asks_first_waits_is_read_and_is_sent_as_it_was_chosen(town, http_, post):
    due(town, "asked", channel="mail", address="asked@velm.example", asks_first=True)
    waiting = first_edition(http_, "asked")
    path = f"/v1/digests/asked/editions/{waiting['date']}"
    shown = http_.get(path).json()
    (briefing,) = shown["briefings"]
    points = [point["sentence"]["text"] for point in briefing["points"]]
    beyond = http_.post(f"{path}/approve", json={"chosen": {briefing["id"]: [len(points)]}})
    stranger = http_.post(f"{path}/approve", json={"chosen": {"nobody": [0]}})
    nothing = http_.post(f"{path}/approve", json={"chosen": {briefing["id"]: []}})
    sent = http_.post(f"{path}/approve", json={"chosen": {briefing["id"]: [0]}}).json()
    wait_until(lambda: post.taken, SOON_S)
    again = http_.post(f"{path}/refuse")

    text = " ".join(post.taken.pop().message.get_body(("plain",)).get_content().split())
    assert (waiting["state"], shown["state"], shown["chosen"], shown["name"]) == (
        "waiting",
        "waiting",
        {},
        "Hollin",
    )
    for wrong in (beyond, stranger, nothing):
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "bad_value")
    assert (sent["state"], sent["chosen"]) == ("approved", {briefing["id"]: [0]})
    assert [point in text for point in points] == [True] + [False] * (len(points) - 1)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "unknown_edition")


def test_one_that_was_refused_is_not_sent(town, http_, post):
    due(town, "refused", channel="mail", address="refused@velm.example", asks_first=True)
    waiting = first_edition(http_, "refused")
    path = f"/v1/digests/refused/editions/{waiting['date']}"

    assert http_.post(f"{path}/refuse").json()["state"] == "refused"
    assert http_.post(f"{path}/approve").status_code == 404
    assert post.taken == []


@pytest.mark.parametrize("is_served", [True, False])
def test_the_commands_say_what_they_did(town, command, tmp_path, is_served):
    home = town.home if is_served else tmp_path / "alone"
    added = command(
        home, "digests", "add", "Evening", "--topic", TOPIC, "--at", "18:05", "--zone", "Europe/Kyiv"
    )
    key = added.stdout.split()[0]
    paused = command(home, "digests", "pause", key)
    listed = command(home, "digests", "list")
    editions = command(home, "digests", "editions", key)
    wrong = command(home, "digests", "approve", key, "2026-03-03")
    removed = command(home, "digests", "remove", key)

    assert "Evening: fire in Hollin market; 12345 at 18:05 Europe/Kyiv, web; next " in added.stdout
    assert paused.stdout.endswith("; paused\n")
    assert listed.stdout == paused.stdout
    assert editions.stdout == "none yet\n"
    assert (wrong.returncode, "has no edition of '2026-03-03'" in wrong.stderr) == (1, True)
    assert removed.stdout.startswith("Evening: removed")
    assert command(home, "digests", "list").stdout == ""


def test_a_command_says_what_is_wrong(town, command):
    wrong = command(town.home, "digests", "add", "Evening", "--at", "noon")
    unknown = command(town.home, "digests", "remove", "zzz")

    assert (wrong.returncode, "at 'noon'" in wrong.stderr) == (1, True)
    assert (unknown.returncode, "'zzz'" in unknown.stderr) == (1, True)


def test_a_watch_begun_in_the_terminal_is_told_by_the_mail_of_the_server(town, command):
    wrong = command(town.home, "watches", "add", TOPIC, "--channel", "mail", "--address", "nobody")
    added = command(town.home, "watches", "add", TOPIC, "--channel", "mail", "--address", "me@velm.example")
    removed = command(town.home, "watches", "remove", added.stdout.partition(":")[0])

    assert (wrong.returncode, "'nobody'" in wrong.stderr) == (1, True)
    assert added.stdout.endswith(f": {TOPIC} (0 alerts, to me@velm.example)\n")
    assert removed.returncode == 0
