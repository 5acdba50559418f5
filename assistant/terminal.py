"""Questions from the terminal: sent to the running server, or answered here where there is none."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Any

from assistant.bodies import BriefBody, ChatBody, SearchBody
from assistant.briefing_text import plain
from assistant.errors import AssistantError
from assistant.settings import Settings
from ingest import home

_WIDTH = 100
_NOTICES = {
    "model_down": "The language model failed: quotes stand for what it did not write.",
    "nothing_passed_its_check": "Nothing the model wrote passed its check; these are quotes instead.",
    "not_indexed_yet": "Some articles are still being indexed by meaning: found by their words so far.",
    "sources_differ": "Sources differ: they give different answers to this, and both are given.",
    "words_withheld": "Some articles found may be named here and not quoted: see below.",
    "not_kept": "This cannot be kept just now: the server's disk may be full.",
    "words_only": "The embedding model is missing: searched by words only.",
    "outside_window": "Nothing found from that time answers this; the sources are from other days.",
    "first_briefing": "Your first briefing on this: what changes will be told from the next one on.",
    "part_unanswered": "The news here does not answer every part of the question.",
    "gone_at_source": "The page of an article cited here is gone at its source.",
    "language_by_words_only": "Articles in other languages than English are found by their words only.",
}
# A reply is JSON as the machine interface has it: what it holds is read by name.
Reply = dict[str, Any]


def search(settings: Settings, body: SearchBody) -> Reply:
    """Find passages; raises AssistantError with the server's own words."""
    if owner := home.owner(home.prepare(settings.home)):
        return _post(owner, "/v1/search", body.model_dump())
    from assistant.search import searched
    from ingest.holdings.reader import Reader

    with _house(settings) as house:
        return searched(house.desk, body, Reader())


def ask(settings: Settings, body: ChatBody) -> Reply:
    """Answer a question; raises AssistantError with the server's own words."""
    if owner := home.owner(home.prepare(settings.home)):
        return _post(owner, "/v1/chat", body.model_dump())
    import asyncio

    from assistant.answer import whole
    from ingest.holdings.reader import Reader

    with _house(settings) as house:
        finished = asyncio.run(whole(body.as_question(), Reader(), house.desk))
        return finished.as_json()


def brief(settings: Settings, body: BriefBody) -> Reply:
    """Brief on a topic or on the top stories; raises AssistantError with the server's own words."""
    if owner := home.owner(home.prepare(settings.home)):
        return _post(owner, "/v1/briefings", body.model_dump())
    import asyncio

    from assistant.brief import whole
    from ingest.holdings.reader import Reader

    with _house(settings) as house:
        return asyncio.run(whole(body.as_order(), Reader(), house.desk)).as_json()


def shown_briefing(briefing: Reply) -> str:
    """Put a briefing into lines, with what the reader should know of how it came about."""
    told = [_NOTICES[code] for code in briefing["notices"] if code in _NOTICES]
    return "\n".join([*told, plain(briefing)])


def shown(answer: Reply) -> str:
    """Put an answer into lines: what it is, its sentences, its numbered sources."""
    parts = [*_lead(answer), *(fill(part, _WIDTH) for part in answer["text"].split("\n"))]
    if answer["nearest"]:
        parts.append("\nNearest coverage:" if answer["mode"] == "declined" else "\nSee also:")
        parts += [_source("-", passage) for passage in answer["nearest"]]
    if left_out := answer["dropped"]:
        parts.append(f"\nLeft out because a check failed: {left_out} written sentence{'s'[: left_out != 1]}.")
    if answer["citations"]:
        parts.append("\nSources:")
    for citation in answer["citations"]:
        parts += [_source(f"[{citation['number']}]", citation), f"    {citation['quote']}"]
        if beside := citation.get("translation"):
            parts.append(f"    ({beside['label']}: {beside['text']})")
    return "\n".join(part for part in parts if part)


def _lead(answer: Reply) -> list[str]:
    """What kind of answer it is, and what the reader should know of how it came about."""
    model = answer["model"]
    kind = {
        "quoted": f"Begun by {model}, the rest quoted word for word:" if model else "Quoted, word for word:",
        "written": f"Written by {model}; each sentence was checked against its sources:",
        "declined": "",
    }[answer["mode"]]
    window = _window(answer["window"]) if answer["mode"] != "declined" else ""
    return [*(_NOTICES[code] for code in answer["notices"] if code in _NOTICES), window, kind]


def _window(window: Reply) -> str:
    """The time an answer was looked for in, where there was one."""
    ends = (("since", window["since"]), ("until", window["until"]), ("as of", window["as_of"]))
    named = [f"{word} {value[:16].replace('T', ' ')}" for word, value in ends if value]
    return f"News {' '.join(named)}." if named else ""


def found(reply: Reply) -> str:
    """Put search results into lines."""
    rows = []
    for passage in reply["passages"]:
        text = " ".join(passage["text"].split())
        rows.append(_source("-", passage))
        rows += [f"  {text[:200]}{'…' if len(text) > 200 else ''}"] if text else []
    return "\n".join(rows)


def _source(mark: str, row: Reply) -> str:
    outlet, published = row["outlet"] or "unnamed outlet", row["published_at"] or "undated"
    title = row["title"] if len(row["title"]) <= 90 else row["title"][:89] + "…"
    copies = len(row["copies"])
    also = f", {copies} {'copy' if copies == 1 else 'copies'}" if copies else ""
    return f"{mark} {outlet}, {published[:10]}: {title} ({row['url'] or row['article_id']}{also})"


def _post(owner: home.Owner, path: str, body: Reply) -> Reply:
    reply = owner.call("POST", path, body)
    given: Reply = reply.json()
    if reply.is_error:
        raise AssistantError(given["error"]["message"])
    return given


def _tell(step: str) -> None:
    print(step, file=sys.stderr)


@contextmanager
def _house(settings: Settings) -> Iterator[Any]:
    """Open everything, and bring the index up to what is kept."""
    from assistant.bootstrap import caught_up, opened

    with opened(settings, _tell) as house:
        caught_up(house)
        yield house
