"""Any word with an ending is an address; initials, abbreviations and numbers are none."""

import time

import pytest

from assistant.english.addresses import ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/login?a=b",
        "www.evil.example",
        "pay@evil.example",
        "evil.top",
        "evil.ai",
        "evil.dev",
        "evil.ua",
        "evil.photography",
        "e.ai",
        "EVIL.TOP",
        "Evil.Top",
        "888.bet",
        "my-evil.co",
        "evil.xn--p1ai",
        "зло.рф",
        "evil．top",
    ],
)
@pytest.mark.parametrize("around", ["Go to {} now.", "Go to {}.", "({})", "访问{}了解", "{}’s page", "{}/x"])
def test_an_address_is_known_whatever_it_ends_in(address, around):
    assert ADDRESS.search(around.format(address))


@pytest.mark.parametrize("address", ["evil.X.Top", "evil.The.top", "said.The evil.top", "a.m.evil.top"])
def test_what_is_none_hides_none(address):
    assert ADDRESS.search(address)


@pytest.mark.parametrize(
    "text",
    [
        "It opens at 9 a.m. and closes at 5 p.m. in the U.S. capital, i.e. there.",
        "A U.S.-led group, J.R. Ewing, J.R.R. Tolkien and J.R.Smith met in Washington, D.C.",
        "It fell 3.5 percent to 1.2m, 0.5bn and $2.4bn at 7.30pm, says No.10 in v2.0.",
        "Die Reise von EE.UU. nach Gdańsk, z.B. u.a. d.h. für 1.FC Köln am 19.März.",
        "W czasie lub potem, m.in. w Polsce.",
        "The talks ended.The council left.But the unions stayed.",
        "Wait... what?No: she left…then came back.",
        "The store J.Crew opens at 9 a.m.to noon.",
    ],
)
def test_initials_abbreviations_numbers_and_lost_spaces_are_none(text):
    assert ADDRESS.search(text) is None


@pytest.mark.parametrize("unit", ["a", "a.", "a-", "A.", "1.", "@", "a@", "www.", "https:", "aa.aaé", ". "])
def test_a_pumped_text_is_read_soon(unit):
    began = time.perf_counter()
    list(ADDRESS.finditer(unit * (20_000 // len(unit))))

    assert time.perf_counter() - began < 2
