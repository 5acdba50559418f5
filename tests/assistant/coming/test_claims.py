"""One maker a date: it is begun again where it failed, later and later, and then it has failed."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from assistant.coming import claims, editions
from assistant.coming.digests import Digest, Digests, schedule_of
from ingest import home as homes
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from ingest.readership import deliveries

ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 3)
EVERY_DAY = schedule_of("1234567", "07:30", "Europe/Berlin")
MORNING = Digest("d1", "me", "Morning", (), (), EVERY_DAY, "short", True, False, "web", None, ADDED)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def digest(archive):
    Digests(archive).add(MORNING)
    return MORNING


def test_of_two_makers_one_gets_an_edition_and_nobody_before_it_is_due(digest, archive):
    assert claims.claim(digest, archive, DUE - timedelta(seconds=1)) is None
    assert not claims.is_due(digest, archive, DUE - timedelta(seconds=1))
    assert claims.is_due(digest, archive, DUE)
    assert claims.claim(digest, archive, DUE).day == DAY
    assert claims.claim(digest, archive, DUE) is None
    assert not claims.is_due(digest, archive, DUE)


def test_of_many_makers_with_archives_of_their_own_one_gets_it(digest, archive, home):
    """As two servers have them that were given one home, or one that ends while the next begins."""
    archives = [Archive(homes.prepare(home)) for _ in range(4)]
    begin, got = threading.Barrier(4), []

    def maker(mine):
        begin.wait()
        got.append(claims.claim(digest, mine, DUE))

    threads = [threading.Thread(target=maker, args=(each,)) for each in archives]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in archives:
        each.close()

    assert len([one for one in got if one]) == 1


_MAKER = """
import sys
from datetime import datetime
from pathlib import Path
from assistant.coming import claims, editions, outbox
from assistant.coming.digests import Digests
from ingest.archive import Archive
from ingest.holdings.reader import Reader

archive, due = Archive(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2])
digest = Digests(archive).digest("d1", Reader("me"))
print("ready", flush=True)
sys.stdin.readline()
held = claims.claim(digest, archive, due)
if held:
    editions.finish(held, [], archive, due)
print("made" if held else "left", len(outbox.due("mail", archive, due)))
"""


def test_of_many_processes_one_makes_an_edition_and_one_sends_a_letter(digest, archive, home):
    at = int(DUE.timestamp())
    letter = {"key": "k", "reader": "me", "channel": "mail", "content": "{}", "state": "due", "tries": 0}
    with archive.writing() as connection:
        connection.execute(insert(deliveries).values(**letter, next_at=at, made_at=at))
    started = [sys.executable, "-c", _MAKER, str(home), DUE.isoformat()]
    makers = [
        subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for maker in makers:
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        maker.stdin.write("\n")
        maker.stdin.flush()
    did = [maker.communicate(timeout=30)[0].split() for maker in makers]

    assert sorted(word for word, _ in did) == ["left", "left", "left", "made"]
    assert sorted(sent for _, sent in did) == ["0", "0", "0", "1"]


def test_an_edition_whose_maker_is_gone_is_made_by_another(digest, archive):
    gone = claims.claim(digest, archive, DUE)

    assert claims.claim(digest, archive, DUE + timedelta(seconds=claims.BUSY_S)).day == DAY
    assert not claims.renew(gone, archive, DUE)


def test_a_maker_that_goes_on_keeps_its_claim(digest, archive):
    held = claims.claim(digest, archive, DUE)

    assert claims.renew(held, archive, DUE + 10 * MINUTE)

    assert claims.claim(digest, archive, DUE + 20 * MINUTE) is None


def test_one_that_a_server_leaves_when_it_stops_is_made_at_once_by_the_next(digest, archive):
    for _ in range(20):
        claims.let_go(claims.claim(digest, archive, DUE), archive)

    assert claims.claim(digest, archive, DUE)


def test_what_fails_is_begun_again_later_and_later_and_then_has_failed(digest, archive):
    now, tries = DUE, 0
    while held := claims.claim(digest, archive, now):
        claims.stumbled(held, "the disk is full", archive, now)
        assert not claims.is_due(digest, archive, now)
        now, tries = now + timedelta(hours=2), tries + 1
        assert tries < 20

    failed = editions.edition(digest, "2026-03-03", archive)
    assert (tries, failed.state, failed.trouble) == (5, "failed", "the disk is full")


def test_one_whose_makers_all_end_has_failed_too(digest, archive):
    """A making that ends its process tells of no trouble itself."""
    now = DUE
    for _ in range(5):
        assert claims.claim(digest, archive, now)
        now += timedelta(seconds=claims.BUSY_S)

    assert claims.claim(digest, archive, now) is None

    failed = editions.edition(digest, "2026-03-03", archive)
    assert failed.state == "failed"
    assert "broken off" in failed.trouble


def test_after_a_time_without_a_maker_only_the_latest_date_is_made(digest, archive):
    claims.claim(digest, archive, DUE)
    late = DUE + timedelta(days=5, hours=1)
    held = claims.claim(digest, archive, late)
    assert held.day == DAY + timedelta(days=5)

    editions.finish(held, [], archive, late)

    assert claims.claim(digest, archive, late) is None
    told = [(each.date, each.state) for each in editions.of(digest, archive)]
    assert told == [("2026-03-08", "skipped"), ("2026-03-03", "failed")]


def test_what_was_due_while_it_was_paused_is_not_made(digest, archive):
    claims.pass_over(digest, "it was paused", archive, DUE + 5 * MINUTE)

    assert not claims.is_due(digest, archive, DUE + 5 * MINUTE)
    assert claims.is_due(digest, archive, DUE + timedelta(days=1))
    assert editions.of(digest, archive)[0].trouble == "it was paused"


@pytest.mark.parametrize(
    ("zone", "at", "day", "dues"),
    [
        ("Europe/Berlin", "02:30", date(2026, 3, 29), ["2026-03-29T01:30"]),
        ("Europe/Berlin", "02:30", date(2026, 10, 25), ["2026-10-25T00:30"]),
        ("America/New_York", "02:30", date(2026, 3, 8), ["2026-03-08T07:30"]),
        ("America/New_York", "01:30", date(2026, 11, 1), ["2026-11-01T05:30"]),
        ("Australia/Lord_Howe", "02:15", date(2026, 10, 4), ["2026-10-03T15:45"]),
        ("Australia/Lord_Howe", "01:45", date(2026, 4, 5), ["2026-04-04T14:45"]),
    ],
)
def test_where_clocks_change_an_edition_is_due_once_and_at_its_hour(archive, zone, at, day, dues):
    """Asked every five minutes for that day and the hours around it."""
    moved = replace(MORNING, schedule=schedule_of("1234567", at, zone), added=DUE - timedelta(days=30))
    Digests(archive).add(moved)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=14)
    claims.pass_over(moved, "before", archive, begin)
    made = []
    for n in range(12 * 40):
        now = begin + n * 5 * MINUTE
        if held := claims.claim(moved, archive, now):
            editions.finish(held, [], archive, now)
            made += [f"{now:%Y-%m-%dT%H:%M}"] if held.day == day else []

    assert made == dues


def test_a_claim_of_a_removed_digest_is_held_by_nobody(digest, archive):
    held = claims.claim(digest, archive, DUE)
    Digests(archive).remove("d1", Reader("me"))

    assert not claims.renew(held, archive, DUE)
    claims.stumbled(held, "too late", archive, DUE)
    claims.let_go(held, archive)
