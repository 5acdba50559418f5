"""A watch is its reader's alone, and begins with what comes after it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.coming.times import Quiet
from assistant.coming.watches import Watch, Watches
from assistant.errors import BadValue, UnknownWatch
from ingest.holdings.reader import Reader

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ME, OTHER = Reader("me"), Reader("other")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(time(22, 0), time(6, 30), BERLIN)
PORT = Watch("w1", "me", "the port", ("Velm Courier",), 2, NIGHT, BERLIN, "mail", "desk@velm.example")


def test_a_watch_is_read_as_it_was_kept_by_its_reader_alone(archive):
    held = Watches(archive)
    kept = held.add(PORT, NOW)

    assert held.watch("w1", ME) == kept
    assert replace(kept, added=PORT.added, looked_at=0) == PORT
    assert held.of(OTHER) == []
    for door in (
        lambda: held.watch("w1", OTHER),
        lambda: held.remove("w1", OTHER),
        lambda: held.change(kept, OTHER, NOW),
    ):
        with pytest.raises(UnknownWatch, match="w1"):
            door()


def test_a_watch_begins_at_the_end_of_the_log(archive, keep):
    keep("Talks resume in Velm.")

    kept = Watches(archive).add(PORT, NOW)

    assert kept.began == kept.seq == archive.last_seq()
    assert (kept.added, kept.looked_at) == (NOW, int(NOW.timestamp()))


def test_one_that_is_paused_is_not_looked_for_and_goes_on_with_what_comes_then(archive, keep):
    held = Watches(archive)
    kept = held.add(PORT, NOW)
    held.change(replace(kept, is_paused=True), ME, NOW)
    assert held.running() == []
    keep("Talks resume in Velm.")

    resumed = held.change(kept, ME, NOW + timedelta(hours=1))

    assert held.running() == [resumed]
    assert resumed.began == resumed.seq == archive.last_seq()


def test_who_listens_elsewhere_misses_nothing_meanwhile(archive, keep):
    held = Watches(archive)
    kept = held.add(PORT, NOW)
    keep("Talks resume in Velm.")

    changed = held.change(replace(kept, quiet=None, seq=99), ME, NOW)

    assert changed.seq == kept.seq < archive.last_seq()


def test_a_watch_that_is_removed_is_nobodys(archive):
    held = Watches(archive)
    held.add(PORT, NOW)
    held.remove("w1", ME)

    assert held.of(ME) == []


def test_too_many_watches_are_told_so(archive, monkeypatch):
    monkeypatch.setattr("assistant.coming.watches._MOST", 1)
    held = Watches(archive)
    held.add(PORT, NOW)

    with pytest.raises(BadValue, match="remove one first"):
        held.add(replace(PORT, id="w2"), NOW)
    held.add(replace(PORT, id="w2", reader="other"), NOW)
