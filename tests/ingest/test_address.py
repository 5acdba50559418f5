"""Which address an article has: no page may take another's place."""

import pytest

from ingest.read.address import address_of

SITE = "https://ledger.example"


@pytest.mark.parametrize(
    ("fetched", "canonical"),
    [
        (f"{SITE}/harbour/ferries?from=home", f"{SITE}/harbour/ferries"),
        ("https://m.ledger.example/harbour/ferries", f"{SITE}/harbour/ferries"),
        ("http://www.ledger.example/harbour/ferries", f"{SITE}/harbour/ferries"),
        (f"{SITE}/harbour/ferries/amp", f"{SITE}/harbour/ferries"),
        (f"{SITE}/?p=17", f"{SITE}/harbour/ferries"),
        (f"{SITE}/article/17", f"{SITE}/harbour/ferries"),
    ],
)
def test_the_canonical_address_on_the_same_site_is_the_articles(fetched, canonical):
    assert address_of([canonical], fetched) == canonical


def test_a_relative_canonical_address_is_of_the_site_it_came_from():
    assert address_of(["/harbour/ferries"], f"{SITE}/x") == f"{SITE}/harbour/ferries"


@pytest.mark.parametrize(
    "canonical",
    [
        *(SITE, f"{SITE}/", f"{SITE}/index.html", f"{SITE}/harbour", f"{SITE}/harbour/"),
        *(
            "https://post.example/harbour/ferries",
            "https://example/",
            "ftp://ledger.example/a",
            "javascript:alert(1)",
        ),
        *(
            "http://[ledger",
            "",
            "https://",
            f"{SITE}/a b",
            "https://ledger.example:99999/a",
            "https://" + "a" * 9_999,
        ),
    ],
)
def test_the_home_page_a_section_another_site_or_nonsense_is_not_the_articles(canonical):
    fetched = f"{SITE}/harbour/ferries"

    assert address_of([canonical], fetched) == fetched


@pytest.mark.parametrize("second", [f"{SITE}/ferries?page=2", f"{SITE}/ferries/2", f"{SITE}/ferries/page/3/"])
def test_the_second_page_does_not_take_the_place_of_the_first(second):
    assert address_of([f"{SITE}/ferries"], second) == second


def test_of_a_saved_page_the_first_address_of_a_page_counts():
    assert address_of([SITE, f"{SITE}/ferries"]) == f"{SITE}/ferries"


def test_a_saved_page_whose_addresses_are_of_two_sites_has_none():
    """A copy names the original as canonical: which of the two it is cannot be told."""
    assert address_of([f"{SITE}/ferries", "https://post.example/copied"]) is None


@pytest.mark.parametrize("said", [[], [SITE], ["/ferries"], ["http://[x"]])
def test_a_saved_page_that_says_no_address_has_none(said):
    assert address_of(said) is None
