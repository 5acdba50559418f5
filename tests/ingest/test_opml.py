"""Lists of feeds: in from other programs, out to them, and ours to start from."""

from urllib.parse import urlsplit

import pytest

from ingest.errors import SourceUnreadable
from ingest.read.opml import Outline, read, starter, write

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
 <outline text="Ports"><outline text="Sea"><outline text="The Ledger" type="rss"
 xmlUrl="https://ledger.example/rss" htmlUrl="https://ledger.example/"/></outline></outline>
 <outline title="B" text="b" xmlurl=" https://b.example/f "/>
 <outline text="no feed"/></body></opml>"""


def test_feeds_are_read_with_their_folders():
    assert read(LIST) == [
        Outline("The Ledger", "https://ledger.example/rss", "https://ledger.example/", "Ports/Sea"),
        Outline("B", "https://b.example/f"),
    ]


def test_what_is_written_is_read_again():
    outlines = [
        Outline("A & <b>", "https://a.example/?x=1&y=2", "https://a.example/", "World/Europe"),
        Outline("B\x00", "https://b.example/", None, "World"),
        Outline("C", "https://c.example/"),
    ]
    again = read(write(outlines))

    assert sorted(again, key=lambda each: each.url) == [
        outlines[0],
        Outline("B", *_rest(outlines[1])),
        outlines[2],
    ]


def _rest(outline):
    return outline.url, outline.site, outline.folder


@pytest.mark.parametrize("data", [LIST[:-20], LIST.replace(b'text="Sea"', b'text="Sea & co"'), b"\n" + LIST])
def test_a_broken_list_still_gives_its_feeds(data):
    assert [each.url for each in read(data)] == ["https://ledger.example/rss", "https://b.example/f"]


def test_nothing_outside_the_list_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the tide is high")
    doctype = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY b "{"ha" * 500}">]>'.encode()
    data = doctype + b'<opml><body><outline text="&x;&b;a" xmlUrl="https://a.example/"/></body></opml>'

    assert [each.title for each in read(data)] == ["&x;&b;a"]


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"{}", b"<opml"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(SourceUnreadable, match="OPML"):
        read(data)


def test_deep_and_wide_lists_are_bounded():
    deep = (
        b"<opml><body>" + b'<outline text="f">' * 5_000 + b'<outline text="a" xmlUrl="https://a.example/"/>'
    )
    wide = b"<opml><body>" + b'<outline text="a" xmlUrl="https://a.example/"/>' * 20_000 + b"</body></opml>"

    assert len(read(deep)) <= 1
    assert len(read(wide)) == 5_000


def test_the_list_to_start_from_names_public_feeds_of_every_part_of_the_world():
    outlines = starter()

    assert len(outlines) >= 25
    assert len({each.folder for each in outlines}) >= 6
    assert len({each.url for each in outlines}) == len(outlines)
    assert all(urlsplit(each.url).scheme == "https" and each.title and each.site for each in outlines)
