"""A web page: HTML bytes to one Article, with what the page declares about it."""

import re
from dataclasses import replace

from lxml.etree import strip_elements

from ingest.article import Article
from ingest.errors import SourceUnreadable
from ingest.read import html, linked
from ingest.read.address import address_of
from ingest.read.blocks import line
from ingest.read.body import body, text_of
from ingest.read.declared import Declared, declared
from ingest.read.kind import kind_of
from ingest.read.text import Details, from_text
from ingest.texts.language import language_of

_TAG = re.compile(r"<[^<>]{0,200}>")
_LITTLE = 0.5  # of the text that JSON-LD holds: then the page itself shows it only by a script


def read(
    data: bytes, name: str, details: Details, content_type: str | None = None, fetched: str | None = None
) -> Article:
    """Extract the article of a page, with the title, outlet, date and address it declares.

    What the person says goes before what the page says. ``content_type`` is the header that came with it,
    ``fetched`` the address it came from in the end. Raises SourceUnreadable where the page holds no article.
    """
    page = html.parse(data, name, content_type)
    said = declared(page)
    strip_elements(page, "script", "style", "svg", "template", with_tail=False)
    found = body(page, said.titles)
    text = _fuller(text_of(found), said)
    if not text:
        raise SourceUnreadable(f"{name} holds no article text that can be told from the page around it")
    article = from_text(text, name, _known(said, details, fetched))
    stamp = None if details.published_at else said.published
    return replace(
        article,
        authors=said.authors,
        published_zone=stamp.zone if stamp else None,
        updated_at=said.updated.at if said.updated else None,
        language=language_of(text) or said.language,
        kind=kind_of(page, found, said, len(text.split())),
    )


def _fuller(text: str, said: Declared) -> str:
    """The text of the page, or of its JSON-LD where that holds far more."""
    told = "\n".join(linked.texts(said.article.get("articleBody")))
    whole = "\n\n".join(filter(None, (line(part) for part in _TAG.sub("\n", told).splitlines())))
    return whole if len(text) < _LITTLE * len(whole) else text


def _known(said: Declared, details: Details, fetched: str | None) -> Details:
    """What the person says, and what the page says of the rest."""
    stamp = None if details.published_at else said.published
    return replace(
        details,
        title=details.title or said.title,
        outlet=details.outlet or said.outlet,
        url=details.url or address_of(said.addresses, fetched),
        published_at=stamp.at if stamp else details.published_at,
        published_day=stamp.is_day if stamp else details.published_day,
    )
