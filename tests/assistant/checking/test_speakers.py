"""Who says what, clause by clause, and what is given to somebody who did not say it."""

import pytest

from assistant.checking.aligned import align
from assistant.checking.evidence import read
from assistant.checking.judge import judge
from assistant.checking.misgiven import misgiven
from assistant.checking.speakers import misattributed
from assistant.checking.tellings import tellings, told_in
from assistant.text_vectors import TextVectors
from tests.assistant.parts import found

STORY = (
    "Tolls on the Vessing bridge will double in April, the port authority said on Monday. Mayor Ines Falk "
    "said the money would pay for repairs to the cracked northern pier. Rolf Adler, who runs the Hauliers' "
    "Guild, said small firms would go bankrupt. “Nobody asked us,” he added. But ferry captain Jo Wren "
    "cautioned that the pier was sinking and said a new crossing was needed. No date has been set for the "
    "works, engineer Pia Lund told the council. Her deputy, Tom Bell, complained that divers lacked boots."
)
PASSAGE = read(found(STORY, title="Bridge tolls to double", published="2025-03-05"))
TRUE = (
    "Adler warned that little companies would be driven into insolvency.",
    "The pier is going down and another crossing is required, according to Wren.",
    "Repairing the damaged pier is what the money is for, Falk explained.",
    "Lund informed the council that works have no date yet.",
    "Bell made clear that divers did not have enough boots.",
    "The mayor said the money would go into repairing the pier.",
)
WRONG = (
    "Falk warned that little companies would be driven into insolvency.",
    "The pier is going down and another crossing is required, according to Adler.",
    "Repairing the damaged pier is what the money is for, Wren explained.",
    "Bell told the council that no date has been set for the works.",
    "Lund made clear that divers did not have enough boots.",
    "The captain said the money would go into repairing the pier.",
)


@pytest.fixture(scope="module")
def meaning(embedder):
    vectors = TextVectors(embedder, 10)
    yield vectors
    vectors.close()


def _who(text):
    return [set(one.who) for one in tellings(text)]


def _misgiven(text, meaning):
    return misgiven(align(text, [PASSAGE], meaning), [PASSAGE], meaning)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rolf Adler, who runs the Hauliers' Guild, said small firms would go bankrupt.", {"rolf", "adler"}),
        ("Ida Moe of the University of Arne, who was away, said it could rain.", {"ida", "moe"}),
        ("Small firms would go bankrupt, Adler cautioned.", {"adler"}),
        ("Small firms would go bankrupt, said guild head Rolf Adler of Vessing.", {"rolf", "adler"}),
        ("Small firms would go bankrupt, said the guild's head, Rolf Adler.", {"rolf", "adler"}),
        ("Adler gave assurances that small firms would survive.", {"adler"}),
        ("Adler told Arne Crown Court that Moe forged the letters.", {"adler"}),
        ("Adler pointed to bills that had doubled within a year.", {"adler"}),
        ("According to Adler, small firms would go bankrupt.", {"adler"}),
        ("Bell said the divers had no boat.", {"bell"}),
    ],
)
def test_who_tells_is_read_from_any_form(text, who):
    assert _who(text) == [who]


@pytest.mark.parametrize(
    "text",
    [
        "Researchers said small firms would go bankrupt.",
        "Adler signed a contract thought to be worth a million.",
        "A crack was found in the northern pier of Vessing.",
        "According to the Crown, small firms would go bankrupt.",
        "The Kenyan said two of the tests had failed.",
    ],
)
def test_nobody_is_named_where_nobody_speaks(text):
    assert not any(_who(text))


def test_a_sentence_may_have_two_tellers():
    told = tellings("Adler said firms would go bankrupt, but Mayor Falk promised that repairs would begin.")

    assert [set(one.who) for one in told] == [{"adler"}, {"falk"}]


def test_one_teller_tells_both_halves():
    told = tellings("Wren cautioned that the pier was sinking and said a new crossing was needed.")

    assert [set(one.who) for one in told] == [{"wren"}, {"wren"}]


def test_he_is_who_was_named_last():
    told = told_in(PASSAGE)

    assert told[3][0].who == {"rolf", "adler"}
    assert told[0][0].who == frozenset()


def test_a_people_stands_for_who_was_named_last():
    story = read(found("Runner Ada Kamau was suspended. The Kenyan says the tests were at fault."))

    assert told_in(story)[1][0].who == {"ada", "kamau"}


@pytest.mark.parametrize("text", TRUE)
def test_what_he_said_himself_is_his(text, meaning):
    assert _misgiven(text, meaning) == 0
    assert _misgiven(text, None) == 0


@pytest.mark.parametrize("text", WRONG)
def test_what_another_said_is_not_his(text, meaning):
    assert _misgiven(text, meaning) > 0.1
    assert judge(text, [PASSAGE], meaning).failed is not None


def test_a_wrong_speaker_is_what_the_reader_is_told(meaning):
    told = judge(
        "Wren said the money would pay for repairs to the cracked northern pier.", [PASSAGE], meaning
    )

    assert told.failed == "speaker"


def test_who_speaks_of_what_another_said_takes_nothing(meaning):
    assert _misgiven("Falk disputed the view of Adler that small firms would go bankrupt.", meaning) == 0


def test_half_of_what_he_said_may_be_what_another_said(meaning):
    told = "Falk said the money would pay for repairs to the pier, and that small firms would go bankrupt."

    assert _misgiven(told, meaning) > 0.1


def test_who_speaks_for_a_firm_may_be_given_what_it_said(meaning):
    firm = "Ferry line Ostra said it had lost 3 million euros. Its head, Uma Kern, said no route would go."
    passage = read(found(firm + " Mayor Ines Falk said the harbour was safe."))

    for who, is_hers in (("Kern", True), ("Falk", False)):
        text = f"{who} said the line had lost 3 million euros."
        assert (misgiven(align(text, [passage], meaning), [passage], meaning) == 0) is is_hers


def test_a_quotation_of_another_is_misattributed():
    assert misattributed("“Nobody asked us,” Wren said.", [PASSAGE])
    assert not misattributed("“Nobody asked us,” Adler said.", [PASSAGE])
