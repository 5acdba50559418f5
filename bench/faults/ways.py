"""The ways to kill a command: each starts one, waits for its moment, and kills it.

Knows the commands and their phases; nothing about what must be left afterwards.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field

import httpx

from bench.faults import commands
from bench.faults.commands import Place, Process, Server
from bench.faults.feed import LINE, Feed, Item, Turn

_ORPHANS_S = 5.0
_POST_S = 0.01  # about, that a server takes for one article


@dataclass(slots=True)
class Pace:
    """How long things take on this machine just now, in seconds."""

    start: float = 2.0  # until the first article is acknowledged
    adding: float = 0.2  # from then to the last
    indexing: float = 2.0  # from then until both indexes have it
    opening: float = 4.0  # until a server is ready
    mending: float = 3.0  # reindex or doctor


@dataclass(slots=True)
class Campaign:
    """A home under fire."""

    place: Place
    feed: Feed
    rng: random.Random
    size: int = 0  # new articles a turn
    pace: Pace = field(default_factory=Pace)
    hits: Counter[str] = field(default_factory=Counter)  # by kind
    late: int = 0  # the command had ended before its moment
    lost: set[str] = field(default_factory=set)  # acknowledged, and not there after the restart
    mended: Counter[str] = field(default_factory=Counter)  # by what doctor says in between
    trouble: list[str] = field(default_factory=list)

    def note(self, turn: Turn, process: Process) -> None:
        """Take over what was acknowledged; what fails without being killed is trouble."""
        self.feed.note(turn, process)
        if process.code is not None and process.code > 0:
            self.trouble.append(f"add ended with {process.code}: {' / '.join(process.err[-2:])}")


def _adding(campaign: Campaign, share: float) -> bool:
    """After some of the acknowledgements, or some time into the first of them."""
    turn = campaign.feed.turn(campaign.size)
    process = Process(campaign.place, "ingest", "add", "--json", *turn.sources)
    return _kill_adding(campaign, turn, process, share)


def _adding_to_wait(campaign: Campaign, share: float) -> bool:
    turn = campaign.feed.turn(campaign.size)
    process = Process(campaign.place, "ingest", "add", "--json", "--wait", "index", *turn.sources)
    return _kill_adding(campaign, turn, process, share)


def _kill_adding(campaign: Campaign, turn: Turn, process: Process, share: float) -> bool:
    pace = campaign.pace
    if campaign.rng.random() < 0.5:
        wanted = int(share * len(turn.places))
        commands.until(lambda: len(process.out) > wanted, process)
        _sleep(campaign.rng.uniform(0, 2 * pace.adding / len(turn.places)))
    else:  # several articles may share a transaction: also while nothing is acknowledged yet
        _sleep(pace.start * 0.8 + share * (pace.start * 0.2 + pace.adding))
    hit = process.kill()
    campaign.note(turn, process)
    return hit


def _starting(campaign: Campaign, share: float) -> bool:
    """From the first milliseconds on."""
    turn = campaign.feed.turn(campaign.size)
    process = Process(campaign.place, "ingest", "add", "--json", *turn.sources)
    _sleep(share**2 * campaign.pace.start)
    hit = process.kill()
    campaign.note(turn, process)
    return hit


def _indexing(campaign: Campaign, share: float) -> bool:
    """While it opens the index, embeds and follows the log."""
    turn = campaign.feed.turn(campaign.size)
    process = Process(campaign.place, "ingest", "add", "--json", "--wait", "index", *turn.sources)
    commands.until(lambda: len(commands.acknowledged(process)) >= len(turn.places), process)
    _sleep(share * campaign.pace.indexing)
    hit = process.kill()
    campaign.note(turn, process)
    return hit


def _opening(campaign: Campaign, share: float) -> bool:
    """A server that opens, with something to follow; the articles are added before."""
    turn = campaign.feed.turn(campaign.size)
    campaign.note(turn, commands.add(campaign.place, *turn.sources))
    server = Server(campaign.place)
    _sleep(share * campaign.pace.opening)
    return server.kill()


def _following(campaign: Campaign, share: float) -> bool:
    return _beside(campaign, share, ("server",))


def _without_child(campaign: Campaign, share: float) -> bool:
    return _beside(campaign, share, ("parent",))


def _beside_server(campaign: Campaign, share: float) -> bool:
    return _beside(campaign, share, ("add",))


def _both(campaign: Campaign, share: float) -> bool:
    return _beside(campaign, share, ("server", "add"))


def _beside(campaign: Campaign, share: float, victims: tuple[str, ...]) -> bool:
    """A ready server with an `add` beside it; who is not killed goes on to a good end."""
    turn, pace = campaign.feed.turn(campaign.size), campaign.pace
    server = Server(campaign.place)
    server.ready()
    process = Process(campaign.place, "ingest", "add", "--json", *turn.sources)
    span = pace.start * 0.2 + pace.adding + (0 if "add" in victims else pace.indexing)
    _sleep(pace.start * 0.8 + share * span)
    hits = [process.kill()] if "add" in victims else []
    if victims == ("add",):
        _end(campaign, server)
    else:
        hits.append(server.kill(whole_group="server" in victims))
        process.wait()
    campaign.note(turn, process)
    _wait_for_orphans(campaign, server)
    return any(hits)


def _over_http(campaign: Campaign, share: float) -> bool:
    """A server that is given articles one by one; it is killed while it takes one of them."""
    waiting, known = [
        [item for item in some if item.form == LINE] for some in (campaign.feed.todo, campaign.feed.done)
    ]
    given = (waiting or known)[: campaign.size]  # near the end nothing may be left but what it has
    server = Server(campaign.place)
    server.ready()
    kept: dict[str, str] = {}
    with ThreadPoolExecutor(1) as pool:
        giving = pool.submit(_give, server, given, kept)
        commands.until(lambda: giving.done() or len(kept) >= int(share * len(given)), server)
        _sleep(campaign.rng.uniform(0, _POST_S))
        hit = not giving.done() and server.kill()
        server.kill()
        giving.result()
    campaign.feed.take(kept)
    server.http.close()
    _wait_for_orphans(campaign, server)
    return hit


def _give(server: Server, given: Sequence[Item], kept: dict[str, str]) -> None:
    """Note the ids of the articles whose request was answered; a killed server answers no more."""
    with suppress(httpx.TransportError):
        for item in given:
            kept[item.key] = server.give(asdict(item.story))["article_id"]


def _searching(campaign: Campaign, share: float) -> bool:
    """A search that has to take over new articles first, as no server runs."""
    turn = campaign.feed.turn(campaign.size)
    campaign.note(turn, commands.add(campaign.place, *turn.sources))
    process = Process(campaign.place, "assistant", "search", "tram", "--json")
    _sleep(share * campaign.pace.opening)
    return process.kill()


def _reindexing(campaign: Campaign, share: float) -> bool:
    process = Process(campaign.place, "ingest", "reindex")
    _sleep(share * campaign.pace.mending)
    return process.kill()


def _reindexing_by_server(campaign: Campaign, share: float) -> bool:
    """The command only asks; the server rebuilds, and is killed."""
    server = Server(campaign.place)
    server.ready()
    process = Process(campaign.place, "ingest", "reindex")
    _sleep(share * campaign.pace.mending)
    hit = process.code is None and server.kill()
    server.kill()
    process.kill()
    return hit


def _examining(campaign: Campaign, share: float) -> bool:
    process = Process(campaign.place, "ingest", "doctor", "--json")
    _sleep(share * campaign.pace.mending)
    return process.kill()


def _sleep(seconds: float) -> None:
    time.sleep(max(0.0, seconds))


def _end(campaign: Campaign, server: Server) -> None:
    if code := server.end():
        campaign.trouble.append(f"serve ended with {code} beside a killed add: {' / '.join(server.err[-2:])}")
    server.kill()


def _wait_for_orphans(campaign: Campaign, server: Server) -> None:
    """The embedding child has to end by itself when its parent has gone."""
    end = time.monotonic() + _ORPHANS_S
    while _has_group(server.pid):
        if time.monotonic() > end:
            campaign.trouble.append(f"the server's child outlived it by {_ORPHANS_S:.0f} s")
            server.kill()
            return
        time.sleep(0.05)


def _has_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


WAYS: dict[str, Callable[[Campaign, float], bool]] = {
    "add, while it adds": _adding,
    "add --wait index, while it indexes": _indexing,
    "serve, while it follows": _following,
    "serve, while it opens": _opening,
    "serve without its child": _without_child,
    "add beside a server": _beside_server,
    "a server and add at once": _both,
    "add, while it starts": _starting,
    "add --wait index, while it adds": _adding_to_wait,
    "serve, while it takes articles over HTTP": _over_http,
    "search without a server": _searching,
    "reindex": _reindexing,
    "reindex by a server": _reindexing_by_server,
    "doctor": _examining,
}
