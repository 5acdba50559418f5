"""One at a time at a host, with a pause; others do not wait for it."""

import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest

from ingest.errors import HostBusy
from ingest.web import polite
from ingest.web.polite import Turns


def test_two_at_one_host_come_one_after_the_other_with_a_pause():
    turns, spans = Turns(), []

    def take():
        with turns.turn("velm.example", 0.1):
            began = time.monotonic()
            time.sleep(0.02)
            spans.append((began, time.monotonic()))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    spans.sort()
    assert len(spans) == 4
    assert all(later[0] - earlier[1] >= 0.09 for earlier, later in pairwise(spans))


def test_another_host_does_not_wait():
    turns = Turns()

    with turns.turn("velm.example", 50), turns.turn("other.example", 50) as waited:
        assert waited < 1


def test_going_on_waits_for_no_pause_and_leaves_the_longer_one():
    turns = Turns()
    with turns.turn("velm.example", 50):
        pass

    with turns.turn("velm.example", 0, is_going_on=True) as waited:
        assert waited < 1

    assert turns._hosts["velm.example"].next_at > time.monotonic() + 40


def test_who_would_wait_too_long_is_told_when_to_come_back():
    turns = Turns()
    with turns.turn("velm.example", 500):
        pass

    with pytest.raises(HostBusy) as caught, turns.turn("velm.example", 0):
        pass

    assert 490 < caught.value.retry_after_s <= 500
    with turns.turn("velm.example", 0, is_going_on=True):  # the turn was given back
        pass


def test_a_turn_that_others_keep_is_given_up(monkeypatch):
    monkeypatch.setattr(polite, "PATIENCE_S", 0.05)
    turns = Turns()

    with (
        turns.turn("velm.example", 0),
        pytest.raises(HostBusy, match=r"velm\.example: others"),
        turns.turn("velm.example", 0),
    ):
        pass


def test_closing_sends_away_who_waits():
    turns, told = Turns(), []
    with turns.turn("velm.example", 50):
        pass

    def wait():
        try:
            with turns.turn("velm.example", 0):
                pass
        except HostBusy as error:
            told.append(str(error))

    thread = threading.Thread(target=wait)
    thread.start()
    turns.close()
    thread.join(5)

    assert told == ["velm.example: fetching ends because the program does"]


def test_hosts_are_forgotten_when_their_pause_is_over():
    turns = Turns()
    with turns.turn("slow.example", 500):
        pass
    with turns.turn("held.example", 0):
        for n in range(1_200):
            with turns.turn(f"{n}.example", 0):
                pass

        assert len(turns._hosts) < 1_000
        assert {"slow.example", "held.example"} <= set(turns._hosts)


_BESIDE = """
import sys, time
from pathlib import Path
from ingest.web.polite import Turns

with Turns(Path(sys.argv[1])).turn(sys.argv[2], float(sys.argv[3])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def beside(folder, host, pause_s):
    """Another process that holds the turn at a host until it is told to let go."""
    command = [sys.executable, "-c", _BESIDE, str(folder), host, str(pause_s)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_two_processes_of_a_home_hold_one_turn_at_a_host(tmp_path, monkeypatch):
    monkeypatch.setattr(polite, "PATIENCE_S", 0.1)
    process = beside(tmp_path, "velm.example", 0)

    with pytest.raises(HostBusy, match="still waiting"), Turns(tmp_path).turn("velm.example", 0):
        pass
    with Turns(tmp_path).turn("other.example", 0) as waited:
        assert waited < 5
    process.communicate("\n")
    with Turns(tmp_path).turn("velm.example", 0):
        pass


def test_the_pause_that_one_process_leaves_holds_for_the_others(tmp_path):
    beside(tmp_path, "velm.example", 500).communicate("\n")

    with pytest.raises(HostBusy) as caught, Turns(tmp_path).turn("velm.example", 0):
        pass

    assert 400 < caught.value.retry_after_s <= 500


def test_a_pause_by_a_clock_that_was_years_ahead_holds_nobody_up(tmp_path):
    turns = Turns(tmp_path)
    with turns.turn("velm.example", 0):
        pass
    (noted,) = tmp_path.glob("*.next")
    noted.write_text(f"{time.time() + 1e8} velm.example")

    with turns.turn("velm.example", 0) as waited:
        assert waited < 5
