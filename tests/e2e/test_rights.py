"""The page with news whose words are not all free to show."""

import pytest

DONE = ".turn[data-state=done]"
OPENING = "The lamp museum of Drell opened its cellar on Sunday."
REST = "Carver Senna Voss sold the museum a cedar otter for 9,400 crowns."


@pytest.fixture
def asked(own_site, visit):
    """Keep an article with these rights, ask what it says, and return the page."""

    def ask(rights, question):
        server = own_site()
        server.add(
            text=f"{OPENING} {REST}",
            title="Lamp museum",
            outlet="Drell Gazette",
            url="https://drell.example/lamps",
            rights=rights,
        )
        page = visit(server)
        page.fill("#question", question)
        page.press("#question", "Enter")
        page.wait_for_selector(DONE)
        return page

    return ask


def test_an_article_that_may_only_be_linked_to_is_named_and_says_so(asked):
    page = asked("link", "What did carver Senna Voss sell to the lamp museum of Drell?")

    beside = page.locator(f"{DONE} .nearest li").filter(has_text="Lamp museum")
    assert beside.count() == 1
    assert "named here and not quoted" in page.inner_text(f"{DONE} .lead")
    beside.locator("button").click()
    page.wait_for_selector("#panel .changed")
    assert "may be named and linked to" in page.inner_text("#panel")
    assert "has changed" not in page.inner_text("#panel")
    assert page.locator("#panel a[href='https://drell.example/lamps']").count() == 1
    assert "cellar" not in page.inner_text("body")
    assert "9,400" not in page.inner_text("body")


def test_an_excerpt_is_opened_at_the_words_that_were_quoted(asked):
    page = asked("excerpt:12", "When did the lamp museum of Drell open its cellar?")

    page.locator(f"{DONE} .chip").first.click()
    page.wait_for_selector("#panel .quoted")
    assert page.inner_text("#panel .quoted") == OPENING
    assert "Only the opening of this article" in page.inner_text("#panel")
    assert "9,400" not in page.inner_text("body")
