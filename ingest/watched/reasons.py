"""Why a feed fails, in a word that a figure can carry: no address and no word of the site's is in it."""

import re
from typing import Literal, get_args

Reason = Literal[
    "status",  # the server answers with an error, or with nothing that can be read
    "credentials",  # it refuses those given, or wants some
    "gone",
    "robots",
    "forbidden",  # an address that may not be asked from here
    "certificate",
    "unreachable",  # no such host, no answer, no connection
    "not_a_feed",
    "other",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
_SIGNS: tuple[tuple[Reason, str], ...] = (
    ("robots", r"robots\.txt"),
    ("credentials", r"credentials|refused the name and password|over TLS only"),
    ("certificate", r"its certificate |speaks no TLS"),
    ("gone", r"has no such page|the page is gone|no such folder"),
    ("forbidden", r"is not public|inside the house|is no address"),
    ("not_a_feed", r"not a feed|no article text"),
    ("status", r"\(status \d{3}\)|sends on |no whole HTTP answer"),
    (
        "unreachable",
        r"takes too long|no answer within|not looked up in time|no such host|refuses? (the|to) connect"
        r"|[Cc]onnection (broke|ended|refused|reset)|cannot be reached",
    ),
)


def reason(trouble: str) -> Reason:
    """The word for a trouble that was told in a sentence."""
    return next((name for name, signs in _SIGNS if re.search(signs, trouble)), "other")
