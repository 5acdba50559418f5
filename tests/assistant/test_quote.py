"""Quoted answers: one to five sentences, each word for word where it says it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quote import MOST, quote
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import weigh
from tests.assistant.parts import GLACIER, HARBOUR, LIBRARY, found

PASSAGES = [
    found(HARBOUR, "harbour", title="Harbour talks resume in Velm"),
    found(GLACIER, "glacier", title="Glacier hut to close"),
    found(LIBRARY, "library", title="Ostrel gives up library fines"),
]
ANY_PASSAGES = st.lists(
    st.tuples(st.text(max_size=120), st.integers(0, 3), st.integers(0, 3), st.integers(0, 50)), max_size=6
)
SENTENCES = st.lists(
    st.sampled_from(
        ["He added that.", "“No,” she said.", "Orla Brandt said it is over.", "They left early today."]
    ),
    max_size=8,
)


def _rarity(_term):
    return 1, 100


def _nothing_before(_found):
    return None


def _quoted(question, passages=PASSAGES, before=_nothing_before, vector=None):
    return quote(weigh(question, terms_of(question, _rarity), passages, vector), before)


def _words(checked):
    return [sentence.text for sentence in checked]


def test_the_sentence_that_answers_is_quoted():
    said = _words(_quoted("How many extra crew places did the council offer?"))

    assert "The council offered 412 extra crew places, up from 380 last week." in said


@pytest.mark.parametrize(
    "question", ["crew places", "the hut on the glacier", "library fines books", "unions of Velm"]
)
def test_one_to_five_sentences_are_quoted_each_with_one_citation(question):
    checked = _quoted(question)

    assert 1 <= len(checked) <= MOST
    assert all(len(sentence.quotes) == 1 for sentence in checked)
    assert {(sentence.verdict, sentence.checked) for sentence in checked} == {("quoted", ("quote",))}


def test_every_quote_is_verbatim_at_its_offsets_in_the_article():
    """The passage begins 100 letters into its article, and an emoji stands before the quote."""
    passage = found(HARBOUR, start=100)

    (first, *_) = _quoted("night shifts settled sign", [passage])

    (span,) = first.quotes
    assert span.text == HARBOUR[span.start - 100 : span.end - 100]
    assert span.text.startswith("🚢 “We will not sign") or span.text.startswith("“We will not sign")


def test_no_passages_no_quotes():
    assert _quoted("Who?", []) == []


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_it_looks_back_to():
    said = _words(_quoted("crews waited January", PASSAGES[:1]))

    at = said.index("She added that the crews had waited for an offer since January.")
    assert "Orla Brandt said after the meeting" in said[at - 1]


def test_a_quotation_that_he_added_brings_its_speaker():
    text = "Tomas Hule keeps the hut. “The rock is thawing like butter,” he added."

    said = _words(_quoted("rock thawing butter", [found(text)]))

    assert said == ["Tomas Hule keeps the hut.", "“The rock is thawing like butter,” he added."]


def test_behind_a_chain_of_pronouns_the_whole_chain_is_quoted_up_to_the_name():
    """A name picked from further back may be the wrong one: what lies between is quoted too."""
    chain = [
        "Orla Brandt said that the talks had failed on Monday.",
        "She left by the side door of the hall.",
        "She wants the night shifts settled before anybody signs.",
    ]

    assert _words(_quoted("settled anybody signs", [found(" ".join(chain))])) == chain


def test_nobody_is_given_the_words_of_somebody_named_further_back():
    text = (
        "Desmond Achterley said the offer was too small. Teodora Vashek, the mediator, spoke to nobody. "
        "She did not take questions on Tuesday."
    )

    said = _words(_quoted("take questions Tuesday", [found(text)]))

    assert said == [
        "Teodora Vashek, the mediator, spoke to nobody.",
        "She did not take questions on Tuesday.",
    ]


def test_what_a_passage_looks_back_to_is_found_in_the_passage_before_it():
    earlier = found("Warden Tomas Hule said that he would stay until October.", number=0)
    later = found("He will hand back the keys himself.", number=1, start=len(earlier.passage.text) + 1)

    said = _quoted("hand back keys", [later], before=lambda f: earlier if f == later else None)

    assert "Tomas Hule" in " ".join(_words(said))
    assert all(q.text in earlier.passage.text + later.passage.text for s in said for q in s.quotes)


def test_copies_of_a_sentence_are_quoted_once():
    copies = [found(HARBOUR, name) for name in ("one", "two", "three")]

    said = _words(_quoted("How many extra crew places did the council offer?", copies))

    assert len(said) == len(set(said))
    assert sum("412" in words for words in said) == 1


def test_sentences_of_one_article_are_told_in_their_order_there():
    checked = _quoted("council crews vote unions shifts January", PASSAGES[:1])

    starts = [sentence.quotes[0].start for sentence in checked]
    assert len(starts) > 1
    assert starts == sorted(starts)


def test_articles_are_not_told_in_turns():
    two = [
        found("The ferry vote is near. Crews hope for a yes.", "a"),
        found("The ferry vote is far off. Crews wait.", "b"),
    ]

    articles = [s.quotes[0].found.passage.article_id for s in _quoted("ferry vote crews", two)]

    assert articles == sorted(articles, key=articles.index)


def test_meaning_helps_where_words_are_other_ones(embedder):
    passage = found(
        "The depot burned down before dawn on Sunday. Prices of bread rose again in all shops of the town. "
        "The choir sang in the square until late at night."
    )

    said = _words(_quoted("Which building was destroyed by a fire?", [passage], vector=embedder.embed))

    assert said[0] == "The depot burned down before dawn on Sunday."


def test_both_sides_are_quoted_where_sources_differ_however_low_the_one_ranks():
    question = "How many people fell ill from the water in Ostrel?"
    high = found("In Ostrel 118 people fell ill from the water, doctors said on Monday.", "high")
    low = found("Some say that it was not so bad. They counted 92 people.", "low")
    weighed = weigh(question, terms_of(question, _rarity), [high, low], None)
    side = next(c for c in weighed.candidates if "92" in c.text)

    said = " ".join(_words(quote(weighed, _nothing_before, (weighed.candidates[0], side))))

    assert "118 people" in said
    assert "92 people" in said


def _of(given_passages):
    return [found(text, f"a{article}", number, start) for text, article, number, start in given_passages]


@given(st.text(max_size=80), ANY_PASSAGES)
def test_any_question_over_any_passages_gives_verbatim_quotes_only(question, given_passages):
    passages = _of(given_passages)

    checked = _quoted(question, passages)

    assert len(checked) <= MOST
    for sentence in checked:
        (span,) = sentence.quotes
        base = span.found.passage.start
        assert span.text == span.found.passage.text[span.start - base : span.end - base] != ""
        assert sentence.text.endswith(span.text)


@given(SENTENCES, SENTENCES, st.sampled_from(["Who said no?", "Orla", "early today", "they left it over"]))
def test_any_mix_of_pronouns_and_speakers_is_quoted_verbatim_and_once(before, text, question):
    earlier = found(" ".join(before), number=0)
    passage = found(" ".join(text), number=1, start=len(earlier.passage.text) + 1)

    checked = _quoted(question, [passage], lambda f: earlier if f == passage and before else None)

    keys = [sentence.quotes[0].key for sentence in checked]
    assert len(keys) == len(set(keys))
    assert all(sentence.text.endswith(sentence.quotes[0].text) for sentence in checked)
