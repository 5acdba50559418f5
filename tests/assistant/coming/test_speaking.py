"""What is about a topic, or answers a question, alerts; what only names it beside something else does not."""

import pytest

from assistant.coming.speaking import aim, holds, speaks
from tests.assistant.market import FIRST, INQUIRY
from tests.assistant.parts import HARBOUR, found

TALKS = "Harbour talks resume in Velm"
FIRE = "Fire destroys Hollin market"


@pytest.fixture(scope="module")
def held(desk):
    """Hold a text against what is watched, as the house with its news weighs words."""

    def hold(watched, text, title="A story", number=0):
        watch = aim(watched, desk.retriever.rarity)
        passages = [found("The weather stays mild, forecasters say.", number=n) for n in range(number)]
        likely = holds(watch, [*passages, found(text, number=number, title=title)])
        quote = speaks(watch, likely, desk.meaning)
        return quote.text if quote else None

    return hold


@pytest.mark.parametrize(
    ("watched", "text", "title"),
    [
        ("ferry unions of Velm", HARBOUR, TALKS),
        ("Velm", HARBOUR, TALKS),
        ("fire in Hollin market", FIRST, FIRE),
        ("How many people died in the Hollin market fire?", FIRST, FIRE),
        (
            "When did a court open the inquiry into the fire in Hollin?",
            INQUIRY,
            "Inquiry into Hollin market fire",
        ),
    ],
)
def test_an_article_that_speaks_of_it_is_cited_with_a_sentence_of_it(held, watched, text, title):
    cited = held(watched, text, title)

    assert cited
    assert cited in text


@pytest.mark.parametrize(
    ("watched", "text", "title"),
    [
        ("fire in Hollin market", HARBOUR, TALKS),
        ("fire in Sorn market", FIRST, FIRE),  # another place
        (
            "fire in Hollin market",
            f"The regatta is on Sunday. {FIRST}",
            "Rowers train for the spring regatta",
        ),
        ("How many crew places does the council of Velm offer?", FIRST, FIRE),
        ("When does the Hollin market open again?", HARBOUR, TALKS),
    ],
)
def test_an_article_of_something_else_is_not(held, watched, text, title):
    assert held(watched, text, title) is None


def test_a_topic_told_of_far_down_an_article_is_not_what_it_is_about(held):
    assert held("fire in Hollin market", FIRST, FIRE, number=1)
    assert held("fire in Hollin market", FIRST, FIRE, number=2) is None


def test_a_sentence_that_asks_is_not_cited(held):
    cited = held("market of Hollin", FIRST, FIRE)

    assert cited
    assert not cited.endswith("?")
