"""What tests of watching say: feeds, pages and sitemaps of our own writing, and what is held of them."""

from datetime import UTC, datetime, timedelta

from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.watched import feeds
from ingest.watched.feeds import Wish

START = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
RSS, XML = "application/rss+xml", "application/xml"
_SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def later(hours):
    """So many hours after the start."""
    return START + timedelta(hours=hours)


def words(number):
    """A text of some length, whose figures are those of its number."""
    return " ".join(
        f"Engineer {number}-{n} told the council of Ostrel that wall {number * 17 + n} of bridge {number} "
        f"had {number + n} cracks that nobody had listed."
        for n in range(8)
    )


def item(title, link, guid, text, at="Mon, 16 Nov 2026 05:00:00 GMT"):
    """An entry that holds its article."""
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>{at}</pubDate><content:encoded>{text}</content:encoded></item>"
    )


def rss(*items):
    """A feed."""
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {space}><channel><title>Post</title>{''.join(items)}</channel></rss>"


def page(title, text, at="2026-11-16T05:00:00Z"):
    """An article's page."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f"<meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='{at}'></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def pages(*rows):
    """A sitemap of addresses with their dates, None for none."""
    told = (f"<lastmod>{at}</lastmod>" if at else "" for _, at in rows)
    named = "".join(f"<url><loc>{url}</loc>{at}</url>" for (url, _), at in zip(rows, told, strict=True))
    return f"<urlset {_SPACE}>{named}</urlset>"


def index(*urls, at=None):
    """A sitemap that names others."""
    said = f"<lastmod>{at}</lastmod>" if at else ""
    named = "".join(f"<sitemap><loc>{url}</loc>{said}</sitemap>" for url in urls)
    return f"<sitemapindex {_SPACE}>{named}</sitemapindex>"


def watch(watcher, url, **said):
    """Watch an address from the start on."""
    return feeds.add(watcher.archive, Wish(url, **said), int(START.timestamp()))[0]


def one(watcher):
    """The only feed, as it stands now."""
    (feed,) = feeds.listing(watcher.archive)
    return feed


def held(watcher):
    """What is held, in the order in which it came."""
    return catalogue.listing(watcher.archive, Reader(), Window(), 10_000)[::-1]


def titles(watcher):
    """The headlines of what is held."""
    return [source.title for source in held(watcher)]
