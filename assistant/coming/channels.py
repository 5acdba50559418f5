"""What a channel is: a way by which letters go to readers; and the web chat, where they are there already.

Another channel is a module of its own and a line in ``ways.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.coming.outbox import Delivery


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, ready for a channel."""

    title: str  # one line
    text: str  # lines for people
    html: str  # a page of its own, which loads nothing


class NotSent(Exception):
    """A letter was not sent; the message is fit for its reader and holds no secret."""

    def __init__(self, message: str, is_final: bool = False) -> None:
        """``is_final``: it is of no use to try it again."""
        super().__init__(message)
        self.is_final = is_final


Write = Callable[[Delivery], Letter]


class Channel(Protocol):
    """A way to a reader."""

    @property
    def name(self) -> str:
        """What it is called in digests and watches."""

    def checked(self, address: str | None) -> str | None:
        """An address there, as it is kept; raises BadValue, also where nothing can be sent at all."""

    def send(self, delivery: Delivery, write: Write) -> None:
        """Write the letter of a delivery and send it; raises NotSent."""


class Web:
    """The web chat: what is in the outbox is in the inbox."""

    name = "web"

    def checked(self, address: str | None) -> str | None:
        """None: there is one place in it."""
        return None

    def send(self, delivery: Delivery, write: Write) -> None:
        """Nothing is to be done: it is written when its reader opens it."""
