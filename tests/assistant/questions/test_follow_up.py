"""Follow-ups stand alone, and new topics are left alone."""

import pytest

from assistant.questions.follow_up import Said, stand_alone

FERRY = Said(
    "What does Desmond Achterley want from the ferry company in Brannick?",
    "Desmond Achterley, the union's secretary, wants a pay rise. The firm Halmer Ferries offered a bonus.",
)
BRIDGE = Said(
    "Who presented the bridge budget in Ostrel?", "Treasurer Palle Wink presented the bridge budget."
)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did he say on Monday?", "What did Desmond Achterley say on Monday?"),
        ("What has the secretary said?", "Desmond Achterley"),
        ("Was the firm ever fined?", "Halmer Ferries"),
        ("And in Lunsk?", "Lunsk"),
        ("Why?", "ferry company in Brannick"),
        ("Any reaction?", "ferry company in Brannick"),
        ("Has it been accepted?", "ferry company in Brannick"),
        ("What does Velm say?", "ferry company in Brannick"),
    ],
)
def test_what_a_follow_up_leaves_out_is_put_in(question, wanted):
    found = stand_alone(question, [FERRY])

    assert wanted in found.text
    assert found.continues == 0


@pytest.mark.parametrize(
    "question",
    [
        "Who won the Lunsk marathon?",
        "Has Ostrel raised its library fines?",
        "Did Ines Kollar say she would resign?",
        "Which of the Skarn huts is closed, and who keeps it?",
        "Does Velm admit that it sold the cannery?",
    ],
)
def test_a_question_of_its_own_is_left_as_it_is(question):
    found = stand_alone(question, [FERRY])

    assert (found.text, found.continues) == (question, None)


@pytest.mark.parametrize(
    "opening",
    ["New topic: ", "Enough of that. ", "Thanks. Now, ", "On another note, ", "ok, different topic: "],
)
def test_words_that_leave_a_topic_are_taken_at_their_word(opening):
    found = stand_alone(f"{opening}what happened to the cannery?", [FERRY])

    assert (found.text, found.continues) == ("what happened to the cannery?", None)


def test_a_new_place_takes_the_place_of_the_old_one():
    found = stand_alone(
        "And in Velm?", [Said("How many fines has Ostrel collected?", "Ostrel has collected ten.")]
    )

    assert found.text == "How many fines has Velm collected?"


def test_a_new_noun_takes_the_place_of_the_old_one():
    found = stand_alone(
        "And unemployment?", [Said("What do economists expect for Velm's inflation?", "A fall.")]
    )

    assert found.text == "What do economists expect for Velm's unemployment?"


def test_a_pronoun_means_the_person_of_its_gender():
    turns = [
        Said("Who spoke in Velm?", "Minister Ingrid Holm opened the fair, and envoy Callum Reyd closed it.")
    ]

    assert "Callum Reyd" in stand_alone("What did he promise?", turns).text
    assert "Ingrid Holm" in stand_alone("What did she promise?", turns).text


def test_a_person_of_an_earlier_turn_brings_back_what_that_turn_was_about():
    found = stand_alone(
        "Has he been paid?", [BRIDGE, Said("Who is Ines Kollar?", "Ines Kollar sits on a board.")]
    )

    assert found.text.startswith("Has Treasurer Palle Wink been paid?")
    assert "bridge budget in Ostrel" in found.text
    assert "Kollar" not in found.text


def test_the_first_question_is_never_a_follow_up():
    assert stand_alone("Why did he resign?", []).continues is None


def test_only_the_last_turns_are_looked_at():
    turns = [BRIDGE, *[Said(f"Who won the race at Lunsk in {n} heats?", "Nobody.") for n in range(5)]]

    assert "Wink" not in stand_alone("How old is he?", turns).text


def test_time_words_of_the_last_question_are_not_carried_on():
    found = stand_alone(
        "And last week?", [Said("What did the council of Velm decide on Tuesday?", "A levy.")]
    )

    assert "Tuesday" not in found.text
    assert "council of Velm decide" in found.text


def test_time_is_linear_in_the_length_of_a_question():
    for text in ("and he " * 280, "the " * 490, "Aa " * 650, "that, " * 330, "was it " * 280):
        stand_alone(text, [FERRY, BRIDGE])
