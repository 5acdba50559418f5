"""A follow-up put as a question of its own by the model; by rules where it fails.

Knows the prompt and the form the model fills in; rules alone decide whether it is asked at all.
"""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

import prompts
from assistant.checking.evidence import visible
from assistant.conversation import Turn
from assistant.errors import ModelFailed
from assistant.llm import ChatModel
from assistant.questions.follow_up import Alone
from assistant.understand import said

# The first words wait for this: a hosted model takes about a second for so short a form.
_PATIENCE_S = 2.5
_LAST = 3  # turns shown
_LONGEST = 300  # letters of a question; more is a model gone wrong


class StandsAlone(BaseModel):
    """The question as it stands alone."""

    goes_on: bool = Field(description="whether the last question goes on from an earlier one")
    question: str = Field(description="the last question, complete in itself")


async def rewritten(question: str, turns: Sequence[Turn], found: Alone, model: ChatModel) -> Alone:
    """Put the question as the model does; as the rules did where it fails or takes long."""
    try:
        form = await model.structured(_prompt(question, turns), StandsAlone, _PATIENCE_S)
    except ModelFailed:
        return found
    text = " ".join(visible(form.question).split())
    if not text or len(text) > max(_LONGEST, 2 * len(question)):
        return found
    continues = found.continues if form.goes_on else None
    return replace(found, text=text, core=text, phrases=(), continues=continues)


def _prompt(question: str, turns: Sequence[Turn]) -> str:
    earlier = [said(turn) for turn in turns[-_LAST:]]
    told = "\n\n".join(f"Question: {turn.question}\nAnswer: {turn.answer or 'none'}" for turn in earlier)
    # Earlier answers hold words of articles.
    return prompts.render(
        "understand", fence=prompts.fence(), turns=visible(told), question=visible(question)
    )
