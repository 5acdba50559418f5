"""A search for its own sake: passages, and what was left out."""

from assistant.bodies import SearchBody
from assistant.conversation import Json, passage_json
from assistant.desk import Desk
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window

_LIMIT = 10


def searched(desk: Desk, body: SearchBody, reader: Reader) -> Json:
    """Find passages by words and by meaning, as the machine interface has them."""
    query = body.as_query()
    found = desk.retriever.find(query, body.limit or _LIMIT, reader)
    covered = catalogue.coverage(desk.retriever.index.archive, reader, Window())
    return {
        "passages": [passage_json(passage) for passage in found],
        "newest_article_at": covered.newest,
        "undated_left_out": covered.undated if query.window.is_timed else 0,
    }
