"""A URL is taken apart in one way, or refused."""

import pytest

from ingest.errors import AddressForbidden
from ingest.web.target import target


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("http://velm.example", "http://velm.example", "/"),
        ("HTTPS://Velm.Example:443/a?b=c#d", "https://velm.example", "/a?b=c"),
        ("http://velm.example.:8080/", "http://velm.example:8080", "/"),
        ("http://velm.example?q", "http://velm.example", "/?q"),
        ("http://velm.example#x@10.0.0.1/", "http://velm.example", "/"),
        ("https://bücher.example/ä ö?ü=é", "https://xn--bcher-kva.example", "/%C3%A4%20%C3%B6?%C3%BC=%C3%A9"),
        ("http://VELM。example/", "http://velm.example", "/"),
        ("http://93.184.216.34:81/%41", "http://93.184.216.34:81", "/%41"),
        ("http://[2606:2800:220:1:0::1]:8080/", "http://[2606:2800:220:1::1]:8080", "/"),
        ("http://a_b.velm.example/", "http://a_b.velm.example", "/"),
        ("http://7news.example7/", "http://7news.example7", "/"),
    ],
)
def test_an_address_has_one_plain_form(url, origin, path):
    taken = target(url)

    assert (taken.origin, taken.path) == (origin, path)
    assert taken.url == origin + path
    assert target(taken.url) == taken


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "not an http or https address"),
        ("velm.example/a", "not an http or https address"),
        ("ftp://velm.example/", "not an http or https address"),
        ("http:/velm.example", "not an http or https address"),
        ("http:///velm.example", "is no host"),
        ("http://", "is no host"),
        ("http://user@velm.example/", "name or password"),
        ("http://velm.example\\@10.0.0.1/", "programs read differently"),
        ("http://velm.example/a\tb", "programs read differently"),
        ("http://velm.example/a\u200bb", "programs read differently"),
        ("http://velm.example/a\u2003b", "programs read differently"),
        ("http://velm.example/\ud800", "programs read differently"),
        ("http://velm.example:0/", "port 0"),
        ("http://velm.example:65536/", "port 65536"),
        ("http://velm.example:x/", "is no host"),
        ("http://velm.example:/", "is no host"),
        ("http://velm..example/", "is no host"),
        ("http://velm example/", "is no host"),
        ("http://-velm.example/", "is no host"),
        ("http://127.1/", "four decimal numbers"),
        ("http://0x7f000001/", "four decimal numbers"),
        ("http://1.2.3.4.5/", "four decimal numbers"),
        ("http://01.2.3.4/", "four decimal numbers"),
        ("http://[::1/", "is no host"),
        ("http://[1::2::3]/", "no IPv6 address"),
        ("http://xn--\u00fc.example/", "no international name"),
        ("http://velm.example/" + "a" * 8_000, "longer than 8,000"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(url, reason):
    with pytest.raises(AddressForbidden, match=reason) as caught:
        target(url)

    assert caught.value.is_lasting
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "url",
    [
        "https://anna:hunter2@velm.example/feed?key=k3y",
        "ftp://anna:hunter2@velm.example/k3y",
        "https://anna:hunter2@velm.example\\/k3y",
        "https:/anna:hunter2@velm.example/k3y",
        "https://anna:hunter2@velm.example/k3y" + "x" * 9_000,
        "anna:hunter2@velm.example",
        "https://velm.example/k3y\u200b",
    ],
)
def test_a_password_in_an_address_is_not_told(url):
    with pytest.raises(AddressForbidden) as caught:
        target(url)

    assert "velm.example" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("anna", "hunter2", "k3y"))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("b", "https://velm.example/a/b"),
        ("/b?c", "https://velm.example/b?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example:8080", "http://other.example:8080/"),
        ("?d", "https://velm.example/a/x?d"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location, url):
    assert target("https://velm.example/a/x?y").joined(location).url == url


@pytest.mark.parametrize(
    "location", ["\\\\10.0.0.1", "http://[::1", "https://a b/", "file:///x", "http://a@b/", "\tx"]
)
def test_a_redirect_that_is_no_address_is_refused(location):
    with pytest.raises(AddressForbidden):
        target("https://velm.example/").joined(location)


def test_an_address_of_the_longest_length_is_taken():
    assert len(target("http://velm.example/".ljust(8_000, "a")).url) == 8_000
