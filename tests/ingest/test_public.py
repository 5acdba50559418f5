"""Numbers are public or not, by name, whatever Python's own list says."""

from ipaddress import ip_address

import pytest

from ingest.public import allowed, is_name, is_private_name, is_public, number


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.216.34",
        "168.63.129.15",
        "192.0.1.1",
        "192.88.98.1",
        "172.32.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "2001:4860:4860::8888",
        "2001:200::1",
        "2003::1",
    ],
)
def test_what_is_given_out_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.0.9",
        "192.0.0.10",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "64:ff9b::1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:102:304::1",
        "2001:20::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002::1",
        "2002:808:808::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_what_is_local_mapped_or_translated_is_not(address):
    assert not is_public(ip_address(address))


def test_a_list_names_networks_and_hosts():
    inside = allowed(" 10.2.0.0/16, cms.House.lan ,fd00:1::/32,192.168.7.7, [::1]")

    assert inside.holds("x.example", ip_address("10.2.200.1"))
    assert inside.holds("x.example", ip_address("fd00:1::7"))
    assert inside.holds("192.168.7.7", ip_address("192.168.7.7"))
    assert inside.holds("::1", ip_address("::1"))
    assert inside.holds("cms.house.lan", None)
    assert not inside.holds("wiki.house.lan", None)
    assert not inside.holds("x.example", ip_address("10.3.0.1"))
    assert not inside.holds("x.example", ip_address("::ffff:10.2.0.1"))
    assert allowed("") == allowed(" , ")


@pytest.mark.parametrize(
    "item", ["10.2.0.0/33", "10.2.0.1/16", "a b", "10.2", "http://x.lan", "x.lan:80", "*"]
)
def test_an_item_that_is_neither_is_named(item):
    with pytest.raises(ValueError, match="is no network and no host") as caught:
        allowed(f"10.0.0.0/8,{item}")

    assert repr(item) in str(caught.value)


def test_names_of_the_house_are_told_by_their_ending():
    inside = ("cms", "localhost", "a.localhost", "db.internal", "printer.lan", "nas.home.arpa", "x.corp")
    assert all(map(is_private_name, inside))
    assert not any(map(is_private_name, ("velm.example", "lan.example", "internal.org", "local.gov.uk")))


def test_a_name_has_letters_digits_and_hyphens():
    assert all(map(is_name, ("a", "a-b.c1", "_dmarc.x.example", "xn--mller-kva.de", "a" * 63)))
    wrong = ("", ".", "a..b", "-a", "a-", "a b", "ü", "a%b", "a" * 64, "a." * 130 + "a", "a/b")
    assert not any(map(is_name, wrong))
    assert number("::1") == ip_address("::1")
    assert number("x.example") is None
