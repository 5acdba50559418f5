"""Article and Passage: what the archive keeps, and how each is named from its content.

Knows nothing about where articles come from or where they are stored.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator

# NUL and lone surrogates cannot be kept as SQL text; nothing else is removed.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_POST = re.compile(r"#[\w-]{0,60}\d$")  # where one post of a live page stands
# Parameters that newsletters, social media and campaigns add when a page is shared.
_TRACKING = re.compile(
    r"""(utm_\w+ | at_(medium|campaign|custom\d|link\w*|ptr_\w+|bbc_team|format)
    | ns_(mchannel|source|campaign|linkname|fee)
    | (fb|tt|tw|y|g|d)clid | msclkid | gclsrc | [gw]braid | igsh(id)? | li_fat_id | srsltid | epik | spm
    | mc_[ce]id | mkt_tok | _ga | _gl | _hs(enc|mi) | hsctatracking | sfmc_id
    | oly_(anon|enc)_id | vero_(id|conv)
    | s_cid | cmpid | cmp | ncid | ocid | taid | smid | smtyp | xtor | ito | wt[._]mc(_id)? | wickedid
    | __twitter_impression | guccounter | guce_referrer(_sig)?)(=|$)""",
    re.IGNORECASE | re.VERBOSE,
)

Kind = Literal["article", "teaser", "live", "paywall"]  # the last three do not hold all that was published


@dataclass(frozen=True, slots=True)
class Article:
    """A published text with what is known about it."""

    text: str
    title: str
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None  # in UTC; None means undated, never guessed
    published_day: bool = False  # only the day is known: shown without a time
    published_zone: int | None = None  # minutes east of UTC, where the source says it
    updated_at: datetime | None = None  # in UTC, as the source says
    language: str | None = None  # ISO 639-1
    kind: Kind = "article"
    collection: str = "news"
    # "full", "excerpt:N", N words of it, or "link"; None leaves what is held as it is, and is else full.
    rights: str | None = None
    embargo_until: datetime | None = None  # None leaves what is held as it is; a past time lifts it
    part: str | None = None  # which of several that have its address, as their feed tells them apart

    @property
    def id(self) -> str:
        """Name the article by its address, or by its words where it has none, within its collection."""
        identity = f"url:{canonical_url(self.url)}" if self.url else f"text:{self.text}"
        own = (self.part,) if self.part else ()
        return digest(self.collection, identity, *own)[:16]

    @property
    def content(self) -> str:
        """Digest of all a reader can see: the same content is the same version."""
        published = self.published_at.isoformat() if self.published_at else ""
        return digest(
            self.text,
            self.title,
            self.outlet or "",
            self.language or "",
            published,
            *self.authors,
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article, short enough to quote and to embed."""

    id: str
    article_id: str
    text: str
    start: int  # code points into Article.text, so a citation is always verbatim
    end: int


def article_of(passage_id: str) -> str:
    """Id of the article a passage is of: passages are named article, version, number."""
    return passage_id.partition("-")[0]


def storable(article: Article) -> Article:
    """Remove what SQL text cannot hold from every field a reader sees, and tracking from the address."""
    return replace(
        article,
        text=clean(article.text),
        title=clean(article.title),
        outlet=clean(article.outlet) if article.outlet else None,
        url=_shown(article),
        authors=tuple(clean(author) for author in article.authors),
        language=clean(article.language) if article.language else None,
        collection=clean(article.collection),
    )


def _shown(article: Article) -> str | None:
    """The address that is shown; one of several articles on a page is told by the place in it, a number."""
    if article.url is None:
        return None
    url = clean(article.url)
    return url if article.part or _POST.search(url) else without_tracking(url)


def clean(text: str) -> str:
    """Drop NUL and lone surrogates, keep every other code point."""
    return _UNSTORABLE.sub("", text)


def without_tracking(url: str) -> str:
    """An address as it is shown: without who shared it and the place in the page, and else as it came."""
    page, _, fragment = url.partition("#")
    path, _, query = page.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and not _TRACKING.match(pair))
    return _with_name(f"{path}?{kept}" if kept else path, fragment)


@lru_cache(1_000)  # an article is asked for its id again and again while it is kept
def canonical_url(url: str) -> str:
    """Strip tracking parameters and fragments, so one page has one address.

    Only names that no site uses to tell pages apart are stripped: two pages under one address
    would take each other's place.
    """
    from courlan import clean_url  # 50 ms to import, and a command that only asks needs none of it

    page, _, fragment = url.partition("#")
    path, _, query = page.partition("?")
    kept = sorted(pair for pair in query.split("&") if pair and not _TRACKING.match(pair))
    whole = "?".join([clean_url(path) or path, "&".join(kept)] if kept else [clean_url(path) or path])
    return _with_name(whole, fragment)


def _with_name(whole: str, fragment: str) -> str:
    """Some sites keep the page's name behind "#!"; any other fragment is a place in the page."""
    return f"{whole}#{fragment}" if fragment.startswith(("!", "/")) else whole


def digest(*parts: str) -> str:
    """SHA-256 over the parts, kept apart, as hexadecimal."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


# Text at a door: a lone surrogate is no valid text, so it goes before anything looks at it.
Clean = Annotated[str, BeforeValidator(_cleaned)]
