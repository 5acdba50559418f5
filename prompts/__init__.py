"""The texts given to models, filled in by name."""

import hashlib
import secrets
from functools import cache
from importlib.resources import files
from string import Template


def render(name: str, **values: str) -> str:
    """Fill the prompt ``name``.md; raises KeyError for a missing value, ValueError for a surplus one."""
    template = Template(_text(name))
    if surplus := values.keys() - set(template.get_identifiers()):
        raise ValueError(f"prompt {name!r} has no place for {', '.join(sorted(surplus))}")
    return template.substitute(values)


def fence() -> str:
    """A word to put around what others wrote, new each time, so that none of it can close the fence."""
    return f"FENCE-{secrets.token_hex(8)}"


def digest(name: str) -> str:
    """Twelve letters that change whenever the prompt does."""
    return hashlib.sha256(_text(name).encode()).hexdigest()[:12]


@cache
def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
