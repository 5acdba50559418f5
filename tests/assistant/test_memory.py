"""What was asked and answered is kept, and read back as it was."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.errors import UnknownConversation
from ingest.embed import measure
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader
from ingest.intake import keep
from tests.assistant.parts import GLACIER, HARBOUR, NEWS, add, article, asked

ME, OTHER = Reader(), Reader("other")
CREW = "How many extra crew places did the council of Velm offer?"
HUT = "When will the hut on the Skarn glacier close?"


@pytest.fixture
def kept(open_house):
    """A house of one's own with two articles."""
    house = open_house()
    add(house, *NEWS[:2])
    return house


async def test_an_answer_is_read_back_as_it_was_given(kept):
    answer = await asked(kept.desk, CREW)

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)

    assert turn.question == CREW
    assert turn.answer == answer.as_json()


async def test_the_latest_conversation_is_listed_first_under_its_first_question(kept):
    first = await asked(kept.desk, CREW)
    await asked(kept.desk, HUT, conversation_id=first.conversation_id)

    (conversation,) = kept.desk.memory.recent(ME)

    assert (conversation.id, conversation.title) == (first.conversation_id, CREW)
    assert conversation.updated_at.endswith("Z")


async def test_a_long_question_makes_a_short_title(kept):
    await asked(kept.desk, "crew " * 300)

    assert len(kept.desk.memory.recent(ME)[0].title) <= 80


async def test_a_citation_of_a_removed_article_says_so_and_quotes_it_no_more(kept):
    answer = await asked(kept.desk, CREW)

    kept.archive.remove([NEWS[0].id])

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert {(c["state"], c["quote"]) for c in turn.answer["citations"]} == {("removed", None)}


def again(house, text):
    """The harbour's article once more, with another text."""
    told = NEWS[0]
    add(house, article(text, told.title, "2026-03-10", outlet=told.outlet, url=told.url))


async def test_a_citation_of_words_that_changed_says_what_they_say_now(kept):
    answer = await asked(kept.desk, CREW)

    again(kept, HARBOUR.replace("412", "420"))

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    (citation,) = [c for c in turn.answer["citations"] if "412" in c["quote"]]
    newer = citation["newer"]
    now = catalogue.article(kept.archive, NEWS[0].id, ME).text
    assert (citation["state"], citation["version"], newer["version"]) == ("changed", 1, 2)
    assert now[newer["start"] : newer["end"]] == newer["quote"] == citation["quote"].replace("412", "420")
    assert [p["text"] for p in newer["difference"] if p["kind"] != "same"] == ["412 ", "420 "]


async def test_a_citation_of_words_that_still_stand_is_current_and_names_the_newer_version(kept):
    answer = await asked(kept.desk, CREW)

    again(kept, "It rained. " + HARBOUR + " It was put off.")

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    for citation in turn.answer["citations"]:
        assert (citation["state"], citation["newer"]["stands"]) == ("current", True)
        assert citation["newer"]["start"] == citation["start"] + 11


async def test_a_citation_of_an_article_that_was_corrected_says_so(kept):
    answer = await asked(kept.desk, CREW)
    words = "An earlier version of this article misstated the number of crew places."

    again(kept, f"{HARBOUR.replace('412', '420')}\n\n{words}")

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert {(c["state"], c["newer"]["correction"]) for c in turn.answer["citations"]} == {
        ("corrected", words)
    }


async def test_a_page_with_new_edges_leaves_an_answer_as_it_was(kept):
    answer = await asked(kept.desk, CREW)

    again(kept, HARBOUR + "\n\n1,204 views\n\nRelated stories\nGlacier hut to close")

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert turn.answer == answer.as_json()


async def test_an_answer_kept_after_its_article_was_removed_holds_none_of_its_words(kept):
    """It is made for seconds; a removal may come in between."""
    answer = await asked(kept.desk, CREW)
    kept.archive.remove([NEWS[0].id])
    late = replace(answer, id="late")

    kept.desk.memory.keep(late, ME)

    with kept.archive.reading() as connection:
        rows = connection.exec_driver_sql("select answer from turns").scalars().all()
    assert len(rows) == 2
    assert not any("412 extra" in row or NEWS[0].title in row for row in rows)


async def test_a_removed_article_that_comes_back_is_not_quoted_again(kept):
    answer = await asked(kept.desk, CREW)
    kept.archive.remove([NEWS[0].id])

    again(kept, HARBOUR)

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert {(c["state"], c["quote"], c["newer"]) for c in turn.answer["citations"]} == {
        ("removed", None, None)
    }


async def test_an_article_that_came_back_with_other_words_is_not_the_one_that_was_cited(kept):
    answer = await asked(kept.desk, CREW)
    kept.archive.remove([NEWS[0].id])

    add(kept, article(GLACIER, NEWS[0].title, "2026-03-10", outlet="Velm Courier", url=NEWS[0].url))

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert {c["state"] for c in turn.answer["citations"]} <= {"changed", "removed"}


async def test_other_citations_stay_as_they_are(kept):
    answer = await asked(kept.desk, HUT)

    kept.archive.remove([NEWS[0].id])

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert turn.answer == answer.as_json()


async def test_a_conversation_of_another_reader_is_unknown(kept):
    mine = (await asked(kept.desk, CREW)).conversation_id
    memory = kept.desk.memory

    for door in (
        lambda: memory.conversation(mine, OTHER),
        lambda: memory.turns(mine, OTHER),
        lambda: memory.begin(mine, OTHER),
        lambda: memory.rename(mine, "Mine now", OTHER),
        lambda: memory.forget(mine, OTHER),
    ):
        with pytest.raises(UnknownConversation):
            door()
    assert memory.recent(OTHER) == []
    assert memory.conversation(mine, ME).title == CREW


async def test_a_conversation_takes_another_title(kept):
    mine = (await asked(kept.desk, CREW)).conversation_id

    kept.desk.memory.rename(mine, "Crew places", ME)

    assert kept.desk.memory.recent(ME)[0].title == "Crew places"


async def test_a_forgotten_conversation_is_gone_with_its_turns(kept):
    mine = (await asked(kept.desk, CREW)).conversation_id

    kept.desk.memory.forget(mine, ME)

    assert kept.desk.memory.recent(ME) == []
    with pytest.raises(UnknownConversation):
        kept.desk.memory.turns(mine, ME)
    with kept.archive.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from turns").scalar() == 0


async def test_any_letters_are_kept(kept):
    answer = await asked(kept.desk, "Quién – 🚢 “?” \u2028 \x01 '); drop table turns; --")

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)

    assert turn.answer == answer.as_json()


async def test_only_the_last_turns_are_read_for_a_follow_up_in_their_order(kept):
    first = await asked(kept.desk, CREW)
    for question in (HUT, CREW, "Who is the warden of the hut?"):
        await asked(kept.desk, question, conversation_id=first.conversation_id)

    turns = kept.desk.memory.last(first.conversation_id, ME, 2)

    assert [turn.question for turn in turns] == [CREW, "Who is the warden of the hut?"]


async def test_what_a_follow_up_goes_back_to_is_the_readers_own(kept):
    answer = await asked(kept.desk, CREW)

    with pytest.raises(UnknownConversation):
        kept.desk.memory.last(answer.conversation_id, OTHER, 2)


async def test_words_of_a_removed_article_are_not_gone_back_to(kept):
    answer = await asked(kept.desk, CREW)

    kept.archive.remove([NEWS[0].id])

    (turn,) = kept.desk.memory.last(answer.conversation_id, ME, 2)
    assert "412" not in turn.answer["text"]


async def test_an_article_that_is_put_under_embargo_is_withheld_and_not_said_to_be_removed(kept):
    answer = await asked(kept.desk, CREW)
    held = replace(NEWS[0], embargo_until=datetime(2100, 1, 1, tzinfo=UTC))
    add(kept, held)

    (hidden,) = kept.desk.memory.turns(answer.conversation_id, ME)
    add(kept, replace(held, embargo_until=datetime(2020, 1, 1, tzinfo=UTC)))
    (lifted,) = kept.desk.memory.turns(answer.conversation_id, ME)

    told = json.dumps(hidden.answer)
    assert {(c["state"], c["quote"], c["title"]) for c in hidden.answer["citations"]} == {
        ("withheld", None, None)
    }
    assert "412" not in told
    assert NEWS[0].title not in told
    assert "removed" not in told
    assert lifted.answer == answer.as_json()


async def test_a_new_text_under_embargo_leaves_the_published_one_and_its_citations_alone(kept):
    answer = await asked(kept.desk, CREW)
    later = replace(
        NEWS[0],
        text=HARBOUR.replace("412", "530"),
        embargo_until=datetime(2100, 1, 1, tzinfo=UTC),
    )

    again = keep(later, kept.archive, measure(None))

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert (again.status, again.embargo_until) == ("unchanged", None)
    assert "stays so; give this one again from 2100-01-01 00:00 UTC on" in (again.notice or "")
    assert turn.answer == answer.as_json()
    assert keep(replace(later, embargo_until=None), kept.archive, measure(None)).status == "updated"
