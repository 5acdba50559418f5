"""What a reader was told is remembered by its place, and read back with what has become of it."""

import pytest

from ingest.holdings import told
from ingest.holdings.reader import Reader
from ingest.holdings.told import Told

ME, OTHER = Reader(), Reader("other")
TEXT = "The ferry ran aground. Nobody was hurt."


@pytest.fixture
def place(keep):
    """The first sentence of an article."""
    kept = keep(TEXT, "Ferry", published="2026-03-10", url="https://velm.example/ferry")
    return Told("c1", kept.article_id, 1, 0, 22)


def note(archive, *places, topic="The ferry", reader=ME, now=100):
    with archive.writing() as connection:
        told.keep(connection, topic, reader, places, now)


@pytest.mark.parametrize("spelled", ["the ferry", "THE  FERRY", " The Ferry\n", "Ｔhe ferry"])
def test_a_topic_is_one_however_it_is_spelled(archive, place, spelled):
    note(archive, place)

    (one,) = told.recalled(archive, spelled, ME)

    assert (one.told, one.text, one.published, one.newest) == (place, TEXT[:22], "2026-03-10", 1)


def test_long_topics_with_one_beginning_are_two():
    one, other = told.topic_key("ferry " * 100), told.topic_key("ferry " * 101)

    assert one != other
    assert max(len(one), len(other)) <= 255
    assert told.topic_key(None) == told.topic_key(" ") == ""


def test_readers_and_topics_are_kept_apart(archive, place):
    note(archive, place)

    assert told.recalled(archive, "the ferry", OTHER) == []
    assert told.recalled(archive, None, ME) == []


def test_a_place_that_moves_is_moved_and_one_that_is_settled_stays_so(archive, place):
    moved = Told("c1", place.article_id, 2, 5, 9, is_settled=True)
    note(archive, place)
    note(archive, moved, now=200)
    note(archive, moved, now=300)

    (one,) = told.recalled(archive, "the ferry", ME)

    assert one.told == moved
    with archive.reading() as connection:
        assert connection.exec_driver_sql("select gone_at, told_at from told").all() == [(200, 300)]


def test_one_claim_has_a_place_in_each_article_that_says_it(archive, place, keep):
    other = keep(TEXT, "Ferry", url="https://skarn.example/ferry")
    note(archive, place, Told("c1", other.article_id, 1, 0, 22))

    assert len(told.recalled(archive, "the ferry", ME)) == 2


def test_of_a_removed_article_the_place_is_known_and_no_word(archive, place):
    note(archive, place)
    archive.remove([place.article_id])

    (one,) = told.recalled(archive, "the ferry", ME)

    assert (one.told, one.text, one.newest) == (place, None, None)


def test_the_stretch_that_stands_now_is_found_in_its_passage(archive, place):
    found = told.standing(archive, place.article_id, (0, 22), ME)

    assert found.passage.id == f"{place.article_id}-1-0"
    assert told.standing(archive, "0" * 16, (0, 5), ME) is None


def test_what_may_not_be_shown_is_not_handed_out(archive, keep):
    kept = keep(TEXT, "Ferry", rights="excerpt:4")

    assert told.standing(archive, kept.article_id, (0, 22), ME) is not None
    assert told.standing(archive, kept.article_id, (23, 39), ME) is None


def test_a_version_arrives_when_its_embargo_ends(archive, place):
    with archive.writing() as connection:
        connection.exec_driver_sql("update articles set embargo_until = 9999999999")

    assert told.arrivals(archive, [(place.article_id, 1), ("0" * 16, 1)]) == {
        (place.article_id, 1): 9999999999
    }
