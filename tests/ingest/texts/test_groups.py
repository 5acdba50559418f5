"""What is united is one with all that either was one with."""

from ingest.texts.groups import Groups


def test_whom_both_are_one_with_is_one_too():
    groups = Groups()
    groups.unite(1, "a")
    groups.unite(2, 3)

    assert not groups.are_one("a", 3)
    groups.unite(3, 1)
    assert groups.are_one("a", 2)
    assert [set(each) for each in groups.all()] == [{1, 2, 3, "a"}]


def test_what_was_never_united_is_one_with_itself_alone():
    groups = Groups()

    assert groups.are_one(1, 1)
    assert not groups.are_one(1, "1")
    assert groups.all() == []
