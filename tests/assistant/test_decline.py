"""Telling a question that the news answers from one it does not, and saying so."""

import pytest

from assistant.conversation import Asked
from assistant.decline import answers, refusal
from assistant.terms import terms_of
from ingest.reader import Coverage
from tests.assistant.parts import HARBOUR, found

NOTHING = Coverage(0, (), None, None, 0)
SOME = Coverage(3, ("Skarn Post", "Velm Courier"), "2026-03-05", "2026-03-10T09:00:00Z", 0)


def _answers(question, *passages, holding=1):
    return answers(terms_of(question, lambda term: (holding, 100)), passages)


def test_a_passage_with_the_words_of_the_question_answers():
    assert _answers("How many extra crew places did the council offer?", found(HARBOUR))


def test_no_passages_answer_nothing():
    assert not _answers("How many extra crew places did the council offer?")


def test_a_passage_about_something_else_does_not_answer():
    assert not _answers("What did the president of Brazil say about the coffee harvest?", found(HARBOUR))


def test_a_passage_that_is_near_and_shares_some_words_answers():
    question = "Has the ferry council offered places for sailors?"

    assert _answers(question, found("The council offered crew room.", near=0.7))
    assert not _answers(question, found("The council offered crew room.", near=0.1))


def test_an_article_that_is_not_embedded_yet_is_judged_by_its_words_alone():
    """Words find an article at once; its vector comes seconds later."""
    fresh = found("The council offered 412 extra crew places to the unions.", "fresh")
    other = found("Nothing of the kind was heard of in Ostrel.", "other", near=0.2)
    question = "How many crew places has the council offered the stokers?"

    assert _answers(question, fresh)
    assert _answers(question, fresh, other)


def test_a_name_the_passage_lacks_counts_double():
    assert not _answers("What did Per Lund offer the crew?", found("The council made an offer to the crew."))


def test_the_title_and_the_outlet_count_as_words_of_the_passage():
    passage = found("It begins on Monday.", title="Harbour vote", outlet="Velm Courier")

    assert _answers("harbour vote Velm", passage)


@pytest.mark.parametrize(
    ("asked", "searched", "said"),
    [
        (
            Asked(),
            SOME,
            "The news here does not say. Searched 3 articles from 2 outlets, 2026-03-05 to 2026-03-10.",
        ),
        (Asked(since="2027-01-01"), NOTHING, "Nothing since 2027-01-01. The archive holds 3 articles"),
        (Asked("2027-01-01", "2027-01-02"), NOTHING, "Nothing since 2027-01-01 until 2027-01-02."),
        (Asked(as_of="2020-01-01"), NOTHING, "Nothing as of 2020-01-01."),
        (Asked(), NOTHING, "Nothing from these outlets."),
    ],
)
def test_a_refusal_says_what_was_looked_at(asked, searched, said):
    assert refusal(asked, SOME, searched).startswith(said)


def test_an_empty_archive_says_what_to_do():
    assert refusal(Asked(), NOTHING, NOTHING) == "There is no news here yet. Add some, then ask again."


def test_one_article_is_not_counted_in_the_plural():
    one = Coverage(1, ("Skarn Post",), "2026-03-05", "2026-03-05", 0)

    assert refusal(Asked(), one, one).endswith("Searched 1 article from 1 outlet, 2026-03-05.")
