"""Questions to begin with, made from the newest articles of the archive."""

import re

from ingest import catalogue
from ingest.archive import Archive
from ingest.reader import Reader, Window

_MOST = 5
_LOOKED_AT = 12
_SPEAKER = re.compile(
    r"”,? ?([A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+)(?:,[^.”]{3,80},)? (?:said|told|wrote)|"
    r"” (?:said|told|wrote) ([A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+)"
)


def examples(archive: Archive, reader: Reader) -> list[str]:
    """Up to five questions the archive can answer: what somebody said, what is known of a title."""
    asked: list[str] = []
    for source in catalogue.listing(archive, reader, Window(), _LOOKED_AT):
        text = catalogue.article(archive, source.article_id, reader).text
        question = _said(text) or f"What is known about this: {source.title.rstrip('.')}?"
        if question not in asked and len(question) <= 120:
            asked.append(question)
    return asked[:_MOST]


def _said(text: str) -> str | None:
    match = _SPEAKER.search(text)
    return f"What did {match.group(1) or match.group(2)} say?" if match else None
