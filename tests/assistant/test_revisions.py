"""Cited words are held against the newest version: they stand, or what changed is told word by word."""

import pytest

from assistant.revisions import difference, edits, revised
from ingest.holdings.history import Version

QUOTE = "The council offered 412 extra crew places, up from 380 last week."
TEXT = f"The unions met on Tuesday. {QUOTE} A vote is expected on 19 March. Nobody was hurt."
NOTICE = "Correction: the offer was of 420 places, not 412."


def version(number, text, correction=None):
    return Version("a", number, "Talks", text, "2026-03-10", f"2026-03-1{number}T09:00:00Z", correction)


def held(text, correction=None, quote=QUOTE, then=TEXT, notice_then=None):
    given = [version(1, then, notice_then), version(2, text, correction)]
    return revised(quote, then.index(quote), 1, given)


def pieces(revision):
    return [(piece.kind, piece.text) for piece in revision.difference]


def test_words_that_still_stand_are_current_wherever_they_stand_by_now():
    revision = held(f"It rained. {TEXT} It was put off.")

    assert (revision.state, revision.version, pieces(revision)) == ("current", 2, [])
    assert revision.span == (38, 38 + len(QUOTE))
    assert revision.says == QUOTE


def test_a_changed_figure_is_told_word_by_word():
    revision = held(TEXT.replace("412", "420"))

    assert revision.state == "changed"
    assert revision.says == QUOTE.replace("412", "420")
    assert pieces(revision) == [
        ("same", "The council offered "),
        ("gone", "412 "),
        ("new", "420 "),
        ("same", "extra crew places, up from 380 last week."),
    ]


def test_words_that_are_gone_have_nothing_in_their_place():
    revision = held(TEXT.replace(QUOTE + " ", ""))

    assert (revision.state, revision.span, revision.says) == ("changed", None, None)
    assert pieces(revision) == [("gone", QUOTE)]


def test_a_sentence_that_stood_there_before_never_takes_the_place_of_another():
    alike = "The council offered 380 extra crew places, up from 300 last week."
    then = f"{QUOTE} {alike}"

    assert held(alike, then=then).says is None


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("412", "420"), "All of it was wrong."])
def test_a_notice_in_a_later_version_makes_it_corrected_also_where_the_words_stand(text):
    revision = held(f"{text} {NOTICE}", NOTICE)

    assert (revision.state, revision.correction) == ("corrected", NOTICE)


def test_a_notice_that_was_there_already_corrects_nothing_more():
    then = f"{TEXT} {NOTICE}"

    assert held(f"{then} It was put off.", NOTICE, then=then, notice_then=NOTICE).state == "current"


def test_a_notice_of_a_version_between_counts_too():
    given = [version(1, TEXT), version(2, "", NOTICE), version(3, TEXT)]

    assert revised(QUOTE, TEXT.index(QUOTE), 1, given).state == "corrected"


def test_other_quotation_marks_and_blanks_are_the_same_words():
    quote = "“We will not sign,” union leader Orla Brandt said - at night."
    now = 'Late: "We will not sign," union  leader Orla\nBrandt said – at night. More.'

    revision = held(now, quote=quote, then=quote)

    assert (revision.state, revision.span) == ("current", (6, len(now) - 6))


def test_words_said_twice_are_found_where_they_stood():
    then = f"{QUOTE} It rained. {QUOTE}"
    at = then.rindex(QUOTE)

    revision = revised(QUOTE, at, 1, [version(1, then), version(2, then + " More.")])

    assert revision.span == (at, at + len(QUOTE))


def test_of_two_sentences_one_may_have_changed():
    quote = f"{QUOTE} A vote is expected on 19 March."

    revision = held(TEXT.replace("19 March", "21 March"), quote=quote)

    assert revision.says == quote.replace("19", "21")
    assert [piece.text for piece in revision.difference if piece.kind != "same"] == ["19 ", "21 "]


def test_offsets_count_code_points():
    revision = held("🚢🏴 " + TEXT.replace("412", "420"))

    assert revision.span == (TEXT.index(QUOTE) + 3, TEXT.index(QUOTE) + 3 + len(QUOTE))


def test_a_version_nobody_knows_any_more_is_held_against_the_newest():
    assert revised(QUOTE, 0, 1, [version(3, TEXT)]).state == "current"
    assert revised(QUOTE, 0, 1, [version(3, "Another story.")]).state == "changed"


@pytest.mark.parametrize("old", ["", "a", "Talks resume on Monday.", "Talks  resume\nMonday"])
@pytest.mark.parametrize("new", ["", "b", "Talks resume on Tuesday, she said."])
def test_a_difference_holds_both_texts(old, new):
    told = difference(old, new)

    assert "".join(p.text for p in told if p.kind != "gone").split() == new.split()
    assert "".join(p.text for p in told if p.kind != "new").split() == old.split()


def test_edits_are_the_sentences_that_went_and_came():
    assert edits(TEXT, TEXT.replace("412", "420") + " It was put off.") == (
        [QUOTE],
        [QUOTE.replace("412", "420"), "It was put off."],
    )
