"""Telling a question that the news answers from one it does not, and saying so."""

from dataclasses import replace

import pytest

from assistant.conversation import Asked
from assistant.decline import answerable, answers, refusal
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import weigh
from ingest.holdings.reader import Coverage
from tests.assistant.parts import HARBOUR, found

NOTHING = Coverage(0, (), None, None, 0)
SOME = Coverage(3, ("Skarn Post", "Velm Courier"), "2026-03-05", "2026-03-10T09:00:00Z", 0)


def _weighed(question, *passages, vector=None, rarity=lambda term: (1, 100)):
    return weigh(question, terms_of(question, rarity), passages, vector)


def _answers(question, *passages, vector=None):
    return answers(_weighed(question, *passages, vector=vector))


def test_a_passage_with_the_words_of_the_question_answers():
    assert _answers("How many extra crew places did the council offer?", found(HARBOUR))


def test_no_passages_answer_nothing():
    assert not _answers("How many extra crew places did the council offer?")


def test_a_passage_about_something_else_does_not_answer():
    assert not _answers("What did the president of Brazil say about the coffee harvest?", found(HARBOUR))


def test_meaning_answers_where_half_of_the_words_are_other_ones(embedder):
    question = "How many extra places did the council promise to the sailors?"
    meant = "The council offered 412 extra crew berths to the seamen."
    other = "The council has offered places of worship to 412 choirs."

    near, far = ({"near": float(embedder.embed(text) @ embedder.embed(question))} for text in (meant, other))
    good = answerable(_weighed(question, found(meant, **near), vector=embedder.embed))
    bad = answerable(_weighed(question, found(other, **far), vector=embedder.embed))

    assert bad < good


def test_an_article_that_waits_for_its_vector_is_as_near_as_its_nearest_sentence(embedder):
    question = "How many extra crew places did the council offer?"
    fresh = answerable(_weighed(question, found(HARBOUR, near=0.0), vector=embedder.embed))
    placed = answerable(_weighed(question, found(HARBOUR, near=0.6), vector=embedder.embed))

    assert abs(fresh - placed) < 0.1
    assert answers(_weighed(question, found(HARBOUR, near=0.0), vector=embedder.embed))


@pytest.mark.parametrize(("near", "is_answer"), [(0.7, True), (0.1, False)])
def test_what_shares_no_word_with_the_question_is_judged_by_its_nearness(near, is_answer):
    question = "Wie viele zusätzliche Plätze bot der Rat an?"
    english = replace(found(HARBOUR, near=near), is_foreign=True)
    german = found("Angeboten wurden den Besatzungen am Dienstag 412 Kojen.", near=near, language="de")

    assert _answers(question, english) == _answers(question, german) == is_answer


def test_an_irregular_verb_is_found_in_its_past():
    assert _answers("What do the walruses of Velm eat?", found("The walruses of Velm ate 40 herrings."))


def test_a_word_that_nobody_wrote_yet_does_not_sink_a_good_passage():
    question = "How many splendiferous crew places did the council offer?"

    sunk = terms_of(question, lambda term: (0 if term.startswith("splen") else 9, 100))

    assert answers(weigh(question, sunk, [found(HARBOUR)], None))


def test_no_article_tells_of_what_happened_after_it():
    question = "Who won the Lunsk marathon in 2027?"
    early = found("Ines Kollar won the Lunsk marathon.", published="2026-02-01")
    late = found("Ines Kollar won the Lunsk marathon.", published="2027-02-01")

    assert not _answers(question, early)
    assert _answers(question, late)


@pytest.mark.parametrize(
    "question", ["Where did I leave my keys?", "Translate harbour into Welsh", "Are you the council?"]
)
def test_what_is_asked_about_the_reader_or_set_as_a_task_is_declined(question):
    assert not _answers(question, found(HARBOUR), found("Keys were left in Welsh harbours.", "keys"))


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
