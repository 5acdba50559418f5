"""The pictures of a briefing: well-formed, said in words, and nobody's words become markup."""

from xml.etree import ElementTree

import pytest

from assistant import pictures

SVG = "{http://www.w3.org/2000/svg}"


def _moment(day, text="The bridge opened.", dated_by="sentence"):
    return {"date": day, "dated_by": dated_by, "sentence": {"text": text, "citations": [1]}}


def _day(day, articles=1, copies=0):
    return {"date": day, "articles": articles, "copies": copies}


def _timeline(*moments):
    return ElementTree.fromstring(pictures.timeline({"timeline": list(moments)}))


def _coverage(*days):
    return ElementTree.fromstring(pictures.coverage({"days": list(days)}))


def _texts(picture):
    return [text.text for text in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("picture", [_timeline(_moment("2026-03-10")), _coverage(_day("2026-03-10"))])
def test_a_picture_says_what_it_is_to_who_does_not_see_it(picture):
    named = {each.get("id"): each.text for each in picture if each.get("id")}

    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby").split() == list(named)
    assert all(named.values())


def test_words_of_an_article_never_become_markup():
    hostile = '</title><script>alert("1")</script><a href="javascript:1">&amp;'
    picture = _timeline(_moment("2026-03-10", hostile))

    assert {each.tag.removeprefix(SVG) for each in picture.iter()} <= {
        "svg", "title", "desc", "g", "circle", "line", "text",
    }  # fmt: skip
    assert hostile in picture.find(f"{SVG}g/{SVG}title").text


def test_a_sign_that_xml_may_not_hold_is_left_out():
    picture = _timeline(_moment("2026-03-10", "The \x08bridge \ufffeopened."))

    assert picture.find(f"{SVG}g/{SVG}title").text == "10 March 2026: The bridge opened."


def test_nothing_in_a_picture_needs_an_inline_style():
    picture = _timeline(_moment("2026-03-10"), _moment("2026-03-12", dated_by="article"))

    assert not [each for each in picture.iter() if each.get("style") or each.tag == f"{SVG}style"]


def test_dots_are_numbered_as_the_moments_are_listed_and_stand_by_their_day():
    picture = _timeline(_moment("2026-03-10"), _moment("2026-03-15"), _moment("2026-03-20"))

    places = [float(dot.get("cx")) for dot in picture.iter(f"{SVG}circle")]
    assert places == [22, 170, 318]
    assert _texts(picture) == ["1", "2", "3", "10 Mar", "15 Mar", "20 Mar"]


def test_two_events_of_one_day_do_not_hide_each_other():
    picture = _timeline(_moment("2026-03-10"), _moment("2026-03-10"))

    first, second = picture.iter(f"{SVG}circle")
    assert first.get("cx") == second.get("cx")
    assert abs(float(first.get("cy")) - float(second.get("cy"))) > 16


def test_a_day_that_is_only_that_of_the_article_is_drawn_otherwise():
    picture = _timeline(_moment("2026-03-10"), _moment("2026-03-15", dated_by="article"))

    assert [each.get("class") for each in picture.iter(f"{SVG}g")] == ["dot told", "dot reported"]


def test_dates_that_would_run_into_each_other_are_not_all_written():
    picture = _timeline(_moment("2025-01-01"), _moment("2026-03-14"), _moment("2026-03-15"))

    assert _texts(picture)[3:] == ["1 Jan 2025", "15 Mar 2026"]


def test_bars_are_as_high_as_their_articles_and_copies_are_many():
    picture = _coverage(_day("2026-03-10", 2, 2), _day("2026-03-12", 1))

    heights = {(each.get("class"), float(each.get("height"))) for each in picture.iter(f"{SVG}rect")}
    assert heights == {("articles", 30), ("copies", 30), ("articles", 15)}


def test_coverage_is_said_in_words_with_its_counts():
    picture = _coverage(_day("2026-03-10", 2, 1), _day("2026-03-12", 1))

    assert picture.find(f"{SVG}desc").text == (
        "3 articles and 1 copy, 10 March 2026 to 12 March 2026. Each bar is a day."
    )


def test_a_long_time_is_drawn_in_stretches_of_days():
    picture = _coverage(_day("2026-01-01"), _day("2026-01-02"), _day("2026-03-30"))

    assert picture.find(f"{SVG}desc").text.endswith("Each bar is 3 days.")
    assert len(list(picture.iter(f"{SVG}rect"))) == 2


def test_nothing_dated_is_said_so():
    assert _timeline().find(f"{SVG}desc").text == "Nothing is dated."
    assert _coverage().find(f"{SVG}desc").text == "None of the articles has a date."
