"""Credentials are sent as the site wants them, shown to nobody, and kept only sealed."""

import json
import stat
import threading

import pytest

from ingest.errors import ArchiveUnusable, BadSecret, SecretLost
from ingest.web.secrets import FILE, Safe, Secret

_SECRET = Secret("anna", "hunter2 ü", (("X-Key", "k3y"),), (("sid", "c00kie"), ("b", "2")))


def test_it_is_sent_in_headers():
    assert _SECRET.sent() == {
        "X-Key": "k3y",
        "Authorization": "Basic YW5uYTpodW50ZXIyIMO8",
        "Cookie": "sid=c00kie; b=2",
    }
    assert Secret(headers=(("Authorization", "Bearer t0ken"),)).sent() == {"Authorization": "Bearer t0ken"}
    assert Secret("anna").sent() == {"Authorization": "Basic YW5uYTo="}
    assert Secret().sent() == {}


def test_it_is_never_shown():
    assert not any(word in f"{_SECRET!r}{_SECRET}" for word in ("anna", "hunter2", "k3y", "c00kie"))


@pytest.mark.parametrize(
    "fields",
    [
        {"headers": (("X-Key", "k3y\r\nHost: x"),)},
        {"headers": (("X Key", "k3y"),)},
        {"headers": (("Host", "k3y"),)},
        {"headers": (("transfer-encoding", "k3y"),)},
        {"headers": (("X-Key", "k3yü"),)},
        {"cookies": (("sid", "k3y; b=2"),)},
        {"cookies": (("s d", "k3y"),)},
        {"cookies": (("sid", "k3y\n"),)},
        {"name": "an:na", "password": "k3y"},
    ],
)
def test_what_cannot_be_sent_is_refused_without_showing_it(fields):
    with pytest.raises(BadSecret) as caught:
        Secret(**fields)

    assert "k3y" not in str(caught.value)


def test_what_is_sealed_opens_again(home):
    sealed = Safe(home).seal(_SECRET)

    assert Safe(home).open(sealed) == _SECRET
    assert b"hunter2" not in sealed
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert [file.name for file in home.iterdir()] == [FILE]


def test_without_its_key_each_must_be_given_again_and_nothing_else(home):
    safe = Safe(home)
    old = {"Velm Courier": safe.seal(_SECRET), "Halmer Post": safe.seal(Secret("b", "c"))}
    (home / FILE).unlink()

    with pytest.raises(SecretLost, match=r"secrets\.key is gone.*give them again"):
        safe.open(old["Velm Courier"])
    assert safe.lost(old) == ["Velm Courier", "Halmer Post"]
    new = safe.seal(_SECRET)  # makes another key
    assert safe.open(new) == _SECRET
    assert safe.lost(old | {"New": new}) == ["Velm Courier", "Halmer Post"]
    with pytest.raises(SecretLost, match="does not open these"):
        safe.open(old["Velm Courier"])


def test_a_key_file_of_something_else_is_told(home):
    (home / FILE).write_text("no key")

    with pytest.raises(SecretLost, match="holds no key"):
        Safe(home).seal(_SECRET)


def test_a_key_file_that_cannot_be_read_or_made_is_told(home, tmp_path):
    (home / FILE).mkdir()
    with pytest.raises(ArchiveUnusable, match="cannot read"):
        Safe(home).seal(_SECRET)
    with pytest.raises(ArchiveUnusable, match="cannot write"):
        Safe(tmp_path / "nowhere").seal(_SECRET)


def test_two_who_make_the_key_at_once_take_the_same(home):
    sealed, safe = [], Safe(home)
    barrier = threading.Barrier(2)

    def seal():
        barrier.wait()
        sealed.append(Safe(home).seal(_SECRET))

    threads = [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [safe.open(one) for one in sealed] == [_SECRET] * 2


def test_a_sealed_secret_is_bytes_for_the_database(home):
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(Safe(home).seal(_SECRET))
