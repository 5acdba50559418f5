"""New articles are written together, and what is not new is told from them."""

from ingest.archive import Archive, Cut
from ingest.article import Article
from ingest.sql.writes import are_new


def cut(n, text="The crews voted on Monday."):
    return Cut(Article(text, f"Vote {n}", "Velm Courier", f"https://velm.example/{n}"), [(0, len(text))])


def test_an_id_is_new_once_and_never_again_after_it_was_removed(archive):
    one, other, third = (cut(n) for n in range(3))
    archive.add_all([one, other])
    archive.remove([other.article.id])
    ids = [each.article.id for each in (one, other, third, third)]

    with archive.reading() as connection:
        assert are_new(connection, ids) == [False, False, True, False]


def test_together_the_same_is_kept_as_one_by_one(archive, tmp_path):
    cuts = [cut(1), cut(2), cut(1, "The crews voted again."), cut(3), cut(2), cut(4)]
    (tmp_path / "other").mkdir()
    other = Archive(tmp_path / "other")

    together = archive.add_all(cuts)
    assert together == [kept for each in cuts for kept in other.add_all([each])]
    assert [(each.status, each.version) for each in together] == [
        ("added", 1),
        ("added", 1),
        ("updated", 2),
        ("added", 1),
        ("unchanged", 1),
        ("added", 1),
    ]
    assert archive.log_after(0, 100) == other.log_after(0, 100)
    other.close()


def test_a_removed_article_that_comes_again_goes_on_counting_its_versions(archive):
    archive.add_all([cut(1)])
    archive.remove([cut(1).article.id])

    (again,) = archive.add_all([cut(1)])
    assert (again.status, again.version) == ("added", 2)
