"""What was asked and answered is kept, and read back as it was."""

import pytest

from assistant.errors import UnknownConversation
from ingest.reader import Reader
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


async def test_a_citation_of_an_article_with_a_new_version_says_so(kept):
    answer = await asked(kept.desk, CREW)

    add(
        kept,
        article(
            HARBOUR + " It was put off.", NEWS[0].title, "2026-03-10", outlet="Velm Courier", url=NEWS[0].url
        ),
    )

    (turn,) = kept.desk.memory.turns(answer.conversation_id, ME)
    assert {c["state"] for c in turn.answer["citations"]} == {"changed"}
    assert all(c["quote"] for c in turn.answer["citations"])


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
