"""Each article is given to the affair it reports, in the order of the log, whatever happens between."""

import subprocess
import sys
from collections import defaultdict

import pytest
from sqlalchemy import func, select, update

from ingest import storylines
from ingest.affairs.grouping import Grouping
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Window
from ingest.indexes import meaning
from ingest.schema import articles, facts
from ingest.schema import reports as kept
from ingest.schema import storylines as lines
from ingest.sql import reports
from tests.conftest import REPOSITORY

BRIDGE = (
    (
        "2026-03-02",
        "The harbour bridge at Velm was closed on Monday after engineers found cracks in two of its "
        "pillars. Mayor Orla Dunn said that lorries had to take the road over Skarn.",
    ),
    (
        "2026-03-03",
        "Cracks in the pillars of the harbour bridge at Velm are deeper than was thought, engineers "
        "told Mayor Orla Dunn on Tuesday. The bridge stays closed, and lorries go round by Skarn.",
    ),
    (
        "2026-03-06",
        "Velm will get a ferry while its harbour bridge is closed. Mayor Orla Dunn said that the "
        "cracks in the pillars cannot be mended before autumn.",
    ),
)
STRIKE = (
    (
        "2026-03-03",
        "Bakers in Lunsk went on strike on Tuesday for higher wages. Their union, led by Petr Havel, "
        "wants eight per cent more for those who work at night.",
    ),
    (
        "2026-03-05",
        "The strike of the bakers in Lunsk goes on. Petr Havel of their union turned down an offer of "
        "three per cent for those who work at night.",
    ),
)
APART = (
    ("2026-03-04", "Astronomers in Ostrel have seen a comet that no chart shows. It will be bright in May."),
    ("2026-03-05", "A court in Ostrel has sentenced a forger of paintings to four years in prison."),
)
ALL = (*BRIDGE, *STRIKE, *APART)


@pytest.fixture
def add(keep, embed):
    def added(*given, **more):
        ids = [keep(text, title="", published=day, **more).article_id for day, text in given]
        embed()
        return ids

    return added


def follow(archive, together=100):
    grouping = Grouping(archive)
    while grouping.follow(together):
        pass


def groups(archive):
    found = defaultdict(set)
    with archive.reading() as connection:
        for row in connection.execute(select(kept.c.article_id, kept.c.storyline_id)):
            found[row.storyline_id].add(row.article_id)
    return dict(found)


def count(archive, table):
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_reports_of_one_affair_are_together_and_others_apart(archive, add):
    ids = add(*ALL)
    follow(archive)

    bridge, strike, rest = ids[:3], ids[3:5], ids[5:]
    assert groups(archive) == {bridge[0]: set(bridge), strike[0]: set(strike)} | {i: {i} for i in rest}


def test_an_affair_keeps_its_identity_from_day_to_day(archive, add):
    grouping, known = Grouping(archive), set()
    for report in BRIDGE:
        add(report)
        grouping.follow(100)
        known |= groups(archive).keys()

    assert len(known) == 1


def test_what_is_told_weeks_later_is_another_affair(archive, add):
    ids = add(BRIDGE[0], ("2026-04-20", BRIDGE[1][1]))
    follow(archive)

    assert groups(archive) == {i: {i} for i in ids}


def test_a_copy_is_of_the_affair_whenever_it_comes(archive, add):
    text = " ".join(text for _, text in BRIDGE)
    ids = add(("2026-03-02", text), ("2026-05-20", text + " More follows."), url="https://velm.example/a")
    ids += add(("2026-05-21", text), url="https://skarn.example/b")
    follow(archive)

    assert len(groups(archive)) == 1
    assert len(set(ids)) == 2


@pytest.mark.parametrize("together", [1, 3])
def test_it_makes_no_difference_how_much_is_followed_at_once(archive, add, together):
    add(*ALL)
    follow(archive)
    at_once, bytes_at_once = groups(archive), signatures(archive)
    with archive.writing() as connection:
        reports.forget(connection)
        reports.move(connection, reports.Place("other rules", 7))
    for _ in range(99):
        Grouping(archive).follow(together)  # each time with nothing remembered

    assert groups(archive) == at_once
    assert signatures(archive) == bytes_at_once


def signatures(archive):
    with archive.reading() as connection:
        return dict(connection.execute(select(kept.c.article_id, kept.c.signature)).all())


def test_killed_in_the_middle_a_second_run_completes_it(archive, home, add):
    add(*ALL)
    follow(archive)
    whole = groups(archive), signatures(archive)
    with archive.writing() as connection:
        reports.forget(connection)
        reports.move(connection, reports.Place("", 0))
    program = (
        "import os, sys; from pathlib import Path; from ingest.sql import reports; "
        "from ingest.archive import Archive; from ingest.affairs.grouping import Grouping; "
        "grouping = Grouping(Archive(Path(sys.argv[1]))); grouping.follow(9); move = reports.move; "
        "reports.move = lambda *given: (move(*given), os._exit(9)); grouping.follow(3)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(home)], cwd=REPOSITORY, check=False)
    assert killed.returncode == 9

    follow(archive)

    assert (groups(archive), signatures(archive)) == whole


def test_a_new_version_is_placed_anew(archive, add):
    url = "https://velm.example/news"
    add(BRIDGE[0], STRIKE[0])
    (changed,) = add(BRIDGE[1], url=url)
    follow(archive)
    add(STRIKE[1], url=url)
    follow(archive)

    with archive.reading() as connection:
        version = connection.scalar(select(articles.c.version).where(articles.c.id == changed))
    assert version == 2
    assert sorted(map(len, groups(archive).values())) == [1, 2]
    assert any(changed in group and len(group) == 2 for group in groups(archive).values())


def test_another_date_alone_places_it_anew(archive, add):
    ids = add(*BRIDGE[:2], url=None)
    (moved,) = add(BRIDGE[2], url="https://velm.example/ferry")
    follow(archive)
    assert groups(archive) == {ids[0]: {*ids, moved}}

    add(("2026-07-06", BRIDGE[2][1]), url="https://velm.example/ferry")
    follow(archive)

    assert groups(archive) == {ids[0]: set(ids), moved: {moved}}


def test_of_what_is_removed_nothing_is_left(archive, home, add):
    ids = add(*BRIDGE, *APART)
    grouping = Grouping(archive)
    grouping.follow(100)
    removed = signatures(archive)[ids[1]]

    archive.remove(ids[1:2] + ids[3:])
    archive.vacuum()

    assert groups(archive) == {ids[0]: {ids[0], ids[2]}}
    assert count(archive, lines) == 1
    assert removed[:200] not in (home / "archive.db").read_bytes()

    archive.remove([ids[0], ids[2]])
    assert count(archive, lines) == count(archive, kept) == 0


def test_one_process_sees_what_another_has_removed(archive, add):
    first = add(BRIDGE[0])
    grouping = Grouping(archive)
    grouping.follow(100)
    archive.remove(first)
    second = add(BRIDGE[1])
    grouping.follow(100)

    assert groups(archive) == {second[0]: set(second)}


def test_an_affair_lives_on_when_its_first_report_goes_and_comes_again(archive, add):
    ids = add(*BRIDGE[:2])
    follow(archive)
    archive.remove(ids[:1])
    again = add((BRIDGE[0][0], STRIKE[0][1]), url="https://velm.example/1")
    follow(archive)

    assert groups(archive) == {ids[0]: {ids[1]}, again[0]: set(again)}


def test_a_storyline_never_takes_the_name_of_one_that_lives(archive, add):
    url = "https://velm.example/1"
    first = add(BRIDGE[0], url=url)
    add(BRIDGE[1])
    follow(archive)
    assert list(groups(archive)) == first

    add((BRIDGE[0][0], STRIKE[0][1]), url=url)
    follow(archive)

    (other,) = groups(archive).keys() - set(first)
    assert groups(archive)[other] == set(first)
    assert len(other) == 16


def test_two_affairs_that_prove_to_be_one_are_merged_under_the_older_name(archive, add):
    ids = add(*BRIDGE[:2])
    follow(archive)
    with archive.writing() as connection:  # as if each had been told before the other was known
        connection.execute(lines.insert(), {"id": ids[1]})
        connection.execute(update(kept).where(kept.c.article_id == ids[1]).values(storyline_id=ids[1]))
    assert len(groups(archive)) == 2

    joined = add(("2026-03-04", " ".join(text for _, text in BRIDGE[:2])))
    follow(archive)

    assert groups(archive) == {ids[0]: {*ids, *joined}}
    assert count(archive, lines) == 1


def test_languages_the_model_does_not_read_are_grouped_by_their_words(archive, add):
    told = (
        (
            "2026-03-02",
            "Le pont du port de Velm est fermé depuis lundi : des ingénieurs ont vu des fissures dans "
            "deux piliers. La maire Orla Dunn fait passer les camions par Skarn.",
        ),
        (
            "2026-03-03",
            "Les fissures des piliers du pont du port de Velm sont profondes, ont dit les ingénieurs "
            "à la maire Orla Dunn. Les camions passent par Skarn.",
        ),
    )
    ids = add(*told, language="fr")
    other = add(("2026-03-03", "橋は月曜日に閉鎖された。市長は記者会見を開いた。"), language="ja")
    follow(archive)

    assert groups(archive) == {ids[0]: set(ids), other[0]: set(other)}


def test_nothing_waits_for_what_is_not_embedded_yet(archive, keep, embed, add):
    add(BRIDGE[0])
    later = keep(BRIDGE[1][1], title="", published=BRIDGE[1][0]).article_id
    follow(archive)
    assert later not in storylines.storylines_of(archive, [later])

    embed()
    follow(archive)

    assert len(groups(archive)) == 1


def test_another_model_groups_all_anew(archive, add):
    ids = add(*BRIDGE)
    follow(archive)
    with archive.writing() as connection:
        connection.execute(update(facts).where(facts.c.name == "model").values(value="another:1"))
    assert meaning.embedded_passages(archive) == 0

    follow(archive)

    assert groups(archive) == {}
    assert len(catalogue.listing(archive, EVERYTHING, Window(), 10)) == len(ids)
