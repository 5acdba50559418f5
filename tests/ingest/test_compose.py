"""What readers of entries do alike."""

import pytest

from ingest.read.compose import address, is_whole, key, language, without_footer

BASE = "https://ledger.example/news/"
ARTICLE = "Crews voted for the new contract on Monday evening. " * 12


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/a", "https://ledger.example/a"),
        ("b?c=1#d", "https://ledger.example/news/b?c=1#d"),
        ("//cdn.example/a", "https://cdn.example/a"),
        (" https://ledger.example/a\n/b ", "https://ledger.example/a/b"),
        ("javascript:alert(1)", None),
        ("mailto:desk@ledger.example", None),
        ("https://", None),
        ("http://[::1", None),
        ("https://ledger.example/" + "a" * 2_000, None),
        ("", None),
        (17, None),
        (None, None),
    ],
)
def test_an_address_is_whole_and_can_be_fetched_or_is_none(href, whole):
    assert address(href, BASE) == whole


@pytest.mark.parametrize(
    ("code", "two"),
    [("en-GB", "en"), ("DE", "de"), ("fil_PH", "fil"), ("english", None), ("", None), (7, None)],
)
def test_a_language_is_its_first_letters(code, two):
    assert language(code) == two


@pytest.mark.parametrize(
    ("end", "whole"),
    [
        ("", True),
        ("They will see more rain.", True),
        ("She asked them to read on.", True),
        ("…", False),
        ("[...]", False),
        ("Read more", False),
        ("READ THE FULL STORY »", False),
        ("Continue reading “Ferry strike ends” →", False),
        ("Weiterlesen …", False),
        ("Lire la suite", False),
        ("Читати далі", False),
    ],
)
def test_a_text_that_goes_on_elsewhere_is_not_whole(end, whole):
    assert is_whole(ARTICLE + end, is_content=True) is whole


def test_how_long_a_whole_text_is_depends_on_its_script_and_on_what_its_feed_calls_it():
    assert not is_whole(ARTICLE[:400], is_content=True)
    assert not is_whole(ARTICLE, is_content=False)
    assert is_whole("船員は月曜日の夜に新しい契約に投票した。" * 12, is_content=True)
    assert not is_whole(None, is_content=True)


def test_the_line_that_blogs_put_under_entries_is_dropped():
    footer = "The post Ferry strike ends appeared first on The Ledger."

    assert without_footer(f"Crews return.\n{footer}") == "Crews return."
    assert without_footer("Crews return.\nThe post is vacant.") == "Crews return.\nThe post is vacant."


def test_a_key_is_never_empty():
    assert key(" 17 ", None, None, None) == "17"
    assert key(" ", "https://a.example/", None, None) == "https://a.example/"
    assert len(key(None, None, None, None)) == 64
