"""HTML to readable text: what is for reading stays readable, scripts never come through."""

import pytest

from ingest.read.plain import line, lines, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two\n more.</p>", "One.\nTwo more."),
        ("One<br>Two<br/><br/>Three", "One\nTwo\nThree"),
        ("<blockquote><p>We stay.</p></blockquote>", "We stay."),
        ("He said <q>we stay</q>.", "He said “we stay”."),
        ("<ul><li>One<li><p>Two</p><ul><li>Three</ul></ul>", "- One\n- Two\n- Three"),
        ("<table><tr><th>Port<th>Ships<tr><td><p>Halmer</p><td>9</table>", "Port | Ships\nHalmer | 9"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<h2>Fares</h2>They fall.", "Fares\nThey fall."),
        ("AT&amp;T &lt; 5&nbsp;euro &#8212; so", "AT&T < 5 euro — so"),
        ("a<img src=x onerror=alert(1)> b<svg><text>c</text></svg>", "a b"),
        ("<figure><img src=x><figcaption>Photo: a person</figcaption></figure>Text", "Text"),
        ("<a href='javascript:alert(1)'>link</a>", "link"),
        ("a <!-- b --> c <!-- never closed > d", "a c d"),
        ("a <![CDATA[ b ]]> c", "a b c"),
        ("<iframe src=x></iframe>Text<object></object><embed src=y>More", "TextMore"),
        ("", ""),
        ("<", "<"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ],
)
def test_markup_becomes_readable_text(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    "tag", ["script", "style", "noscript", "template", "textarea", "svg", "math", "title"]
)
def test_what_is_not_for_reading_is_left_out(tag):
    assert plain(f"<p>One</p><{tag}>hidden()</{tag}><p>Two</p>") == "One\nTwo"


def test_a_line_is_one_line_and_plain_text_keeps_its_lines():
    assert line("<p>One</p><p>Two</p>") == "One Two"
    assert lines(" One \n\n  Two <b>\n") == "One\nTwo <b>"


def test_deep_and_broken_markup_is_read():
    assert plain("<b>" * 50_000 + "word") in ("word", "")
    assert plain("<p>" * 1_000 + "word").endswith("word")
