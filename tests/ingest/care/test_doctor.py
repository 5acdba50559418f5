"""The doctor holds both indexes against the archive and mends them."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.article import Passage
from ingest.care import doctor
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Found, Source, Window
from ingest.indexes import meaning


@pytest.fixture
def filled(index, keep, embed):
    keep("Talks in Geneva resumed.")
    keep("The ferry was cancelled.")
    keep("Die Fähren liegen fest.", language="de")
    embed()
    index.catch_up()
    return index


def ids(index):
    return [f"{entry.article_id}-1-0" for entry in index.archive.log_after(0, 9) if entry.kind == "added"]


def mended(report):
    names = ("words_mended", "vectors_mended", "words_surplus", "vectors_surplus")
    return tuple(getattr(report, name) for name in names)


def test_a_sound_index_is_counted_and_left_alone(filled):
    report = doctor.examine(filled)

    assert (report.database, report.articles, report.passages, report.waiting) == ("ok", 3, 3, 0)
    assert report.other_languages == 1
    assert mended(report) == (0, 0, 0, 0)


def test_what_is_under_embargo_is_named_apart(filled, keep):
    keep("Nobody knows yet.", embargo_until=datetime(2100, 1, 1, tzinfo=UTC))

    report = doctor.examine(filled)

    assert (report.articles, report.under_embargo) == (4, 1)


def test_what_has_not_been_followed_yet_is_followed(index, keep):
    keep("Talks resume.")

    report = doctor.examine(index)

    assert (report.passages, report.waiting, index.words.count()) == (1, 1, 1)
    assert mended(report) == (0, 0, 0, 0)


def test_missing_words_and_vectors_are_put_back(filled):
    filled.words.remove(ids(filled))
    filled.words.commit()
    filled.vectors.remove(ids(filled)[:1])

    assert mended(doctor.examine(filled)) == (3, 1, 0, 0)
    assert mended(doctor.examine(filled)) == (0, 0, 0, 0)
    assert (filled.words.count(), filled.vectors.count()) == (3, 2)


def test_a_passage_indexed_twice_is_mended(filled):
    filled._add_words(ids(filled)[:1])
    filled.words.commit()

    assert mended(doctor.examine(filled)) == (1, 0, 0, 0)
    assert filled.words.count() == 3


def test_a_passage_with_anothers_vector_is_mended(filled):
    first, second = ids(filled)[:2]
    filled.vectors.add([first], meaning.vectors_of(filled.archive, [second])[second][None])

    assert mended(doctor.examine(filled)) == (0, 1, 0, 0)
    assert mended(doctor.examine(filled)) == (0, 0, 0, 0)


def test_a_passage_indexed_under_other_words_is_mended(filled):
    (found,) = catalogue.passages_by_id(filled.archive, ids(filled)[:1], EVERYTHING, Window()).values()
    other = replace(found, passage=replace(found.passage, text="Nothing of the kind."))
    filled.words.remove([found.passage.id])
    filled.words.add([other])
    filled.words.commit()

    assert mended(doctor.examine(filled)) == (1, 0, 0, 0)
    assert filled.words.finds(found)


def test_the_same_words_in_many_articles_are_found_each(index, keep, embed):
    """Twelve equal vectors: a search for one gives any ten of them."""
    for n in range(12):
        keep("The ferry was cancelled.", url=f"https://velm.example/{n}")
    embed()
    index.catch_up()

    assert mended(doctor.examine(index)) == (0, 0, 0, 0)


def test_the_follower_goes_on_between_two_pages(filled):
    guard = threading.Lock()
    told = []

    doctor.examine(filled, guard, lambda passages: told.append((passages, guard.locked())))

    assert told == [(3, False)]


def test_what_the_archive_does_not_hold_is_dropped(filled, embedder):
    source = Source("ghost", 1, "", None, None, None, (), None, None, False)
    filled.words.add([Found(Passage("ghost-1-0", "ghost", "Ghost ferry.", 0, 12), source)])
    filled.words.commit()
    filled.vectors.add(["ghost-1-0"], embedder.embed("Ghost").astype("f2")[None])

    assert mended(doctor.examine(filled)) == (0, 0, 1, 1)
    assert (filled.words.count(), filled.vectors.count()) == (3, 2)
    assert mended(doctor.examine(filled)) == (0, 0, 0, 0)


def test_the_report_is_a_json_object(filled):
    assert doctor.examine(filled).as_json()["passages"] == 3


@pytest.mark.parametrize("kind", ["term", "idx", "store"])
def test_damage_the_doctor_meets_is_mended_by_building_again(filled, home, kind):
    for file in home.glob(f"words/files/*.{kind}"):
        data = bytearray(file.read_bytes())
        data[: len(data) * 2 // 3] = bytes(len(data) * 2 // 3)
        file.write_bytes(data)

    doctor.examine(filled)

    assert mended(doctor.examine(filled)) == (0, 0, 0, 0)
    assert filled.words.count() == 3
