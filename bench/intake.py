"""A year's short news into a running server: how long it takes, and how soon each is found by its words.

Of `current_events` each item is an article. One reader after the other asks, by the words of the article
that was acknowledged last, until it is found; the articles asked for are those that came meanwhile.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from assistant.settings import Settings
from bench.goals import Goal, at_least, at_most, close, share, told
from ingest import home as homes
from tests.assistant.running import Server, serving

_MOST_S, _FOUND_WITHIN_S = 600, 1.0
_GIVEN_UP_S, _PAUSE_S = 20.0, 0.02
_READERS = 2
_WORDS = 40  # of an article that are asked
Item = dict[str, Any]  # a line as the data has it


@dataclass(slots=True)
class Acknowledged:
    """What the command has said to be kept, with the moment of each."""

    at: list[tuple[str, float]] = field(default_factory=list)  # ids of articles
    lines: dict[str, Item] = field(default_factory=dict)  # by id
    is_over: bool = False


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/current_events"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    file = given.data / "items.jsonl"
    if not file.exists():
        print(f"{file} is not here: the intake is not measured")
        return
    items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        goals = measured(items, Path(folder))
    close("intake", goals, given.json)


def measured(items: list[Item], folder: Path) -> list[Goal]:
    """Add all items beside a server that is asked for them."""
    source, home = folder / "items.jsonl", homes.prepare(folder / "home")
    articles = [article(item) for item in items]
    source.write_text("".join(json.dumps(each) + "\n" for each in articles), encoding="utf-8")
    kept, delays = Acknowledged(), list[float]()
    with serving(home, Settings().model_folder.absolute()) as server:
        asking = [threading.Thread(target=_ask, args=(server, kept, delays)) for _ in range(_READERS)]
        for reader in asking:
            reader.start()
        began = time.monotonic()
        _add(home, source, articles, kept)
        seconds = time.monotonic() - began
        for reader in asking:
            reader.join()
    return [
        at_most(f"{len(items):,} short articles beside a server that embeds", seconds, _MOST_S, "s"),
        at_least("acknowledged", len({i for i, _ in kept.at}), len({each["url"] for each in articles})),
        told("asked for as soon as they were acknowledged", len(delays)),
        at_least(
            f"found by their words within {_FOUND_WITHIN_S:g} s",
            100 * sum(delay <= _FOUND_WITHIN_S for delay in delays) / len(delays),
            100,
            "%",
        ),
        told("until found, p50", share(delays, 0.5), "s"),
        told("until found, p95", share(delays, 0.95), "s"),
        at_most("until found, the worst", max(delays), _FOUND_WITHIN_S, "s"),
    ]


def article(item: Item) -> Item:
    """An item as a line of JSONL; the address is its own, as several may tell of one page."""
    outlet = item["sources"][0]["name"] if item["sources"] else "Current events"
    title = ", ".join(item["topics"]) or item["text"].partition(". ")[0]
    url = f"https://current-events.example/{item['id']}"
    return {
        "url": url,
        "title": title,
        "outlet": outlet,
        "published_at": item["date"],
        "text": item["text"],
    }


def _add(home: Path, source: Path, articles: list[Item], kept: Acknowledged) -> None:
    """Run the command to its end, noting when each of its lines came."""
    settings = {"CITEDESK_HOME": str(home), "CITEDESK_MODELS": str(Settings().model_folder.absolute())}
    command = [sys.executable, "-u", "-m", "ingest", "add", str(source), "--json"]
    environment = {**psutil.Process().environ(), **settings}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        for line in process.stdout:
            row = json.loads(line)
            if "article_id" in row:
                number = int(row["source"].rpartition(":")[2])
                kept.lines[row["article_id"]] = articles[number - 1]
                kept.at.append((row["article_id"], time.monotonic()))
    kept.is_over = True


def _ask(server: Server, kept: Acknowledged, delays: list[float]) -> None:
    """Ask for what was acknowledged last until it is found, then for what is the last by then."""
    done = ""
    with server.client() as http:
        while not kept.is_over:
            if not kept.at or kept.at[-1][0] == done:
                time.sleep(_PAUSE_S)
                continue
            done, at = kept.at[-1]
            delays.append(_found(http, kept.lines[done], done, at))


def _found(http: httpx.Client, line: Item, article_id: str, at: float) -> float:
    """Seconds from an acknowledgement until a search by words has the article, or its address as a copy."""
    query = " ".join(f"{line['title']} {line['text']}".split()[:_WORDS])[:1_900]
    while (passed := time.monotonic() - at) < _GIVEN_UP_S:
        hits = (
            http.post("/v1/search", json={"query": query, "limit": 20}).raise_for_status().json()["passages"]
        )
        copies = (copy["url"] for hit in hits for copy in hit["copies"])
        if any(hit["article_id"] == article_id for hit in hits) or line["url"] in copies:
            return time.monotonic() - at
        time.sleep(_PAUSE_S)
    print(f"not found after {passed:.0f} s: {line['url']}", file=sys.stderr)
    return passed


if __name__ == "__main__":
    main()
