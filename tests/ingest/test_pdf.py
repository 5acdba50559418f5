"""A PDF becomes an article of its paragraphs; scanned pages are named, hostile files refused."""

import io
import sys
import zlib

import pytest

from ingest.errors import SourceUnreadable
from ingest.read import apart, columns, pdf
from ingest.read.text import Details
from tests.fakes.pdf import pdf as made

STORY = [
    "The ferries of Velm sail again from Monday, the harbour board said after a vote",
    "that took four hours. Nobody was surpri-",
    "sed by it, said its chair.",
    "“Nobody should have to swim to work,” she said, and the twenty-five stall-",
    "holders of the fish market agreed with her in a letter that all of them had signed.",
]


def one(data, name="a.pdf", details=Details()):  # noqa: B008 - frozen
    (piece,) = pdf.read(data, name, details)
    return piece


def test_lines_become_paragraphs_and_broken_words_are_whole():
    assert one(made([["Ferries sail again", "", *STORY]])).article.text.split("\n\n") == [
        "Ferries sail again",
        "The ferries of Velm sail again from Monday, the harbour board said after a vote that took four "
        "hours. Nobody was surprised by it, said its chair.",
        "“Nobody should have to swim to work,” she said, and the twenty-five stallholders of the fish market "
        "agreed with her in a letter that all of them had signed.",
    ]


def test_running_heads_and_page_numbers_are_no_news():
    stories = [["Lamps are lit.", *STORY, "Ships lie."], ["Geese walk.", *STORY, "Owls."], STORY]
    pages = [["Velm Courier, 10 March 2026", *each, f"Page {n} of 3"] for n, each in enumerate(stories)]

    text = one(made(pages)).article.text

    assert "Velm Courier" not in text
    assert "Page" not in text
    assert [word in text for word in ("Lamps", "Owls.", "Geese")] == [True] * 3


def test_a_sentence_goes_on_over_the_edge_of_a_page():
    pages = [["The ferries of Velm sail again from", "1"], ["Monday, the harbour board said.", "2"]]

    assert columns.joined(["\n".join(page) for page in pages]) == (
        "The ferries of Velm sail again from\n\nMonday, the harbour board said."
    )
    pages[1][0] = "next Monday, the harbour board said."
    assert columns.joined(["\n".join(page) for page in pages]) == (
        "The ferries of Velm sail again from next Monday, the harbour board said."
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("It was well-\nknown.\n\nIt is well-known.", "It was well-known.\n\nIt is well-known."),
        ("It was well-\nknown.", "It was well-known."),
        ("Saint-\nDenis won.", "Saint-Denis won."),
        ("from 2025 -\nand on", "from 2025 - and on"),
        ("", ""),
    ],
)
def test_a_hyphen_stays_where_the_word_has_one(page, expected):
    assert columns.joined([page]) == expected


def test_it_is_undated_unless_told():
    """It knows when the file was made, which is not when the news came out."""
    assert one(made([STORY])).article.published_at is None


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("Ferries sail again", "Ferries sail again"),
        ("Microsoft Word - story.doc", "Ferries of Velm"),
        ("front_page.indd", "Ferries of Velm"),
        ("Untitled", "Ferries of Velm"),
        ("A template for reports of the town", "Ferries of Velm"),  # nothing of it is in the text
        (None, "Ferries of Velm"),
    ],
)
def test_a_declared_title_counts_where_it_is_one(declared, title):
    assert one(made([["Ferries of Velm", "", *STORY]], declared)).article.title == title


def test_what_the_person_says_goes_before():
    article = one(made([STORY], "Ferries sail again"), details=Details(title="Mine", outlet="Desk")).article

    assert (article.title, article.outlet) == ("Mine", "Desk")


def test_pages_without_text_are_named():
    piece = one(made([STORY, None, None, STORY, None]))

    assert piece.notes == ("pages 2-3, 5 hold no text (scanned?): not read",)
    assert one(made([STORY, None])).notes == ("page 2 holds no text (scanned?): not read",)


def test_a_scanned_file_is_refused_with_the_reason():
    with pytest.raises(SourceUnreadable, match=r"no text on its 2 pages \(scanned\?\): not read"):
        one(made([None, None]))


def encrypted(password):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made([STORY]))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_an_encrypted_file_is_refused_with_the_reason():
    with pytest.raises(SourceUnreadable, match="encrypted and needs a password"):
        one(encrypted("secret"))


def test_a_file_that_anybody_can_open_is_read():
    assert "ferries" in one(encrypted("")).article.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF",
        b"\x00" * 1_000,
        b"<html>",
        made([STORY])[:300],
        made([STORY]).replace(b"/Kids", b"/Nope"),
        made([STORY]).replace(b"/Count 1", b"/Count -1"),
        made([STORY]).replace(b"2 0 R", b"1 0 R"),  # pages that are their own parents
    ],
)
def test_a_damaged_file_is_refused_or_read_and_never_raises_another_error(data):
    try:
        pieces = apart.read(data, "a.pdf", Details())
    except SourceUnreadable as error:
        assert "a.pdf" in str(error)  # noqa: PT017 - either is fine
    else:
        assert all(piece.article or "a.pdf" in piece.reason for piece in pieces)


class TestBombs:
    def packed(self, length):
        """A page whose content is small in the file and endless outside of it."""
        content = zlib.compress(b"(word) Tj\n" * (length // 10), 9)
        plain = made([["x"]])
        at = plain.index(b"7 0 obj")
        start, end = plain.index(b"<< /Length", at), plain.index(b"endstream", at)
        stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\n" % (len(content), content)
        return plain[:start] + stream + plain[end:]

    def test_one_that_opens_to_more_than_fits_is_refused_within_the_limits(self):
        pieces = apart.read(self.packed(400_000_000), "a.pdf", Details(), seconds=3)

        assert pieces[0].article is None
        assert "a.pdf" in pieces[0].reason

    def test_one_that_never_ends_is_left_when_its_time_is_over(self):
        with pytest.raises(SourceUnreadable, match=r"not read within [12] s; cut it into parts"):
            apart.read(self.packed(60_000_000), "a.pdf", Details(), seconds=1)

    def test_what_takes_too_much_memory_is_told(self):
        with pytest.raises(SourceUnreadable, match="memory"):
            apart.read(self.packed(60_000_000), "a.pdf", Details(), memory=200_000_000)


def test_without_pypdf_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)

    with pytest.raises(Exception, match=r"pip install 'citedesk\[pdf\]'"):
        one(made([STORY]))


def test_a_place_where_a_browser_might_have_broken_a_word_is_no_space():
    soft = "/Span <</ActualText <FEFF00AD>>> BDC ( ) Tj EMC"
    page = f"BT /F1 12 Tf 40 700 Td (The parlia) Tj {soft} 52 0 Td (ment of Velm sat until noon.) Tj ET"

    (piece,) = pdf.read(made([page.encode()]), "a.pdf", Details())

    assert "The parliament of Velm" in piece.article.text
