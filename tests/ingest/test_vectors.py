"""The index by meaning: ids and vectors, nearest first."""

from contextlib import closing

import numpy as np
import pytest

from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.vectors import BATCH, WRITTEN_WHOLE, Vectors, is_sound
from tests.fakes import disk

_ROW_BYTES = 1_804  # of a vector with its neighbours, as Chroma writes it


def unit(n):
    """A unit vector along one axis."""
    vector = np.zeros(384, dtype=np.float16)
    vector[n] = 1
    return vector


def add(vectors, rows):
    vectors.add(list(rows), np.stack(list(rows.values())))


@pytest.fixture
def vectors(tmp_path):
    opened = Vectors(tmp_path / "vectors")
    yield opened
    opened.close()


def test_the_nearest_comes_first_with_its_cosine(vectors):
    add(vectors, {"a": unit(0), "b": unit(1), "c": unit(2)})
    question = (0.8 * unit(1) + 0.6 * unit(2)).astype(np.float32)

    hits = vectors.search(question, 2)

    assert [hit.passage_id for hit in hits] == ["b", "c"]
    assert [hit.score for hit in hits] == pytest.approx([0.8, 0.6], abs=1e-3)


def test_an_empty_index_finds_nothing(vectors):
    assert vectors.search(unit(0).astype(np.float32), 5) == []


def test_asking_for_more_than_there_is_gives_what_there_is(vectors):
    add(vectors, {"a": unit(0)})

    assert len(vectors.search(unit(0).astype(np.float32), 500)) == 1


def test_the_same_id_again_replaces(vectors):
    add(vectors, {"a": unit(0)})
    add(vectors, {"a": unit(1)})

    assert vectors.count() == 1
    assert vectors.search(unit(1).astype(np.float32), 1)[0].score == pytest.approx(1)


def test_what_is_removed_is_gone_and_unknown_ids_do_no_harm(vectors):
    add(vectors, {"a": unit(0), "b": unit(1)})

    vectors.remove(["a", "nobody"])
    vectors.remove([])

    assert set(vectors.rows(["a", "b", "nobody"])) == {"b"}


def test_more_than_a_batch_goes_in_and_out(vectors):
    many = {str(n): unit(n % 384) for n in range(BATCH + 10)}

    add(vectors, many)
    assert vectors.count() == BATCH + 10

    vectors.remove(list(many))
    assert vectors.count() == 0


def test_vectors_are_there_after_opening_again(vectors, tmp_path):
    add(vectors, {"a": unit(0)})
    vectors.close()

    again = Vectors(tmp_path / "vectors")

    assert again.search(unit(0).astype(np.float32), 1)[0].passage_id == "a"
    again.close()


@pytest.mark.parametrize("garbage", [b"Talks resume. " * 1000, b"SQLite format 3\x00" + b"\x00" * 5000])
def test_a_damaged_folder_is_told(tmp_path, garbage):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(garbage)

    with pytest.raises(IndexDamaged, match="reindex"):
        Vectors(folder)


@pytest.fixture
def thousands(tmp_path):
    """A folder whose graph has been written to disk, twice."""
    made = np.random.default_rng(1).standard_normal((2_300, 384)).astype(np.float16)
    opened = Vectors(tmp_path / "vectors")
    opened.add([f"p{n}" for n in range(len(made))], made)
    opened.close()
    return tmp_path / "vectors"


def test_a_sound_folder_is_told_by_a_process_of_its_own(thousands):
    assert is_sound(thousands)


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin"])
def test_a_torn_graph_ends_the_process_that_probes_and_not_ours(thousands, name):
    (file,) = thousands.glob(f"*/{name}")
    torn = bytearray(file.read_bytes())
    for n in range(0, len(torn), max(1, len(torn) // 97)):
        torn[n] ^= 0xFF
    file.write_bytes(torn)

    assert not is_sound(thousands)


def test_the_graph_lies_where_its_sums_are_looked_for(thousands):
    names = {file.name for file in thousands.glob(WRITTEN_WHOLE)}

    assert {"data_level0.bin", "header.bin", "length.bin", "link_lists.bin"} <= names
    assert "chroma.sqlite3" not in names


def test_the_graph_is_written_less_often_the_more_rows_there_are(tmp_path):
    """Chroma writes all of it each time: at every thousand of a million rows that is a terabyte."""
    made = np.random.default_rng(1).standard_normal((2_500, 384)).astype(np.float16)

    for rows, written in ((0, 2_000), (25_000, 4_500), (25_000, 7_000)):
        with closing(Vectors(tmp_path / "vectors", rows)) as vectors:
            held = vectors.count()
            vectors.add([f"p{held + n}" for n in range(len(made))], made)
        (graph,) = (tmp_path / "vectors").glob("*/data_level0.bin")
        assert graph.stat().st_size // _ROW_BYTES == written


def test_on_a_full_disk_what_was_there_is_found_and_what_comes_is_taken_once_there_is_room(vectors):
    add(vectors, {"a": unit(0)})
    with disk.full():
        with pytest.raises(IndexUnwritable):
            add(vectors, {"b": unit(1)})
        assert [hit.passage_id for hit in vectors.search(unit(0).astype(np.float32), 1)] == ["a"]

    add(vectors, {"b": unit(1)})

    assert vectors.count() == 2
