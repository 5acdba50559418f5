"""What waits is embedded, once and exactly."""

from ingest.care import worker
from ingest.indexes import meaning


def test_what_waits_is_embedded_once(archive, keep, embedder):
    for n in range(20):
        keep(f"Story {n}. It goes on.")
    told = []

    assert worker.embed_waiting(archive, embedder, told.append) == 20
    assert worker.embed_waiting(archive, embedder, told.append) == 0
    assert sum(told) == 20 == meaning.embedded_passages(archive)


def test_kept_vectors_are_those_of_the_passages(archive, keep, embedder):
    text = "The ferry was cancelled. " * 40 + "\n" + "Talks resume in Geneva. " * 60
    kept = keep(text)
    (waiting,) = meaning.waiting(archive, 1)

    worker.embed_waiting(archive, embedder)

    vectors = meaning.vectors_of(archive, [f"{kept.article_id}-1-{n}" for n in range(kept.passages)])
    assert kept.passages > 1
    for n, passage in enumerate(waiting.texts):
        assert (vectors[f"{kept.article_id}-1-{n}"] == embedder.embed(passage).astype("f2")).all()
