"""Bylines at the top of a text: told from sentences and headlines, and never its title."""

import pytest

from ingest.read import byline
from ingest.read.text import Details, read

BODY = "The ferries of Velm sail again on Monday. Nobody was surprised."


@pytest.mark.parametrize(
    ("top", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("JANE DOE",)),
        ("By Jane Doe and Ola van der Nord, Velm Courier", ("Jane Doe", "Ola van der Nord")),
        ("By Jane Doe, Ola Nord, and Kim Lee", ("Jane Doe", "Ola Nord", "Kim Lee")),
        ("By Jane Doe, Velm Courier", ("Jane Doe",)),
        ("Von Jörg Müller-Lüdenscheidt", ("Jörg Müller-Lüdenscheidt",)),
        ("By J. K. O’Hara | Harbour correspondent", ("J. K. O’Hara",)),
        ("By Jane Doe\n10 March 2026, 9:30 am", ("Jane Doe",)),
        ("\n By Jane Doe\n\nPublished on March 10, 2026", ("Jane Doe",)),
        ("Автор: Ольга Коваль", ("Ольга Коваль",)),
    ],
)
def test_the_title_is_the_first_sentence_behind_a_byline(top, names):
    article = read(f"{top}\n\n{BODY}\n".encode(), "ferries.txt", Details())

    assert article.title == "The ferries of Velm sail again on Monday."
    assert article.authors == names
    assert article.text.startswith(top.split("\n")[0])


def test_a_byline_under_the_headline_names_the_authors():
    article = read(f"Ferries sail again\nBy Jane Doe\n\n{BODY}\n".encode(), "ferries.txt", Details())

    assert (article.title, article.authors) == ("Ferries sail again", ("Jane Doe",))


@pytest.mark.parametrize(
    "top",
    [
        "By 2030 the harbour will be closed.",
        "By Monday Night Everyone Had Left",
        "By the time the ferry came, the quay was empty.",
        "By Friday Morning",
        "By and by the boats came home",
        "Par avion",
        "By Jane",
    ],
)
def test_a_sentence_or_headline_that_begins_so_stays_the_title(top):
    article = read(f"{top}\n\n{BODY}\n".encode(), "ferries.txt", Details())

    assert (article.title, article.authors) == (top, ())


def test_a_byline_that_is_all_there_is_stays_the_title():
    assert read(b"By Jane Doe", "ferries.txt", Details()).title == "By Jane Doe"


def test_a_line_without_end_takes_no_time():
    assert byline.end("By " + "Jane " * 400_000) == 0
