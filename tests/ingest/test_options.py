"""What a person says of a source holds for every kind of source, or is refused in words."""

import io
import json
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from sqlalchemy import select

from ingest import pipeline
from ingest.archive import Archive
from ingest.embed import measure
from ingest.fetch import Fetcher
from ingest.read.text import Details
from ingest.schema import articles
from ingest.settings import FetchSettings
from ingest.watched.visit import Web
from ingest.web.secrets import Safe
from tests.fakes import pdf
from tests.fakes import web as fakes

LIFTED = datetime(2030, 1, 1, tzinfo=UTC)
PUBLISHED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
OF_ALL = Details(outlet="Velm Courier", collection="wires", rights="excerpt:20", embargo_until=LIFTED)
OF_ONE = Details(
    "Night boats",
    "Velm Courier",
    "https://velm.example/boats",
    PUBLISHED,
    False,
    "wires",
    "excerpt:20",
    LIFTED,
)
OF_TEXTS = Details(**{name: getattr(OF_ONE, name) for name in OF_ONE.__slots__ if name != "url"})
WORDS = "The harbour board of Velm voted for night boats on Monday, captain Osei said after four hours. " * 9
PAGE = (
    "<!doctype html><html lang=en><head><title>Own title</title><meta property='og:site_name' content='Own'>"
    "<meta property='article:published_time' content='2026-01-05T05:00:00Z'></head>"
    f"<body><article><h1>Own title</h1><p>{WORDS}</p></article></body></html>"
)
MATTER = f"---\ntitle: Own\noutlet: Own\ndate: 2026-01-05\nurl: https://own.example/\n---\n\n{WORDS}"


def letter() -> bytes:
    sent = EmailMessage()
    sent["From"], sent["Subject"] = "Own Post <desk@own.example>", "Own title"
    sent["Date"] = "Mon, 05 Jan 2026 05:00:00 +0000"
    sent.set_content(WORDS)
    return sent.as_bytes()


FILES = {
    "a.txt": WORDS.encode(),
    "b.md": MATTER.encode(),
    "c.html": PAGE.encode(),
    "d.eml": letter(),
    "e.pdf": pdf.pdf([[WORDS[:90], WORDS[90:180]]], "Own title"),
}
ADDRESSES = {
    "/page": (PAGE, "text/html"),
    "/text": (WORDS, "text/plain"),
    "/markdown": (MATTER, "text/markdown"),
    "/document": (FILES["e.pdf"], "application/pdf"),
}


@pytest.fixture
def archive(tmp_path):
    opened = Archive(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def web():
    with fakes.Web() as served:
        yield served


@pytest.fixture
def take(archive, tmp_path):
    """Add a source as the command does; return what was said, and the rows that are kept."""
    settings = FetchSettings(fetch_allow="127.0.0.0/8")
    door = Web(Fetcher(settings, pause_s=0), Safe(tmp_path), settings.inside)

    def call(source, details):
        cutter = measure(None)
        told = [
            outcome
            for one in pipeline.files([str(source)])
            for outcome in pipeline.add(one, details, archive, cutter, lambda: door)
        ]
        with archive.reading() as connection:
            return told, connection.execute(select(articles)).all()

    yield call
    door.fetcher.close()


def is_held_so(row, details):
    """Whether a row is kept as the person said."""
    held = row.outlet, row.collection, row.rights, row.embargo_until
    assert held == (details.outlet, details.collection, details.rights, int(LIFTED.timestamp()))
    return True


def is_named_so(row, details):
    """Whether a row has the title and the date that the person said."""
    assert (row.title, row.published_at) == (details.title, int(PUBLISHED.timestamp()))
    assert row.url == details.url or details.url is None
    return True


@pytest.mark.parametrize("name", FILES)
def test_every_option_holds_for_every_kind_of_file(take, tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])

    _, (row,) = take(tmp_path / name, OF_ONE)

    assert is_held_so(row, OF_ONE)
    assert is_named_so(row, OF_ONE)


def test_every_option_holds_for_standard_input(take, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WORDS.encode())))

    _, (row,) = take("-", OF_ONE)

    assert is_held_so(row, OF_ONE)
    assert is_named_so(row, OF_ONE)


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_option_holds_for_every_kind_of_address(take, web, path):
    body, kind = ADDRESSES[path]
    url = web.page(path, body, type=kind)

    _, (row,) = take(url, OF_ONE)

    assert is_held_so(row, OF_ONE)
    assert is_named_so(row, OF_ONE)


def test_every_option_but_the_address_holds_for_lines_that_say_nothing_themselves(take, tmp_path):
    (tmp_path / "news.jsonl").write_text(json.dumps({"text": WORDS}) + "\n")

    _, (row,) = take(tmp_path / "news.jsonl", OF_TEXTS)

    assert is_held_so(row, OF_TEXTS)
    assert is_named_so(row, OF_TEXTS)


def test_what_is_said_of_all_holds_for_every_file_of_a_folder(take, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, body in FILES.items():
        (folder / name).write_bytes(body)

    _, rows = take(folder, OF_ALL)

    assert rows
    assert all(is_held_so(row, OF_ALL) for row in rows)


def feed(web) -> str:
    whole = f"<item><title>A</title><link>{web.url('/a')}</link><description>{WORDS}</description></item>"
    led = f"<item><title>B</title><link>{web.page('/b', PAGE)}</link><description>Short</description></item>"
    teaser = WORDS[:95]
    gone = f"<item><title>C</title><link>{web.url('/c')}</link><description>{teaser}</description></item>"
    text = f"<rss version='2.0'><channel><title>Own</title>{whole}{led}{gone}</channel></rss>"
    return web.page("/feed.xml", text, type="application/rss+xml")


def sitemap(web) -> str:
    names = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    one = f"<url><loc>{web.page('/b', PAGE)}</loc><lastmod>{now}</lastmod></url>"
    return web.page("/sitemap.xml", f"<urlset {names}>{one}</urlset>", type="application/xml")


@pytest.mark.parametrize(("named", "count"), [(feed, 3), (sitemap, 1)])
def test_what_is_said_of_all_holds_for_every_article_that_a_list_names(take, web, named, count):
    told, rows = take(named(web), OF_ALL)

    assert len(rows) == count, told
    assert all(is_held_so(row, OF_ALL) for row in rows)
    assert all(outcome.embargo_until for outcome in told)


@pytest.mark.parametrize("named", [feed, sitemap])
def test_full_rights_and_a_lifted_embargo_are_said_of_a_list_as_well(take, web, named):
    take(named(web), OF_ALL)
    past = datetime(2020, 1, 1, tzinfo=UTC)

    _, rows = take(web.url(f"/{'feed' if named is feed else 'sitemap'}.xml"), said(past))

    assert {(row.rights, row.embargo_until) for row in rows} == {("full", int(past.timestamp()))}


def said(until: datetime) -> Details:
    return Details(outlet="Velm Courier", collection="wires", rights="full", embargo_until=until)


@pytest.mark.parametrize("named", [feed, sitemap])
@pytest.mark.parametrize("field", ["title", "url", "published_at"])
def test_what_is_said_of_one_article_is_refused_for_a_list(take, web, named, field):
    told, rows = take(named(web), Details(**{field: getattr(OF_ONE, field)}))

    assert (rows, [outcome.status for outcome in told]) == ([], ["refused"])
    assert "can only be said of one article" in (told[0].reason or "")


def test_a_title_for_several_forwarded_messages_is_said_not_to_be_used(take, tmp_path):
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "Own Post <desk@own.example>", "Two stories"
    outer.attach(MIMEText("See below."))
    for number in (1, 2):
        inner = MIMEText(f"Story {number}. {WORDS}")
        inner["From"], inner["Subject"] = "Own Post <desk@own.example>", f"Story {number}"
        outer.attach(MIMEMessage(inner))
    (tmp_path / "two.eml").write_bytes(outer.as_bytes())

    told, rows = take(tmp_path / "two.eml", OF_ONE)

    assert sorted(row.title for row in rows) == ["Story 1", "Story 2"]
    assert all(is_held_so(row, OF_ONE) for row in rows)
    assert all("are not used" in outcome.notes[0] for outcome in told)


def test_a_title_for_a_folder_or_several_sources_is_refused(run, tmp_path):
    (tmp_path / "folder").mkdir()

    for sources in (["folder"], ["a.txt", "b.txt"]):
        refused = run("add", *sources, "--title", "Night boats")
        assert (refused.returncode, "--title names one article" in refused.stderr) == (2, True)
