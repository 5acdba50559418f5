"""Which passages wait for their vectors, and the vectors of those that do not."""

import numpy as np

from ingest.indexes import meaning


def made(count, first=1.0):
    return np.full((count, 384), first, dtype=np.float16)


def test_articles_wait_in_the_order_they_came(archive, keep):
    first, second, _ = (keep(f"Story {n}. 🙂 It goes on.") for n in range(3))

    waiting = meaning.waiting(archive, 2)

    assert [w.article_id for w in waiting] == [first.article_id, second.article_id]
    assert waiting[0].texts == ("Story 0. 🙂 It goes on.",)
    assert meaning.waiting_passages(archive) == 3


def test_texts_wait_in_the_order_of_the_article(archive, keep):
    keep("\n".join(f"{n} " + "ferry " * 200 for n in range(14)))

    (waiting,) = meaning.waiting(archive, 1)

    assert [int(text.split()[0]) for text in waiting.texts] == list(range(14))


def test_an_article_in_another_language_does_not_wait(archive, keep):
    keep("Die Fähren liegen fest.", language="de")

    assert meaning.waiting(archive, 9) == []
    assert meaning.waiting_passages(archive) == 0


def test_vectors_are_kept_as_they_were_made(archive, keep):
    keep("Talks resume.")
    vector = np.random.default_rng(1).standard_normal((1, 384)).astype(np.float16)

    assert meaning.keep_vectors(archive, meaning.waiting(archive, 1)[0], vector)

    (found,) = meaning.vectors_of(archive, [f"{archive.log_after(0, 1)[0].article_id}-1-0"]).values()
    assert np.array_equal(found, vector[0])
    assert meaning.waiting(archive, 1) == []
    assert meaning.embedded_passages(archive) == 1
    assert [entry.kind for entry in archive.log_after(0, 9)] == ["added", "embedded"]


def test_vectors_of_a_text_that_has_changed_meanwhile_are_thrown_away(archive, keep):
    keep("Talks resume.", url="https://velm.example/a")
    (before,) = meaning.waiting(archive, 1)
    kept = keep("Talks stop.", url="https://velm.example/a")

    assert not meaning.keep_vectors(archive, before, made(1))

    assert meaning.embedded_passages(archive) == 0
    assert [w.version for w in meaning.waiting(archive, 9)] == [kept.version] == [2]


def test_vectors_of_a_text_that_has_gone_are_thrown_away(archive, keep):
    kept = keep("Talks resume.")
    (before,) = meaning.waiting(archive, 1)
    archive.remove([kept.article_id])

    assert not meaning.keep_vectors(archive, before, made(1))


def test_two_that_embed_the_same_article_keep_one_set(archive, keep):
    keep("Talks resume.")
    (waiting,) = meaning.waiting(archive, 1)

    meaning.keep_vectors(archive, waiting, made(1, 1.0))
    meaning.keep_vectors(archive, waiting, made(1, 2.0))

    assert meaning.embedded_passages(archive) == 1


def test_an_update_takes_the_old_vectors_away(archive, keep):
    keep("Talks resume.", url="https://velm.example/a")
    meaning.keep_vectors(archive, meaning.waiting(archive, 1)[0], made(1))

    keep("Talks stop.", url="https://velm.example/a")

    assert meaning.embedded_passages(archive) == 0


def test_passages_without_a_vector_are_left_out(archive):
    assert meaning.vectors_of(archive, ["nobody-1-0"]) == {}
