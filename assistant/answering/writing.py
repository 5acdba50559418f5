"""What a model writes from passages, sentence by sentence: each checked, and mended once where it fails.

Knows the stream of a model and the checks; nothing of what the sentences are made into.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from assistant import write
from assistant.answering import opinion
from assistant.check import Draft, Failed, check
from assistant.conversation import Checked
from assistant.desk import Desk
from assistant.errors import ModelFailed
from assistant.llm import ChatModel
from ingest.holdings.reader import Found

_MOST_MENDED = 3  # sentences of a text that are written once more


async def written(
    prompt: str, keyed: Mapping[str, Found], desk: Desk, model: ChatModel
) -> AsyncGenerator[Checked | Failed | None, None]:
    """Yield each sentence with what became of its check; None, the last, where the passages do not say.

    Raises ModelFailed where the model fails or takes too long.
    """
    mends = _MOST_MENDED
    async with aclosing(model.stream(prompt)) as words, aclosing(write.drafts(words)) as drafts:
        while True:
            try:
                # wait_for would lose a cancellation that comes as the step ends (Python 3.11), and
                # with it a reader who has left.
                async with asyncio.timeout(model.timeout_s):
                    sentence = await anext(drafts)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                model.failed(error)
                raise ModelFailed("no sentence in time") from error
            if write.declines(sentence):
                yield None
                return
            passed = await _checked(sentence, keyed, desk, model)
            if isinstance(passed, Failed) and mends and passed.draft.text:
                mends -= 1
                passed = await _mended(passed, keyed, desk, model)
            yield passed


async def _mended(
    failed: Failed, keyed: Mapping[str, Found], desk: Desk, model: ChatModel
) -> Checked | Failed:
    """Have the model write a sentence once more; what fails again, or takes too long, stays out."""
    try:
        async with (
            aclosing(model.stream(write.rewriting(failed, keyed))) as words,
            aclosing(write.drafts(words)) as drafts,
            asyncio.timeout(model.timeout_s),
        ):
            again = await anext(drafts)
    except (StopAsyncIteration, TimeoutError, ModelFailed):
        return failed
    return failed if write.declines(again) else await _checked(again, keyed, desk, model)


async def _checked(
    sentence: Draft, keyed: Mapping[str, Found], desk: Desk, model: ChatModel
) -> Checked | Failed:
    """The verdict of the checks and, where one is wanted, of the model."""
    passed = await desk.weigh(check, sentence, keyed, desk.meaning, desk.across)
    if isinstance(passed, Failed) or not desk.asks_opinions or await opinion.agrees(passed, model):
        return passed
    return Failed(sentence, "entailment", sentence.text)
