"""Lint, build, look inside, start, ask, copy, stop and start again: each step with its figure."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.image import checks, container, store
from tests.image.checks import Report
from tests.image.container import Container
from tests.image.store import REPOSITORY, TAG, Store

_OWN_KEY = "a-key-of-the-operator-0123456789"


def main() -> None:
    """Run every check; exit 1 if one fails."""
    report = Report()
    store.install_tools()
    with tempfile.TemporaryDirectory(prefix="citedesk-image-") as folder:
        work = Path(folder)
        images = Store(work)
        _lint(report)
        root = _build(report, images)
        container.cut_network()
        config = images.config()
        checks.image(report, config, root)
        _run(report, work, config, root)
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(report.failed > 0)


def _lint(report: Report) -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, REPOSITORY / "Dockerfile"], capture_output=True, text=True)
    report.check("hadolint", done.returncode == 0, done.stdout + done.stderr or "0 findings")


def _build(report: Report, images: Store) -> Path:
    """Build the image and return the folder of its files."""
    began = time.monotonic()
    images.load_base()
    print(f"base loaded in {time.monotonic() - began:.0f} s; building (some minutes)", flush=True)
    began = time.monotonic()
    images.build()
    took = time.monotonic() - began
    root = images.mounted(TAG)
    base, whole = store.size(images.mounted(store.base_name())), store.size(root)
    figure = f"{whole / 1e6:.0f} MB, {(whole - base) / 1e6:.0f} MB above its base, in {took:.0f} s"
    report.check("built", whole > base, figure)
    return root


def _run(report: Report, work: Path, config: dict[str, Any], root: Path) -> None:
    volume = container.empty_volume(root, work / "volume")
    other = container.empty_volume(root, work / "other")

    @contextmanager
    def started(name: str, on: Path, **variables: str) -> Iterator[Container]:
        running = container.start(config, root, on, work / name, **variables)
        try:
            report.check(f"{name}: ready", True, f"{running.wait():.1f} s")
            yield running
            checks.stops(report, running, name)
        except (AssertionError, httpx.HTTPError):
            print(running.said[-4_000:])
            raise
        finally:
            running.end()

    with started("first", volume) as first:
        checks.first_start(report, first, config)
        checks.without_key(report)
        key = first.keys[0]
        article = checks.add(key)
        checks.answers(report, key, article, "first start")
        checks.commands(report, first, article)
        checks.back_up(report, first, volume, other)
    checks.volume_holds(report, volume, [key])
    with started("second", volume) as second:
        report.check("second start prints no key", second.keys == [], len(second.keys))
        checks.answers(report, key, article, "second start")
    with started("copy", other) as copy:
        report.check("a copy keeps the key", copy.keys == [], len(copy.keys))
        checks.answers(report, key, article, "from the backup alone")
    fresh = container.empty_volume(root, work / "fresh")
    with started("own-key", fresh, CITEDESK_ACCESS_KEY=_OWN_KEY) as own:
        is_silent = not own.keys and _OWN_KEY not in own.said
        report.check("a key that is set is not printed", is_silent, len(own.keys))
        checks.answers(report, _OWN_KEY, checks.add(_OWN_KEY), "with a key that was set")


if __name__ == "__main__":
    main()
