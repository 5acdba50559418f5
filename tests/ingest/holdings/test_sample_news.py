"""The sample news: told apart from what somebody added, and kept from whom their collection is kept from."""

import pytest

from ingest.holdings import sample_news
from ingest.holdings.reader import Reader


@pytest.mark.parametrize(("reader", "seen"), [(Reader(), 1), (Reader(collections=frozenset({"news"})), 0)])
def test_samples_are_told_from_what_was_added(archive, keep, reader, seen):
    keep("Real.")
    invented = keep("Invented.", collection=sample_news.SAMPLES).article_id

    assert sample_news.count(archive, reader) == seen
    assert sample_news.ids(archive, reader) == [invented][:seen]
