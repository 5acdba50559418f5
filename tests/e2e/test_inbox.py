"""What comes by itself, in a real browser: the inbox, editions to read or decide about, alerts of watches."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from tests.assistant.running import serving, wait_until

TOPIC = "ferry strike pay offer"
PLAIN, CHOSEN, REFUSED = "Harbour morning", "For the <b>press</b> office", "Not today"
WATCHED = "What does the otter of Quellmar eat?"
NEWS = "The otter of Quellmar eats 31 crabs on a Friday, keeper Ina Rook said. Nobody had counted before."
_DAY_S = 86_400


def _order(http, name, **more):
    """Begin a digest that was due some minutes ago."""
    at = f"{datetime.now(UTC) - timedelta(minutes=5):%H:%M}"
    body = {"name": name, "topics": [TOPIC], "weekdays": "1234567", "at": at, "zone": "UTC"}
    # Of several on one topic the later ones have nothing new.
    body |= {"skips_empty": False, **more}
    return http.post("/v1/digests", json=body).raise_for_status().json()["id"]


def _let_a_day_pass(home):
    """A digest owes nothing from before it was begun: these were begun a day ago."""
    with closing(sqlite3.connect(home / "archive.db", timeout=20)) as archive:
        archive.execute("UPDATE digests SET added_at = added_at - ?", (_DAY_S,))
        archive.commit()


@pytest.fixture(scope="module")
def desk(tmp_path_factory, model_folder, sample_home, browser):
    """A server to whose reader two editions to decide about, one to read, and an alert have come."""
    home = tmp_path_factory.mktemp("inbox") / "home"
    shutil.copytree(sample_home, home)
    with serving(home, model_folder) as server, server.client() as http:
        _order(http, PLAIN)
        for name in (CHOSEN, REFUSED):
            _order(http, name, asks_first=True)
        http.post("/v1/watches", json={"text": WATCHED}).raise_for_status()
        _let_a_day_pass(home)
        server.add(title="What otters eat", outlet="Quellmar Post", text=NEWS)
        wait_until(lambda: len(_messages(http)) == 4, seconds=90)
        yield server


def _messages(http):
    return http.get("/v1/inbox").raise_for_status().json()["messages"]


def _open(page, title):
    page.click("#show-inbox")
    page.click(f".messages a:has-text('{title}')")
    page.wait_for_selector(".briefing .line")


def _edition(page, server):
    digest, date = page.evaluate("location.hash").removeprefix("#e=").split("/")
    with server.client() as http:
        return http.get(f"/v1/digests/{digest}/editions/{date}").json()


def _texts(page, selector):
    return page.locator(selector).all_text_contents()


def _focused(page):
    return page.evaluate("() => document.activeElement.id")


def _opens_its_words(page, chip, citations):
    number = int(chip.get_attribute("data-number"))
    chip.click()
    page.wait_for_selector("#panel .quoted")
    quotes = {each["number"]: each["quote"] for each in citations}
    return "".join(_texts(page, "#panel .quoted")) == quotes[number]


class TestInbox:
    def test_what_has_come_is_counted_at_the_button(self, desk, visit):
        page = visit(desk)
        page.wait_for_selector("#unread:not([hidden])")

        with desk.client() as http:
            unread = http.get("/v1/inbox").json()["unread"]
        assert page.text_content("#unread") == str(unread)
        assert page.get_attribute("#show-inbox", "aria-label") == f"Inbox, {unread} unread"
        assert page.title().startswith(f"({unread}) Citedesk")

    def test_it_lists_the_newest_first_with_kind_and_time(self, desk, visit):
        page = visit(desk, path="/#inbox")
        page.wait_for_selector(".messages li")

        with desk.client() as http:
            messages = _messages(http)
        kinds = page.locator(".messages li").evaluate_all("found => found.map((each) => each.dataset.kind)")
        assert kinds == [each["kind"] for each in messages]
        assert {"digest", "approval", "alert"} == set(kinds)
        assert all("·" in words for words in _texts(page, ".messages .quiet"))

    def test_the_names_of_digests_stay_words(self, desk, visit):
        page = visit(desk, path="/#inbox")
        page.wait_for_selector(".messages li")

        assert CHOSEN in " ".join(_texts(page, ".messages a"))
        assert page.locator("#inbox-view b").count() == 0

    def test_what_comes_while_the_page_is_open_is_seen_without_a_reload(self, own_site, visit):
        server = own_site()
        page = visit(server, path="/#inbox")
        page.wait_for_selector("#messages .quiet")
        with server.client() as http:
            _order(http, PLAIN)
            _let_a_day_pass(server.home)
            wait_until(lambda: _messages(http), seconds=60)

        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_selector(".messages li[data-read=false]")
        assert page.text_content("#unread") == "1"
        assert "1 unread message" in page.text_content("#status")


class TestEdition:
    def test_it_opens_as_a_briefing_whose_citations_open_the_cited_words(self, desk, visit):
        page = visit(desk)
        _open(page, PLAIN)

        (briefing,) = _edition(page, desk)["briefings"]
        assert page.text_content(".edition h2") == PLAIN
        assert _texts(page, ".points .sentence") == [each["sentence"]["text"] for each in briefing["points"]]
        assert _opens_its_words(page, page.locator(".points .chip").first, briefing["citations"])

    def test_what_was_opened_counts_as_read(self, desk, visit):
        page = visit(desk)
        _open(page, PLAIN)
        page.click(".edition a[href='#inbox']")

        page.wait_for_selector(f".messages li[data-read=true]:has-text('{PLAIN}')")

    def test_a_reload_and_the_back_button_find_it_again(self, desk, visit):
        page = visit(desk)
        _open(page, PLAIN)
        page.reload()
        page.wait_for_selector(".edition")
        page.go_back()

        page.wait_for_selector(".messages")
        assert page.locator(".edition").count() == 0

    def test_on_paper_it_is_a_note_without_what_is_for_the_screen(self, desk, visit, tmp_path):
        page = visit(desk)
        _open(page, PLAIN)
        page.pdf(path=tmp_path / "edition.pdf", prefer_css_page_size=True)

        words = "".join(each.extract_text() for each in PdfReader(tmp_path / "edition.pdf").pages)
        assert PLAIN in words
        assert TOPIC in words
        assert not [each for each in ("Inbox", "Markdown", "Ask", "Send me") if each in words]


class TestApproval:
    def test_a_point_that_is_unticked_is_not_sent(self, desk, visit):
        page = visit(desk)
        _open(page, "press")
        (before,) = _edition(page, desk)["briefings"]
        texts = [each["sentence"]["text"] for each in before["points"]]

        page.locator(".choose input").first.uncheck()
        assert f"{len(texts) - 1} of {len(texts)} points" in page.inner_text(".decision")
        page.click(".decision .main")
        page.wait_for_selector(".decision", state="detached")

        sent = _edition(page, desk)
        assert sent["state"] == "approved"
        assert sent["chosen"] == {before["id"]: list(range(1, len(texts)))}
        assert _texts(page, ".points .sentence") == texts[1:]
        assert page.locator(".said, .when").count() == 0

    def test_one_that_is_refused_is_never_sent(self, desk, visit):
        page = visit(desk)
        _open(page, REFUSED)
        page.click(".decision button:text-is('Don’t send')")
        page.wait_for_selector(".decision", state="detached")

        assert _edition(page, desk)["state"] == "refused"
        assert "not sent" in page.inner_text(".edition .turn-notice")

    def test_with_every_point_unticked_there_is_nothing_to_send(self, own_site, visit):
        server = own_site()
        with server.client() as http:
            _order(http, CHOSEN, asks_first=True)
            _let_a_day_pass(server.home)
            wait_until(lambda: _messages(http), seconds=60)
        page = visit(server)
        _open(page, "press")

        for box in page.locator(".choose input").all():
            box.focus()
            page.keyboard.press("Space")

        assert page.locator(".decision .main").is_disabled()
        assert _edition(page, server)["state"] == "waiting"


class TestAlert:
    def test_it_tells_the_news_and_opens_its_words(self, desk, visit):
        page = visit(desk)
        _open(page, WATCHED)

        assert page.text_content("#alert-title") == WATCHED
        assert "31 crabs" in page.inner_text(".alert .headline")
        page.locator(".alert .chip").first.click()
        page.wait_for_selector("#panel .quoted")
        assert "31 crabs" in "".join(_texts(page, "#panel .quoted"))

    def test_a_briefing_on_it_is_one_press_away(self, desk, visit):
        page = visit(desk)
        _open(page, WATCHED)
        page.click("text=Brief me on this")

        assert page.input_value("#brief-topic") == WATCHED


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_scrolls_sideways(desk, visit, scheme):
    page = visit(desk, width=360, scheme=scheme)
    wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"

    page.click("#show-inbox")
    page.wait_for_selector(".coming li")
    assert not page.evaluate(wide)
    _open(page, PLAIN)
    assert not page.evaluate(wide)
    _open(page, WATCHED)
    assert not page.evaluate(wide)
