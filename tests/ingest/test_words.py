"""The index by words finds what a reader types, however they type it."""

import pytest

from ingest.article import Passage
from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.holdings.reader import Found, Source, Window
from ingest.times import end_of, moment
from ingest.words import Words, analyzer, is_sound, terms
from tests.fakes import disk


def found(passage_id, text, title="", outlet=None, host=None, published=None, language="en"):
    at = int(moment(published)[0].timestamp()) if published else None
    source = Source(passage_id, 1, title, outlet or host, host, None, (), language, at, False)
    return Found(Passage(passage_id, passage_id, text, 0, len(text)), source)


@pytest.fixture
def words(tmp_path):
    opened = Words(tmp_path / "words")
    yield opened
    opened.close()


@pytest.fixture
def news(words):
    words.add(
        [
            found("talks", "Talks in Geneva resumed.", "A pause ends", "Velm Courier", None, "2026-03-10"),
            found(
                "ferry",
                "The ferries of Genève were cancelled.",
                "Strike",
                None,
                "ledger.example",
                "2026-03-11",
            ),
            found("moon", "Nobody’s been to the moon lately.", "Sky", "Velm Courier"),
        ]
    )
    words.commit()
    return words


def ids(words, text, window=Window(), limit=9):  # noqa: B008 - frozen
    return [hit.passage_id for hit in words.search(text, limit, window)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "talks IN Geneva",
            "talks AND NOT",
            "title:talks",
            "talks^2",
            '"talks',
            "talks'",
            "(talks",
            "[talks AS",
        ),
        *(
            "+talks -geneva",
            "talks~1",
            "\\talks",
            "{talks}",
            "talks\x00",
            "/talks/",
            "talks*",
            "talks " * 2_000,
        ),
    ],
)
def test_what_looks_like_a_query_language_is_just_words(news, text):
    assert ids(news, text)[0] == "talks"


@pytest.mark.parametrize("text", ["", " ", "?!", '"', "…", "🙂", "zzz", "x" * 100_000])
def test_what_holds_no_word_finds_nothing(news, text):
    assert ids(news, text) == []


@pytest.mark.parametrize("text", ["geneve", "GENÈVE", "Gene\u0300ve", "ferry", "cancel", "cancellation?"])
def test_accents_case_and_endings_make_no_difference(news, text):
    assert "ferry" in ids(news, text)


@pytest.mark.parametrize(
    ("text", "hit"), [("pause", "talks"), ("courier velm", "talks"), ("2026 03 11", "ferry")]
)
def test_title_outlet_and_date_count_with_the_text(news, text, hit):
    assert hit in ids(news, text)


def test_the_best_match_comes_first_and_no_more_than_asked(news):
    hits = news.search("ferries cancelled strike talks", 1, Window())

    assert [hit.passage_id for hit in hits] == ["ferry"]
    assert hits[0].score > 0


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        (Window(since=moment("2026-03-10")[0]), {"talks", "ferry"}),
        (Window(since=moment("2026-03-11")[0]), {"ferry"}),
        (Window(until=end_of("2026-03-10")), {"talks"}),
        (Window(as_of=end_of("2026-03-09")), set()),
        (Window(outlets=("velm courier",)), {"talks", "moon"}),
        (Window(outlets=("WWW.ledger.example",)), {"ferry"}),
        (Window(outlets=("Velm Courier",), since=moment("2026-01-01")[0]), {"talks"}),
        (Window(outlets=("nobody",)), set()),
    ],
)
def test_a_window_narrows_and_leaves_scores_alone(news, window, inside):
    text = "talks ferries moon"
    scores = {hit.passage_id: hit.score for hit in news.search(text, 9, Window())}

    narrowed = {hit.passage_id: hit.score for hit in news.search(text, 9, window)}

    assert narrowed == pytest.approx({i: scores[i] for i in inside})


def test_nothing_is_found_before_it_is_committed_nor_after_it_is_removed(words):
    words.add([found("talks", "Talks resumed.")])
    assert ids(words, "talks") == []

    words.commit()
    assert ids(words, "talks") == ["talks"]

    words.remove(["talks", "nobody"])
    words.commit()
    assert ids(words, "talks") == []
    assert words.count() == 0


def test_a_passage_is_found_once_and_under_its_own_words(words):
    words.add([found("once", "Talks."), found("twice", "Talks."), found("twice", "Talks.")])
    words.commit()

    shown = [found(i, "Talks.") for i in ("once", "twice", "nobody")]
    assert [words.finds(item) for item in shown] == [True, False, False]
    assert not words.finds(found("once", "Talks failed."))


def test_equals_stand_in_the_order_of_their_ids_however_they_came(words):
    for name in "cabd":
        words.add([found(name, "Talks resume.")])
        words.commit()

    assert [hit.passage_id for hit in words.search("talks", 9, Window())] == list("abcd")


def test_rare_terms_are_told_from_common_ones(news):
    (term,) = analyzer().analyze("Geneva")

    assert news.rarity(term) == (1, 3)
    assert news.rarity("nobodyknows") == (0, 3)


def test_what_was_committed_is_there_after_opening_again(tmp_path):
    for expected in (1, 2):
        words = Words(tmp_path / "words")
        words.add([found(f"talks-{expected}", "Talks resumed.")])
        words.commit()

        assert words.count() == expected
        words.close()


@pytest.mark.parametrize("garbage", [b"", b"{}", b"\x00" * 100])
def test_a_damaged_folder_is_told(tmp_path, garbage):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "meta.json").write_bytes(garbage)

    with pytest.raises(IndexDamaged, match="reindex"):
        Words(folder)


def test_a_damaged_segment_is_told(tmp_path):
    words = Words(tmp_path / "words")
    words.add([found("talks", "Talks resumed.")])
    words.commit()
    words.close()
    for file in (tmp_path / "words").glob("*.term"):
        file.write_bytes(b"x" * 10)

    with pytest.raises(IndexDamaged, match="reindex"):
        Words(tmp_path / "words")


@pytest.mark.parametrize("kind", ["term", "idx", "fast", "fieldnorm", "store"])
def test_a_file_left_by_a_kill_is_held_against_its_own_sum(tmp_path, kind):
    words = Words(tmp_path / "words")
    words.add([found("a", "Talks resume.")])
    words.commit()
    words.close()
    assert is_sound(tmp_path / "words")

    (file,) = (tmp_path / "words").glob(f"*.{kind}")
    data = bytearray(file.read_bytes())
    data[0] ^= 1
    file.write_bytes(data)

    assert not is_sound(tmp_path / "words")
    file.write_bytes(b"")
    assert not is_sound(tmp_path / "words")


def test_the_weight_of_terms_held_is_told_of_the_passages_named(news):
    weights = {"geneva": 2.0, "talk": 0.5, "nobodi": 9.0}

    held = news.weight_held(weights, ["talks", "unknown"])

    assert held == {"talks": pytest.approx(2.5)}
    assert news.weight_held({}, ["talks"]) == news.weight_held(weights, []) == {}


@pytest.fixture
def foreign(words):
    words.add(
        [
            found("prut", "Рівень води в Пруті піднявся.", "Повінь", language="uk"),
            found("tram", "Трамвай поїхав без водія.", "Трамвай", language="uk"),
            found("haus", "Drei Häuser standen unter Wasser.", "Flut", language="de"),
            found("water", "Three houses stood under water.", "Flood"),
        ]
    )
    words.commit()
    return words


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Де сталися повені через воду?", "prut"),
        ("Скільки трамваїв поїхало?", "tram"),
        ("Welches Haus stand leer?", "haus"),
        ("Which house stood empty?", "water"),
    ],
)
def test_another_form_of_the_word_finds_the_passage(foreign, question, passage):
    assert ids(foreign, question)[0] == passage


def test_the_exact_form_ranks_before_another_one(words):
    words.add(
        [
            found("one", "Рівень води впав.", language="uk"),
            found("two", "Рівень водою впав.", language="uk"),
            found("three", "Нічого не сталося.", language="uk"),
        ]
    )
    words.commit()

    assert ids(words, "де водою")[0] == "two"
    assert set(ids(words, "де водою")) == {"one", "two"}


def test_a_passage_with_dictionary_forms_is_found_by_all_its_terms(foreign):
    item = found("prut", "Рівень води в Пруті піднявся.", "Повінь", language="uk")

    assert foreign.finds(item)


def test_on_a_full_disk_what_was_there_is_found_and_what_comes_is_taken_once_there_is_room(news):
    with disk.full():
        news.add([found("late", "The ferries sail again.")])
        with pytest.raises(IndexUnwritable):
            news.commit()
        assert ids(news, "ferries") == ["ferry"]

    news.add([found("later", "The ferries sail again.")])
    news.commit()

    assert set(ids(news, "ferries")) == {"ferry", "later"}


def test_what_a_write_that_ended_early_has_left_costs_no_index(words, tmp_path):
    words.add([found("a", "Talks resume.")])
    words.commit()
    (tmp_path / "words" / f"{'ab' * 16}.store").write_bytes(b"half of it")

    assert is_sound(tmp_path / "words")


def test_a_writer_that_cannot_roll_back_gives_way_to_another(news, tmp_path):
    """Where it cannot, it never writes again."""
    news.add([found("late", "The ferries sail again.")])
    folder = tmp_path / "words"
    away = folder.rename(tmp_path / "away")
    with pytest.raises(IndexDamaged):
        news.commit()
    away.rename(folder)

    news.add([found("later", "The ferries sail again.")])
    news.commit()

    assert set(ids(news, "ferries")) == {"ferry", "later"}


def test_a_soft_hyphen_breaks_no_word():
    assert terms("parlia\u00adment") == terms("parliament")
