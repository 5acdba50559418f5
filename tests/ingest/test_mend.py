"""Broken XML is made well-formed, and its words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.mend import from_root, is_well_formed, mend, root

PIECES = st.sampled_from(
    """<a> </a> <b⎵x='1'> </b> <i/> <c:d⎵e:f=g> <![CDATA[ ]]> <!-- --> <?x ?> < > & &amp; &nbsp; &#0;
    &#x1F600; &zz;
    \" ' = item <item> </item> ⎵ <!DOCTYPE⎵a> <a⎵x='1'⎵x='2'⎵xmlns:q=''>
    <é> <a⎵b='<'> word <xml:a> <a⎵xmlns='u'> <:>
    \0 \ud800""".replace("\n", " ").split()
).map(lambda piece: piece.replace("⎵", " "))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_follows_a_root_is_made_well_formed(text):
    assert is_well_formed(mend(from_root("<rss>" + text, 0)))


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("<a><b>x", "<a><b>x</b></a>"),
        ("<a>x</b></a>", "<a>x</a>"),
        ("<a><B>x</b></a>", "<a><B>x</B></a>"),
        ("<a>1 < 2 & 3</a>", "<a>1 &lt; 2 &amp; 3</a>"),
        ("<a>x<br>y</a>", "<a>x<br/>y</a>"),
        ("<a><item>x<item>y</a>", "<a><item>x</item><item>y</item></a>"),
        (
            "<a><dc:date>x</dc:date></a>",
            '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>x</dc:date></a>',
        ),
        ("<a b=1 b=2>x</a>y<c>", '<a b="1">x</a>'),
        ("<a><![CDATA[x", "<a><![CDATA[x]]></a>"),
        ("<a>x<!-- y", "<a>x</a>"),
        ("<a", ""),
    ],
)
def test_each_fault_is_mended_in_the_obvious_way(broken, whole):
    assert mend(from_root(broken, 0)) == whole


def test_the_root_is_found_behind_comments_and_instructions():
    text = "<?xml version='1.0'?><!-- <rss> --><!DOCTYPE rss []>\n<x:RSS>"

    assert root(text, frozenset({"rss"})) == ("rss", text.index("<x:RSS"))
    assert root("<!-- <rss>", frozenset({"rss"})) is None


def test_names_of_letters_are_read_and_others_shown_as_they_stand():
    doctype = '<!DOCTYPE a [<!ENTITY me "The Ledger"><!ENTITY bomb "&me;&me;">]>'
    text = f"{doctype}<a>&me; &eacute; &bomb; &lt; &#65;</a>"

    assert from_root(text, text.index("<a>")) == "<a>The Ledger é &amp;bomb; &lt; &#65;</a>"
