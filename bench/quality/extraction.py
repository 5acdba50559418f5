"""Articles out of real news pages: the words of their bodies, their titles and dates, and the pace.

Scored as the pages' makers score: bags of runs of four words, precision and recall averaged over pages. What
a page declares is read here by other means than the reader's: by patterns in its source, and by htmldate.
"""

import gzip
import html
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import numpy as np
import trafilatura
from htmldate import find_date
from rich.progress import track

from bench.quality.figures import Figure, mean, share, told
from bench.quality.given import Given
from ingest.article import Article
from ingest.errors import SourceUnreadable
from ingest.read import page
from ingest.read.text import Details

T = TypeVar("T")
_RUN = 4
_F1, _EITHER, _DECLARED, _PACE = 0.965, 0.955, 0.95, 25.0
_DRAWS = 10_000
_WARM = 5  # pages
_TITLE = re.compile(
    r'"headline"\s*:\s*("(?:[^"\\]|\\.){1,400}")|property="og:title"\s+content="([^"]{1,400})"'
)
_DATED = re.compile(r'"datePublished"\s*:\s*"[12]\d|article:published_time|itemprop="datePublished"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the body that people found in it."""

    id: str
    truth: str
    source: bytes

    @property
    def text(self) -> str:
        """Its source as text."""
        return self.source.decode("utf-8", "replace")


def measure(given: Given) -> list[Figure]:
    """Read all pages; each fold of them beside the whole, and trafilatura by itself."""
    pages = pages_of(given.data / "article_extraction")
    if not pages:
        print("extraction: article_extraction is not among the data, so it is not measured")
        return []
    articles, pace = _timed(read_page, pages)
    texts = {p.id: article.text if (article := articles[p.id]) else "" for p in pages}
    alone, slow = _timed(lambda p: trafilatura.extract(p.source, include_comments=False) or "", pages)
    return [
        *figures_of("extraction", pages, texts, with_goals=True),
        *figures_of("extraction, fold 0", [p for p in pages if crc32(p.id.encode()) % 2 == 0], texts),
        *figures_of("extraction, fold 1", [p for p in pages if crc32(p.id.encode()) % 2 == 1], texts),
        *figures_of("trafilatura alone", pages, alone),
        share("extraction: titles as declared", _titles(pages, articles), least=_DECLARED),
        share("extraction: dates within a day of those declared", _dates(pages, articles), least=_DECLARED),
        told("extraction: pages a second on one core", pace, len(pages), least=_PACE),
        told("trafilatura alone: pages a second, without metadata", slow, len(pages)),
    ]


def pages_of(folder: Path) -> list[Page]:
    """The pages of the set; none where it is absent."""
    if not folder.exists():
        return []
    known = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    sources = {name: gzip.decompress((folder / f"html/{name}.html.gz").read_bytes()) for name in known}
    return [Page(name, known[name]["articleBody"], source) for name, source in sources.items()]


def read_page(given: Page) -> Article | None:
    """What our reader makes of a page; None where it refuses it."""
    try:
        return page.read(given.source, given.id, Details())
    except SourceUnreadable:
        return None


def _timed(reader: Callable[[Page], T], pages: list[Page]) -> tuple[dict[str, T], float]:
    for each in pages[:_WARM]:
        reader(each)
    began = time.process_time()
    found = {p.id: reader(p) for p in track(pages, "extraction", transient=True)}
    return found, len(pages) / (time.process_time() - began)


def figures_of(what: str, pages: list[Page], texts: dict[str, str], with_goals: bool = False) -> list[Figure]:
    """F1, precision and recall of these texts over the pages."""
    scores = np.asarray([_scores(p.truth, texts[p.id]) for p in pages])
    either, least = (_EITHER, _F1) if with_goals else (None, None)
    chance = np.random.default_rng(1)
    drawn = [_f1(scores[chance.integers(len(scores), size=len(scores))]) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    whole = told(f"{what}: F1", _f1(scores), len(scores), least=least)
    return [
        Figure(whole.what, whole.value, float(low), float(high), whole.count, whole.wanted, whole.is_met),
        mean(f"{what}: precision", scores[:, 0].tolist(), least=either),
        mean(f"{what}: recall", scores[:, 1].tolist(), least=either),
    ]


def _f1(scores: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> float:
    precision, recall = scores.mean(axis=0)
    return float(2 * precision * recall / (precision + recall))


def _scores(truth: str, found: str) -> tuple[float, float]:
    wanted, got = _runs(truth), _runs(found)
    common = (wanted & got).total()
    return (common / got.total() if found else 0.0, common / wanted.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))


def _titles(pages: list[Page], articles: dict[str, Article | None]) -> list[bool]:
    """Whether ours is one that the page's JSON-LD and OpenGraph give, an outlet's name at its end aside."""
    held = []
    for each in pages:
        said = {_plain(json.loads(a, strict=False) if a else b) for a, b in _TITLE.findall(each.text)}
        ours = _plain(article.title) if (article := articles[each.id]) else ""
        if said:
            held.append(any(ours == title or re.split(r" [|\-–—] ", title)[0] == ours for title in said))
    return held


def _plain(title: str) -> str:
    return " ".join(html.unescape(html.unescape(title)).split())


def _dates(pages: list[Page], articles: dict[str, Article | None]) -> list[bool]:
    """Whether ours is within a day of the one htmldate reads, on pages that declare one."""
    held = []
    for each in pages:
        if _DATED.search(each.text) and (
            said := find_date(each.text, extensive_search=False, original_date=True)
        ):
            article = articles[each.id]
            ours = article.published_at if article else None
            held.append(ours is not None and abs((ours.date() - date.fromisoformat(said)).days) <= 1)
    return held
