"""Where sources differ the reader gets each side, whatever a chat model picks."""

import time
from contextlib import aclosing
from dataclasses import replace

import pytest

from assistant import llm
from assistant.answer import answer
from assistant.answering.draft import Draft
from assistant.answering.sides import lacking
from assistant.bootstrap import opened
from assistant.conversation import Checked, Question
from assistant.events import Done, Sources, Status, Text
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import weigh
from ingest.holdings.reader import Reader
from tests.assistant.parts import NEWS, add, article, asked, events, found, key_for, settings
from tests.fakes.model import Script

ILL = "How many people fell ill from the water in Ostrel?"
BY_WIRE = "In Ostrel 118 people fell ill from the water, doctors said."
BY_POST = "Doctors in Ostrel said that 92 people fell ill from the water."
WIRE = f"The water works closed a well on Tuesday. {BY_WIRE} The town handed out bottles."
POST = f"A pump had failed at the weekend. {BY_POST} Schools stay open."
COST = "How much did the organ of Skarn cost?"
DEAR = "The organ of Skarn cost 640,000 crowns, the parish said."
ILL_NEWS = (
    article(WIRE, "Water makes Ostrel ill", "2026-03-03", outlet="Ostrel Wire"),
    article(POST, "Ill in Ostrel", "2026-03-03", outlet="Ostrel Post"),
    article(f"{DEAR} It has 2,100 pipes.", "An organ for Skarn", "2026-03-02", outlet="Skarn Post"),
    article(f"A choir sang on Sunday. {DEAR}", "Skarn sings", "2026-03-02", outlet="Velm Courier"),
)
OF_WIRE, OF_POST = "Doctors counted 118 people ill in Ostrel.[WIRE]", "It was 92 people in Ostrel.[POST]"


@pytest.fixture(scope="module")
def told(tmp_path_factory, model_folder):
    """A desk whose news holds two figures of the ill and one price of the organ."""
    with opened(settings(tmp_path_factory.mktemp("sides") / "home", model_folder)) as house:
        add(house, *NEWS, *ILL_NEWS)
        yield house.desk


@pytest.fixture
def written(told, model, tmp_path):
    """The same desk with the scripted model."""
    given = settings(tmp_path, tmp_path, OPENAI_BASE_URL=model.url, model_timeout_s=5)
    return replace(told, model=llm.connect(given))


def _says(text, **more):
    """Write this text, with the key of the passage that each name in brackets stands for."""

    def script(request):
        prompt, said = request["messages"][-1]["content"], text
        for name, words in (("[WIRE]", BY_WIRE), ("[POST]", BY_POST), ("[ORGAN]", DEAR)):
            said = said.replace(name, f"[{key_for(prompt, words)}]") if name in said else said
        return Script(said, **more)

    return script


class TestWritten:
    @pytest.mark.parametrize(
        ("picked", "other", "outlet"),
        [(OF_WIRE, BY_POST, "Ostrel Post"), (OF_POST, BY_WIRE, "Ostrel Wire")],
    )
    async def test_the_side_that_a_model_leaves_out_is_quoted_after_it(
        self, written, model, picked, other, outlet
    ):
        model.script = _says(picked)

        given = await asked(written, ILL)

        assert given.mode == "written"
        assert [s.text for s in given.sentences] == [picked.partition("[")[0], other]
        assert [s.verdict for s in given.sentences] == ["supported", "quoted"]
        assert given.sentences[1].citations == (2,)
        cited = given.citations[1].quote
        assert (cited.text, cited.found.source.outlet) == (other, outlet)
        assert given.notices.count("sources_differ") == 1

    async def test_the_quoted_side_opens_its_exact_words(self, written, model):
        model.script = _says(OF_WIRE)

        cited = (await asked(written, ILL)).citations[1].as_json()

        assert POST[cited["start"] : cited["end"]] == cited["quote"] == BY_POST

    async def test_where_both_sides_are_written_it_is_only_said_that_they_differ(self, written, model):
        model.script = _says(f"{OF_WIRE} {OF_POST}")

        given = await asked(written, ILL)

        assert [s.verdict for s in given.sentences] == ["supported", "supported"]
        assert "sources_differ" in given.notices

    async def test_where_neither_is_written_both_are_quoted(self, written, model):
        model.script = _says("Schools stay open.[POST]")

        given = await asked(written, ILL)

        assert given.sentences[0].text == "Schools stay open."
        assert {s.text for s in given.sentences[1:]} == {BY_WIRE, BY_POST}

    async def test_where_sources_agree_nothing_is_added(self, written, model):
        model.script = _says("The organ of Skarn cost 640,000 crowns.[ORGAN]")

        given = await asked(written, COST)

        assert [s.verdict for s in given.sentences] == ["supported"]
        assert "sources_differ" not in given.notices

    async def test_events_come_in_order_and_their_deltas_make_the_text(self, written, model):
        model.script = _says(OF_WIRE)

        stream = await events(written, ILL)

        assert [event for event in stream if isinstance(event, Status)] == [
            Status("understanding"),
            Status("searching"),
            Status("writing"),
        ]
        kinds = [type(event) for event in stream]
        assert kinds == [Status, Status, Sources, Status, Text, Text, Done]
        assert "".join(e.delta for e in stream if isinstance(e, Text)) == stream[-1].answer.text
        assert stream[-2].as_json()["sentence"]["cites"][0]["quote"] == BY_POST

    async def test_the_first_sentence_does_not_wait_for_the_other_side(self, written, model):
        model.script = _says(f"{OF_WIRE} And", chunk=60, stall_after_chunks=(1, 30))
        began = time.monotonic()

        async with aclosing(answer(Question(ILL), Reader(), written)) as stream:
            first = await anext(event async for event in stream if isinstance(event, Text))

        assert first.sentence.verdict == "supported"
        assert time.monotonic() - began < 4

    async def test_a_model_that_declines_is_not_contradicted(self, written, model):
        model.script = Script("[none]")

        given = await asked(written, ILL)

        assert (given.mode, given.sentences) == ("declined", ())
        assert "sources_differ" not in given.notices

    async def test_a_model_that_fails_after_one_side_leaves_the_other_to_the_quotes(self, written, model):
        model.script = _says(f"{OF_WIRE} And then it goes on.", chunk=20, cut_after_chunks=4)

        given = await asked(written, ILL)

        assert given.mode == "quoted"
        assert given.sentences[0].verdict == "supported"
        assert BY_POST in [s.text for s in given.sentences[1:]]
        assert given.notices.count("sources_differ") == 1


def _added(told, question, *texts):
    """What is quoted of the sides that this one sentence does not tell."""
    passages = [found(text, f"a{n}") for n, text in enumerate(texts)]
    weighed = weigh(question, terms_of(question, lambda term: (1, 100)), passages, None)
    draft = Draft(Question(question), Reader(), "c")
    draft.add(Checked(told, (), "supported"))
    return [sentence.text for sentence in lacking(draft, weighed, lambda found: None, None)]


TWELVE, FIFTEEN = (f"In Ostrel {n} people fell ill from the water." for n in ("12", "15"))


def test_a_number_in_words_tells_the_same_value():
    assert _added("Twelve of them fell ill.", ILL, TWELVE, FIFTEEN) == [FIFTEEN]


def test_two_dates_stand_against_each_other():
    question = "When does the hut on the glacier close?"
    one, other = (f"The hut on the glacier closes on {day}." for day in ("3 October", "9 May"))

    assert _added("It closes on 3 October.", question, one, other) == [other]
    assert _added("One paper says 9 May, the other 3 October.", question, one, other) == []


def test_a_surname_tells_whom_a_side_names():
    question = "Who won the ferry race of Velm?"
    one = "Ines Kollar won the ferry race of Velm on Sunday."
    again = "The ferry race of Velm was won by Ines Kollar."
    other = "Palle Wink won the ferry race of Velm on Sunday."

    assert _added("Kollar won it.", question, one, again, other) == [other]
    assert _added("Some say Kollar, some say Wink.", question, one, again, other) == []


def test_a_side_that_says_he_is_led_by_whom_it_means():
    lead = "The doctor Palle Wink spoke on Monday."
    side = "He said that 92 people in Ostrel fell ill from the water."

    assert _added("It was 118 people.", ILL, BY_WIRE, f"{lead} {side}") == [lead, side]
