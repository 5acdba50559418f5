"""What a reader knows: what they were told of a topic before, or what had been published by a time.

Reads the archive for changes.py; decides nothing about what has changed.
"""

from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.changes import Before, Earlier
from assistant.conversation import Quote
from assistant.reporting.claim import Claim, claim_of
from assistant.revisions import Revision, edits, revised
from ingest.archive import Archive
from ingest.article import Passage
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, history, told
from ingest.holdings.history import Version
from ingest.holdings.reader import Found, Reader
from ingest.holdings.told import Recalled, Told
from ingest.times import moment, seconds

# What had come so long before the reader was told can be found by then: indexes follow within it.
_FOUND_AFTER_S = 600
_MOST_VERSIONS = 20  # of an article, looked at for what it said at a time
_ON_TOPIC = 2  # words a sentence shares with one of the topic


def told_before(
    archive: Archive, topic: str | None, told_at: int | None, now: Sequence[Quote], reader: Reader
) -> Before:
    """What a reader was told of a topic; ``told_at`` is when, None if never."""
    if told_at is None:
        return Before(is_first=True)
    arrived = told.arrivals(archive, {_version(quote) for quote in now})
    read = frozenset(place for place, at in arrived.items() if at < told_at - _FOUND_AFTER_S)
    recalled = told.recalled(archive, topic, reader)
    read |= {(one.told.article_id, one.told.version) for one in recalled}  # it was there to be told
    seen = catalogue.states(archive, sorted({one.told.article_id for one in recalled}), reader)
    earlier = tuple(_earlier(archive, one, seen, reader) for one in recalled)
    return Before(earlier, read=read, owed=told.owed(archive, topic, reader))


def published_before(archive: Archive, since: datetime, now: Sequence[Quote], reader: Reader) -> Before:
    """What articles said by a time: those published by then, in the words they had then."""
    at = timegm(since.utctimetuple())
    by_article: dict[str, list[Quote]] = {}
    for quote in now:
        by_article.setdefault(quote.found.source.article_id, []).append(quote)
    arrived = told.arrivals(archive, {_version(quote) for quote in now})
    earlier: list[Earlier] = []
    read = set()
    for article_id, quotes in by_article.items():
        source = quotes[0].found.source
        came = arrived.get((article_id, source.version), 0)
        first = source.published_at if source.published_at is not None else came
        if source.version == 1 or came <= at:
            if first <= at:
                read.add((article_id, source.version))
                earlier += [_standing(quote) for quote in quotes]
        else:
            earlier += _by_then(archive, article_id, at, quotes, reader)
    return Before(tuple(earlier), read=frozenset(read))


def _version(quote: Quote) -> tuple[str, int]:
    return quote.found.source.article_id, quote.found.source.version


def _standing(quote: Quote) -> Earlier:
    claim, source = claim_of(quote), quote.found.source
    place = Told(claim.digest, source.article_id, source.version, quote.start, quote.end)
    return Earlier(place, quote.text, claim.published)


def _earlier(archive: Archive, one: Recalled, seen: Mapping[str, int], reader: Reader) -> Earlier:
    """Something told, with what has become of it."""
    published = date.fromisoformat(one.published) if one.published else None
    article_id = one.told.article_id
    known = Earlier(one.told, one.text, published, is_shown=article_id in seen)
    if one.text is None or article_id not in seen or seen[article_id] == one.told.version:
        return known
    try:
        since = history.since(archive, article_id, one.told.version, reader)
        return _revised(archive, known, since, reader)
    except UnknownArticle:  # removed, or hidden, at this very moment
        return replace(known, is_shown=False)


def _revised(archive: Archive, known: Earlier, since: Sequence[Version], reader: Reader) -> Earlier:
    """Something told, held against the newest version of its article."""
    place, text = known.told, known.text or ""
    revision = revised(text, place.start, place.version, since)
    newest = since[-1]
    then = since[0].text if since[0].number == place.version else ""
    is_shown = then[place.start : place.end] == text
    return replace(
        known,
        revision=revision,
        was=_as_it_stood(archive, known, reader) if is_shown and revision.span is None else None,
        says=_quote(archive, place.article_id, revision.span, reader),
        notice=_quote(archive, place.article_id, _notice(revision, newest), reader),
    )


def _notice(revision: Revision, newest: Version) -> tuple[int, int] | None:
    notice = revision.correction
    at = newest.text.find(notice) if notice else -1
    return (at, at + len(notice)) if notice and at >= 0 else None


def _quote(archive: Archive, article_id: str, span: tuple[int, int] | None, reader: Reader) -> Quote | None:
    found = told.standing(archive, article_id, span, reader) if span else None
    return Quote(found, *span) if found and span else None


def _as_it_stood(archive: Archive, known: Earlier, reader: Reader) -> Quote:
    """The words as the version had them that the reader was told of."""
    place = known.told
    source = replace(catalogue.article(archive, place.article_id, reader).source, version=place.version)
    name = f"{place.article_id}-{place.version}-0"
    passage = Passage(name, place.article_id, known.text or "", place.start, place.end)
    return Quote(Found(passage, source), place.start, place.end)


def _by_then(
    archive: Archive, article_id: str, at: int, quotes: Sequence[Quote], reader: Reader
) -> list[Earlier]:
    """What an article said at a time, as far as its newest version says it otherwise, or it is quoted now."""
    try:
        newest, *older = history.of_article(archive, article_id, reader, _MOST_VERSIONS)
    except UnknownArticle:  # removed at this very moment
        return []
    then = next((version for version in older if seconds(moment(version.added)[0]) <= at), None)
    if then is None:
        return []
    gone = set(edits(then.text, newest.text)[0])
    found = []
    for text in (*(quote.text for quote in quotes), *gone):
        if (start := then.text.find(text)) >= 0:
            known = _known(then, text, start)
            revision = _revised(archive, known, (then, newest), reader) if text in gone else known
            if _is_on_topic(revision, quotes):
                found.append(revision)
    return found


def _known(then: Version, text: str, start: int) -> Earlier:
    published = date.fromisoformat(then.published[:10]) if then.published else None
    place = Told(Claim(text, published).digest, then.article_id, then.number, start, start + len(text))
    return Earlier(place, text, published)


def _is_on_topic(known: Earlier, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence is of what is quoted: its words stand there, or others like them."""
    if known.revision is None or any(_overlap(known, quote) for quote in quotes):
        return True
    words = known.claim.words
    return known.is_lost and any(len(words & claim_of(quote).words) >= _ON_TOPIC for quote in quotes)


def _overlap(known: Earlier, quote: Quote) -> bool:
    says = known.says
    return says is not None and says.start < quote.end and quote.start < says.end
