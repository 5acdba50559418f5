"""What somebody said is answered with their own words, the newest first, and with nobody else's."""

import asyncio

import pytest

from assistant.answer import whole
from assistant.bootstrap import opened
from assistant.conversation import Query, Question
from assistant.questions.asked_of import asked_of
from ingest.holdings.reader import Reader
from tests.assistant.parts import add, article, settings

OLD = (
    "The Vessing pier was shut on Monday. “It will open again in May,” Mayor Ines Falk said of the pier. "
    "Ferry captain Jo Wren did not believe it. “The pier is sinking and the mayor knows,” Wren said.\n\n"
    "The port ministry denied that the pier was unsafe."
)
NEW = (
    "The Vessing pier will stay shut over the summer. Ines Falk said that divers had found two more cracks "
    "in the pier. “I was wrong about May,” she said.\n\n"
    "Jo Wren said she would moor at the mill until the pier was mended."
)


@pytest.fixture(scope="module")
def pier(tmp_path_factory, model_folder):
    with opened(settings(tmp_path_factory.mktemp("pier") / "home", model_folder)) as house:
        add(
            house,
            article(OLD, "Pier shut", "2026-03-02"),
            article(NEW, "Pier shut until autumn", "2026-04-20"),
        )
        yield house.desk


def _told(desk, question):
    answer = asyncio.run(whole(Question(question), Reader(), desk))
    return answer.mode, [sentence.text for sentence in answer.sentences]


def test_the_newest_words_come_first_and_nobody_elses(pier):
    mode, told = _told(pier, "What did Ines Falk say about the pier?")

    assert mode == "quoted"
    assert told[0].startswith("Ines Falk said that divers")
    assert any("open again in May" in text for text in told)
    assert not any("sinking" in text or "unsafe" in text or "moor" in text for text in told)


def test_what_was_said_before_the_time_asked_about_is_no_answer(pier):
    _, told = _told(pier, "What has Ines Falk said about the pier since 1 April 2026?")

    assert told
    assert not any("open again in May" in text for text in told)


def test_a_body_speaks_too_and_what_it_denies_stays_a_denial(pier):
    assert _told(pier, "Did the port ministry deny that the pier was unsafe?") == (
        "quoted",
        ["The port ministry denied that the pier was unsafe."],
    )


def test_whoever_said_nothing_of_it_is_given_nobodys_words(pier):
    assert _told(pier, "What did the port ministry say about divers?")[0] == "declined"
    assert _told(pier, "What did Tom Bell say about the pier?")[0] == "declined"
    assert _told(pier, "Did Ines Falk deny that the pier was unsafe?")[0] == "declined"


def test_who_said_it_is_told_with_their_words(pier):
    _, told = _told(pier, "Who said that the pier is sinking?")

    assert told == ["“The pier is sinking and the mayor knows,” Wren said."]


@pytest.mark.parametrize(
    ("question", "who", "about"),
    [
        ("What did Ines Falk say about the pier?", "Ines Falk", "the pier"),
        ("And what has the port ministry said on fares so far?", "the port ministry", "fares"),
        ("Did Falk deny that she knew?", "Falk", "she knew"),
        ("Who said that the pier was old?", "", "the pier was old"),
        ("What is the mayor saying?", "the mayor", ""),
    ],
)
def test_a_question_names_who_speaks_and_of_what(question, who, about):
    wanted = asked_of(Query(question))

    assert wanted is not None
    assert (wanted.who, wanted.about) == (who, about)


@pytest.mark.parametrize(
    "question",
    [
        "What did she say?",
        "What happened at the pier?",
        "Who warned?",
        "When was the pier shut?",
        "What did they say?",
    ],
)
def test_other_questions_ask_for_nobodys_words(question):
    assert asked_of(Query(question)) is None
