"""The only door to chat models: stream an answer, within a time, with a circuit breaker.

Knows LangChain and the OpenAI client; nothing about news.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import TypeVar

from httpx2 import HTTPError
from langchain.chat_models import init_chat_model
from langchain_core.exceptions import LangChainException
from langchain_core.language_models import BaseChatModel
from openai import OpenAIError
from pydantic import BaseModel

from assistant.errors import ModelFailed
from assistant.settings import Settings

_RETRIES = 2  # before the first token only; the client never repeats a stream it has begun
_MOST_FAILURES = 5  # in a row, after which the model is left alone
_REST_S = 20.0
_MOST_MISSED = 3  # forms in a row
_NO_FORMS_S = 60.0
# The client hands on what the connection and the JSON of a broken stream raise.
_FAULTS = (OpenAIError, HTTPError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError)
_log = logging.getLogger(__name__)
Form = TypeVar("Form", bound=BaseModel)


class ChatModel:
    """One chat model, and whether it has been failing."""

    def __init__(self, model: BaseChatModel, name: str, timeout_s: float) -> None:
        self.name = name
        self.timeout_s = timeout_s  # for the first sentence, and for each next one
        self._model = model
        self._failures = 0
        self._rests_until = 0.0
        self._forms_missed = 0
        self._no_forms_until = 0.0

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

    async def structured(self, prompt: str, kind: type[Form], timeout_s: float) -> Form:
        """Have the model fill in a form; raises ModelFailed where it has not within the time.

        A model too slow for this may still write well: three forms missed in a row end the asking for
        forms for a minute, and not the writing.
        """
        with self._asked_for_a_form():
            async with asyncio.timeout(timeout_s):
                form = await self._model.with_structured_output(kind).ainvoke(prompt)
            return _of(kind, form)

    def structured_now(self, prompt: str, kind: type[Form], timeout_s: float) -> Form:
        """The same for callers that are in a thread of their own."""
        with self._asked_for_a_form():
            return _of(kind, self._model.with_structured_output(kind).invoke(prompt, timeout=timeout_s))

    @contextmanager
    def _asked_for_a_form(self) -> Iterator[None]:
        if self.rests or time.monotonic() < self._no_forms_until:
            raise ModelFailed("the model is left alone for a moment")
        try:
            yield
        except (*_FAULTS, LangChainException, TimeoutError) as error:
            _log.warning("the chat model filled in no form: %s", type(error).__name__)
            self._forms_missed += 1
            if self._forms_missed >= _MOST_MISSED:
                self._no_forms_until, self._forms_missed = time.monotonic() + _NO_FORMS_S, 0
            raise ModelFailed(type(error).__name__) from error
        self._forms_missed = 0

    def failed(self, error: Exception) -> None:
        """Count a failure; after several in a row the model rests."""
        # The text of the error may hold the question: only its kind is logged.
        _log.warning("the chat model failed: %s", type(error).__name__)
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            self._rests_until = time.monotonic() + _REST_S
            self._failures = 0


def _of(kind: type[Form], form: object) -> Form:
    if not isinstance(form, kind):
        raise ValueError("the model sent no form")
    return form


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
