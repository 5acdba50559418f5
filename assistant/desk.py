"""The Desk: what every answer needs, and the threads its slow steps run in."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TypeVar

from assistant.briefings import Briefings
from assistant.llm import ChatModel
from assistant.memory import Memory
from assistant.retrieve import Retriever
from assistant.text_vectors import TextVectors

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Desk:
    """All that answering needs, built once."""

    retriever: Retriever
    memory: Memory
    briefings: Briefings
    model: ChatModel | None
    meaning: TextVectors | None  # of English sentences; None where the English model is missing
    pool: ThreadPoolExecutor  # for the steps that search
    weighing: ThreadPoolExecutor  # for those that weigh and check sentences; no search waits for them
    zone: tzinfo = UTC  # where days begin
    asks_opinions: bool = False  # whether the model is asked of each sentence that passed its checks
    across: TextVectors | None = None  # of sentences in any language; None where only English is known

    async def away(self, step: Callable[..., Result], *given: object) -> Result:
        """Run a step beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, step, *given)

    async def weigh(self, step: Callable[..., Result], *given: object) -> Result:
        """Run a step that compares sentences, behind those of other answers."""
        return await asyncio.get_running_loop().run_in_executor(self.weighing, step, *given)
