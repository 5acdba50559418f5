"""How soon a feed, an entry or a page is looked at again: pure arithmetic, in whole seconds.

A feed that changes is looked at sooner, one that does not later, one that fails later still.
"""

import hashlib

_DAY_S = 86_400
SOONEST_S, FIRST_S, LATEST_S = 300, 900, 6 * 3_600  # between two looks at a feed
_SOONER, _LATER = 0.6, 1.4
_LONGEST_S = _DAY_S  # between two tries of what fails
_DEAD_AFTER_S, _DEAD_AFTER = 14 * _DAY_S, 8  # failing so long, and so many times in a row
_TRIES = 6  # of a page that an entry leads to: about a day
_FIRST_TRY_S = 300
# A page is asked whether it has been corrected so long after it was first seen: most corrections
# come within hours, and each ask costs the site one conditional request.
_REVISITS_S = (2 * 3_600, 12 * 3_600, 2 * _DAY_S, 7 * _DAY_S)
MISSED_S = 6 * 3_600  # until a page is asked for again that was not found, having been there
FARTHEST_S = _REVISITS_S[-1]  # nothing is put off for longer
_STEP_S = 60  # a clock is set right by some seconds every now and then


def after_change(interval_s: int, least_s: int = SOONEST_S) -> int:
    """Seconds until the next look at a feed that had something new."""
    return _within(int(interval_s * _SOONER), least_s)


def after_quiet(interval_s: int, least_s: int = SOONEST_S) -> int:
    """Seconds until the next look at a feed that had nothing new."""
    return _within(int(interval_s * _LATER), least_s)


def after_same(interval_s: int) -> int:
    """Seconds until the next look at a feed that is as it was: what it asked for, when it was read, holds."""
    return max(after_quiet(interval_s), min(interval_s, _DAY_S))


def after_failure(interval_s: int, failures: int, name: str, asked_s: int | None = None) -> int:
    """Seconds until a feed that has failed so many times in a row is tried again.

    Twice as long each time, at most a day, and a quarter more or less by its name: feeds that fail
    together do not come back together. The server's own wish (Retry-After) is kept where it is longer.
    """
    wait = min(_LONGEST_S, max(interval_s, SOONEST_S) * 2 ** min(failures - 1, 10))
    return max(int(wait * _spread(name, failures)), min(asked_s or 0, _DAY_S))


def is_dead(failing_for_s: int, failures: int) -> bool:
    """Whether a feed has failed for so long that it is paused."""
    return failing_for_s >= _DEAD_AFTER_S and failures >= _DEAD_AFTER


def next_try(tries: int, name: str, asked_s: int | None = None) -> int | None:
    """Seconds until a page that could not be read is tried again; None when it was tried enough."""
    if tries >= _TRIES:
        return None
    return max(int(_FIRST_TRY_S * 4 ** (tries - 1) * _spread(name, tries)), min(asked_s or 0, _DAY_S))


def next_visit(first_seen: int, now: int) -> int | None:
    """When a page that was read is asked whether it has changed; None after the last time."""
    return next((first_seen + wait for wait in _REVISITS_S if first_seen + wait > now), None)


def is_due(next_at: int, now: int, noted_at: int) -> bool:
    """Whether the moment has come; what is noted as of later than now was noted by a clock that was ahead."""
    return next_at <= now or noted_at > now + _STEP_S or next_at > now + FARTHEST_S


def _within(interval_s: int, least_s: int) -> int:
    return max(min(max(least_s, SOONEST_S), _DAY_S), min(interval_s, LATEST_S))


def _spread(name: str, count: int) -> float:
    """A number from 0.75 to 1.25, the same for the same name and count."""
    told = hashlib.sha256(f"{name} {count}".encode()).digest()
    return 0.75 + int.from_bytes(told[:4]) / 2**33
