"""What a command does beside a running server: it asks the owner of the index, or says why it cannot."""

import json
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest import home as homes
from ingest.commands import desk as desks
from ingest.commands.desk import Desk
from ingest.commands.report import Bar, Teller
from ingest.errors import FolderOwned, IngestError
from ingest.settings import ArchiveSettings


@pytest.fixture
def desk(home, model_folder):
    opened = Desk(ArchiveSettings(home=home, models=model_folder))
    with closing(opened.archive):
        yield opened


@pytest.fixture
def owner(home):
    """A server that owns the home: owner.replies by path, a list each; owner.asked keeps what came."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            server.asked.append((self.command, self.path, self.headers["Authorization"]))
            time.sleep(server.delays.get(self.path, 0))
            replies = server.replies.get(self.path, [])
            body = json.dumps(replies.pop(0) if len(replies) > 1 else replies[0] if replies else {}).encode()
            self.send_response(200 if self.path in server.replies else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.replies, server.delays = [], {}, {}
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with homes.own(home), homes.announced(home, address) as announced:
        server.token = announced.token
        yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_owner_examines_its_own_index(desk, owner):
    owner.replies = {"/internal/doctor": [{"database": "ok", "without_text": []}]}

    report = desk.doctor()

    assert (report["database"], report["without_text"]) == ("ok", [])
    assert set(report) > {"advice", "room", "model"}
    assert owner.asked == [("POST", "/internal/doctor", f"Bearer {owner.token}")]


@pytest.mark.parametrize(("act", "path"), [(Desk.doctor, "doctor"), (Desk.reindex, "reindex")])
def test_how_far_the_owner_is_with_its_index_is_shown(desk, owner, monkeypatch, act, path):
    steps = [{"done": 0, "total": 0}, {"done": 3, "total": 8}, {"done": 7, "total": 8}]
    done = {"database": "ok", "without_text": [], "passages": 4}
    owner.replies = {f"/internal/{path}": [done], "/internal/work": steps}
    owner.delays = {f"/internal/{path}": 1.0}
    bars: list[Bar] = []
    monkeypatch.setattr("ingest.commands.desk.Bar", lambda *words: bars.append(Bar(*words)) or bars[-1])

    act(desk)

    assert (bars[0]._done, bars[0]._total) == (7, 8)


def test_the_owner_builds_its_own_index_again(desk, owner):
    owner.replies = {"/internal/reindex": [{"passages": 7}]}

    assert desk.reindex() == 7


def test_waiting_ends_when_the_owner_has_caught_up(desk, owner):
    owner.replies = {
        "/internal/progress": [{"is_current": False, "waiting": 3}, {"is_current": True, "waiting": 0}]
    }

    desk.wait_for_index(Teller(as_json=True))

    assert [path for _, path, _ in owner.asked] == ["/internal/progress"] * 2


def test_waiting_beside_an_owner_without_the_model_ends_with_the_words(desk, owner, capsys):
    owner.replies = {"/internal/progress": [{"is_current": True, "waiting": 3, "words_only": True}]}

    desk.wait_for_index(Teller(as_json=True))

    assert capsys.readouterr().err.startswith("found by words only")


@pytest.mark.parametrize("act", [Desk.doctor, Desk.reindex, lambda desk: desk.wait_for_index(Teller(False))])
def test_an_owner_that_fails_is_told_in_our_words(desk, owner, act):
    with pytest.raises(IngestError, match=r"127\.0\.0\.1"):
        act(desk)


def test_an_index_that_another_command_keeps_is_told(desk, home, monkeypatch):
    monkeypatch.setattr(desks, "_LOCK_WAIT_S", 0.1)

    with homes.own(home), pytest.raises(FolderOwned, match="another citedesk process uses"):
        desk.reindex()
