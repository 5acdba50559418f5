"""Other languages: found by meaning where the model knows them, and the archive goes over to such a model."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.bootstrap import opened
from assistant.conversation import Query
from assistant.text_vectors import TextVectors
from bench.quality import languages
from bench.quality.given import SETS
from ingest.care import worker
from ingest.holdings.reader import Reader
from tests.assistant.parts import NEWS, add, article, asked, settings
from tests.conftest import REPOSITORY
from tests.fakes.model import Script

MEANT = "mountaineers permafrost shelter"  # no word of the article about the hut
GERMAN = article(
    "Die Fähren zwischen Velm und Ostrel fallen am Freitag aus. Der Hafenmeister nannte als Grund den Sturm.",
    "Fähren fallen aus",
    "2026-03-12",
    outlet="Hafenblatt",
    language="de",
)


@pytest.fixture
def house(tmp_path, multilingual_folder):
    """A house of the test's own with the multilingual model, empty."""
    given = settings(tmp_path / "home", multilingual_folder, embedding="multilingual")
    with opened(given) as opened_house:
        yield opened_house


def first(house, question):
    return house.desk.retriever.find(Query(question), 1, Reader())[0].source.title


def test_questions_find_articles_in_other_languages(house):
    add(house, *NEWS, GERMAN)

    assert first(house, "Warum muss die Berghütte auf dem Eis schließen?") == "Glacier hut to close"
    assert first(house, "Чому скасували пороми?") == "Fähren fallen aus"
    assert first(house, "Who crossed by ferry despite the storm on Friday?") == "Fähren fallen aus"


def test_a_part_of_our_own_set_is_found(multilingual_folder, monkeypatch):
    """All of it is measured by `make quality`: R@10 .98 of 100 questions over 150 articles."""
    monkeypatch.setenv("CITEDESK_MODELS", str(multilingual_folder))
    articles, questions = languages.read(REPOSITORY / SETS)
    few = articles[::3]
    held = {f"https://news.example/{row['id']}" for row in few}
    chosen = [each for each in questions if each.right <= held][:24]

    total, within, across, *_ = languages.of("multilingual", few, chosen)

    assert (total.count, within.count + across.count) == (24, 24)
    assert total.value >= 0.85
    assert across.count >= 5


async def test_what_is_found_by_words_only_is_said_only_where_it_is_true(house, tmp_path, model_folder):
    question = "Warum fallen die Fähren zwischen Velm und Ostrel am Freitag aus?"
    add(house, GERMAN)
    with opened(settings(tmp_path / "english", model_folder)) as english:
        add(english, GERMAN)

        known, unknown = [await asked(each.desk, question) for each in (house, english)]

    assert [known.mode, unknown.mode] == ["quoted", "quoted"]
    assert "language_by_words_only" not in known.notices
    assert "language_by_words_only" in unknown.notices


def test_the_old_model_answers_until_the_new_one_has_seen_every_passage(tmp_path, multilingual_folder):
    before = settings(tmp_path / "home", multilingual_folder)
    with opened(before) as house:
        add(house, *NEWS)
        english = house.index.model

    with opened(before.model_copy(update={"embedding": "multilingual"})) as house:
        house.index.catch_up()
        assert house.index.model == english
        assert first(house, MEANT) == "Glacier hut to close"
        old = house.desk.retriever.vector(MEANT)

        worker.embed_waiting(house.archive, house.embedder)
        house.index.catch_up()

        assert house.index.model == house.embedder.name != english
        assert first(house, MEANT) == "Glacier hut to close"
        assert not np.array_equal(house.desk.retriever.vector(MEANT), old)
        assert house.index.progress().is_current


def test_a_question_asked_while_the_archive_goes_over_is_asked_again(house):
    """Vectors of two models must never be compared: the search begins anew."""
    add(house, *NEWS)
    index, seen = house.index, []
    model = index._near.model

    def vector(text):
        seen.append(index.model)
        index._near.model = model  # what was old at the first look is new now
        return house.embedder.embed_question(text)

    index._near.model = "the-one-before:abc"
    found = house.desk.retriever.model_copy(update={"vector": vector}).find(Query(MEANT), 1, Reader())

    assert seen == ["the-one-before:abc", model]
    assert found[0].source.title == "Glacier hut to close"


def test_each_question_is_embedded_by_the_model_that_answers(embedder, house):
    answering = [embedder.name]
    vectors = TextVectors(house.embedder, 10, embedder, answering=lambda: answering[0])

    old = vectors(MEANT)
    answering[0] = house.embedder.name
    new = vectors(MEANT)
    vectors.close()

    assert np.array_equal(old, embedder.embed_question(MEANT))
    assert np.array_equal(new, house.embedder.embed_question(MEANT))


def test_questions_and_passages_are_marked_for_the_model_that_wants_it(house, embedder):
    assert not np.array_equal(house.embedder.embed(MEANT), house.embedder.embed_question(MEANT))
    assert np.array_equal(embedder.embed(MEANT), embedder.embed_question(MEANT))


def test_an_article_without_a_language_is_nobodys_foreigner(house):
    add(house, *(replace(each, language=None) for each in NEWS))

    assert first(house, "Warum schließt die Hütte auf dem Gletscher?") == "Glacier hut to close"


def test_nearness_is_told_on_one_scale(house):
    """What declines a question was measured with the English model, whose cosines spread wider."""
    add(house, *NEWS)

    near, far = [
        max(found.near for found in house.desk.retriever.find(Query(question), 5, Reader()))
        for question in (
            "Why will the hut on the Skarn glacier close?",
            "Who won the chess championship in Peru?",
        )
    ]

    assert near > 0.6
    assert far < 0.45


async def test_an_answer_in_another_language_is_quoted_as_it_stands(house):
    add(house, *NEWS, GERMAN)

    quoted = await asked(house.desk, "Pourquoi les ferries entre Velm et Ostrel sont-ils annulés vendredi ?")

    assert quoted.mode == "quoted"
    assert quoted.citations[0].quote.text in GERMAN.text


async def test_a_sentence_written_in_another_language_is_shown_with_the_original_words(
    tmp_path, multilingual_folder, model
):
    """Its number stands there too; one that does not is left out, and the quotes get translations."""
    written = "The ferries between Velm and Ostrel are cancelled because of the storm."
    model.script = Script(
        f"{written}[kbb] The 12 ferries between Velm and Ostrel are cancelled because of the storm.[kbb]",
        form={"quotes": [{"number": n, "text": f"Translation {n}."} for n in (1, 2, 3)]},
    )
    given = settings(
        tmp_path / "home", multilingual_folder, embedding="multilingual", OPENAI_BASE_URL=model.url
    )
    with opened(given) as house:
        add(house, GERMAN)

        answer = await asked(house.desk, "Why are the ferries between Velm and Ostrel cancelled?")

    assert [(s.text, s.verdict) for s in answer.sentences] == [(written, "not_checkable")]
    assert answer.dropped == 1
    assert all(citation.quote.text in GERMAN.text for citation in answer.citations)
    assert answer.citations[0].translation.text == "Translation 1."
    assert "Fähren zwischen Velm und Ostrel" in answer.citations[0].quote.text
