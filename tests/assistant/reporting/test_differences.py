"""Facts of one event that articles tell with different values, each value with its sentences and times."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.conversation import Quote
from assistant.reporting.differences import differences
from ingest.article import Passage
from ingest.holdings.reader import Found, Source
from ingest.times import moment

EARLY = "The fire at the Orlen mill killed 12 people, the fire service said."
LATE = "At least 15 people died in the fire at the Orlen mill, according to police."
AGREEING = "Twelve people were killed by the fire at the Orlen mill."
DENIED = "The company denied that the gates of the mill had been locked."
CONFIRMED = "The ministry confirmed that the gates of the mill had been locked."
MIXED = (EARLY, LATE, AGREEING, DENIED, CONFIRMED, "The mill employs 300 people.", "It rained on Monday.")


def _quote(text, name, at="2026-03-09T10:00:00Z", story=None):
    published, is_day = moment(at) if at else (None, False)
    seconds = int(published.timestamp()) if published else None
    source = Source(name, 1, "", name, None, None, (), "en", seconds, is_day, story=story)
    return Quote(Found(Passage(f"{name}-1-0", name, text, 0, len(text)), source), 0, len(text))


def _quotes(*texts):
    return [_quote(text, f"a{n}", f"2026-03-09T{10 + n}:00:00Z") for n, text in enumerate(texts)]


def _values(quotes, vector=None):
    return [{value.text for value in each.values} for each in differences(quotes, vector)]


def test_two_tolls_of_one_event_differ_and_each_stands_with_its_sentences_and_times():
    (found,) = differences(_quotes(EARLY, LATE, AGREEING), None)

    assert found.what == "The fire at the Orlen mill killed … people"
    assert [value.text for value in found.values] == ["12", "15"]
    assert [[q.found.source.outlet for q in value.quotes] for value in found.values] == [["a2", "a0"], ["a1"]]


def test_what_differs_is_said_without_the_day_of_one_side_and_what_it_counts_beside():
    twelve = (
        "Twelve people died and 34 were hurt when a footbridge at Orrin collapsed, the fire service said."
    )
    nine = "At least nine people were killed and 31 were injured when the footbridge at Orrin collapsed."
    first = _quote("Damage from the flood at Orrin may come to EUR 18 million.", "a")
    second = _quote("The insurers put the damage from the flood at €31 million on Saturday.", "b")

    assert {each.what for each in differences(_quotes(nine, twelve), None)} == {
        "people died", "were hurt when a footbridge at Orrin collapsed"}  # fmt: skip
    (damage,) = differences([first, second], None)
    assert damage.what == "the damage from the flood at"
    assert [value.text for value in damage.values] == ["EUR 18 million", "€31 million"]


def test_the_newest_is_not_the_only_value_told_and_all_three_of_a_rising_toll_are():
    texts = [f"The toll of the Orlen fire rose to {n} on Monday." for n in (12, 15, 18)]

    assert _values(_quotes(*texts)) == [{"12", "15", "18"}]


def test_a_count_that_has_gone_on_is_told_from_a_dispute():
    toll = "The death toll of the Orlen mill fire rose to 15."
    later = [_quote(EARLY, "first"), _quote(toll, "second", "2026-03-10T10:00:00Z")]

    assert [each.grew for each in differences(later, None)] == [True]
    assert [each.grew for each in differences(_quotes(EARLY, LATE), None)] == [False]


def test_an_outlet_that_corrects_itself_upwards_differs_from_its_earlier_report():
    quotes = [_quote(EARLY, "first", "2026-03-09T10:00:00Z"), _quote(LATE, "second", "2026-03-09T19:00:00Z")]

    assert _values(quotes) == [{"12", "15"}]


def test_a_figure_that_names_the_one_before_it_stands_against_the_others():
    corrected = "Fifteen people died in the fire at the Orlen mill, correcting an earlier figure of 12."

    assert _values(_quotes(EARLY, corrected)) == [{"12", "Fifteen"}]


def test_yes_and_no_are_told_apart_by_their_own_words_all_sentences_of_a_side_together():
    again = "A worker denied that the gates of the mill had been locked."

    (found,) = differences(_quotes(CONFIRMED, DENIED, again), None)

    assert [(value.text, len(value.quotes)) for value in found.values] == [("confirmed", 1), ("denied", 2)]


def test_that_it_is_not_known_who_did_it_denies_nothing():
    quotes = _quotes(
        "It is not known who opened the gates of the mill.", "A guard opened the gates of the mill."
    )

    assert differences(quotes, None) == []


def test_nobody_is_a_number_too():
    quotes = _quotes(
        "Nobody was killed in the landslide at Sella.", "Two people were killed in the landslide at Sella."
    )

    assert _values(quotes) == [{"Nobody", "Two"}]


def test_every_day_name_and_place_of_a_difference_is_as_it_stands_in_its_sentence():
    quotes = _quotes(
        "The inquiry will be led by Amara Tolliver.",
        "The inquiry will be led by Gerrit Maduro.",
        "The council will vote on the budget on 19 March.",
        "A vote on the budget is due in the council on 26 March.",
    )

    assert {frozenset(values) for values in _values(quotes)} == {
        frozenset(("Amara Tolliver", "Gerrit Maduro")),
        frozenset(("19 March", "26 March")),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EARLY, AGREEING),
        ("About 300 people were evacuated.", "Officials said 298 people were evacuated."),
        ("The fire killed six officers.", "The fire killed 11 civilians."),
        ("The fire killed 12 people.", "The fire wounded 40 people."),
        ("The storm killed 30 people in the province.", "The storm killed 12 people in Varna alone."),
        ("The minister resigned on Monday.", "The minister resigned on 9 March."),
        ("The union is asking for a rise of 7 percent.", "The company offered a rise of 4.5 percent."),
        ("Inflation was 4.1 percent in January.", "Inflation was 3.8 percent in February."),
        ("The tunnel is 10 miles long.", "The tunnel is 16 kilometres long."),
        ("The plan costs $20 million.", "The plan costs €18 million."),
        ("The toll of the fire rose from 9 to 12.", "The fire killed 12 people."),
        ("The ministry denied that the talks had failed.", "The talks have not failed, the ministry said."),
    ],
)
def test_what_may_both_be_so_does_not_differ(one, other):
    assert _values(_quotes(one, other)) == []


def test_one_article_never_differs_from_itself():
    quotes = [_quote(text, "a1") for text in (EARLY, LATE)]

    assert _values(quotes) == []


def test_a_sentence_is_measured_only_where_its_words_leave_it_open():
    measured = []

    def vector(text):
        measured.append(text)
        raise AssertionError("the words of these tell enough")

    assert _values(_quotes(EARLY, LATE, "It rained on Monday."), vector) == [{"12", "15"}]
    assert measured == []


def test_sentences_told_in_other_words_are_brought_together_by_meaning(embedder):
    quotes = _quotes(
        "Halmer said the strike was costing it about €1.1 million a day.",
        "The union put the daily loss from the strike nearer to €700,000.",
    )

    assert _values(quotes, embedder.embed) == [{"€1.1 million", "€700,000"}]


def test_no_sentences_have_no_differences():
    assert differences([], None) == []


def test_the_order_of_the_sentences_does_not_matter():
    quotes = _quotes(EARLY, LATE, DENIED, CONFIRMED)
    expected = differences(quotes, None)

    assert len(expected) == 2
    assert all(differences(order, None) == expected for order in permutations(quotes))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MIXED), min_size=2, max_size=7).flatmap(st.permutations))
def test_no_order_of_any_sentences_matters(texts):
    quotes = [_quote(text, f"{MIXED.index(text)}", "2026-03-09") for text in texts]

    assert differences(quotes, None) == differences(quotes[::-1], None)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 5_000),
    st.sampled_from(["{} people were killed in the flood of the Varn.", "The loss is ${}m."]),
)
def test_the_same_value_never_differs(number, words):
    plain, marked = words.format(number), words.format(f"{number:,}")

    assert _values(_quotes(plain, marked, plain)) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MIXED), st.sampled_from([None, "2026-03-11T10:00:00Z"]))
def test_a_later_copy_of_a_story_changes_nothing(text, at):
    quotes = [_quote(each, f"a{n}", story=f"s{n}") for n, each in enumerate(MIXED)]
    copy = _quote(text, "copy", at, story=f"s{MIXED.index(text)}")

    assert differences([*quotes, copy], None) == differences(quotes, None)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_no_text_whatever_breaks_it(texts):
    for found in differences([_quote(text, f"a{n}") for n, text in enumerate(texts)], None):
        assert len(found.values) >= 2
