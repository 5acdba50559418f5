"""What is changed in a near copy of a sentence."""

import pytest

from assistant.checking.edits import exchanged, renamed, turned

BRIDGE = (
    "The minister, who took office in May, said the bridge would not reopen before spring and that repairs "
    "may cost 12 million crowns."
)
POLICE = "Police denied that officers had fired at the crowd on Friday, and rents rose 3% in Velm."


@pytest.mark.parametrize(
    ("text", "told", "word"),
    [
        ("The minister said the bridge would reopen before spring.", BRIDGE, "reopen"),
        ("The bridge would not reopen before spring and repairs cost 12 million crowns.", BRIDGE, "cost"),
        ("Officers had fired at the crowd on Friday.", POLICE, "Officers"),
        ("Police confirmed that officers had fired at the crowd on Friday.", POLICE, "officers"),
        ("Rents fell 3% in Velm.", POLICE, "fell"),
    ],
)
def test_a_copy_that_says_the_contrary_is_noticed(text, told, word):
    assert turned(text, [told]) == word


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The minister said the bridge would not reopen before spring.", BRIDGE),
        ("The minister, who took office in May, said repairs may cost 12 million crowns.", BRIDGE),
        ("Police denied officers had fired at the crowd.", POLICE),
        ("Rents rose 3% in Velm, and police denied that officers had fired at the crowd.", POLICE),
        ("Rents did not fall 3% in Velm.", "Rents did rise 3% in Velm."),
        ("A council spokeswoman had nothing to add about the new library roof.", BRIDGE),
    ],
)
def test_a_copy_shortened_or_reordered_is_none(text, told):
    assert turned(text, [told]) is None


def test_another_name_in_a_copy_is_noticed():
    told = "Architect Nora Lind told the hearing that the roof of the library had leaked for years."

    assert (
        renamed("Ivo Brandt told the hearing that the roof of the library had leaked for years.", [told])
        == "Ivo"
    )
    assert renamed("Lind told the hearing that the roof of the library had leaked for years.", [told]) is None


def test_a_people_for_its_place_is_no_other_name():
    told = "The Danish ferry left the port of Velm on time, with 40 lorries aboard."

    assert renamed("Denmark's ferry left the port of Velm on time, with 40 lorries aboard.", [told]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Torre beat Velm 3-1 on Sunday.", "Velm beat Torre 3-1 on Sunday."),
        ("Velm now have 12 points, Torre 20.", "Velm now have 20 points, Torre 12."),
        ("Lind sued Koller over the roof on Friday.", "Koller sued Lind over the roof on Friday."),
    ],
)
def test_who_did_what_to_whom_is_not_exchanged(text, told):
    assert exchanged(text, [told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Koller and Lind sued the council on Friday.", "Lind and Koller sued the council on Friday."),
        ("Torre lost 3-1 to Velm on Sunday.", "Velm beat Torre 3-1 on Sunday."),
        (
            "Nora Lind, Velm’s mayor, said the pool would open in June.",
            "Velm’s mayor, Nora Lind, said the pool would open in June.",
        ),
    ],
)
def test_other_orders_of_names_are_no_exchange(text, told):
    assert exchanged(text, [told]) is None
