"""The archive knows of each article which others are copies of it, whatever comes, changes and goes."""

import subprocess
import sys
from dataclasses import replace
from itertools import permutations

import pytest
from sqlalchemy import delete, func, insert, select, update

from ingest import copies
from ingest.archive import Archive, Cut
from ingest.article import Article
from ingest.holdings import stories
from ingest.schema import articles, facts, runs
from tests.conftest import REPOSITORY
from tests.ingest.telling import CHINESE, OTHER, OWN, THAI, WIRE, edited, text, weather

FULL = text(*WIRE)


def article(words, outlet, **more):
    title = more.pop("title", "The landslip")
    return Article(words, title, outlet, f"https://{outlet.casefold().replace(' ', '-')}.example/1", **more)


LEAD = article(FULL, "Skarn Post")
SHORT = article(text(*WIRE[:4]), "Velm Courier")
END = article(text(*WIRE[4:]), "Lunsk Daily")  # shares nothing with the one before
EDITED = article(edited(FULL), "Ostrel Echo")
APART = article(text(*OWN), "Hove Mail")
RETOLD = article(text(*OTHER), "Terne News")
ALL = (LEAD, SHORT, END, EDITED, APART, RETOLD)


def add(archive, *given):
    archive.add_all([Cut(each, [(0, len(each.text))]) for each in given])


def groups(archive):
    """The titles of outlets by story, those that stand alone left out."""
    found: dict[str, set[str]] = {}
    with archive.reading() as connection:
        for row in connection.execute(select(articles).where(articles.c.story.is_not(None))):
            found.setdefault(row.story, set()).add(row.outlet)
    return found


def count_runs(archive, given):
    query = select(func.count()).select_from(runs).join(articles, articles.c.number == runs.c.article)
    with archive.reading() as connection:
        return connection.scalar(query.where(articles.c.id == given.id))


def test_copies_have_the_story_of_the_first_that_came(archive):
    add(archive, *ALL)

    assert groups(archive) == {LEAD.id: {"Skarn Post", "Velm Courier", "Lunsk Daily", "Ostrel Echo"}}


@pytest.mark.parametrize("order", [*permutations((LEAD, SHORT, END, EDITED))])
def test_in_any_order_the_same_are_one_story(archive, order):
    for each in order:
        add(archive, each)

    assert groups(archive) == {order[0].id: {"Skarn Post", "Velm Courier", "Lunsk Daily", "Ostrel Echo"}}


def test_together_or_one_by_one_is_the_same(archive, tmp_path):
    add(archive, *ALL)
    (tmp_path / "other").mkdir()
    other = Archive(tmp_path / "other")
    for each in ALL:
        add(other, each)

    assert groups(other) == groups(archive)
    other.close()


def test_two_parts_are_one_story_once_the_whole_has_come(archive):
    add(archive, END, SHORT)
    assert groups(archive) == {}

    add(archive, LEAD)

    assert groups(archive) == {END.id: {"Lunsk Daily", "Velm Courier", "Skarn Post"}}


def test_when_the_whole_goes_its_parts_stand_alone(archive):
    add(archive, LEAD, SHORT, END)

    archive.remove([LEAD.id])

    assert groups(archive) == {}


def test_when_the_first_goes_the_next_gives_the_story_its_name(archive):
    add(archive, LEAD, SHORT, EDITED)

    archive.remove([LEAD.id])

    assert groups(archive) == {SHORT.id: {"Velm Courier", "Ostrel Echo"}}
    assert count_runs(archive, LEAD) == 0


def test_what_is_removed_leaves_no_story_and_no_run(archive):
    add(archive, *ALL)

    archive.remove([each.id for each in ALL])

    with archive.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(runs)) == 0
    assert groups(archive) == {}


def test_a_new_version_leaves_the_story_it_no_longer_tells(archive):
    add(archive, LEAD, SHORT, EDITED)

    add(archive, replace(LEAD, text=APART.text))

    assert groups(archive) == {SHORT.id: {"Velm Courier", "Ostrel Echo"}}
    with archive.reading() as connection:
        held = set(connection.scalars(select(runs.c.article)))
        assert held == set(connection.scalars(select(articles.c.number)))


def test_a_new_version_joins_the_story_it_tells_now(archive):
    add(archive, APART, SHORT, EDITED)

    add(archive, replace(APART, text=FULL))

    assert groups(archive) == {APART.id: {"Hove Mail", "Velm Courier", "Ostrel Echo"}}


def test_a_correction_stays_in_its_story(archive):
    add(archive, LEAD, SHORT)

    add(archive, replace(LEAD, text=FULL.replace("340 people", "430 people")))

    assert groups(archive) == {LEAD.id: {"Skarn Post", "Velm Courier"}}


def test_an_article_twice_in_one_transaction_counts_as_it_was_last(archive):
    add(archive, LEAD, APART, replace(APART, text=text(*WIRE[:5])), replace(LEAD, text=RETOLD.text))

    assert groups(archive) == {}
    with archive.reading() as connection:
        assert connection.scalar(select(func.count(runs.c.article.distinct()))) == 2


def test_the_same_address_in_two_collections_is_one_story(archive):
    add(archive, LEAD, replace(LEAD, collection="wires"))

    assert groups(archive) == {LEAD.id: {"Skarn Post"}}


@pytest.mark.parametrize("words", [CHINESE, THAI], ids=["Chinese", "Thai"])
def test_texts_without_spaces_have_their_stories(archive, words):
    add(archive, article(words, "A"), article(words[: len(words) // 2], "B"), LEAD)

    assert [*groups(archive).values()] == [{"A", "B"}]


def test_a_story_told_everywhere_takes_in_whoever_comes(archive):
    every = [article(f"{FULL}\n\nPrinted in town {n}.", f"Paper {n}") for n in range(150)]
    add(archive, *every, SHORT)

    assert [len(outlets) for outlets in groups(archive).values()] == [151]
    with archive.reading() as connection:
        held = select(func.count()).select_from(runs).group_by(runs.c.run)
        assert max(connection.scalars(held)) <= 64  # what says nothing more is not kept


def test_a_story_told_everywhere_stays_one_when_its_first_goes(archive):
    every = [article(f"{FULL}\n\nPrinted in town {n}.", f"Paper {n}") for n in range(70)]
    add(archive, *every)

    archive.remove([every[0].id])

    assert {story: len(outlets) for story, outlets in groups(archive).items()} == {every[1].id: 69}


def test_forms_filled_in_anew_stand_alone(archive):
    days = [
        article(
            weather(day=f"day {n}", noon=str(n), sea=str(30 - n), rain=str(2 * n), speed=str(40 + n)), f"P{n}"
        )
        for n in range(12)
    ]
    add(archive, *days)

    assert groups(archive) == {}


@pytest.fixture
def older(archive):
    """An archive from before there were stories, as the migration leaves it."""
    add(archive, *ALL)
    with archive.writing() as connection:
        last = connection.scalar(select(func.max(articles.c.number)))
        connection.execute(delete(runs))
        connection.execute(update(articles).values(story=None))
        connection.execute(insert(facts).values(name=copies.UNREAD, value=str(last)))
    return archive


@pytest.mark.parametrize("together", [1, 2, 100])
def test_an_older_archive_gets_its_stories(older, together):
    steps = 0
    while stories.find(older, together):
        steps += 1

    assert groups(older) == {LEAD.id: {"Skarn Post", "Velm Courier", "Lunsk Daily", "Ostrel Echo"}}
    assert steps <= len(ALL) // together + 1
    assert not stories.find(older, together)


def test_what_comes_meanwhile_joins_and_is_not_read_twice(older):
    stories.find(older, 1)
    add(older, replace(EDITED, title="Once more"), article(FULL, "Sawmill Press"))
    while stories.find(older, 1):
        pass

    assert {len(outlets) for outlets in groups(older).values()} == {5}
    assert count_runs(older, EDITED) > 0


def test_killed_in_the_middle_a_second_run_completes_it(older, home):
    program = (
        "import os, sys; from pathlib import Path; from ingest import copies; "
        "from ingest.holdings import stories; "
        "from ingest.archive import Archive; archive = Archive(Path(sys.argv[1])); "
        "stories.find(archive, 2); joined = copies._join; "
        "copies._join = lambda *given: (joined(*given), os._exit(9)); stories.find(archive, 2)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(home)], cwd=REPOSITORY, check=False)
    assert killed.returncode == 9

    while stories.find(older, 2):
        pass

    assert groups(older) == {LEAD.id: {"Skarn Post", "Velm Courier", "Lunsk Daily", "Ostrel Echo"}}
    assert all(count_runs(older, each) > 0 for each in ALL)
