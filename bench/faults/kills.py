"""F1: kill -9 at random moments of adding, indexing and answering; then go on with the rest.

An article is acknowledged when its line of `add --json` has come out. In the end the home must
hold what a run without kills holds, and find it as that does.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.faults import answers, commands, feed, news, state
from bench.faults.commands import Place, Process
from bench.faults.feed import LINE, Feed, Item
from bench.faults.rows import Row, Tell, equal
from bench.faults.ways import WAYS, Campaign

_CORRECTING = 4  # every so manieth kill comes while corrections are added
_CORRECTED = 4  # every so manieth article with an address is corrected once all are in
_DOCTOR_EVERY = 5  # kills: in between, one kill may meet what another has left behind
_TRIES = 4  # a command may end before its moment comes; then it is tried again, earlier
_EARLIER = 0.7
_LEAST = 4  # articles a turn
# How often each kind of kill comes in 26 of them, the most telling first.
_KINDS = (
    ("add, while it adds", 5),
    ("add --wait index, while it indexes", 4),
    ("serve, while it follows", 4),
    ("serve, while it opens", 2),
    ("serve without its child", 2),
    ("add beside a server", 1),
    ("a server and add at once", 1),
    ("add, while it starts", 1),
    ("add --wait index, while it adds", 1),
    ("serve, while it takes articles over HTTP", 1),
    ("search without a server", 1),
)
_MENDING = (("reindex", 1), ("reindex by a server", 1), ("doctor", 1))


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: of what, and how far along its way (0 to 1)."""

    kind: str
    share: float


def plan(kills: int, rng: random.Random) -> tuple[list[Kill], list[Kill]]:
    """Spread so many kills over the kinds, and each kind over its time; those of mending come last."""
    mending = max(1, kills * sum(n for _, n in _MENDING) // 26)
    return _spread(_KINDS, kills - mending, rng), _spread(_MENDING, mending, rng)


def _spread(kinds: Sequence[tuple[str, int]], count: int, rng: random.Random) -> list[Kill]:
    """Deal the kinds out by their weight, then give each kill of a kind its part of the time."""
    given = dict.fromkeys((kind for kind, _ in kinds), 0)
    for _ in range(count):
        given[min(kinds, key=lambda kind: given[kind[0]] / kind[1])[0]] += 1
    dealt = [Kill(kind, (n + rng.random()) / times) for kind, times in given.items() for n in range(times)]
    rng.shuffle(dealt)
    return dealt


@dataclass(slots=True)
class Calm:
    """The home of a run without kills, brought along stage by stage."""

    place: Place
    feed: Feed
    asked: list[str]

    def add(self, items: Sequence[Item]) -> None:
        """Add what the home under fire has been given."""
        self.feed.todo = list(items)
        _to_the_end(self.place, self.feed)


def measure(folder: Path, models: Path, kills: int, articles: int, seed: int, tell: Tell) -> list[Row]:
    """Run two homes, one under kills and one without, and hold them against each other."""
    rng = random.Random(seed)  # noqa: S311 the same moments for the same seed
    told = news.stories(articles, seed)
    first = feed.items(told)
    second = [Item(news.corrected(item.story, seed), LINE) for item in first if item.form == LINE]
    second = second[::_CORRECTED]
    campaign = Campaign(Place(folder / "killed", models), Feed(folder / "feed", rng), rng)
    calm = Calm(Place(folder / "calm", models), Feed(folder / "calm-feed", rng), answers.questions(told))
    tell(f"F1: {kills} kills, seed {seed}, {articles} articles, {len(second)} corrections")
    adding, mending = plan(kills, rng)
    last = max(1, len(adding) // _CORRECTING)
    rows = _stage("adding", campaign, calm, first, adding[last:], tell)
    rows += _asked("answers, every index as it stands", campaign, calm)
    rows += _stage("correcting", campaign, calm, second, adding[:last], tell)
    rows += _stage("reindex and doctor", campaign, calm, [], mending, tell)
    for place in (campaign.place, calm.place):  # until then removed passages count in tantivy's statistics
        commands.run(place, "ingest", "reindex")
    rows += _asked("answers, both indexed anew", campaign, calm)
    return [_hits(campaign, kills, seed), *_facts(campaign, calm), *rows]


def _stage(
    name: str,
    campaign: Campaign,
    calm: Calm,
    items: Sequence[Item],
    kills: Sequence[Kill],
    tell: Tell,
) -> list[Row]:
    """Give articles to both homes, to one of them under kills, and compare."""
    campaign.feed.todo = list(items)
    campaign.size = max(_LEAST, len(items) // max(1, len(kills)))
    if not campaign.feed.kept:
        _time(campaign)
    for n, kill in enumerate(kills, 1):
        _strike(campaign, kill)
        campaign.lost |= set(campaign.feed.kept.values()) - state.names(campaign.place.home)
        if n % _DOCTOR_EVERY == 0:
            campaign.mended.update(commands.mended(commands.doctor(campaign.place)))
        tell(f"{name} {n}/{len(kills)}: {kill.kind} at {kill.share:.2f}, {len(campaign.feed.todo)} to go")
    _to_the_end(campaign.place, campaign.feed)
    calm.add(items)
    return _verdict(f"after {len(kills)} kills of {name}", campaign, calm)


def _time(campaign: Campaign) -> None:
    """Add the first articles without a kill, and time each step; then a server's opening, and doctor."""
    turn = campaign.feed.turn(campaign.size)
    process = Process(campaign.place, "ingest", "add", "--json", "--wait", "index", *turn.sources)
    commands.until(lambda: len(process.out) > 0, process)
    first = time.monotonic()
    commands.until(lambda: len(commands.acknowledged(process)) >= len(turn.places), process)
    last = time.monotonic()
    process.wait()
    campaign.note(turn, process)
    pace = campaign.pace
    pace.start, pace.adding, pace.indexing = first - process.began, last - first, time.monotonic() - last
    with commands.serving(campaign.place) as server:
        pace.opening = server.ready()
    began = time.monotonic()
    commands.doctor(campaign.place)
    pace.mending = time.monotonic() - began


def _strike(campaign: Campaign, kill: Kill) -> None:
    """Let one kill happen; a command that was done too early is begun again."""
    share = kill.share
    for _ in range(_TRIES):
        if WAYS[kill.kind](campaign, share):
            campaign.hits[kill.kind] += 1
            return
        campaign.late += 1
        share *= _EARLIER


def _to_the_end(place: Place, given: Feed) -> None:
    turn = given.everything()
    given.note(turn, commands.add(place, *turn.sources, wait=True))


def _found(place: Place) -> commands.Json:
    """Search every passage by its words and by its vector, in a process of its own."""
    found: commands.Json = json.loads(commands.run(place, "bench.faults.findable").out[-1])
    return found


def _hits(campaign: Campaign, wanted: int, seed: int) -> Row:
    hits = campaign.hits.total()
    kinds = ", ".join(f"{n} {kind}" for kind, n in campaign.hits.most_common())
    measured = f"{hits} ({campaign.late} came too late and were tried again)"
    return Row("F1", f"kill -9, seed {seed}: {kinds}", f"{wanted} kills", measured, hits == wanted)


def _facts(campaign: Campaign, calm: Calm) -> list[Row]:
    """What must hold after every single kill."""
    kept = campaign.feed.kept
    done = f"{len(kept):,} articles acknowledged, looked for after each kill"
    wrong = {
        "lost": len(campaign.lost),
        "named otherwise": campaign.feed.renamed
        + sum(calm.feed.kept.get(key) != name for key, name in kept.items()),
        "never acknowledged": len(calm.feed.kept.keys() - kept.keys()),
    }
    troubles = Counter({"times": len(campaign.trouble)})
    return [
        equal("F1", done, "0 lost, 0 named otherwise", {k: n for k, n in wrong.items() if n}),
        equal("F1", "commands beside and after a kill", "0 fail", +troubles, tuple(campaign.trouble)),
        equal("F1", f"doctor after every {_DOCTOR_EVERY} kills", "mends 0", +campaign.mended),
    ]


def _verdict(when: str, campaign: Campaign, calm: Calm) -> list[Row]:
    """Hold the home against the one without kills; doctor first, before anything else opens the index."""
    place, same = campaign.place, "as without kills"
    mends = commands.mended(commands.doctor(place))
    held, wanted = state.read(place.home), state.read(calm.place.home)
    size = f"{len(held.articles):,} articles, {held.passages:,} passages, {len(held.vectors):,} vectors"
    found, right = _found(place), _found(calm.place)
    fewer = {f"fewer {way}": right[way] - found[way] for way in ("passages", "by_words", "by_vector")}
    count = f"{found['by_words']:,} of {found['passages']:,} by words, {found['by_vector']:,} by vector"
    return [
        equal("F1", f"doctor, {when}", "mends 0", mends),
        equal("F1", f"{size}, {when}", f"0 differ: {same}", state.differences(held, wanted)),
        equal(
            "F1",
            f"each passage searched: {count}",
            f"0 fewer: {same}",
            {way: n for way, n in fewer.items() if n > 0},
            tuple(str(lost) for lost in found["lost"]),
        ),
    ]


def _asked(done: str, campaign: Campaign, calm: Calm) -> list[Row]:
    """The same questions to both homes."""
    found, wanted = answers.of(campaign.place, calm.asked), answers.of(calm.place, calm.asked)
    done = f"{len(wanted.found)} searches of 40, {len(wanted.said)} {done}"
    wrong, shown = answers.differences(found, wanted), answers.examples(found, wanted)
    return [equal("F1", done, "as without kills", wrong, shown)]
