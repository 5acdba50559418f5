"""A house with a little news in it, a house of one's own, the real server, and its commands."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.bootstrap import House, opened
from assistant.desk import Desk
from tests.assistant.parts import NEWS, add, settings
from tests.assistant.running import Server, environment, serving
from tests.fakes.model import ScriptedModel

OpenHouse = Callable[..., House]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    """What is set where the tests run must not reach the settings of a test."""
    for name in [name for name in os.environ if name.startswith(("CITEDESK_", "OPENAI_"))]:
        if name != "CITEDESK_MODELS":
            del os.environ[name]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Iterator[House]:
    """A house with NEWS in it, for tests that only read."""
    with opened(settings(tmp_path_factory.mktemp("read") / "home", model_folder)) as opened_house:
        add(opened_house, *NEWS)
        yield opened_house


@pytest.fixture(scope="session")
def desk(house: House) -> Desk:
    """All that answering needs, without a chat model."""
    return house.desk


@pytest.fixture
def open_house(tmp_path: Path, model_folder: Path) -> Iterator[OpenHouse]:
    """Open an empty house of the test's own: open_house(model_timeout_s=1)."""
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(opened(settings(tmp_path / "home", model_folder, **more)))


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    """A chat model that says what a script tells it."""
    with ScriptedModel() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Iterator[Server]:
    """The real server on an empty archive, without a chat model; one for all tests of a file."""
    home = tmp_path_factory.mktemp("served") / "home"
    with serving(home, model_folder) as running:
        yield running


@pytest.fixture
def command(tmp_path: Path, model_folder: Path) -> Command:
    """Run ``python -m assistant …`` on a home: command(home, "ask", "Who?", CITEDESK_PORT="x")."""

    def call(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            env=environment(home, model_folder, **variables),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call
