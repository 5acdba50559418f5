"""The main path of briefings: gather the news, choose what it tells, write or quote it; an Order to events.

Knows the order of the steps; what the news tells is read in ``reporting``.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from assistant import decline, write
from assistant.answering.gather import narrowest
from assistant.answering.writing import written
from assistant.briefing import Briefing, Development, Order, Speech, Unkept
from assistant.changes import Changes, changes, claims, shown
from assistant.check import Failed
from assistant.composing import news, tops
from assistant.composing.choice import PLANS
from assistant.composing.draft import Draft
from assistant.composing.news import News
from assistant.composing.report import Report, report
from assistant.conversation import Asked, Query, Question
from assistant.desk import Desk
from assistant.errors import ModelFailed
from assistant.events import BriefingDone, Event, Sources, Status
from assistant.llm import ChatModel
from assistant.questions import outlets
from assistant.ranking.choose import at_most, choose
from assistant.understand import Setting, understand
from assistant.weighing.terms import terms_of
from ingest.errors import ArchiveUnusable
from ingest.holdings import catalogue
from ingest.holdings.outlets import outlets as outlets_of
from ingest.holdings.reader import Found, Reader, Window
from ingest.holdings.told import addressed

_SHOWN = 16  # passages named as the sources while a briefing is made
_FEWEST = 2  # written sentences; with less the news is quoted
_KNOWN = 4  # times as many things that happened are compared with what the reader knows as are shown
_log = logging.getLogger(__name__)
_TOP_STORIES = "the top stories, each a sentence"


async def brief(order: Order, reader: Reader, desk: Desk) -> AsyncGenerator[Event, None]:
    """Stream the sources, then the Briefing, each sentence of which is quoted or has passed its check."""
    draft = Draft(order, reader)
    async with aclosing(_steps(draft, desk)) as events:
        async for event in events:
            if isinstance(event, BriefingDone):
                yield BriefingDone(await desk.away(_kept, event.briefing, draft, desk))
            else:
                yield event


async def whole(order: Order, reader: Reader, desk: Desk) -> Briefing:
    """Brief in one piece."""
    async with aclosing(brief(order, reader, desk)) as events:
        return await _last(events)


async def unkept(order: Order, reader: Reader, desk: Desk) -> Unkept:
    """Brief in one piece and keep nothing of it: of an edition all is kept at once."""
    draft = Draft(order, reader)
    async with aclosing(_steps(draft, desk)) as events:
        return Unkept(await _last(events), draft.known)


async def _last(events: AsyncGenerator[Event, None]) -> Briefing:
    async for event in events:
        if isinstance(event, BriefingDone):
            return event.briefing
    raise AssertionError("the last event of a briefing is BriefingDone")


async def _steps(draft: Draft, desk: Desk) -> AsyncGenerator[Event, None]:
    """Make a briefing; its last event holds it."""
    order = draft.order
    yield Status("searching")
    query = await desk.away(_query, draft, desk)
    gathered = await desk.away(_gathered, draft, query, desk)
    draft.time("retrieve")
    yield Sources(tuple(at_most(1, gathered.passages))[:_SHOWN])
    if gathered.passages:
        yield Status("checking")
        told = await desk.weigh(_reported, order, gathered, desk)
        if desk.model is not None and told.head:
            yield Status("writing")
            await _write(draft, told, desk, desk.model)
        found = await desk.weigh(_changes, draft, told, desk)
        draft.tell(told, found.changed)
        draft.known = found.told
    else:
        await desk.away(_decline, draft, query, desk)
    draft.time("total")
    yield BriefingDone(await desk.away(draft.finished, query, desk))


def _query(draft: Draft, desk: Desk) -> Query:
    """What is searched: the topic with its own time words, or the window, which is the last day with news."""
    order, retriever = draft.order, desk.retriever
    if order.topic is None:
        if order.window.since or order.window.until:
            return Query("", order.window, asked=order.asked)
        window = tops.newest(order.window, draft.reader, retriever) or order.window
        first, last = (at.date().isoformat() if at else None for at in (window.since, window.until))
        return Query("", window, asked=Asked(first, last, order.asked.as_of))
    known = outlets.known(outlets_of(retriever.index.archive, draft.reader))
    question = Question(order.topic, order.window, order.asked)
    query = understand(question, setting=Setting(datetime.now(UTC), desk.zone, known))
    return replace(query, window=narrowest(query), likely=None, days=None)


def _gathered(draft: Draft, query: Query, desk: Desk) -> News:
    """The news a briefing is made from; none where it does not speak of the topic."""
    if draft.order.topic is None:
        vector = desk.across or desk.meaning
        return tops.of_window(query.window, draft.reader, desk.retriever, vector)
    gathered = news.of_topic(query, draft.reader, desk.retriever)
    terms = terms_of(query.text, desk.retriever.rarity)
    terms = news.with_first_name(terms, query.text, gathered.found)
    return gathered if news.speaks_of(gathered.found, terms) else News(())


def _reported(order: Order, gathered: News, desk: Desk) -> Report:
    vector = desk.across or desk.meaning
    return report(gathered, order.topic, PLANS[order.length], desk.retriever.rarity, vector)


def _changes(draft: Draft, told: Report, desk: Desk) -> Changes:
    """What has changed since the reader was last told, as much of it as is shown."""
    order, plan = draft.order, PLANS[draft.order.length]
    developments = told.developments[: _KNOWN * plan.points]
    # What is told in a sentence that is compared is told there.
    said = [each for each in told.said if not any(_holds(one, each) for one in developments)]
    now = claims(developments, said, told.differences)
    topic = addressed(order.topic, order.address)
    before = desk.briefings.before(topic, now, draft.reader, order.changed_since)
    found = changes(before, now, desk.meaning)
    draft.notices += found.notices
    return shown(found, plan.changes)


def _holds(development: Development, speech: Speech) -> bool:
    words = speech.words
    return any(
        quote.found.passage.article_id == words.found.passage.article_id
        and quote.start <= words.start
        and words.end <= quote.end
        for quote in development.told
    )


def _kept(finished: Briefing, draft: Draft, desk: Desk) -> Briefing:
    """Keep a briefing; where that cannot be, as on a full disk, its reader has it all the same, told so."""
    try:
        desk.briefings.keep(finished, draft.reader, draft.known, draft.order.digest_id)
    except ArchiveUnusable as error:
        _log.error("a briefing is not kept: %s", error)
        return replace(finished, notices=(*finished.notices, "not_kept"))
    return finished


async def _write(draft: Draft, told: Report, desk: Desk, model: ChatModel) -> None:
    """Have the model write the headline and the points; quotes stand for them where it fails."""
    plan = PLANS[draft.order.length]
    keyed = write.keyed(_written_from(told, desk))
    topic = draft.order.topic or _TOP_STORIES
    prompt = write.briefing_prompt(topic, keyed, plan.points, plan.body)
    try:
        async with aclosing(written(prompt, keyed, desk, model)) as sentences:
            async for passed in sentences:
                if passed is None or len(draft.written) > plan.points:
                    break
                if isinstance(passed, Failed) or write.leaks(passed.text, keyed):
                    draft.dropped += 1
                elif all(passed.text != other.text for other in draft.written):
                    draft.written.append(passed)
    except ModelFailed:
        draft.written.clear()
        draft.notices.append("model_down")
        return
    if len(draft.written) < _FEWEST:
        draft.written.clear()
        draft.notices.append("nothing_passed_its_check")
    else:
        draft.mode, draft.model = "written", model.name


def _written_from(told: Report, desk: Desk) -> list[Found]:
    """The passages of what is shown, then of what else happened."""
    shown = [*([told.head] if told.head else []), *told.points, *told.developments]
    found = {quote.found.passage.id: quote.found for each in shown for quote in each.told}
    return choose(list(found.values()), desk.retriever.measure)


def _decline(draft: Draft, query: Query, desk: Desk) -> None:
    """Say that the news does not say; a window without articles shows what lies outside it."""
    archive = desk.retriever.index.archive
    covered = catalogue.coverage(archive, draft.reader, Window())
    searched = catalogue.coverage(archive, draft.reader, query.window)
    window = query.window
    if searched.articles == 0 and covered.articles:
        draft.notices.append("window_empty")
        window = decline.outside(query.window)
    if draft.order.topic:
        found = desk.retriever.find(Query(query.text, window), 4 * decline.NEAREST, draft.reader)
        draft.nearest = tuple(at_most(1, found)[: decline.NEAREST])
    draft.mode = "declined"
    asked = query.outlets or query.window.outlets
    draft.text = decline.refusal(query.asked, covered, searched, asked)
