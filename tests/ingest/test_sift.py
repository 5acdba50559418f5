"""The few elements that say what is published come through; the rest costs nothing later."""

import pytest

from ingest.read.sift import sift
from ingest.read.tags import Broken


def sifted(inside, attributes=""):
    return sift(f"<rss {attributes}><channel><item>{inside}</item></channel></rss>").xml.decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<category>ports</category>",
        "<image><title>A ferry</title><url>https://a.example/a.jpg</url></image>",
        "<x:title xmlns:x='urn:other'>Another vocabulary's title</x:title>",
        "<enclosure url='https://a.example/a.mp3'/>",
        "<comments>https://a.example/</comments>",
        "<author>" + "a" * 500 + "</author>",
    ],
)
def test_what_is_not_needed_is_left_out(inside):
    assert len(sifted(inside)) < len(sifted("")) + 150


def test_markup_within_a_text_is_handed_on_as_one_text():
    assert '<title type="html">a &lt;b&gt;c&lt;/b&gt; &amp;lt; d</title>' in sifted(
        "<title>a <b>c</b> &lt; d</title>"
    )


def test_authors_beyond_the_first_ten_are_left_out():
    assert sifted("<author>A</author>" * 50).count("<author>") == 10


def test_vocabularies_are_known_by_their_address_and_not_by_their_prefix():
    xml = sifted("<zz:creator>A</zz:creator>", 'xmlns:zz="http://purl.org/dc/elements/1.1/"')

    assert "<dc:creator>A</dc:creator>" in xml


def test_what_is_not_well_formed_is_refused():
    with pytest.raises(Broken):
        sift("<rss><channel></rss>")
