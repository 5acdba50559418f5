"""What says of itself that it is not the article."""

import pytest
from lxml.html import fragment_fromstring

from ingest.read.furniture import is_furniture, is_notice


@pytest.mark.parametrize(
    "html",
    [
        *("<nav>", "<aside>", "<footer>", "<figcaption>", '<div class="related-stories">', "<div hidden>"),
        *('<div id="commentSection">', '<section class="c-newsletter__box">', '<div role="navigation">'),
        *('<div style="display: none">', '<p aria-hidden="true">', '<ul class="socialShare">'),
        *('<span itemprop="author">', '<div class="ArticleTags">', '<div class="ad_slot">'),
    ],
)
def test_an_element_says_that_it_is_not_the_article(html):
    assert is_furniture(fragment_fromstring(html))


@pytest.mark.parametrize(
    "html",
    [
        *("<div>", "<p>", '<article class="related">', '<div class="commentary">', '<div class="headline">'),
        *('<div class="shadow">', '<div class="broadcast-body">', '<td class="sidebar">'),
        '<div class="social-embed"><blockquote>Words that somebody wrote.</blockquote></div>',
    ],
)
def test_other_elements_say_nothing(html):
    assert not is_furniture(fragment_fromstring(html))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Advertisement",
            "12 comments",
            "Comments (3)",
            "READ MORE",
            "Most read in Harbour",
            "Image 2 of 9",
        ),
        *(
            "(Reporting by Oona Verlind; editing by Desmond Achterley)",
            "Tags: ferries, strike",
            "Share this story",
        ),
        *(
            "Sign up for our morning letter.",
            "Follow us on Twitter and Facebook.",
            "© 2026 The Brannick Ledger",
        ),
        *(
            "Oona Verlind contributed to this report.",
            "The quay at night (Image: Halmer Post)",
            "Foto: D. Achterley",
        ),
        *(
            "READ MORE: Ferries stay in port",
            "Updated: 9.30",
            "Lesen Sie auch: Neun Fähren",
            "Читайте также: Порт",
        ),
    ],
)
def test_a_line_about_the_page_is_told(text):
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "The board published its figures on Monday.",
            "Reporters were told to wait outside.",
            "Share prices fell.",
        ),
        *(
            "The company comments on no rumours.",
            "More than nine ferries were tied up.",
            "Related firms lost too.",
        ),
        *(
            "He signed up for the navy at sixteen.",
            "The story was told by two sailors.",
            "“Follow me,” she said.",
        ),
        "Subscribers to the ferry pass will be paid back, the company said; all others have to write to it.",
        "Sign up now, " + "and more of it " * 30,
    ],
)
def test_news_is_not_told_for_a_line_about_the_page(text):
    assert not is_notice(text)
