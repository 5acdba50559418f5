"""The only door to chat models: stream an answer, within a time, with a circuit breaker.

Knows LangChain and the OpenAI client; nothing about news.
"""

import logging
import time
from collections.abc import AsyncGenerator

from httpx2 import HTTPError
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from openai import OpenAIError

from assistant.errors import ModelFailed
from assistant.settings import Settings

_RETRIES = 2  # before the first token only; the client never repeats a stream it has begun
_MOST_FAILURES = 5  # in a row, after which the model is left alone
_REST_S = 20.0
# The client hands on what the connection and the JSON of a broken stream raise.
_FAULTS = (OpenAIError, HTTPError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError)
_log = logging.getLogger(__name__)


class ChatModel:
    """One chat model, and whether it has been failing."""

    def __init__(self, model: BaseChatModel, name: str, timeout_s: float) -> None:
        self.name = name
        self.timeout_s = timeout_s  # for the first sentence, and for each next one
        self._model = model
        self._failures = 0
        self._rests_until = 0.0

    @property
    def rests(self) -> bool:
        """Whether the model has failed so often that it is not asked for a while."""
        return time.monotonic() < self._rests_until

    async def stream(self, prompt: str) -> AsyncGenerator[str, None]:
        """Yield the model's words as they come; raises ModelFailed at any moment.

        Closing the iterator cancels the call at the model's side too.
        """
        if self.rests:
            raise ModelFailed("the model has failed several times and is left alone for a moment")
        got_any = False
        pieces = self._model.astream(prompt)
        try:
            async for chunk in pieces:
                if text := chunk.text:
                    got_any = True
                    yield text
            if not got_any:
                raise ValueError("the model sent nothing")
        except _FAULTS as error:
            self.failed(error)
            raise ModelFailed(type(error).__name__) from error
        finally:
            await pieces.aclose()  # type: ignore[attr-defined]  # astream is an async generator
        self._failures = 0

    def failed(self, error: Exception) -> None:
        """Count a failure; after several in a row the model rests."""
        # The text of the error may hold the question: only its kind is logged.
        _log.warning("the chat model failed: %s", type(error).__name__)
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            self._rests_until = time.monotonic() + _REST_S
            self._failures = 0


def connect(settings: Settings) -> ChatModel | None:
    """Make the model of the settings; None where none is set."""
    if not settings.writes:
        return None
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    model = init_chat_model(
        settings.model,
        model_provider="openai",
        api_key=key or "none",  # local servers ask for none; the client insists on one
        base_url=settings.openai_base_url,
        temperature=0,
        max_retries=_RETRIES,
        timeout=settings.model_timeout_s,
        stream_usage=False,
        stream_chunk_timeout=None,  # it can lose a cancellation; ``answer`` bounds each sentence
    )
    return ChatModel(model, settings.model, settings.model_timeout_s)
