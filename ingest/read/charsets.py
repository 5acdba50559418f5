"""Bytes of a message to text, whatever charset it declares: many declare another than they use."""

import codecs
import re

# Charsets whose bytes Windows programs fill up with letters of their own.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
# Python knows others, which are no charsets of text or take a quadratic time (punycode, unicode_escape).
_TEXT = re.compile(
    r"(utf-(7|8|16|32)(-[lb]e)?|utf-8-sig|ascii|iso8859-\d+|iso2022_\w+|cp\d+|windows-\d+|koi8-[rut]|gb\w+|hz"
    r"|big5\w*|euc_\w+|shift_jis\w*|johab|mac-\w+|tis-620|kz1048|ptcp154)"
)
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w:.-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, declared: str | None) -> str:
    """Decode what a message holds; bytes that are of no charset become replacement marks."""
    if not data.isascii() or (declared and not _is_plain(declared)):
        for name in _candidates(data, declared):
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    return data.decode("cp1252", "replace")


def declared_in(page: bytes) -> str | None:
    """The charset that HTML names in its head."""
    found = _META.search(page[:4_096])
    return found[1].decode("ascii", "replace") if found else None


def _candidates(data: bytes, declared: str | None) -> list[str]:
    name = _name(declared)
    if name is None or _is_plain(
        name
    ):  # where one byte is a letter, every text is valid: UTF-8 is not by chance
        return ["utf-8", *([_WIDER.get(name, name)] if name else [])]
    return [name, _WIDER.get(name, "utf-8"), "utf-8"]


def _is_plain(name: str) -> bool:
    """Whether a charset has ASCII's letters, and one byte for each other one."""
    known = _name(name)
    return known is None or known.startswith(("ascii", "iso8859-", "cp12", "koi8", "mac-", "utf-8"))


def _name(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared.strip("\"' ")).name if declared else None
    except (LookupError, ValueError, UnicodeError):
        return None
    return name if name and _TEXT.fullmatch(name) else None
