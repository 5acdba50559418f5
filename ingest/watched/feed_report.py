"""How a feed fares, as JSON and as lines for the terminal."""

from datetime import UTC, datetime
from typing import Any

from ingest.texts.counted import counted
from ingest.watched.feed_counts import Count
from ingest.watched.feeds import Feed

Row = dict[str, Any]  # JSON: what it holds is read by name


def as_row(feed: Feed, count: Count, troubles: list[tuple[str, int]]) -> Row:
    """A feed with its state; never its credentials, and what is under embargo only where it is counted."""
    return {
        "id": feed.id,
        "url": feed.url,
        "kind": feed.kind,
        "title": feed.title,
        "outlet": feed.outlet,
        "collection": feed.collection,
        "rights": feed.rights,
        "embargo_until": iso(feed.embargo_until),
        "has_credentials": feed.secret is not None,
        "state": feed.state,
        "articles": count.articles,
        **({"under_embargo": count.under_embargo} if count.under_embargo else {}),
        "waiting": count.waiting,
        "checked_at": iso(feed.checked_at),
        "changed_at": iso(feed.changed_at),
        "next_at": None if feed.paused else iso(feed.next_at),
        "failing_since": iso(feed.failing_since),
        "failures": feed.failures,
        "trouble": feed.trouble,
        "notice": feed.notice,
        "not_read": [{"why": why, "entries": count} for why, count in troubles],
    }


def lines(row: Row) -> list[str]:
    """The same in a line or more for a person."""
    name = row["outlet"] or row["title"] or row["url"]
    told = [f"{row['id']:>3}  {row['state']:8} {name}  {row['url']}"]
    waiting = f", {counted(row['waiting'], 'entry waits', 'entries wait')}" if row["waiting"] else ""
    embargoed = f" and {row['under_embargo']} under embargo" if row.get("under_embargo") else ""
    looked = f"looked at {row['checked_at']}" if row["checked_at"] else "not looked at yet"
    told.append(f"{'':14}{counted(row['articles'], 'article')}{embargoed}{waiting}, {looked}")
    if row["trouble"]:
        since = f"failing since {row['failing_since']} ({counted(row['failures'], 'time')})"
        told.append(f"{'':14}{since}: {row['trouble']}")
    if row["notice"] and not row["trouble"]:
        told.append(f"{'':14}{row['notice']}")
    told += [
        f"{'':14}{counted(each['entries'], 'entry', 'entries')} not read whole: {each['why']}"
        for each in row["not_read"]
    ]
    return ["".join(letter if letter.isprintable() else " " for letter in line) for line in told]


def iso(seconds: int | None) -> str | None:
    """Say a moment as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else None
