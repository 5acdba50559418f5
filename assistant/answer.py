"""The main path: understand, retrieve, write or quote, check; one question to a stream of events.

Knows the order of the steps; each step is in the file of its name.
"""

import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import prompts
from assistant import decline, write
from assistant.answering import notices, sides
from assistant.answering.draft import Draft
from assistant.answering.gather import about_it, best, by_turns, narrowest
from assistant.answering.rewrite import rewritten
from assistant.answering.spoken import spoken
from assistant.answering.translate import translate
from assistant.answering.writing import written
from assistant.check import Failed
from assistant.conversation import Answer, Checked, Citation, Query, Question, Turn
from assistant.desk import Desk
from assistant.errors import ModelFailed
from assistant.events import Done, Event, Sources, Status, Text
from assistant.llm import ChatModel
from assistant.questions import outlets
from assistant.quote import Before
from assistant.ranking.choose import PASSAGES, at_most
from assistant.ranking.stories import copies
from assistant.understand import TURNS, Setting, alone, read
from assistant.weighing.suit import lean, suited
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import Weighed, weigh
from ingest.errors import ArchiveUnusable
from ingest.holdings import catalogue
from ingest.holdings.outlets import outlets as outlets_of
from ingest.holdings.reader import Found, Reader, Window

_MOST_WRITTEN = 12  # sentences; a model that goes on is repeating itself
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question with what was found for it."""

    query: Query
    passages: tuple[Found, ...]


async def answer(question: Question, reader: Reader, desk: Desk) -> AsyncGenerator[Event, None]:
    """Stream the sources, then each sentence once it has passed its check, then the Answer.

    Raises UnknownConversation before the first event.
    """
    conversation_id = await desk.away(desk.memory.begin, question.conversation_id, reader)
    draft = Draft(question, reader, conversation_id)
    yield Status("understanding")
    query = draft.query = await _understood(draft, desk)
    draft.time("understand")
    yield Status("searching")
    parts = await desk.away(_searched, draft, desk)
    draft.time("retrieve")
    yield Sources(tuple(by_turns([part.passages for part in parts])[:PASSAGES]))
    weighed = await desk.weigh(_weighed, draft, parts, desk)
    if answered := [part for part in weighed if decline.answers(part)]:
        if len(answered) < len(parts):
            draft.notices.append("part_unanswered")
        async with aclosing(_sentences(draft, answered, desk)) as events:
            async for event in events:
                yield event
    if not draft.sentences:
        yield await desk.away(_decline, draft, query, desk)
    await translate(draft, desk.model)
    draft.time("total")
    finished = await desk.away(_finished, draft, desk)
    yield Done(await desk.away(_kept, finished, reader, desk))


async def whole(question: Question, reader: Reader, desk: Desk) -> Answer:
    """Answer in one piece."""
    async with aclosing(answer(question, reader, desk)) as events:
        async for event in events:
            if isinstance(event, Done):
                return event.answer
    raise AssertionError("the last event of an answer is Done")


async def _understood(draft: Draft, desk: Desk) -> Query:
    """The query of a question; what goes on from an earlier turn is put by the model where there is one."""
    question = draft.question
    turns, setting = await desk.away(_setting, draft, desk)
    found = alone(question, turns)
    if desk.model is not None and found.continues is not None:
        found = await rewritten(question.text, turns, found, desk.model)
    return read(question, found, turns, setting)


def _setting(draft: Draft, desk: Desk) -> tuple[list[Turn], Setting]:
    """The turns before a question, and what is known when it is asked."""
    own = outlets_of(desk.retriever.index.archive, draft.reader)
    turns = []
    if draft.question.conversation_id is not None:
        turns = desk.memory.last(draft.conversation_id, draft.reader, TURNS)
    return turns, Setting(datetime.now(UTC), desk.zone, outlets.known(own))


async def _sentences(draft: Draft, parts: Sequence[Weighed], desk: Desk) -> AsyncGenerator[Event, None]:
    """Write with a model where there is one; quote where there is none, where it fails, or picks a side."""
    if desk.model is not None:
        yield Status("writing")
        try:
            passages = by_turns([part.passages for part in parts])[:PASSAGES]
            async with aclosing(_written(draft, draft.query, passages, desk, desk.model)) as texts:
                async for text in texts:
                    yield text
        except ModelFailed:
            draft.notices.append("model_down")
            draft.mode = "quoted"
        if draft.mode == "declined":
            return
    step = sides.lacking if draft.mode == "written" else sides.quoted
    before = partial(desk.retriever.before, reader=draft.reader)
    for part in parts:
        for sentence in await desk.weigh(step, draft, part, before, desk.meaning):
            yield draft.add(sentence)


async def _written(
    draft: Draft, query: Query, passages: Sequence[Found], desk: Desk, model: ChatModel
) -> AsyncGenerator[Text, None]:
    """Yield what a model writes, sentence by sentence, as far as each passes its check."""
    keyed = write.keyed(passages)
    async with aclosing(written(write.prompt(query.text, keyed), keyed, desk, model)) as sentences:
        async for passed in sentences:
            if passed is None:
                if not draft.sentences:
                    draft.mode = "declined"
                break
            if isinstance(passed, Failed) or _is_unwanted(passed, draft, keyed):
                draft.dropped += 1
                continue
            draft.mode, draft.model = "written", model.name
            yield draft.add(passed)
            if len(draft.sentences) == _MOST_WRITTEN:
                break
    if draft.mode == "quoted":
        draft.notices.append("nothing_passed_its_check")


def _searched(draft: Draft, desk: Desk) -> list[Part]:
    """Each part of the query with its passages; what may be named and not quoted stands beside."""
    found = [(part, *best(part, draft.reader, desk.retriever)) for part in draft.query.each]
    if withheld := by_turns([beside for *_, beside in found]):
        draft.notices.append("words_withheld")
        draft.nearest = tuple(at_most(1, withheld)[: decline.NEAREST])
    return [Part(part, tuple(passages)) for part, passages, _ in found]


def _is_unwanted(passed: Checked, draft: Draft, keyed: Mapping[str, Found]) -> bool:
    """Whether a sentence was told before, or tells the model's instructions."""
    return any(passed.text == told.text for told in draft.sentences) or write.leaks(passed.text, keyed)


def _weighed(draft: Draft, parts: Sequence[Part], desk: Desk) -> list[Weighed]:
    """What was found for each part, sentence by sentence."""
    before = partial(desk.retriever.before, reader=draft.reader)
    return [_weigh(part.query, part.passages, before, desk) for part in parts]


def _weigh(query: Query, passages: Sequence[Found], before: Before, desk: Desk) -> Weighed:
    terms = terms_of(query.text, desk.retriever.rarity).leaning(query.asks, query.carried)
    weighed = weigh(query.asks, terms, passages, desk.meaning, desk.across, query.meant, lean(query, terms))
    return spoken(weighed, query, before, desk.meaning) or suited(weighed, query)


def _decline(draft: Draft, query: Query, desk: Desk) -> Text:
    """Say that the news does not say; a window without articles shows what lies outside it."""
    archive = desk.retriever.index.archive
    covered = catalogue.coverage(archive, draft.reader, Window())
    searched = catalogue.coverage(archive, draft.reader, narrowest(query))
    window = query.window
    if searched.articles == 0 and covered.articles:
        draft.notices.append("window_empty")
        window = decline.outside(query.window)
    nearest = desk.retriever.find(Query(query.text, window), 4 * decline.NEAREST, draft.reader)
    again = copies(nearest)
    once = [found for found in nearest if found.passage.id not in again]
    linked = at_most(1, about_it(draft.nearest, query, desk.retriever))
    named = {found.passage.article_id for found in linked}
    others = [found for found in once if found.passage.article_id not in named]
    draft.nearest = tuple(at_most(1, [*linked, *others])[: decline.NEAREST])
    draft.mode = "declined"
    outlets_asked = query.outlets or query.window.outlets
    draft.text = (
        decline.linked(len(linked))
        if linked
        else decline.refusal(query.asked, covered, searched, outlets_asked)
    )
    return Text(draft.text)


def _kept(finished: Answer, reader: Reader, desk: Desk) -> Answer:
    """Keep an answer; where that cannot be, as on a full disk, its reader has it all the same, told so."""
    try:
        desk.memory.keep(finished, reader)
    except ArchiveUnusable as error:
        _log.error("an answer is not kept in its conversation: %s", error)
        return replace(finished, notices=(*finished.notices, "not_kept"))
    return finished


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
        asked=draft.query.asked,
        coverage=catalogue.coverage(desk.retriever.index.archive, draft.reader, draft.query.window),
        notices=_notices(draft, citations, desk),
        model=draft.model,
        prompt_digest=prompts.digest("answer") if draft.model else None,
        timings_ms=draft.timings,
    )


def _notices(draft: Draft, citations: Sequence[Citation], desk: Desk) -> tuple[str, ...]:
    found = (*notices.of_time(citations, draft.query), *notices.of_state(citations, desk.retriever))
    return tuple(dict.fromkeys((*draft.notices, *found)))
