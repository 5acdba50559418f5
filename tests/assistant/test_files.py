"""A file that is sent becomes articles as on the command line; what is in it can hurt nobody."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes.pdf import pdf

EML = (
    b"From: Ommel Post <post@ommel.example>\r\nSubject: Lamps of Ommel\r\n"
    b"Date: Tue, 10 Mar 2026 09:30:00 +0200\r\n\r\nThe lamps of Ommel are lit again.\r\n"
)
PAGE = (
    b"<html><head><title>Otters of Quillby</title></head><body><article><h1>Otters of Quillby</h1>"
    b"<p>Nine otters lay on the weir of Quillby on Monday, the keeper said. Nobody had counted so many in "
    b"twenty years, and nobody could say where they came from.</p></article></body></html>"
)


@pytest.fixture(scope="module")
def send(server):
    """Send a file: send("a.pdf", data, outlet="Velm Courier")."""
    with server.client(60) as http:
        yield lambda name, data, **more: http.post("/v1/files", params={"name": name} | more, content=data)


def _only(reply):
    assert reply.status_code == 200, reply.text
    (result,) = reply.json()["results"]
    return result


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("lamps.eml", EML, "Lamps of Ommel"),
        ("otters.HTML", PAGE, "Otters of Quillby"),
        (
            "geese.pdf",
            pdf([["Geese of Yarrowby", "", "Nine geese walked into the bank."]]),
            "Geese of Yarrowby",
        ),
        ("owls.md", b"# Owls of Ommel\n\nThe owls of Ommel sleep.", "Owls of Ommel"),
        ("storks.txt", b"Storks came to Ommel.", "Storks came to Ommel."),
    ],
)
def test_a_file_of_each_kind_is_kept(server, send, name, data, title):
    result = _only(send(name, data))

    with server.client() as http:
        kept = http.get(f"/v1/articles/{result['article_id']}").json()
    assert (result["source"], result["status"], kept["title"]) == (name, "added", title)


def test_what_a_message_says_of_itself_is_kept(server, send):
    result = _only(send("lamps.eml", EML))

    with server.client() as http:
        kept = http.get(f"/v1/articles/{result['article_id']}").json()
    assert (kept["outlet"], kept["published_at"][:16]) == ("Ommel Post", "2026-03-10T07:30")


def test_each_line_is_an_article_of_its_own_and_told_by_its_number(send):
    lines = b'{"text": "Herons of Ommel."}\nnonsense\n{"text": "Crows of Ommel."}\n'

    reply = send("wire.jsonl", lines).json()

    assert [(row["source"], row["status"]) for row in reply["results"]] == [
        ("wire.jsonl:1", "added"),
        ("wire.jsonl:2", "refused"),
        ("wire.jsonl:3", "added"),
    ]
    assert {name: reply[name] for name in ("added", "updated", "unchanged", "refused")} == {
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 1,
    }


def test_what_is_said_beside_the_file_goes_before(server, send):
    said = {"title": "Mine", "outlet": "Desk", "url": "https://velm.example/m", "published_at": "2026-01-02"}
    result = _only(send("otters.html", PAGE, **said))

    with server.client() as http:
        kept = http.get(f"/v1/articles/{result['article_id']}").json()
    assert {name: kept[name] for name in said} == said


def test_what_was_not_read_is_noted(send):
    result = _only(send("scan.pdf", pdf([["Ravens of Ommel", "", "Ravens came to Ommel on Friday."], None])))

    assert result["notes"] == ["page 2 holds no text (scanned?): not read"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("photo.png", b"\x89PNG", "not one of .txt"),
        ("nothing", b"words", "not one of .txt"),
        ("a.pdf", b"%PDF", "damaged"),
        ("a.pdf", pdf([None]), "no text on its 1 page"),
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"Gen\xe8ve", "byte 0xe8 at 3"),
        ("a.html", b"<html></html>", "no article text"),
        ("a.eml", b"no message", "none of the headers"),
        ("../../etc/passwd.txt", b"", "holds no text"),
        ("-c.txt", b"", "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(send, name, data, reason):
    result = _only(send(name, data))

    assert result["status"] == "refused"
    assert reason in result["reason"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"name": "a.txt", "published_at": "soon"}, "published_at"),
        ({"name": "a.txt", "url": "ftp://velm.example"}, "url"),
        ({"name": "a.txt", "colour": "red"}, "colour"),
        ({"name": "a.jsonl", "url": "https://velm.example/a"}, "url"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(server, params, field):
    with server.client() as http:
        reply = http.post("/v1/files", params=params, content=b"Words.")

    assert (reply.status_code, reply.json()["error"]["field"]) == (422, field)


def test_a_file_may_be_larger_than_any_other_body_and_not_without_end(server, send):
    lines = b"".join(json.dumps({"text": f"Wren {n} of Ommel sang."}).encode() + b"\n" for n in range(9))

    assert send("wrens.jsonl", lines + b" " * 5_000_000).status_code == 200
    assert send("wrens.jsonl", b" " * 8_000_001).status_code == 413
    with server.client() as http:
        assert http.post("/v1/articles", content=b" " * 5_000_000).status_code == 413


def test_questions_are_answered_while_files_are_read(server, send):
    """More come than are read at once: they wait, and who has no place is told when to come back."""
    with ThreadPoolExecutor(12) as pool:
        sent = [pool.submit(send, "lamps.eml", EML) for _ in range(12)]
        with server.client() as http:
            assert http.post("/v1/search", json={"query": "lamps"}).status_code == 200
        replies = [each.result() for each in sent]

    assert {reply.status_code for reply in replies} <= {200, 503}
    assert sum(reply.status_code == 200 for reply in replies) >= 8
    assert all("Retry-After" in reply.headers for reply in replies if reply.status_code == 503)
