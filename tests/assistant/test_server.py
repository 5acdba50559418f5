"""The server as a process: where it listens, how it begins and how it ends."""

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import nullcontext

import httpx
import pytest

import assistant.server as server_module
from assistant.memory import Memory
from assistant.web.app import build
from ingest import home as homes
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from tests.assistant.parts import HARBOUR, add, article, key_for
from tests.assistant.running import (
    asks,
    environment,
    free_port,
    has_ipv6,
    rest_of,
    serving,
    serving_here,
    start,
    wait_until,
)
from tests.fakes.model import Script


def _get(port, path):
    return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5, trust_env=False)


def _until(reached, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if given := reached():
                return given
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


@pytest.fixture
def opening(home, model_folder):
    """A server that listens and cannot open its house yet: another owner holds the lock."""
    port = free_port()
    with homes.own(home):
        server = start(home, model_folder, "--port", str(port))
        _until(lambda: _get(port, "/healthz").status_code == 200)
        yield server, port
    if server.process.poll() is None:
        server.stop()


@pytest.mark.parametrize("host", ["192.0.2.1", "", "no-such-host.invalid", "x" * 70])
def test_an_address_that_is_not_this_machines_is_named_with_what_to_do(command, home, host):
    refused = command(home, "serve", "--host", host, "--port", "0")

    assert refused.returncode == 1
    assert f"cannot listen on {host}:0" in refused.stderr
    assert "--host" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("host", "address"),
    [("localhost", "127.0.0.1"), ("127.1", "127.0.0.1"), ("127.0.0.2", "127.0.0.2"), ("::1", "[::1]")],
)
def test_every_spelling_of_loopback_needs_no_key(home, model_folder, host, address):
    if host == "::1" and not has_ipv6():
        pytest.skip("this machine has no IPv6: ::1 cannot be listened on")
    with serving(home, model_folder, "--host", host) as server, server.stranger() as http:
        assert server.url.startswith(f"http://{address}:")
        assert http.get("/v1/archive").status_code == 200

    assert not server.key


@pytest.mark.parametrize(("host", "address"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]")])
def test_every_address_at_once_needs_a_key_and_is_reached_by_commands(
    command, home, model_folder, host, address
):
    if host == "::" and not has_ipv6():
        pytest.skip("this machine has no IPv6: :: cannot be listened on")
    with serving(home, model_folder, "--host", host) as server:
        server.add(text="The ferry unions of Velm met on Tuesday.")
        found = command(home, "search", "ferry unions")

        assert json.loads((home / "server.json").read_text())["url"] == server.url
        assert server.url.startswith(f"http://{address}:")
        assert server.key
        assert "every other address of this machine" in "\n".join(server.said)
        assert (found.returncode, found.stderr) == (0, "")
        assert "ferry unions" in found.stdout


def test_a_taken_port_is_named_with_what_to_do(command, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        refused = command(home, "serve", "--port", str(port))

    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "choose another with --port" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["65536", "-1"])
def test_a_port_that_cannot_be_is_refused_in_words(command, home, port):
    refused = command(home, "serve", "--port", port)

    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    assert "port" in refused.stderr.lower()


def test_a_second_server_on_the_same_home_is_refused_and_the_first_goes_on(home, model_folder):
    with serving(home, model_folder) as first:
        second = start(home, model_folder)

        assert second.process.wait(timeout=40) == 1
        time.sleep(0.2)
        assert "another citedesk process uses" in "\n".join(second.said)
        assert "Traceback" not in "\n".join(second.said)
        with first.client() as http:
            assert http.get("/readyz").status_code == 200
        assert (home / "server.json").exists()


def test_a_start_that_does_not_come_to_serve_makes_no_access_key(home, model_folder):
    with serving(home, model_folder):
        second = start(home, model_folder, "--host", "0.0.0.0")

        assert second.process.wait(timeout=40) == 1
        time.sleep(0.2)
        assert "access key" not in "\n".join(second.said)
    with serving(home, model_folder, "--host", "0.0.0.0") as third:
        assert third.key


def test_while_it_opens_it_is_alive_but_not_ready(opening):
    _server, port = opening

    for path in ("/readyz", "/v1/archive", "/v1/conversations"):
        reply = _get(port, path)
        assert reply.status_code == 503
        assert reply.headers["retry-after"] == "1"
        assert reply.json()["error"]["code"] == "starting"
    assert _get(port, "/").status_code == 200
    assert _get(port, "/metrics").status_code == 200


def test_it_can_be_stopped_while_it_opens(home, model_folder):
    port = free_port()
    with homes.own(home):
        server = start(home, model_folder, "--port", str(port))
        _until(lambda: _get(port, "/healthz").status_code == 200)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)

    assert server.process.wait(timeout=20) == 0
    assert "Traceback" not in "\n".join(server.said)


def test_what_is_still_opening_when_its_time_is_over_is_cut_off(home, model_folder):
    port = free_port()
    hasty = "import sys; import assistant.__main__ as cli, assistant.server as s; s._END_S = 0.5; cli.main()"
    with homes.own(home):
        process = subprocess.Popen(
            [sys.executable, "-c", hasty, "serve", "--port", str(port)],
            env=environment(home, model_folder),
            stderr=subprocess.PIPE,
            text=True,
        )
        _until(lambda: _get(port, "/healthz").status_code == 200)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)

    assert process.returncode == 0
    assert time.monotonic() - began < 5  # and not the 10 s for which it waits for the home
    assert "the next start goes on with it" in said
    assert "Traceback" not in said


def test_once_the_home_is_free_it_is_ready(home, model_folder):
    port = free_port()
    with homes.own(home):
        server = start(home, model_folder, "--port", str(port))
        _until(lambda: _get(port, "/healthz").status_code == 200)

    _until(lambda: _get(port, "/readyz").status_code == 200)

    assert server.stop() == 0


def test_server_json_is_for_its_user_alone_and_gone_afterwards(home, model_folder):
    file = home / "server.json"
    with serving(home, model_folder) as server:
        note = json.loads(file.read_text())
        assert (note["url"], note["pid"]) == (server.url, server.process.pid)
        assert len(note["token"]) > 30
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(home.stat().st_mode) == 0o700

        assert server.stop() == 0

    assert not file.exists()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_well_and_leaves_no_child_behind(home, model_folder, ending):
    with serving(home, model_folder) as server:
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True
        ).stdout.split()

        server.process.send_signal(ending)

        assert server.process.wait(timeout=20) in ((0,) if ending is signal.SIGTERM else (0, 130))
        assert "Traceback" not in "\n".join(server.said)
        assert children
        left = subprocess.run(["ps", "-o", "pid=", "-p", ",".join(children)], capture_output=True, text=True)
        assert left.stdout.split() == []


def test_a_server_that_was_killed_leaves_a_home_that_opens_again(home, model_folder):
    with serving(home, model_folder) as first:
        first.add(text="The ferry unions of Velm met on Tuesday.")
        first.process.kill()
        first.process.wait()

    with serving(home, model_folder) as second, second.client() as http:
        found = http.post("/v1/search", json={"query": "ferry unions"}).json()["passages"]

    assert len(found) == 1


def test_samples_go_into_an_empty_archive_only(home, model_folder):
    with serving(home, model_folder, "--samples") as first, first.client() as http:
        held = http.get("/v1/archive").json()
        assert held["samples"] == held["articles"] > 20
        assert held["examples"]
        http.delete("/v1/samples").raise_for_status()
        first.add(text="The ferry unions of Velm met on Tuesday.")

    with serving(home, model_folder, "--samples") as second, second.client() as http:
        assert http.get("/v1/archive").json()["articles"] == 1


def test_it_says_where_it_listens_and_how_to_stop_it(home, model_folder):
    with serving(home, model_folder) as server:
        said = "\n".join(server.said)

    assert f"Citedesk listens on {server.url}" in said
    assert "Ctrl+C" in said


class TestStopping:
    """SIGTERM while answers are being made."""

    @pytest.fixture
    def answering(self, home, model_folder, model):
        """A server whose model takes as long as the question says."""
        with serving(home, model_folder, OPENAI_BASE_URL=model.url) as server:
            server.add(title="Harbour talks", outlet="Velm Courier", published_at="2026-03-10", text=HARBOUR)
            server.settle()
            model.script = _as_long_as_asked
            yield server

    def test_every_reader_is_told_how_it_ended_and_no_answer_is_half_kept(self, answering, model):
        soon, later = ({"question": f"{QUESTION} ({word})"} for word in ("soon", "later"))
        readers = [asks(answering.url, asked) for asked in (soon, later) for _ in range(10)]
        wait_until(lambda: len(model.requests) == 20)
        began = time.monotonic()

        answering.process.send_signal(signal.SIGTERM)
        told = [rest_of(reader) for reader in readers]

        assert answering.process.wait(timeout=20) == 0
        assert time.monotonic() - began <= 10
        done = [
            json.loads(line[6:])["answer"]
            for text in told
            for line in text.splitlines()
            if '"answer"' in line
        ]
        assert len(done) >= 10
        for text in told:
            assert text.count("event: done") + text.count("event: error") == 1
            if "event: error" in text:
                fault = json.loads(text.rsplit("data: ", 1)[1].splitlines()[0])
                assert fault["code"] == "restarting"
                assert fault["retry_after"] > 0
                assert "again" in fault["message"]
        assert sum("event: error" in text for text in told) == 10
        assert _kept(answering.home) == {answer["id"]: answer for answer in done}
        assert "Traceback" not in "\n".join(answering.said)

    def test_a_reader_of_json_is_told_by_the_status(self, answering, model):
        reader = asks(answering.url, {"question": f"{QUESTION} (later)"}, "application/json")
        wait_until(lambda: model.requests)

        answering.process.send_signal(signal.SIGTERM)
        told = rest_of(reader)

        assert told.startswith("HTTP/1.1 503 ")
        assert "retry-after: " in told.lower()
        assert '"code":"restarting"' in told

    def test_readers_who_never_read_do_not_keep_it_from_ending(self, answering, model):
        readers = [asks(answering.url, {"question": f"{QUESTION} (later)"}) for _ in range(10)]
        wait_until(lambda: len(model.requests) == 10)
        began = time.monotonic()

        answering.process.send_signal(signal.SIGTERM)

        assert answering.process.wait(timeout=20) == 0
        assert time.monotonic() - began <= 10
        assert "Traceback" not in "\n".join(answering.said)
        for reader in readers:
            reader.close()


QUESTION = "How many extra crew places did the council of Velm offer?"


def _as_long_as_asked(request):
    prompt = request["messages"][-1]["content"]
    key = key_for(prompt, "412 extra crew places")
    pause_s = 1.0 if "(soon)" in prompt else 20.0
    return Script(
        f"The council offered 412 extra crew places.[{key}]", chunk=8, stall_after_chunks=(4, pause_s)
    )


def _kept(home):
    """Answers in SQL, by their ids."""
    archive = Archive(home)
    memory, reader = Memory(archive), Reader()
    turns = [turn for row in memory.recent(reader) for turn in memory.turns(row.id, reader)]
    archive.close()
    return {turn.answer["id"]: turn.answer for turn in turns}


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux can tell who does not read")
def test_a_reader_who_takes_nothing_of_what_was_sent_is_dropped(open_house, monkeypatch):
    monkeypatch.setattr(server_module, "_SILENT_MS", 1_000)
    house = open_house()
    add(house, *(article(f"Ferry {n} sailed {'🚢' * 3_900}.", f"Ferry {n}") for n in range(8)))
    app = build(lambda: nullcontext(house), None)

    with server_module._listening("127.0.0.1", 0) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        with serving_here(app, listener) as server:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            reader = asks(url, {"question": "Which ferry sailed?"})
            wait_until(lambda: app.state.meter.answers.total() == 1)
            assert server.server_state.connections

            wait_until(lambda: not server.server_state.connections)

            assert not server.server_state.tasks
            reader.close()
