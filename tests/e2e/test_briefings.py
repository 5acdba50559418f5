"""Briefings on the page, in a real browser: order one, read it, open its words, take it along."""

import json
from datetime import date

import pytest
from pypdf import PdfReader

TOPIC = "ferry strike pay offer"


def _brief(page, topic=TOPIC, **dates):
    page.click("#brief")
    page.fill("#brief-topic", topic)
    for name, day in dates.items():
        page.fill(f"#brief-{name}", day)
    page.click("#brief-submit")


def _made(page, topic=TOPIC, **dates):
    _brief(page, topic, **dates)
    page.wait_for_selector("#briefing-title")


def _kept(page, server):
    """The briefing on the page, as the server kept it."""
    with server.client() as http:
        return http.get(f"/v1/briefings/{page.evaluate('location.hash').removeprefix('#b=')}").json()


def _texts(page, selector):
    return page.locator(selector).all_text_contents()


class TestNote:
    def test_it_tells_what_the_briefing_holds_and_how_it_stands(self, site, visit):
        page = visit(site)
        _made(page)

        kept = _kept(page, site)
        assert page.text_content("#briefing-title") == TOPIC
        assert _texts(page, ".headline .sentence") == [each["text"] for each in kept["headline"]]
        assert _texts(page, ".points .sentence") == [each["sentence"]["text"] for each in kept["points"]]
        assert page.locator(".points .standing").count() == len(kept["points"]) > 1
        assert f"{kept['confidence']['stories']} independent" in page.text_content(".rests")
        assert page.locator(".briefing .sources li").count() == len(kept["citations"])

    def test_its_citations_open_exactly_the_cited_words(self, site, visit):
        page = visit(site)
        _made(page)

        chip = page.locator(".points .chip").first
        number = int(chip.get_attribute("data-number"))
        chip.click()
        page.wait_for_selector("#panel .quoted")
        quotes = {each["number"]: each["quote"] for each in _kept(page, site)["citations"]}
        assert "".join(_texts(page, "#panel .quoted")) == quotes[number]

    def test_without_a_topic_it_is_of_the_top_stories(self, site, visit):
        page = visit(site)
        _made(page, "", since="2026-11-10", until="2026-11-12")

        assert page.text_content("#briefing-title").startswith("Top stories of 10 November")
        days = [each["date"] for each in _kept(page, site)["days"]]
        assert all("2026-11-10" <= day <= "2026-11-12" for day in days)

    def test_a_topic_that_the_news_does_not_have_is_said_so(self, site, visit):
        page = visit(site)
        _made(page, "glaciers of Patagonia melting")

        assert page.get_attribute(".briefing", "data-mode") == "declined"
        assert page.text_content(".briefing .plain")
        assert page.locator(".points").count() == 0

    def test_hostile_words_stay_words(self, site, visit):
        page = visit(site)
        hostile = '<img src=x onerror="document.title=1"> ferry strike'
        _made(page, hostile)

        assert page.text_content("#briefing-title") == hostile
        assert page.locator("#briefing img, #briefing script").count() == 0


class TestPictures:
    def test_the_timeline_is_drawn_with_a_dot_for_each_row_of_its_table(self, site, visit):
        page = visit(site)
        _made(page)
        page.wait_for_selector(".when svg")

        moments = _kept(page, site)["timeline"]
        assert page.locator(".when tbody tr").count() == len(moments) > 1
        assert page.locator(".when svg circle").count() == len(moments)
        assert page.get_by_role("img", name="When it happened").count() == 1

    def test_coverage_is_drawn_and_stands_in_a_table_too(self, site, visit):
        page = visit(site)
        _made(page)
        page.wait_for_selector(".spread svg")

        days = _kept(page, site)["days"]
        page.click(".as-table summary")
        shown = [int(count) for count in _texts(page, ".as-table td:nth-child(2)")]
        assert shown == [day["articles"] for day in days]
        assert page.locator(".spread svg rect.articles").count() == len(days)


class TestForm:
    def test_the_words_in_the_question_box_become_the_topic(self, site, visit):
        page = visit(site)
        page.fill("#question", TOPIC)
        page.click("#brief")

        assert page.input_value("#brief-topic") == TOPIC
        page.keyboard.press("Enter")
        page.wait_for_selector("#briefing-title")
        assert page.input_value("#question") == ""
        assert page.evaluate("document.activeElement.id") == "briefing-title"

    def test_an_example_is_briefed_on_at_once(self, site, visit):
        page = visit(site)
        example = page.locator("#starters button").nth(1)
        words = example.text_content()
        example.click()
        page.wait_for_selector("#briefing-title")

        assert words == f"Brief me on “{page.text_content('#briefing-title')}”"
        assert page.locator(".points .sentence").count() > 0
        assert page.locator("#starters").is_hidden()

    def test_a_time_that_runs_backwards_is_refused_in_the_form(self, site, visit):
        page = visit(site)
        _brief(page, since="2026-11-12", until="2026-11-10")

        assert "give the earlier one first" in page.text_content("#brief-message")
        assert page.evaluate("document.activeElement.id") == "brief-since"

    def test_only_the_chosen_outlets_are_read(self, site, visit):
        page = visit(site)
        page.click("#brief")
        page.check("#brief-outlets input[value=Norrwire]")
        page.keyboard.press("Escape")
        _made(page)

        assert {each["outlet"] for each in _kept(page, site)["citations"]} == {"Norrwire"}


class TestComingBack:
    def test_a_reload_finds_it_again_as_it_was(self, site, visit):
        page = visit(site)
        _made(page)
        before = page.inner_text(".points")

        page.reload()
        page.wait_for_selector("#briefing-title")
        assert page.inner_text(".points") == before

    def test_a_past_one_is_listed_opened_and_deleted(self, own_site, visit):
        page = visit(own_site())
        _made(page)
        page.click("#new-conversation")
        page.wait_for_selector("#briefing", state="hidden")
        page.click("#briefings a")
        page.wait_for_selector("#briefing-title")

        delete = page.locator("#briefings button").first
        delete.click()
        assert delete.text_content() == "Really delete?"
        delete.click()
        page.wait_for_selector("#no-briefings:not([hidden])")
        assert page.locator("#briefing").is_hidden()
        assert page.evaluate("location.hash") == ""

    def test_a_question_asked_over_it_takes_its_place(self, site, visit):
        page = visit(site)
        _made(page)
        page.fill("#question", "What did Una Marrick say?")
        page.press("#question", "Enter")

        page.wait_for_selector(".turn[data-state=done]")
        assert page.locator("#briefing").is_hidden()


class TestTakingAlong:
    def test_it_is_saved_as_markdown_and_as_json(self, site, visit):
        page = visit(site)
        _made(page)
        saved = []
        for name in ("Markdown", "JSON"):
            with page.expect_download() as download:
                page.click(f".tools a:text-is('{name}')")
            saved.append(download.value.path().read_text(encoding="utf-8"))

        assert saved[0].startswith(f"# Briefing: {TOPIC}")
        assert json.loads(saved[1])["points"] == _kept(page, site)["points"]

    def test_on_paper_it_is_one_page_without_what_is_for_the_screen(self, site, visit, tmp_path):
        page = visit(site)
        _made(page)
        page.wait_for_selector(".when svg")
        page.pdf(path=tmp_path / "note.pdf", prefer_css_page_size=True)

        pages = PdfReader(tmp_path / "note.pdf").pages
        words = pages[0].extract_text()
        assert len(pages) == 1
        assert TOPIC in words
        assert f"{date.today():%Y}" in words
        assert not [each for each in ("Brief me", "Past briefings", "save as PDF") if each in words]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_scrolls_sideways(site, visit, scheme):
    page = visit(site, width=360, scheme=scheme)
    _made(page)
    page.wait_for_selector(".spread svg")

    wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
