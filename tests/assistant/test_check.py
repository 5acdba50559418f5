"""A written sentence is shown only with words that carry it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.check import Draft, Failed, check, narrow
from tests.assistant.parts import GLACIER, HARBOUR, found, sentence_texts

PASSAGES = {
    "kbb": found(HARBOUR, "harbour", title="Harbour talks resume", published="2026-03-10", start=50),
    "kbc": found(GLACIER, "glacier", title="Glacier hut to close", published="2026-03-05"),
}
SIGN = "“We will not sign before the night shifts are settled,” Orla Brandt said."


def _check(text, *keys):
    """The sentence as it would be shown, or None."""
    outcome = check(Draft(text, keys or ("kbb",)), PASSAGES)
    return None if isinstance(outcome, Failed) else outcome


def test_a_sentence_that_its_passage_carries_is_shown_with_the_words_it_rests_on():
    passed = _check("The council offered 412 extra crew places.")

    assert [q.text for q in passed.quotes] == [
        "The council offered 412 extra crew places, up from 380 last week."
    ]
    assert (passed.verdict, passed.checked) == ("supported", ("number", "entailment"))


@pytest.mark.parametrize("keys", [("zz",), ("k7", "kzz"), ("1",), ("none",), ()])
def test_a_passage_nobody_retrieved_is_never_cited(keys):
    assert isinstance(check(Draft("Crews were offered extra places.", keys), PASSAGES), Failed)


def test_unknown_keys_beside_a_known_one_count_for_nothing():
    passed = _check("The council offered 412 extra crew places.", "kzz", "kbb", "kbb")

    assert [q.found.passage.article_id for q in passed.quotes] == ["harbour"]


def test_a_known_passage_that_says_nothing_of_it_is_not_cited():
    passed = _check("The hut on the Skarn glacier will close in October.", "kbb", "kbc")

    assert [q.found.passage.article_id for q in passed.quotes] == ["glacier"]
    assert _check("Brazil’s coffee harvest failed.", "kbb", "kbc") is None


@pytest.mark.parametrize("marks", ["“{}”", '"{}"'])
def test_words_in_quotation_marks_stand_in_the_passage_letter_by_letter(marks):
    said = marks.format("We will not sign before the night shifts are settled")

    passed = _check(f"{said}, Orla Brandt said.")

    assert {"quote", "speaker"} <= set(passed.checked)
    assert passed.verdict == "supported"


@pytest.mark.parametrize(
    "said",
    [
        "“We will never sign before the night shifts are settled,” Orla Brandt said.",
        "“we will not sign before the night shifts are settled,” Orla Brandt said.",
        "“We will not sign before the night-shifts are settled,” Orla Brandt said.",
        '"We will sign before the night shifts are settled," Orla Brandt said.',
        "“We will not sign,” Orla Brandt said, “until the night shifts are settled.”",
    ],
)
def test_a_quotation_changed_by_a_word_is_not_shown(said):
    assert _check(said) is None


def test_a_stop_or_comma_inside_the_marks_is_the_writers_own():
    assert _check("Orla Brandt said: “We will not sign.”") is not None


@pytest.mark.parametrize(
    "said",
    [
        "We will never sign before the night shifts are settled,” Orla Brandt said.",
        "Orla Brandt said: “We will never sign before the night shifts are settled.",
    ],
)
def test_a_quotation_with_one_mark_missing_is_not_shown_unchecked(said):
    assert _check(said) is None


def test_single_quotation_marks_are_checked_like_double_ones():
    assert _check("‘We will never sign before the night shifts are settled,’ Orla Brandt said.") is None
    assert _check("‘We will not sign before the night shifts are settled,’ Orla Brandt said.") is not None


def test_an_apostrophe_is_no_quotation():
    assert _check("The council’s offer is 412 extra crew places, up from last week’s 380.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "The council offered 413 extra crew places.",
        "The council offered 41 extra crew places.",
        "The council offered 4,120 extra crew places.",
        "The council offered 412 extra crew places, up from 381.",
    ],
)
def test_a_number_that_does_not_stand_in_the_passage_is_not_shown(text):
    assert _check(text) is None


def test_the_date_of_the_article_may_be_told():
    assert _check("On 10 March 2026 the council offered 412 extra crew places.") is not None


def test_a_number_of_another_passage_does_not_help_unless_that_is_cited():
    text = "The council offered crew places and the hut moved 34 centimetres, its warden said of the rock."

    assert _check(text, "kbb") is None
    assert _check(text, "kbb", "kbc") is not None


def test_a_sentence_without_facts_is_held_against_the_meaning():
    passed = _check("The council made an offer of extra crew places.")

    assert (passed.verdict, passed.checked) == ("supported", ("entailment",))


def test_a_sentence_from_another_language_is_shown_as_not_checkable():
    passage = found("Der Rat bot 412 Plätze.", language="de")

    passed = check(Draft("Rat: 412 Plätze.", ("kbb",)), {"kbb": passage})

    assert passed.verdict == "not_checkable"


@pytest.mark.parametrize("keys", [(), ("kzz",), ("kbc",)])
def test_a_missing_or_wrong_citation_is_repaired_where_a_passage_passes_every_check(keys):
    passed = check(Draft("The council offered 412 extra crew places.", keys), PASSAGES)

    assert [q.found.passage.article_id for q in passed.quotes] == ["harbour"]


def test_likeness_alone_repairs_no_citation():
    """No number, name, date or quotation that could be found in the passage."""
    assert isinstance(check(Draft("The council offered extra crew places.", ()), PASSAGES), Failed)


def test_what_failed_is_told():
    failed = check(Draft("The council offered 413 extra crew places.", ("kbb",)), PASSAGES)

    assert (failed.check, failed.what) == ("number", "413")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The council offered 412 extra crew places.", "The council offered 412"),
        ("A vote is planned for 19 March.", "A vote is expected"),
        ("The crews have waited for an offer since January.", "She added"),
        (SIGN, "🚢 “We will not sign"),
        ("Unions of Velm and the port council met.", "The ferry unions"),
    ],
)
def test_a_citation_is_narrowed_to_the_sentence_that_carries_the_claim(text, wanted):
    assert narrow(text, PASSAGES["kbb"]).text.startswith(wanted)


def test_what_is_cited_stands_verbatim_at_its_offsets():
    span = narrow("The council offered extra crew places.", PASSAGES["kbb"])

    assert HARBOUR[span.start - 50 : span.end - 50] == span.text
    assert span.text in sentence_texts(HARBOUR)


@given(st.text(max_size=300), st.lists(st.sampled_from(["kbb", "kbc", "kbd", ""]), max_size=4))
def test_any_text_is_checked_without_trouble(text, keys):
    passed = check(Draft(text, tuple(keys)), PASSAGES)

    if not isinstance(passed, Failed):
        assert passed.text == text
        assert all(q.text in q.found.passage.text and q.found in PASSAGES.values() for q in passed.quotes)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_passage_is_narrowed_without_trouble(text, passage):
    span = narrow(text, found(passage, start=7))

    assert span is None or passage[span.start - 7 : span.end - 7] == span.text != ""


PUMPED = [
    "“",
    '"',
    "“a",
    '"a',
    "1",
    "1,",
    "1.",
    " ",
    "‘a",
    "a ",
    "[kbb]",
    "“ab” ",
    "She said 1,1 ",
    "é",
    "🚢",
    "\n",
]


@pytest.mark.parametrize("unit", PUMPED, ids=repr)
def test_a_pumped_text_is_checked_in_linear_time(unit):
    def took(letters):
        began = time.perf_counter()
        _check(unit * (letters // len(unit)))
        return time.perf_counter() - began

    took(1_000)
    small, large = took(10_000), took(100_000)

    assert large < max(0.5, 40 * small)
    assert large < 5
