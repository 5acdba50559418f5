"""The lists of words that reading a question needs, from the text files beside this one."""

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Lines of a list, without its remarks."""
    text = (files("assistant.english") / "lists" / f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())
