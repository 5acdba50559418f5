"""Proxies are read as other programs read them, and a password in one is never told."""

import pytest

from ingest.proxies import Proxy, goes_past, proxy


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://proxy.house.lan:3128", Proxy("http", "proxy.house.lan", 3128)),
        ("proxy.house.lan:3128/", Proxy("http", "proxy.house.lan", 3128)),
        ("http://proxy.house.lan", Proxy("http", "proxy.house.lan", 80)),
        ("https://proxy.house.lan", Proxy("https", "proxy.house.lan", 443)),
        ("http://us:p%40ss@10.0.0.1:8080", Proxy("http", "10.0.0.1", 8080, ("us", "p@ss"))),
        ("http://us@10.0.0.1:8080", Proxy("http", "10.0.0.1", 8080, ("us", ""))),
    ],
)
def test_a_proxy_has_a_host_a_port_and_perhaps_a_login(text, read):
    assert proxy(text) == read


@pytest.mark.parametrize(
    "text",
    ["socks5://u:s3cret@h:1", "http://u:s3cret@", "http://u:s3cret@h:x", "http://u:s3cret@[", "://s3cret"],
)
def test_what_is_no_proxy_is_refused_without_its_password(text):
    with pytest.raises(ValueError, match=r"proxy|prox|http") as caught:
        proxy(text)

    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(Proxy("http", "h", 1, ("u", "s3cret")))


@pytest.mark.parametrize(
    ("no_proxy", "host", "past"),
    [
        ("", "velm.example", False),
        ("*", "velm.example", True),
        ("velm.example", "velm.example", True),
        (" x.example , VELM.example ", "velm.example", True),
        (".velm.example", "www.velm.example", True),
        ("*.velm.example", "www.velm.example", True),
        ("velm.example", "www.velm.example", True),
        ("velm.example", "othervelm.example", False),
        ("velm.example:8080", "velm.example", True),
        ("velm.example:81", "velm.example", False),
        ("10.0.0.0/8", "10.2.3.4", True),
        ("10.0.0.7/8", "10.2.3.4", True),
        ("10.2.3.4", "10.2.3.4", True),
        ("10.2.3.4:8080", "10.2.3.4", True),
        ("10.2.3.4:81", "10.2.3.4", False),
        ("192.168.0.0/16", "10.2.3.4", False),
        ("::1", "::1", True),
        ("[::1]", "::1", True),
        (".", "velm.example", False),
    ],
)
def test_hosts_go_past_the_proxy(no_proxy, host, past):
    assert goes_past(no_proxy, host, 8080) is past
