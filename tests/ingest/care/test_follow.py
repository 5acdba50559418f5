"""The follower: words within a second, and nothing stops it for good."""

import json
import shutil
import threading
import time

import pytest

from ingest.care.follow import Follower
from ingest.holdings.reader import Reader, Window
from ingest.index import Index


@pytest.fixture
def follower(index):
    running = Follower(index)
    running.start()
    yield running
    running.stop()


def seconds_until(claim, limit=5.0):
    began = time.monotonic()
    while not claim() and time.monotonic() - began < limit:
        time.sleep(0.01)
    return time.monotonic() - began


def test_words_find_an_article_within_a_second_of_its_commit(follower, index, keep):
    for n in range(3):
        keep(f"Talks resume for the {n}th time.")

        assert seconds_until(lambda n=n: len(index.search_words("talks", 9, Reader(), Window())) == n + 1) < 1


def test_vectors_follow_by_themselves(follower, index, keep, embed):
    keep("Talks resume.")
    embed()

    assert seconds_until(lambda: index.vectors.count() == 1) < 2
    assert seconds_until(lambda: index.progress().is_current) < 1


def test_whoever_holds_the_guard_has_the_index_to_themselves(follower, index, keep):
    with follower.guard:
        keep("Talks resume.")
        assert seconds_until(lambda: index.words.count() == 1, limit=0.6) > 0.5
        index.rebuild()

    assert index.words.count() == 1


def test_stopping_ends_the_thread(index):
    follower = Follower(index)
    follower.start()

    follower.stop()

    assert "follower" not in {thread.name for thread in threading.enumerate()}


def test_an_index_that_fails_does_not_end_the_following(index, home, keep):
    """A full disk, a folder taken away: the thread says so in the log and tries again."""
    follower = Follower(index)
    shutil.rmtree(home / "words")
    follower.start()
    keep("Talks resume.")

    time.sleep(1)

    assert "follower" in {thread.name for thread in threading.enumerate()}
    follower.stop()


@pytest.mark.parametrize("folder", ["words", "vectors"])
def test_a_folder_that_is_taken_away_while_it_serves_is_built_again(
    follower, index, home, keep, embed, folder
):
    keep("Talks resume.")
    embed()
    seconds_until(lambda: index.progress().is_current)
    with follower.guard:
        shutil.rmtree(home / folder)
    keep("Talks fail.")
    embed()

    seconds_until(lambda: index.progress().is_current and index.vectors.count() == 2, limit=20)
    assert len(index.search_words("talks", 9, Reader(), Window())) == 2
    assert index.vectors.count() == 2


def test_folders_at_rest_are_sealed_and_damage_is_noticed_after_a_kill(
    follower, index, archive, home, keep, embed
):
    keep("Talks resume.")
    embed()
    assert seconds_until(lambda: index.has_caught_up() and _is_sealed(home), limit=20) < 20
    (segment,) = home.glob("words/files/*.idx")
    shutil.copytree(home, home.parent / "killed", ignore=shutil.ignore_patterns("*.lock"))
    copy = home.parent / "killed" / segment.relative_to(home)
    sound = copy.read_bytes()
    copy.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))

    after = Index(archive, home.parent / "killed")

    assert not after.is_whole
    after.catch_up()
    assert after.is_whole
    assert after.words.count() == 1
    after.close()


def _is_sealed(home):
    notes = [json.loads((home / folder / "seq.json").read_text()) for folder in ("words", "vectors")]
    return all("files" in note for note in notes)


def test_a_disk_that_is_full_for_a_while_costs_no_index(follower, index, home, keep, embed):
    """The note of how far it has come cannot be written: what is there stays, and it goes on by itself."""
    keep("Talks resume.")
    embed()
    seconds_until(index.has_caught_up)
    (home / "words" / "seq.part").mkdir()
    keep("Talks fail.")
    time.sleep(1)
    assert index.words.count() >= 1

    (home / "words" / "seq.part").rmdir()

    assert (
        seconds_until(lambda: index.words.count() == 2 and index.progress().words_are_current, limit=20) < 20
    )
