"""Whatever the order in which news comes, and however it is taken together, the same stories are told of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from assistant.bootstrap import opened
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Reader, Window
from ingest.readership import deliveries
from ingest.sql import reports
from tests.assistant.coming.watched import COPY, STORIES, Newsroom
from tests.assistant.market import OTHER
from tests.assistant.parts import article
from tests.assistant.parts import settings as of_home

ROWERS = (
    article(OTHER, "Hollin rowers win", "2026-05-07", outlet="Coast Post", url="https://coast.example/2"),
    article(
        "Two lengths were enough: the rowing club of Hollin took the spring regatta on Thursday, its first "
        "win in nine years. Cox Ebba Lind thanked the old mill, on whose canal the crew rowed all winter.",
        "Hollin rowers take spring regatta",
        "2026-05-07",
        outlet="Vale Wire",
        url="https://vale.example/2",
    ),
)
LIBRARY = article(
    "Readers in Hollin may keep library books for six weeks from June on, the library board decided. Fines "
    "brought in less than their collection cost, librarian Ines Kollar found.",
    "Hollin library gives up fines",
    "2026-05-06",
    outlet="Coast Post",
    url="https://coast.example/3",
)
NEWS = (*STORIES, COPY, *ROWERS, LIBRARY)


@pytest.fixture(scope="module")
def room(tmp_path_factory, model_folder):
    with opened(of_home(tmp_path_factory.mktemp("any_order") / "home", model_folder)) as house:
        yield Newsroom(house)


def emptied(room):
    """The room without news, watches and alerts."""
    for watch in room.watches.running():
        room.watches.remove(watch.id, Reader(watch.reader))
    held = catalogue.listing(room.archive, EVERYTHING, Window(), 100)
    room.archive.remove([source.article_id for source in held])
    with room.archive.writing() as connection:
        connection.execute(delete(deliveries))
    room.add()
    return room


def affairs(room):
    """Of which affair each alert tells, by the ids of its articles."""
    ids = {each.id: name for name, some in (("fire", (*STORIES, COPY)), ("rowers", ROWERS)) for each in some}
    return sorted(
        (watch, *{ids.get(article_id, "library") for article_id in told}) for watch, told in room.sent()
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(NEWS),
    st.lists(st.integers(1, 4), min_size=7, max_size=7),
    st.lists(st.booleans(), min_size=7),
)
def test_the_same_stories_are_told_of(room, order, sizes, are_grouped):
    emptied(room)
    room.watch("Hollin", id="every")
    room.watch("Hollin", id="several", least_stories=2)
    left = list(order)
    for size, is_grouped in zip(sizes, are_grouped, strict=False):
        batch, left = left[:size], left[size:]
        (room.add if is_grouped else room.keep)(*batch)
        room.look()
    room.add(*left)
    room.look()

    once = [("every", name) for name in ("fire", "library", "rowers")]
    assert affairs(room) == [*once, ("several", "fire"), ("several", "rowers")]


def test_stories_that_turn_out_to_be_one_are_not_told_of_anew(room):
    emptied(room)
    room.watch("Hollin", id="every")
    fire, rowers = room.add(STORIES[0], ROWERS[0])
    assert room.look() == 2
    with room.archive.writing() as connection:
        reports.merge(connection, *sorted(_number(connection, each) for each in (fire, rowers)))
    room.add(STORIES[2], ROWERS[1])

    assert room.look() == 0


def _number(connection, article_id):
    rows = reports.between(connection, 0, 2**40)
    ids = connection.exec_driver_sql("select article_id from reports order by number").scalars()
    return dict(zip(ids, [row.number for row in rows], strict=True))[article_id]
