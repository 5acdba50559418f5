"""Plain text, in the encodings they come in."""

import codecs

import pytest

from ingest.errors import SourceUnreadable, TooLarge
from ingest.read.text import ARTICLE_BYTES, TITLE_LETTERS, Details, first_sentence, read

TEXT = "“Talks” resume in Genève.\nMore on Monday.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 LE", "UTF-16 BE"],
)
def test_a_text_is_read_in_every_encoding_that_names_itself(data):
    article = read(data, "talks.txt", Details())

    assert article.text == TEXT
    assert article.title == "“Talks” resume in Genève."
    assert article.published_at is article.url is article.outlet is None


def test_latin_1_is_refused_with_the_byte_and_its_place():
    with pytest.raises(SourceUnreadable, match=r"talks\.txt is not UTF-8 \(byte 0xe8 at 19\).*iconv"):
        read("Talks resume in Genève.".encode("latin-1"), "talks.txt", Details())


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\x00\x01", b"\x7fELF\x02\x01\x01\x00", bytes(range(1, 32)) * 9, b"\x00" * 99]
)
def test_binary_is_refused(data):
    with pytest.raises(SourceUnreadable, match="not text"):
        read(data, "talks.txt", Details())


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\xa0".encode()]
)
def test_a_text_of_nothing_is_refused(data):
    with pytest.raises(SourceUnreadable, match="holds no text"):
        read(data, "talks.txt", Details())


def test_utf_16_that_stops_in_the_middle_is_refused():
    with pytest.raises(SourceUnreadable, match="not UTF-8"):
        read(codecs.BOM_UTF16_LE + b"T\x00a", "talks.txt", Details())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_two_megabytes_are_taken_and_a_byte_more_is_not(encoding):
    full = "a" * ARTICLE_BYTES

    assert len(read(full.encode(encoding), "talks.txt", Details()).text) == ARTICLE_BYTES
    with pytest.raises(TooLarge, match=r"talks\.txt has .* bytes .*; at most 2,000,000 \(2.0 MB\)"):
        read(f"{full}a".encode(encoding), "talks.txt", Details())


def test_a_hash_in_plain_text_is_no_heading():
    assert read(b"# 1 in Geneva\nThey resume.", "talks.txt", Details()).text.startswith("# 1")


def test_what_the_person_says_goes_before_what_the_text_says():
    details = Details("Their title", "Velm Courier", "https://velm.example/talks", collection="desk")

    article = read(b"They resume.", "talks.txt", details)

    assert (article.title, article.outlet, article.collection) == ("Their title", "Velm Courier", "desk")


def test_a_blank_title_counts_as_none():
    assert read(b"They resume.", "talks.txt", Details(title=" \x00 ")).title == "They resume."


def test_nul_and_lone_surrogates_go_and_all_else_stays():
    assert read(b"x" * 5000 + b"\x00\r\n\x1b[0m", "talks.txt", Details()).text.endswith("xx\r\n\x1b[0m")


def test_a_title_is_one_line_and_ends_at_a_word():
    title = first_sentence("The harbour   and the " + "ferries " * 100)

    assert title.startswith("The harbour and the ferries")
    assert title.endswith("ferries …")
    assert len(title) <= TITLE_LETTERS + 2


def test_a_title_without_a_word_end_is_cut_all_the_same():
    assert first_sentence("x" * 9000) == "x" * TITLE_LETTERS + " …"
