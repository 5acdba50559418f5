"""Servers that misbehave get nowhere: not beyond the limit, not beyond the time."""

import datetime
import errno
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from ipaddress import ip_address

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.errors import AddressForbidden, FetchFailed
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings
from ingest.web import exchange
from ingest.web.admit import lookup
from ingest.web.dial import Deadline
from ingest.web.secrets import Secret
from ingest.web.target import target
from tests.fakes.web import Web

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def web():
    with Web() as opened:
        yield opened


def get(url, errand_s=3.0, resolve=lookup, secret=None, limit=100_000, **settings):
    """Fetch with what a test needs, without asking robots.txt."""
    given = {"fetch_allow": "127.0.0.0/8", "HTTP_PROXY": "", "HTTPS_PROXY": ""} | settings
    door = Fetcher(FetchSettings(**given), pause_s=0, errand_s=errand_s, resolve=resolve)
    return door.get(url, obey_robots=False, secret=secret, limit=limit)


def refused(url, **more):
    """Why an address is refused."""
    with pytest.raises(FetchFailed) as caught:
        get(url, **more)
    return caught.value


def bomb(wbits):
    packer = zlib.compressobj(9, wbits=wbits)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        (b"Content-Encoding: gzip\r\n", bomb(31), "more than 100,000 bytes"),
        (b"Content-Encoding: deflate\r\n", bomb(15), "more than 100,000 bytes"),
        (b"Content-Encoding: gzip, gzip\r\n", gzip.compress(bomb(31)), "only gzip, deflate is read"),
        (b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", gzip.compress(b"x"), "only gzip, deflate"),
        (b"Content-Encoding: br\r\n", b"x", "only gzip, deflate"),
        (b"Content-Encoding: gzip\r\n", b"<html>", "damaged"),
        (b"Content-Encoding: gzip\r\n", gzip.compress(b"x" * 999)[:-9], "too early"),
        (b"", bytes(100_001), "more than 100,000 bytes"),
        (b"Content-Length: 900\r\n", b"x", "no whole HTTP answer"),
        (b"Content-Length: -1\r\n", b"x", "no whole HTTP answer"),
        (b"Content-Length: 1\r\nContent-Length: 2\r\n", b"xx", "no whole HTTP answer"),
        (b"Transfer-Encoding: chunked\r\n", b"zz\r\n", "no whole HTTP answer"),
        (b"Transfer-Encoding: chunked\r\n", b"5\r\nabc", "no whole HTTP answer"),
        (b"X: " + b"y" * 200_000 + b"\r\n", b"", "no whole HTTP answer"),
        (b"X: y\r\n" * 100_000, b"", "no whole HTTP answer"),
    ],
    ids=range(15),
)
def test_a_body_or_header_that_is_too_much_or_broken_is_refused(web, head, body, words):
    error = refused(web.raw("/a", _HEAD + head + b"\r\n", body))

    assert words in str(error)
    assert len(str(error)) < 200


@pytest.mark.parametrize("data", [b"", b"\x00" * 999, b"SSH-2.0-x\r\n", b"220 mail\r\n", b"<html>" * 999])
def test_what_speaks_no_http_is_told_as_such(web, data):
    assert "no whole HTTP answer" in str(refused(web.raw("/a", data)))


def test_a_length_that_is_too_short_takes_what_it_says(web):
    assert get(web.raw("/a", _HEAD + b"Content-Length: 3\r\n\r\n", b"abcdef")).body == b"abc"


def test_a_body_of_exactly_the_limit_is_taken(web):
    assert len(get(web.page("/a", bytes(100_000))).body) == 100_000


def test_headers_that_are_too_long_to_keep_are_not_kept(web):
    url = web.page("/a", "x", headers={"ETag": "e" * 9_000, "Last-Modified": "now"})

    got = get(url)

    assert (got.etag, got.modified) == (None, "now")


def dripping(web, *start):
    """A route that says its start and then a byte every 50 ms, for ever."""

    def drip(_):
        yield from start
        while not web.wait(0.05):
            yield b"x"

    web.routes["/drip"] = drip
    return web.url("/drip")


@pytest.mark.parametrize(
    "start",
    [
        (),
        (b"HTTP/1.1 200 OK\r\nX: ",),
        (_HEAD + b"\r\n",),
        (_HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b",),
    ],
    ids=["nothing", "header", "body", "packed"],
)
def test_a_server_that_drips_is_left_in_time(web, start):
    """Every wait is short, all of them together are not."""
    began = time.monotonic()

    error = refused(dripping(web, *start), errand_s=0.5)

    assert ("takes too long" in str(error), error.is_lasting) == (True, False) or "damaged" in str(error)
    assert time.monotonic() - began < 5


def test_endless_answers_before_the_answer_end_in_time(web):
    def endless(_):
        while not web.wait(0):
            yield b"HTTP/1.1 103 Early\r\n\r\n" * 100

    web.routes["/a"] = endless

    assert "takes too long" in str(refused(web.url("/a"), errand_s=0.5))


def test_an_endless_body_ends_at_its_limit(web):
    def endless(_):
        yield _HEAD + b"\r\n"
        while not web.wait(0):
            yield b"x" * 10_000

    web.routes["/a"] = endless

    assert "more than 100,000 bytes" in str(refused(web.url("/a")))


def test_a_network_that_leads_nowhere_is_told():
    unreachable = httpcore.ConnectError(OSError(errno.ENETUNREACH, "x"))

    assert "check the network" in str(exchange._network_fault("velm.example", unreachable))
    assert "connection broke" in str(exchange._network_fault("velm.example", httpcore.ReadError()))


def test_the_house_is_not_entered_where_it_may_not(web):
    door = exchange.Exchange(FetchSettings(fetch_allow="127.0.0.0/8", HTTP_PROXY=""), lookup)
    asked = (target(web.page("/a")), {}, exchange.Limits(9), Deadline(5))

    assert door.ask(*asked).is_inside
    with pytest.raises(AddressForbidden, match="inside the house"):
        door.ask(*asked, may_enter=False)
    assert len(web.requests) == 1


def test_a_name_server_that_hangs_is_left_in_time():
    error = refused("http://velm.example/", errand_s=0.2, resolve=lambda *_: time.sleep(3))

    assert "not looked up in time" in str(error)


@pytest.mark.parametrize("count", [0, 65])
def test_a_name_without_or_with_far_too_many_addresses_is_refused(count):
    error = refused("http://velm.example/", resolve=lambda *_: ["127.0.0.1"] * count)

    assert f"has {count} addresses" in str(error)


def test_a_name_the_system_cannot_even_spell_is_unknown():
    def unspellable(name, port):
        raise UnicodeError

    assert "no such host" in str(refused("http://velm.example/", resolve=unspellable))


def test_the_next_address_of_a_name_is_tried(web):
    url = web.url("/a", "velm.example")
    web.page("/a", "here")

    assert get(url, resolve=lambda *_: ["127.0.0.3", "127.0.0.1"]).body == b"here"


def test_a_refused_connection_is_told(web):
    url = web.url("/a")
    web.__exit__(None, None, None)

    assert "refuses the connection" in str(refused(url))


def test_a_broken_connection_is_told(web):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def reset():
            connection, _ = listener.accept()
            connection.recv(9_999)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        thread = threading.Thread(target=reset)
        thread.start()
        error = refused(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()

    assert "connection broke" in str(error)


@pytest.mark.parametrize("host", ["10.0.0.1", "[::1]", "localhost", "cms", "db.internal", "169.254.169.254"])
def test_behind_a_proxy_what_is_plainly_private_is_refused(host, web):
    error = refused(f"http://{host}/", HTTP_PROXY=web.url(), fetch_allow="")

    assert isinstance(error, AddressForbidden)
    assert web.requests == []


@pytest.mark.parametrize("proxy", ["http://us:p%40ss@127.0.0.1:{}", "127.0.0.1:{}"])
def test_a_page_is_fetched_through_the_proxy_without_looking_its_name_up(web, proxy):
    web.page("http://velm.example/a", "through")

    got = get("http://velm.example/a", resolve=lambda *_: 1 / 0, HTTP_PROXY=proxy.format(web.port))

    assert got.body == b"through"
    (request,) = web.requests
    assert request.headers["host"] == "velm.example"
    assert request.headers.get("proxy-authorization") == ("Basic dXM6cEBzcw==" if "@" in proxy else None)


def test_a_host_of_no_proxy_goes_past_it(web):
    with Web() as proxy:
        web.page("/a", "straight")

        assert get(web.url("/a"), HTTP_PROXY=proxy.url(), NO_PROXY="127.0.0.0/8").body == b"straight"
        assert proxy.requests == []


def test_a_proxy_that_refuses_to_connect_is_told(web):
    web.routes["*"] = lambda _: [b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"]

    error = refused("https://velm.example/", HTTPS_PROXY=web.url())

    assert "the proxy refuses" in str(error)
    assert [request.method for request in web.requests] == ["CONNECT"]


def certified(names, issuer=None):
    """A certificate with its key; by itself an authority, by an authority one of a server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    by, by_key = issuer or (None, key)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - datetime.timedelta(days=1))
        .not_valid_after(_NOW + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_named(n) for n in names]), critical=False)
    )
    return made.sign(by_key, hashes.SHA256()), key


def _named(name):
    return x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)


@pytest.fixture
def secure(tmp_path):
    """A TLS server for velm.example, the names it was asked for, and its authority's file."""
    authority = certified(["Authority of the house"])
    leaf, key = certified(["velm.example"], authority)
    (tmp_path / "ca.pem").write_bytes(authority[0].public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "leaf.pem").write_bytes(leaf.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "leaf.pem")
    asked = []
    context.sni_callback = lambda _, name, __: asked.append(name)
    with Web(tls=context) as web:
        yield web, asked, tmp_path / "ca.pem"


def test_the_certificate_and_the_host_are_those_of_the_name(secure):
    web, asked, authority = secure
    web.page("/a", "safe")

    url = web.url("/a", "velm.example")
    got = get(url, resolve=lambda *_: ["127.0.0.1"], ca_bundle=authority)

    assert (got.body, got.url, asked) == (b"safe", url, ["velm.example"])
    assert web.requests[0].headers["host"] == f"velm.example:{web.port}"


def test_a_certificate_of_another_name_or_authority_is_refused(secure):
    web, _, authority = secure
    url = web.url("/a", "other.example")

    wrong_name = refused(url, resolve=lambda *_: ["127.0.0.1"], ca_bundle=authority)
    unknown = refused(web.url("/a", "velm.example"), resolve=lambda *_: ["127.0.0.1"])

    assert "certificate does not hold" in str(wrong_name)
    assert "other.example" in str(wrong_name)
    assert "CITEDESK_CA_BUNDLE" in str(unknown)
    assert web.requests == []


def test_credentials_never_leave_https(secure, web):
    safe, _, authority = secure
    given = {"resolve": lambda *_: ["127.0.0.1"], "ca_bundle": authority}
    web.page("/b", "plain")
    safe.redirect("/a", web.url("/b", "velm.example"))

    error = refused(safe.url("/a", "velm.example"), secret=Secret("anna", "hunter2"), **given)

    assert "plain http" in str(error)
    assert web.requests == []
    assert get(safe.url("/a", "velm.example"), **given).body == b"plain"


def test_a_plain_server_behind_https_is_told(web):
    web.routes["*"] = lambda _: [b"no"]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def answer():
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 No\r\n\r\n")
                connection.recv(9_999)

        thread = threading.Thread(target=answer)
        thread.start()
        error = refused(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()

    assert "no TLS" in str(error)
