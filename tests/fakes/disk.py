"""A disk that refuses every write of this process, as a full one does."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def full() -> Iterator[None]:
    """Let no file grow, not by a byte: the system answers each write with an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
