"""The article told from the page around it, on pages built in the ways that pages are."""

import pytest

from ingest.read.body import body, text_of
from ingest.read.html import parse

ONE = "Nine ferries lay tied up in Port Brannick on Monday after their crews had begun a strike over pay."
TWO = (
    "“We did not come to this quay to wave flags,” said Desmond Achterley, who leads the dockers of the port."
)
THREE = "The company runs four routes, one of them the only way to Skarrow Island when the causeway floods."
FOUR = (
    "Talks are to go on at the harbour office on Thursday, with a mediator whom both of the sides had named."
)


def text(html, titles=("Ferries tied up",)):
    return text_of(body(parse(f"<html><body>{html}</body></html>".encode(), "x"), titles))


@pytest.mark.parametrize(
    "html",
    [
        f"<article><h1>Ferries tied up</h1><p>{ONE}<p>{TWO}<p>{THREE}<p>{FOUR}</article>",
        f"<div class=x><div>{ONE}</div><div>{TWO}</div><div>{THREE}</div><div>{FOUR}</div></div>",
        f"<div>{ONE}<br><br>{TWO}<br><br>{THREE}<br><br>{FOUR}</div>",
        f"<table><tr><td><a href=1>Home</a><td><p>{ONE}<p>{TWO}<p>{THREE}<p>{FOUR}</table>",
        f"<div class=a><p>{ONE}<p>{TWO}</div><aside>Buy one.</aside><div class=a><p>{THREE}<p>{FOUR}</div>",
        f"<div class=story><p>{ONE}</p><div class=paid><p>{TWO}<p>{THREE}<p>{FOUR}</div></div>",
    ],
    ids=["article", "divisions", "breaks", "table", "chunks", "paid part"],
)
def test_the_whole_article_is_found_however_the_page_is_built(html):
    nav = "<nav><a href=/>Home</a> <a href=/s>Sport</a></nav>"

    assert text(nav + html) == "\n\n".join((ONE, TWO, THREE, FOUR))


@pytest.mark.parametrize(
    "junk",
    [
        "<div class=comments><p>I sailed on these boats for thirty years and saw nothing like it.</p></div>",
        "<div class=related-stories><p>A whale was seen off Skarrow Island by eleven people.</p></div>",
        "<p><a href=/whale>A whale was seen off Skarrow Island by eleven people on Sunday</a></p>",
        "<figure><img src=q><figcaption>The quay, seen from the old customs house.</figcaption></figure>",
        "<p>Sign up for our newsletter and get the harbour news in your inbox each morning.</p>",
        "<h2>Ferries tied up</h2>",
        "<p>" + ONE + "</p>",
        "<h3>Most popular</h3>",
    ],
)
def test_what_is_not_the_article_is_left_out(junk):
    html = f"<article><p>{ONE}<p>{TWO}</p>{junk}<p>{THREE}<p>{FOUR}</p>{junk}</article>"

    assert text(html) == "\n\n".join((ONE, TWO, THREE, FOUR))


def test_the_teasers_of_other_articles_are_left_out():
    told = "Something else that took place on another quay of the harbour last week."
    teasers = "".join(f"<li><a href=/{n}>Story {n} of the harbour</a> {told}</li>" for n in range(9))

    assert text(f"<ul>{teasers}</ul><div><p>{ONE}<p>{TWO}<p>{THREE}</div>") == "\n\n".join((ONE, TWO, THREE))


def test_an_article_in_an_element_with_a_misleading_name_is_found():
    html = f"<div class='sidebar-layout social ad'><p>{ONE}<p>{TWO}<p>{THREE}<p>{FOUR}</div>"

    assert text(html) == "\n\n".join((ONE, TWO, THREE, FOUR))


def test_what_somebody_wrote_elsewhere_is_kept_as_quoted():
    post = "<div class=widget><blockquote>Nothing sails today. Sorry, all of you.</blockquote></div>"

    assert "Nothing sails today." in text(f"<article><p>{ONE}<p>{TWO}</p>{post}<p>{THREE}</article>")


def test_signs_that_are_words_make_short_prose():
    """A Chinese sentence has a third of the letters of an English one."""
    words = "周一布兰尼克港有九艘渡轮停航，船员们因薪资问题开始罢工，码头工人的领袖说谈判将于周四继续。"

    assert words in text(f"<div><p>{words}</p><p>{words[::-1]}</p></div>")


def test_a_page_of_links_has_no_article():
    assert (
        text(
            "".join(
                f"<p><a href={n}>Story {n} of the harbour and of its many boats</a></p>" for n in range(9)
            )
        )
        == ""
    )
