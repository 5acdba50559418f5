"""Which address is an article's: what the person says, what the page says, where it was fetched from.

One page must not take another's place in the archive, so what a page says of itself is believed only where it
can be true.
"""

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urljoin, urlsplit

from courlan import extract_domain

_LONGEST = 2_000
_HOME = re.compile(r"/?(index|default|home)?(\.\w{2,5})?/?", re.IGNORECASE)
# Other renderings of one article, whose canonical link leaves such a part out.
_RENDERED = re.compile(r"/(amp|amp\.html|print|index\.\w{3,5}|full|single|story|article)?/?", re.IGNORECASE)
# A later page of the same article: its text is not the first page's.
_PAGE = re.compile(r"(?:^|&)(?:page|p|pg|seite|paged)=([2-9]|\d{2,})(?:&|$)", re.IGNORECASE)
_PAGE_PATH = re.compile(r"/(?:page/|seite-?)?([2-9]|[1-9]\d)/?$")


def address_of(said: Sequence[str], fetched: str | None = None) -> str | None:
    """The address of an article that says it is at these, fetched from there; None where none can be told.

    Fetched, another address is taken only on the same site, and no home page or section; of a saved page
    the first that is a page's, where all that it says is of one site.
    """
    base = _split(fetched) if fetched else None
    parts = [part for text in said if (part := _split(_whole(text, fetched)))]
    pages = [part for part in parts if not _is_home(part)]
    if base is None:
        is_one = len({_site(part) for part in parts}) == 1
        return pages[0].geturl() if pages and is_one else None
    return next((part.geturl() for part in pages if _can_stand_for(part, base)), base.geturl())


def is_one_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site, by its registered name."""
    parts = _split(one), _split(other)
    return parts[0] is not None and parts[1] is not None and _site(parts[0]) == _site(parts[1])


def _whole(text: str, fetched: str | None) -> str:
    try:
        return urljoin(fetched, text) if fetched else text
    except ValueError:
        return text


def _split(text: str) -> SplitResult | None:
    """The parts of an http address with a host, or None."""
    try:
        parts = urlsplit(text.strip())
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_one and len(text) <= _LONGEST and not re.search(r"\s", text.strip()) else None


def _is_home(part: SplitResult) -> bool:
    return bool(_HOME.fullmatch(part.path)) and not part.query and not part.fragment.startswith(("!", "/"))


def _site(part: SplitResult) -> str:
    """The registered name of a host: www. and m. are one site."""
    host = part.hostname or ""
    return extract_domain(f"https://{host}/", fast=True) or host


def _can_stand_for(said: SplitResult, fetched: SplitResult) -> bool:
    if _site(said) != _site(fetched):
        return False
    # "?p=17" of the home page is no page of it: many systems number their articles so.
    is_later = (
        _PAGE.search(fetched.query) and not _PAGE.search(said.query) and not _HOME.fullmatch(fetched.path)
    )
    if is_later or _is_later_page(said, fetched):
        return False
    above = said.path.rstrip("/") + "/"
    is_above = fetched.path != said.path and fetched.path.startswith(above)
    return not is_above or bool(_RENDERED.fullmatch(fetched.path[len(above) - 1 :]))


def _is_later_page(said: SplitResult, fetched: SplitResult) -> bool:
    match = _PAGE_PATH.search(fetched.path)
    return match is not None and fetched.path[: match.start()].rstrip("/") == said.path.rstrip("/")
