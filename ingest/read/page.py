"""A saved web page: HTML bytes to one Article, by trafilatura."""

from dataclasses import replace

import trafilatura
from trafilatura.settings import Document

from ingest.article import Article
from ingest.errors import BadField, SourceUnreadable
from ingest.read.text import Details, from_text
from ingest.times import moment


def read(data: bytes, name: str, details: Details) -> Article:
    """Extract the article of a page, with the title, outlet, date and address it declares.

    What the person says goes before what the page says. Raises SourceUnreadable where the page
    holds no article.
    """
    page = trafilatura.bare_extraction(
        data,
        url=details.url,
        include_comments=False,
        with_metadata=True,
        # Only a date the page declares: one found in its text or its footer would be a guess.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(page, Document) or not page.text:
        raise SourceUnreadable(f"{name} holds no article text that can be told from the page around it")
    known = _declared(page, details)
    article = from_text(page.text, name, known)
    authors = tuple(a.strip() for a in (page.author or "").split(";") if a.strip())
    return replace(article, authors=authors)


def _declared(page: Document, details: Details) -> Details:
    published, is_day = details.published_at, details.published_day
    if published is None and page.date:
        try:
            published, is_day = moment(page.date)
        except ValueError as error:
            raise BadField("date", page.date, "not a date") from error
    url = details.url or page.url
    return replace(
        details,
        title=details.title or page.title or None,
        outlet=details.outlet or page.sitename or page.hostname or None,
        url=url if url and url.startswith(("http://", "https://")) else None,
        published_at=published,
        published_day=is_day,
    )
