"""The access key: shown once, kept as a hash, voided by the next one."""

import sqlite3

import pytest

from assistant import keys
from assistant.errors import KeyIsSet
from assistant.keys import InForce, Keys, digest_of
from ingest.archive import Archive
from tests.assistant.parts import settings

SET = "a-key-of-our-own-choosing"


def _set(home, archive):
    return keys.of(settings(home, None, access_key=SET), archive)


def test_the_first_key_is_given_out_once(archive):
    first, later = Keys(archive).begin(), Keys(archive).begin()

    assert first.startswith("cdk_")
    assert len(first) == len("cdk_") + 43  # 256 bits
    assert later is None
    assert Keys(archive).now().fits(first)


def test_the_archive_holds_the_hash_and_never_the_key(archive, home):
    key = Keys(archive).begin()
    newer = Keys(archive).renew()
    archive.close()

    held = b"".join(file.read_bytes() for file in home.glob("archive.db*"))

    assert digest_of(newer).encode() in held
    assert not [each for each in (key, newer, digest_of(key)) if each.encode() in held]


def test_a_new_key_voids_the_one_before_in_whatever_process(archive, home):
    running = Keys(archive)
    first = running.begin()
    beside = Archive(home)

    second = Keys(beside).renew()
    beside.close()

    assert first != second
    assert not running.now().fits(first)
    assert running.now().fits(second)


def test_a_new_key_gives_sessions_another_secret(archive):
    kept = Keys(archive)
    kept.begin()
    before = kept.now().secret

    kept.renew()

    assert "" != kept.now().secret != before


def test_a_key_that_was_set_is_the_only_one_and_is_not_kept(archive, home):
    printed = Keys(archive).begin()

    given = _set(home, archive)

    assert given.begin() is None
    assert given.now().fits(SET)
    assert not given.now().fits(printed)
    archive.close()
    held = b"".join(file.read_bytes() for file in home.glob("archive.db*"))
    assert SET.encode() not in held
    assert digest_of(SET).encode() not in held


def test_another_key_that_is_set_ends_the_sessions_of_the_one_before(archive, home):
    given = _set(home, archive)
    given.begin()

    other = keys.of(settings(home, None, access_key=SET + "-2"), archive)

    assert "" != other.now().secret != given.now().secret


def test_a_key_that_was_set_cannot_be_renewed_here(archive, home):
    with pytest.raises(KeyIsSet, match="CITEDESK_ACCESS_KEY"):
        _set(home, archive).renew()


@pytest.mark.parametrize("key", ["", "null", "None", "' OR 1=1--", "é", "\ud800", "\0", "x" * 1_000_000])
def test_whatever_is_sent_in_place_of_the_key_does_not_fit(archive, key):
    Keys(archive).begin()

    assert not Keys(archive).now().fits(key)


@pytest.mark.parametrize("gone", ["access_key", "session_secret"])
def test_where_a_part_is_gone_nothing_opens_that_way(archive, home, gone):
    key = Keys(archive).begin()
    with sqlite3.connect(home / "archive.db") as database:
        database.execute("DELETE FROM facts WHERE name = ?", (gone,))

    now = Keys(archive).now()

    assert now.fits(key) is (gone != "access_key")
    assert now.secret == ""


def test_an_empty_key_does_not_fit_an_empty_hash():
    assert not InForce("", "").fits("")
