"""Questions to begin with: few, short, and answered by the archive."""

from assistant.brief import whole
from assistant.briefing import Order
from assistant.examples import examples, topics
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from tests.assistant.parts import asked


def test_an_empty_archive_has_none(open_house):
    assert examples(open_house().archive, Reader()) == []


def test_up_to_five_different_short_questions_are_offered(house):
    offered = examples(house.archive, Reader())

    assert 1 <= len(offered) == len(set(offered)) <= 5
    assert all(question.endswith("?") and len(question) <= 150 for question in offered)


def test_who_is_quoted_is_asked_about_by_name(house):
    assert "What did Orla Brandt say?" in examples(house.archive, Reader())


async def test_every_question_offered_is_answered(house):
    modes = {
        question: (await asked(house.desk, question)).mode for question in examples(house.archive, Reader())
    }

    assert set(modes.values()) == {"quoted"}, modes


def test_nothing_is_offered_of_what_a_reader_may_not_read(house):
    outsider = Reader("outsider", frozenset({"news"}))

    assert "Cannery" in str(examples(house.archive, Reader(collections=frozenset({"embargoed desk"}))))
    assert "Cannery" not in str(examples(house.archive, outsider))
    assert "Cannery" not in str(topics(house.archive, outsider))


def test_topics_are_titles_of_what_is_told_most(house):
    offered = topics(house.archive, Reader())
    titles = {source.title for source in catalogue.listing(house.archive, Reader(), Window(), 100)}

    assert 1 <= len(offered) == len(set(offered)) <= 3
    assert set(offered) <= titles


async def test_every_topic_offered_is_briefed_on(house):
    modes = {
        topic: (await whole(Order(topic), Reader(), house.desk)).mode
        for topic in topics(house.archive, Reader())
    }

    assert set(modes.values()) == {"quoted"}, modes


def test_an_empty_archive_has_no_topic(open_house):
    assert topics(open_house().archive, Reader()) == []
