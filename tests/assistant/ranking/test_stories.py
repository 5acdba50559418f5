"""The same words in two articles are one story; the same subject is not."""

from assistant.ranking.stories import copies
from tests.assistant.parts import BUDGET, GLACIER, HARBOUR, found


def test_the_later_of_two_copies_is_told():
    assert copies([found(HARBOUR, "a"), found(GLACIER, "b"), found(HARBOUR, "c")]) == {"c-1-0"}


def test_a_shortened_copy_is_a_copy_of_the_longer_one():
    assert copies([found(HARBOUR, "a"), found(HARBOUR[: len(HARBOUR) // 3], "b")]) == {"b-1-0"}
    assert copies([found(HARBOUR[len(HARBOUR) // 2 :], "a"), found(HARBOUR, "b")]) == {"b-1-0"}


def test_other_signs_and_capitals_make_no_other_story():
    assert copies([found(HARBOUR, "a"), found(HARBOUR.upper().replace(",", " –"), "b")]) == {"b-1-0"}


def test_the_same_subject_in_other_words_is_no_copy():
    told_anew = (
        "On its third day the meeting of Velm's port council with the ferry unions brought an offer of 412 "
        "places for crews. Orla Brandt of the unions wants the night shifts settled first."
    )

    assert copies([found(HARBOUR, "a"), found(told_anew, "b"), found(BUDGET, "c")]) == frozenset()


def test_passages_of_one_article_are_never_copies_of_each_other():
    assert copies([found(HARBOUR, "a", 0), found(HARBOUR, "a", 1)]) == frozenset()


def test_the_same_words_in_another_order_are_no_copy():
    backwards = " ".join(reversed(HARBOUR.split()))

    assert copies([found(HARBOUR, "a"), found(backwards, "b")]) == frozenset()


def test_texts_of_no_words_are_copies_of_nothing():
    assert copies([found("…", "a"), found("…", "b"), found("Rain.", "c"), found("Rain.", "d")]) == frozenset()
