"""What speaks for and against a sentence whose single facts were found."""

import pytest

from assistant.checking.aligned import align
from assistant.checking.evidence import Evidence, read
from assistant.checking.judge import judge
from assistant.checking.mixture import has_unsaid_cause, linked, tells_another_number, turns_a_number
from assistant.checking.polarity import denials, doubts_strongly, softening
from assistant.checking.signs import signs
from assistant.text_vectors import TextVectors
from tests.assistant.parts import found

STORY = (
    "Harlow Rail will not close its Denby works, director Mina Osei said on Monday. Shares in Harlow rose "
    "3.4 percent. Union leader Tom Barrow said a strike may begin in May. He asked for a pay rise of "
    "6 percent. The works repaired 210 engines last year."
)
PASSAGE = read(found(STORY, title="Denby works to stay open", published="2025-03-04"))


@pytest.fixture(scope="module")
def meaning(embedder):
    vectors = TextVectors(embedder, 10)
    yield vectors
    vectors.close()


def _signs(text, meaning=None):
    return signs(text, [PASSAGE], meaning)


def test_what_the_passage_denies_and_the_sentence_does_not_is_a_sign():
    assert _signs("Osei said that Harlow Rail will close the Denby works.").denied_there == 1
    assert _signs("Osei said that Harlow Rail will not shut the Denby works.").denied_there == 0


def test_what_is_denied_and_what_is_doubted_each_stand_in_the_place_of_their_own_name():
    denies = _signs("Barrow, the union leader, did not say that a strike may begin in May.")
    assert (denies.unequal, denies.denied_there, denies.undoubted) == (1, 0, 0)
    assert denies.on_affirmed > 0

    is_sure = _signs("Barrow, the union leader, said a strike begins in May.")
    assert (is_sure.unequal, is_sure.on_affirmed, is_sure.undoubted) == (0, 0, 1)
    assert is_sure.on_doubted > 0


def test_words_outside_of_every_sentence_are_of_none_in_any_passage():
    class Gapped(Evidence):
        spans = ((0, 9),)

    text = "It rained. Nobody came."
    aligned = align("Nobody came.", [Gapped(found(text)), Gapped(found(text, "b"))], None)

    assert aligned.told == ("It rained", "It rained")
    assert aligned.at.tolist() == [0, 0, -1, -1, 1, 1, -1, -1]


def test_the_contrary_of_what_is_denied_is_no_sign():
    assert _signs("Osei said the Denby works of Harlow Rail will be open.").denied_there == 0


def test_a_may_that_is_lost_is_a_sign():
    assert _signs("Barrow, the union leader, said a strike begins in May.").undoubted == 1
    assert _signs("Barrow, the union leader, said a strike could begin in May.").undoubted == 0


def test_what_somebody_else_says_is_a_sign():
    assert _signs("Osei said a strike may begin in May.").to_others > 0
    assert _signs("Barrow said a strike may begin in May.").to_others == 0


def test_a_number_told_of_somebody_else_is_a_sign():
    assert _signs("Osei asked for a pay rise of 6 percent.").numbers_of_others == 1
    assert _signs("Barrow asked for a pay rise of 6 percent.").numbers_of_others == 0


def test_another_number_of_the_sentence_that_is_spoken_of_is_a_sign():
    assert tells_another_number(align("Shares in Harlow rose 6 percent.", [PASSAGE], None), [PASSAGE])
    assert not tells_another_number(align("Shares in Harlow rose 3.4 percent.", [PASSAGE], None), [PASSAGE])


def test_a_number_that_rises_here_and_falls_there_is_turned():
    assert turns_a_number("Harlow stock dropped by 3.4 percent.", [PASSAGE])
    assert not turns_a_number("Harlow stock climbed by 3.4 percent.", [PASSAGE])


def test_a_cause_that_nobody_gives_is_a_sign():
    told = PASSAGE.sentences

    assert has_unsaid_cause("Shares in Harlow rose because the works repaired 210 engines.", told)


def test_words_of_the_matter_are_near_and_others_are_new():
    assert _signs("The works mended 210 locomotives.").new < 1
    assert _signs("Penguins sing opera under water.").new == 1


def test_a_sentence_that_names_nobody_speaks_of_those_before_it():
    spoken_of = linked([PASSAGE])

    assert "barrow" in spoken_of[3]
    assert {"harlow"} <= spoken_of[4]


def test_words_are_aligned_by_what_they_mean_where_they_stand(meaning):
    aligned = align("The depot mended 210 locomotives.", [PASSAGE], meaning)
    engine = aligned.theirs.index("engines")
    locomotive = aligned.mine.texts.index("locomotives")

    assert aligned.best == 4
    assert aligned.near[locomotive].argmax() == engine


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The council turned the offer down.", 1),
        ("They could not be ruled out.", 2),
        ("Not only the mayor came.", 0),
        ("She has yet to decide.", 1),
        ("No fewer than 20 came.", 0),
        ("He walked home.", 0),
    ],
)
def test_denials_are_counted(text, count):
    assert denials(text).count == count


def test_a_denial_reaches_to_the_end_of_its_clause():
    text = "He did not pay the fine, but left town."

    assert text.index("fine") in denials(text).starts
    assert text.index("left") not in denials(text).starts


def test_some_words_say_by_themselves_what_not_says():
    assert softening("The pool stays shut.") == ("stays", "shut")
    assert not softening("The pool has water.")


def test_could_not_is_no_doubt():
    assert doubts_strongly("The bridge could fall.")
    assert not doubts_strongly("They could not pay.")


@pytest.mark.parametrize("text", ["Barrow sank the works.", "The Denby works burned.", "Osei sold engines."])
def test_a_short_sentence_with_a_word_that_nothing_comes_near_is_not_supported(meaning, text):
    assert judge(text, [PASSAGE], meaning).failed


def test_a_short_sentence_of_the_news_own_words_is(meaning):
    assert judge("Shares in Harlow rose.", [PASSAGE], meaning).is_supported


def test_one_word_says_nothing(meaning):
    assert judge("Repaired.", [PASSAGE], meaning).failed == "entailment"
