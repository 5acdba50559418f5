"""Rights decide how much of a text may be shown: never more words than they say, sentences whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BadField
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Reader, Window
from ingest.holdings.rights import OPENING, checked, readable, shown

TEXT = "The ferry unions met. Nobody signed the paper. Talks go on in Velm for another week."


@pytest.mark.parametrize("rights", ["full", "link", "excerpt:1", "excerpt:1000", " Excerpt:40 "])
def test_what_rights_can_be_is_taken(rights):
    assert checked(rights) == rights.strip().lower()


@pytest.mark.parametrize(
    "rights", ["", "all", "excerpt", "excerpt:0", "excerpt:1001", "excerpt:-1", "excerpt:4.5"]
)
def test_what_rights_cannot_be_is_named_with_what_they_can(rights):
    with pytest.raises(BadField, match="excerpt:N"):
        checked(rights)


@pytest.mark.parametrize(
    ("rights", "visible"),
    [
        ("full", TEXT),
        ("link", ""),
        ("excerpt:3", "The ferry unions"),
        ("excerpt:4", "The ferry unions met."),
        ("excerpt:7", "The ferry unions met."),
        ("excerpt:8", "The ferry unions met. Nobody signed the paper."),
        ("excerpt:1000", TEXT),
        ("what a newer program wrote", ""),
    ],
)
def test_an_excerpt_is_whole_sentences_from_the_beginning(rights, visible):
    assert readable(TEXT, rights, Reader()) == visible
    assert readable(TEXT, rights, EVERYTHING) == TEXT


def test_a_part_of_a_sentence_is_known_for_one():
    assert not shown(TEXT, "excerpt:3").is_whole
    assert shown(TEXT, "excerpt:4").is_whole


@pytest.mark.parametrize("text", ["潮" * 90, "a" * 5_000, " " * (OPENING + 9) + "Late.", "渡船公司。" * 40])
def test_writing_without_blanks_is_no_way_around_the_limit(text):
    assert len(readable(text, "excerpt:5", Reader()).strip()) <= 100


@given(st.text(max_size=300), st.integers(1, 40))
def test_never_more_words_are_shown_than_may_be(text, most):
    seen = readable(text, f"excerpt:{most}", Reader())

    assert text.startswith(seen)
    assert len(seen.split()) <= most


def test_a_reader_gets_of_each_passage_what_lies_in_the_excerpt(archive, keep):
    long = "\n\n".join(f"Paragraph {n} tells of the ferry unions of Velm. " * 9 for n in range(30))
    kept = keep(long, rights="excerpt:40")
    ids = [f"{kept.article_id}-1-{n}" for n in range(kept.passages)]

    found = catalogue.passages_by_id(archive, ids, Reader(), Window())
    held = catalogue.article(archive, kept.article_id, Reader())

    assert kept.passages > 2
    assert [found[i].part for i in ids] == ["opening"] + ["nothing"] * (kept.passages - 1)
    assert [found[i].is_quotable for i in ids[:2]] == [True, False]
    assert 30 < len(held.text.split()) <= 40
    for each in found.values():
        assert held.text[each.passage.start : each.passage.end] == each.passage.text
    whole = catalogue.passages_by_id(archive, ids, EVERYTHING, Window())
    assert all(whole[i].part == "whole" and whole[i].passage.text for i in ids)
