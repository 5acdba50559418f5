"""Take one article in: clean it, name its language, split it, keep it."""

from dataclasses import replace

from ingest.archive import Archive, Kept
from ingest.article import Article, storable
from ingest.language import language_of
from ingest.split import split
from ingest.tokens import Measure

# The embedding model knows English; other languages are searched by their words.
_EMBEDDED = ("en", None)


def keep(article: Article, archive: Archive, measure: Measure) -> Kept:
    """Split an article and keep it; the same content again does no work."""
    article = storable(article)
    if article.language is None:
        article = replace(article, language=language_of(article.text))
    if known := archive.known(article):
        return known
    cut = split(article.text, measure)
    return archive.add(article, cut, meaning=article.language in _EMBEDDED)
