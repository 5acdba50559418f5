"""An archive goes over to another model while the vectors of the one before answer."""

import shutil
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import select

from ingest import home as homes
from ingest.archive import Archive
from ingest.errors import OtherModel
from ingest.holdings.reader import Reader, Window
from ingest.index import Index
from ingest.indexes import meaning
from ingest.schema import pending
from ingest.sql import switch

OLD, NEW = "minilm-l6-int8-single-1:53aa51172d14", "e5-small-int8-single-1:1571fc982750"


def made(number):
    """A vector that only its own number is near."""
    row = np.zeros((1, 384), np.float16)
    row[0, number] = 1
    return row


def embed(archive, numbers):
    """Give each article that waits the vector of its number; return how many there were."""
    waiting = meaning.waiting(archive, 100)
    for article in waiting:
        assert meaning.keep_vectors(archive, article, made(numbers[article.article_id]))
    return len(waiting)


def nearest(index, number):
    hits = index.search_vectors(made(number)[0].astype(np.float32), 3, None, Window())
    return hits[0].passage_id if hits and hits[0].score > 0.9 else None


@pytest.fixture
def stories(archive, keep):
    """Three articles with vectors of the old model; the numbers of old and of new ones."""
    archive.uses(OLD)
    kept = [keep(f"Story {n}. It goes on.").article_id for n in range(3)]
    embed(archive, {i: n for n, i in enumerate(kept)})
    return kept


@pytest.fixture
def new(stories):
    """Numbers of the new model's vectors: other ones."""
    return {i: 100 + n for n, i in enumerate(stories)}


def test_the_old_vectors_answer_until_the_last_new_one_is_made(archive, index, stories, new):
    index.catch_up()
    archive.chooses(NEW)
    for article in meaning.waiting(archive, 2):
        meaning.keep_vectors(archive, article, made(new[article.article_id]))

    index.catch_up()

    assert index.model == archive.model == OLD
    assert [nearest(index, n) for n in (0, 1, 2)] == [f"{i}-1-0" for i in stories]
    assert nearest(index, 100) is None


def test_once_all_are_made_the_new_ones_answer_alone(archive, index, home, stories, new):
    index.catch_up()
    archive.chooses(NEW)
    assert embed(archive, new) == 3

    index.catch_up()

    assert index.model == archive.model == NEW
    assert archive.coming == ""
    assert [nearest(index, 100 + n) for n in (0, 1, 2)] == [f"{i}-1-0" for i in stories]
    assert nearest(index, 0) is None
    assert index.progress().is_current
    index.close()
    assert not (home / "vectors").exists()


def test_what_comes_in_meanwhile_waits_first_and_gets_the_new_models_vector(
    archive, index, keep, stories, new
):
    archive.chooses(NEW)
    late = keep("Late news. It goes on.").article_id

    assert meaning.waiting(archive, 1)[0].article_id == late

    embed(archive, new | {late: 200})
    index.catch_up()
    assert nearest(index, 200) == f"{late}-1-0"


def test_what_is_newest_gets_its_new_vector_first(archive, keep):
    archive.uses(OLD)
    days = ("2026-03-02", "2026-03-09", "2026-03-05", "2026-03-05", None)
    kept = [keep(f"Story {n}. It goes on.", published=day).article_id for n, day in enumerate(days)]
    embed(archive, {i: n for n, i in enumerate(kept)})

    archive.chooses(NEW)

    same_day = sorted(kept[2:4])
    waiting = [each.article_id for each in meaning.waiting(archive, 9)]
    assert waiting == [kept[1], *same_day, kept[0], kept[4]]


def test_what_waits_for_its_first_vector_keeps_its_place(archive, keep, stories):
    waits = [keep(f"{n} goes on.", published=f"2026-03-0{n}").article_id for n in (1, 2, 3)]
    with archive.reading() as connection:
        before = {row.article_id: row.seq for row in connection.execute(select(pending))}

    archive.chooses(NEW)

    with archive.reading() as connection:
        after = {row.article_id: row.seq for row in connection.execute(select(pending))}
    assert {i: after[i] for i in waits} == before
    assert [each.article_id for each in meaning.waiting(archive, 9)] == [*waits, *sorted(stories)]


def test_after_a_kill_in_the_middle_the_work_goes_on_where_it_was(archive, home, stories, new):
    archive.chooses(NEW)
    (first,) = meaning.waiting(archive, 1)
    meaning.keep_vectors(archive, first, made(new[first.article_id]))
    archive.close()

    again = Archive(home)
    again.chooses(NEW)

    assert len(meaning.waiting(again, 9)) == 2
    assert (again.model, again.coming) == (OLD, NEW)
    assert meaning.embedded_passages(again) == 3
    again.close()


def test_after_a_kill_right_after_the_switch_the_new_folder_is_searched(archive, home, stories, new):
    with homes.own(home):
        before = Index(archive, home)
        before.catch_up()
        archive.chooses(NEW)
        embed(archive, new)
        assert archive.goes_over()  # and the process is gone before its index knows
        before.close()

        after = Index(archive, home)
        after.catch_up()

        assert after.model == NEW
        assert [nearest(after, 100 + n) for n in (0, 1, 2)] == [f"{i}-1-0" for i in stories]
        after.close()


def test_after_a_kill_while_the_new_folder_is_filled_nothing_is_lost(archive, home, stories, new, tmp_path):
    killed = tmp_path / "killed"
    with homes.own(home):
        before = Index(archive, home)
        before.catch_up()
        archive.chooses(NEW)
        embed(archive, new)
        while before._next is None or before._next.at.seq < archive.last_seq():
            before.follow_vectors()
        before._next.at.unseal()
        before._next.vectors.remove(list(before._next.vectors.sample(1)))
        shutil.copytree(home, killed)
        before.close()

    again = Archive(killed)
    with homes.own(killed):
        after = Index(again, killed)
        after.catch_up()

        assert after.model == NEW
        assert [nearest(after, 100 + n) for n in (0, 1, 2)] == [f"{i}-1-0" for i in stories]
        after.close()
    again.close()


def test_who_turns_back_finds_the_old_vectors_and_embeds_only_what_came_since(archive, keep, stories):
    archive.chooses(NEW)
    late = keep("Late news. It goes on.").article_id

    archive.chooses(OLD)

    assert [each.article_id for each in meaning.waiting(archive, 9)] == [late]
    assert (archive.model, archive.coming) == (OLD, "")


def test_nothing_goes_over_while_one_article_waits(archive, stories, new):
    archive.chooses(NEW)

    assert not archive.goes_over()
    assert archive.model == OLD


def test_a_process_of_the_model_before_is_refused(archive, stories):
    (stale,) = [meaning.Waiting(stories[0], 1, (), OLD)]
    archive.chooses(NEW)

    with pytest.raises(OtherModel):
        archive.uses(OLD)
    assert not meaning.keep_vectors(archive, stale, made(7))


def test_other_languages_are_queued_where_the_model_knows_them(archive, keep):
    archive.uses(OLD)
    keep("Die Fähren liegen fest.", language="de")
    assert meaning.waiting(archive, 9) == []

    archive.chooses(NEW)

    assert len(meaning.waiting(archive, 9)) == 1
    keep("Les ferries restent à quai.", language="fr")
    assert len(meaning.waiting(archive, 9)) == 2


def test_narrow_windows_are_answered_by_the_model_that_answers(archive, index, keep):
    archive.uses(OLD)
    kept = keep("Talks resume.", published="2026-03-10T09:00Z").article_id
    embed(archive, {kept: 5})
    index.catch_up()
    archive.chooses(NEW)
    embed(archive, {kept: 105})

    day = Window(since=datetime(2026, 3, 10, tzinfo=UTC))

    hits = index.search_vectors(made(5)[0].astype(np.float32), 3, Reader(), day)

    assert hits[0].score > 0.9


def test_a_rebuilt_index_takes_each_article_once(archive, index, stories, new, monkeypatch):
    archive.chooses(NEW)
    embed(archive, new)
    index.catch_up()
    added = []
    add = type(index.vectors).add
    monkeypatch.setattr(
        type(index.vectors), "add", lambda self, ids, rows: (added.extend(ids), add(self, ids, rows))
    )

    index.rebuild()

    assert sorted(added) == sorted(f"{i}-1-0" for i in stories)


def test_an_unknown_model_covers_what_the_english_one_does(archive, keep):
    with archive.reading() as connection:
        assert switch.wanted(connection) == ""

    keep("Talks resume.")
    keep("Die Fähren liegen fest.", language="de")

    assert len(meaning.waiting(archive, 9)) == 1
