"""The routes of what is watched: list feeds with how they fare, watch one, pause one, watch one no more.

The child process reads them; nothing is fetched here.
"""

import time
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import Json
from assistant.web.house import house_of, reader_of
from ingest.archive import Archive
from ingest.article import Clean
from ingest.errors import BadField, UnknownFeed
from ingest.holdings.reader import Reader
from ingest.holdings.rights import checked
from ingest.read.lines import embargo
from ingest.watched import entries, feed_counts, feeds
from ingest.watched.feed_counts import Count
from ingest.watched.feed_report import as_row
from ingest.watched.feeds import COLLECTION, Feed, Wish, wished

routes = APIRouter()


class FeedBody(BaseModel):
    """A feed to be watched."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Annotated[Clean, Field(min_length=1, max_length=2_000)]
    outlet: Annotated[Clean, Field(max_length=200)] | None = None
    days: Annotated[int, Field(ge=0, le=60)] = 7  # of older news, where the site's sitemaps name it
    page: bool = False  # the one page, not the site's feed
    collection: Annotated[Clean, Field(min_length=1, max_length=100)] | None = None
    rights: Annotated[Clean, Field(max_length=20)] | None = None
    embargo_until: Annotated[Clean, Field(max_length=40)] | None = None


class PausedBody(BaseModel):
    """Whether a feed is left alone."""

    model_config = ConfigDict(extra="forbid", strict=True)

    paused: bool


@routes.get("/v1/feeds")
def listing(request: Request) -> Json:
    """List what is watched, with how each feed fares."""
    archive, reader = house_of(request).archive, reader_of(request)
    return {"feeds": _rows(archive, [f for f in feeds.listing(archive) if _is_seen(f, reader)], reader)}


@routes.post("/v1/feeds")
def watch(body: FeedBody, request: Request) -> Json:
    """Watch a feed, or a site's feed; it is read within seconds."""
    archive = house_of(request).archive
    feed, _ = feeds.add(archive, _wish(body, reader_of(request)), int(time.time()))
    return _rows(archive, [feed], reader_of(request))[0]


@routes.patch("/v1/feeds/{feed_id}")
def pause(feed_id: int, body: PausedBody, request: Request) -> Json:
    """Leave a feed alone, or look at it again."""
    archive = house_of(request).archive
    feeds.pause(archive, _found(feed_id, request), body.paused, int(time.time()))
    return _rows(archive, [_found(feed_id, request)], reader_of(request))[0]


@routes.delete("/v1/feeds/{feed_id}")
def remove(feed_id: int, request: Request) -> Json:
    """Watch a feed no more; its articles stay."""
    feeds.remove(house_of(request).archive, _found(feed_id, request))
    return {"removed": feed_id}


def _wish(body: FeedBody, reader: Reader) -> Wish:
    """What is wanted of a feed; raises BadField, also for a collection this reader may not read."""
    if reader.collections is not None and (body.collection or COLLECTION) not in reader.collections:
        raise BadField("collection", body.collection or COLLECTION, "not one that you may read")
    lifted = embargo(body.embargo_until)
    wish = wished(body.url, body.page)
    if wish.kind == "mailbox":
        raise BadField(
            "url", body.url, "a mailbox needs a password: `python -m ingest feeds add` asks for it"
        )
    return replace(
        wish,
        outlet=body.outlet or None,
        backfill_days=body.days,
        collection=body.collection,
        rights=checked(body.rights) if body.rights else None,
        embargo_until=int(lifted.timestamp()) if lifted else None,
    )


def _found(feed_id: int, request: Request) -> Feed:
    feed = feeds.of_name(house_of(request).archive, str(feed_id))
    if not _is_seen(feed, reader_of(request)):
        raise UnknownFeed(str(feed_id))
    return feed


def _is_seen(feed: Feed, reader: Reader) -> bool:
    return reader.collections is None or feed.collection in reader.collections


def _rows(archive: Archive, seen: list[Feed], reader: Reader) -> list[Json]:
    """How each fares; of what is under embargo not even a number is told."""
    counts = feed_counts.of_reader(archive, reader)
    return [
        as_row(feed, Count(), [])
        if feed_counts.is_held_back(feed)
        else as_row(feed, counts.get(feed.id, Count()), entries.troubles(archive, feed))
        for feed in seen
    ]
