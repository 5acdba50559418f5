"""What is built once, and kept running."""

import os
import signal
import time
from pathlib import Path

from assistant import bootstrap
from assistant.settings import Settings


def _children(home: Path) -> list[int]:
    """Processes that embed for this home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"ingest.care.background" in words and str(home).encode() in words:
            found.append(int(folder.name))
    return found


def _wait_for(claim, limit_s=20):
    until = time.monotonic() + limit_s
    while not (found := claim()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_the_child_that_embeds_is_started_again_when_it_dies_and_ends_with_its_parent(tmp_path, model_folder):
    settings = Settings(home=tmp_path / "home", models=model_folder)
    settings.home.mkdir()
    with bootstrap.child(settings, embeds=True):
        (first,) = _wait_for(lambda: _children(settings.home))
        os.kill(first, signal.SIGKILL)
        (second,) = _wait_for(lambda: [pid for pid in _children(settings.home) if pid != first])

    assert second != first
    assert _children(settings.home) == []


def test_the_samples_are_added_to_their_own_collection(tmp_path, model_folder):
    settings = Settings(home=tmp_path / "home", models=model_folder)
    with bootstrap.opened(settings) as house:
        added = bootstrap.add_samples(house)
        bootstrap.caught_up(house)

        assert added == 31
        assert house.index.progress().is_current
