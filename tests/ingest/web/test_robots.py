"""robots.txt is read as RFC 9309 means it, and a hostile one costs little."""

import pytest

from ingest.web.robots import BYTES, EVERYTHING, Book, Rules, rules

_SITE = "https://velm.example"


def test_what_is_said_to_us_goes_before_what_is_said_to_all():
    found = rules(b"User-agent: *\nDisallow: /\n\nUser-agent: citedesk\nDisallow: /shop\nAllow: /shop/news\n")

    assert found.allows(f"{_SITE}/a")
    assert found.allows(f"{_SITE}/shop/news/1")
    assert not found.allows(f"{_SITE}/shop/cart")


@pytest.mark.parametrize("name", ["Citedesk", "CITEDESK/2.1", "citedesk (news)", "citedesk\t# us"])
def test_we_are_known_by_our_name_in_any_spelling(name):
    assert not rules(f"User-agent: {name}\nDisallow: /".encode()).allows(f"{_SITE}/a")


@pytest.mark.parametrize("name", ["Citedeskbot", "other", "citedesk-images", ""])
def test_what_is_said_to_others_is_not_said_to_us(name):
    assert rules(f"User-agent: {name}\nDisallow: /".encode()).allows(f"{_SITE}/a")


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xff\xfe", b"<html>\r", b"\x00\n"])
def test_oddities_at_its_start_do_no_harm(start):
    assert not rules(start + b"\nUser-agent: *\r\nDisallow: /*.pdf$\r").allows(f"{_SITE}/a.pdf")


def test_nothing_said_allows_everything_and_trouble_nothing():
    assert EVERYTHING.allows(f"{_SITE}/a")
    assert (EVERYTHING.delay_s, EVERYTHING.sitemaps) == (0, ())
    assert not Rules(trouble="answers with status 503").allows(f"{_SITE}/a")


def test_a_delay_is_kept_within_reason():
    assert rules(b"User-agent: *\nCrawl-delay: 2.5").delay_s == 2.5
    assert rules(b"User-agent: *\nCrawl-delay: 86400").delay_s == 30
    assert rules(b"User-agent: *\nCrawl-delay: soon").delay_s == 0


def test_its_sitemaps_are_told():
    lines = b"".join(b"Sitemap: https://velm.example/%d.xml\n" % n for n in range(200))

    assert rules(b"Sitemap: https://velm.example/news.xml").sitemaps == ("https://velm.example/news.xml",)
    assert len(rules(lines).sitemaps) == 100


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(12_000)) + b"Disallow: /%d\n" * 20_000,
        b"".join(b"User-agent a%d\n" % n for n in range(12_000)) + b"Disallow: /%d\n" * 20_000,
        b"User-agent: *\n" + b" " * 480_000 + b"Disallow: /a",
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 240_000,
        b"User-agent: *\n" + b"Disallow: /*a*b*c*zz$\n" * 20_000,
        b"user agent" * 50_000,
        b"User-agent: *\nDisallow: /" + b"%zz%41" * 80_000,
        bytes(500_000),
    ],
    ids=["agents", "agents without colon", "blanks", "stars", "patterns", "one line", "escapes", "zeros"],
)
@pytest.mark.timeout(20)
def test_a_hostile_one_costs_little(body):
    """Names times rules, or a line of blanks, took the parser minutes."""
    assert rules(body).allows(f"{_SITE}/b{'ab/' * 2_000}")


def test_what_is_over_its_size_is_not_read():
    long = b"User-agent: *\n" + b"# comment\n" * (BYTES // 10) + b"Disallow: /\n"

    assert rules(long).allows(f"{_SITE}/a")


def test_rules_are_remembered_for_an_hour_and_trouble_for_ten_minutes():
    now = [0.0]
    book = Book(lambda: now[0])
    book.note(_SITE, EVERYTHING)
    book.note("https://ill.example", Rules(trouble="x"))

    now[0] = 599
    assert book.find(_SITE) is EVERYTHING
    assert book.find("https://ill.example") is not None
    now[0] = 601
    assert book.find(_SITE) is EVERYTHING
    assert book.find("https://ill.example") is None
    now[0] = 3_601
    assert book.find(_SITE) is None


def test_the_oldest_are_forgotten_first():
    book = Book()
    for n in range(2_001):
        book.note(f"https://{n}.example", EVERYTHING)

    assert book.find("https://0.example") is None
    assert book.find("https://1.example") is book.find("https://2000.example") is EVERYTHING
