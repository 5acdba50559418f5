"""A news site on loopback that publishes, corrects and fails by a plan, at simulated hours.

Its feed names the newest entries only, as feeds do; its pages carry more around the article than the
article. All words are made up here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.fakes.web import Page, Request, Web

_SHARED = "?utm_source=rss"  # what its feed adds to addresses
_PLACES = ("Ostrel", "Velm", "Harrow Quay", "Lunsk", "Dorrin", "Calder Bay", "Pellin", "Tarn")
_MATTERS = ("harbour", "tram line", "water works", "school", "glass mill", "flood wall", "market hall")
_NAMES = ("Brandt", "Osei", "Marlow", "Keane", "Duval")
_DEEDS = ("reopened", "was sold", "was closed", "was searched", "was insured anew", "was flooded")


@dataclass(frozen=True, slots=True)
class Story:
    """What the site has published."""

    number: int
    at: datetime
    figure: int
    correction: str = ""

    @property
    def path(self) -> str:
        return f"/news/{self.number}"

    @property
    def title(self) -> str:
        return f"{self._place}'s {self._matter} {self._deed}"

    @property
    def sentences(self) -> list[str]:
        place, matter, figure, number = self._place, self._matter, self.figure, self.number
        return [
            f"The {matter} of {place} {self._deed} on Monday after {figure} people signed a petition.",
            f"Officer {self._name} counted {figure} signatures and called number {number} a fair case.",
            f"Residents of {place} had asked for a new plan for the {matter} since the storm of last winter.",
            f"Engineers who looked at the {matter} found cracks in {number % 5 + 2} of its older walls.",
            f"Traders beside the {matter} said that they would rather wait than pay twice for one repair.",
            f"A report on the {matter} will be read aloud in the town hall before any vote is taken.",
            f"The council of {place} will speak about the {matter} again in {number % 9 + 2} weeks.",
            *([self.correction] if self.correction else []),
        ]

    @property
    def _place(self) -> str:
        return _PLACES[self.number % len(_PLACES)]

    @property
    def _matter(self) -> str:
        return _MATTERS[self.number // 3 % len(_MATTERS)]

    @property
    def _deed(self) -> str:
        return _DEEDS[self.number // 7 % len(_DEEDS)]

    @property
    def _name(self) -> str:
        return f"{'ABCDEFGHIJ'[self.number % 10]}. {_NAMES[self.number // 10 % len(_NAMES)]}"


@dataclass(slots=True)
class Site:
    """The site: what it has published so far, and whether it answers."""

    web: Web
    now: datetime
    names: int = 15  # entries in its feed
    is_whole: bool = False  # whether its feed holds the articles or only their beginnings
    is_down: bool = False
    stories: dict[int, Story] = field(default_factory=dict)
    visitors: int = 0

    def __post_init__(self) -> None:
        self.web.routes["/feed.xml"] = self._feed

    @property
    def feed(self) -> str:
        """Address of its feed."""
        return self.web.url("/feed.xml")

    def offer_sitemap(self) -> str:
        """Offer a sitemap of all its pages, too; return its address."""
        self.web.routes["/sitemap.xml"] = self._sitemap
        return self.web.url("/sitemap.xml")

    def publish(self, number: int) -> Story:
        """Publish a story now."""
        return self._put(Story(number, self.now, 100 + 7 * number))

    def correct(self, number: int) -> Story:
        """Change a story's figure, and say so at its end."""
        before = self.stories[number]
        notice = f"Correction: an earlier version of this article said that {before.figure} people signed."
        return self._put(replace(before, figure=before.figure + 1, correction=notice))

    def withdraw(self, number: int) -> None:
        """Take a story's page away."""
        for path in (f"/news/{number}", f"/news/{number}{_SHARED}"):
            self.web.routes[path] = Page(b"gone", status=410)

    def _put(self, story: Story) -> Story:
        self.stories[story.number] = story
        for path in (story.path, story.path + _SHARED):
            self.web.routes[path] = lambda request: self._page(story, request)
        return story

    def _page(self, story: Story, _request: Request) -> Page:
        if self.is_down:
            return Page(b"busy", status=503)
        self.visitors += 1
        body = "".join(f"<p>{escape(sentence)}</p>" for sentence in story.sentences)
        more = "".join(
            f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in self._newest()[:5]
        )
        html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} - Ostrel Wire</title>
<meta property="og:title" content="{escape(story.title)}"><meta property="og:site_name" content="Ostrel Wire">
<meta property="article:published_time" content="{story.at.isoformat()}">
<link rel="canonical" href="{self.web.url(story.path)}"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{escape(story.title)}</h1>{body}</article>
<aside><h2>Most read</h2><ul>{more}</ul><p>{self.visitors} people have looked at this page.</p></aside>
<footer>All rights reserved.</footer></body></html>"""
        return Page(html.encode())

    def _feed(self, _request: Request) -> Page:
        if self.is_down:
            return Page(b"busy", status=503)
        items = "".join(self._item(story) for story in self._newest()[: self.names])
        space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        xml = f"<rss version='2.0' {space}><channel><title>Ostrel Wire</title>{items}</channel></rss>"
        return Page(xml.encode(), type="application/rss+xml", etag=f'"{hash(xml)}"')

    def _sitemap(self, _request: Request) -> Page:
        rows = [
            f"<url><loc>{self.web.url(story.path)}</loc><lastmod>{story.at.isoformat()}</lastmod></url>"
            for story in self._newest()
        ]
        opening = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        return Page(f"{opening}{''.join(rows)}</urlset>".encode(), type="application/xml")

    def _item(self, story: Story) -> str:
        told = " ".join(story.sentences) if self.is_whole else story.sentences[0][:60] + " …"
        tag = "content:encoded" if self.is_whole else "description"
        return (
            f"<item><title>{escape(story.title)}</title><link>{self.web.url(story.path)}{_SHARED}</link>"
            f"<guid isPermaLink='false'>ostrel-{story.number}</guid>"
            f"<pubDate>{format_datetime(story.at)}</pubDate>"
            f"<{tag}>{escape(told)}</{tag}></item>"
        )

    def _newest(self) -> list[Story]:
        return sorted(self.stories.values(), key=lambda story: story.at, reverse=True)
