"""One sentence says what another said, or the same with another value, or something else."""

from datetime import date

import numpy as np
import pytest

from assistant.reporting.claim import Claim
from assistant.reporting.sameness import Known, relation, says_nothing

DAY, NEXT = date(2026, 3, 10), date(2026, 3, 11)
FIRE = "A fire in a paint warehouse in Ostrel killed 12 people."


def how(before, after):
    return relation(Claim(after, NEXT), Claim(before, DAY))


@pytest.mark.parametrize(
    "after",
    [
        FIRE,
        "A dozen people were killed by a fire in an Ostrel paint warehouse.",
        "A fire in a paint warehouse killed people.",
    ],
)
def test_the_same_in_other_words_or_less_of_it_is_the_same(after):
    assert how(FIRE, after) == "same"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRE, "The fire in the paint warehouse in Ostrel killed 15 people."),
        ("Unions vote on 19 March.", "Unions vote on 26 March."),
        ("The rate is 4.5 percent.", "The rate is 4.75 percent."),
    ],
)
def test_another_value_of_the_same_thing_is_an_update(before, after):
    assert how(before, after) == "updated"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRE, "The fire in the paint warehouse in Ostrel injured 30 people."),
        ("The ferry crews are on strike.", "The ferry crews have ended their strike."),
        ("The reactor leaked.", "The reactor has not leaked."),
        ("The council voted for the line.", "The council voted against the line."),
        ("The dam may have broken.", "The dam has broken."),
        ("The tunnel is safe, said Ulf Garen.", "The tunnel is safe, said Nora Stahl."),
        ("Union leader Orla Brandt spoke.", "“We will not sign,” said union leader Orla Brandt."),
    ],
)
def test_another_deed_denial_voice_or_quotation_is_something_else(before, after):
    assert how(before, after) == "other"


def test_a_denial_by_a_verb_is_told_by_a_near_word():
    assert how("Norvik dismissed 300 workers in Lunsk.", "Norvik sacked 300 workers in Lunsk.") == "same"


def test_a_digest_knows_words_and_values_and_not_their_order():
    one = Claim("Twelve people died in Velm.", DAY)

    assert one.digest == Claim("In Velm 12 people died.", DAY).digest
    assert one.digest != Claim("In Velm 13 people died.", DAY).digest
    assert one.digest != Claim("In Velm 12 people have not died.", DAY).digest


def test_what_several_sentences_say_together_is_known():
    known = Known()
    known.add("one", Claim("The storm flooded two schools in Tarn.", DAY))
    known.add("two", Claim("It also cut power to 40,000 homes.", DAY))

    joined = Claim("The storm flooded two schools in Tarn and cut power to 40,000 homes.", NEXT)

    assert known.relation(joined)[0] == "same"


def test_a_new_figure_is_new_once_in_whatever_words_it_is_told_again():
    known = Known()
    known.add("first", Claim("The dam near Vessel broke on Monday and killed 12 people.", DAY))
    known.add("second", Claim("The collapse of the dam near Vessel killed 15 people.", NEXT))

    assert (
        known.relation(Claim("The toll of the dam collapse near Vessel has reached 15.", NEXT))[0] == "same"
    )
    assert (
        known.relation(Claim("The toll of the dam collapse near Vessel has reached 16.", NEXT))[0]
        == "updated"
    )


def test_a_claim_is_known_by_the_name_it_was_first_told_under():
    known = Known()
    known.add("first", Claim(FIRE, DAY))

    assert known.relation(Claim("A fire in an Ostrel paint warehouse killed 12.", NEXT)) == ("same", "first")
    assert known.relation(Claim("A wolf was seen.", NEXT)) == ("other", None)


def test_what_has_no_words_any_more_is_known_by_its_digest():
    known = Known()
    known.add(Claim(FIRE, DAY).digest, None)

    assert known.relation(Claim(FIRE, NEXT))[0] == "same"


def test_vectors_can_make_the_same_of_what_shares_some_words():
    near = Known(lambda text: np.ones(1, np.float32))
    far = Known(lambda text: np.zeros(1, np.float32))
    told = Claim("The storm cut power to homes in the Tarn valley.", DAY)
    again = Claim("The storm cut electricity to families in the Tarn valley.", NEXT)
    for known in (near, far):
        known.add("one", told)

    assert near.relation(again)[0] == "same"
    assert (
        far.relation(Claim("The storm sank a ferry and a trawler near the Tarn valley.", NEXT))[0] == "other"
    )


def test_a_sentence_of_a_word_or_two_is_no_news():
    assert says_nothing(Claim("It did so."))
    assert not says_nothing(Claim(FIRE))
