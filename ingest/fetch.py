"""The one door to the internet: fetch an address, politely, safely, and never too much.

Redirects are followed by hand, so that each of them is checked like the first address. Knows nothing
about what is fetched.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingest.errors import AddressForbidden, FetchFailed, HostBusy, RobotsForbid
from ingest.settings import FetchSettings
from ingest.web.admit import Resolve, lookup
from ingest.web.dial import Deadline
from ingest.web.exchange import NOT_MODIFIED, OK, Answer, Exchange, Limits
from ingest.web.polite import Turns
from ingest.web.robots import BYTES, EVERYTHING, NAME, Book, Rules, rules
from ingest.web.secrets import Secret
from ingest.web.target import Target, target
from ingest.web.unpack import ENCODINGS

LIMIT = 5_000_000  # bytes of a page, unpacked
PAUSE_S = 1.0  # between two requests to a host: what crawlers are asked for who are told nothing
ERRAND_S = 12.0  # for all requests of one fetch together, waiting for turns not counted
_ROBOTS_S = 5.0  # of them, for a robots.txt
_REDIRECTS = 10
_ROBOTS_REDIRECTS = 5  # as many as the standard asks for
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_PASSING = frozenset({408, 425, 429})  # of the 4xx, those that are about now
_LONGEST_WAIT_S = 7 * 86_400.0  # of a Retry-After
_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, text/plain;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    url: str  # where it was found in the end
    status: int  # 200, or 304 where it is as it was
    body: bytes  # unpacked; empty with 304
    content_type: str  # as it came, or empty
    etag: str | None
    modified: str | None  # the Last-Modified header, as it came
    moved_to: str | None = None  # where the first redirects lead that are said to hold for good


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is asked for, at every address it leads to."""

    start: Target
    headers: Mapping[str, str]
    limits: Limits
    redirects: int = _REDIRECTS
    obeys_robots: bool = True
    secret: Secret | None = None


@dataclass(slots=True)
class _Visit:
    """What has happened on the way of one fetch."""

    deadline: Deadline
    hosts: set[str] = field(default_factory=set)  # where a turn was had already
    was_outside: bool = False
    moved_to: str | None = None
    is_for_good: bool = True  # every redirect so far

    def note(self, place: Target, status: int) -> None:
        """Note that it was sent on."""
        self.is_for_good &= status in _FOR_GOOD
        if self.is_for_good:
            self.moved_to = place.url


class Fetcher:
    """Fetches for any number of threads, one connection a host at a time, in all that share a folder."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        pause_s: float = PAUSE_S,
        errand_s: float = ERRAND_S,
        resolve: Resolve = lookup,
        folder: Path | None = None,
    ) -> None:
        self._exchange = Exchange(settings, resolve)
        self._pause_s = pause_s
        self._errand_s = errand_s
        self._turns = Turns(folder)
        self._book = Book()
        self._agent = f"{NAME}/{_version()} (news archive; robots.txt name: {NAME})"

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        secret: Secret | None = None,
        limit: int = LIMIT,
        is_cut: bool = False,
        obey_robots: bool = True,
        may_enter: bool = True,
    ) -> Fetched:
        """Fetch an address; with `etag` or `modified` only if it has changed.

        Of more than `limit` bytes the first are taken where it `is_cut`, and else it fails.
        Without `may_enter` the house's own hosts are refused: for addresses that somebody outside gave us.

        Raises AddressForbidden where it is not public, RobotsForbid where the site does not want it,
        FetchFailed for everything else that goes wrong.
        """
        headers = self._headers() | {"Accept": _ACCEPT} | _conditions(etag, modified)
        errand = _Errand(target(url), headers, Limits(limit, is_cut), obeys_robots=obey_robots, secret=secret)
        visit = _Visit(Deadline(self._errand_s), was_outside=not may_enter)
        found, answer = self._follow(errand, visit)
        if answer.status == OK or (answer.status == NOT_MODIFIED and (etag or modified)):
            return replace(_fetched(found, answer, etag, modified), moved_to=visit.moved_to)
        raise _refusal(errand, found, answer)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address names; raises as `get` does."""
        return self._rules(target(url), _Visit(Deadline(self._errand_s))).sitemaps

    def close(self) -> None:
        """Send away the threads that wait for their turn."""
        self._turns.close()

    def _follow(self, errand: _Errand, visit: _Visit) -> tuple[Target, Answer]:
        """Ask where the errand begins and wherever it is sent on; return the last place and its answer."""
        place, seen = errand.start, {errand.start.url}
        for _ in range(errand.redirects + 1):
            pause_s = self._permitted(place, visit) if errand.obeys_robots else self._pause_s
            answer = self._ask(place, errand, visit, pause_s)
            location = answer.headers.get("location")
            if answer.status not in _MOVED or not location:
                return place, answer
            place = _next(place, location, errand)
            visit.note(place, answer.status)
            if place.url in seen:
                raise FetchFailed(place.host, "sends on in a circle; it may want cookies", is_lasting=True)
            seen.add(place.url)
        raise FetchFailed(place.host, f"sends on more than {errand.redirects} times", is_lasting=True)

    def _ask(self, place: Target, errand: _Errand, visit: _Visit, pause_s: float) -> Answer:
        headers = dict(errand.headers)
        if errand.secret and _may_know(errand.start, place):
            headers |= errand.secret.sent()
        going_on = place.host in visit.hosts
        with self._turns.turn(place.host, pause_s, is_going_on=going_on) as waited_s:
            visit.hosts.add(place.host)
            visit.deadline.extend(waited_s)
            answer = self._exchange.ask(
                place, headers, errand.limits, visit.deadline, may_enter=not visit.was_outside
            )
        visit.was_outside |= not answer.is_inside
        return answer

    def _permitted(self, place: Target, visit: _Visit) -> float:
        """Hold a place against its robots.txt; return the pause to keep. Raises RobotsForbid."""
        found = self._rules(place, visit)
        if found.trouble:
            raise RobotsForbid(
                place.host, f"{found.trouble} (its robots.txt, without which nothing is fetched)"
            )
        if not found.allows(place.url):
            raise RobotsForbid(
                place.host, f"its robots.txt does not want {NAME} to fetch this", is_lasting=True
            )
        return max(self._pause_s, found.delay_s)

    def _rules(self, place: Target, visit: _Visit) -> Rules:
        if found := self._book.find(place.origin):
            return found
        came = time.monotonic()
        with self._book.asking(place.origin):
            visit.deadline.extend(time.monotonic() - came)
            found = self._book.find(place.origin)  # by who asked before us
            if found is None:
                found = self._robots(place, visit)
                self._book.note(place.origin, found)
        return found

    def _robots(self, place: Target, visit: _Visit) -> Rules:
        errand = _Errand(
            place.at("/robots.txt"),
            self._headers() | {"Accept": "text/plain, */*;q=0.5"},
            Limits(BYTES, is_cut=True),
            _ROBOTS_REDIRECTS,
            obeys_robots=False,
        )
        inner = replace(visit, deadline=Deadline(_ROBOTS_S, visit.deadline))
        try:
            _, answer = self._follow(errand, inner)
        except (AddressForbidden, HostBusy):
            raise
        except FetchFailed as error:
            return Rules(trouble=error.why)
        if answer.status == OK:
            return rules(answer.body)
        is_none = 400 <= answer.status < 500 and answer.status not in _PASSING
        return EVERYTHING if is_none else Rules(trouble=f"answers with status {answer.status}")

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self._agent, "Accept-Encoding": ENCODINGS}


def _next(place: Target, location: str, errand: _Errand) -> Target:
    """Where a redirect leads; raises FetchFailed where it would leave https with credentials at hand."""
    raw = location.encode("latin-1")
    try:
        found = place.joined(raw.decode())
    except UnicodeDecodeError:
        found = place.joined(location)
    if errand.secret and (place.scheme, found.scheme) == ("https", "http"):
        raise FetchFailed(place.host, "sends on to plain http, where credentials do not go", is_lasting=True)
    return found


def _may_know(start: Target, place: Target) -> bool:
    """Whether credentials for one place may be sent to another: the same one, or itself by https."""
    if start.host != place.host:
        return False
    ports = (start.scheme, start.port), (place.scheme, place.port)
    return ports[0] == ports[1] or ports == (("http", 80), ("https", 443))


def _conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """Headers that ask for changes only; what cannot be sent back as it came is left out."""
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}


def _fetched(found: Target, answer: Answer, etag: str | None, modified: str | None) -> Fetched:
    """Validators that a 304 does not repeat stay those it was asked with."""
    is_new = answer.status == OK
    return Fetched(
        found.url,
        answer.status,
        answer.body,
        answer.headers.get("content-type", ""),
        answer.headers.get("etag", None if is_new else etag),
        answer.headers.get("last-modified", None if is_new else modified),
    )


def _refusal(errand: _Errand, found: Target, answer: Answer) -> FetchFailed:
    """Put a status that brings nothing into words."""
    status = answer.status
    is_lasting = status < 500 and status not in _PASSING
    return FetchFailed(
        found.host,
        f"{_meaning(errand, found, status)} (status {status})",
        status=status,
        retry_after_s=_retry_after(answer.headers.get("retry-after", "")),
        is_lasting=is_lasting,
    )


def _meaning(errand: _Errand, found: Target, status: int) -> str:
    if status in (401, 402, 403) and errand.secret and not _may_know(errand.start, found):
        return f"refuses, and the credentials are for {errand.start.host} alone: give the address it leads to"
    if status in (401, 402, 403):
        return "refuses the credentials" if errand.secret else "refuses without credentials"
    if status in (404, 410):
        return "has no such page" if status == 404 else "says that the page is gone"
    if status == 429:
        return "wants fewer requests"
    if status >= 500:
        return "has trouble of its own"
    return "answers with nothing that can be read"


def _retry_after(value: str) -> float | None:
    """Seconds until a server wants to be asked again: a number, or a date."""
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _LONGEST_WAIT_S)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(0.0, seconds), _LONGEST_WAIT_S)


def _version() -> str:
    try:
        return version("citedesk")
    except PackageNotFoundError:
        return "source"  # run from a checkout
