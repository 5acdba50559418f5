"""F1 and F3 once more, for an archive so large that Chroma has written its graph to disk.

It writes it in place, every so many rows (1,000 at this size): a harmed graph can end the process
that reads it, and a kill in the middle of such a write leaves one.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench.faults import answers, commands, damage, harms, news, state
from bench.faults.commands import Fault, Place, Process, Server
from bench.faults.damage import Prepared
from bench.faults.harms import Case
from bench.faults.rows import Row, Tell

_ARTICLES = 5_200  # of one passage each: the graph has been written several times
_KILLS = 6
_LOOK_S = 0.0005
_WHOLE_S = 1.0  # what changes so long after it was made is written again
_STOP = "stopped well"
Trials = Mapping[str, Callable[[], list[str]]]  # each tells what is wrong afterwards


def measure(folder: Path, models: Path, seed: int, tell: Tell) -> list[Row]:
    """Harm and kill copies of one large home."""
    place = Place(folder / "large", models)
    told = news.stories(_ARTICLES, seed, (20,))
    tell(f"graph: {_ARTICLES:,} articles of one passage")
    commands.add(place, news.write_lines(folder / "large.jsonl", told), wait=True)
    prepared = Prepared({_STOP: place}, state.read(place.home), answers.of(place, answers.questions(told)))
    torn = _killed_at_work(folder, place)
    cases = harms.of_graph(place.home)
    sealed = {case.name: partial(_harmed, folder, case, prepared) for case in cases}
    at_work = {f"{case.name}, torn": partial(_torn, folder, torn, case, prepared) for case in cases}
    aimed = {f"kill {n}": partial(_killed, folder / f"aimed-{n}", place, prepared) for n in range(_KILLS)}
    return [
        _row("F3", "cases of a written graph harmed after a good end, then serve", sealed, tell),
        _row("F3", "the same after kill -9 at work, then serve and doctor", at_work, tell),
        _row("F1", "kills of reindex just when the graph is written, then serve", aimed, tell),
    ]


def _row(name: str, done: str, trials: Trials, tell: Tell) -> Row:
    with ThreadPoolExecutor(damage.SIDE_BY_SIDE) as pool:
        wrong = dict(zip(trials, pool.map(lambda trial: trial(), trials.values()), strict=True))
    trouble = tuple(f"{trial}: {' · '.join(told)}" for trial, told in wrong.items() if told)
    tell(f"graph: {len(trials)} {done}: {len(trouble)} fail")
    measured = f"{len(trials) - len(trouble)} of {len(trials)}"
    return Row(
        name, f"{len(trials)} {done}", "0 crash, 0 lost, the same answers", measured, not trouble, trouble
    )


def _harmed(folder: Path, case: Case, prepared: Prepared) -> list[str]:
    return damage.tried(folder, case, _STOP, prepared).trouble


def _killed_at_work(folder: Path, place: Place) -> Place:
    """A copy whose server was killed before it could say how its files look at rest."""
    killed = place.at(folder / "large-at-work")
    shutil.copytree(place.home, killed.home)
    server = Server(killed)
    server.ready()
    server.kill()
    return killed


def _torn(folder: Path, torn: Place, case: Case, prepared: Prepared) -> list[str]:
    """No seal covers this: what is wrong may show itself at the start or to the doctor."""
    place = torn.at(folder / "torn" / re.sub(r"\W+", "-", case.name))
    shutil.copytree(torn.home, place.home)
    case.harm(place.home)
    return _wrong(place, prepared, mends=True)


def _killed(home: Path, place: Place, prepared: Prepared) -> list[str]:
    """Kill a rebuild in the middle of writing the graph."""
    place = place.at(home)
    shutil.copytree(prepared.stops[_STOP].home, home)
    process = Process(place, "ingest", "reindex")
    _until_written(home / "vectors", process)
    if not process.kill():
        return ["reindex ended before it was killed"]
    return _wrong(place, prepared, mends=False)


def _wrong(place: Place, prepared: Prepared, mends: bool) -> list[str]:
    """Start, look with the doctor, ask: what is not as it should be."""
    try:
        with commands.serving(place) as server:
            mended = commands.mended(commands.doctor(place))
            given = answers.ask(server, list(prepared.answers.found))
    except Fault as fault:
        return [f"crashed: {fault}"]
    # What was killed goes on with another graph than one that grew without an end.
    differ = answers.differences if mends else answers.strayed
    told = [damage.told("other answers", given, prepared.answers, differ)]
    told += [f"doctor mended {mended}"] if mended and not mends else []
    told += [str(state.differences(state.read(place.home), prepared.state) or "")]
    return [wrong for wrong in told if wrong]


def _until_written(folder: Path, process: Process) -> None:
    """Return when a file of a new graph changes that has stood there for a while."""
    before = set(_files(folder))
    made: dict[str, float] = {}
    seen: dict[str, tuple[int, int]] = {}
    while process.code is None:
        now = {name: stamp for name, stamp in _files(folder).items() if name not in before}
        moment = time.monotonic()
        if any(seen[i] != now[i] and moment - made[i] > _WHOLE_S for i in now.keys() & seen.keys()):
            return
        made = {name: made.get(name, moment) for name in now}
        seen = now
        time.sleep(_LOOK_S)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file of a graph was last written, and its size."""
    found = {}
    for place, _, names in os.walk(folder):
        for file in (os.path.join(place, name) for name in names if name.endswith(".bin")):
            with suppress(OSError):  # a rebuild takes files away while we look
                found[file] = (os.stat(file).st_mtime_ns, os.stat(file).st_size)
    return found
