"""Briefings over HTTP and from the command line, of the running server."""

import json
from xml.etree import ElementTree

import pytest

from tests.assistant.market import send

TOPIC = {"topic": "fire in Hollin market"}
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def town(server):
    """The server with the affair in it."""
    send(server)
    return server


@pytest.fixture
def http_(town):
    """A client of it."""
    with town.client() as client:
        yield client


def _made(http_, **body):
    return http_.post("/v1/briefings", json=body).raise_for_status().json()


def test_a_briefing_is_made_whole(http_):
    made = _made(http_, **TOPIC)

    assert made["mode"] == "quoted"
    assert "inquiry" in made["headline"][0]["text"]
    assert {"sentence", "status"} == made["points"][0].keys()
    assert made["confidence"]["stories"] >= 3


def test_its_events_end_with_the_briefing(http_):
    with http_.stream("POST", "/v1/briefings", json=TOPIC, headers=EVENTS) as reply:
        lines = [line for line in reply.iter_lines() if line]

    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert names[0] == "status"
    assert names[-1] == "done"
    assert "sources" in names
    last = json.loads([line for line in lines if line.startswith("data:")][-1].removeprefix("data:"))
    assert last["briefing"]["topic"] == TOPIC["topic"]


def test_it_is_listed_read_back_and_forgotten(http_):
    made = _made(http_, **TOPIC)

    listed = http_.get("/v1/briefings").json()["briefings"]
    kept = http_.get(f"/v1/briefings/{made['id']}").json()
    gone = http_.delete(f"/v1/briefings/{made['id']}")

    assert made["id"] in [each["id"] for each in listed]
    assert kept["points"] == made["points"]
    assert gone.json() == {"removed": made["id"]}
    assert http_.get(f"/v1/briefings/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [{"length": "huge"}, {"topic": ""}, {"subject": "x"}, {"since": "soon"}, {"topic": "x" * 2_001}],
)
def test_a_wrong_body_says_which_field_is_wrong(http_, body):
    reply = http_.post("/v1/briefings", json=body)

    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == next(iter(body))


def test_an_unknown_briefing_is_not_found(http_):
    reply = http_.delete("/v1/briefings/nobody")

    assert reply.status_code == 404
    assert reply.json()["error"]["code"] == "unknown_briefing"


def test_briefings_are_counted_by_mode(http_):
    before = _count(http_)

    _made(http_, **TOPIC)

    assert _count(http_) == before + 1


def test_the_command_asks_the_running_server(town, command):
    shown = command(town.home, "brief", TOPIC["topic"], "--length", "short")
    as_json = command(town.home, "brief", "--since", "2026-05-04", "--until", "2026-05-07", "--json")
    as_markdown = command(town.home, "brief", TOPIC["topic"], "--markdown")

    assert f"Briefing: {TOPIC['topic']}\n" in shown.stdout
    assert json.loads(as_json.stdout)["window"]["since"] == "2026-05-04"
    assert as_markdown.stdout.startswith("# Briefing: ")


def test_the_command_says_what_is_wrong(town, command):
    wrong = command(town.home, "brief", "--length", "huge")

    assert wrong.returncode == 1
    assert "length" in wrong.stderr
    assert "huge" in wrong.stderr


def _count(http_):
    lines = http_.get("/metrics").text.splitlines()
    return int(
        next(line for line in lines if line.startswith('citedesk_briefings_total{mode="quoted"')).split()[-1]
    )


@pytest.mark.parametrize("name", ["timeline", "coverage"])
def test_it_is_drawn(http_, name):
    made = _made(http_, **TOPIC)
    drawn = http_.get(f"/v1/briefings/{made['id']}/{name}.svg").raise_for_status()

    assert drawn.headers["Content-Type"].startswith("image/svg+xml")
    assert ElementTree.fromstring(drawn.content).get("role") == "img"
    assert http_.get(f"/v1/briefings/none/{name}.svg").status_code == 404


def test_its_articles_are_counted_by_day(http_):
    made = _made(http_, **TOPIC)

    cited = {each["article_id"] for each in made["citations"] if each["published_at"]}
    assert sum(day["articles"] for day in made["days"]) == len(cited) > 0
    assert [day["date"] for day in made["days"]] == sorted({day["date"] for day in made["days"]})


def test_it_is_taken_along_as_markdown(http_):
    made = _made(http_, **TOPIC)
    note = http_.get(f"/v1/briefings/{made['id']}/briefing.md").raise_for_status()

    assert note.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert note.headers["Content-Disposition"] == 'attachment; filename="briefing.md"'
    assert note.text.startswith("# Briefing: fire in Hollin market")
