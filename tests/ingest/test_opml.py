"""Lists of feeds: in from other programs, out to them, and ours to start from."""

from urllib.parse import urlsplit

import pytest

from ingest.errors import SourceUnreadable
from ingest.read.opml import Listing, Outline, read, starter, write

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
 <outline text="Ports"><outline text="Sea"><outline text="The Ledger" type="rss"
 xmlUrl="https://ledger.example/rss" htmlUrl="https://ledger.example/"/></outline></outline>
 <outline title="B" text="b" xmlurl=" https://b.example/f "/>
 <outline text="no feed"/></body></opml>"""


def test_feeds_are_read_with_their_folders():
    assert read(LIST) == Listing(
        (
            Outline("The Ledger", "https://ledger.example/rss", "https://ledger.example/", "Ports/Sea"),
            Outline("B", "https://b.example/f"),
        )
    )


def test_what_is_written_is_read_again():
    outlines = [
        Outline("A & <b>", "https://a.example/?x=1&y=2", "https://a.example/", "World/Europe"),
        Outline("B\x00", "https://b.example/", None, "World"),
        Outline("C", "https://c.example/"),
        Outline(
            "D",
            "https://d.example/",
            None,
            None,
            "page",
            "Velm & Co",
            "wire",
            "excerpt:40",
            "2026-12-01T00:00:00Z",
        ),
    ]
    again = read(write(outlines)).outlines

    assert sorted(again, key=lambda each: each.url) == [
        outlines[0],
        Outline("B", *_rest(outlines[1])),
        *outlines[2:],
    ]


def _rest(outline):
    return outline.url, outline.site, outline.folder


@pytest.mark.parametrize("data", [LIST[:-20], LIST.replace(b'text="Sea"', b'text="Sea & co"'), b"\n" + LIST])
def test_a_broken_list_still_gives_its_feeds(data):
    found = read(data)

    assert [each.url for each in found.outlines] == ["https://ledger.example/rss", "https://b.example/f"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (LIST[:-20], "it is broken XML (unclosed token in line 5); feeds may be missing"),
        (LIST.replace(b"</outline></outline>", b"</outline>"), "mismatched tag in line 5"),
        (LIST.replace(b"</body>", b" " * 2_000_000 + b"</body>"), "what comes after the first 2,000,000"),
    ],
)
def test_what_was_wrong_with_a_list_is_said(data, fault):
    (said,) = read(data).faults

    assert fault in said


def test_nothing_outside_the_list_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the tide is high")
    doctype = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY b "{"ha" * 500}">]>'.encode()
    data = doctype + b'<opml><body><outline text="&x;&b;a" xmlUrl="https://a.example/"/></body></opml>'

    assert [each.title for each in read(data).outlines] == ["&x;&b;a"]


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"{}", b"<opml"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(SourceUnreadable, match="OPML"):
        read(data)


def test_deep_and_wide_lists_are_bounded():
    deep = (
        b"<opml><body>" + b'<outline text="f">' * 5_000 + b'<outline text="a" xmlUrl="https://a.example/"/>'
    )
    wide = b"<opml><body>" + b'<outline text="a" xmlUrl="https://a.example/"/>' * 20_000 + b"</body></opml>"

    assert len(read(deep).outlines) <= 1
    assert len(read(wide).outlines) == 5_000
    assert "more than 5,000 feeds" in read(wide).faults[0]


def test_the_list_to_start_from_names_public_feeds_of_every_part_of_the_world():
    outlines = starter()

    assert len(outlines) >= 25
    assert len({each.folder for each in outlines}) >= 6
    assert len({each.url for each in outlines}) == len(outlines)
    assert all(urlsplit(each.url).scheme == "https" and each.title and each.site for each in outlines)
