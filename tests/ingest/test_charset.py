"""Bytes to letters: what they show goes before what is said of them."""

import pytest

from ingest.read.charset import decode, of_document, of_header


def told(data, content_type=None):
    return decode(data, of_header(content_type), of_document(data))


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("Größe".encode(), None, "Größe"),
        ("Größe".encode(), "text/xml; charset=iso-8859-1", "Größe"),
        ("Größe “x”".encode("cp1252"), "text/xml; charset=iso-8859-1", "Größe “x”"),
        ("Größe".encode("utf-16"), "text/xml; charset=utf-8", "Größe"),
        ("<Größe".encode("utf-16-le"), None, "<Größe"),
        ("Привіт".encode("koi8-u"), "text/xml; charset=KOI8-U", "Привіт"),
        ("<?xml version='1.0' encoding='windows-1251'?>Привіт".encode("cp1251"), None, None),
        ("日本".encode("iso-2022-jp"), "text/xml; charset=iso-2022-jp", "日本"),
        ("中文".encode("gb18030"), "text/xml; charset=gb2312", "中文"),
        (b"abc", "text/xml; charset=no-such", "abc"),
        (b"abc", "text/xml; charset=punycode", "abc"),
        (b"abc", "text/xml; charset=zlib", "abc"),
        ("Größe, süß".encode()[:-1], None, "Größe, sü"),
    ],
)
def test_the_text_is_what_its_author_wrote(data, content_type, text):
    found, _ = told(data, content_type)

    assert found == (text or "<?xml version='1.0' encoding='windows-1251'?>Привіт")


def test_a_wrong_declaration_is_told():
    assert (
        told("Größe".encode(), "text/xml; charset=koi8-r")[1]
        == "it says it is in koi8-r, but was read as utf-8"
    )
    assert told(b"plain", "text/xml; charset=koi8-r")[1] is None
    assert "replaced" in (told("ööööööööööööööö".encode() + b"\xff")[1] or "")
    assert "cannot be told" in (told(b"\xff\x81\xfc" * 3)[1] or "")


_WORDS = "Fähren – Порт"


def read(data, content_type=None):
    return told(data, content_type)[0]


def test_utf_8_is_told_by_its_bytes_against_what_is_said():
    data = f'<meta charset="iso-8859-1"><p>{_WORDS}'.encode()

    assert _WORDS in read(data, "text/html; charset=windows-1251")


def test_a_mark_goes_before_all():
    data = b"\xff\xfe" + f'<meta charset="utf-8"><p>{_WORDS}'.encode("utf-16-le")

    assert _WORDS in read(data, "text/html; charset=utf-8")


def test_the_header_goes_before_the_page():
    data = '<meta charset="windows-1252"><p>Порт'.encode("koi8-r")

    assert "Порт" in read(data, "text/html; charset=KOI8-R")


def test_latin_1_is_read_as_its_superset():
    """Pages that say so hold curly quotes."""
    assert "“Port”" in read("<meta charset=iso-8859-1>“Port”".encode("cp1252"))


def test_an_encoding_nobody_knows_is_windows_1252():
    assert read("<meta charset=klingon>Fähre".encode("cp1252")).endswith("Fähre")


@pytest.mark.parametrize("name", ["iso-2022-jp", "utf-16-le", "shift_jis", "gb2312", "euc-kr"])
def test_encodings_that_are_not_nearly_ascii_are_read_where_they_are_said(name):
    word = "港" if name != "euc-kr" else "항구"

    assert word in read(f"<p>{word}".encode(name), f"text/html; charset={name}")


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "hex", "undefined", "utf-7", "rot13"])
def test_encodings_of_python_alone_are_none(name):
    assert read(b"<p>port\xff\\ud800", f"text/html; charset={name}") == "<p>portÿ\\ud800"


def test_a_few_bad_bytes_do_not_decide_what_the_others_are():
    said = "text/html; charset=gb2312"

    assert read("港口的船".encode("gb18030") + b"\xff.", said).startswith("港口的船")
    assert read("港口的船".encode() + b"\xff.", said).startswith("港口的船")


def test_a_short_word_of_many_bytes_a_letter_may_be_trusted_before_utf_8():
    """These two bytes are a letter of UTF-8 by chance."""
    word = "目"

    assert decode(word.encode("gb18030"), "gb2312", trusts=True)[0] == word
