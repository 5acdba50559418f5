"""What a reader knows: what they were told, or what had been published by a time they give."""

from datetime import UTC, datetime

import pytest

from tests.assistant.briefed import FIRST, NEXT, Affair, told

SINCE = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIRE = "A fire in a paint warehouse killed 12 people."


@pytest.fixture
def affair(archive, cutter):
    return Affair(archive, cutter)


def changed(affair):
    return told(affair.compare(since=SINCE))


def test_with_a_time_what_was_published_after_it_is_new_if_nothing_before_said_it(affair):
    affair.add("a", FIRE, FIRST)
    affair.add(
        "b", "Twelve people were killed by a fire in a paint warehouse. A wolf was seen in Tarn.", NEXT
    )

    assert changed(affair) == [("new", "A wolf was seen in Tarn.")]


def test_with_a_time_a_new_figure_is_an_update_of_what_was_published_before(affair):
    affair.add("a", FIRE, FIRST)
    affair.add("b", "The fire in the paint warehouse has killed 15 people.", NEXT)

    assert [kind for kind, _ in changed(affair)] == ["updated"]


def test_the_same_time_given_again_tells_the_same_again(affair):
    affair.add("a", FIRE, FIRST)
    affair.add("b", "A wolf was seen in Tarn.", NEXT)
    affair.brief()

    assert changed(affair) == [("new", "A wolf was seen in Tarn.")]


def at(affair, article, version, moment):
    """Make as if a version had been added at a time."""
    with affair.archive.writing() as connection:
        words = "update versions set added_at = ? where article_id = ? and version = ?"
        connection.exec_driver_sql(words, (int(moment.timestamp()), article, version))


def test_with_a_time_a_version_that_came_after_it_is_held_against_the_one_before(affair):
    article = affair.add("a", f"{FIRE} Its owner fled.", FIRST)
    at(affair, article, 1, datetime(2026, 3, 10, 9, tzinfo=UTC))
    notice = "Correction: An earlier version of this article misstated how many were killed."
    affair.add("a", f"{FIRE.replace('12', '21')} Its owner fled.\n\n{notice}", FIRST)

    assert changed(affair) == [("corrected", FIRE.replace("12", "21"))]


def test_with_a_time_what_a_version_does_not_say_any_more_is_gone(affair):
    article = affair.add("a", f"{FIRE} The owner of the paint warehouse drank.", FIRST)
    at(affair, article, 1, datetime(2026, 3, 10, 9, tzinfo=UTC))
    affair.add("a", FIRE, FIRST)

    assert changed(affair) == [("gone", "The owner of the paint warehouse drank.")]


def test_what_could_be_found_long_before_the_last_briefing_is_not_new(affair):
    """A briefing quotes some of what there is; the rest has not happened since."""
    affair.add("a", FIRE, FIRST)
    affair.brief()
    late = affair.add("b", "A wolf was seen in Tarn.", NEXT)
    at(affair, late, 1, datetime(2026, 3, 10, tzinfo=UTC))

    assert affair.brief() == []
