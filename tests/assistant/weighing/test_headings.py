"""Headings, bylines, datelines and captions are told from sentences, and no answer quotes them."""

import pytest

from assistant.weighing.headings import headings, told
from tests.assistant.parts import add, article, asked

STORY = "A judge stopped the sale of the bridge on Tuesday. The council will appeal."


def _cut(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "line",
    [
        "Court halts sale of Mernick swing bridge",
        "What comes next",
        "What happens to the bridge now?",
        "By Ada Lind and Jon Berg",
        "By Ada Lind, our correspondent in Mernick.",
        "Mernick Post, 3 February 2026",
        "Updated: 3 February 2026, 10:30.",
        "The bridge in spring. Photo: Jon Berg",
        "The bridge in spring (Photo: Jon Berg).",
        "Picture: Jon Berg / Mernick Post.",
    ],
)
def test_a_line_beside_the_story_is_no_sentence(line):
    text = f"{line}\n\n{STORY}"

    assert _cut(text, told(text)) == STORY.replace(". ", ".|").split("|")
    assert "".join(_cut(text, headings(text))).startswith(line.partition(". ")[0])


@pytest.mark.parametrize(
    "line",
    [
        "The council will appeal.",
        "The fares in euro:",
        "Ravena | 71",
        "Who pays for the bridge, asked Ada Lind? Nobody knows.",
        "Everybody asked him then whether the town that owned the bridge for a century would now sell it?",
    ],
)
def test_a_line_of_the_story_stays(line):
    assert headings(f"{line}\n{STORY}") == ()


def test_items_are_told_without_their_marks():
    text = "- Adults pay 4 euro\n- Children pay 2 euro\n1. Halmer comes first"

    assert _cut(text, told(text)) == ["Adults pay 4 euro", "Children pay 2 euro", "Halmer comes first"]


async def test_an_answer_quotes_the_sentence_and_not_the_heading_above_it(open_house):
    house = open_house()
    heading = "Who will appeal the ruling on the Mernick bridge"
    text = f"{heading}\n\nThe council of Mernick will appeal the ruling on the bridge, the mayor said."
    add(house, article(text, "Mernick bridge"))

    answer = await asked(house.desk, "Who will appeal the ruling on the Mernick bridge?")

    assert [sentence.text for sentence in answer.sentences] == [text.rpartition("\n")[2]]


async def test_where_there_is_nothing_but_headings_they_are_quoted(open_house):
    house = open_house()
    add(house, article("Council of Mernick appeals ruling on bridge", "Mernick bridge"))

    answer = await asked(house.desk, "What does the council of Mernick appeal?")

    assert answer.text.startswith("Council of Mernick appeals ruling on bridge")
