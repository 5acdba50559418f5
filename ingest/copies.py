"""Near-copies: an article and those that are kept to its Story, the copies of one text.

A story is what copies join, each a copy of some other in it, in whatever order they come. It is named by
the first of them that came. A few runs of each current text are kept in SQL, by which the texts that may
be copies are looked up; what decides is the texts themselves (``likeness``).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, func, insert, select, update

from ingest.schema import articles, facts, runs, versions
from ingest.sql import dated
from ingest.texts.groups import Groups
from ingest.texts.likeness import LEAST_EQUAL, Text, is_copy
from ingest.texts.runs import runs_of, sample

UNREAD = "unread_copies"  # the fact that names the last article whose runs have not been kept yet
_TOGETHER, _RUNS_TOGETHER = 500, 5_000  # ids and runs in one statement
# A run that many texts have is of a page's foot, or of a story told everywhere: it says less, and more
# rows of it say nothing.
_COMMON, _COMMON_WEIGHT, _MOST_HOLDERS = 16, 0.25, 64
_ENOUGH = 1.5  # weight of the runs shared, from which texts are compared: two, or six common ones
_COMPARED = 8  # texts at most, those that share most


@dataclass(frozen=True, slots=True)
class _Member:
    """An article as it is compared."""

    number: int
    story: str | None
    text: Callable[[], Text]  # cut into its runs at the first call: most candidates are of one story

    @property
    def key(self) -> int | str:
        """What names its group: its story, or itself where it has none."""
        return self.story or self.number


_member = (
    select(
        articles.c.number,
        articles.c.story,
        func.coalesce(articles.c.outlet_key, articles.c.host).label("outlet"),
        articles.c.title,
        dated.published().label("published_at"),
        versions.c.text,
    )
    .join(versions, (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version))
    .order_by(articles.c.number)
)
_by_id = _member.where(articles.c.id.in_(bindparam("ids", expanding=True)))
_of_story = _member.where(articles.c.story == bindparam("name"))
_by_number = _member.where(articles.c.number.in_(bindparam("numbers", expanding=True)))
_firsts = (
    select(articles.c.story, func.min(articles.c.number).label("number"))
    .where(articles.c.story.in_(bindparam("stories", expanding=True)))
    .group_by(articles.c.story)
)
_ids = select(articles.c.number, articles.c.id).where(
    articles.c.number.in_(bindparam("numbers", expanding=True))
)
_name_article = update(articles).where(articles.c.number == bindparam("of")).values(story=bindparam("name"))
_name_story = update(articles).where(articles.c.story == bindparam("of")).values(story=bindparam("name"))
_leaving = select(articles.c.number, articles.c.story).where(
    articles.c.id.in_(bindparam("ids", expanding=True))
)
_forget = delete(runs).where(runs.c.article.in_(bindparam("numbers", expanding=True)))
_behind = select(facts.c.value).where(facts.c.name == UNREAD)
_unread = (
    select(articles.c.id, articles.c.number)
    .where(articles.c.number <= bindparam("last"), ~exists().where(runs.c.article == articles.c.number))
    .order_by(articles.c.number.desc())
    .limit(bindparam("count"))
)


def join(connection: Connection, article_ids: Sequence[str]) -> None:
    """Find the copies of articles just kept, in the order they came, and put them into stories."""
    for n in range(0, len(article_ids), _TOGETHER):
        _join(connection, _members(connection, _by_id, {"ids": article_ids[n : n + _TOGETHER]}))


def held(connection: Connection, text: Text) -> list[int]:
    """Numbers of the articles that a text is a copy of, before it is kept itself."""
    if len(text.runs.words) < LEAST_EQUAL:
        return []
    runs_held = sample(text.runs)
    holders = _held_by(connection, sorted(runs_held))
    likely = _likely([holders[run] for run in runs_held], 0)
    members = _members(connection, _by_number, {"numbers": likely})
    return [number for number, member in members.items() if is_copy(text, member.text())]


def leave(connection: Connection, article_ids: Sequence[str]) -> None:
    """Take articles whose texts change or go out of their stories; what is left of each is compared anew."""
    gone: set[int] = set()
    stories: set[str] = set()
    for n in range(0, len(article_ids), _TOGETHER):
        rows = connection.execute(_leaving, {"ids": article_ids[n : n + _TOGETHER]}).all()
        connection.execute(_forget, {"numbers": [row.number for row in rows]})
        gone.update(row.number for row in rows)
        stories.update(row.story for row in rows if row.story)
    for story in sorted(stories):
        members = _members(connection, _of_story, {"name": story})
        connection.execute(update(articles).where(articles.c.story == story).values(story=None))
        _regroup(connection, [replace(m, story=None) for n, m in members.items() if n not in gone])


def is_behind(connection: Connection) -> bool:
    """Whether the archive is older than stories, and has articles nobody has compared."""
    return connection.scalar(_behind) is not None


def catch_up(connection: Connection, count: int) -> None:
    """Find the copies of so many articles of an older archive, the newest first.

    What has been done is noted in the same transaction, so that a kill leaves out none.
    """
    last = connection.scalar(_behind)
    rows = connection.execute(_unread, {"last": int(last or 0), "count": count}).all()
    join(connection, [row.id for row in rows])
    connection.execute(delete(facts).where(facts.c.name == UNREAD))
    if len(rows) == count:
        connection.execute(insert(facts), {"name": UNREAD, "value": str(rows[-1].number - 1)})


def _join(connection: Connection, new: dict[int, _Member]) -> None:
    kept = {n: sample(found) for n, m in new.items() if len((found := m.text().runs).words) >= LEAST_EQUAL}
    holders = _held_by(connection, sorted({run for each in kept.values() for run in each}))
    likely: dict[int, list[int]] = {}
    rows = []
    for number, each in kept.items():
        likely[number] = _likely([holders[run] for run in each], number)
        fresh = [run for run in each if len(holders[run]) < _MOST_HOLDERS]
        for run in fresh:
            holders[run].append(number)
        rows += [(run, number) for run in fresh]
    others = {n for each in likely.values() for n in each} - new.keys()
    known = new | (_members(connection, _by_number, {"numbers": sorted(others)}) if others else {})
    groups = Groups()
    for number, candidates in likely.items():
        _unite(groups, known[number], [known[n] for n in candidates])
    _name(connection, groups)
    if rows:  # in the order they lie in
        connection.exec_driver_sql("INSERT INTO runs (run, article) VALUES (?, ?)", sorted(rows))


def _held_by(connection: Connection, wanted: Sequence[int]) -> defaultdict[int, list[int]]:
    """The articles that have each of these runs."""
    holders = defaultdict[int, list[int]](list)
    for n in range(0, len(wanted), _RUNS_TOGETHER):
        some = tuple(wanted[n : n + _RUNS_TOGETHER])
        query = f"SELECT run, article FROM runs WHERE run IN ({','.join('?' * len(some))})"  # noqa: S608
        # As the driver has it: SQLAlchemy takes longer for so many numbers than SQLite does.
        for run, article in connection.exec_driver_sql(query, some).all():
            holders[run].append(article)
    return holders


def _likely(held_by: Sequence[Sequence[int]], number: int) -> list[int]:
    """The articles that share most of an article's runs, if they share enough to be compared."""
    weights = defaultdict[int, float](float)
    for holders in held_by:
        weight = 1.0 if len(holders) <= _COMMON else _COMMON_WEIGHT
        for other in holders:
            weights[other] += weight
    weights.pop(number, None)
    found = [other for other, weight in weights.items() if weight >= _ENOUGH]
    return sorted(found, key=lambda other: (-weights[other], other))[:_COMPARED]


def _unite(groups: Groups, member: _Member, others: Sequence[_Member]) -> None:
    """Unite an article with those of the others that are copies of it, of each story comparing one."""
    for other in others:
        if not groups.are_one(member.key, other.key) and is_copy(member.text(), other.text()):
            groups.unite(member.key, other.key)


def _name(connection: Connection, groups: Groups) -> None:
    """Put articles and the stories they are of under the name of the first that came."""
    united = groups.all()
    stories = sorted({key for group in united for key in group if isinstance(key, str)})
    if not united:
        return
    first = {row.story: row.number for row in connection.execute(_firsts, {"stories": stories})}
    leading = [min(key if isinstance(key, int) else first[key] for key in group) for group in united]
    ids = {row.number: row.id for row in connection.execute(_ids, {"numbers": leading})}
    named = [
        {"of": key, "name": ids[number]}
        for number, group in zip(leading, united, strict=True)
        for key in group
        if key != ids[number]
    ]
    for query, kind in ((_name_article, int), (_name_story, str)):
        if given := [each for each in named if isinstance(each["of"], kind)]:
            connection.execute(query, given)


def _regroup(connection: Connection, members: Sequence[_Member]) -> None:
    """Compare what was one story until a text of it changed or went, and unite what is one still."""
    groups = Groups()
    for n, member in enumerate(members):
        _unite(groups, member, members[:n])
    _name(connection, groups)


def _members(
    connection: Connection, query: Select[*tuple[Any, ...]], given: dict[str, object]
) -> dict[int, _Member]:
    return {
        row.number: _Member(row.number, row.story, cache(partial(_text, row)))
        for row in connection.execute(query, given).all()
    }


def _text(row: Row[*tuple[Any, ...]]) -> Text:  # Any: the columns are named
    return Text(runs_of(row.text), row.outlet, row.title, row.published_at)
