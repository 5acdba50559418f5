"""The running product with the sample news, and a real browser in front of it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.assistant.running import Server, serving
from tests.fakes.model import ScriptedModel

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
# The page has come to rest: it says what the archive holds, or asks for the key first.
SHOWN = (
    """() => document.querySelector('#coverage').textContent || !document.querySelector('#sign-in').hidden"""
)


@pytest.fixture(scope="module")  # its event loop must end before the tests that bring their own
def browser() -> Iterator[object]:
    """Chromium, headless."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is missing: no browser tests (apt-get install chromium)")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """A home with the sample news, indexed both ways; copied, never served."""
    home = tmp_path_factory.mktemp("samples") / "home"
    with serving(home, model_folder, "--samples") as server:
        server.settle()
    return home


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, model_folder: Path, sample_home: Path, browser: object
) -> Iterator[Server]:
    """A server with the sample news, for tests that leave the samples alone."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(sample_home, home)
    with serving(home, model_folder, "--samples") as server:
        yield server


@pytest.fixture
def own_site(
    tmp_path: Path, model_folder: Path, sample_home: Path, browser: object
) -> Iterator[Callable[..., Server]]:
    """Start a server with the sample news of the test's own: own_site(OPENAI_BASE_URL=…)."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    with ExitStack() as stack:
        yield lambda **variables: stack.enter_context(serving(home, model_folder, "--samples", **variables))


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    """A chat model that says what a script tells it."""
    with ScriptedModel() as running:
        yield running


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong inside the page; must be empty at the end of a test."""
    return []


@pytest.fixture
def visit(browser: object, troubles: list[str]) -> Iterator[Callable[..., object]]:
    """Open the page of a server in a window of its own: visit(site, width=375, scheme="dark")."""
    with ExitStack() as stack:

        def opened(server: Server, path: str = "/", width: int = 1280, scheme: str = "light") -> object:
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("console", lambda said: _note(troubles, said))
            page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
            page.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
            page.on("request", lambda request: _watch(troubles, request.url, server.url))
            page.goto(server.url + path)
            page.wait_for_function(SHOWN)
            return page

        yield opened
        assert troubles == []


def _note(troubles: list[str], said: object) -> None:
    if said.type in ("error", "warning"):
        troubles.append(f"console {said.type}: {said.text}")


def _watch(troubles: list[str], url: str, origin: str) -> None:
    if not url.startswith((origin + "/", "data:")):
        troubles.append(f"request to {url}")
