"""Rows that belong to nothing are deleted, what nobody would embed is queued, lost texts are named."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import delete, insert, select, update

from ingest.care import checkup, rows
from ingest.care.doctor import examine
from ingest.embedding import model
from ingest.indexes import meaning
from ingest.schema import articles, pending, runs, vectors, versions


@pytest.fixture
def embedded(keep, embed):
    """Ids of two articles with their vectors."""
    ids = [keep(text).article_id for text in ("Talks resume.", "The ferry was cancelled.")]
    embed()
    return ids


def _without_rules(home, *statements):
    with closing(sqlite3.connect(home / "archive.db")) as damaged, damaged:
        for statement in statements:
            damaged.execute(statement)


def test_a_sound_archive_is_left_alone(archive, embedded):
    assert rows.mend(archive) == rows.Rows()


def test_rows_whose_article_is_gone_are_deleted(archive, embedded, home):
    with archive.writing() as connection:
        number = connection.scalar(select(articles.c.number).where(articles.c.id == embedded[0]))
        connection.execute(insert(runs).values(run=7, article=number))
    _without_rules(home, f"DELETE FROM articles WHERE id = '{embedded[0]}'")

    assert rows.mend(archive).orphans == {"versions": 1, "passages": 1, "vectors": 1, "runs": 1}
    assert rows.mend(archive) == rows.Rows()


@pytest.mark.parametrize("values", [{"version": 7}, {"model": "a model nobody uses"}])
def test_stale_vectors_are_deleted_and_made_again(archive, embedded, embed, values):
    with archive.writing() as connection:
        stale = update(vectors).where(vectors.c.article_id == embedded[0])
        connection.execute(stale.values(**values))

    found = rows.mend(archive)

    assert (found.stale_vectors, found.queued) == (1, 1)
    assert embed() == 1
    assert rows.mend(archive) == rows.Rows()


def test_what_nobody_would_embed_is_queued(archive, embedded, keep):
    keep("Waiting.")
    keep("Niemand liest es.", language="de")
    with archive.writing() as connection:
        connection.execute(delete(pending))
        connection.execute(delete(vectors).where(vectors.c.article_id == embedded[0]))

    assert rows.mend(archive).queued == 2
    assert meaning.waiting_passages(archive) == 2


def test_an_article_without_its_text_is_named(archive, embedded):
    with archive.writing() as connection:
        connection.execute(delete(versions).where(versions.c.article_id == embedded[0]))

    assert rows.mend(archive).without_text == (embedded[0],)


def test_the_doctor_tells_all_of_it(index, embedded, home, model_folder):
    index.catch_up()
    _without_rules(home, f"DELETE FROM articles WHERE id = '{embedded[0]}'")
    report = examine(index).as_json()
    report |= checkup.surroundings(index.archive, home, model_folder, "english") | {"words_only": False}

    assert report["orphans"] == {"versions": 1, "passages": 1, "vectors": 1}
    assert (report["words_surplus"], report["vectors_surplus"]) == (1, 1)
    assert report["model"]["state"] == "sound"
    assert report["room"]["database"] > 0
    assert (index.words.count(), index.vectors.count()) == (1, 1)


HEALTHY = {
    "database": "ok",
    "without_text": (),
    "model": {"state": "sound", "name": "a", "answering": "a"},
    "room": {"free": 10**12, "database": 1},
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"database": "page 7 is gone"}, "restore"),
        ({"without_text": ["abc"]}, "abc"),
        ({"model": {"state": "missing", "name": "a", "answering": None}}, "missing"),
        ({"model": {"state": "sound", "name": "a", "answering": "b"}}, "vectors of b answer"),
        ({"room": {"free": 10, "database": 1}}, "free some"),
    ],
)
def test_each_trouble_comes_with_what_to_do(change, words):
    (told,) = checkup.advice(HEALTHY | change)

    assert words in told
    assert checkup.advice(HEALTHY) == []


def test_a_model_is_held_against_its_noted_hash(tmp_path, model_folder):
    given, copy = model.of("english", model_folder), model.of("english", tmp_path)
    assert model.condition(copy) == "missing"
    for file in (given.graph, given.tokenizer, given.graph.with_suffix(".json")):
        (tmp_path / file.name).write_bytes(file.read_bytes())

    assert model.condition(copy) == "sound"
    copy.tokenizer.write_bytes(b"{}")
    assert model.condition(copy) == "damaged"
