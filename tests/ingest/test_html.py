"""Bytes of pages to trees: whatever is in them, and not for long."""

import pytest

from ingest.errors import SourceUnreadable
from ingest.read.html import parse


@pytest.mark.parametrize("data", [b"", b"   ", b"<![&x", b"<?", b"<!--", b"\x00"])
def test_nothing_is_no_page(data):
    with pytest.raises(SourceUnreadable, match="x is not a page"):
        parse(data, "x")


def test_what_comes_after_very_many_elements_is_let_go():
    tree = parse(b"<p>first</p>" + b"<div><b>a</b></div>" * 40_000, "x")

    assert tree.text_content().startswith("first")
    assert sum(1 for _ in tree.iter()) <= 15_001
