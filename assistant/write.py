"""A model's stream to drafts: whole sentences with the keys they cite.

Knows the prompt and the form of the markers; nothing about which model answers.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

import prompts
from assistant.check import Draft
from ingest.reader import Found
from ingest.split import sentences

# Letters a list number or a word of the text cannot be taken for; no two keys look alike.
_ALPHABET = "bcdfghjkmnpqrstvwxz"
_MARKER = re.compile(r"\[([a-z0-9]{3,8})\]")
# One run of markers with at most a space or comma between them; linear, each part is bounded.
_RUN = re.compile(r"(?:\s?,?\s?\[[^\[\]\s]{1,12}\])+[.,;]?")
_NONE = "[none]"
_LONGEST = 20_000  # letters of an answer; more is a model gone wrong


def keyed(passages: Sequence[Found]) -> dict[str, Found]:
    """Give each passage a short key, told apart from numbers and words."""
    size = len(_ALPHABET)
    return {f"k{_ALPHABET[n // size % size]}{_ALPHABET[n % size]}": p for n, p in enumerate(passages)}


def prompt(question: str, passages: dict[str, Found]) -> str:
    """Fill the prompt of answers."""
    shown = "\n\n".join(_shown(key, found) for key, found in passages.items())
    return prompts.render("answer", question=question, passages=shown, example=next(iter(passages)))


async def drafts(stream: AsyncIterator[str]) -> AsyncGenerator[Draft, None]:
    """Yield each sentence as soon as its markers have ended; text without a marker has no keys."""
    held, length = "", 0
    async for piece in stream:
        held, length = held + piece, length + len(piece)
        while (end := _complete(held)) is not None:
            for draft in _drafts(held[:end]):
                yield draft
            held = held[end:]
        if length > _LONGEST:
            break
    for draft in _drafts(held):
        yield draft


def declines(draft: Draft) -> bool:
    """Whether the model says that the passages do not answer."""
    return not draft.text and "none" in draft.keys


def _complete(held: str) -> int | None:
    """End of the first run of markers that can grow no more."""
    run = _RUN.search(held)
    if run is None or run.end() == len(held):
        return None
    rest = held[run.end() :].lstrip(" ,")
    return run.end() if rest and not rest.startswith("[") else None


def _drafts(text: str) -> list[Draft]:
    """Cut a stretch that ends in markers: the last sentence has the keys, those before it have none."""
    run = _RUN.search(text)
    keys = tuple(_MARKER.findall(run.group())) if run else ()
    body = text[: run.start()] if run else text
    tail = run.group()[-1] if run and run.group()[-1] in ".,;" else ""
    spans = sentences(body)
    if not spans:
        return [Draft("", keys)] if keys else []
    found = [body[start:end] for start, end in spans]
    if tail == "." and found[-1][-1] not in '.!?”"':
        found[-1] += "."
    return [*(Draft(part, ()) for part in found[:-1]), Draft(found[-1], keys)]


def _shown(key: str, found: Found) -> str:
    source = found.source
    head = f"[{key}] {source.outlet or 'unnamed outlet'}, {source.published or 'undated'}: {source.title}"
    return f"{head}\n{found.passage.text}"
