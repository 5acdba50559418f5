"""What a question is about: its rare words weigh more, words that only ask weigh nothing."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.weighing.terms import stems_of, terms_of


def _rarity(common=("council",)):
    stems = {stem for word in common for stem in stems_of(word)}
    return lambda term: (900, 1_000) if term in stems else (1, 1_000)


def test_words_that_only_ask_are_no_terms():
    terms = terms_of("What did the council say about the ferries?", _rarity())

    assert set(terms.weights) == {"council", *stems_of("ferries")}


def test_a_question_of_asking_words_alone_keeps_them():
    assert terms_of("Who said what?", _rarity()).weights


def test_rare_terms_weigh_more_than_common_ones():
    terms = terms_of("council ferries", _rarity())

    assert terms.weights[stems_of("ferries")[0]] > 10 * terms.weights["council"]


def test_coverage_runs_from_nothing_to_all():
    terms = terms_of("council ferries", _rarity())

    assert terms.coverage(stems_of("a cat sat")) == 0
    assert terms.coverage(stems_of("the council’s ferry")) == 1
    assert 0 < terms.coverage(["council"]) < 0.2


def test_names_are_terms_with_a_capital_that_do_not_open_the_question():
    terms = terms_of("Ferries of Orla Brandt near Velm?", _rarity())

    assert terms.names == {*stems_of("Orla"), *stems_of("Brandt"), *stems_of("Velm")}
    assert terms.missing_names(stems_of("Brandt came to Velm")) == set(stems_of("Orla"))


def test_accents_and_case_make_no_difference():
    assert stems_of("ÉLODIE Müller") == stems_of("elodie muller")


@given(st.text(max_size=200), st.integers(0, 5), st.integers(5, 1_000))
def test_any_question_has_terms_with_weights_above_nothing(question, holding, passages):
    terms = terms_of(question, lambda term: (holding, passages))

    assert all(weight > 0 for weight in terms.weights.values())
    assert terms.names <= set(terms.weights)
    assert (
        terms.coverage(stems_of(question)) in (0.0, 1.0) or abs(terms.coverage(stems_of(question)) - 1) < 1e-9
    )


def test_own_words_keep_their_weight_whatever_form_their_verb_has():
    question = "Who ate the herrings?"
    terms = terms_of(question, _rarity())

    assert terms.leaning(question) == terms


def test_carried_words_weigh_less_and_dates_nothing():
    terms = terms_of("ferries walruses on 12 March 2026", _rarity())

    leaning = terms.leaning("ferries").weights

    assert leaning[stems_of("ferries")[0]] == terms.weights[stems_of("ferries")[0]]
    assert 0 < leaning[stems_of("walruses")[0]] < terms.weights[stems_of("walruses")[0]]
    assert not leaning.keys() & {"12", "2026", *stems_of("March")}
