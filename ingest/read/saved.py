"""A saved web page, and whether most of it lies in what is not read: video, sound, pictures."""

import re

from ingest.errors import SourceUnreadable
from ingest.read import page
from ingest.read.piece import Piece, counted
from ingest.read.text import Details

_SHORT = 600  # letters beside a film are its caption
_NOTHING = 20  # letters are the mark that the extractor leaves for a film
_SEEN = re.compile(rb"<(?P<tag>video|audio|img|iframe|meta)\b(?P<rest>[^>]{0,400})", re.IGNORECASE)
_PLAYERS = re.compile(rb"youtube|youtu\.be|vimeo|dailymotion|jwplayer|jwplatform|brightcove", re.IGNORECASE)
_FILM = re.compile(rb"""og:type["']?\s{1,9}content\s?=\s?["']?video""", re.IGNORECASE)


def read(data: bytes, name: str, details: Details) -> list[Piece]:
    """Read a page; raises SourceUnreadable where it holds no article, and says what it holds instead."""
    try:
        article = page.read(data, name, details)
        if len(article.text.strip()) < _NOTHING and unread_in(data, article.text):
            raise SourceUnreadable(f"{name} holds no article text")
    except SourceUnreadable as error:
        if unread := unread_in(data, ""):
            raise SourceUnreadable(f"{error}; {unread[0]}") from error
        raise
    return [Piece(article, notes=unread_in(data, article.text))]


def unread_in(data: bytes, text: str) -> tuple[str, ...]:
    """Say what a page shows beside a text so short that the news may lie there."""
    if len(text) >= _SHORT:
        return ()
    seen = [_kind(match["tag"].lower(), match["rest"]) for match in _SEEN.finditer(data)]
    for kind in ("video", "sound"):
        if kind in seen:
            return (f"{kind}, which is not read, may hold most of it",)
    # Every page has the mark of its house and pictures beside its links: told only where no words are.
    pictures = seen.count("picture")
    return (f"{counted(pictures, 'picture')} not read",) if pictures and not text else ()


def _kind(tag: bytes, rest: bytes) -> str | None:
    if tag == b"iframe":
        return "video" if _PLAYERS.search(rest) else None
    if tag == b"meta":
        return "video" if _FILM.search(rest) else None
    return {b"video": "video", b"audio": "sound", b"img": "picture"}[tag]
