"""The routes of the archive: articles, samples, search, and what the archive holds."""

from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from assistant.bodies import Narrowed, SearchBody, When
from assistant.conversation import Json, copies_json
from assistant.examples import examples, topics
from assistant.revisions import edits
from assistant.search import searched
from assistant.web.house import gates_of, house_of, reader_of
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, history, sample_news, stories
from ingest.holdings.history import Version
from ingest.holdings.reader import Source, Window
from ingest.indexes import meaning
from ingest.intake import keep
from ingest.read.lines import Line, from_line
from ingest.read.text import Details

routes = APIRouter()


@routes.post("/v1/search")
async def search(body: SearchBody, request: Request) -> Json:
    """Find passages by words and by meaning."""
    desk = house_of(request).desk
    async with gates_of(request).searches.place():
        return await desk.away(searched, desk, body, reader_of(request))


@routes.get("/v1/archive")
def archive(request: Request) -> Json:
    """Tell what the archive holds, and questions to begin with."""
    house, reader = house_of(request), reader_of(request)
    covered = catalogue.coverage(house.archive, reader, Window())
    model = house.desk.model
    return {
        "articles": covered.articles,
        "passages": catalogue.count_passages(house.archive, reader, Window()),
        "outlets": list(covered.outlets),
        "oldest": covered.oldest,
        "newest": covered.newest,
        "undated": covered.undated,
        "samples": sample_news.count(house.archive, reader),
        # Without the model nobody works on them: they are not on their way.
        "pending_vectors": meaning.waiting_passages(house.archive, reader) if house.embedder else 0,
        "mode": "written" if model else "quoted",
        "model": model.name if model else None,
        "examples": examples(house.archive, reader),
        "topics": topics(house.archive, reader),
        "notices": [] if house.desk.retriever.vector else ["words_only"],
    }


@routes.delete("/v1/samples")
def remove_samples(request: Request) -> Json:
    """Remove the sample news."""
    house, reader = house_of(request), reader_of(request)
    ids = sample_news.ids(house.archive, reader)
    return {"removed": len(house.archive.remove(ids))}


@routes.post("/v1/articles")
def add(body: Line, request: Request) -> Json:
    """Keep one article; the same again is `unchanged`. A correction notice that is recognised is told."""
    house = house_of(request)
    kept = keep(from_line(body, "text", Details()), house.archive, house.cutter)
    told = {
        "notes": [kept.notice] if kept.notice else None,
        "correction": kept.correction,
        "embargo_until": kept.embargo_until,
    }
    return {
        "status": kept.status,
        "article_id": kept.article_id,
        "passages": kept.passages,
        **{name: value for name, value in told.items() if value},
    }


@routes.get("/v1/articles")
def listing(
    request: Request,
    outlet: Annotated[list[str] | None, Query(max_length=50)] = None,
    since: When | None = None,
    until: When | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[str | None, Query(max_length=40)] = None,
) -> Json:
    """List articles, the newest arrival first; `after` is the last id of the page before."""
    house = house_of(request)
    try:
        window = Narrowed(since=since, until=until, outlets=outlet).window()
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    found = catalogue.listing(house.archive, reader_of(request), window, limit, after)
    return {"articles": [_row(source) for source in found]}


@routes.get("/v1/articles/{article_id}")
def article(article_id: str, request: Request) -> Json:
    """Read one article whole; offsets of citations count its code points."""
    house = house_of(request)
    reader = reader_of(request)
    held = catalogue.article(house.archive, article_id, reader)
    copies = stories.copies_of(house.archive, [article_id], reader).get(article_id, ())
    return {
        **_row(held.source),
        "authors": list(held.source.authors),
        "published_zone": held.source.zone,
        "updated_at": held.source.updated,
        "text": held.text,
        "cut": held.is_cut,
        "copies": copies_json(copies),
        "versions": list(held.versions),
    }


@routes.get("/v1/articles/{article_id}/versions")
def versions(
    article_id: str,
    request: Request,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Json:
    """Read the versions of an article, the newest first; `before` is the last version of the page before."""
    house = house_of(request)
    # One more than is told: what the oldest of the page is held against.
    found = history.of_article(house.archive, article_id, reader_of(request), limit + 1, before)
    older = {version.number: earlier for version, earlier in pairwise(found)}
    told = [_version(version, older.get(version.number)) for version in found[:limit]]
    return {"id": article_id, "versions": told}


@routes.delete("/v1/articles/{article_id}")
def remove(article_id: str, request: Request) -> Json:
    """Remove one article with its versions, passages and vectors."""
    house = house_of(request)
    catalogue.article(house.archive, article_id, reader_of(request))
    if not house.archive.remove([article_id]):
        raise UnknownArticle(article_id)
    return {"removed": article_id}


def _version(version: Version, before: Version | None) -> Json:
    gone, new = edits(before.text, version.text) if before else ([], [])
    return {
        "version": version.number,
        "title": version.title,
        "published_at": version.published,
        "added_at": version.added,
        "correction": version.correction,
        "text": version.text,
        "gone": gone,
        "new": new,
    }


def _row(source: Source) -> Json:
    return {
        "id": source.article_id,
        "version": source.version,
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published_at": source.published,
        "dated_ahead": source.ahead,  # its date, where that has not come: it counts as undated until then
        "language": source.language,
        "kind": source.kind,
        "gone_at_source": source.gone,
        "rights": source.rights,
    }
