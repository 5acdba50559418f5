"""What every part of the measuring is given."""

from dataclasses import dataclass
from pathlib import Path

from assistant.bootstrap import House

SETS = Path("tests/sets")  # pairs and expressions of our own writing


@dataclass(frozen=True, slots=True)
class Given:
    """The measuring data beside the checkout, and an open house that holds its pool of news."""

    data: Path
    house: House
    sealed: bool = False  # whether pairs nobody looked at are scored too
