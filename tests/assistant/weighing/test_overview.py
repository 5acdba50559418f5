"""News of a day, news of what is to come, and news of nothing in particular."""

import pytest

from assistant.bootstrap import opened
from tests.assistant.parts import add, article, asked, settings

STRIKE = (
    "Bus drivers in Orm will strike for a day on 1 December, their union said on Friday. They demand 8 "
    "percent more pay. Parking is free on Saturdays."
)
RUNWAY = (
    "The runway of Orm airport will be shut for repairs from 5 to 12 January. It was last mended in 2009."
)
FIRE = "A fire burned down the town library of Tarn on Saturday. No one was hurt, said fire chief Edo Falk."
ZOO = "Two wolves left the zoo of Tarn on Thursday night. The fence had been cut, the director Lea Ost said."
NOW = "2026-11-23"


@pytest.fixture(scope="module")
def town(tmp_path_factory, model_folder):
    with opened(settings(tmp_path_factory.mktemp("town") / "home", model_folder)) as house:
        add(
            house,
            article(STRIKE, "Bus drivers of Orm to strike", "2026-11-20", outlet="North Wire"),
            article(RUNWAY, "Orm runway to be shut", "2026-11-21", outlet="North Wire"),
            article(FIRE, "Library burns in Tarn", "2026-11-14", outlet="Tarn Gazette"),
            article(ZOO, "Wolves at large in Tarn", "2026-11-13", outlet="Tarn Gazette"),
        )
        yield house.desk


@pytest.mark.parametrize(
    "question",
    ["What happens on 1 December?", "What happens in Orm on 1 December?", "Which strike is on 1 December?"],
)
async def test_a_day_to_come_is_told_by_what_names_it_alone(town, question):
    answer = await asked(town, question, as_of=NOW)

    assert [s.text for s in answer.sentences] == [STRIKE.split(". ")[0] + "."]


async def test_a_day_inside_a_range_is_named_by_it(town):
    assert "from 5 to 12 January" in (await asked(town, "What is shut on 7 January?", as_of=NOW)).text


async def test_a_day_to_come_that_nothing_names_is_declined(town):
    assert (await asked(town, "What happens in Orm on 9 December?", as_of=NOW)).mode == "declined"


async def test_a_day_past_is_told_by_what_names_it_or_came_out_on_it(town):
    answer = await asked(town, "What happened on 21 November?", as_of=NOW)

    assert [s.text for s in answer.sentences] == [RUNWAY.split(". ")[0] + "."]
    assert "library" in (await asked(town, "What happened on 14 November?", as_of=NOW)).text


@pytest.mark.parametrize("question", ["What's new?", "News?", "What are the top stories?"])
async def test_what_is_new_is_told_newest_first_a_sentence_of_each_story(town, question):
    answer = await asked(town, question, as_of=NOW)

    told = [citation.quote.found.source.published for citation in answer.citations]
    assert told == ["2026-11-21", "2026-11-20", "2026-11-14", "2026-11-13"]


async def test_news_since_a_day_is_told_from_that_day_on(town):
    answer = await asked(town, "News since Thursday", as_of=NOW)

    assert [c.quote.found.source.published for c in answer.citations] == ["2026-11-21", "2026-11-20"]


async def test_how_many_died_is_not_told_by_who_left(town):
    assert (await asked(town, "How many people died at the zoo of Tarn?", as_of=NOW)).mode == "declined"


async def test_that_nobody_was_hurt_tells_how_many_were(town):
    answer = await asked(town, "How many people were hurt in the library fire in Tarn?", as_of=NOW)

    assert "No one was hurt" in answer.text


async def test_who_holds_a_post_is_told_by_the_name_beside_it(town):
    answer = await asked(town, "Who is the director of the zoo of Tarn?", as_of=NOW)

    assert "Lea Ost" in answer.text


async def test_more_pay_may_be_a_share(town):
    answer = await asked(town, "How much more pay do the bus drivers want?", as_of=NOW)

    assert "8 percent" in answer.text
