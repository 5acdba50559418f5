"""The archive keeps what it acknowledged, says what changed, and forgets what is removed."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import select

from ingest.archive import Archive
from ingest.article import Article
from ingest.errors import OtherModel
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.indexes.meaning import keep_vectors, waiting
from ingest.schema import articles, passages, pending, vectors, versions
from ingest.sql.revision import host_of
from tests.conftest import REPOSITORY

STORY = Article("Talks resume. More on Monday.", "Talks", url="https://velm.example/talks?id=7")
CUT = [(0, 13), (14, 29)]


def log(archive):
    return [(e.kind, e.article_id, e.version, e.passages) for e in archive.log_after(0, 100)]


def rows(archive, table):
    with archive.engine.connect() as connection:
        return connection.execute(select(table)).all()


def test_an_article_is_added_with_its_passages_and_a_line_of_the_log(archive):
    kept = archive.add(STORY, CUT)

    assert (kept.status, kept.article_id, kept.version, kept.passages) == ("added", STORY.id, 1, 2)
    assert log(archive) == [("added", STORY.id, 1, 2)]
    assert [(p.id, p.start, p.stop) for p in rows(archive, passages)] == [
        (f"{STORY.id}-1-0", 0, 13),
        (f"{STORY.id}-1-1", 14, 29),
    ]


def test_the_same_again_changes_nothing(archive):
    archive.add(STORY, CUT)

    again = archive.add(replace(STORY, url=STORY.url + "&utm_source=feed"), CUT)

    assert (again.status, again.version) == ("unchanged", 1)
    assert archive.known([STORY]) == [again]
    assert len(log(archive)) == 1


def test_the_same_words_without_an_address_keep_what_was_known_of_them(archive):
    known = Article(
        "Talks resume.",
        "Talks",
        "Velm Courier",
        None,
        ("Orla Brandt",),
        datetime(2026, 3, 10, tzinfo=UTC),
        True,
    )
    archive.add(known, [(0, 13)])
    bare = Article("Talks resume.", "Talks")

    assert archive.known([bare])[0].status == "unchanged"
    assert archive.add(bare, [(0, 13)]).status == "unchanged"
    assert archive.add(replace(bare, outlet="Velm Herald"), [(0, 13)]).status == "updated"
    (row,) = rows(archive, articles)
    assert (row.outlet, row.authors, row.published_day) == ("Velm Herald", '["Orla Brandt"]', True)
    assert datetime.fromtimestamp(row.published_at, UTC) == known.published_at


def test_another_text_under_the_same_address_is_the_next_version(archive):
    archive.add(STORY, CUT)

    kept = archive.add(replace(STORY, text="Talks stop."), [(0, 11)])

    assert (kept.status, kept.article_id, kept.version) == ("updated", STORY.id, 2)
    assert [line[0] for line in log(archive)] == ["added", "removed", "added"]
    assert [p.id for p in rows(archive, passages)] == [f"{STORY.id}-2-0"]
    assert [v.text for v in rows(archive, versions)] == [STORY.text, "Talks stop."]


def test_a_correction_taken_back_is_a_version_of_its_own(archive):
    for text in ("a", "b", "a"):
        kept = archive.add(replace(STORY, text=text), [(0, 1)])

    assert (kept.status, kept.version) == ("updated", 3)


def test_only_what_is_read_for_meaning_waits_to_be_embedded(archive):
    archive.add(STORY, CUT)
    archive.add(replace(STORY, url=None), CUT, meaning=False)

    assert [row.article_id for row in rows(archive, pending)] == [STORY.id]


def test_removing_takes_everything_and_says_so(archive):
    archive.add(STORY, CUT)
    archive.add(replace(STORY, text="Talks stop."), [(0, 11)])

    removed = archive.remove([STORY.id, "0" * 16, STORY.id])

    assert removed == [STORY.id]
    assert log(archive)[-1] == ("removed", STORY.id, 2, 1)
    assert [rows(archive, table) for table in (versions, passages, pending, vectors)] == [[]] * 4


def test_a_removed_article_can_come_back(archive):
    archive.add(STORY, CUT)
    archive.remove([STORY.id])

    assert archive.add(STORY, CUT).status == "added"


def test_an_id_never_names_two_texts(archive):
    """A citation of the removed text must not open the words of the one that came after."""
    archive.add(STORY, CUT)
    before = {p.id for p in rows(archive, passages)}
    archive.remove([STORY.id])
    archive.add(replace(STORY, text="Quite another story."), [(0, 20)])

    assert before.isdisjoint(p.id for p in rows(archive, passages))


def test_a_number_of_the_log_is_never_used_twice(archive):
    archive.add(STORY, CUT)
    last = archive.last_seq()
    with archive.writing() as connection:
        connection.exec_driver_sql("DELETE FROM log")

    archive.add(replace(STORY, url=None), CUT)

    assert archive.log_after(0, 10)[0].seq == last + 1


def test_removed_words_leave_no_bytes_in_the_file(archive, home):
    archive.add(replace(STORY, text="xylophoneconfidential " * 2000), [(0, 100)])
    archive.add(STORY, CUT)
    archive.add(replace(STORY, text="Talks stop.", title="zitherconfidential"), [(0, 11)])

    archive.remove([STORY.id])
    with archive.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    held = b"".join(file.read_bytes() for file in home.glob("archive.db*"))
    assert b"confidential" not in held


def test_two_processes_that_add_at_once_keep_one_article(archive, home):
    code = """if True:
        import sys; from pathlib import Path
        from ingest.archive import Archive; from ingest.article import Article
        archive = Archive(Path(sys.argv[1])); print(flush=True); sys.stdin.readline()
        for n in range(60): archive.add(Article(f"Story {n}", f"{n}"), [(0, 5)])"""
    command = [sys.executable, "-c", code, str(home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": REPOSITORY}
    processes = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for process in processes:
        process.stdout.readline()
    for process in processes:
        process.stdin.write(b"\n")
        process.stdin.flush()

    assert [process.wait(60) for process in processes] == [0, 0]
    assert [line[0] for line in log(archive)] == ["added"] * 60
    assert len({line[1] for line in log(archive)}) == 60
    for process in processes:
        process.stdin.close()
        process.stdout.close()


def test_an_archive_keeps_its_name(archive, home):
    again = Archive(home)

    assert again.name == archive.name
    again.close()


def test_vectors_of_two_models_never_meet(archive):
    archive.uses("recipe-1:abc")
    archive.uses("recipe-1:abc")

    with pytest.raises(OtherModel, match=r"made with recipe-1:abc, this program makes recipe-2:abc"):
        archive.uses("recipe-2:abc")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Velm.example:8443/a", "velm.example"),
        ("https://velm.example", "velm.example"),
        (None, None),
    ],
)
def test_the_host_is_without_port_and_www(url, host):
    assert host_of(url) == host


HARBOUR = replace(STORY, text="The unions of Velm met the port council on Tuesday.", published_at=None)


def test_a_page_with_other_edges_is_the_same_version(archive):
    archive.add(HARBOUR, [(0, 51)])

    again = archive.add(replace(HARBOUR, text=HARBOUR.text + "\n\n1,204 views"), [(0, 51), (53, 64)])

    assert (again.status, again.version, again.passages) == ("unchanged", 1, 1)
    assert [v.text for v in rows(archive, versions)] == [HARBOUR.text]
    assert len(log(archive)) == 1


def test_another_date_or_author_is_noted_without_new_passages(archive):
    archive.add(HARBOUR, [(0, 51)])
    day = datetime(2026, 3, 10, tzinfo=UTC)

    kept = archive.add(replace(HARBOUR, published_at=day, authors=("Orla Brandt",)), [(0, 51)])

    assert (kept.status, kept.version) == ("updated", 1)
    assert [(v.version, v.published_at) for v in rows(archive, versions)] == [(1, int(day.timestamp()))]
    assert rows(archive, articles)[0].authors == '["Orla Brandt"]'
    assert [row.article_id for row in rows(archive, pending)] == [HARBOUR.id]


def test_a_page_that_only_says_it_was_touched_is_unchanged(archive):
    archive.add(HARBOUR, [(0, 51)])
    at = datetime(2026, 3, 11, 8, tzinfo=UTC)

    kept = archive.add(replace(HARBOUR, updated_at=at), [(0, 51)])

    assert (kept.status, len(log(archive))) == ("unchanged", 1)
    assert rows(archive, articles)[0].updated_at == int(at.timestamp())


def test_what_is_known_and_not_said_again_stays_known(archive):
    told = replace(HARBOUR, published_at=datetime(2026, 3, 10, tzinfo=UTC), outlet="Velm Courier")
    archive.add(told, [(0, 51)])

    assert archive.add(HARBOUR, [(0, 51)]).status == "unchanged"


def test_a_date_said_less_exactly_leaves_the_exact_one(archive):
    at = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    archive.add(replace(HARBOUR, published_at=at, published_zone=60), [(0, 51)])

    day = replace(HARBOUR, published_at=datetime(2026, 3, 10, tzinfo=UTC), published_day=True)
    for vaguer in (replace(HARBOUR, published_at=at), day):
        assert archive.add(vaguer, [(0, 51)]).status == "unchanged"
    (row,) = rows(archive, articles)
    assert (row.published_at, row.published_zone) == (int(at.timestamp()), 60)


def test_a_new_headline_is_a_version_whose_words_keep_their_vectors(archive):
    archive.uses("recipe-1:abc")
    archive.add(HARBOUR, [(0, 51)])
    keep_vectors(archive, waiting(archive, 1)[0], np.ones((1, 384), np.float16))

    kept = archive.add(replace(HARBOUR, title="Talks go on"), [(0, 51)])

    assert (kept.status, kept.version) == ("updated", 2)
    assert rows(archive, pending) == []
    assert [(row.version, len(row.vectors)) for row in rows(archive, vectors)] == [(2, 768)]
    assert log(archive)[-3:] == [
        (kind, HARBOUR.id, v, 1) for kind, v in (("removed", 1), ("added", 2), ("embedded", 2))
    ]


def test_other_rights_are_noted(archive):
    archive.add(HARBOUR, [(0, 51)])

    assert archive.add(replace(HARBOUR, rights="excerpt:50"), [(0, 51)]).status == "updated"
    assert rows(archive, articles)[0].rights == "excerpt:50"


def test_a_stub_never_takes_the_place_of_the_whole(archive):
    archive.add(HARBOUR, [(0, 51)])

    kept = archive.add(replace(HARBOUR, text="The unions met.", kind="paywall"), [(0, 15)])

    assert (kept.status, kept.version) == ("unchanged", 1)


def test_a_teaser_is_completed_by_its_page(archive):
    archive.add(replace(HARBOUR, text="The unions met.", kind="teaser"), [(0, 15)])

    assert archive.add(HARBOUR, [(0, 51)]).version == 2


def test_a_version_says_what_was_wrong_before(archive):
    archive.add(HARBOUR, [(0, 51)])
    words = "An earlier version of this article misstated the day of the talks."

    archive.add(replace(HARBOUR, text=f"{HARBOUR.text}\n\n{words}"), [(0, 51)])

    assert [v.correction for v in rows(archive, versions)] == [None, words]


def test_the_lines_of_one_change_are_never_told_apart(archive):
    archive.add(HARBOUR, [(0, 51)])
    archive.add(replace(HARBOUR, text="Talks stop."), [(0, 11)])

    assert [entry.kind for entry in archive.log_after(0, 2)] == ["added", "removed", "added"]
    assert [entry.kind for entry in archive.log_after(0, 1)] == ["added"]


class TestWhoMaySee:
    """Rights and embargo of the same words change without a new version."""

    SOON = datetime(2100, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize("change", [{"rights": "link"}, {"embargo_until": SOON}])
    def test_a_change_updates_the_row_and_embeds_nothing(self, archive, keep, embed, change):
        first = keep("Talks resume.", url="https://velm.example/1")
        embed()

        again = keep("Talks resume.", url="https://velm.example/1", **change)
        once_more = keep("Talks resume.", url="https://velm.example/1", **change)

        assert (again.status, again.article_id, again.version) == ("updated", first.article_id, 1)
        assert once_more.status == "unchanged"
        assert embed() == 0
        assert [entry.kind for entry in archive.log_after(0, 9)] == ["added", "embedded", "added"]

    def test_silence_lifts_nothing(self, archive, keep):
        keep("Talks resume.", url="https://velm.example/1", rights="link", embargo_until=self.SOON)

        assert keep("Talks resume.", url="https://velm.example/1").status == "unchanged"
        keep("Talks resumed.", url="https://velm.example/1")

        with archive.reading() as connection:
            (row,) = connection.execute(select(articles)).all()
        assert (row.version, row.rights, row.embargo_until) == (2, "link", int(self.SOON.timestamp()))

    def test_both_are_lifted_by_saying_so(self, archive, keep):
        keep("Talks resume.", url="https://velm.example/1", rights="link", embargo_until=self.SOON)

        keep(
            "Talks resume.",
            url="https://velm.example/1",
            rights="full",
            published=None,
            embargo_until=datetime(2020, 1, 1, tzinfo=UTC),
        )

        (source,) = catalogue.listing(archive, Reader(), Window(), 9)
        assert source.rights == "full"

    def test_words_still_are_found_after_a_change(self, archive, keep, index):
        keep("Talks resume.", url="https://velm.example/1")
        index.catch_up()

        keep("Talks resume.", url="https://velm.example/1", rights="link")
        index.catch_up()

        assert index.words.count() == 1

    def test_a_title_taken_from_the_text_is_not_given_away_by_silence(self, archive, keep):
        url = "https://velm.example/1"
        keep("Talks resume at nine.", url, url=url, rights="link")

        keep("Talks resume at nine.", "Talks resume at nine.", url=url)

        (source,) = catalogue.listing(archive, Reader(), Window(), 9)
        assert source.title == url
