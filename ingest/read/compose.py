"""What all readers of entries do alike: addresses, keys, languages, doubles, whether a text is whole."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from ingest.article import clean, digest
from ingest.read.entry import Entry
from ingest.texts.counted import counted

_ADDRESS = 2_000  # letters
_ID = 1_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
_WHOLE = 500  # letters of a text that its feed gives as the content
_WHOLE_SUMMARY = 1_500  # letters of a text that it gives as the summary
_DENSE = 0.4  # Chinese, Japanese and Korean say in so many letters what others say in one
_DENSE_SCRIPTS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_END = 160  # letters in which a text says that it goes on elsewhere
_GOES_ON = re.compile(
    r"(\.\.\.|…)[\])>»\s]*$"
    r"|\b(?-i:[RC])(ead|ontinue) (more|on|reading|the (full|whole|rest)|full)\b[^.!?]*[.…»→>\])]*\s*$"
    r"|\b(full (story|article)|weiterlesen|mehr lesen|lire (la suite|plus)|(leer|seguir|sigue) (más|leyendo)"
    r"|leggi tutto|continua a leggere|leia mais|lees (meer|verder)|czytaj (więcej|dalej)|läs mer|les mer"
    r"|читать (далее|дальше|полностью)|читати (далі|повністю)|подробнее|детальніше"
    r"|もっと読む|続きを読む|阅读全文)"
    r"[^.!?]{0,30}[.…»→>\])]*\s*$",
    re.IGNORECASE,
)
# What WordPress puts under every entry.
_FOOTER_LETTERS = 600
_FOOTER = re.compile(r"The post .+ (appeared first|first appeared) on .+")


def address(href: object, base: str) -> str | None:
    """Make an address whole; None where it is no http or https address."""
    if not isinstance(href, str) or not href.strip() or len(href) > _ADDRESS:
        return None
    try:
        bare = clean("".join(href.split()))
        whole = urljoin(base, bare)
        parts = urlsplit(whole)
        fetchable = parts.scheme in ("http", "https") and parts.hostname and not bare.endswith("://")
        return whole if fetchable else None
    except ValueError:
        return None


def key(said: str | None, url: str | None, title: str | None, at: datetime | None) -> str:
    """Name an entry by its id, else its address, else its title and date."""
    if said and said.strip():
        return said.strip()[:_ID]
    return url or digest(title or "", at.isoformat() if at else "")


def language(code: object) -> str | None:
    """The two or three letters of a language, without its country."""
    found = _LANGUAGE.match(code.strip()) if isinstance(code, str) else None
    return found[0].lower() if found else None


def without_footer(text: str) -> str:
    """Drop the line that blogs put under every entry."""
    body, _, last = text.rpartition("\n")
    return body if _FOOTER.fullmatch(last[:_FOOTER_LETTERS]) else text


def is_whole(text: str | None, is_content: bool) -> bool:
    """Whether a text seems to be all of an article, and no teaser for it."""
    if not text or _GOES_ON.search(text[-_END:]):
        return False
    sample = text[:_WHOLE]
    dense = 2 * len(_DENSE_SCRIPTS.findall(sample)) > len(sample)
    return len(text) >= (_WHOLE if is_content else _WHOLE_SUMMARY) * (_DENSE if dense else 1)


def without_doubles(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Keep the newest of each key; entries that share an id but not their address are kept apart by it."""
    kept: dict[str, Entry] = {}
    doubles = shared = 0
    for entry in entries:
        other = kept.get(entry.key)
        if other and entry.url and other.url and entry.url != other.url:
            shared += 1
            entry = replace(entry, key=entry.url)
            other = kept.get(entry.key)
        doubles += other is not None
        if other is None or _said_at(entry) > _said_at(other):
            kept[entry.key] = entry
    troubles = (
        f"{counted(doubles, 'entry', 'entries')} came twice; the newest of each was kept" if doubles else "",
        f"{counted(shared, 'entry shares', 'entries share')} the id of another one; told apart by address"
        if shared
        else "",
    )
    return tuple(kept.values()), tuple(trouble for trouble in troubles if trouble)


def _said_at(entry: Entry) -> datetime:
    return entry.updated_at or entry.published_at or datetime.min.replace(tzinfo=UTC)
