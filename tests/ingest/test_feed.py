"""Feeds as sites really serve them: broken, odd and hostile; what must come out of each."""

import json
import socket
import threading
from datetime import UTC, datetime

import pytest

from bench.quality.hostile import hostile
from ingest.errors import NotAFeed, SourceUnreadable
from ingest.read.feed import FEED_BYTES, read
from ingest.read.sift import ITEMS

URL = "https://ledger.example/feeds/news.xml"
GOOD = "<item><title>Ferry strike ends</title><link>https://ledger.example/ferry</link></item>"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
LONG = "<p>" + "</p><p>".join(
    f"Crew number {i} voted for the new contract on Monday evening." for i in range(12)
)


def rss(items="", attributes=""):
    return (
        f'<rss version="2.0" {attributes}><channel><title>The Ledger</title>{items}</channel></rss>'.encode()
    )


def one(items, attributes=""):
    (entry,) = read(rss(f"<item>{items}</item>", attributes), URL).entries
    return entry


def atom(inside, attributes=""):
    (entry,) = read(f"<feed {ATOM} {attributes}><entry>{inside}</entry></feed>".encode(), URL).entries
    return entry


def test_an_entry_says_all_that_was_said_of_it():
    entry = one(
        "<title>Ferry strike ends</title><link>https://ledger.example/ferry</link>"
        "<guid isPermaLink='false'>ledger-17</guid><dc:creator>Oona Verlind</dc:creator>"
        "<pubDate>Mon, 02 Nov 2026 09:15:00 +0200</pubDate>"
        "<description>Crews return on Tuesday.</description>"
        f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"
        "<source url='https://wire.example/'>The Wire</source>",
        f'{CONTENT} xmlns:dc="http://purl.org/dc/elements/1.1/"',
    )

    assert (entry.key, entry.url) == ("ledger-17", "https://ledger.example/ferry")
    assert (entry.title, entry.summary) == ("Ferry strike ends", "Crews return on Tuesday.")
    assert (entry.authors, entry.outlet) == (("Oona Verlind",), "The Wire")
    assert entry.published_at == datetime(2026, 11, 2, 7, 15, tzinfo=UTC)
    assert entry.published_zone == 120
    assert entry.is_whole
    assert entry.text is not None
    assert entry.text.startswith("Crew number 0 voted for the new contract on Monday evening.\nCrew number 1")


def test_a_feed_says_its_name_its_page_and_how_often_it_may_be_read():
    feed = read(
        rss(
            "<link>/news</link><language>en-GB</language><ttl>30</ttl>"
            f'<atom:link rel="hub" href="https://hub.example/"/>{GOOD}',
            'xmlns:atom="http://www.w3.org/2005/Atom"',
        ),
        URL,
    )

    assert (feed.title, feed.link, feed.language) == ("The Ledger", "https://ledger.example/news", "en")
    assert (feed.ttl_s, feed.hubs, feed.troubles) == (1800, ("https://hub.example/",), ())


def test_a_web_page_served_as_a_feed_offers_the_feeds_it_names():
    page = b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/rss.xml>"

    with pytest.raises(
        NotAFeed, match=r"holds a web page, not a feed. It names these feeds: \S+/rss.xml"
    ) as told:
        read(page, URL, "application/rss+xml")
    assert told.value.offers == ("https://ledger.example/rss.xml",)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "nothing"),
        (b"Not found", "'Not found'"),
        (b"<!-- <rss><channel/></rss> -->", "'<!-- <rss>"),
        (b"<html><body><!-- <rss><channel><item/></channel></rss> --></body></html>", "a web page"),
        (b"<urlset><url/></urlset>", "a sitemap"),
        (b"<opml><body/></opml>", "a list of feeds"),
        (b'{"error": "no such feed"}', "no JSON Feed"),
        (b"<rss version='2.0", "broken XML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not a feed"),
    ],
)
def test_what_is_no_feed_is_named(data, what):
    with pytest.raises(SourceUnreadable, match=what):
        read(data, URL)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(rss(GOOD).decode().encode("utf-16"), id="UTF-16"),
        pytest.param(rss(GOOD).decode().encode("utf-32"), id="UTF-32"),
        pytest.param(b"\xef\xbb\xbf\n\n <?xml version='1.0'?>\n" + rss(GOOD), id="mark and blank lines"),
        pytest.param(b"<br /><b>Warning</b>: session already started\n" + rss(GOOD), id="a warning before"),
        pytest.param(rss(GOOD) + b"<script>track()</script>", id="a script behind"),
        pytest.param(rss(GOOD) * 2, id="twice"),
        pytest.param(rss(GOOD)[:-22], id="cut short"),
        pytest.param(rss(GOOD + "<item><title>Half a"), id="cut within an entry"),
        pytest.param(rss(GOOD.replace("</link>", "</link></b>")), id="an end too many"),
        pytest.param(rss(GOOD.replace("</item>", "<dc:date>2026-11-02</dc:date></item>")), id="no namespace"),
        pytest.param(rss(GOOD).replace(b"strike", b"stri\x00k\x0be"), id="control characters"),
        pytest.param(rss(GOOD.replace("<item>", "<item>&nbsp;&bogus; & <3")), id="bare ampersands"),
        pytest.param(rss(GOOD.replace("<item>", "<Item>")), id="other letters in the end"),
        pytest.param(b"<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>" + rss(GOOD), id="a document type"),
        pytest.param(b"<?xml-stylesheet href='x.xsl'?>" + rss(GOOD), id="a style sheet"),
    ],
)
def test_a_broken_feed_still_gives_its_good_entries(data):
    entry = read(data, URL).entries[0]

    assert (entry.title, entry.url) == ("Ferry strike ends", "https://ledger.example/ferry")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (rss("<item><title>Grüße</title></item>"), "text/xml; charset=iso-8859-1"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>" + rss("<item><title>Grüße</title></item>"), None),
        (rss("<item><title>Grüße</title></item>").decode().encode("latin-1"), "text/xml; charset=utf-8"),
        (rss("<item><title>Grüße</title></item>").decode().encode("cp1252"), None),
        (rss("<item><title>Gr&uuml;&#223;e</title></item>"), "text/xml; charset=us-ascii"),
        (rss("<item><title>Gr&amp;uuml;&amp;szlig;e</title></item>"), None),
    ],
)
def test_an_encoding_wrongly_declared_is_seen_through(data, content_type):
    assert read(data, URL, content_type).entries[0].title == "Grüße"


def test_a_few_bad_bytes_spoil_no_other_letter():
    feed = read(
        rss("<item><title>Öl über Möhre für Größe, Äther, böse, süß</title></item>") + b"<!--\xff-->", URL
    )

    assert feed.entries[0].title == "Öl über Möhre für Größe, Äther, böse, süß"
    assert "1 of its bytes are not UTF-8" in feed.troubles[0]


def test_an_undated_entry_stays_undated_and_a_day_stays_a_day():
    assert one("<title>a</title>").published_at is None
    assert one("<title>a</title><pubDate>soon</pubDate>").published_at is None
    day = one("<title>a</title><pubDate>2 Nov 2026</pubDate>")

    assert (day.published_at, day.published_day) == (datetime(2026, 11, 2, tzinfo=UTC), True)


def test_an_atom_entry_that_tells_only_its_last_change_is_as_old_as_that():
    entry = atom("<title>a</title><updated>2026-11-02T09:15:00-05:00</updated>")

    assert entry.published_at == entry.updated_at == datetime(2026, 11, 2, 14, 15, tzinfo=UTC)
    assert entry.published_zone == -300


def test_relative_addresses_are_relative_to_what_the_feed_says():
    assert one("<title>a</title><link>/ferry</link>").url == "https://ledger.example/ferry"
    assert atom('<link href="b"/>', 'xml:base="https://other.example/a/"').url == "https://other.example/a/b"
    nested = atom('<link xml:base="c/" href="d"/>', 'xml:base="https://other.example/a/"')
    assert nested.url == "https://other.example/a/c/d"


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<guid>https://ledger.example/1</guid>", "https://ledger.example/1"),
        ("<guid isPermaLink='false'>https://ledger.example/1</guid>", None),
        ("<guid>17</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link/><title>a</title>", None),
        ("<link>ftp://ledger.example/1</link>", None),
        ("<link>\n https://ledger.example/1?a=1&amp;b=2 \n</link>", "https://ledger.example/1?a=1&b=2"),
        ("<a:link rel='alternate' href='https://ledger.example/2'/>", "https://ledger.example/2"),
        ("<a:link rel='enclosure' type='audio/mpeg' href='https://ledger.example/a.mp3'/>", None),
        ("<link>https://proxy.example/x</link><f:origLink>https://ledger.example/3</f:origLink>", None),
    ],
)
def test_an_entry_has_the_address_of_its_page_or_none(inside, url):
    entry = one(inside, f'xmlns:a="{ATOM[7:-1]}" xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"')

    assert entry.url == (url or ("https://ledger.example/3" if "origLink" in inside else None))


def test_an_entry_without_an_id_is_named_by_its_address_or_its_words():
    assert one("<link>https://ledger.example/1</link><title>a</title>").key == "https://ledger.example/1"
    first, second = one("<title>a</title>"), one("<title>b</title>")

    assert len(first.key) == 64
    assert first.key != second.key
    assert first.key == one("<title>a</title>").key


def test_one_id_for_all_entries_keeps_them_apart_by_address():
    items = "".join(f"<item><guid>x</guid><link>https://ledger.example/{i}</link></item>" for i in range(3))
    feed = read(rss(items), URL)

    assert [entry.url for entry in feed.entries] == [f"https://ledger.example/{i}" for i in range(3)]
    assert len({entry.key for entry in feed.entries}) == 3
    assert "2 entries share the id of another one" in feed.troubles[0]


def test_the_same_entry_twice_is_kept_once_as_it_was_changed_last():
    versions = "".join(
        f"<entry><id>x</id><title>{t}</title><updated>2026-11-0{d}T00:00:00Z</updated></entry>"
        for t, d in (("old", 1), ("new", 3), ("middle", 2))
    )
    feed = read(f"<feed {ATOM}>{versions}</feed>".encode(), URL)

    assert [entry.title for entry in feed.entries] == ["new"]
    assert "2 entries came twice" in feed.troubles[0]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>&lt;b&gt;Strike&lt;/b&gt; &amp;amp; storm</title>", "Strike & storm"),
        ("<title><![CDATA[Strike & <em>storm</em>]]></title>", "Strike & storm"),
        ("<title>Strike <b>and</b> storm</title>", "Strike and storm"),
        ("<title>\n Strike\n  and storm </title>", "Strike and storm"),
        ("<title>Rents rise by &lt; 2 %</title>", "Rents rise by < 2 %"),
        ("<title><![CDATA[a <![CDATA[b]]> c]]></title>", "a b c"),
        ("<title></title>", None),
    ],
)
def test_titles_are_one_line_of_plain_text(title, shown):
    assert one(f"{title}<guid>1</guid>").title == shown


def test_markup_in_an_atom_title_of_plain_text_is_kept_as_it_is():
    assert atom("<title>Why &lt;b&gt; is bold</title>").title == "Why <b> is bold"
    assert atom('<title type="html">Why &lt;b&gt;not&lt;/b&gt;</title>').title == "Why not"


def test_xhtml_becomes_readable_text():
    entry = atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Fares &lt; 5 euro.</p>'
        "<ul><li>Halmer</li><li>Skarrow</li></ul><script>steal()</script></div></content>"
    )

    assert entry.text == "Fares < 5 euro.\n- Halmer\n- Skarrow"


@pytest.mark.parametrize(
    ("inside", "whole"),
    [
        (f"<content:encoded><![CDATA[{LONG}]]></content:encoded>", True),
        (f"<content:encoded><![CDATA[{LONG} <a href='/x'>Continue reading</a>]]></content:encoded>", False),
        (f"<content:encoded><![CDATA[{LONG} […]]]></content:encoded>", False),
        ("<content:encoded>Crews return on Tuesday.</content:encoded>", False),
        (f"<description><![CDATA[{LONG}]]></description>", False),
        (f"<description><![CDATA[{LONG}{LONG}{LONG}]]></description>", True),
        ("<description>Crews return …</description>", False),
        ("", False),
    ],
)
def test_a_teaser_is_told_from_an_article(inside, whole):
    assert one(f"<title>a</title>{inside}", CONTENT).is_whole is whole


def test_an_empty_feed_says_so():
    assert read(rss(), URL).troubles == ("it names no entries",)


def test_more_entries_than_are_read_are_said_to_be_left_out():
    feed = read(rss("".join(f"<item><guid>{i}</guid></item>" for i in range(ITEMS + 1))), URL)

    assert len(feed.entries) == ITEMS
    assert feed.troubles == (f"it names more than {ITEMS:,} entries; the first {ITEMS:,} were read",)


def test_what_lies_beyond_the_bytes_that_are_read_is_said_to_be_left_out():
    feed = read(rss(GOOD + f"<item><description>{'a' * FEED_BYTES}</description></item>"), URL)

    assert feed.entries[0].title == "Ferry strike ends"
    assert "of which the first" in feed.troubles[0]


HOSTILE = {name: make for name, make in hostile() if not name.startswith("sitemap")}
KEPT = [name for name in HOSTILE if not name.endswith(("first", "escaped")) and " of '" not in name]


@pytest.mark.parametrize("name", KEPT)
def test_a_hostile_feed_keeps_its_good_entry(name):
    data = HOSTILE[name]()

    assert "Ferry strike ends in Halmer" in [entry.title for entry in read(data, URL).entries]


def test_nothing_outside_a_feed_is_read(tmp_path):
    """Neither a file nor an address that a document type, an entity or an inclusion names."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the tide is high")
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = []
        server.settimeout(1)
        waiting = threading.Thread(target=lambda: _accept(server, asked))
        waiting.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        texts = [_said(where) for where in (secret.as_uri(), str(secret), address)]
        waiting.join()

    assert asked == []
    assert not any("tide" in text for text in texts)


def _accept(server, asked):
    try:
        asked.append(server.accept())
    except TimeoutError:
        return


def _said(where):
    data = f"""<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{where}" [<!ENTITY x SYSTEM "{where}">
        <!ENTITY % y SYSTEM "{where}"> %y;]><rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel>
        <item><title>a &x; b</title><description><xi:include href="{where}" parse="text"/>
        &lt;iframe src="{where}">&lt;/iframe></description></item></channel></rss>"""
    feed = read(data.encode(), URL)
    return json.dumps([entry.as_json() for entry in feed.entries])
