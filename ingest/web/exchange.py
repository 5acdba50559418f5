"""Ask one target once and read its answer, no more of it than is taken and no longer than allowed.

Knows nothing about redirects, robots or what the answer means.
"""

import errno
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore

from ingest.errors import AddressForbidden, BodyRefused, BodyTooLarge, FetchFailed
from ingest.proxies import Proxy, goes_past
from ingest.settings import FetchSettings
from ingest.web.admit import Admitted, Resolve, admit, admit_by_name
from ingest.web.dial import Deadline, Dialer
from ingest.web.target import Target
from ingest.web.trust import trusted
from ingest.web.unpack import Unpacker

OK, NOT_MODIFIED = 200, 304
_LONGEST_HEADER = 8_000  # characters; an address has no more


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is taken, and whether the rest may be left unread."""

    size: int
    is_cut: bool = False  # what is over the limit is dropped instead of refused


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target said."""

    status: int
    headers: Mapping[str, str]  # names in lower case, the first of each
    body: bytes  # empty unless the status is 200
    is_inside: bool  # it is one of the house


class Exchange:
    """Everything that is needed to ask: addresses that are allowed, proxies, certificates."""

    def __init__(self, settings: FetchSettings, resolve: Resolve) -> None:
        self._settings = settings
        self._inside = settings.inside
        self._resolve = resolve
        self._trust = trusted(settings.ca_bundle)

    def ask(
        self,
        target: Target,
        headers: Mapping[str, str],
        limits: Limits,
        deadline: Deadline,
        may_enter: bool = True,
    ) -> Answer:
        """Send one GET; raises AddressForbidden before anything is connected, FetchFailed after.

        Without `may_enter` a target inside the house is refused: nobody outside leads us in there.
        """
        proxy = self._proxy(target)
        admitted = (
            admit_by_name(target, self._inside)
            if proxy
            else admit(target, self._inside, self._resolve, deadline.left())
        )
        if admitted.is_inside and not may_enter:
            raise AddressForbidden(target.host, "is inside the house, and an address outside of it led here")
        with self._pool(proxy, admitted, deadline) as pool, _told(target.host):
            request = _request(target, headers)
            with pool.stream(request.method, request.url, headers=request.headers) as response:
                return _answer(response, target.host, limits, admitted.is_inside)

    def _proxy(self, target: Target) -> Proxy | None:
        proxy = self._settings.proxy_for(target.scheme)
        return None if proxy and goes_past(self._settings.no_proxy, target.host, target.port) else proxy

    def _pool(self, proxy: Proxy | None, admitted: Admitted, deadline: Deadline) -> httpcore.ConnectionPool:
        """A pool for one request: a connection that was made for one name never serves another."""
        if proxy is None:
            return httpcore.ConnectionPool(self._trust, network_backend=Dialer(admitted.addresses, deadline))
        return httpcore.HTTPProxy(
            httpcore.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target="/"),
            proxy_auth=proxy.login,
            ssl_context=self._trust,
            proxy_ssl_context=self._trust if proxy.scheme == "https" else None,
            network_backend=Dialer((proxy.host,), deadline),
        )


def _request(target: Target, headers: Mapping[str, str]) -> httpcore.Request:
    port = None if target.has_usual_port else target.port
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=port, target=target.path)
    own = {"Host": target.authority, "Connection": "close"}
    return httpcore.Request("GET", url, headers=list((own | dict(headers)).items()))


def _answer(response: httpcore.Response, host: str, limits: Limits, is_inside: bool) -> Answer:
    headers = _headers(response)
    body = _body(response, headers, limits, host) if response.status == OK else b""
    return Answer(response.status, headers, body, is_inside)


def _headers(response: httpcore.Response) -> dict[str, str]:
    """The first of each name, without those that are too long; all packings, in order."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "content-encoding" and name in headers:
            headers[name] += f",{value}"
        elif len(value) <= _LONGEST_HEADER:
            headers.setdefault(name, value)
    return headers


def _body(response: httpcore.Response, headers: Mapping[str, str], limits: Limits, host: str) -> bytes:
    unpacker = None
    try:
        unpacker = Unpacker(headers.get("content-encoding", ""), limits.size)
        for chunk in response.iter_stream():
            unpacker.feed(chunk)
        return unpacker.end()
    except BodyTooLarge as error:
        if limits.is_cut and unpacker:
            return bytes(unpacker.data)
        raise FetchFailed(host, str(error), is_lasting=True) from error
    except BodyRefused as error:
        raise FetchFailed(host, str(error), is_lasting=True) from error


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Say in our words what went wrong on the way."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchFailed(host, "takes too long to answer") from error
    except httpcore.ProxyError as error:
        raise FetchFailed(host, "the proxy refuses to connect; see HTTPS_PROXY and its rules") from error
    except httpcore.ProtocolError as error:
        raise FetchFailed(host, "sends what is no whole HTTP answer") from error
    except httpcore.NetworkError as error:
        raise _network_fault(host, error) from error


def _network_fault(host: str, error: httpcore.NetworkError) -> FetchFailed:
    cause = error.args[0] if error.args else None  # the pool strips __cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchFailed(
            host,
            f"its certificate does not hold ({cause.verify_message}); for a certificate of your own house "
            "set CITEDESK_CA_BUNDLE",
        )
    if isinstance(cause, ssl.SSLError):
        return FetchFailed(host, "speaks no TLS that is safe to use")
    number = cause.errno if isinstance(cause, OSError) else None
    if number == errno.ECONNREFUSED:
        return FetchFailed(host, "refuses the connection")
    if number in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return FetchFailed(host, "cannot be reached from here; check the network")
    return FetchFailed(host, "the connection broke")
