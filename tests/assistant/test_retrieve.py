"""A query finds the passages its reader may see, inside its window."""

import threading

import pytest

from assistant.bodies import SearchBody
from assistant.conversation import Query
from assistant.retrieve import Retriever
from assistant.text_vectors import TextVectors
from ingest.care import worker
from ingest.holdings.reader import Reader
from ingest.intake import keep
from tests.assistant.parts import GLACIER, HARBOUR, LIBRARY, MARATHON, NEWS, add, article


def _titles(desk, query, limit=10, reader=None, **narrowed):
    body = SearchBody(query=query, **narrowed)
    return [found.source.title for found in desk.retriever.find(body.as_query(), limit, reader)]


def test_words_find_their_article(desk):
    assert _titles(desk, "extra crew places council")[0] == "Harbour talks resume in Velm"


def test_meaning_finds_an_article_that_has_other_words(desk):
    assert _titles(desk, "mountaineers permafrost shelter")[0] == "Glacier hut to close"


def test_news_of_a_moment_ago_is_not_ranked_after_what_merely_resembles_it(open_house):
    house = open_house()
    weather = [
        article(f"How many boats did the harbour of Velm see on day {n}?", f"Day {n}") for n in range(9)
    ]
    add(house, *weather)
    walrus = article("The walrus ate 612 herrings.", "A long day at sea")
    keep(walrus, house.archive, house.cutter)
    house.index.catch_up()  # its words alone: nothing has embedded it
    retriever = house.desk.retriever

    first = retriever.find(Query("How many herrings did the walrus of Velm eat?"), 1)[0]

    assert not house.index.has_caught_up()
    assert (first.source.title, first.near) == ("A long day at sea", 0.0)


def test_of_two_that_fit_the_newer_comes_first(open_house):
    house = open_house()
    add(
        house,
        article("The mayor of Velm opened the swimming hall with a long speech.", "Hall opens", "2021-05-04"),
        article(
            "The swimming hall is open; the mayor of Velm swam first of all.", "A hall opens", "2026-03-01"
        ),
        article("Tickets for the tram cost more from now on.", "Tram", "2026-03-02"),
    )
    retriever = house.desk.retriever

    first = retriever.find(Query("Which hall did the mayor of Velm open?"), 2)
    earlier = SearchBody(query="Which hall did the mayor of Velm open?", as_of="2022-01-01").as_query()

    assert [found.source.published for found in first] == ["2026-03-01", "2021-05-04"]
    assert [found.source.published for found in retriever.find(earlier, 2)] == ["2021-05-04"]


OFFER = Query("What did the port council of Velm offer the ferry unions?")


def _outlets(found):
    return [(item.source.outlet, [copy.outlet for copy in item.copies]) for item in found]


def test_of_a_story_the_first_to_tell_it_is_found_with_its_copies(open_house):
    house = open_house()
    add(
        house,
        article(HARBOUR, "Harbour talks resume in Velm", "2026-03-10", outlet="Velm Courier"),
        article(f"{HARBOUR} ", "Port talks go on", "2026-03-09", outlet="Skarn Post"),
        article(f"From our partners.\n{HARBOUR}", "Ferry unions", outlet="Hove Mail"),
        article("A walrus visited the harbour of Velm.", "Walrus", "2026-03-09", outlet="Terne News"),
    )
    retriever = house.desk.retriever

    assert _outlets(retriever.find(OFFER, 9)) == [
        ("Skarn Post", ["Velm Courier", "Hove Mail"]),
        ("Terne News", []),
    ]


def test_a_copy_inside_the_window_stands_for_its_story(open_house):
    house = open_house()
    add(
        house,
        article(HARBOUR, "Talks", "2026-03-09", outlet="Skarn Post"),
        article(f"{HARBOUR} ", "Port talks go on", "2026-03-12", outlet="Velm Courier"),
    )
    retriever = house.desk.retriever
    named = SearchBody(query=OFFER.text, outlets=["velm courier"]).as_query()
    later = SearchBody(query=OFFER.text, since="2026-03-11").as_query()
    earlier = SearchBody(query=OFFER.text, as_of="2026-03-10").as_query()

    assert _outlets(retriever.find(named, 9)) == [("Velm Courier", ["Skarn Post"])]
    assert _outlets(retriever.find(later, 9)) == [("Velm Courier", ["Skarn Post"])]
    assert _outlets(retriever.find(earlier, 9)) == [("Skarn Post", [])]


def test_of_an_outlet_that_corrects_itself_the_correction_is_found(open_house):
    house = open_house()
    corrected = HARBOUR.replace("412", "421")
    add(
        house,
        article(HARBOUR, "Harbour talks", "2026-03-09", outlet="Skarn Post", url="https://skarn.example/1"),
        article(corrected, "Harbour talks", "2026-03-10", outlet="Skarn Post", url="https://skarn.example/2"),
        article(f"{HARBOUR} ", "Port talks", "2026-03-11", outlet="Velm Courier"),
    )
    (found,) = house.desk.retriever.find(OFFER, 9)

    assert found.source.url == "https://skarn.example/2"
    assert len(found.copies) == 2


def test_a_story_told_everywhere_leaves_room_for_others(open_house):
    house = open_house()
    many = [article(f"{HARBOUR} Paper {n}.", f"Talks {n}", "2026-03-09", outlet=f"P{n}") for n in range(90)]
    add(house, *many, article("A walrus visited the harbour of Velm.", "Walrus", "2026-03-09", outlet="T"))

    found = house.desk.retriever.find(OFFER, 9)

    assert [len(item.copies) for item in found] == [89, 0]


def test_what_two_stories_share_word_by_word_comes_after_all_else(open_house):
    house = open_house()
    own = " ".join(f"The editor had a thought on page {n} and wrote it down." for n in range(60))
    add(
        house,
        article(HARBOUR, "Harbour talks resume in Velm", "2026-03-10", outlet="Velm Courier"),
        article(f"{own}\n\n{HARBOUR}\n\n{own}", "What the editor thinks", "2026-03-10", outlet="Hove Mail"),
        article("A walrus visited the harbour of Velm.", "Walrus", "2026-03-09"),
    )
    found = house.desk.retriever.find(OFFER, 9)

    assert found[0].copies == ()
    assert not any(item.score > 0 and "412" in item.passage.text for item in found[1:])


def test_the_same_question_is_always_answered_in_the_same_order(desk):
    query = Query("marathon crew hut books")

    assert desk.retriever.find(query, 50) == desk.retriever.find(query, 50)


def test_every_passage_stands_at_its_offsets(desk):
    texts = {given.id: given.text for given in NEWS}

    for found in desk.retriever.find(Query("marathon crew hut books"), 50):
        passage = found.passage
        assert texts[passage.article_id][passage.start : passage.end] == passage.text


def test_the_best_come_first_and_no_more_than_asked_for(desk):
    scores = [found.score for found in desk.retriever.find(Query("Lunsk marathon"), 3)]

    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(("text", "limit"), [("crew", 0), ("crew", -1), ("", 5), ("  \n", 5)])
def test_nothing_asked_for_nothing_found(desk, text, limit):
    assert desk.retriever.find(Query(text), limit) == []


@pytest.mark.parametrize(
    "query", ["talks IN Geneva", "a:b", '"', "(", "crew AND", "*", "🚢", "\\", "crew~2^", "[a TO b]"]
)
def test_signs_mean_nothing_special(desk, query):
    desk.retriever.find(Query(query), 5)


def test_a_long_article_does_not_crowd_out_the_rest(desk):
    assert "Marathon money" in _titles(desk, "Lunsk marathon", 6)


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        ({"since": "2026-03-10"}, True),
        ({"since": "2026-03-11"}, False),
        ({"until": "2026-03-10"}, True),
        ({"until": "2026-03-09"}, False),
        ({"as_of": "2026-03-10"}, True),
        ({"as_of": "2026-03-09T23:59:59Z"}, False),
        ({"since": "2026-03-10", "until": "2026-03-10"}, True),
        ({"until": "2026-12-31", "as_of": "2026-03-09"}, False),
    ],
)
def test_a_window_runs_from_its_first_day_to_the_end_of_its_last(desk, window, inside):
    assert ("Harbour talks resume in Velm" in _titles(desk, "crew places council", **window)) is inside


def test_undated_articles_are_left_out_of_any_window(desk):
    assert _titles(desk, "library fines books")[0] == "Ostrel gives up library fines"
    assert "Ostrel gives up library fines" not in _titles(desk, "library fines books", until="2030-01-01")


@pytest.mark.parametrize(
    "outlet", ["Velm Courier", "VELM COURIER", "velm-courier.example", "www.Velm-Courier.example"]
)
def test_an_outlet_is_named_by_its_name_or_host_in_any_case(desk, outlet):
    titles = _titles(desk, "crew hut books marathon", outlets=[outlet])

    assert "Harbour talks resume in Velm" in titles
    assert not {"Glacier hut to close", "Ostrel gives up library fines"} & set(titles)


def test_an_outlet_nobody_has_finds_nothing(desk):
    assert _titles(desk, "crew", outlets=["Nobody’s News"]) == []


def test_a_reader_finds_only_the_collections_they_may_read(desk):
    assert _titles(desk, "Zorbal cannery")[0] == "Cannery sold"
    assert "Cannery sold" not in _titles(desk, "Zorbal cannery", reader=Reader("x", frozenset({"news"})))
    assert _titles(desk, "Zorbal cannery", reader=Reader("x", frozenset({"embargoed desk"}))) == [
        "Cannery sold"
    ]
    assert _titles(desk, "Zorbal cannery", reader=Reader("x", frozenset())) == []


def test_without_vectors_words_alone_are_searched(house):
    blind = Retriever(index=house.index)

    (found, *_) = blind.find(Query("extra crew places"), 5)

    assert found.source.title == "Harbour talks resume in Velm"
    assert found.near == 0.0
    assert blind.find(Query("mountaineers permafrost shelter"), 5) == []


def test_a_passage_found_by_meaning_tells_how_near_it_is(desk):
    (found, *_) = desk.retriever.find(Query("extra crew places of the council"), 5)

    assert 0.4 < found.near <= 1


def test_other_chains_may_use_it_as_a_langchain_retriever(desk):
    (document, *_) = desk.retriever.invoke("extra crew places council")

    assert document.page_content in HARBOUR
    assert document.metadata["article_id"] == NEWS[0].id


def test_the_passage_before_is_the_one_before_in_its_article(desk):
    passages = [f for f in desk.retriever.find(Query("Lunsk marathon"), 20) if f.passage.text in MARATHON]
    later = max(passages, key=lambda f: f.passage.start)

    before = desk.retriever.before(later, Reader())

    assert before.passage.article_id == later.passage.article_id
    assert MARATHON[before.passage.end : later.passage.start].strip() == ""


def test_before_the_first_passage_there_is_none(desk):
    (first, *_) = desk.retriever.find(Query("hut Skarn glacier"), 1)

    assert first.passage.text.startswith(GLACIER[:20])
    assert desk.retriever.before(first, Reader()) is None


def test_a_reader_who_may_not_read_an_article_gets_nothing_before_either(desk):
    found = max(
        (f for f in desk.retriever.find(Query("Lunsk marathon"), 20) if f.passage.text in MARATHON),
        key=lambda f: f.passage.start,
    )

    assert desk.retriever.before(found, Reader("x", frozenset())) is None


def test_a_question_is_embedded_once(embedder):
    vectors = TextVectors(embedder, 10)

    one, two = vectors(LIBRARY), vectors(LIBRARY)
    vectors.close()

    assert one is two
    assert abs(float(one @ one) - 1) < 0.01


@pytest.mark.parametrize("narrowed", [{}, {"since": "2026-03-01"}, {"outlets": ["Velm Courier"]}])
def test_an_article_is_found_at_every_moment_of_a_change(open_house, narrowed):
    """Between the commit, the words, the vectors: never nothing, never two versions, never the old words."""
    house = open_house()
    add(house, *NEWS)
    retriever, told = house.desk.retriever, NEWS[0]
    query = SearchBody(query="How many extra crew places did the council offer?", **narrowed).as_query()

    def seen():
        found = [f for f in retriever.find(query, 10) if f.source.article_id == told.id]
        return {f.source.version for f in found}, " ".join(f.passage.text for f in found), found[0].score > 0

    moments = [seen()]
    for places in (420, 430):
        text = HARBOUR.replace("412", str(places))
        keep(
            article(text, told.title, "2026-03-10", outlet=told.outlet, url=told.url),
            house.archive,
            house.cutter,
        )
        moments.append(seen())  # committed, and in no index
        while house.index.follow_words():
            moments.append(seen())
        while house.index.follow_vectors():
            moments.append(seen())
        worker.embed_waiting(house.archive, house.embedder)
        while house.index.follow_vectors():
            moments.append(seen())
        assert all(versions == {1 + (places - 410) // 10} for versions, _, _ in moments[-3:])
        assert all(str(places) in words for _, words, _ in moments[-3:])

    assert [len(versions) for versions, _, _ in moments] == [1] * len(moments)
    assert all(is_ranked for _, _, is_ranked in moments)


def test_an_article_is_found_by_every_search_beside_a_follower(open_house):
    """The real follower and worker, forty changes, searches without a pause."""
    house = open_house()
    add(house, *NEWS)
    house.follower.start()
    told, retriever = NEWS[0], house.desk.retriever
    query = Query("How many extra crew places did the council offer?")
    ended = threading.Event()
    missed: list[int] = []

    def change():
        for n in range(40):
            text = HARBOUR.replace("412", str(500 + n))
            given = article(text, told.title, "2026-03-10", outlet=told.outlet, url=told.url)
            keep(given, house.archive, house.cutter)
            if n % 4 == 0:
                worker.embed_waiting(house.archive, house.embedder)
        ended.set()

    changing = threading.Thread(target=change)
    changing.start()
    searches = 0
    while not ended.is_set() or searches < 50:
        found = retriever.find(query, 10)
        searches += 1
        if told.id not in {f.source.article_id for f in found}:
            missed.append(searches)
    changing.join()

    assert missed == []
    assert searches >= 50
