"""A copy is known however it was cut and dressed; what merely tells the same, or quotes it, is none."""

import pytest

from ingest.texts.likeness import Text, is_copy
from ingest.texts.runs import runs_of
from tests.ingest.telling import CHINESE, FOOT, JAPANESE, OTHER, OWN, THAI, WIRE, edited, text, weather

HEAD = "From our own desk. This report reached us overnight and stands here with small changes of style."
END = "Write to us if you know more. All rights reserved by the Skarn Post and those who work for it."
FULL = text(*WIRE)


def told(words, outlet="Skarn Post", title="Landslip cuts off the Skarn valley", at=None):
    return Text(runs_of(words), outlet, title, at)


def are_copies(one, other):
    assert is_copy(one, other) == is_copy(other, one)
    return is_copy(one, other)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(FULL, id="whole"),
        pytest.param(FULL.upper().replace(",", " –"), id="in capitals"),
        pytest.param(text(*WIRE[:3]), id="cut to its beginning"),
        pytest.param(text(*WIRE[2:6]), id="cut to its middle"),
        pytest.param(text(*WIRE[:3], *WIRE[4:]), id="without a paragraph"),
        pytest.param(text(HEAD, *WIRE, END), id="with head and foot"),
        pytest.param(text(HEAD, *WIRE[:4], END), id="cut, with head and foot"),
        pytest.param(edited(FULL), id="edited"),
        pytest.param(text(HEAD, edited(text(*WIRE[:5])), END), id="cut, edited, with head and foot"),
    ],
)
def test_a_copy_is_known(copy):
    assert are_copies(told(FULL), told(copy, "Velm Courier", "Village cut off"))


@pytest.mark.parametrize("given", [CHINESE, JAPANESE, THAI], ids=["Chinese", "Japanese", "Thai"])
def test_a_copy_in_a_script_without_spaces_is_known(given):
    half = given[: len(given) // 2]

    assert are_copies(told(given), told(half, "Velm Courier"))
    assert not are_copies(told(given), told(given[::-1], "Velm Courier"))


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(text(OWN[0], *WIRE[:2], *OWN[1:]), id="two paragraphs after its own beginning"),
        pytest.param(
            text(OWN[0], WIRE[0], OWN[1], WIRE[3], OWN[2], WIRE[5], *OWN[3:]), id="three, scattered"
        ),
        pytest.param(text(*OWN[:3], *WIRE[2:5], *OWN[3:]), id="three in its middle"),
        pytest.param(text(*OWN, *WIRE[:3]), id="three at its end"),
        pytest.param(text(*WIRE[:2], *OWN), id="two before its own"),
    ],
)
def test_an_own_report_that_quotes_a_wire_is_none(report):
    assert not are_copies(told(FULL), told(report, "Velm Courier", "The minister and the slope"))


def test_a_report_that_holds_all_of_a_short_wire_among_its_own_is_none():
    report = text(*OWN[:3], *WIRE[:2], *OWN[3:])

    assert not are_copies(told(text(*WIRE[:2])), told(report, "Velm Courier"))


def test_two_who_tell_of_the_same_are_none():
    assert not are_copies(told(FULL), told(text(*OTHER), "Velm Courier"))
    assert not are_copies(told(text(*OWN)), told(text(*OTHER), "Velm Courier"))


def test_what_an_outlet_writes_under_everything_makes_no_copies():
    one, other = told(text(WIRE[0], FOOT)), told(text(OTHER[3], FOOT))

    assert not are_copies(one, other)
    assert not are_copies(told(text(OWN[2], FOOT)), other)


def test_pages_that_say_nothing_but_what_every_page_of_an_outlet_says_are_none():
    page = "To see this film turn on scripts in your browser. Then load the page again, or call the desk."

    assert not are_copies(told(page, title="Whales off Hove"), told(page, title="The budget in numbers"))
    assert are_copies(told(page, title="Whales off Hove"), told(page, "Velm Courier", "Whales near Hove"))


@pytest.mark.parametrize(
    "others",
    [
        {"day": "Tuesday", "speed": "31", "noon": "7", "valley": "2", "rain": "18", "sea": "8", "hour": "5"},
        {"day": "Friday", "from_": "north", "isle": "Terne", "place": "Ostrel", "noon": "16", "sea": "12"},
    ],
)
def test_a_form_filled_in_anew_is_none(others):
    assert not are_copies(told(weather()), told(weather(**others)))
    assert not are_copies(told(weather()), told(weather(**others), "Velm Courier"))


MARKETS = (
    "The Velm exchange closed {how} on {day}. The index of its thirty largest shares stood at {index} "
    "points, {change} percent from the day before. Among those that moved most was {firm}, at {price} crowns"
    " a share. A barrel of oil cost {oil} crowns in late trading, and the crown bought {rate} of its "
    "southern neighbour's florins."
)
RESULT = (
    "{winner} has won the seat of {seat} with {votes} votes, the returning officer said. {second} came "
    "second with {others}. Turnout was {turnout} percent. The seat was held by {party} before. Counting took"
    " until {hour}."
)


def test_figures_of_another_day_or_place_are_none():
    monday = {"how": "higher", "day": "Monday", "index": "4,512", "change": "0.7", "firm": "Hule Shipping"}
    friday = {"how": "lower", "day": "Friday", "index": "4,377", "change": "1.4", "firm": "Ostrel Dairies"}
    one = MARKETS.format(**monday, price="212", oil="611", rate="3.41")
    other = MARKETS.format(**friday, price="88", oil="598", rate="3.36")
    velm = RESULT.format(winner="Ines Kollar", seat="Velm East", votes="12,410", second="Palle Wink",
                         others="9,877", turnout="61", party="the Greens", hour="two")  # fmt: skip
    hove = RESULT.format(winner="Jonas Brek", seat="Hove", votes="7,031", second="Mette Aas",
                         others="6,998", turnout="74", party="the Liberals", hour="midnight")  # fmt: skip

    assert not are_copies(told(one, title="Markets"), told(other, title="Markets"))
    assert not are_copies(told(velm, title="Result"), told(hove, title="Result"))


def test_a_correction_under_another_address_is_one():
    corrected = FULL.replace("340 people", "430 people").replace("nine days", "eleven days")

    assert are_copies(told(FULL, at=1_000_000), told(corrected, at=1_040_000))
    assert are_copies(told(FULL), told(text("Correction: 430 people slept in the school.", corrected)))


def test_what_an_outlet_tells_again_a_year_later_is_told_anew():
    year = 365 * 86_400

    assert not are_copies(told(FULL, at=0), told(text(*WIRE[:6]), at=year))
    assert are_copies(told(FULL, at=0), told(FULL, at=year))
    assert are_copies(told(FULL, at=0), told(text(*WIRE[:6]), "Velm Courier", at=year))


@pytest.mark.parametrize("little", ["", "More to follow.", "Talks resume. More on Monday."])
def test_texts_of_hardly_any_words_are_copies_of_nothing(little):
    assert not are_copies(told(little), told(little, "Velm Courier"))
