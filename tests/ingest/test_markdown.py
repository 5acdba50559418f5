"""Markdown becomes what its reader sees, and what it declares is known about the article."""

from datetime import UTC, datetime

import pytest

from ingest.errors import BadField, SourceUnreadable, TooLarge
from ingest.read import kinds
from ingest.read.markdown import read
from ingest.read.text import ARTICLE_BYTES, Details

STORY = "The ferries of Velm sail again from Monday, the harbour board said."


def _article(text, details=Details(), name="ferries.md"):  # noqa: B008  Details are frozen
    (piece,) = read(text.encode(), name, details)
    return piece.article


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("From **Monday** and _again_ on `Friday`.", "From Monday and again on Friday."),
        (
            "The [board](http://velm.example/a_b 'x') met, see <https://velm.example>.",
            "The board met, see https://velm.example.",
        ),
        ("The [board][1] met.\n\n[1]: http://velm.example", "The board met."),
        ("A line\nand the next.", "A line and the next."),
        ("A line  \nand the next.", "A line\nand the next."),
        ("- One\n- Two\n  - Three\n- Four", "- One\n- Two\n- Three\n- Four"),
        ("- One\n\n- Two", "- One\n- Two"),
        ("- [x] One", "- One"),
        ("3. One\n4. Two", "3. One\n4. Two"),
        (
            "| Port | Ships |\n|--|--|\n| Velm | **9** |\n| Halmer | 12 |",
            "Port | Ships\nVelm | 9\nHalmer | 12",
        ),
        ("> We stay,\n> he said.", "We stay, he said."),
        ("Before.\n\n---\n\nAfter.", "Before.\n\nAfter."),
        ("```\nport 9\n```", "port 9"),
        ("They sail on ~~Monday~~ Tuesday.", "They sail on Tuesday."),
        ("Counted twice.[^1]\n\n[^1]: By us all.", "Counted twice.\n\nBy us all."),
        ("![A ferry](ferry.jpg)\n\nThey sail.", "They sail."),
        ("AT&amp;T pays 5 &lt; 6 \\*euro\\*.", "AT&T pays 5 < 6 *euro*."),
        (
            "<div>One <b>two</b></div><script>x()</script>\n\nThree<br>four <i>five</i>.",
            "One two\n\nThree\nfour five.",
        ),
        ("<!-- hidden -->\n\nShown.", "Shown."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_marks_of_layout_go_and_words_stay(markdown, text):
    assert _article(markdown).text.removesuffix("\n") == text


@pytest.mark.parametrize("name", ["talks.md", "talks.MD"])
def test_the_first_heading_is_the_title_and_leaves_the_text(name):
    (piece,) = kinds.read(f"\n# Ferries **sail**\n\n{STORY}\n".encode(), name, Details())

    assert (piece.article.title, piece.article.text) == ("Ferries sail", f"{STORY}\n")


@pytest.mark.parametrize("top", ["## Ferries sail", "Ferries sail\n----", "Ferries sail\n===="])
def test_a_heading_of_any_level_at_the_top_is_the_title(top):
    assert _article(f"{top}\n\n{STORY}").title == "Ferries sail"


def test_a_main_heading_under_a_line_is_the_title_and_a_lesser_one_is_not():
    under = _article(f"Velm, Tuesday\n\n# Ferries sail\n\n{STORY}")

    assert (under.title, under.text) == ("Ferries sail", f"Velm, Tuesday\n\n{STORY}\n")
    assert _article(f"{STORY}\n\n## Fares\n\nThey rise.").title == STORY


def test_a_heading_that_is_all_there_is_stays_text():
    assert _article("# Ferries sail").text == "Ferries sail\n"


def test_front_matter_is_read_as_what_the_file_declares():
    article = _article(
        "---\ntitle: 'Ferries: again'\ndate: 2026-03-10T09:30:00+02:00\nlastmod: 2026-03-11\n"
        "source: Velm Courier\nurl: https://velm.example/ferries\nauthor: [Ada Lind, Jon Berg]\nlang: en-GB\n"
        f"rights: link\nembargo_until: 2026-03-10\ntags: [a, b]\n---\n\n# Ferries: again\n\n{STORY}\n"
    )

    assert (article.title, article.outlet, article.text) == ("Ferries: again", "Velm Courier", f"{STORY}\n")
    assert (article.published_at, article.published_day) == (datetime(2026, 3, 10, 7, 30, tzinfo=UTC), False)
    assert (article.published_zone, article.updated_at) == (120, datetime(2026, 3, 11, tzinfo=UTC))
    assert (article.url, article.authors) == ("https://velm.example/ferries", ("Ada Lind", "Jon Berg"))
    assert (article.language, article.rights) == ("en", "link")
    assert article.embargo_until == datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("front", "known"),
    [
        ("title: Talks: day two", ("Talks: day two", None, ())),
        ("headline: Talks\nauthor: By Ada Lind and Jon Berg", ("Talks", None, ("Ada Lind", "Jon Berg"))),
        ("Title: Talks\nsource: https://velm.example/a\npublisher: Courier", ("Talks", "Courier", ())),
        (
            "title: Talks\nauthors:\n  - name: Ada Lind\n    mail: a@velm.example",
            ("Talks", None, ("Ada Lind",)),
        ),
        ("title: Talks\noutlet:\ndate: null", ("Talks", None, ())),
        ("title: Talks\na: &x [1]\nb: *x", ("Talks", None, ())),
    ],
)
def test_front_matter_is_read_as_people_write_it(front, known):
    article = _article(f"---\n{front}\n---\n{STORY}")

    assert (article.title, article.outlet, article.authors) == known
    assert (article.text, article.published_at) == (f"{STORY}\n", None)


def test_what_the_person_says_goes_before_what_the_file_says():
    details = Details("Their title", "Their outlet", published_at=datetime(2026, 1, 1, tzinfo=UTC))

    article = _article(f"---\ntitle: T\noutlet: O\ndate: 2026-03-10\n---\n{STORY}", details)

    assert (article.title, article.outlet) == ("Their title", "Their outlet")
    assert (article.published_at, article.published_day) == (details.published_at, False)


@pytest.mark.parametrize(
    ("front", "field"),
    [("date: soon", "published"), ("rights: free", "rights"), ("embargo: later", "embargo")],
)
def test_front_matter_that_cannot_be_meant_is_refused_with_its_value(front, field):
    with pytest.raises(BadField, match=field):
        _article(f"---\n{front}\n---\n{STORY}")


def test_lines_of_dashes_without_names_are_no_front_matter():
    assert _article(f"---\n\n{STORY}\n\n---\n\nThey sail.").text == f"{STORY}\n\nThey sail.\n"


def test_nothing_and_too_much_are_refused():
    for nothing in ("", "---\ntitle: T\n---\n", "![](x.jpg)"):
        with pytest.raises(SourceUnreadable, match="holds no text"):
            _article(nothing)
    with pytest.raises(TooLarge):
        read(b"a" * (2 * ARTICLE_BYTES + 3), "a.md", Details())


@pytest.mark.parametrize(
    "piece", ["[", "![a](", "*a ", "> ", "- ", "`", "<a ", "_a__b", "|a", "[a]: <", "&", "a: ["]
)
def test_marks_that_never_close_are_read_through(piece):
    hostile = piece * 3_000

    assert _article(f"{STORY}\n\n{hostile}").text.startswith(STORY)
    assert _article(f"---\n{hostile}\n---\n{STORY}").text.strip().endswith(STORY)


def test_front_matter_that_nobody_closed_is_front_matter():
    (piece,) = read(b"---\ntitle: Geese\ndate: 2026-03-01\n\nNine geese walked.\n", "a.md", Details())

    assert (piece.article.title, piece.article.text.strip()) == ("Geese", "Nine geese walked.")
