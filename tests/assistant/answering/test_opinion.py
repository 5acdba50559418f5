"""A second opinion can only refuse what the checks let through."""

from dataclasses import replace

import pytest

from assistant import llm
from assistant.answering.opinion import agrees
from assistant.conversation import Checked, Quote
from tests.assistant.parts import HARBOUR, asked, found, key_for, settings
from tests.fakes.model import Script

OFFER = "Council negotiators put 412 additional crew berths on the table."


@pytest.fixture
def chat(model, tmp_path):
    """The scripted model as answers use it."""
    return llm.connect(settings(tmp_path, tmp_path, OPENAI_BASE_URL=model.url))


def _checked(text: str) -> Checked:
    start = HARBOUR.index("The council offered")
    end = HARBOUR.index(" A vote")
    return Checked(text, (Quote(found(HARBOUR), start, end),), "supported", ("entailment",))


@pytest.mark.parametrize("says", [True, False])
async def test_the_models_word_counts(chat, model, says):
    model.script = Script(form={"is_supported": says})

    assert await agrees(_checked(OFFER), chat) is says
    prompt = model.requests[0]["messages"][-1]["content"]
    assert "The council offered 412 extra crew places, up from 380 last week." in prompt
    assert prompt.rstrip().endswith(f"Sentence: {OFFER}")


@pytest.mark.parametrize("broken", [Script(status=500), Script("no form at all")])
async def test_without_an_answer_the_checks_stand(chat, model, broken):
    model.script = broken

    assert await agrees(_checked(OFFER), chat)


async def test_words_cited_whole_need_no_opinion(chat, model):
    whole = "The council offered 412 extra crew places, up from 380 last week."

    assert await agrees(_checked(whole), chat)
    assert model.requests == []


@pytest.mark.parametrize("says", [True, False])
async def test_an_answer_asks_where_that_is_wanted(desk, chat, model, says):
    def script(request):
        if "response_format" in request:
            return Script(form={"is_supported": says})
        key = key_for(request["messages"][-1]["content"], "412")
        return Script(f"The council offered 412 extra crew places.[{key}]")

    model.script = script

    given = await asked(replace(desk, model=chat, asks_opinions=True), "How many crew places?")

    assert given.mode == ("written" if says else "quoted")
    assert given.dropped == (0 if says else 1)
