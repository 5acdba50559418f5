"""What the doors take, and what they refuse."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from assistant.bodies import ChatBody, SearchBody, TitleBody, taken
from assistant.errors import BadValue


def test_a_question_may_have_2000_letters_and_not_one_more():
    assert len(ChatBody(question="x" * 2_000).as_question().text) == 2_000
    with pytest.raises(ValidationError):
        ChatBody(question="x" * 2_001)


@pytest.mark.parametrize("question", ["", " ", "     ?", "?!", "\n\t", "\x00", "\ud800", "\u3000"])
def test_a_question_without_a_letter_is_refused(question):
    with pytest.raises(ValidationError):
        ChatBody(question=question)


def test_what_cannot_be_stored_is_left_out_of_a_question():
    assert ChatBody(question="Who\x00 signs?").as_question().text == "Who signs?"


@pytest.mark.parametrize("body", [{"question": "Who?", "colour": 1}, {"question": 5}, {"question": None}, {}])
def test_unknown_missing_and_misshapen_fields_are_refused(body):
    with pytest.raises(ValidationError):
        ChatBody.model_validate(body)


def test_null_is_the_same_as_absent():
    body = dict.fromkeys(("since", "until", "as_of", "outlets", "conversation_id"))

    assert ChatBody(question="Who?", **body) == ChatBody(question="Who?")
    assert ChatBody(question="Who?", **body).window().is_open


def test_since_begins_with_its_day_and_until_ends_with_its_day():
    window = SearchBody(query="x", since="2026-03-10", until="2026-03-10").window()

    assert window.since == datetime(2026, 3, 10, tzinfo=UTC)
    assert window.until == datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)


def test_a_time_without_a_zone_is_utc_and_others_are_turned_into_it():
    window = SearchBody(query="x", since="2026-03-10T09:00", as_of="2026-03-10T09:00+02:00").window()

    assert window.since == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert window.as_of == datetime(2026, 3, 10, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "when", ["soon", "", "2026-13-01", "2026-02-30", "10.03.2026", "9999-12-31T23:59-14:00", "x" * 100]
)
@pytest.mark.parametrize("field", ["since", "until", "as_of"])
def test_what_is_no_date_is_refused(field, when):
    with pytest.raises(ValidationError):
        SearchBody.model_validate({"query": "x", field: when})


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31", "1969-12-31", "2026-W11-2"])
def test_the_ends_of_time_are_dates_too(when):
    body = SearchBody(query="x", since=when, until=when)

    assert body.window().since <= body.window().until


@pytest.mark.parametrize("limit", [0, 101, -1, 1.5, "10", True])
def test_limits_run_from_1_to_100(limit):
    with pytest.raises(ValidationError):
        SearchBody.model_validate({"query": "x", "limit": limit})


@pytest.mark.parametrize("outlets", ["Velm Courier", [""], [5], ["x" * 201], ["x"] * 51])
def test_outlets_are_a_short_list_of_names(outlets):
    with pytest.raises(ValidationError):
        SearchBody.model_validate({"query": "x", "outlets": outlets})


def test_the_window_is_told_back_in_the_readers_words():
    asked = ChatBody(question="Who?", since="2026-03-10", as_of="2026-03-11T10:00Z").asked()

    assert (asked.since, asked.until, asked.as_of) == ("2026-03-10", None, "2026-03-11T10:00Z")


def test_a_title_has_words():
    assert TitleBody(title="Crew places").title == "Crew places"
    with pytest.raises(ValidationError):
        TitleBody(title="  ")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"question": ""}, "question ''"),
        ({"question": "Who?", "since": "soon"}, "since 'soon': not a date or time as in 2026-03-10"),
        ({"question": "x" * 3_000}, "question 'xxxx"),
    ],
)
def test_a_command_is_told_the_field_the_value_and_what_is_wanted(values, said):
    with pytest.raises(BadValue) as refusal:
        taken(ChatBody, **values)

    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 250
    assert "\n" not in str(refusal.value)
