"""How grave what a sentence tells is."""

import pytest

from assistant.reporting.gravity import dead, gravity, scale

GRAVE = (
    "An avalanche buried a mountain hut near Velm and 31 people died, the rescue service said.",
    "The parliament of Ulmark voted on Friday to leave the customs union.",
    "Soldiers shelled the port of Hollin for a second night.",
    "The high court of Ulmark jailed the former finance minister for nine years.",
)
LIGHT = (
    "The rowing club of Hollin won the spring regatta by two lengths.",
    "Seven pastries to bake on a rainy weekend in Velm.",
    "The singer wore a coat of green feathers at the opening of her tour.",
    "How to watch the Velm marathon on television.",
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("An avalanche killed 31 people and injured 60 others near Velm.", 31),
        ("The death toll of the avalanche rose to 44 after 12 bodies were found.", 44),
        ("The slide left at least 210 people dead and 3,000 missing.", 210),
        ("A bus fell into the Velm, killing five and injuring eleven.", 5),
        ("Hundreds are feared dead in the hills above Velm.", 100),
        ("The 31 guests of the hut were rescued.", 0),
        ("The storm did damage of 18 million crowns, and nobody died.", 0),
        ("The death toll of the strikes that hit the mining town of Velm has risen to at least 235.", 235),
        ("Thousands of fish die in a canal of Velm.", 0),
        ("A man aged 72 was found dead in Velm.", 0),
    ],
)
def test_the_dead_are_counted_and_nobody_else(text, count):
    assert dead(text) == count


def test_more_dead_are_graver_where_no_meaning_is_known():
    few, many, none = (gravity(f"The slide {told}.", None, None) for told in (
        "killed three people", "killed 300 people", "closed a road"))  # fmt: skip

    assert none == 0 < few < many


def test_deeds_of_state_and_disasters_are_grave_and_games_and_recipes_are_not(desk):
    vector = desk.meaning
    weights = scale(vector)

    assert min(gravity(text, vector, weights) for text in GRAVE) > 0.25
    assert max(gravity(text, vector, weights) for text in LIGHT) < -0.1
