"""What a page declares about its article: JSON-LD first, then its meta elements, then its microdata.

Nothing is guessed: what a page does not say stays unknown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from ingest.read import linked
from ingest.read.blocks import around, line
from ingest.read.dates import told
from ingest.read.furniture import is_furniture
from ingest.read.linked import Node
from ingest.times import Stamp

_PUBLISHED = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time"),
    *("datepublished", "publishdate", "publish-date", "publish_date", "published-date", "publication_date"),
    *(
        "pubdate",
        "publication-date",
        "date.published",
        "article.published",
        "dc.date.issued",
        "dcterms.issued",
    ),
    *("dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "sailthru.date", "parsely-pub-date"),
    *("cxenseparse:recs:publishtime", "citation_publication_date", "rnews:datepublished", "displaydate"),
    *("iso-8601-publish-date", "article_date_original", "originalpublicationdate", "date"),
)
_UPDATED = (
    *("article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified"),
    *("dc.date.modified", "last-modified", "lastmod", "article.updated", "date.modified"),
)
_AUTHORS = (
    *(
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
    ),
    *("citation_author", "cxenseparse:author", "twitter:creator:name", "article.author"),
)
_DATELINE = re.compile(r"publi|posted|pubdate|date|time", re.IGNORECASE)
_PUBLISHED_ON = re.compile(
    r"^\W*(?:(?:first|originally)\s)?(?:published|posted|date)\W*(?:on|at|in)?\b\W*", re.IGNORECASE
)
_SHORT = ("time", "span", "div", "p", "abbr", "li", "dd", "td", "strong", "small", "em", "b", "i", "a", "h6")
_BY = re.compile(r"^\s*(by|von|par|por|di|автор:?|автори?:?)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|\||,(?!\s*(?:Jr|Sr|MD|PhD|III?)\b)|\s(?:and|und|et|y|e|и|&)\s)\s*")
_LONGEST_NAME, _MOST_AUTHORS = 100, 20
_PART = re.compile(r"\s+[|\-–—:•·»]\s+")
_OLDEST = 1700  # no page is of before; systems write year 1 or 1970 where they know no date
_ZERO = "1970-01-01"
_PAGES = {"WebPage", "ItemPage"}
_SAME_DAY_S = 36 * 3600
_NEAR_TITLE = 120  # elements
_DATE_LETTERS, _MOST_DATES = 80, 200
_MOST_TITLES, _TITLE_LETTERS = 20, 1_000
Metas = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says about its article."""

    title: str | None
    titles: tuple[str, ...]  # all it calls itself, for telling the title's line from the text
    outlet: str | None
    authors: tuple[str, ...]
    published: Stamp | None
    updated: Stamp | None
    language: str | None
    addresses: tuple[str, ...]  # where it says it is: canonical link, OpenGraph, JSON-LD
    article: Node  # its JSON-LD, empty where there is none
    is_live: bool  # it is being written while things happen


def declared(page: HtmlElement) -> Declared:
    """Read what a page declares."""
    metas = _metas(page)
    nodes = linked.nodes(page)
    addresses = _links(page) + metas.get("og:url", [])
    article = linked.article(page, nodes, addresses)
    outlet = _first(metas.get("og:site_name"), linked.names(article.get("publisher"), nodes), _site(nodes))
    titles = list(_titles(page, metas, article, outlet))
    published = _published(page, metas, article, nodes)
    updated = _stamps(linked.texts(article.get("dateModified")) + _all(metas, _UPDATED))
    return Declared(
        title=titles[0] if titles else None,
        titles=tuple(titles),
        outlet=outlet,
        authors=_authors(page, metas, article, nodes),
        published=published,
        updated=next((s for s in updated if not published or s.at >= published.at), None),
        language=_language(page, metas, article),
        addresses=(*addresses, *linked.texts(article.get("url")), *_main(article)),
        article=article,
        is_live=any(_is_live(node) for node in (article, *nodes)),
    )


def _is_live(node: Node) -> bool:
    return "LiveBlogPosting" in linked.kinds(node) or bool(
        {"liveBlogUpdate", "coverageStartTime"} & set(node) and node.get("@type")
    )


def _metas(page: HtmlElement) -> Metas:
    """The contents of the meta elements by their names, small."""
    found: Metas = {}
    for meta in page.iter("meta"):
        content = line(meta.get("content", ""))
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv")):
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _all(metas: Metas, names: Iterable[str]) -> list[str]:
    return [content for name in names for content in metas.get(name, ())]


def _first(*given: Iterable[str] | None) -> str | None:
    return next((line(text) for texts in given if texts for text in texts if line(text)), None)


def _links(page: HtmlElement) -> list[str]:
    links = (link for link in page.iter("link") if "canonical" in link.get("rel", "").lower().split())
    return [href for link in links if (href := link.get("href", "").strip())]


def _main(article: Node) -> list[str]:
    """The page that JSON-LD calls the article's own."""
    page = article.get("mainEntityOfPage")
    return linked.texts(page) + [a for node in linked.objects(page) for a in linked.texts(node.get("@id"))]


def _site(nodes: list[Node]) -> list[str]:
    return [
        name for node in nodes if "WebSite" in linked.kinds(node) for name in linked.texts(node.get("name"))
    ]


def _titles(page: HtmlElement, metas: Metas, article: Node, outlet: str | None) -> Iterator[str]:
    """The titles a page gives itself, the most exact first, each without the outlet's name at its end."""
    yield from _clean(linked.texts(article.get("headline")) + linked.texts(article.get("name")), outlet)
    yield from _clean(_all(metas, ("og:title", "twitter:title", "dc.title", "headline")), outlet)
    yield from _clean(
        (h1.text_content() for h1 in islice(page.iter("h1"), _MOST_TITLES) if not _is_aside(h1)), outlet
    )
    whole = [(title.text or "")[:_TITLE_LETTERS] for title in page.iter("title")][:1]
    yield from _clean(whole, outlet)
    yield from (_PART.split(line(title))[0] for title in whole if line(title))


def _clean(titles: Iterable[str], outlet: str | None) -> Iterator[str]:
    for title in (given[:_TITLE_LETTERS] for given in titles):
        if text := line(re.sub(r"<[^<>]{1,40}>", "", title)):
            head, *tail = _PART.split(text)
            is_outlet = bool(tail) and outlet is not None and tail[-1].casefold() == outlet.casefold()
            yield text[: text.rindex(tail[-1])].rstrip(" |-–—:•·»") if is_outlet and head else text


def _is_aside(element: HtmlElement) -> bool:
    return any(e.tag in ("nav", "aside", "footer") for e in element.iterancestors())


def _published(page: HtmlElement, metas: Metas, article: Node, nodes: list[Node]) -> Stamp | None:
    """The first date that can be read; with its time, where a later one gives it for the same day."""
    said = linked.texts(article.get("datePublished")) + _all(metas, _PUBLISHED)
    about = (node for node in nodes if _PAGES & set(linked.kinds(node)))
    said += [text for node in about for text in linked.texts(node.get("datePublished"))]
    found = _stamps([*said, *linked.texts(article.get("dateCreated"))]) or _stamps(_shown(page))
    if not found:
        return None
    first = found[0]
    same = (s for s in found if not s.is_day and abs((s.at - first.at).total_seconds()) < _SAME_DAY_S)
    return next(same, first) if first.is_day else first


def _stamps(said: Iterable[str]) -> list[Stamp]:
    found = (read for text in said if (read := told(text)))
    return [read for read in found if read.at.year >= _OLDEST and read.at.date().isoformat() != _ZERO]


def _shown(page: HtmlElement) -> list[str]:
    """Dates that the page shows as the article's, best marked first.

    Marked as when it was published; then in an element for dates; then alone on a line near the title.
    """
    exact, likely, near = [], [], []
    left = 0  # elements that are still near the title
    for element in page.iter(*_SHORT, "h1"):
        left = _NEAR_TITLE if element.tag == "h1" else left - 1
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            exact.append(element)
        elif element.tag == "time" or (len(element) < 4 and _DATELINE.search(_named(element))):
            likely.append(element)
        elif left > 0 and len(element) == 0:
            near.append(element)
    titled = around(page.iter("h1"))
    own = [e for e in (*likely[:_MOST_DATES], *near[:_MOST_DATES]) if not _is_around(e, titled)]
    return [text for element in (*exact[:_MOST_DATES], *own) for text in _told(element)]


def _told(element: HtmlElement) -> list[str]:
    given = [element.get("datetime"), element.get("content"), element.get("title")]
    text = line("".join(islice(element.itertext(), 9))[:_DATE_LETTERS])
    return [*filter(None, given), _PUBLISHED_ON.sub("", text)]


def _is_around(element: HtmlElement, titled: set[HtmlElement]) -> bool:
    """Whether a date is another article's, a comment's or the page's: in furniture that has not the title."""
    above = [e for e in element.iterancestors() if e not in titled and e.tag not in ("header", "time")]
    return any(is_furniture(e) and not _DATELINE.search(_named(e)) for e in above)


def _named(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _authors(page: HtmlElement, metas: Metas, article: Node, nodes: list[Node]) -> tuple[str, ...]:
    named = linked.names(article.get("author"), nodes) or linked.names(article.get("creator"), nodes)
    named = named or _all(metas, _AUTHORS) or list(islice(_bylines(page), _MOST_AUTHORS))
    each = [
        name
        for text in named[:_MOST_AUTHORS]
        if "://" not in text
        for name in _BETWEEN.split(_BY.sub("", line(text[:_TITLE_LETTERS])))
    ]
    kept = [name for name in each if name and len(name) <= _LONGEST_NAME and not name.startswith("@")]
    return tuple(dict.fromkeys(kept))[:_MOST_AUTHORS]


def _bylines(page: HtmlElement) -> Iterator[str]:
    for element in page.iter("a", "span", "div", "p", "address"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            inner = element.find(".//*[@itemprop='name']")
            yield line((element if inner is None else inner).text_content())


def _language(page: HtmlElement, metas: Metas, article: Node) -> str | None:
    said = [*linked.texts(article.get("inLanguage")), page.get("lang", ""), *metas.get("og:locale", [])]
    codes = (re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", text) for text in said)
    return next((match[0].lower() for match in codes if match), None)
