"""XML told tag by tag, by expat, which is given no document type and so never looks anything up."""

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat


class Listener(Protocol):
    """Who is told of each tag and text; may raise to end the telling."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take the beginning of an element; its name follows that of its vocabulary and a blank."""

    def end(self, name: str, /) -> None:
        """Take the end of an element."""

    def data(self, text: str, /) -> None:
        """Take text as it comes, maybe in pieces."""


class Broken(Exception):
    """It is not well-formed XML; the message says how."""


def tell(text: str, listener: Listener) -> None:
    """Tell a text to a listener; raises Broken where it stops to be XML, and what the listener raises."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.data
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise Broken(expat.ErrorString(error.code)) from error
