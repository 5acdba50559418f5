"""A second opinion on a sentence that has passed every check: the chat model's, where that is wanted.

It can only refuse. Where the model gives none in time the checks stand as they are.
"""

from pydantic import BaseModel, Field

import prompts
from assistant.checking.evidence import origin, plain, visible
from assistant.conversation import Checked
from assistant.errors import ModelFailed
from assistant.llm import ChatModel

_PATIENCE_S = 4.0  # the sentence waits for this


class Opinion(BaseModel):
    """What the model says of a sentence."""

    is_supported: bool = Field(description="whether the words cited say all of the sentence")


async def agrees(checked: Checked, model: ChatModel) -> bool:
    """Whether the model, too, finds that the cited words say the sentence; not asked of words cited whole."""
    if any(plain(checked.text) == plain(quote.text) for quote in checked.quotes):
        return True
    try:
        return (await model.structured(_prompt(checked), Opinion, _PATIENCE_S)).is_supported
    except ModelFailed:
        return True


def _prompt(checked: Checked) -> str:
    told = [f"{origin(quote.found)}: {quote.text}" for quote in checked.quotes]
    fence = prompts.fence()
    return prompts.render("opinion", fence=fence, cited=visible("\n\n".join(told)), sentence=checked.text)
