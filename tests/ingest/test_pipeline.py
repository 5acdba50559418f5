"""Sources of all kinds go into the archive; what is refused is told, and the rest goes in."""

import json
import os
import sqlite3
from collections import Counter
from contextlib import closing
from email.message import EmailMessage

import pytest

from ingest import intake, pipeline
from ingest.fetch import Fetcher
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.read.lines import LINE_BYTES
from ingest.read.text import Details
from ingest.settings import FetchSettings
from ingest.watched.visit import Web as open_door
from ingest.web.secrets import Safe
from tests.fakes.pdf import pdf
from tests.fakes.web import Web

LINE = b"Nine ferries lay tied up in the port of Velm on Monday, and nobody there knew why it was so. "


@pytest.fixture
def add(archive, cutter, tmp_path):
    """Write a file of the test's folder and add it: add("a.txt", b"Talks resume.")."""

    def added(name, data, details=Details()):  # noqa: B008 - frozen
        file = tmp_path / name
        file.write_bytes(data)
        return list(pipeline.add(str(file), details, archive, cutter))

    return added


def kept(archive):
    return sorted(source.title for source in catalogue.listing(archive, Reader(), Window(), 99))


def test_every_kind_of_file_goes_in(add, archive):
    page = "<article><p>Nine ferries lay tied up in the port on Monday. Nobody knew why.</p></article>"
    outcomes = [
        *add("a.txt", b"Plain text."),
        *add("b.MD", b"# Heading\n\nMarkdown."),
        *add("c.HTML", f"<html><title>Page</title><body>{page}</body></html>".encode()),
        *add("d.jsonl", b'{"text": "Line one."}\n{"text": "Line two."}'),
        *add("e.eml", b"From: a@velm.example\nSubject: Letter\n\nTalks resume in Velm."),
        *add("f.PDF", pdf([["Geese of Yarrowby", "", "Nine geese walked into the bank."]])),
    ]

    assert [o.status for o in outcomes] == ["added"] * 7
    assert all(o.article_id and o.passages == 1 for o in outcomes)
    titles = {"Plain text.", "Page", "Line one.", "Line two.", "Letter", "Geese of Yarrowby"}
    assert titles <= set(kept(archive))


def test_a_refused_line_is_named_and_the_others_are_kept(add, archive):
    outcomes = add(
        "news.jsonl", b'{"text": "One."}\nnonsense\n{"title": "x"}\n{"text": "Four.", "tags": []}\n'
    )

    assert [o.status for o in outcomes] == ["added", "refused", "refused", "added"]
    assert [o.source.rpartition(":")[2] for o in outcomes] == ["1", "2", "3", "4"]
    assert outcomes[3].ignored == ("tags",)
    assert kept(archive) == ["Four.", "One."]


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(add):
    outcomes = add("news.jsonl", b'{"text": "' + b"x" * 3 * LINE_BYTES + b'"}\n{"text": "Two."}\n')

    assert [(o.source.rpartition(":")[2], o.status) for o in outcomes] == [("1", "refused"), ("2", "added")]


@pytest.mark.parametrize("ending", [b"", b"\n"])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_lines_about_the_limit_are_counted_right(add, more, ending):
    first = b'{"text": "a"}'.ljust(LINE_BYTES + more) + b"\n"

    outcomes = add("news.jsonl", first + b'{"text": "Two."}' + ending)

    assert [o.source.rpartition(":")[2] for o in outcomes] == ["1", "2"]
    assert outcomes[1].status == "added"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"\x00\x01", "not text"),
        ("a.txt", b"Gen\xe8ve", "byte 0xe8 at 3"),
        ("a.txt", b"x" * 10_000_000, "10,000,000 bytes"),
        ("a.txt", b"x" * 2_000_001, "at most 2,000,000"),
        ("a.png", b"\x89PNG", "not one of .txt"),
        ("a.pdf", b"%PDF", "damaged"),
        ("a.eml", b"no message", "none of the headers"),
        ("a.html", b"<html></html>", "no article text"),
    ],
)
def test_bad_input_is_refused_with_its_name_and_the_reason(add, archive, name, data, reason):
    (outcome,) = add(name, data)

    assert outcome.status == "refused"
    assert name in outcome.source
    assert reason in outcome.reason
    assert kept(archive) == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nowhere.txt", "nowhere.txt: no such file"),
        (
            "velm-courier.example/a",
            "no such file or folder; if it is an address, write https://velm-courier.example/a",
        ),
        ("ftp://velm.example/a", "ftp addresses are not read: give an http or https one"),
        ("nowhere.jsonl", "No such file"),
        ("https://velm.example/a", "not fetched here"),
        ("HTTPS://velm.example/a.jsonl", "not fetched here"),
        ("x" * 5_000, "cannot be read"),
    ],
)
def test_what_is_not_there_is_refused(archive, cutter, source, reason):
    (outcome,) = pipeline.add(source, Details(), archive, cutter)

    assert (outcome.status, reason in outcome.reason) == ("refused", True)


def test_a_text_given_in_place_of_a_file_is_no_file():
    """The name is too long for the system to look up."""
    story = "Talks resume in Geneva. " * 300

    assert list(pipeline.files([story])) == [story]


def test_the_same_again_does_no_work_at_all(add, archive):
    add("a.txt", b"Talks resume.")

    (again,) = add("a.txt", b"Talks resume.")

    assert again.status == "unchanged"
    assert archive.last_seq() == 1


def test_a_folder_gives_its_files_in_order(tmp_path):
    for name in ("b.txt", "sub/a.md", "sub/deep/c.JSONL", "photo.png", "d.htm"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    found = list(pipeline.files([str(tmp_path), "-", "other.txt"]))

    names = ["b.txt", "d.htm", "sub/a.md", "sub/deep/c.JSONL"]
    assert found == [*(str(tmp_path / name) for name in names), "-", "other.txt"]


def test_what_a_folder_holds_beside_news_is_counted_by_its_endings(tmp_path):
    for name in ("a.txt", "b.png", "c.PNG", "sub/d.mp4", "README", ".git/config", ".DS_Store", "e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    skipped = Counter()

    found = list(pipeline.files([str(tmp_path)], skipped))

    assert found == [str(tmp_path / "a.txt"), str(tmp_path / "e.pdf")]
    assert skipped == {".png": 2, ".mp4": 1, "": 1}


def test_several_messages_of_one_file_are_told_by_their_numbers(add):
    outer = EmailMessage()
    outer.set_content("See below.")
    for name in ("One", "Two"):
        inner = EmailMessage()
        inner["Subject"] = name
        inner.set_content(f"Story {name} of Velm.")
        outer.add_attachment(inner)
    outer["From"] = "desk@velm.example"

    outcomes = add("fwd.eml", bytes(outer))

    assert [(o.source.rpartition("/")[2], o.status) for o in outcomes] == [
        ("fwd.eml:1", "added"),
        ("fwd.eml:2", "added"),
    ]


def test_what_was_not_read_of_a_file_is_noted(add):
    (scanned,) = add("a.pdf", pdf([["Ravens of Ommel", "", "Ravens came to Ommel on Friday."], None]))
    (film,) = add("b.html", b"<html><body><video></video><article><p>%b</p></article></body></html>" % LINE)
    (still,) = add("c.html", b"<html><body><img><article><p>%b</p></article></body></html>" % (LINE * 7))

    assert scanned.as_json()["notes"] == ["page 2 holds no text (scanned?): not read"]
    assert film.notes == ("video, which is not read, may hold most of it",)
    assert "notes" not in still.as_json()


def test_a_page_of_nothing_but_a_film_is_refused_with_the_reason(add):
    player = b'<html><body><iframe src="https://www.youtube.com/embed/x"></iframe></body></html>'

    (outcome,) = add("a.html", player)

    assert outcome.reason.endswith("video, which is not read, may hold most of it")


def test_a_message_may_be_larger_than_a_text_for_its_attachments(add):
    message = EmailMessage()
    message["From"] = "desk@velm.example"
    message.set_content("Talks resume in Velm.")
    message.add_attachment(b"x" * 9_000_000, maintype="image", subtype="png", filename="a.png")

    (outcome,) = add("a.eml", bytes(message))

    assert (outcome.status, outcome.notes) == ("added", ("attachments not read: a.png",))


def test_a_folder_without_news_is_refused_not_passed_over(tmp_path, archive, cutter):
    folder = tmp_path / "empty"
    folder.mkdir()

    (source,) = pipeline.files([str(folder)])
    (outcome,) = pipeline.add(source, Details(), archive, cutter)

    assert outcome.status == "refused"
    assert "holds no file of a kind that is read: .txt, " in outcome.reason


def test_the_language_is_found_where_none_is_given(archive, cutter):
    text = "Die Gespräche in Genf wurden am Montag nach einer langen Pause wieder aufgenommen."
    article = pipeline.text.from_text(text, "a", Details())

    made = intake.keep(article, archive, cutter)

    assert catalogue.article(archive, made.article_id, Reader()).source.language == "de"


def test_an_outcome_is_json_without_what_is_not_known():
    assert pipeline.Outcome("a.txt", "refused", reason="x").as_json() == {
        "source": "a.txt",
        "status": "refused",
        "reason": "x",
    }


def test_what_a_source_holds_is_counted_for_the_bar(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": str(n)}) for n in range(7)) + "\n")

    assert pipeline.count_lines(str(tmp_path / "a.jsonl")) == 7
    assert pipeline.count_lines("story.txt") == pipeline.count_lines("nowhere.jsonl") == 1


def test_lines_of_one_address_in_one_batch_follow_each_other(tmp_path, archive, cutter):
    """They are kept in one transaction; the result is that of one after the other."""
    file = tmp_path / "wire.jsonl"
    said = ["Talks resume.", "Talks stop.", "Talks resume.", "Talks resume."]
    file.write_text("\n".join(json.dumps({"url": "https://velm.example/a", "text": text}) for text in said))

    for expected in (
        ["added", "updated", "updated", "unchanged"],
        ["unchanged", "updated", "updated", "unchanged"],
    ):
        outcomes = list(pipeline.add(str(file), Details(), archive, cutter))

        assert [outcome.status for outcome in outcomes] == expected


def test_what_is_told_has_been_committed(tmp_path, archive, cutter):
    file = tmp_path / "wire.jsonl"
    file.write_text("\n".join(json.dumps({"text": f"Talks resume for the {n}th time."}) for n in range(70)))

    for n, outcome in enumerate(pipeline.add(str(file), Details(), archive, cutter), 1):
        with closing(sqlite3.connect(archive.engine.url.database)) as other:
            (held,) = other.execute(
                "SELECT count(*) FROM articles WHERE id = ?", (outcome.article_id,)
            ).fetchone()
            (count,) = other.execute("SELECT count(*) FROM articles").fetchone()
        assert held == 1
        assert n <= count <= n + 32


_PAGE = "<article><p>Nine ferries lay tied up in the port on Monday. Nobody knew why they did.</p></article>"


@pytest.fixture
def web():
    with Web() as opened:
        yield opened


@pytest.fixture
def fetch(archive, cutter, tmp_path):
    """Add an address: fetch(web.page("/a", "Talks resume.", type="text/plain"))."""
    settings = FetchSettings(fetch_allow="127.0.0.0/8", HTTP_PROXY="", HTTPS_PROXY="")
    door = open_door(Fetcher(settings, pause_s=0), Safe(tmp_path), settings.inside)

    def fetched(url, details=Details()):  # noqa: B008 - frozen
        (outcome,) = pipeline.add(url, details, archive, cutter, lambda: door)
        return outcome

    return fetched


def url_of(archive, outcome):
    """The address an article was kept with."""
    return catalogue.article(archive, outcome.article_id, Reader()).source.url


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/xhtml+xml", ""])
def test_a_page_goes_in_by_its_address(web, fetch, archive, kind):
    web.redirect("/a", web.page("/b", f"<html><title>Page</title><body>{_PAGE}</body></html>", type=kind))

    outcome = fetch(web.url("/a"))

    assert (outcome.status, outcome.passages) == ("added", 1)
    assert kept(archive) == ["Page"]
    assert url_of(archive, outcome) == web.url("/b")  # where it was found in the end


@pytest.mark.parametrize("kind", ["text/plain", "Text/Markdown; charset=", "text/plain; charset=latin-1", ""])
def test_a_text_goes_in_by_its_address(web, fetch, archive, kind):
    text = "Gespräche in Genève resume.".encode("latin-1" if "latin" in kind else "utf-8")

    outcome = fetch(web.page("/a", text, type=kind))

    assert outcome.status == "added"
    assert kept(archive) == ["Gespräche in Genève resume."]
    assert url_of(archive, outcome) == web.url("/a")


def test_the_address_a_person_gives_goes_before_where_it_was_found(web, fetch, archive):
    outcome = fetch(web.page("/a", "Talks.", type="text/plain"), Details(url="https://velm.example/a"))

    assert url_of(archive, outcome) == "https://velm.example/a"


@pytest.mark.parametrize(
    ("body", "kind", "status", "reason"),
    [
        (b"%PDF", "application/pdf", 200, "no PDF that can be read"),
        (b"GIF89a", "image/gif", 200, "is image/gif, not a page, a text, a PDF or a feed"),
        (b"<rss version='2.0'><channel/></rss>", "application/rss+xml", 200, "names no entries now"),
        (b"x", "text/html", 404, "has no such page (status 404)"),
        (b"<html></html>", "text/html", 200, "holds no article text"),
        (b"\xff\xfe\x00", "text/plain; charset=nonsense", 200, "is not"),
        (b"x" * 5_000_001, "text/plain", 200, "more than 5,000,000 bytes"),
    ],
)
def test_an_address_that_gives_no_article_is_refused_with_the_reason(
    web, fetch, archive, body, kind, status, reason
):
    outcome = fetch(web.page("/a", body, type=kind, status=status))

    assert outcome.status == "refused"
    assert reason in outcome.reason
    assert kept(archive) == []


def test_an_address_inside_is_refused(fetch):
    assert "not public" in fetch("http://169.254.169.254/latest").reason


def test_a_sitemap_is_read_once_with_all_that_it_names_though_nothing_of_it_has_a_date(web, fetch, archive):
    page = web.page("/n", f"<html><title>Page</title><body>{_PAGE}</body></html>")
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    rows = f"<urlset xmlns='{space}'><url><loc>{page}</loc></url></urlset>"

    outcome = fetch(web.page("/map.xml", rows, type="application/xml"))

    assert (outcome.status, kept(archive)) == ("added", ["Page"])


def test_a_page_that_is_longer_than_pages_are_is_refused(web, fetch):
    outcome = fetch(web.page("/a", _PAGE * 80_000))

    assert outcome.status == "refused"
    assert "more than 5,000,000 bytes" in outcome.reason


def test_a_named_pipe_is_refused_and_in_a_folder_named(archive, cutter, tmp_path):
    os.mkfifo(tmp_path / "p.txt")
    (tmp_path / "a.txt").write_bytes(LINE)
    skipped = Counter()

    (refused,) = pipeline.add(str(tmp_path / "p.txt"), Details(), archive, cutter)

    assert "is a named pipe, not a file" in refused.reason
    assert [*pipeline.files([str(tmp_path)], skipped)] == [str(tmp_path / "a.txt")]
    assert skipped["named pipe"] == 1


def test_lines_without_an_article_are_refused(add):
    (refused,) = add("a.jsonl", b"\n \n")

    assert "holds no article" in refused.reason


def test_one_page_under_several_addresses_is_one_article(add, archive):
    addresses = (
        "https://dup.example/a?utm_source=x",
        "http://dup.example/a/",
        "https://www.dup.example/a#top",
    )

    statuses = [add("a.txt", LINE, Details(url=url))[0].status for url in addresses]

    assert statuses == ["added", "unchanged", "unchanged"]
    assert add("b.txt", LINE + b"More.", Details(url="http://dup.example/b/"))[0].status == "added"


def test_addresses_of_one_page_that_come_together_are_one_article(add):
    row = '{{"url": "{}", "text": "Nine ferries lay tied up."}}\n'
    lines = "".join(map(row.format, ("http://dup.example/a/", "https://www.dup.example/a")))

    assert [o.status for o in add("a.jsonl", lines.encode())] == ["added", "unchanged"]


@pytest.mark.parametrize("when", ["<lastmod>2020-01-05</lastmod>", ""])
def test_every_page_that_a_sitemap_names_goes_in(web, archive, cutter, tmp_path, when):
    settings = FetchSettings(fetch_allow="127.0.0.0/8", HTTP_PROXY="", HTTPS_PROXY="")
    door = open_door(Fetcher(settings, pause_s=0), Safe(tmp_path), settings.inside)
    pages = [web.page(f"/{n}", f"<html><title>Page {n}</title><body>{_PAGE}</body></html>") for n in range(2)]
    rows = "".join(f"<url><loc>{page}</loc>{when}</url>" for page in pages)
    place = web.page("/map.xml", f"<urlset>{rows}</urlset>", type="application/xml")

    outcomes = list(pipeline.add(place, Details(), archive, cutter, lambda: door))

    assert [o.status for o in outcomes] == ["added", "added"]
