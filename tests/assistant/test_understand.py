"""A question becomes what is searched: alone, in its time, of its outlets, by its parts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.bodies import ChatBody
from assistant.conversation import Asked, Turn
from assistant.questions.outlets import known
from assistant.understand import Setting, understand

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
OWN = known((("Velm Courier", "velm-courier.example"), ("Skarn Post", None)))


def _query(text, *turns, zone=UTC, **narrowed):
    question = ChatBody(question=text, **narrowed).as_question()
    return understand(question, turns, Setting(NOW, zone, OWN))


def _turn(question, answer, mode="quoted", **window):
    none = {"since": None, "until": None, "as_of": None}
    return Turn(question, {"mode": mode, "text": f"{answer} [1]", "window": none | window})


class TestTime:
    def test_words_say_where_the_news_likely_is_and_hide_nothing(self):
        query = _query("What did Velm decide on Tuesday?")

        assert query.asked == Asked("2026-03-10", "2026-03-10")
        assert query.likely.since == datetime(2026, 3, 10, tzinfo=UTC)
        assert query.window.is_open

    def test_news_of_a_day_is_still_likely_a_week_later(self):
        assert _query("What did Velm decide on 1 March?").likely.until.day == 8

    def test_what_was_known_by_a_day_is_a_condition(self):
        query = _query("What was known about the ferry on 3 March?")

        assert query.window.as_of == datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC)
        assert query.asked.as_of == "2026-03-03"

    def test_words_are_meant_from_the_asked_day(self):
        query = _query("What did Velm decide yesterday?", as_of="2026-02-01")

        assert query.asked == Asked("2026-01-31", "2026-01-31", "2026-02-01")

    def test_what_the_request_names_wins_over_words(self):
        query = _query("What did Velm decide on Tuesday?", since="2026-01-01")

        assert query.asked == Asked(since="2026-01-01")
        assert query.likely is None
        assert query.window.since == datetime(2026, 1, 1, tzinfo=UTC)

    def test_days_begin_where_the_desk_is(self):
        query = _query("What did Velm decide on Tuesday?", zone=ZoneInfo("Europe/Kyiv"))

        assert query.asked.since == "2026-03-10T00:00:00+02:00"
        assert query.likely.since == datetime(2026, 3, 9, 22, tzinfo=UTC)

    def test_a_follow_up_goes_on_in_the_time_of_its_turn(self):
        turn = _turn("What did Velm decide on Tuesday?", "A levy.", since="2026-03-03", until="2026-03-03")

        assert _query("Why?", turn).asked.since == "2026-03-03"
        assert _query("And today?", turn).asked.since == "2026-03-12"
        assert _query("Who won the Lunsk marathon?", turn).asked == Asked()


class TestTurns:
    def test_what_a_refusal_says_is_no_topic(self):
        turn = _turn("Who is Orla Brandt?", "The Moon Gazette does not say.", mode="declined")

        assert "Gazette" not in _query("How old is she?", turn).text

    def test_markers_of_citations_are_not_carried_on(self):
        turn = _turn("Who leads the union of Velm?", "Orla Brandt [2] leads it.")

        assert "[" not in _query("What does she want?", turn).text


class TestOutlets:
    def test_only_the_outlet_named_is_searched(self):
        query = _query("What does the Velm Courier say about the ferry?")

        assert {"velm courier", "velm-courier.example"} <= set(query.window.outlets)
        assert query.outlets == ("Velm Courier",)
        assert not query.parts

    def test_each_side_of_a_comparison_is_searched_apart(self):
        query = _query(
            "Does the Velm Courier say the ferry talks failed while the Skarn Post says they go on?"
        )

        first, second = query.parts
        assert "velm courier" in first.window.outlets
        assert "skarn post" in second.window.outlets
        assert not set(first.window.outlets) & set(second.window.outlets)
        assert query.outlets == ("Velm Courier", "Skarn Post")

    def test_a_side_has_the_time_its_own_clause_names(self):
        first, second = _query(
            "After the Velm Courier report on the ferry talks of Velm on 2 March 2026, did the Skarn Post "
            "report on 9 March 2026 that the ferry talks of Velm had failed again?"
        ).parts

        assert first.likely.since.day == 2
        assert second.likely.since.day == 9

    def test_outlets_of_the_request_win_over_words(self):
        query = _query("What does the Velm Courier say?", outlets=["Skarn Post"])

        assert query.window.outlets == ("Skarn Post",)


class TestParts:
    def test_each_part_is_searched_and_understood_from_the_one_before(self):
        query = _query("Who is Orla Brandt and what did she say?")

        assert [part.text for part in query.parts] == ["Who is Orla Brandt?", "what did Orla Brandt say?"]

    def test_a_part_has_its_own_time_or_that_of_the_question(self):
        first, second = _query("Who resigned on Monday and when is the vote?").parts

        assert first.likely == second.likely

    @pytest.mark.parametrize("question", ["Who resigned?", "What did Brandt and Wink agree?"])
    def test_a_whole_question_has_no_parts(self, question):
        query = _query(question)

        assert query.parts == ()
        assert query.each == (query,)
