"""Forms of asking that quotes meet: yes or no, who did it, the latest, on a day, and short follow-ups."""

import pytest

from assistant.bootstrap import opened
from tests.assistant.parts import add, article, asked, settings

MILL = (
    "The town council of Brenzow backed the plan for a paper mill on Monday evening. Eleven councillors "
    "voted for it and four against. Mayor Ilka Dorn called it the best day of her term. The mill will cost "
    "90 million crowns."
)
CULVERT = (
    "Surveyor Matis Roon warned in a letter of 9 January that the culvert under Ash Lane was cracked. The "
    "road sank on Tuesday night. Nobody was hurt, the police said, because the lane had been closed for a "
    "market."
)
DENIAL = (
    "Council engineer Vera Pohl denied that anybody had warned of the culvert under Ash Lane. “There was no "
    "warning about that culvert,” Pohl said. She called the road sound."
)
OFFERS = [
    ("Brenzow Tram offered its drivers 2.5 per cent more pay on Monday.", "2026-02-02"),
    ("Brenzow Tram raised its pay offer to the drivers to 3.5 per cent on Thursday.", "2026-02-05"),
    ("Brenzow Tram lifted its pay offer to the drivers to 4 per cent on Sunday.", "2026-02-08"),
]
STRIKE = (
    "The tram drivers of Brenzow began a strike on Wednesday. They walked out because the company had cut "
    "the night breaks. All five lines stood still."
)
STRIKE_ENDS = (
    "The strike of the tram drivers of Brenzow ended on Friday 13 February after a vote. 212 drivers took "
    "part in the vote, union secretary Ole Tamm said."
)
PRIZE = (
    "Nadja Wirth won the Heron Prize for her poems on Saturday. The prize is worth 7,000 crowns. It has "
    "been given in Brenzow since 1988."
)
HAFEN = (
    "Der Rat von Altwarp hat die Erweiterung des Hafens beschlossen. Die Arbeiten sollen im Mai beginnen "
    "und elf Millionen Kronen kosten."
)
STORIES = (
    article(MILL, "Brenzow to get a mill", "2026-02-03", outlet="Brenzow Post"),
    article(CULVERT, "Road sinks at Ash Lane", "2026-02-04T08:00:00Z", outlet="Brenzow Post"),
    article(DENIAL, "No warning, says engineer", "2026-02-05", outlet="Marsh Echo"),
    *(article(text, "Pay talks at the tram", day, outlet="Marsh Echo") for text, day in OFFERS),
    article(STRIKE, "Trams stand still", "2026-02-11T12:00:00Z", outlet="Brenzow Post"),
    article(STRIKE_ENDS, "Trams run again", "2026-02-14", outlet="Brenzow Post"),
    article(PRIZE, "A prize for poems", "2026-02-15", outlet="Marsh Echo"),
    article(f"{PRIZE} The jury had five members.", "Poet wins prize", "2026-02-15", outlet="Daily Reed"),
    article(HAFEN, "Altwarp baut", "2026-02-06", outlet="Küstenbote", language="de"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory, model_folder):
    """A desk with a town's news, without a chat model."""
    with opened(settings(tmp_path_factory.mktemp("town") / "home", model_folder)) as house:
        add(house, *STORIES)
        yield house.desk


async def _after(desk, *questions):
    """The answer to the last of these questions of one conversation."""
    conversation = None
    for question in questions:
        answer = await asked(desk, question, conversation_id=conversation)
        conversation = answer.conversation_id
    return answer


class TestYesOrNo:
    @pytest.mark.parametrize(
        ("question", "quoted"),
        [
            ("Did the council back the mill?", "backed the plan"),
            ("Did the council reject the mill?", "backed the plan"),
            ("Was nobody hurt when the road sank?", "Nobody was hurt"),
            ("Was anybody injured at Ash Lane?", "Nobody was hurt"),
            ("Is the tram strike over?", "ended on Friday"),
            ("Hasn't the strike ended?", "ended on Friday"),
        ],
    )
    async def test_what_speaks_for_or_against_it_is_quoted(self, town, question, quoted):
        answer = await asked(town, question)

        assert answer.mode == "quoted"
        assert quoted in answer.text

    @pytest.mark.parametrize(
        "question",
        [
            "Did the mayor resign?",
            "Was the mill set on fire?",
            "Did the council buy a ship?",
            "Was nobody invited to the wedding?",
        ],
    )
    async def test_what_the_news_does_not_say_is_declined(self, town, question):
        assert (await asked(town, question)).mode == "declined"


class TestWhoDidIt:
    async def test_who_warned_comes_before_who_denied_it(self, town):
        answer = await asked(town, "Who warned about the culvert under Ash Lane?")

        assert answer.sentences[0].text.startswith("Surveyor Matis Roon warned")
        assert "denied" not in answer.sentences[0].text

    async def test_who_denied_it_is_found_where_that_is_asked(self, town):
        answer = await asked(town, "Who denied that anybody had warned of the culvert?")

        assert "Vera Pohl denied" in answer.sentences[0].text


class TestTheLatest:
    @pytest.mark.parametrize(
        "question",
        ["What is the latest pay offer to the drivers?", "How much pay are the drivers offered now?"],
    )
    async def test_only_the_newest_value_is_quoted(self, town, question):
        answer = await asked(town, question)

        assert "4 per cent" in answer.text
        assert "3.5" not in answer.text
        assert "2.5" not in answer.text
        assert "sources_differ" not in answer.notices

    async def test_without_such_a_word_older_values_may_be_quoted(self, town):
        answer = await asked(town, "How did the pay offer to the tram drivers change?")

        assert len(answer.sentences) > 1


class TestOnADay:
    async def test_an_article_of_the_next_day_that_tells_of_the_day_answers(self, town):
        answer = await asked(town, "What did the council decide on 2 February 2026?")

        assert "backed the plan for a paper mill on Monday" in answer.text
        assert "outside_window" not in answer.notices

    async def test_a_day_alone_is_answered_by_what_happened_on_it(self, town):
        answer = await asked(town, "What happened on 3 February 2026?")

        assert "sank on Tuesday night" in answer.text
        assert "Heron Prize" not in answer.text

    async def test_a_day_of_which_nothing_is_told_is_declined(self, town):
        answer = await asked(town, "What happened on 20 January 2026?")

        assert answer.mode == "declined"
        assert "2026-01-20" in answer.text
        assert "until" not in answer.text

    async def test_a_later_article_that_names_the_day_is_not_said_to_lie_outside(self, town):
        answer = await asked(town, "What did the surveyor warn of on 9 January 2026?")

        assert "9 January" in answer.text
        assert "outside_window" not in answer.notices


class TestFollowUps:
    async def test_another_verb_gets_another_sentence(self, town):
        answer = await _after(town, "When did the tram strike begin?", "And when did it end?")

        assert "ended on Friday 13 February" in answer.sentences[0].text

    async def test_why_gets_the_reason(self, town):
        answer = await _after(town, "When did the tram strike begin?", "Why?")

        assert "because the company had cut the night breaks" in answer.text

    async def test_how_many_gets_the_number(self, town):
        answer = await _after(town, "When did the tram strike end?", "How many voted?")

        assert "212 drivers" in answer.text

    async def test_how_much_may_be_another_sentence(self, town):
        answer = await _after(town, "Who won the Heron Prize?", "How much?")

        assert "7,000" in answer.text

    async def test_a_reason_that_nobody_gives_is_declined(self, town):
        assert (await _after(town, "Who won the Heron Prize?", "Why?")).mode == "declined"

    async def test_who_said_so_gets_who_said_it(self, town):
        answer = await _after(town, "How many drivers took part in the vote?", "Who said so?")

        assert "Ole Tamm said" in answer.text

    async def test_who_said_so_is_declined_where_nobody_is_named(self, town):
        assert (await _after(town, "How much is the Heron Prize worth?", "Who said so?")).mode == "declined"


class TestOtherLanguages:
    async def test_a_compound_is_told_by_its_parts(self, town):
        answer = await asked(town, "Wann beginnt die Hafenerweiterung?")

        assert answer.mode == "quoted"
        assert "Erweiterung des Hafens" in answer.text
        assert "im Mai beginnen" in answer.text

    @pytest.mark.parametrize("question", ["Wann beginnt der Flughafenbau?", "Was kostet die Straßenbahn?"])
    async def test_another_compound_is_declined(self, town, question):
        assert (await asked(town, question)).mode == "declined"


async def test_copies_stand_once_beside_a_refusal(town):
    answer = await asked(town, "Which comet won the Heron Prize for a poem about turbines in Peru?")

    assert answer.mode == "declined"
    titles = [found.source.title for found in answer.nearest]
    assert len(titles) > 1
    assert not {"A prize for poems", "Poet wins prize"} <= set(titles)
