"""The column beside the answer: past conversations leave room for the feeds, and both are found."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def busy(own_site):
    """A server with eight conversations."""
    server = own_site()
    with server.client() as http:
        for number in range(8):
            http.post("/v1/chat", json={"question": f"What of ferry {number}?"}).raise_for_status()
    return server


def test_many_conversations_do_not_hide_the_feeds(busy, visit):
    page = visit(busy)
    page.wait_for_selector("#more-conversations:not([hidden])")

    assert page.locator("#conversations li:visible").count() == 6
    assert page.inner_text("#more-conversations button") == "Show all 8"
    page.click("#more-conversations button")
    assert page.locator("#conversations li:visible").count() == 8
    assert page.locator("#more-conversations").is_hidden()


@pytest.mark.parametrize("width", [390, 1300])
def test_a_button_leads_to_the_feeds_on_screens_of_any_width(busy, visit, width):
    page = visit(busy)
    page.set_viewport_size({"width": width, "height": 800})

    page.click("#show-feeds")

    assert page.evaluate("() => document.activeElement.id") == "feed-url"
    box = page.locator("#feed-url").bounding_box()
    assert box
    assert 0 <= box["y"] <= 800 - box["height"]


def test_a_file_that_is_too_large_is_told_with_its_size_and_the_limit(own_site, visit):
    page = visit(own_site())
    page.click("#add-news")

    page.set_input_files(
        "#add-file", {"name": "tome.txt", "mimeType": "text/plain", "buffer": b"a" * 8_100_000}
    )
    page.click("#add-submit")
    page.wait_for_selector("#add-message .error")

    assert "tome.txt has 8.1 MB; at most 8 MB are taken here" in page.inner_text("#add-message .error")


def test_a_pasted_story_takes_its_rights_and_embargo_and_a_wrong_right_is_told(own_site, visit, troubles):
    server = own_site()
    page = visit(server)
    page.click("#add-news")
    page.fill("#add-text", "The crane of Quillby is back on its quay.")
    page.click("#add-dialog summary")
    page.fill("#add-collection", "harbour")
    page.fill("#add-rights", "some of it")
    page.click("#add-submit")
    page.wait_for_selector("#add-message .error")
    troubles.clear()  # the browser reports the 422

    assert "some of it" in page.inner_text("#add-message .error")
    page.fill("#add-rights", "excerpt:4")
    page.fill("#add-embargo", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT09:30}")
    page.click("#add-submit")
    page.wait_for_selector("#add-message .taken")
    assert "Under embargo" in page.inner_text("#add-message .taken")
    assert page.input_value("#add-rights") == page.input_value("#add-embargo") == ""


def test_of_news_under_embargo_the_page_says_when_it_is_seen_and_not_that_it_can_be_asked(own_site, visit):
    page = visit(own_site())
    until = datetime.now(UTC) + timedelta(days=30)
    line = f'{{"text": "The crane of Quillby is back.", "embargo_until": "{until:%Y-%m-%dT09:30:00Z}"}}\n'
    page.click("#add-news")

    page.set_input_files(
        "#add-file", {"name": "wire.jsonl", "mimeType": "text/plain", "buffer": line.encode()}
    )
    page.click("#add-submit")
    page.wait_for_selector("#add-message .taken")

    told = page.inner_text("#add-message .taken")
    assert f"nobody sees it before {until.day} {until:%b %Y}, 09:30 UTC" in told
    assert "You can ask" not in told
