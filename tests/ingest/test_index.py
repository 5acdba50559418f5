"""Both indexes follow the archive, whatever happens to them on the way."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest import home as homes
from ingest import index as indexes
from ingest.archive import Archive
from ingest.article import Article
from ingest.care import doctor
from ingest.errors import IndexDamaged, IndexUnwritable, IngestError
from ingest.holdings.reader import Reader, Window
from ingest.index import Index
from ingest.indexes import meaning
from tests.fakes import disk

ALL = Reader()
URL = "https://velm.example/a"


def by_words(index, text, window=Window()):  # noqa: B008 - frozen
    return [hit.passage_id for hit in index.search_words(text, 9, Reader(), window)]


def by_meaning(index, embedder, text, window=Window(), reader=ALL):  # noqa: B008 - frozen
    return [hit.passage_id for hit in index.search_vectors(embedder.embed(text), 9, reader, window)]


def state(index):
    """What both indexes answer, to be the same before and after."""
    words = sorted(by_words(index, "talks ferry"))
    return words, index.words.count(), index.vectors.count(), index.progress().is_current


@pytest.fixture
def reopened(archive, home):
    """Close the index and open it again, as another process would: reopened(after=damage)."""
    opened = []

    def again(after=lambda: None):
        while opened:
            opened.pop().close()
        after()
        opened.append(Index(archive, home))
        return opened[-1]

    with homes.own(home):
        yield again
        while opened:
            opened.pop().close()


@pytest.fixture
def filled(reopened, keep, embed):
    """Two articles, found both ways."""
    keep("Talks in Geneva resumed on Monday.", "Talks")
    keep("The ferry was cancelled after a strike.", "Ferry")
    embed()
    index = reopened()
    index.catch_up()
    return index


def test_an_article_is_found_by_its_words_before_it_is_embedded(index, keep):
    kept = keep("Talks resume.")

    index.catch_up()

    assert by_words(index, "talks") == [f"{kept.article_id}-1-0"]
    assert index.progress().words_are_current
    assert not index.progress().is_current
    assert index.progress().waiting == 1


def test_an_article_is_found_by_its_meaning_once_it_is_embedded(index, keep, embed, embedder):
    ferry = keep("The ferry was cancelled after a strike.")
    keep("The moon was bright over the hills.")
    embed()

    index.catch_up()

    assert by_meaning(index, embedder, "boats are not running")[0] == f"{ferry.article_id}-1-0"
    assert index.progress().is_current


def test_an_update_takes_the_place_of_the_text_before(index, keep, embed, embedder):
    kept = keep("Talks resume.", url=URL)
    embed()
    index.catch_up()

    keep("Ferries stop.", url=URL)
    embed()
    index.catch_up()

    assert by_words(index, "talks") == []
    assert by_words(index, "ferries") == [f"{kept.article_id}-2-0"] == by_meaning(index, embedder, "boats")


def test_what_is_removed_is_found_no_more(filled, archive, embedder):
    archive.remove([i.split("-")[0] for i in by_words(filled, "talks")])

    filled.catch_up()

    assert by_words(filled, "talks") == []
    assert len(by_meaning(filled, embedder, "talks")) == 1
    assert (filled.words.count(), filled.vectors.count()) == (1, 1)


def test_many_changes_of_one_article_in_one_slice_end_in_its_last_state(index, keep, embed, embedder):
    for text in ("Talks resume.", "Talks stop.", "Ferries stop."):
        kept = keep(text, url=URL)
        embed()

    index.catch_up()

    assert by_words(index, "talks ferries stop") == [f"{kept.article_id}-3-0"]
    assert index.vectors.count() == 1


def test_an_article_removed_and_added_again_is_found_once(index, keep, archive):
    kept = keep("Talks resume.")
    archive.remove([kept.article_id])
    again = keep("Talks resume.")

    index.catch_up()

    assert by_words(index, "talks") == [f"{again.article_id}-{again.version}-0"]
    assert index.words.count() == 1


def test_nothing_new_is_nothing_to_do(filled):
    assert not filled.follow_words()
    assert not filled.follow_vectors()


@pytest.mark.parametrize("seq", [0, 1, 2, 3])
def test_steps_done_twice_after_a_kill_change_nothing(filled, home, reopened, seq):
    """Killed after the index was written and before its note was: the note lies behind."""
    before = state(filled)

    def fall_back():
        for folder in ("words", "vectors"):
            file = home / folder / "seq.json"
            file.write_text(json.dumps(json.loads(file.read_text()) | {"seq": seq}))

    again = reopened(fall_back)
    again.catch_up()

    assert state(again) == before


@pytest.mark.parametrize("folder", ["words", "vectors", "words/files", "vectors/files", "words/seq.json"])
def test_what_is_deleted_is_built_again_without_embedding(filled, home, reopened, embed, folder):
    before = state(filled)
    gone = home / folder

    again = reopened(lambda: shutil.rmtree(gone) if gone.is_dir() else gone.unlink())
    assert embed() == 0
    again.catch_up()

    assert state(again) == before


@pytest.mark.parametrize(
    "files", ["words/files/*", "words/files/meta.json", "vectors/files/chroma.sqlite3", "words/seq.json"]
)
@pytest.mark.parametrize("garbage", [b"", b"\x00" * 5_000, b"[]", b"Talks resume. " * 500])
def test_what_is_damaged_is_built_again(filled, home, reopened, files, garbage):
    before = state(filled)

    def damage():
        for file in home.glob(files):
            file.write_bytes(garbage)

    again = reopened(damage)
    again.catch_up()

    assert state(again) == before


def test_damaged_vectors_beside_a_sound_list_of_them_are_built_again(archive, home, reopened):
    """Chroma keeps the list in SQLite, and once there are a thousand the graph in files beside it."""
    archive.add(Article("x" * 1_100, "Many", language="en"), [(n, n + 1) for n in range(1_100)])
    made = np.random.default_rng(1).standard_normal((1_100, 384))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    meaning.keep_vectors(archive, meaning.waiting(archive, 1)[0], made.astype(np.float16))
    reopened().catch_up()

    def damage():
        files = list(home.glob("vectors/files/*/*.bin"))
        assert files
        for file in files:
            file.write_bytes(b"x")

    again = reopened(damage)
    again.catch_up()

    (best,) = again.search_vectors(made[7].astype(np.float32), 1, ALL, Window())
    assert best.passage_id.endswith("-1-7")


def test_the_index_of_another_archive_is_thrown_away(index, home, keep, embed, tmp_path):
    keep("Talks resume.")
    embed()
    index.catch_up()
    other = homes.prepare(tmp_path / "other")
    for folder in ("words", "vectors"):
        shutil.copytree(home / folder, other / folder, ignore=shutil.ignore_patterns("*.lock"))

    with closing(Archive(other)) as archive, closing(Index(archive, other)) as copied:
        assert (copied.words.count(), copied.vectors.count()) == (0, 0)


def test_an_index_ahead_of_an_archive_put_back_from_a_copy_starts_over(filled, archive, home, keep, reopened):
    """Else it would find what the archive does not hold, and pass over what is added next."""
    with archive.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = (home / "archive.db").read_bytes()
    keep("Talks failed again.")
    filled.catch_up()

    def put_back():
        archive.engine.dispose()
        for file in home.glob("archive.db-*"):
            file.unlink()
        (home / "archive.db").write_bytes(copy)

    again = reopened(put_back)
    later = keep("Talks went well.")
    again.catch_up()

    assert again.words.count() == 3
    assert f"{later.article_id}-1-0" in by_words(again, "talks")


def test_a_rebuild_finds_the_same_and_tells_how_far_it_is(filled, embed):
    before = state(filled)
    told = []

    filled.rebuild(told.append)

    assert state(filled) == before
    assert embed() == 0
    assert sum(told) == 2 * filled.archive.last_seq()  # once into the words, once into the vectors


@pytest.mark.parametrize("narrow", [10_000, -1], ids=["narrow", "wide"])
def test_a_window_gives_the_right_passages_either_way(index, keep, embed, embedder, narrow, monkeypatch):
    """A wide window over-fetches, and SQL filters afterwards: then those outside may be among them."""
    old = keep("The ferry was cancelled.", published="2026-03-01T00:00:00+00:00", outlet="A")
    new = keep("The ferry was cancelled again.", published="2026-03-10T00:00:00+00:00", outlet="B")
    keep("The ferry is undated.")
    embed()
    index.catch_up()
    monkeypatch.setattr(indexes, "_NARROW", narrow)
    monkeypatch.setattr(indexes, "_SPARSE", 1_000)

    for window, inside in (
        (Window(since=datetime(2026, 3, 5, tzinfo=UTC)), new),
        (Window(until=datetime(2026, 3, 5, tzinfo=UTC)), old),
        (Window(outlets=("b",)), new),
    ):
        hits = by_meaning(index, embedder, "no boats", window)
        assert hits == [f"{inside.article_id}-1-0"]


def test_a_window_without_articles_gives_nothing(filled, embedder):
    window = Window(since=datetime(2030, 1, 1, tzinfo=UTC))

    assert by_meaning(filled, embedder, "talks", window) == []


def test_the_exact_and_the_approximate_search_agree(index, archive, keep, embed, embedder):
    words = ["ferry", "harbour", "strike", "moon", "talks", "Geneva", "bread", "price", "school", "fire"]
    for n in range(60):
        keep(
            f"The {words[n % 10]} and the {words[n * 7 % 10]} number {n}.",
            published="2026-03-01T00:00:00+00:00",
        )
    embed()
    index.catch_up()
    question = embedder.embed("boats in the port")
    all_dated = Window(since=datetime(2026, 1, 1, tzinfo=UTC))

    exact = index.search_vectors(question, 10, ALL, all_dated)
    approximate = index.search_vectors(question, 10, ALL, Window())

    assert {hit.passage_id for hit in exact} == {hit.passage_id for hit in approximate}
    assert [h.score for h in exact] == pytest.approx([h.score for h in approximate], abs=1e-3)


def test_a_reader_of_some_collections_is_searched_for_among_theirs(index, keep, embed, embedder):
    keep("The ferry was cancelled.")
    paid = keep("The ferry was cancelled.", collection="paid")
    embed()
    index.catch_up()

    hits = by_meaning(index, embedder, "boats", reader=Reader(collections=frozenset({"paid"})))

    assert hits == [f"{paid.article_id}-1-0"]


def test_missing_passages_are_mended_and_counted(filled, archive):
    ids = sorted({*by_words(filled, "talks"), *by_words(filled, "ferry")})
    filled.words.remove(ids[:1])
    filled.words.commit()
    filled.vectors.remove(ids)

    assert (filled.mend_words(ids), filled.mend_vectors(ids)) == (1, 2)
    assert (filled.mend_words(ids), filled.mend_vectors(ids)) == (0, 0)
    assert (filled.words.count(), filled.vectors.count()) == (2, 2)


def test_more_than_a_slice_of_the_log_is_followed_to_its_end(index, archive):
    for n in range(600):
        archive.add(Article(f"Story {n} of many.", "t", language="en"), [(0, 5)])

    index.catch_up()

    assert index.words.count() == 600
    assert index.progress().words_are_current


def test_a_kill_in_the_first_slice_after_a_rest_costs_no_rebuild(filled, archive, home, keep, tmp_path):
    """The seal goes before anything changes, so that the folder is looked through and gone on with."""
    filled.seal()
    keep("Talks failed again.")
    killed = tmp_path / "killed"
    move, filled._words_at.move = filled._words_at.move, lambda seq: shutil.copytree(home, killed)
    filled.follow_words()
    filled._words_at.move = move

    with closing(Index(archive, killed)) as again:
        assert again._words_at.seq > 0
        again.catch_up()
        assert again.words.count() == 3


def test_the_same_article_and_question_give_the_same_alone_among_others_and_built_again(
    archive, home, keep, embed, embedder, reopened
):
    """Bit for bit: vectors in SQL and in Chroma, and the first forty of a question."""
    story = "The ferry to the northern islands was cancelled after a night of talks about pay."
    texts = [f"Notice {n}: {story} {n * 7 % 11} boats stay in port {n % 5}." for n in range(150)]
    question = embedder.embed("Why do no boats sail to the islands?")
    (alone,) = embedder.embed_all([texts[75]])
    kept = [keep(text) for text in texts]
    embed()
    ids = [f"{one.article_id}-1-0" for one in kept]

    def told(index):
        hits = index.search_vectors(question, 40, ALL, Window())
        return hits, {i: row.tobytes() for i, row in index.vectors.rows(ids).items()}

    index = reopened()
    index.catch_up()
    first = told(index)
    in_sql = meaning.vectors_of(archive, ids)

    assert in_sql[ids[75]].tobytes() == alone.tobytes()
    assert told(reopened()) == first
    again = reopened()
    again.rebuild()
    assert told(again) == first
    assert {i: row.tobytes() for i, row in meaning.vectors_of(archive, ids).items()} == {
        i: row.tobytes() for i, row in in_sql.items()
    }


def test_after_a_kill_what_was_followed_is_checked_and_the_rest_is_left_to_the_following(
    filled, archive, home, keep, embed, tmp_path
):
    lost = filled.vectors.sample(1)
    keep("Talks failed again.")
    embed()
    filled._near.at.unseal()
    filled.vectors.remove(list(lost))
    killed = tmp_path / "killed"
    shutil.copytree(home, killed)

    with closing(Index(archive, killed)) as again:
        assert set(again.vectors.rows(list(lost))) == set(lost)
        assert again.vectors.count() == 2
        again.catch_up()
        assert again.vectors.count() == 3


def test_a_text_and_its_next_version_change_places_in_one_commit(index, keep, monkeypatch):
    """Also where a slice of the log would end between the two."""
    monkeypatch.setattr(indexes, "_WORDS_SLICE", 1)
    keep("Talks resume.", url=URL)
    index.catch_up()
    keep("Talks stop.", url=URL)
    found = [by_words(index, "talks")]

    while index.follow_words():
        found.append(by_words(index, "talks"))

    assert [len(ids) for ids in found] == [1] * len(found)
    assert found[0] != found[-1]


def test_an_earlier_versions_vectors_stay_until_the_new_words_have_theirs(index, keep, embed):
    kept = keep("Talks resume.", url=URL)
    embed()
    index.catch_up()

    keep("Talks resume on Monday.", url=URL)
    index.catch_up()
    before = index.vectors.rows([f"{kept.article_id}-1-0"])
    report = doctor.examine(index)
    embed()
    index.catch_up()

    assert before
    assert (report.vectors_surplus, report.rebuilt) == (0, False)
    assert list(index.vectors.rows([f"{kept.article_id}-{n}-0" for n in (1, 2)])) == [
        f"{kept.article_id}-2-0"
    ]
    assert index.vectors.count() == 1


def test_an_article_removed_while_its_new_words_wait_leaves_no_vector(index, keep, embed, archive):
    kept = keep("Talks resume.", url=URL)
    embed()
    index.catch_up()
    keep("Talks resume on Monday.", url=URL)
    index.catch_up()

    archive.remove([kept.article_id])
    index.catch_up()

    assert (index.words.count(), index.vectors.count()) == (0, 0)


def test_another_date_is_found_by_its_words_with_the_same_passage_and_vector(index, keep, embed):
    kept = keep("Talks resume.", url=URL, published="2026-03-10T09:00+00:00")
    embed()
    index.catch_up()

    again = keep("Talks resume.", url=URL, published="2026-03-12T09:00+00:00")
    assert embed() == 0
    index.catch_up()

    assert (again.status, again.version) == ("updated", 1)
    later = Window(since=datetime(2026, 3, 11, tzinfo=UTC))
    assert by_words(index, "talks", later) == [f"{kept.article_id}-1-0"]
    assert (index.words.count(), index.vectors.count()) == (1, 1)


def test_a_new_headline_is_found_without_embedding_again(index, keep, embed, embedder):
    kept = keep("Talks resume.", "Ferries", url=URL)
    embed()
    index.catch_up()

    keep("Talks resume.", "Harbour", url=URL)
    assert embed() == 0
    index.catch_up()

    assert by_words(index, "harbour") == [f"{kept.article_id}-2-0"] == by_meaning(index, embedder, "talks")
    assert by_words(index, "ferries") == []
    assert index.vectors.count() == 1


@pytest.mark.parametrize("seq", range(6))
def test_a_kill_in_the_middle_of_a_change_is_made_good(index, keep, embed, archive, home, seq):
    kept = keep("Talks resume.", url=URL)
    embed()
    keep("Talks resume on Monday.", url=URL)
    embed()
    keep("Talks go on.", url="https://velm.example/b")
    index.catch_up()
    index.close()
    for folder in ("words", "vectors"):
        file = home / folder / "seq.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"seq": seq, "files": None}))

    again = Index(archive, home)
    again.catch_up()

    assert sorted(by_words(again, "resume")) == [f"{kept.article_id}-2-0"]
    assert list(again.vectors.rows([f"{kept.article_id}-{n}-0" for n in (1, 2)])) == [
        f"{kept.article_id}-2-0"
    ]
    again.close()


def test_a_full_disk_stops_both_indexes_and_breaks_neither(index, keep, embed, embedder):
    keep("Talks resume.")
    embed()
    index.catch_up()
    keep("The ferry was cancelled.")
    embed()

    with disk.full():
        with pytest.raises(IndexUnwritable):
            index.follow_words()
        with pytest.raises(IndexUnwritable):
            index.follow_vectors()
        assert len(by_words(index, "talks")) == 1
        assert len(by_meaning(index, embedder, "Do the talks go on?")) == 1
    index.catch_up()

    assert (index.words.count(), index.vectors.count()) == (2, 2)
    assert doctor.examine(index).rebuilt is False


@pytest.mark.parametrize("name", ["words", "vectors"])
def test_an_index_that_cannot_be_begun_anew_on_a_full_disk_is_built_once_there_is_room(
    index, keep, embed, embedder, home, name
):
    """The one after the other is asked for again: no restart, and the other index answers meanwhile."""
    keep("Talks resume.")
    embed()
    index.catch_up()

    with disk.full(), pytest.raises(IngestError):
        index.start_over(home / name / "files")
    found = {"words": by_words(index, "talks"), "vectors": by_meaning(index, embedder, "Do the talks go on?")}
    with pytest.raises(IndexDamaged) as raised:
        index.catch_up()
    index.start_over(raised.value.folder)
    index.catch_up()

    assert [len(found[other]) for other in found if other != name] == [1]
    assert (index.words.count(), index.vectors.count()) == (1, 1)


def test_vectors_that_cannot_be_searched_are_built_again_and_the_words_answer_meanwhile(
    index, keep, embed, embedder
):
    keep("Talks resume.")
    embed()
    index.catch_up()
    index.vectors.close()

    assert by_meaning(index, embedder, "talks") == []
    assert len(by_words(index, "talks")) == 1
    with pytest.raises(IndexDamaged) as raised:
        index.follow_vectors()
    index.start_over(raised.value.folder)
    index.catch_up()

    assert len(by_meaning(index, embedder, "talks")) == 1
    assert index.words.count() == 1
