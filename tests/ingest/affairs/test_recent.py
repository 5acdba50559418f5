"""The reports around a day: how near each storyline is, and how many reports have a word."""

import numpy as np
import pytest

from ingest.affairs.recent import SPAN, Recent
from ingest.affairs.signature import sign, words_of
from ingest.embedding.model import of
from ingest.sql import reports

DAY = 86_400
BRIDGE = "The harbour bridge at Velm was closed after Mayor Orla Dunn had seen the cracks."
BAKERS = "Bakers in Lunsk are on strike, led by Petr Havel."


def meaning(angle):
    """Two vectors of such angles have the cosine of what lies between."""
    row = np.zeros((1, 384), "f4")
    row[0, :2] = np.cos(angle), np.sin(angle)
    return row


def signed(text, angle=0.0):
    return sign(words_of("", text), {}, 0, meaning(angle))


@pytest.fixture
def kept(archive, keep):
    """Reports of two storylines, a day apart, kept in SQL alone."""
    with archive.writing() as connection:
        for n, (text, at) in enumerate(((BRIDGE, 100 * DAY), (BAKERS, 101 * DAY))):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            number = reports.begin(connection, f"{n:016x}", 1)
            reports.keep(connection, f"{n:016x}", number, at, signed(text).as_bytes())
        yield connection
        reports.forget(connection)


def test_the_same_is_nearest_and_each_day_takes_some_of_it(kept):
    recent = Recent()
    signature = signed(BRIDGE)

    now = recent.around(kept, 100 * DAY).nearness(signature)
    later = recent.around(kept, 110 * DAY).nearness(signature)

    assert now[1] == pytest.approx(1, abs=1e-3)
    assert now[2] < 0.4
    assert 0.9 < later[1] < now[1]


def test_beyond_its_span_nothing_is_near(kept):
    recent = Recent()

    assert recent.around(kept, (100 + SPAN) * DAY).nearness(signed(BRIDGE)).keys() == {1, 2}
    assert recent.around(kept, (101 + SPAN) * DAY).nearness(signed(BRIDGE)).keys() == {2}
    assert recent.around(kept, (102 + SPAN) * DAY).nearness(signed(BRIDGE)) == {}


def test_words_are_counted_in_the_reports_around(kept):
    words = list(words_of("", "Velm, Lunsk and Ostrel"))
    counted = Recent().around(kept, 100 * DAY).holding(words)

    assert sorted(counted.values(), reverse=True)[:2] == [1, 1]
    assert Recent().around(kept, 100 * DAY).count == 2


def test_what_is_remembered_is_what_sql_keeps(kept):
    remembering = Recent()
    remembering.around(kept, 100 * DAY)
    signature = signed("Orla Dunn, the mayor of Velm, wants a ferry.", 0.5)
    remembering.add(kept, 100 * DAY, signature, 1)
    reports.keep(kept, "f" * 16, 1, 100 * DAY, signature.as_bytes())
    remembering.merge(1, 2)
    reports.merge(kept, 1, 2)

    asked = signed(BRIDGE, 0.2)
    assert Recent().around(kept, 100 * DAY).nearness(asked).keys() == {1}
    assert remembering.around(kept, 100 * DAY).nearness(asked) == Recent().around(kept, 100 * DAY).nearness(
        asked
    )


def test_what_is_far_from_where_it_is_at_is_forgotten_when_too_much_is_remembered(kept, monkeypatch):
    monkeypatch.setattr("ingest.affairs.recent._MOST", 2)
    recent, signature = Recent(), signed(BRIDGE)
    assert recent.around(kept, 100 * DAY).count == 2
    recent.add(kept, 500 * DAY, signature, 1)  # the third: which would be one too many

    assert recent.around(kept, 500 * DAY).count == 1
    reports.keep(kept, "f" * 16, 1, 100 * DAY, signature.as_bytes())  # seen only by who reads it again
    assert recent.around(kept, 100 * DAY).count == 3


def test_the_multilingual_models_cosines_are_told_on_the_english_scale(kept, tmp_path):
    around = Recent().around(kept, 100 * DAY)
    apart = signed("Nothing of this is told elsewhere.", np.arccos(0.874))

    english, multilingual = (
        around.nearness(apart, name)[1] for name in ("", of("multilingual", tmp_path).name)
    )

    assert english == pytest.approx(0.3 * 0.874, abs=0.02)
    assert multilingual == pytest.approx(0.3 * 0.25, abs=0.02)


def test_without_a_vector_words_alone_decide(kept):
    around = Recent().around(kept, 100 * DAY)
    nothing = np.zeros((0, 384), "f4")
    unread = sign(words_of("", "Orla Dunn, the mayor of Velm, had cracks shown to her."), {}, 0, nothing)

    near = around.nearness(unread)

    assert near[1] > 0.4
    assert near[2] < 0
