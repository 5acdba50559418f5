"""Write the thesaurus of the checker out of WordNet's files: `python -m bench.thesaurus /usr/share/wordnet`.

Needed only where it is to be made anew; Debian's package wordnet-base holds the files.
"""

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SENSES = {"n": 5, "v": 6, "a": 4, "r": 3}  # of a word that are kept, the commonest first
_PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PLACE = re.compile(r"[A-Z][a-zA-Z-]+")
_INHABITANT = re.compile(r"(?:inhabitant|citizen|resident|member) (?:or \w+ )?of (?:the )?([A-Z][a-zA-Z]+)")
_CAPITAL = "national_capital"
_OUT = Path("assistant/english/thesaurus.txt.gz")
Key = tuple[str, str]  # part of speech, offset


@dataclass(slots=True)
class Synset:
    """Words of one meaning, and the meanings it points to."""

    words: list[str]
    above: list[Key] = field(default_factory=list)
    derived: list[tuple[int, Key, int]] = field(default_factory=list)
    opposite: list[tuple[int, Key, int]] = field(default_factory=list)
    wholes: list[Key] = field(default_factory=list)
    kinds: list[Key] = field(default_factory=list)
    described: list[Key] = field(default_factory=list)
    gloss: str = ""


def main() -> None:
    """Read WordNet and write the file."""
    folder = Path(sys.argv[1])
    synsets = dict(_synsets(folder))
    senses = _senses(folder)
    numbers = {key: format(n, "x") for n, key in enumerate(sorted(synsets))}
    lines = [
        *_words(synsets, senses, numbers),
        *_aboves(synsets, numbers),
        *_opposites(synsets),
        *_places(synsets),
        *_irregular(folder),
    ]
    with _OUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    print(f"{_OUT}: {len(lines)} lines, {_OUT.stat().st_size} bytes")


def _synsets(folder: Path) -> Iterator[tuple[Key, Synset]]:
    for part, name in _PARTS.items():
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                yield (part, line[:8]), _synset(line)


def _synset(line: str) -> Synset:
    body, _, gloss = line.partition(" | ")
    fields = body.split()
    count = int(fields[3], 16)
    words = [re.sub(r"\(\w+\)$", "", fields[4 + 2 * n]) for n in range(count)]
    made = Synset(words, gloss=gloss)
    at = 4 + 2 * count
    for n in range(int(fields[at])):
        sign, offset, part, ends = fields[at + 1 + 4 * n : at + 5 + 4 * n]
        key = ("a" if part == "s" else part, offset)
        link = (int(ends[:2], 16), key, int(ends[2:], 16))
        if sign in ("@", "@i", "&"):
            made.above.append(key)
        if sign in ("+", "\\"):
            made.derived.append(link)
        if sign == "!":
            made.opposite.append(link)
        for kept, of in (("#p", made.wholes), ("@i", made.kinds), ("\\", made.described)):
            if sign == kept:
                of.append(key)
    return made


def _senses(folder: Path) -> dict[str, list[Key]]:
    """The commonest meanings of each word, by WordNet's own order."""
    senses: dict[str, list[Key]] = defaultdict(list)
    for part, name in _PARTS.items():
        for line in (folder / f"index.{name}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                offsets = fields[-int(fields[2]) :]
                senses[fields[0]] += [(part, offset) for offset in offsets[: _SENSES[part]]]
    return senses


def _words(
    synsets: dict[Key, Synset], senses: dict[str, list[Key]], numbers: dict[Key, str]
) -> Iterator[str]:
    for word, keys in sorted(senses.items()):
        written = {w for key in keys for w in synsets[key].words if w.lower() == word}
        if not _WORD.fullmatch(word) or word not in written:
            continue
        derived = [
            target
            for key in keys
            for source, target, _ in synsets[key].derived
            if synsets[key].words[source - 1].lower() == word or not source
        ]
        near = dict.fromkeys(numbers[key] for key in derived if key not in keys)
        yield f"w {word} {','.join(numbers[key] for key in keys)} {','.join(near)}".rstrip()


def _aboves(synsets: dict[Key, Synset], numbers: dict[Key, str]) -> Iterator[str]:
    for key, synset in sorted(synsets.items()):
        if synset.above and any(_WORD.fullmatch(word) for word in synset.words):
            yield f"a {numbers[key]} {','.join(numbers[above] for above in synset.above)}"


def _opposites(synsets: dict[Key, Synset]) -> Iterator[str]:
    pairs = set()
    for synset in synsets.values():
        for source, key, target in synset.opposite:
            pair = (synset.words[source - 1].lower(), synsets[key].words[target - 1].lower())
            if all(_WORD.fullmatch(word) for word in pair):
                pairs.add(pair)
    yield from (f"o {one} {other}" for one, other in sorted(pairs))


def _places(synsets: dict[Key, Synset]) -> Iterator[str]:
    """A place's people and adjective ("d"), what it lies in ("p"), and whose capital it is ("c")."""
    lines = set()
    for synset in synsets.values():
        named = [word for word in synset.words if _PLACE.fullmatch(word)]
        people = [*_named(synsets, synset.described), *_INHABITANT.findall(synset.gloss)]
        wholes = _named(synsets, synset.wholes)
        is_capital = any(_CAPITAL in synsets[key].words for key in synset.kinds)
        for kind, others in (("d", people), ("p", wholes), ("c", wholes if is_capital else [])):
            lines |= {
                f"{kind} {one.lower()} {other.lower()}" for one in named for other in others if one != other
            }
    yield from sorted(lines)


def _named(synsets: dict[Key, Synset], keys: list[Key]) -> list[str]:
    return [word for key in keys for word in synsets[key].words if _PLACE.fullmatch(word)]


def _irregular(folder: Path) -> Iterator[str]:
    for name in _PARTS.values():
        for line in (folder / f"{name}.exc").read_text("latin-1").splitlines():
            form, *bases = line.split()
            if _WORD.fullmatch(form) and bases and _WORD.fullmatch(bases[0]):
                yield f"i {form} {bases[0]}"


if __name__ == "__main__":
    main()
