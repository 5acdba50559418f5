"""The main path: understand, retrieve, write or quote, check; one question to a stream of events.

Knows the order of the steps; each step is in the file of its name.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

import prompts
from assistant import decline, write
from assistant.check import check
from assistant.conversation import (
    Answer,
    Checked,
    Citation,
    Done,
    Event,
    Mode,
    Query,
    Question,
    Quote,
    Sentence,
    Sources,
    Status,
    Text,
)
from assistant.errors import ModelFailed
from assistant.llm import ChatModel
from assistant.memory import Memory
from assistant.quote import quote
from assistant.retrieve import Retriever
from assistant.terms import Terms, terms_of
from assistant.understand import understand
from ingest import catalogue
from ingest.model import covers
from ingest.reader import Coverage, Found, Reader, Window

_PASSAGES = 8  # handed on to be quoted or written from
_EACH_ARTICLE = 3
_MOST_WRITTEN = 12  # sentences; a model that goes on is repeating itself
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Desk:
    """All that answering needs, built once."""

    retriever: Retriever
    memory: Memory
    model: ChatModel | None
    pool: ThreadPoolExecutor  # for the steps that search and compute

    async def away(self, step: Callable[..., Result], *given: object) -> Result:
        """Run a step beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, step, *given)


@dataclass(slots=True)
class Draft:
    """An answer as it grows."""

    question: Question
    reader: Reader
    conversation_id: str
    began: float = field(default_factory=time.monotonic)
    mode: Mode = "quoted"
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    citations: dict[tuple[str, int, int], Citation] = field(default_factory=dict)
    dropped: int = 0
    nearest: tuple[Found, ...] = ()
    notices: list[str] = field(default_factory=list)
    model: str | None = None
    timings: dict[str, int] = field(default_factory=dict)

    def time(self, step: str) -> None:
        """Note how long after the beginning a step had ended, in milliseconds."""
        self.timings.setdefault(step, round(1000 * (time.monotonic() - self.began)))

    def add(self, checked: Checked) -> Text:
        """Number the quotes of a sentence, append it, and return its event."""
        citations = tuple(self._cite(quoted) for quoted in checked.quotes)
        numbers = tuple(dict.fromkeys(citation.number for citation in citations))
        sentence = Sentence(checked.text, numbers, checked.verdict, checked.checked)
        gap = " " if self.sentences else ""
        delta = f"{gap}{checked.text} " + "".join(f"[{number}]" for number in numbers)
        self.sentences.append(sentence)
        self.text += delta
        self.time("first_sentence")
        return Text(delta, sentence, citations)

    def _cite(self, quoted: Quote) -> Citation:
        return self.citations.setdefault(quoted.key, Citation(len(self.citations) + 1, quoted))


async def answer(question: Question, reader: Reader, desk: Desk) -> AsyncGenerator[Event, None]:
    """Stream the sources, then each sentence once it has passed its check, then the Answer.

    Raises UnknownConversation before the first event.
    """
    conversation_id = await desk.away(desk.memory.begin, question.conversation_id, reader)
    draft = Draft(question, reader, conversation_id)
    yield Status("understanding")
    query = understand(question)
    draft.time("understand")
    yield Status("searching")
    passages = await desk.away(_passages, query, reader, desk)
    draft.time("retrieve")
    yield Sources(tuple(passages))
    terms = terms_of(query.text, desk.retriever.rarity)
    if decline.answers(terms, passages):
        async with aclosing(_sentences(draft, query, terms, passages, desk)) as events:
            async for event in events:
                yield event
    if not draft.sentences:
        yield await desk.away(_decline, draft, query, desk)
    draft.time("total")
    finished = await desk.away(_finished, draft, desk)
    await desk.away(desk.memory.keep, finished, reader)
    yield Done(finished)


async def whole(question: Question, reader: Reader, desk: Desk) -> Answer:
    """Answer in one piece."""
    async with aclosing(answer(question, reader, desk)) as events:
        async for event in events:
            if isinstance(event, Done):
                return event.answer
    raise AssertionError("the last event of an answer is Done")


async def _sentences(
    draft: Draft, query: Query, terms: Terms, passages: Sequence[Found], desk: Desk
) -> AsyncGenerator[Event, None]:
    """Write with a model where there is one; quote where there is none, or where it fails."""
    if desk.model is not None:
        yield Status("writing")
        try:
            async with aclosing(_written(draft, query, passages, desk.model)) as texts:
                async for text in texts:
                    yield text
        except ModelFailed:
            draft.notices.append("model_down")
            draft.mode = "quoted"
        if draft.mode in ("written", "declined"):
            return
    for sentence in await desk.away(_quoted, draft, query, terms, passages, desk):
        yield draft.add(sentence)


async def _written(
    draft: Draft, query: Query, passages: Sequence[Found], model: ChatModel
) -> AsyncGenerator[Text, None]:
    """Yield what a model writes, sentence by sentence, as far as each passes its check."""
    keyed = write.keyed(passages)
    async with (
        aclosing(model.stream(write.prompt(query.text, keyed))) as words,
        aclosing(write.drafts(words)) as written,
    ):
        while True:
            try:
                # wait_for would lose a cancellation that comes as the step ends (Python 3.11), and
                # with it a reader who has left.
                async with asyncio.timeout(model.timeout_s):
                    sentence = await anext(written)
            except StopAsyncIteration:
                break
            except TimeoutError as error:
                model.failed(error)
                raise ModelFailed("no sentence in time") from error
            if write.declines(sentence):
                if not draft.sentences:
                    draft.mode = "declined"
                break
            passed = check(sentence, keyed)
            if passed is None or any(passed.text == told.text for told in draft.sentences):
                draft.dropped += 1
                continue
            draft.mode, draft.model = "written", model.name
            yield draft.add(passed)
            if len(draft.sentences) == _MOST_WRITTEN:
                break
    if draft.mode == "quoted":
        draft.notices.append("nothing_passed_its_check")


def _passages(query: Query, reader: Reader, desk: Desk) -> list[Found]:
    """The best passages, of one article at most three."""
    return _at_most(_EACH_ARTICLE, desk.retriever.find(query, 4 * _PASSAGES, reader))[:_PASSAGES]


def _at_most(each: int, passages: Sequence[Found]) -> list[Found]:
    """Leave out what an article has beyond its first ``each`` passages."""
    taken: Counter[str] = Counter()
    kept = []
    for found in passages:
        taken[found.passage.article_id] += 1
        if taken[found.passage.article_id] <= each:
            kept.append(found)
    return kept


def _quoted(draft: Draft, query: Query, terms: Terms, passages: Sequence[Found], desk: Desk) -> list[Checked]:
    """The best sentences, without those a model had cited before it failed."""
    retriever = desk.retriever
    found = quote(query.text, terms, passages, retriever.vector, lambda p: retriever.before(p, draft.reader))
    return [sentence for sentence in found if not {q.key for q in sentence.quotes} <= draft.citations.keys()]


def _decline(draft: Draft, query: Query, desk: Desk) -> Text:
    """Say that the news does not say; a window without articles shows what lies outside it."""
    archive = desk.retriever.index.archive
    covered = catalogue.coverage(archive, draft.reader, Window())
    searched = catalogue.coverage(archive, draft.reader, query.window)
    window = query.window
    if searched.articles == 0 and covered.articles:
        draft.notices.append("window_empty")
        window = decline.outside(query.window)
    nearest = desk.retriever.find(Query(query.text, window), 4 * decline.NEAREST, draft.reader)
    draft.nearest = tuple(_at_most(1, nearest)[: decline.NEAREST])
    draft.mode = "declined"
    draft.text = decline.refusal(draft.question.asked, covered, searched, query.window.outlets)
    return Text(draft.text)


def _finished(draft: Draft, desk: Desk) -> Answer:
    citations = tuple(draft.citations.values())
    return Answer(
        id=uuid4().hex,
        conversation_id=draft.conversation_id,
        question=draft.question.text,
        mode=draft.mode,
        text=draft.text,
        sentences=tuple(draft.sentences),
        citations=citations,
        dropped=draft.dropped,
        nearest=draft.nearest,
        asked=draft.question.asked,
        coverage=_coverage(draft, desk),
        notices=tuple(dict.fromkeys([*draft.notices, *_state_notices(citations, desk)])),
        model=draft.model,
        prompt_digest=prompts.digest("answer") if draft.model else None,
        timings_ms=draft.timings,
    )


def _coverage(draft: Draft, desk: Desk) -> Coverage:
    return catalogue.coverage(desk.retriever.index.archive, draft.reader, draft.question.window)


def _state_notices(citations: Sequence[Citation], desk: Desk) -> list[str]:
    """What the reader should know of the index and of the languages cited."""
    notices = []
    if desk.retriever.vector is None:
        notices.append("words_only")
    elif not desk.retriever.index.has_caught_up():
        notices.append("not_indexed_yet")
    languages = {citation.quote.found.source.language for citation in citations}
    if not all(covers(desk.retriever.index.model, language) for language in languages):
        notices.append("language_by_words_only")
    return notices
