"""What a site's robots.txt allows us, in the meaning of RFC 9309, remembered per origin.

Knows nothing about fetching it.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from protego import Protego

NAME = "Citedesk"  # what a robots.txt calls us
BYTES = 500_000  # of one that are read; the standard asks for as many
LONGEST_DELAY_S = 30.0  # of a Crawl-delay: a longer one would mean never to read the site's news
_KEPT_S = 3_600.0  # a day at most, says the standard; an hour lets a site change its mind
_KEPT_FAILED_S = 600.0
_MOST_SITEMAPS = 100
_MOST = 2_000  # origins remembered
_LONGEST_LINE = 8_000  # characters: as long as an address may be
_AT_ONCE = 64  # origins, whose rules are asked for at the same time
_AGENT = re.compile(r"user[\s-]*agent[\s:]*([a-z_-]+|\*)?", re.IGNORECASE)  # as the parser takes it


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows us."""

    robots: Protego | None = None  # None: nothing is said
    trouble: str | None = None  # why it could not be read, so that nothing is allowed for now

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return not self.trouble and (self.robots is None or self.robots.can_fetch(url, NAME))

    @property
    def delay_s(self) -> float:
        """Seconds the site wants between two requests, within reason."""
        asked = self.robots.crawl_delay(NAME) if self.robots else None
        return min(asked or 0.0, LONGEST_DELAY_S)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of the sitemaps it names."""
        return tuple(islice(self.robots.sitemaps, _MOST_SITEMAPS)) if self.robots else ()


EVERYTHING = Rules()


def rules(body: bytes) -> Rules:
    """Read a robots.txt; whatever it holds, something comes of it."""
    lines = (line.strip() for line in body[:BYTES].decode("utf-8-sig", "replace").splitlines())
    return Rules(Protego.parse("\n".join(_plain(line) for line in lines if len(line) <= _LONGEST_LINE)))


def _plain(line: str) -> str:
    """Call everybody else by one name: the parser's time grows with names times rules."""
    if not (agent := _AGENT.match(line)):
        return line
    name = (agent[1] or "").lower()
    return f"User-agent: {name if name in ('*', NAME.lower()) else 'other'}"


class Book:
    """The rules of the origins asked lately, safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._asking = [threading.Lock() for _ in range(_AT_ONCE)]
        self._rules: dict[str, tuple[Rules, float]] = {}

    def find(self, origin: str) -> Rules | None:
        """The rules of an origin, or None where they must be asked for."""
        with self._lock:
            found, until = self._rules.get(origin, (None, 0.0))
        return found if self._clock() < until else None

    @contextmanager
    def asking(self, origin: str) -> Iterator[None]:
        """Hold others up who want the same rules while they are asked for."""
        with self._asking[hash(origin) % len(self._asking)]:
            yield

    def note(self, origin: str, found: Rules) -> None:
        """Remember the rules of an origin."""
        kept_s = _KEPT_FAILED_S if found.trouble else _KEPT_S
        with self._lock:
            self._rules.pop(origin, None)
            if len(self._rules) >= _MOST:
                self._rules.pop(next(iter(self._rules)))
            self._rules[origin] = (found, self._clock() + kept_s)
