"""Bytes to letters: what they show goes before what is said of them."""

import pytest

from ingest.read.charset import decode


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
    found, _ = decode(data, content_type)

    assert found == (text or "<?xml version='1.0' encoding='windows-1251'?>Привіт")


def test_a_wrong_declaration_is_told():
    assert (
        decode("Größe".encode(), "text/xml; charset=koi8-r")[1]
        == "it says it is in koi8-r, but was read as utf-8"
    )
    assert decode(b"plain", "text/xml; charset=koi8-r")[1] is None
    assert "replaced" in (decode("ööööööööööööööö".encode() + b"\xff")[1] or "")
    assert "cannot be told" in (decode(b"\xff\x81\xfc" * 3)[1] or "")
