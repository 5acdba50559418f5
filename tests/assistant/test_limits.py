"""What a request may take, over a real socket: the time of its body, and the headers of every reply."""

import socket
import time
from contextlib import contextmanager, nullcontext

import httpx
import pytest

from assistant.keys import Keys, digest_of
from assistant.web.app import build
from assistant.web.gate import Gate, Gates
from ingest.archive import Archive
from tests.assistant.parts import NEWS, add
from tests.assistant.running import serving_here, wait_until

BODY_S = 0.5
PLACES = 2
KEY = "a-key-of-our-own-choosing"


@contextmanager
def _served(house, keys=None):
    app = build(lambda: nullcontext(house), keys, body_s=BODY_S)
    app.state.gates = Gates(answers=Gate(places=1, queue=PLACES - 1, patience_s=5))
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        yield app, listener.getsockname()[1]


def _begins(port, path, sent=b"", length=100):
    """Send the head of a question, and of its body no more than this."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    sender = socket.create_connection(("127.0.0.1", port), timeout=10)
    sender.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + sent)
    return sender


def _told(sender):
    with sender, sender.makefile("rb") as stream:
        return stream.read().decode()  # to the end: the server must close


def _get(port, path, **headers):
    return httpx.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=10, trust_env=False)


def _asks(port):
    url = f"http://127.0.0.1:{port}/v1/chat"
    return httpx.post(url, json={"question": "Who spoke?"}, timeout=10, trust_env=False)


class TestSlowBodies:
    def test_who_sends_no_body_is_told_so_and_gives_the_place_back(self, open_house):
        house = open_house()
        add(house, *NEWS)
        with _served(house) as (app, port):
            gate = app.state.gates.answers
            silent = [_begins(port, "/v1/chat", b'{"question"'[:n]) for n in (0, 5)]
            wait_until(lambda: len(gate._arriving) == PLACES)
            assert _asks(port).status_code == 503

            told = [_told(sender) for sender in silent]

            for text in told:
                assert text.startswith("HTTP/1.1 408 ")
                assert '"code":"slow_body"' in text
                assert "connection: close" in text.lower()
                assert "content-security-policy" in text.lower()
            assert not gate._arriving
            assert _asks(port).status_code == 200

    def test_a_body_that_comes_drop_by_drop_has_no_more_time_than_another(self, open_house):
        with _served(open_house()) as (_, port), _begins(port, "/v1/search") as sender:
            began = time.monotonic()
            sender.settimeout(BODY_S / 5)
            told = b""
            while not told:
                assert time.monotonic() - began < 10 * BODY_S
                sender.sendall(b" ")
                try:
                    told = sender.recv(4_096)
                except TimeoutError:
                    continue

        assert told.startswith(b"HTTP/1.1 408 ")

    def test_who_announces_too_much_and_sends_nothing_is_refused_too(self, open_house):
        with _served(open_house()) as (_, port):
            told = _told(_begins(port, "/v1/articles", length=10_000_000))

        assert told.startswith("HTTP/1.1 413 ")

    def test_without_the_key_it_is_no_longer_either(self, open_house):
        house = open_house()
        with _served(house, Keys(house.archive, digest_of(KEY))) as (_, port):
            told = _told(_begins(port, "/v1/chat"))

        assert told.startswith("HTTP/1.1 401 ")


class TestFaults:
    @pytest.fixture
    def broken(self, tmp_path):
        """Keys in an archive whose file is no database any more."""
        archive = Archive(tmp_path)
        keys = Keys(archive)
        keys.begin()
        archive.close()
        for left in ("archive.db-wal", "archive.db-shm"):
            (tmp_path / left).unlink(missing_ok=True)
        (tmp_path / "archive.db").write_bytes(b"no database " * 1_000)
        return keys

    @pytest.mark.parametrize("path", ["/v1/archive", "/v1/session"])
    def test_keys_that_cannot_be_read_are_a_fault_of_the_archive(self, open_house, broken, path):
        with _served(open_house(), broken) as (_, port):
            reply = _get(port, path, Authorization=f"Bearer {KEY}")

        assert (reply.status_code, reply.json()["error"]["code"]) == (503, "archive_unusable")
        assert "retry-after" in reply.headers
        _has_our_headers(reply)

    def test_what_nobody_foresaw_has_the_headers_of_every_reply(self, open_house):
        with _served(open_house()) as (app, port):
            app.state.meter = None
            reply = _get(port, "/metrics")

        assert (reply.status_code, reply.json()["error"]["code"]) == (500, "failed")
        _has_our_headers(reply)


def _has_our_headers(reply):
    assert reply.headers.get_list("x-content-type-options") == ["nosniff"]
    assert len(reply.headers.get_list("content-security-policy")) == 1
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
