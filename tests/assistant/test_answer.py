"""The main path: what a reader gets, with a chat model, without one, and while one fails."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace

import pytest

import prompts
from assistant import llm
from assistant.answer import answer, whole
from assistant.conversation import Question
from assistant.errors import UnknownConversation
from assistant.events import Done, Sources, Status, Text
from ingest.holdings.reader import Reader
from tests.assistant.parts import (
    HARBOUR,
    LIBRARY,
    NEWS,
    asked,
    client_left,
    events,
    key_for,
    left_within_a_second,
    model_is_asked,
    settings,
)
from tests.assistant.running import free_port
from tests.fakes import disk
from tests.fakes.model import Script

CREW = "How many extra crew places did the council of Velm offer?"
BRAZIL = "What did the president of Brazil say about the coffee harvest?"
HOLDS_CREW = "412 extra crew places"


@pytest.fixture
def written(desk, model, tmp_path):
    """The desk with the scripted model: written(model_timeout_s=1)."""

    def made(**more):
        given = {"OPENAI_BASE_URL": model.url, "model_timeout_s": 1} | more
        return replace(desk, model=llm.connect(settings(tmp_path, tmp_path, **given)))

    return made


def _says(*sentences, **more):
    """Write these sentences, with KEY as the key of the passage about crews."""

    def script(request):
        prompt = request["messages"][-1]["content"]
        return Script(" ".join(sentences).replace("KEY", key_for(prompt, HOLDS_CREW)), **more)

    return script


OFFER = "The council offered 412 extra crew places.[KEY]"
VOTE = "A vote is expected on 19 March.[KEY]"


def _verbatim(answer):
    """Every citation stands word for word in one of the articles, at its offsets."""
    texts = {given.id: given.text for given in NEWS}
    return all(
        texts[c.quote.found.passage.article_id][c.quote.start : c.quote.end] == c.quote.text
        for c in answer.citations
    )


class TestQuoted:
    async def test_a_question_is_answered_in_the_words_of_the_news(self, desk):
        given = await asked(desk, CREW)

        assert given.mode == "quoted"
        assert "The council offered 412 extra crew places, up from 380 last week." in given.text
        assert {sentence.verdict for sentence in given.sentences} == {"quoted"}
        assert (given.model, given.prompt_digest, given.dropped) == (None, None, 0)

    async def test_every_citation_is_verbatim_and_numbered_from_one_in_order_of_appearance(self, desk):
        given = await asked(desk, "What did Orla Brandt say about night shifts, crews and signing?")

        assert [c.number for c in given.citations] == list(range(1, len(given.citations) + 1))
        assert [n for s in given.sentences for n in s.citations] == [c.number for c in given.citations]
        assert _verbatim(given)

    async def test_events_come_in_order_and_their_deltas_make_the_text(self, desk):
        stream = await events(desk, CREW)

        kinds = [type(event) for event in stream]
        assert stream[0] == Status("understanding")
        assert stream[1] == Status("searching")
        assert kinds[2:4] == [Sources, Text]
        assert kinds[-1] is Done
        deltas = [event.delta for event in stream if isinstance(event, Text)]
        assert "".join(deltas) == stream[-1].answer.text

    async def test_a_sentence_brings_what_opens_its_words_at_once(self, desk):
        stream = await events(desk, CREW)

        said = next(event for event in stream if isinstance(event, Text)).as_json()["sentence"]
        assert HARBOUR[said["cites"][0]["start"] : said["cites"][0]["end"]] == said["cites"][0]["quote"]

    async def test_no_article_gives_more_than_three_of_the_passages(self, desk):
        sources = next(e for e in await events(desk, "Lunsk marathon crowd") if isinstance(e, Sources))

        articles = [found.passage.article_id for found in sources.passages]
        assert len(articles) <= 8
        assert max(articles.count(article) for article in articles) <= 3

    async def test_times_and_coverage_are_told(self, desk):
        given = await asked(desk, CREW)

        assert set(given.timings_ms) == {"understand", "retrieve", "first_sentence", "total"}
        assert given.coverage.articles == len(NEWS)
        assert given.coverage.newest == "2026-03-12T00:00:00Z"

    async def test_the_same_question_gets_the_same_words(self, desk):
        assert (await asked(desk, CREW)).text == (await asked(desk, CREW)).text


class TestDeclined:
    async def test_what_the_news_does_not_say_is_declined_with_the_nearest_passages(self, desk):
        given = await asked(desk, BRAZIL)

        assert given.mode == "declined"
        assert given.text.startswith("The news here does not say. Searched 7 articles from")
        assert 1 <= len(given.nearest) <= 3
        assert (given.sentences, given.citations) == ((), ())

    async def test_on_a_full_disk_the_answer_is_given_and_says_that_it_is_not_kept(self, desk):
        with disk.full():
            given = await asked(desk, CREW)

        assert (given.mode, given.notices) == ("quoted", ("not_kept",))
        with pytest.raises(UnknownConversation):
            desk.memory.turns(given.conversation_id, Reader())

    async def test_a_window_without_articles_says_nothing_since_and_shows_the_nearest(self, desk):
        given = await asked(desk, CREW, since="2027-01-01")

        assert given.mode == "declined"
        assert given.text.startswith("Nothing since 2027-01-01.")
        assert "window_empty" in given.notices
        assert HOLDS_CREW in given.nearest[0].passage.text
        assert given.as_json()["window"] == {"since": "2027-01-01", "until": None, "as_of": None}

    async def test_outside_the_window_nothing_is_cited(self, desk):
        given = await asked(desk, CREW, until="2026-03-09")

        assert given.mode == "declined"
        assert "window_empty" not in given.notices

    async def test_undated_news_answers_only_where_no_window_is_set(self, desk):
        question = "How long may readers in Ostrel keep borrowed books?"

        assert "six weeks" in (await asked(desk, question)).text
        assert LIBRARY not in (await asked(desk, question, since="2026-01-01")).text

    async def test_an_empty_archive_says_so(self, open_house):
        given = await asked(open_house().desk, CREW)

        assert (given.mode, given.nearest) == ("declined", ())
        assert given.text == "There is no news here yet. Add some, then ask again."

    async def test_a_reader_gets_nothing_of_a_collection_they_may_not_read(self, desk):
        question = "Which firm has bought the old cannery of Velm?"
        outsider = Reader("outsider", frozenset({"news"}))

        given = await asked(desk, question, outsider)

        assert "Zorbal" in (await asked(desk, question)).text
        assert "Zorbal" not in str(given.as_json())
        assert given.coverage.articles == len(NEWS) - 1


class TestWritten:
    async def test_a_models_sentences_are_shown_once_checked(self, written, model):
        model.script = _says(OFFER, VOTE)

        given = await asked(written(), CREW)

        assert given.mode == "written"
        assert (
            given.text == "The council offered 412 extra crew places. [1] A vote is expected on 19 March. [2]"
        )
        assert given.citations[0].quote.text.startswith("The council offered 412")
        assert (given.model, given.prompt_digest) == ("gpt-4o-mini", prompts.digest("answer"))
        assert _verbatim(given)

    async def test_the_model_is_asked_once_with_the_question_and_the_passages(self, written, model):
        model.script = _says(OFFER)

        await asked(written(), CREW)

        (request,) = model.requests
        assert f"Question: {CREW}" in request["messages"][-1]["content"]

    async def test_a_sentence_is_sent_before_the_next_is_written(self, written, model):
        model.script = _says(OFFER, "And", chunk=4, stall_after_chunks=(13, 30))
        began = time.monotonic()

        async with aclosing(answer(Question(CREW), Reader(), written(model_timeout_s=30))) as stream:
            first = await anext(event async for event in stream if isinstance(event, Text))

        assert first.delta == "The council offered 412 extra crew places. [1]"
        assert time.monotonic() - began < 5

    async def test_sentences_that_fail_their_check_are_left_out_and_counted(self, written, model):
        model.script = _says(
            "The council offered 999 crew places.[KEY]",
            OFFER,
            "Nobody is cited here.",
            "“We will sign tomorrow,” Orla Brandt said.[KEY]",
            "An invented key is cited.[kzz]",
        )

        given = await asked(written(), CREW)

        assert [s.text for s in given.sentences] == ["The council offered 412 extra crew places."]
        assert given.dropped == 4

    async def test_a_wrong_citation_is_repaired(self, written, model):
        model.script = _says("The council offered 412 extra crew places.[kzz]")

        given = await asked(written(), CREW)

        assert (given.mode, given.dropped) == ("written", 0)
        assert HOLDS_CREW in given.citations[0].quote.text

    async def test_sentences_that_all_fail_lead_to_quotes(self, written, model):
        model.script = _says("The council offered 999 extra crew places.[KEY]")

        given = await asked(written(), CREW)

        assert given.mode == "quoted"
        assert HOLDS_CREW in given.text
        assert "nothing_passed_its_check" in given.notices
        assert given.dropped == 1

    async def test_a_sentence_that_fails_is_written_once_more(self, written, model):
        def script(request):
            prompt = request["messages"][-1]["content"]
            mended = "this number does not stand there" in prompt
            text = OFFER if mended else "The council offered 999 extra crew places.[KEY]"
            return Script(text.replace("KEY", key_for(prompt, HOLDS_CREW)))

        model.script = script

        given = await asked(written(), CREW)

        assert given.text.startswith("The council offered 412 extra crew places.")
        assert (given.mode, given.dropped, len(model.requests)) == ("written", 0, 2)

    async def test_a_model_that_finds_no_answer_declines(self, written, model):
        model.script = Script("[none]")

        given = await asked(written(), CREW)

        assert (given.mode, given.sentences) == ("declined", ())
        assert given.nearest

    async def test_where_the_news_holds_nothing_the_model_is_not_asked(self, written, model):
        assert (await asked(written(), BRAZIL)).mode == "declined"
        assert model.requests == []

    async def test_a_sentence_the_model_repeats_is_shown_once(self, written, model):
        model.script = _says(*[OFFER] * 30, chunk=200)

        given = await asked(written(), CREW)

        assert [s.text for s in given.sentences] == ["The council offered 412 extra crew places."]

    async def test_an_answer_of_ten_megabytes_is_cut(self, written, model):
        model.script = _says(OFFER, "The crews wait for it. " * 450_000, chunk=100_000)

        given = await asked(written(model_timeout_s=60), CREW)

        assert given.mode == "written"
        assert "412" in given.text
        assert len(given.text) < 30_000
        client_left(model)  # before all of it was sent

    async def test_letter_by_letter_is_written_too(self, written, model):
        model.script = _says(OFFER, chunk=1)

        assert (await asked(written(), CREW)).mode == "written"


FAILURES = {
    "401": Script(status=401),
    "404": Script(status=404),
    "429": Script(status=429),
    "429 with a long wait": Script(status=429, headers={"Retry-After": "60"}),
    "500": Script(status=500),
    "503": Script(status=503),
    "stalls before its first word": Script("The council", stall_before_first_s=30),
    "stalls in its first sentence": Script("The council", chunk=4, stall_after_chunks=(1, 30)),
    "one letter a moment": Script("The council offered 412 extra crew places.", chunk=1, delay_s=0.2),
    "cut in its first sentence": Script("The council", chunk=4, cut_after_chunks=1),
    "cut before its first word": Script("The council", cut_after_chunks=0),
    "garbage": Script(garbage=b"<html>Bad gateway</html>"),
    "garbage as an event": Script(garbage=b"data: {broken\n\n"),
    "another shape": Script(garbage=b'data: {"choices": 5}\n\n'),
    "empty": Script(""),
    "an error in the stream": Script(garbage=b'data: {"error": {"message": "overloaded"}}\n\n'),
}


class TestFailing:
    @pytest.mark.parametrize("failure", FAILURES)
    async def test_a_failing_model_leads_to_quotes_with_a_notice(self, written, model, failure):
        model.script = FAILURES[failure]
        began = time.monotonic()

        given = await asked(written(), CREW)

        assert given.mode == "quoted"
        assert "model_down" in given.notices
        assert HOLDS_CREW in given.text
        assert _verbatim(given)
        assert time.monotonic() - began < 5

    async def test_a_model_nobody_serves_leads_to_quotes_with_a_notice(self, written):
        given = await asked(written(OPENAI_BASE_URL=f"http://127.0.0.1:{free_port()}/v1"), CREW)

        assert (given.mode, "model_down" in given.notices) == ("quoted", True)

    async def test_a_name_that_does_not_resolve_leads_to_quotes_with_a_notice(self, written):
        given = await asked(written(OPENAI_BASE_URL="http://model.invalid/v1"), CREW)

        assert (given.mode, "model_down" in given.notices) == ("quoted", True)

    @pytest.mark.parametrize(
        "how", [{"stall_after_chunks": (10, 30)}, {"cut_after_chunks": 10}], ids=["stalls", "is cut"]
    )
    async def test_sentences_that_have_passed_are_kept_and_quotes_follow(self, written, model, how):
        model.script = _says(VOTE, "And then it goes on for longer than it should.", **how)

        given = await asked(written(), CREW)

        assert given.mode == "quoted"
        assert "model_down" in given.notices
        verdicts = [sentence.verdict for sentence in given.sentences]
        assert given.sentences[0].text == "A vote is expected on 19 March."
        assert verdicts[0] == "supported"
        assert verdicts[1:] == ["quoted"] * (len(verdicts) - 1) != []

    async def test_words_a_model_had_cited_are_not_quoted_again(self, written, model):
        model.script = _says(OFFER, "And then it goes on.", cut_after_chunks=10)

        given = await asked(written(), CREW)

        assert given.sentences[0].text == "The council offered 412 extra crew places."
        assert len(given.citations) == len({c.quote.key for c in given.citations})
        assert given.text.count("412") == 1

    async def test_after_five_failures_quotes_come_without_asking_the_model(self, written, model):
        model.script = Script(status=401)
        failing = written()
        for _ in range(5):
            await asked(failing, CREW)
        began = time.monotonic()

        given = await asked(failing, CREW)

        assert len(model.requests) == 5
        assert (given.mode, "model_down" in given.notices) == ("quoted", True)
        assert time.monotonic() - began < 0.5

    async def test_a_reader_who_leaves_cancels_the_model(self, written, model):
        model.script = _says(OFFER, "And", chunk=4, stall_after_chunks=(13, 30))
        asking = asyncio.ensure_future(whole(Question(CREW), Reader(), written(model_timeout_s=30)))
        await asyncio.to_thread(model_is_asked, model)
        asking.cancel()

        assert await asyncio.to_thread(left_within_a_second, model)


class TestConversation:
    async def test_an_answer_begins_a_conversation_and_the_next_goes_on_with_it(self, desk):
        first = await asked(desk, CREW)
        second = await asked(desk, BRAZIL, conversation_id=first.conversation_id)

        kept = desk.memory.turns(first.conversation_id, Reader())
        assert second.conversation_id == first.conversation_id
        assert [turn.question for turn in kept] == [CREW, BRAZIL]

    async def test_an_unknown_conversation_is_refused_before_the_first_event(self, desk):
        with pytest.raises(UnknownConversation, match="nobody"):
            await asked(desk, CREW, conversation_id="nobody")
