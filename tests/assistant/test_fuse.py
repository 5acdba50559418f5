"""Two rankings become one, and no article crowds out the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fuse import fuse, spread

RANKING = st.lists(st.sampled_from([f"{a}-{n}" for a in "abc" for n in range(6)]), unique=True)


def _article(passage_id):
    return passage_id.split("-")[0]


def _order(words, vectors):
    return [passage_id for passage_id, _ in fuse(words, vectors, _article)]


def test_a_passage_high_in_both_rankings_comes_first():
    assert _order(["a-0", "b-0", "c-0"], ["c-0", "b-0", "d-0"])[0] in ("b-0", "c-0")
    assert _order(["a-0", "b-0"], ["b-0", "c-0"])[0] == "b-0"


def test_a_passage_found_one_way_only_is_kept():
    assert sorted(_order(["a-0"], ["b-0"])) == ["a-0", "b-0"]


def test_words_weigh_a_little_more_than_meaning():
    assert _order(["a-0"], ["b-0"]) == ["a-0", "b-0"]


def test_what_is_in_another_language_is_not_ranked_after_all_that_shares_a_word():
    shared = [f"own{n}-0" for n in range(9)]

    ranked = fuse(shared, ["far-0", *shared[4:]], _article, foreign={"far-0"})

    assert ranked[0][0] == "far-0"
    assert _order(shared, ["far-0", *shared[4:]])[0] != "far-0"


def test_news_without_a_vector_yet_is_not_ranked_after_all_that_has_one():
    older = [f"old{n}-0" for n in range(9)]

    ranked = fuse(["new-0", *older], older, _article, unplaced={"new-0"})

    assert ranked[0][0] == "new-0"
    assert _order(["new-0", *older], older)[0] != "new-0"


@pytest.mark.parametrize(("words", "vectors"), [([], []), (["a-0"], []), ([], ["a-0"])])
def test_a_missing_ranking_leaves_the_other(words, vectors):
    assert _order(words, vectors) == [*words, *vectors]


def test_scores_fall_with_rank():
    scores = [score for _, score in fuse(["a-0", "b-0", "c-0", "d-0"], [], _article)]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_an_article_with_many_passages_does_not_crowd_out_the_rest():
    long = [f"long-{n}" for n in range(20)]

    order = _order([*long, "other-0", "third-0"], long)

    assert {"other-0", "third-0"} <= set(order[:6])
    assert order[0] == "long-0"


def test_ties_fall_the_same_way_whatever_the_order_they_came_in():
    ranked = [("b-0", 0.5), ("a-0", 0.5), ("c-0", 0.5)]

    assert spread(ranked, _article) == spread(ranked[::-1], _article)


@given(RANKING, RANKING)
def test_every_passage_comes_out_once_and_always_in_the_same_order(words, vectors):
    order = _order(words, vectors)

    assert sorted(order) == sorted({*words, *vectors})
    assert order == _order(words, vectors)
