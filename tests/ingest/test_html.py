"""Bytes of pages: read in the encoding they are in, whatever is said of them."""

import pytest

from ingest.errors import SourceUnreadable
from ingest.read.html import decode, parse

_WORDS = "Fähren – Порт"


def test_utf_8_is_told_by_its_bytes_against_what_is_said():
    data = f'<meta charset="iso-8859-1"><p>{_WORDS}'.encode()

    assert _WORDS in decode(data, "text/html; charset=windows-1251")


def test_a_mark_goes_before_all():
    data = b"\xff\xfe" + f'<meta charset="utf-8"><p>{_WORDS}'.encode("utf-16-le")

    assert _WORDS in decode(data, "text/html; charset=utf-8")


def test_the_header_goes_before_the_page():
    data = '<meta charset="windows-1252"><p>Порт'.encode("koi8-r")

    assert "Порт" in decode(data, "text/html; charset=KOI8-R")


def test_latin_1_is_read_as_its_superset():
    """Pages that say so hold curly quotes."""
    assert "“Port”" in decode("<meta charset=iso-8859-1>“Port”".encode("cp1252"))


def test_an_encoding_nobody_knows_is_windows_1252():
    assert decode("<meta charset=klingon>Fähre".encode("cp1252")).endswith("Fähre")


@pytest.mark.parametrize("name", ["iso-2022-jp", "utf-16-le", "shift_jis", "gb2312", "euc-kr"])
def test_encodings_that_are_not_nearly_ascii_are_read_where_they_are_said(name):
    word = "港" if name != "euc-kr" else "항구"

    assert word in decode(f"<p>{word}".encode(name), f"text/html; charset={name}")


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "hex", "undefined", "utf-7", "rot13"])
def test_encodings_of_python_alone_are_none(name):
    assert decode(b"<p>port\xff\\ud800", f"text/html; charset={name}") == "<p>portÿ\\ud800"


@pytest.mark.parametrize("data", [b"", b"   ", b"<![&x", b"<?", b"<!--", b"\x00"])
def test_nothing_is_no_page(data):
    with pytest.raises(SourceUnreadable, match="x is not a page"):
        parse(data, "x")


def test_what_comes_after_very_many_elements_is_let_go():
    tree = parse(b"<p>first</p>" + b"<div><b>a</b></div>" * 40_000, "x")

    assert tree.text_content().startswith("first")
    assert sum(1 for _ in tree.iter()) <= 15_001
