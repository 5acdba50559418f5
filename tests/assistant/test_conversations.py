"""Conversations over the real server: follow-ups find what they mean, new topics are not dragged along."""

import pytest

from tests.assistant.parts import BUDGET, GLACIER, HARBOUR

OFFER = "How many extra crew places did the council of Velm offer?"


@pytest.fixture(scope="module")
def news(server):
    """The server with three stories."""
    server.add(title="Harbour talks", outlet="Velm Courier", published_at="2026-03-10", text=HARBOUR)
    server.add(title="Hut to close", outlet="Skarn Post", published_at="2026-03-05", text=GLACIER)
    server.add(title="Bridge budget", outlet="Ostrel Echo", published_at="2026-03-12", text=BUDGET)
    server.settle()
    return server


@pytest.fixture
def talk(news):
    """Ask in one conversation: talk("Who?", as_of=…)."""
    with news.client() as client:
        held = {}

        def ask(question, **narrowed):
            body = {"question": question} | narrowed | held
            answer = client.post("/v1/chat", json=body).raise_for_status().json()
            held["conversation_id"] = answer["conversation_id"]
            return answer

        yield ask


def _titles(answer):
    return {citation["title"] for citation in answer["citations"]}


def test_a_pronoun_finds_whom_the_turn_before_named(talk):
    talk("What did union leader Orla Brandt say in Velm?")

    assert _titles(talk("What did she add about the crews?")) == {"Harbour talks"}


def test_an_ellipsis_finds_the_topic_of_the_turn_before(talk):
    talk(OFFER)

    assert "19 March" in talk("And when is the vote?")["text"]


def test_a_new_topic_is_not_answered_from_the_old_one(talk):
    talk(OFFER)

    assert _titles(talk("Why will the hut on the Skarn glacier close?")) == {"Hut to close"}


def test_a_follow_up_keeps_the_window_and_a_new_topic_does_not(talk):
    talk("What did the council of Velm offer the crews on 10 March 2026?")

    assert talk("And when is the vote?")["window"]["since"] == "2026-03-10"
    assert talk("Why will the hut on the Skarn glacier close?")["window"]["since"] is None


def test_the_window_used_is_told(talk):
    answer = talk("What did the council of Velm offer the crews on 10 March 2026?")

    assert answer["window"] == {"since": "2026-03-10", "until": "2026-03-10", "as_of": None}
    assert "outside_window" not in answer["notices"]


def test_what_was_known_by_a_day_is_all_that_is_searched(talk):
    answer = talk("What was known about the bridge of Ostrel on 11 March 2026?")

    assert answer["window"]["as_of"] == "2026-03-11"
    assert "Bridge budget" not in _titles(answer)


def test_a_time_without_any_news_is_told_with_the_nearest(talk):
    answer = talk("What did the council of Velm offer the crews in May 2025?")

    assert answer["mode"] == "declined"
    assert "window_empty" in answer["notices"]
    assert answer["text"].startswith("Nothing since 2025-05-01 until 2025-05-31.")
    assert answer["nearest"]


def test_an_answer_from_another_time_says_so(talk):
    answer = talk("Who is the warden of the glacier hut, as told on 12 March 2026?")

    assert _titles(answer) == {"Hut to close"}
    assert "outside_window" in answer["notices"]


def test_only_the_outlet_named_is_cited(talk):
    answer = talk("According to the Skarn Post, why will the hut on the Skarn glacier close?")

    assert {citation["outlet"] for citation in answer["citations"]} == {"Skarn Post"}


def test_an_outlet_without_news_here_is_told(talk):
    answer = talk("According to Reuters, how many extra crew places did the council of Velm offer?")

    assert answer["mode"] == "declined"
    assert answer["text"].startswith("Nothing from Reuters.")
    assert answer["nearest"]


def test_both_parts_of_a_question_are_answered(talk):
    answer = talk("Who presented the budget of Ostrel and why will the hut on the Skarn glacier close?")

    assert _titles(answer) >= {"Bridge budget", "Hut to close"}


def test_a_part_that_is_not_answered_is_told(talk):
    answer = talk("Who presented the budget of Ostrel and who won the Zanzibar chess open?")

    assert _titles(answer) == {"Bridge budget"}
    assert "part_unanswered" in answer["notices"]


def test_another_readers_turns_cannot_be_gone_on_from(news):
    with news.client() as client:
        reply = client.post("/v1/chat", json={"question": "Why?", "conversation_id": "of-somebody-else"})

    assert reply.status_code == 404
