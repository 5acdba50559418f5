"""News from the time a question names comes first, and nothing is hidden by it."""

from dataclasses import replace
from datetime import UTC, datetime

from assistant.answering.gather import by_turns, gather, lies_in
from assistant.conversation import Query
from ingest.holdings.reader import Reader, Window
from tests.assistant.parts import found

FEBRUARY = Window(since=datetime(2026, 2, 1, tzinfo=UTC), until=datetime(2026, 2, 3, tzinfo=UTC))
MARCH = Window(since=datetime(2026, 3, 1, tzinfo=UTC))


def test_news_of_the_likely_time_comes_first(desk):
    query = Query("crowns spent or raised by Ostrel or the Lunsk marathon")

    first = [gather(replace(query, likely=w), 5, Reader(), desk.retriever)[0] for w in (FEBRUARY, MARCH)]

    assert lies_in(first[0], FEBRUARY)
    assert lies_in(first[1], MARCH)


def test_news_of_other_times_is_still_found(desk):
    passages = gather(Query("glacier hut warden", likely=FEBRUARY), 8, Reader(), desk.retriever)

    assert any("Tomas Hule" in passage.passage.text for passage in passages)


def test_what_only_the_likely_time_holds_is_looked_for_there(desk):
    passages = gather(Query("glacier hut warden", likely=FEBRUARY), 20, Reader(), desk.retriever)

    assert any(lies_in(passage, FEBRUARY) for passage in passages)


def test_nothing_after_the_day_asked_for_is_found(desk):
    window = Window(as_of=datetime(2026, 3, 6, tzinfo=UTC))

    passages = gather(Query("harbour talks", window, likely=MARCH), 20, Reader(), desk.retriever)

    assert {passage.source.outlet for passage in passages} <= {"Skarn Post", "Lunsk Runner", "Velm Courier"}
    assert not any("412 extra crew places" in passage.passage.text for passage in passages)


def test_an_undated_passage_lies_in_no_window():
    assert not lies_in(found("Talks resume."), MARCH)


def test_parts_take_turns_and_nothing_is_told_twice():
    one, two, three = (found(text, text) for text in ("one", "two", "three"))

    assert by_turns([[one, two], [one, three]]) == [one, two, three]
