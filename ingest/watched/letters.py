"""A watched mailbox: its new messages as articles, each with how far the mailbox is read with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ingest.article import Article
from ingest.errors import IngestError, MailboxUnreadable
from ingest.read import mail
from ingest.read.text import Details
from ingest.watched import mailbox
from ingest.watched.feeds import Feed
from ingest.watched.mailbox import Mailbox, Mark
from ingest.watched.visit import Web, digest_of, of_feed


@dataclass(frozen=True, slots=True)
class Read:
    """A message, read."""

    articles: tuple[Article, ...]
    key: str  # by which it is known again, should the mailbox number its messages anew
    mark: str  # where the next look begins
    trouble: str | None = None  # what of it could not be read


def read(feed: Feed, web: Web, now: datetime) -> Iterator[Read]:
    """Read the messages that came since the last look; of what holds no article the reason.

    Raises MailboxUnreadable.
    """
    for letter in mailbox.unseen(_mailbox(feed, web, now), _mark(feed.etag)):
        mark = f"{letter.mark.validity}:{letter.mark.uid}"
        key = digest_of(letter.data or mark.encode())
        if letter.trouble:
            yield Read((), key, mark, letter.trouble)
            continue
        try:
            pieces = mail.read(letter.data, f"message {letter.mark.uid}", Details(outlet=feed.outlet))
        except IngestError as error:
            yield Read((), key, mark, str(error))
            continue
        found = tuple(of_feed(piece.article, feed) for piece in pieces if piece.article)
        yield Read(found, key, mark, next((piece.reason for piece in pieces if piece.reason), None))


def _mailbox(feed: Feed, web: Web, now: datetime) -> Mailbox:
    if feed.secret is None:
        raise MailboxUnreadable(
            feed.url, "needs a name and password: `feeds add --credentials` asks for them"
        )
    secret = web.safe.open(feed.secret)
    found = mailbox.at(feed.url, secret.name or "", secret.password or "")
    since = (now - timedelta(days=feed.backfill_days)).date()
    return replace(found, since=since, allowed=web.inside, authority=web.authority)


def _mark(noted: str | None) -> Mark | None:
    validity, _, uid = (noted or "").partition(":")
    return Mark(int(validity), int(uid)) if uid else None
