"""F3: the index folders damaged, lost or mixed up between two starts.

A server must notice, build the folder again from the archive without embedding, be ready no
sooner than its answers are whole, and never crash.
"""

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults import answers, commands, harms, news, state
from bench.faults.answers import Answers
from bench.faults.commands import Fault, Place, Server
from bench.faults.harms import Case
from bench.faults.rows import Row, Tell
from bench.faults.state import State

_IDLE_S = 5.0
SIDE_BY_SIDE = 2  # one server a core
_LATER = 200  # articles that an older copy of a folder does not know; Chroma has written its graph by then
_PROMISES = (
    "noticed",
    "said",
    "whole when ready",
    "same answers",
    "0 embedded",
    "archive as it was",
    "nothing left to doctor",
    "ended well",
)
_GIVEN = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_SAID = re.compile(r"index|damage|built again|rebuil|built anew", re.IGNORECASE)


@dataclass(slots=True)
class Outcome:
    """What came of a case."""

    kept: set[str] = field(default_factory=set)  # promises
    trouble: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Homes to copy from, and what they answer."""

    stops: dict[str, Place]
    state: State
    answers: Answers


def measure(
    folder: Path, place: Place, stories: Sequence[news.Story], thorough: bool, tell: Tell
) -> list[Row]:
    """Harm copies of a settled home in every way, a start each; ``thorough`` is all harms on each file."""
    prepared, cases = _prepare(folder, place, stories, thorough)
    tell(f"F3: {len(cases)} cases, each after two kinds of stop, {prepared.state.passages:,} passages")
    work = [(case, stop) for case in cases for stop in prepared.stops]
    results: dict[tuple[str, str], Outcome] = {}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        outcomes = pool.map(lambda one: tried(folder, one[0], one[1], prepared), work)
        for (case, stop), outcome in zip(work, outcomes, strict=True):
            results[case.name, stop] = outcome
            tell(f"{case.name}, {stop}: {' · '.join(outcome.trouble) or 'held'}")
    rows = [_row(stop, {c: o for (c, s), o in results.items() if s == stop}) for stop in prepared.stops]
    return [*rows, _asked_without_server(folder, cases, prepared)]


def fill(folder: Path, place: Place, told: Sequence[news.Story]) -> None:
    """Make a home with these articles, indexed both ways."""
    commands.add(place, news.write_lines(folder / "filled.jsonl", told), wait=True)


def _prepare(
    folder: Path, place: Place, stories: Sequence[news.Story], thorough: bool
) -> tuple[Prepared, list[Case]]:
    """A home stopped well and the same killed when idle; an older copy, and another archive's."""
    older, other, killed = folder / "older", place.at(folder / "other"), place.at(folder / "killed-idle")
    shutil.copytree(place.home, older)
    later = news.write_lines(folder / "later.jsonl", news.stories(_LATER, 77, (60,)))
    commands.add(place, later, wait=True)
    commands.add(other, news.write_lines(folder / "other.jsonl", news.stories(_LATER, 78, (60,))), wait=True)
    asked = answers.questions([*stories, *news.stories(_LATER, 77, (60,))])
    right = answers.of(place, asked)
    shutil.copytree(place.home, killed.home)
    server = Server(killed)
    server.ready()
    answers.ask(server, asked[:5])
    time.sleep(_IDLE_S)
    server.kill()
    stops = {"stopped well": place, "killed when idle": killed}
    cases = harms.cases(place.home, older, other.home, thorough)
    return Prepared(stops, state.read(place.home), right), cases


def tried(folder: Path, case: Case, stop: str, prepared: Prepared) -> Outcome:
    """Copy, harm, start, ask; a fault on the way is the outcome."""
    home = folder / "cases" / re.sub(r"\W+", "-", f"{case.name}-{stop}")
    shutil.copytree(prepared.stops[stop].home, home)
    case.harm(home)
    outcome = Outcome()
    before = _named(home / case.folder)
    server = Server(prepared.stops[stop].at(home))
    try:
        _look(server, case, before, prepared, outcome)
    except Fault as fault:
        outcome.trouble.append(f"crashed: {fault}")
    finally:
        server.kill()
        server.http.close()
    if not outcome.trouble:
        shutil.rmtree(home)
    return outcome


def _look(server: Server, case: Case, before: set[str], prepared: Prepared, outcome: Outcome) -> None:
    """Ask as soon as it is ready, where it was too soon again later, then look what was done for it."""
    asked, right = list(prepared.answers.found), prepared.answers
    server.ready()
    first = last = answers.ask(server, asked)
    if answers.differences(first, right):
        commands.settle(server.place)
        last = answers.ask(server, asked)
    after = _named(server.place.home / case.folder)
    mends = commands.mended(commands.doctor(server.place))
    held = state.read(server.place.home)
    code = server.end()
    said = any(_SAID.search(line) for line in server.err)
    trouble = {
        "noticed": _noticed(case, before, after),
        "said": {"rebuilt": "" if said else "not said", "left alone": "said" * said}.get(case.then, ""),
        "whole when ready": told("ready too soon", first, right),
        "same answers": told("other answers", last, right),
        "0 embedded": "" if held.embedded == prepared.state.embedded else "embedded again",
        "archive as it was": str(state.differences(held, prepared.state) or ""),
        "nothing left to doctor": f"doctor mended {mends}" if mends else "",
        "ended well": f"serve ended with {code}" if code else "",
    }
    outcome.kept = {promise for promise, wrong in trouble.items() if not wrong}
    outcome.trouble = [wrong for wrong in trouble.values() if wrong]


def _noticed(case: Case, before: set[str], after: set[str]) -> str:
    still = sorted(before & after)
    if case.then == "rebuilt" and still:
        return f"not noticed: {', '.join(still[:3])} still there"
    return "built again for nothing" if case.then == "left alone" and not still else ""


def told(
    what: str,
    given: Answers,
    right: Answers,
    differ: Callable[[Answers, Answers], dict[str, int]] = answers.differences,
) -> str:
    """Put into words where answers differ; nothing where they don't."""
    if not (wrong := differ(given, right)):
        return ""
    return f"{what}: {wrong} {answers.examples(given, right)[:1]}"


def _named(folder: Path) -> set[str]:
    """The files of an index that bear a name given when it was built: none outlives another building."""
    files = (str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return {name for name in files if _GIVEN.search(name)}


def _row(stop: str, outcomes: dict[str, Outcome]) -> Row:
    """One line for all cases after one kind of stop."""
    n = len(outcomes)
    kept = Counter(promise for outcome in outcomes.values() for promise in outcome.kept)
    trouble = tuple(f"{name}: {' · '.join(o.trouble)}" for name, o in outcomes.items() if o.trouble)
    measured = ", ".join(f"{kept[promise]} {promise}" for promise in _PROMISES)
    goal = "each noticed, said, 503 until whole, the same answers, 0 embedded, nothing left to doctor"
    return Row("F3", f"{n} cases of damage, {stop}, then serve", goal, measured, not trouble, trouble)


def _asked_without_server(folder: Path, cases: Sequence[Case], prepared: Prepared) -> Row:
    """A few cases met by a command that opens the index itself."""
    few = [case for case in cases if case.then == "rebuilt"][:: max(1, len(cases) // 4)][:4]
    question, wanted = next(iter(prepared.answers.found.items()))
    trouble = []
    for n, case in enumerate(few):
        place = prepared.stops["stopped well"].at(folder / f"asked-{n}")
        shutil.copytree(prepared.stops["stopped well"].home, place.home)
        case.harm(place.home)
        try:
            if (found := _searched(place, question)) != wanted:
                trouble.append(f"{case.name}: {len(set(wanted) - set(found))} of {len(wanted)} not found")
        except Fault as fault:
            trouble.append(f"{case.name}: crashed: {fault}")
    done = f"{len(few)} cases, then `search --json` without a server: {', '.join(c.name for c in few)}"
    return Row(
        "F3",
        done,
        "the same passages",
        f"{len(few) - len(trouble)} of {len(few)}",
        not trouble,
        tuple(trouble),
    )


def _searched(place: Place, question: str) -> tuple[str, ...]:
    out = commands.run(place, "assistant", "search", question, "--limit", "40", "--json").out[-1]
    return tuple(hit["id"] for hit in json.loads(out)["passages"])
