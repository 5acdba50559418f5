"""The running product killed, harmed and run several times at once; `make faults` does it at length."""

import random
import shutil

import pytest

from bench.faults import answers, commands, damage, harms, news, state, together
from bench.faults.commands import Place
from bench.faults.damage import Prepared
from bench.faults.feed import Feed, items
from bench.faults.ways import WAYS, Campaign

TOLD = news.stories(24, seed=11, words=(30, 60, 200))
CASES = (
    "words/ deleted",
    "words/ replaced by a file",
    "words/meta.json flip",
    "words/ with files of an hour ago",
    "vectors/chroma.sqlite3 halve",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Where the homes of this file lie."""
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def calm(root, model_folder):
    """A home that holds the stories and has seen no fault, and one that had come half way."""
    place = Place(root / "calm", model_folder)
    commands.add(place, *_sources(root / "first", TOLD[:12]), wait=True)
    shutil.copytree(place.home, root / "older")
    commands.add(place, *_sources(root / "second", TOLD[12:]), wait=True)
    return place


@pytest.fixture(scope="module")
def prepared(calm):
    """What the calm home holds and answers."""
    asked = answers.questions(TOLD)
    given = answers.of(calm, asked)
    return Prepared({"stopped well": calm}, state.read(calm.home), given)


def _sources(folder, told):
    return Feed(folder, random.Random(1), items(told)).everything().sources


def test_kills_lose_double_and_tear_nothing(root, model_folder, calm):
    rng = random.Random(4)
    killed = Campaign(Place(root / "killed", model_folder), Feed(root / "feed", rng, items(TOLD)), rng, 6)

    hits = [
        WAYS["add, while it adds"](killed, 0.5),
        WAYS["add --wait index, while it indexes"](killed, 0.7),
        WAYS["serve, while it follows"](killed, 0.8),
    ]
    acknowledged = set(killed.feed.kept.values())
    assert acknowledged <= state.names(killed.place.home)
    rest = killed.feed.everything()
    killed.feed.note(rest, commands.add(killed.place, *rest.sources, wait=True))

    assert any(hits)
    assert killed.trouble == []
    assert commands.mended(commands.doctor(killed.place)) == {}
    assert state.differences(state.read(killed.place.home), state.read(calm.home)) == {}


@pytest.mark.parametrize("name", CASES)
def test_a_harmed_index_is_noticed_and_built_again_without_embedding(root, prepared, name):
    home = prepared.stops["stopped well"].home
    case = next(case for case in harms.cases(home, root / "older", root / "older", True) if case.name == name)

    outcome = damage.tried(root, case, "stopped well", prepared)

    assert outcome.trouble == []


def test_two_adds_and_a_server_at_once_end_as_one_serial_run(root, model_folder):
    one, two = together.sources(root / "together", TOLD)
    beside, serial = Place(root / "beside", model_folder), Place(root / "serial", model_folder)

    troubles = together.all_at_once(beside, one, two, answers.questions(TOLD)[:5])
    commands.add(serial, *one)
    commands.add(serial, *two, wait=True)

    assert [row.measured for row in troubles] == ["0"]
    assert state.differences(state.read(beside.home), state.read(serial.home)) == {}
    assert commands.mended(commands.doctor(beside)) == {}
