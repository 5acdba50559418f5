"""A briefing is kept for its reader, read back as it was, and holds no word of what is removed."""

import json

import pytest
from sqlalchemy import select

from assistant.briefings import Briefings
from assistant.errors import UnknownBriefing
from assistant.readback import read_back
from ingest.readership import briefings as table
from ingest.readership import told as told_table
from ingest.sql.redact import REMOVED
from tests.assistant.briefed import ME, NEXT, OTHER, Affair

CANARY = "zyxomatic quillfish"
FIRE = f"A fire in a {CANARY} warehouse killed 12 people."
TALKS = "The port council met for a third day."


@pytest.fixture
def affair(archive, cutter):
    return Affair(archive, cutter)


@pytest.fixture
def desk(archive):
    return Briefings(archive)


@pytest.fixture
def kept(affair, desk):
    """A briefing of two articles, the ids of both and its own."""
    one, other = affair.add("a", FIRE), affair.add("b", TALKS)
    made = affair.made("The Fire", ME)
    desk.keep(made, ME, affair.compare("The Fire").told)
    return made, one, other


def test_a_briefing_is_read_back_as_it_was_made(desk, kept):
    made, _, _ = kept

    assert json.dumps(desk.briefing(made.id, ME)) == json.dumps(made.as_json())


def test_the_last_one_on_a_topic_is_found_however_it_is_spelled(affair, desk, kept):
    later = affair.made("the  FIRE", ME, made_at=kept[0].made_at + 5)
    desk.keep(later, ME)

    assert desk.last("THE fire", ME)["id"] == later.id
    assert desk.last("the strike", ME) is None
    assert desk.last("the fire", OTHER) is None


def test_the_latest_comes_first_under_the_topic_as_it_was_spelled(affair, desk, kept):
    later = affair.made(None, ME, made_at=kept[0].made_at + 5)
    desk.keep(later, ME, digest_id="d1")

    listed = desk.recent(ME)

    assert [(one.id, one.topic, one.is_read) for one in listed] == [
        (later.id, None, False),
        (kept[0].id, "The Fire", True),
    ]
    assert [one.id for one in desk.recent(ME, limit=1)] == [later.id]


def test_one_made_for_a_digest_is_read_once_it_is_opened(affair, desk):
    made = affair.made(None, ME)
    desk.keep(made, ME, digest_id="d1")

    desk.briefing(made.id, ME)

    assert desk.recent(ME)[0].is_read


def test_a_briefing_of_another_reader_is_unknown(desk, kept):
    for door in (desk.briefing, desk.forget):
        with pytest.raises(UnknownBriefing):
            door(kept[0].id, OTHER)
    assert desk.recent(OTHER) == []
    assert desk.briefing(kept[0].id, ME)["topic"] == "The Fire"


def test_with_the_last_briefing_on_a_topic_what_was_told_of_it_is_forgotten(affair, desk, kept, archive):
    again = affair.made("the fire", ME)
    desk.keep(again, ME)

    desk.forget(kept[0].id, ME)
    with archive.reading() as connection:
        assert connection.execute(select(told_table)).all()
    desk.forget(again.id, ME)

    with archive.reading() as connection:
        assert not connection.execute(select(told_table)).all()
        assert not connection.execute(select(table)).all()


def test_of_a_removed_article_no_word_is_left_and_the_rest_stays(affair, desk, kept):
    made, one, _ = kept

    affair.archive.remove([one])

    shown = desk.briefing(made.id, ME)
    assert CANARY not in json.dumps(shown)
    assert [point["sentence"]["text"] for point in shown["points"]] == [REMOVED, TALKS]
    assert [moment["sentence"]["text"] for moment in shown["timeline"]] == [REMOVED, TALKS]
    assert shown["headline"][0]["text"] == REMOVED
    assert [row["paraphrase"] for row in shown["said"]] == [TALKS]
    assert (shown["differences"], shown["unknown"]) == ([], [TALKS])
    assert [c["state"] for c in shown["citations"]] == ["removed", "current"]
    assert [c["quote"] for c in shown["citations"]] == [None, TALKS]


def test_no_byte_of_a_removed_article_is_left_in_the_database(affair, kept, home):
    def held():
        return sum(f.read_bytes().count(CANARY.encode()) for f in home.rglob("*") if f.is_file())

    assert held() > 0

    affair.archive.remove([kept[1]])
    affair.archive.vacuum()

    assert held() == 0


def test_a_briefing_kept_after_its_article_was_removed_holds_none_of_its_words(affair, desk, archive):
    one = affair.add("a", FIRE)
    late = affair.made("the fire", ME)
    archive.remove([one])

    desk.keep(late, ME)

    with archive.reading() as connection:
        (row,) = connection.execute(select(table.c.briefing)).all()
    assert CANARY not in row.briefing


def test_a_citation_says_what_has_become_of_its_words(affair, desk, kept):
    affair.add("a", FIRE.replace("12", "15"), NEXT)
    affair.add("b", f"{TALKS}\n\nCorrection: An earlier version of this article misstated its writer.", NEXT)

    shown = desk.briefing(kept[0].id, ME)

    assert [c["state"] for c in shown["citations"]] == ["changed", "corrected"]
    assert shown["citations"][0]["newer"]["quote"] == FIRE.replace("12", "15")


def test_words_that_may_no_longer_be_shown_are_not(affair, desk, kept):
    affair.add("a", FIRE, rights="link")

    shown = desk.briefing(kept[0].id, ME)

    assert CANARY not in json.dumps(shown["points"]) + json.dumps(shown["said"]) + json.dumps(
        shown["unknown"]
    )
    assert [c["quote"] for c in shown["citations"]] == [None, TALKS]
    assert shown["points"][1]["sentence"]["text"] == TALKS


def test_an_article_under_embargo_by_now_is_neither_quoted_nor_named(affair, desk, kept, archive):
    with archive.writing() as connection:
        connection.exec_driver_sql("update articles set embargo_until = 9999999999 where id = ?", (kept[1],))

    shown = desk.briefing(kept[0].id, ME)

    assert CANARY not in json.dumps(shown)
    assert shown["citations"][0]["title"] in ("", None)


def test_what_was_told_is_kept_without_its_words(kept, archive):
    with archive.reading() as connection:
        rows = connection.execute(select(told_table)).mappings().all()

    assert len(rows) == 2
    assert not any(
        "fire" in str(value) and name != "topic_key" for row in rows for name, value in row.items()
    )


def test_reading_back_twice_is_reading_back_once(affair, desk, kept):
    affair.archive.remove([kept[1]])
    once = desk.briefing(kept[0].id, ME)

    assert read_back(affair.archive, json.loads(json.dumps(once)), ME) == once
