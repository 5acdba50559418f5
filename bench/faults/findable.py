"""Count the passages of a home that are found by their own words and by their own vector.

Run as a process of its own: `python -m bench.faults.findable`, the home in CITEDESK_HOME; an
index that ends the process must not end the measurement.
"""

import json

from rich.progress import track

from assistant.bootstrap import House, opened
from assistant.settings import Settings
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.indexes import meaning

_NEAR = 5  # the same words or almost the same may stand in a correction's other passages


def main() -> None:
    """Print {passages, by_words, by_vector, lost} as JSON."""
    with opened(Settings()) as house:
        ids = [i for page in catalogue.all_passage_ids(house.archive) for i in page]
        missing = [missed for i in track(ids, "searching", transient=True) if (missed := _missed(house, i))]
    print(
        json.dumps(
            {
                "passages": len(ids),
                "by_words": len(ids) - sum("words" in ways for _, ways in missing),
                "by_vector": len(ids) - sum("vector" in ways for _, ways in missing),
                "lost": missing[:10],
            }
        )
    )


def _missed(house: House, passage_id: str) -> tuple[str, list[str]] | None:
    """The ways in which a passage is not found."""
    found = catalogue.passages_by_id(house.archive, [passage_id], Reader(), Window())[passage_id]
    words = house.index.search_words(found.passage.text, _NEAR, Reader(), Window())
    ways = [] if passage_id in [hit.passage_id for hit in words] else ["words"]
    vector = meaning.vectors_of(house.archive, [passage_id]).get(passage_id)
    if vector is None or not _is_near(house, passage_id, vector.astype("f4")):
        ways.append("vector")
    return (passage_id, ways) if ways else None


def _is_near(house: House, passage_id: str, vector: object) -> bool:
    hits = house.index.search_vectors(vector, _NEAR, Reader(), Window())  # type: ignore[arg-type]
    return passage_id in [hit.passage_id for hit in hits]


if __name__ == "__main__":
    main()
