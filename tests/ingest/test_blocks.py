"""The blocks of a page, as a reader sees them."""

import pytest

from ingest.read.blocks import blocks
from ingest.read.html import parse


def cut(html):
    return [(block.kind, block.text) for block in blocks(parse(html.encode(), "x"))]


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<p>One  <b>bold</b>\n word</p>", [("p", "One bold word")]),
        ("<h2>Head</h2>text<p>more", [("head", "Head"), ("p", "text"), ("p", "more")]),
        ("<div>a<br>b<br> <br>c</div>", [("p", "a\nb"), ("p", "c")]),
        ("<ul><li>a<li><p>b</p></ul>", [("item", "a"), ("item", "b")]),
        ("<blockquote><p>Said.</p></blockquote>", [("quote", "Said.")]),
        ("<p>a<script>x</script><style>y</style><noscript>z</noscript>b", [("p", "ab")]),
        ("<p>before<time>now</time>after", [("p", "beforenowafter")]),
        ("<form>Your name</form><button>Send</button>", []),
    ],
)
def test_text_is_cut_where_a_reader_sees_a_line_end(html, seen):
    assert cut(f"<body>{html}") == seen


def test_a_table_of_data_is_cut_into_rows():
    html = "<table><tr><th>Route<th>Boats<tr><td>Skarrow<td>3<tr><td> <td> </table>"

    assert cut(html) == [("row", "Route | Boats"), ("row", "Skarrow | 3")]


@pytest.mark.parametrize(
    "html",
    ["<table><tr><td><p>All of it</table>", "<table><tr><td>a<td><table><tr><td>All of it</table></table>"],
)
def test_a_table_that_lays_out_the_page_is_no_table(html):
    assert ("p", "All of it") in cut(html)


def test_the_part_that_is_link_is_counted():
    (block,) = blocks(parse(b"<p>abcd <a href=x>ef<b>gh</b></a>", "x"))

    assert block.link_share == 0.5


def test_an_element_can_be_left_out_with_all_it_holds():
    tree = parse(b"<div>a<p id=out>b<i>c</i></p>d</div>", "x")

    seen = blocks(tree, {tree.get_element_by_id("out")})

    assert " ".join(block.text for block in seen) == "ad"
