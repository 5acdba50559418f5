"""What is handed on: little, each story once, from several outlets."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.ranking.choose import PASSAGES, choose
from ingest.texts.tokens import roughly
from tests.assistant.parts import HARBOUR, found

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "jetty", "knoll")


def _story(n, **more):
    """A passage with words of its own."""
    text = " ".join(f"{word}{n}" for word in WORDS)
    return found(text, f"s{n:02}", **more)


def _articles(passages):
    return [item.passage.article_id for item in passages]


def test_the_best_are_handed_on_in_their_order():
    ranked = [_story(n, outlet=f"Outlet {n % 3}") for n in range(20)]

    assert choose(ranked, roughly) == ranked[:PASSAGES]


def test_no_story_is_handed_on_twice():
    ranked = [found(HARBOUR, "a"), found(HARBOUR, "b", outlet="Other"), _story(1)]

    assert _articles(choose(ranked, roughly)) == ["a", "s01"]


def test_of_one_article_three_passages_at_most():
    long = [found(f"{_story(n).passage.text} {n}", "long", n) for n in range(6)]

    assert _articles(choose([*long, _story(9)], roughly)) == ["long", "long", "long", "s09"]


def test_another_outlet_gets_the_last_place():
    ranked = [_story(n) for n in range(12)] + [_story(20, outlet="Skarn Post"), _story(21, outlet="Echo")]

    assert _articles(choose(ranked, roughly)) == [f"s{n:02}" for n in range(7)] + ["s20"]


def test_where_there_is_one_outlet_nothing_is_left_out_for_it():
    ranked = [_story(n) for n in range(12)]

    assert choose(ranked, roughly) == ranked[:PASSAGES]


def test_never_more_tokens_than_a_model_is_given():
    ranked = [
        found(" ".join(f"{word}{n}{k}" for k in range(40) for word in WORDS[:9]), f"a{n}") for n in range(8)
    ]
    chosen = choose(ranked, roughly)

    assert 1 <= len(chosen) < 8
    assert sum(roughly([item.passage.text for item in chosen])) <= 2_048
    assert len(choose([found("word " * 5_000, "huge"), *ranked], roughly)) == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 40)), max_size=30))
def test_what_is_handed_on_was_found_and_keeps_its_order(given):
    ranked = [
        found(_story(words).passage.text, f"a{article}", n, outlet=str(outlet))
        for n, (article, outlet, words) in enumerate(given)
    ]
    chosen = choose(ranked, roughly)

    places = [ranked.index(item) for item in chosen]
    assert places == sorted(set(places))
    assert len(chosen) <= PASSAGES
    assert bool(chosen) == bool(ranked)
