"""The ways to harm an index folder: its files flipped, cut or deleted; the folder lost or mixed up.

Knows files only, and of those nothing but their names and bytes.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_FOLDERS = ("words", "vectors")
_GRAPH = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", ".pickle")
Damage = Callable[[Path], None]
# An older copy is whole and has only to catch up; what nobody harmed must not be built again.
Then = Literal["rebuilt", "caught up", "left alone"]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to harm a folder of a home."""

    name: str
    folder: str
    harm: Damage  # given the home
    then: Then = "rebuilt"


def cases(home: Path, older: Path, other: Path, thorough: bool) -> list[Case]:
    """All cases for copies of a home; ``older`` is a copy of it, ``other`` holds another archive."""
    alone = [Case(f"{folder}/ left alone", folder, lambda home: None, "left alone") for folder in _FOLDERS]
    return [*_of_files(home, thorough), *_of_folders(older, other), *alone]


def _of_files(home: Path, thorough: bool) -> list[Case]:
    """Every kind of file: flipped in one place or several, and cut, emptied or deleted."""
    cases = []
    flips, losses = [_flip, _flip_often], [_halve, _empty, _delete]
    for folder in _FOLDERS:
        for n, (kind, inside) in enumerate(_kinds(home / folder).items()):
            harms = [*flips, *losses] if thorough else [flips[n % 2], losses[n % 3]][: 1 + n % 2]
            cases += [
                Case(f"{folder}/{kind}{_name(harm)}", folder, _on(harm, folder, inside)) for harm in harms
            ]
    return cases


def of_graph(home: Path) -> list[Case]:
    """Each file of the graph of the vectors, flipped in several places or cut to its half in turn."""
    files = {kind: inside for kind, inside in _kinds(home / "vectors").items() if kind in _GRAPH}
    harms = (_flip_often, _halve)
    return [
        Case(f"vectors/{kind}{_name(harms[n % 2])}", "vectors", _on(harms[n % 2], "vectors", inside))
        for n, (kind, inside) in enumerate(files.items())
    ]


def _name(harm: Damage) -> str:
    return harm.__name__.replace("_", " ")


def _kinds(folder: Path) -> dict[str, str]:
    """The largest file of each kind, as a path inside the folder; locks hold nothing."""
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.suffix == ".lock" or not file.stat().st_size:
            continue
        kind = file.name if file.suffix in (".json", ".bin", ".sqlite3") else file.suffix or file.name
        if kind not in found or file.stat().st_size > found[kind].stat().st_size:
            found[kind] = file
    return {kind: str(file.relative_to(folder)) for kind, file in found.items()}


def _on(harm: Damage, folder: str, inside: str) -> Damage:
    """The harm on the same kind of file in any copy; names of segments differ from home to home."""
    return lambda home: harm(_same_kind(home / folder, inside))


def _same_kind(folder: Path, inside: str) -> Path:
    exact = folder / inside
    if exact.exists():
        return exact
    alike = [f for f in folder.rglob(f"*{Path(inside).suffix}") if f.is_file()]
    return max(alike, key=lambda file: file.stat().st_size)


def _flip(file: Path, shares: Sequence[float] = (0.5,)) -> None:
    data = bytearray(file.read_bytes())
    for place in {min(len(data) - 1, int(share * len(data))) for share in shares}:
        data[place] ^= 0x55
    file.write_bytes(data)


def _flip_often(file: Path) -> None:
    _flip(file, (0.0, 0.1, 0.25, 0.75, 0.9, 1.0))


def _halve(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _delete(file: Path) -> None:
    file.unlink()


def _of_folders(older: Path, other: Path) -> list[Case]:
    """Each folder deleted, a file instead, another archive's, an older one, and an older one's files."""
    cases = []
    for name in _FOLDERS:
        ways: list[tuple[str, Damage, Then]] = [
            ("deleted", lambda folder: shutil.rmtree(folder), "rebuilt"),
            ("emptied", _hollow, "rebuilt"),
            ("replaced by a file", _replace_by_file, "rebuilt"),
            ("of another archive", _replaced_from(other), "rebuilt"),
            ("of an hour ago", _replaced_from(older), "caught up"),
            ("with files of an hour ago", _replaced_from(older, "files"), "rebuilt"),
        ]
        cases += [Case(f"{name}/ {way}", name, _in(name, harm), then) for way, harm, then in ways]
    return cases


def _in(name: str, harm: Damage) -> Damage:
    return lambda home: harm(home / name)


def _hollow(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _replace_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder")


def _replaced_from(home: Path, inside: str = "") -> Damage:
    def harm(folder: Path) -> None:
        shutil.rmtree(folder / inside)
        shutil.copytree(home / folder.name / inside, folder / inside)

    return harm
