"""Who asks in other words than the news has is answered by the sentence that says it."""

import pytest

from tests.assistant.parts import add, article, asked

TRAM = (
    "A tram struck a van at the square in Orsel on Tuesday. Eleven passengers were taken to hospital. It was "
    "travelling at 38 kilometres per hour. The line will run again from Thursday."
)
PLAYER = "Rui Santos left the pitch in Ravena with a torn ligament. He will be out for five months."


@pytest.fixture
def house(open_house):
    opened = open_house()
    add(opened, article(TRAM, "Tram hits van in Orsel"), article(PLAYER, "Ravena loses Santos"))
    return opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people were injured by the tram in Orsel?", "Eleven passengers were taken to hospital."),
        ("How fast was the tram in Orsel?", "It was travelling at 38 kilometres per hour."),
        ("When will the tram line in Orsel reopen?", "The line will run again from Thursday."),
        ("How long will Santos be injured?", "He will be out for five months."),
    ],
)
async def test_near_words_and_the_measure_asked_for_answer(house, question, told):
    answer = await asked(house.desk, question)

    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["How heavy was the tram in Orsel?", "How fast is the mayor of Halmer?", "Who sold the lighthouse?"],
)
async def test_what_no_sentence_gives_is_declined(house, question):
    assert (await asked(house.desk, question)).mode == "declined"


async def test_a_sentence_with_all_the_words_asked_answers_though_none_of_them_is_a_name(open_house):
    opened = open_house()
    truce = (
        "Envoys of Osk and Halmer met for a third day. “Both sides agree that a lasting truce rests on "
        "the return of the crews,” Tove Aker said in a note on Friday. She leaves for Osk on Sunday."
    )
    add(opened, article(truce, "Envoys meet in Ravena"), article(TRAM, "Tram hits van in Orsel"))

    answer = await asked(opened.desk, "What does a lasting truce rest on?")

    assert "the return of the crews" in answer.text
