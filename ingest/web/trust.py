"""Whose certificates are believed: the public authorities that come with the program, and the house's own."""

import ssl
from pathlib import Path

import certifi


def trusted(house: Path | None) -> ssl.SSLContext:
    """What certificates are held against: the public authorities, with those of a file beside them."""
    context = ssl.create_default_context(cafile=certifi.where())
    if house:
        context.load_verify_locations(house)
    return context
