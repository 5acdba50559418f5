"""How long the articles of each outlet are kept, and the removal of what is older."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, not_, or_, select, true

from ingest.archive import Archive
from ingest.schema import articles, facts, retention
from ingest.sql.removal import is_of, is_older
from ingest.times import seconds

_APPLIED = "retention_applied"
_DAY_S, _TRUSTED_S = 86_400, 31 * 86_400


@dataclass(frozen=True, slots=True)
class Rule:
    """How many days an outlet's articles are kept."""

    outlet: str  # name or host, case-folded; empty for all that have no rule of their own
    days: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many articles a rule is for."""

    articles: int
    expired: int  # of them, older than it allows


def rules(archive: Archive) -> list[Rule]:
    """All rules, the one for all others last."""
    with archive.reading() as connection:
        rows = connection.execute(select(retention).order_by(retention.c.outlet_key.desc())).all()
    return sorted(
        (Rule(row.outlet_key, row.days) for row in rows), key=lambda rule: (not rule.outlet, rule.outlet)
    )


def keep_for(archive: Archive, outlet: str, days: int) -> None:
    """Keep an outlet's articles for so many days from now on."""
    key = outlet.casefold()
    with archive.writing() as connection:
        connection.execute(delete(retention).where(retention.c.outlet_key == key))
        connection.execute(insert(retention).values(outlet_key=key, days=days))


def keep_forever(archive: Archive, outlet: str | None = None) -> int:
    """Drop an outlet's rule, or all of them; return how many there were."""
    rule = delete(retention)
    if outlet is not None:
        rule = rule.where(retention.c.outlet_key == outlet.casefold())
    with archive.writing() as connection:
        return connection.execute(rule).rowcount


def with_rule(held: list[Rule], outlet: str, days: int) -> list[Rule]:
    """The rules as they would be with this one, which takes the place of the outlet's own."""
    key = outlet.casefold()
    return [*(rule for rule in held if rule.outlet != key), Rule(key, days)]


def reach(archive: Archive, rule: Rule, every: list[Rule], now: datetime) -> Reach:
    """Count the articles that a rule is for, and those of them that are too old by it."""
    counts = [select(func.count()).select_from(articles).where(_is_for(rule, every))]
    counts.append(counts[0].where(_is_past(rule, now)))
    with archive.reading() as connection:
        return Reach(*(connection.scalar(query) or 0 for query in counts))


def next_at(archive: Archive, now: datetime) -> datetime | None:
    """When a server or `watch` removes next what has expired; None while the news speaks against the clock.

    Also where there is no news at all.
    """
    at = seconds(now)
    with archive.reading() as connection:
        last = connection.scalar(select(facts.c.value).where(facts.c.name == _APPLIED))
        if not _is_trusted(connection, at):
            return None
    is_today = last is not None and 0 <= at - int(last) < _DAY_S
    return datetime.fromtimestamp(int(last) + _DAY_S, UTC) if last and is_today else now


def expired(archive: Archive, now: datetime) -> list[str]:
    """Ids of the articles that are older than their outlet's rule allows, the oldest arrivals first."""
    every = rules(archive)
    if not every:
        return []
    older = or_(*(and_(_is_for(rule, every), _is_past(rule, now)) for rule in every))
    with archive.reading() as connection:
        return list(connection.scalars(select(articles.c.id).where(older).order_by(articles.c.number)))


def apply(
    archive: Archive, now: datetime, announce: Callable[[int], None] = lambda articles: None
) -> list[str]:
    """Remove what has expired; return the ids. Undated articles count from when they were added."""
    return archive.remove(expired(archive, now), announce)


def apply_daily(archive: Archive, now: datetime) -> list[str]:
    """Remove what has expired, once a day at most; return the ids.

    Nothing is removed while the clock stands more than a month after the newest arrival, or after the
    newest date that an article itself bears: it may be wrong by years, with arrivals noted by it, and
    what it would remove could not be had again. A clock that is behind only removes less.
    """
    at = seconds(now)
    with archive.writing() as connection:
        last = connection.scalar(select(facts.c.value).where(facts.c.name == _APPLIED))
        if (last and 0 <= at - int(last) < _DAY_S) or not _is_trusted(connection, at):
            return []
        connection.execute(delete(facts).where(facts.c.name == _APPLIED))
        connection.execute(insert(facts).values(name=_APPLIED, value=str(at)))
    return apply(archive, now)


def _is_trusted(connection: Connection, at: int) -> bool:
    """Whether the news speaks for the clock; what was noted by one that was ahead counts for nothing."""
    newest = [
        connection.scalar(select(func.max(moment)).where(moment <= at))
        for moment in (articles.c.added_at, articles.c.published_at)
    ]
    return newest[0] is not None and all(moment is None or at - moment <= _TRUSTED_S for moment in newest)


def _is_past(rule: Rule, now: datetime) -> ColumnElement[bool]:
    return is_older(seconds(now - timedelta(days=rule.days)), seconds(now))


def _is_for(rule: Rule, every: list[Rule]) -> ColumnElement[bool]:
    if rule.outlet:
        return is_of(rule.outlet)
    # An article without outlet and host is of nobody who has a rule: NULL must not hide it.
    return and_(true(), *(not_(_is_surely(each.outlet)) for each in every if each.outlet))


def _is_surely(outlet: str) -> ColumnElement[bool]:
    host = outlet.removeprefix("www.")
    name_is = and_(articles.c.outlet_key.isnot(None), articles.c.outlet_key == outlet)
    return or_(name_is, and_(articles.c.host.isnot(None), articles.c.host == host))
