"""JSON lines: whatever a line holds, the others go in and the trouble has a number."""

import json
from datetime import UTC, datetime

import pytest

from ingest.errors import BadField, SourceUnreadable, TooLarge
from ingest.read.lines import LINE_BYTES, read
from ingest.read.text import Details

GOOD = b'{"text": "Talks resume."}\n'


def one(line, details=Details()):  # noqa: B008 - frozen
    """Read one line, given as bytes or as the object it holds."""
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    (result,) = read([data], "news.jsonl", details)
    return result


def test_every_field_is_read():
    line = {
        "url": "https://velm.example/talks",
        "title": "Talks",
        "outlet": "Velm Courier",
        "authors": ["A. Writer", "B. Writer"],
        "published_at": "2026-03-10T09:30:00+02:00",
        "language": "en",
        "text": "Talks resume.",
    }

    article = one(line).article

    assert (article.url, article.title, article.outlet) == (line["url"], "Talks", "Velm Courier")
    assert article.authors == ("A. Writer", "B. Writer")
    assert (article.published_at, article.published_zone) == (datetime(2026, 3, 10, 7, 30, tzinfo=UTC), 120)
    assert (article.language, article.text, article.published_day) == ("en", "Talks resume.", False)


def test_the_text_is_enough_and_null_is_absent():
    fields = ("url", "title", "outlet", "authors", "published_at", "language")

    article = one({"text": "Talks resume."} | dict.fromkeys(fields)).article

    assert article.title == "Talks resume."
    assert (article.url, article.outlet, article.authors, article.published_at, article.language) == (
        (None, None, (), None, None)
    )


def test_what_a_line_leaves_open_the_person_says():
    at = datetime(2026, 3, 10, tzinfo=UTC)
    details = Details("Title", "Velm Courier", None, at, True, "desk")

    article = one({"text": "Talks resume.", "outlet": "Other"}, details).article

    assert (article.title, article.outlet, article.published_at, article.collection) == (
        ("Title", "Other", at, "desk")
    )


def test_a_day_is_known_as_a_day():
    assert one({"text": "x", "published_at": "2026-03-10"}).article.published_day is True


def test_a_bad_line_is_named_by_its_number_and_the_others_are_kept():
    results = list(read([GOOD, b"\n", b'{"text": "cut\n', b"  \r\n", GOOD], "news.jsonl", Details()))

    assert [(r.number, r.article is not None) for r in results] == [(1, True), (3, False), (5, True)]
    assert "not JSON" in str(results[1].trouble)


@pytest.mark.parametrize(
    "line",
    [
        *(
            b"{",
            b"[]",
            b'"text"',
            b"3",
            b"null",
            b"\xff\xfe{}",
            b"\x00",
            b'{"text": "\xe8"}',
            b'{"text": "\x01"}',
        ),
        *(b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5_000),
    ],
)
def test_what_is_no_json_object_is_refused_with_a_reason(line):
    assert type(one(line).trouble) is SourceUnreadable


def test_nesting_of_any_depth_is_told_not_raised():
    """Python's own limit lies somewhere among these."""
    for depth in (10, 300, *range(700, 1_100, 7), 5_000):
        for line in ((b"[" * depth) + (b"]" * depth), b'{"title": %s}' % (b"[" * depth + b"]" * depth)):
            assert isinstance(one(line).trouble, SourceUnreadable)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("text", 3), ("text", None), ("text", ["a"]), ("title", 3), ("outlet", {}), ("url", True)),
        *(("authors", "A. Writer"), ("published_at", 20260310), ("title", "x" * 1_001), ("url", "x" * 2_001)),
        ("language", "a language"),
    ],
)
def test_a_wrong_type_or_length_is_refused_by_the_name_of_its_field(field, value):
    trouble = one({"text": "x"} | {field: value}).trouble

    assert isinstance(trouble, BadField)
    assert trouble.field == field
    assert str(value)[:20] in str(trouble)
    assert "is not input should be" not in str(trouble)  # fit for the reader


def test_a_wrong_author_is_named_by_its_place():
    assert one({"text": "x", "authors": ["A", 3]}).trouble.field == "authors.1"


def test_a_line_without_text_says_so():
    trouble = one({"title": "x"}).trouble

    assert (trouble.field, "required" in str(trouble)) == ("text", True)


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "10/03/2026", "0", "0001-01-01T00:00+14:00"])
def test_a_date_that_is_none_is_refused_with_an_example(date):
    trouble = one({"text": "x", "published_at": date}).trouble

    assert trouble.field == "published_at"
    assert "2026-03-10" in str(trouble)
    assert str(trouble).encode()  # fit to be printed


@pytest.mark.parametrize(
    "url",
    [
        "ftp://velm.example/a",
        "javascript:alert(1)",
        "velm.example/a",
        "http://",
        "http://[velm",
        "file:///etc",
    ],
)
def test_an_address_that_is_not_of_the_web_is_refused(url):
    assert one({"text": "x", "url": url}).trouble.field == "url"


def test_unknown_fields_are_told_and_do_no_harm():
    result = one({"text": "x", "tags": [1], "Url": "y"})

    assert result.article.text == "x"
    assert result.ignored == ("Url", "tags")


def test_lone_surrogates_and_nul_leave_no_trace():
    line = rb'{"text": "a\ud800b\u0000c \ud83d\ude42", "title": "\udfffT\u0000"}'

    article = one(line).article

    assert (article.text, article.title) == ("abc 🙂", "T")


def test_a_text_of_nothing_but_what_is_removed_is_refused():
    assert "holds no text" in str(one(rb'{"text": "\ud800\u0000 \n"}').trouble)


def test_a_language_is_a_code_and_not_just_any_string():
    """An unknown code would keep the article from being embedded, without a word."""
    for language in ("", "\ud800", "\x00", "english"):
        assert one({"text": "x", "language": language}).trouble.field == "language"


def test_a_byte_order_mark_on_the_first_line_is_no_trouble():
    assert one(b"\xef\xbb\xbf" + GOOD).article.text == "Talks resume."


def test_a_text_over_two_megabytes_is_refused_by_size():
    assert isinstance(one({"text": "x" * 2_000_001}).trouble, TooLarge)


def test_a_line_over_four_megabytes_is_not_even_parsed():
    trouble = one(b" " * (LINE_BYTES - len(GOOD) + 1) + GOOD).trouble

    assert isinstance(trouble, TooLarge)
    assert "4,000,000" in str(trouble)


class TestWhoMaySee:
    def test_a_line_says_collection_rights_and_embargo(self):
        (found,) = read(
            [b'{"text": "T", "collection": "desk", "rights": "Excerpt:20", "embargo_until": "2026-03-10"}'],
            "x",
            Details(rights="link"),
        )

        assert (found.article.collection, found.article.rights) == ("desk", "excerpt:20")
        assert found.article.embargo_until.isoformat() == "2026-03-10T00:00:00+00:00"

    def test_what_a_line_does_not_say_the_file_says(self):
        until = datetime(2100, 1, 1, tzinfo=UTC)

        (found,) = read([b'{"text": "Talks."}'], "x", Details(rights="link", embargo_until=until))

        assert (found.article.rights, found.article.embargo_until) == ("link", until)
        assert found.article.collection == "news"

    @pytest.mark.parametrize(
        ("field", "value"), [("rights", "some"), ("embargo_until", "soon"), ("collection", "")]
    )
    def test_what_cannot_be_is_refused_by_its_name(self, field, value):
        (found,) = read([json.dumps({"text": "Talks.", field: value}).encode()], "x", Details())

        assert found.trouble.field == field

    @pytest.mark.parametrize(
        ("rights", "title"), [("link", "https://velm.example/1"), ("excerpt:2", "The ferry")]
    )
    def test_a_title_is_not_made_of_words_that_may_not_be_shown(self, rights, title):
        line = {"text": "The ferry unions met.", "url": "https://velm.example/1", "rights": rights}

        (found,) = read([json.dumps(line).encode()], "x", Details())

        assert found.article.title == title
