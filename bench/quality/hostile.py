"""Hostile feeds: what each costs to read, in a process of its own whose memory and time are limited."""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from bench.quality.figures import Figure, share
from bench.quality.figures import told as figure
from ingest.errors import SourceUnreadable
from ingest.read import feed, sitemap

SECONDS = 2
MEGABYTES = 100
_MANY = 1_000_000
_PUMPS = 400_000
_TITLE = "Ferry strike ends in Halmer"
_GOOD = f"<item><title>{_TITLE}</title><link>https://ledger.example/ferry</link></item>"
_JSON = {"version": "https://jsonfeed.org/version/1.1", "title": "The Brannick Ledger"}
_PARAGRAPH = "<![CDATA[<p>Some words. </p>]]>"
_NAME = f"<author>{'a' * 99}</author>"
_LONG = f" xml:base='http://a.example/{'b' * 1_900}/'"


def _rss(items: str, before: str = "", attributes: str = "") -> bytes:
    return f'{before}<rss version="2.0"{attributes}><channel><title>L</title>{items}</channel></rss>'.encode()


def _json(items: str) -> bytes:
    good = json.dumps({"id": "ferry", "title": _TITLE})
    return f'{json.dumps(_JSON)[:-1]}, "items": [{good}, {items}'.encode()


def _numbered(piece: str, count: int) -> str:
    return "".join(piece.format(number) for number in range(count))


def _pages(count: int) -> bytes:
    block = _numbered("<url><loc>https://a.example/{}</loc></url>", 100_000).encode()
    return b"<urlset>" + block * (count // 100_000) + b"</urlset>"


def _bomb() -> bytes:
    lines = "".join('<!ENTITY e%d "%s">' % (i, f"&e{i - 1};" * 10) for i in range(1, 12))  # noqa: UP031
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{lines}]>'
    return _rss(f"{_GOOD}<item><title>&e11;</title></item>", doctype)


def _blowup() -> bytes:
    doctype = f"<!DOCTYPE rss [<!ENTITY a '{'a' * 100}'>]>"
    return _rss(f"{_GOOD}<item><description>{'&a;' * _MANY}</description></item>", doctype)


def _external(what: str) -> bytes:
    doctype = f'<!DOCTYPE rss SYSTEM "{what}" [<!ENTITY x SYSTEM "{what}"><!ENTITY % y SYSTEM "{what}">%y;]>'
    return _rss(f"{_GOOD}<item><title>a &x; b</title></item>", doctype)


def _pump(piece: str, good: bool = True) -> Callable[[], bytes]:
    """A feed with an entry that holds one piece very often."""
    return lambda: _rss(f"{_GOOD if good else ''}<item><description>{piece * _PUMPS}</description></item>")


def _inside(name: str, piece: str) -> Callable[[], bytes]:
    return lambda: _rss(f"{_GOOD}<item><{name}>{piece * _PUMPS}</{name}></item>")


_PIECES = {  # of markup, each pumped open in an entry, and as the beginning of a feed
    **{
        "open brackets": "<",
        "open tags": "<a ",
        "quoted attributes": "<a b='",
        "ends": "</a>",
        "empty": "<a/>",
    },
    **{"ampersands": "&", "spaced ampersands": "& ", "references": "&#32;", "unknown names": "&zz;"},
    **{"comments": "<!-- ", "comment ends": "<!----", "sections": "<![CDATA[", "section ends": "]]>"},
    **{
        "instructions": "<?a?> ",
        "open instructions": "<?a ",
        "declarations": "<!ENTITY ",
        "doctypes": "<!DOCTYPE ",
    },
    **{
        "nested": "<b>",
        "nested lists": "<ul><li>",
        "blank lines": "\n \n",
        "wide letters": "😀 ",
        "paragraphs": "<p></p>",
        "lines": "<pre>\n</pre>",
    },
}
_NAMES = ("author", "title", "link", "guid", "pubDate", "category", "dc:creator", "itunes:keywords", "source")


def hostile() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every hostile feed by its name."""
    yield "entity bomb", _bomb
    yield "quadratic entities", _blowup
    yield "external file", lambda: _external("file:///etc/passwd")
    yield "external address", lambda: _external("http://127.0.0.1:9/x")
    yield "1M items", lambda: _rss(_GOOD + _numbered("<item><title>Item {}</title></item>", _MANY))
    yield "1M empty items", lambda: _rss(_GOOD + "<item/>" * _MANY)
    yield "1M items, never closed", lambda: _rss(_GOOD + "<item>" * _MANY)
    yield "1M JSON items", lambda: _json(_numbered('{{"id": {}, "title": "Item"}}, ', _MANY))
    yield "JSON lists", lambda: _json("[]," * _MANY)
    yield "JSON item of lists", lambda: _json('{"id": [' + "[]," * _MANY)
    yield "deep JSON", lambda: _json("[" * _MANY)
    yield (
        "full entries",
        lambda: _rss(
            _GOOD
            + _numbered(
                f"<item><title>{{}}</title><description>{_PARAGRAPH * 130}</description></item>", 1_000
            )
        ),
    )
    yield "many authors", lambda: _rss(f"{_GOOD}<item>{_NAME * 100_000}</item>")
    yield (
        "many categories",
        lambda: _rss(f"{_GOOD}<item>{''.join(f'<category>{i}</category>' for i in range(150_000))}</item>"),
    )
    yield "many names", lambda: _rss(_GOOD + _numbered(f"<item><guid>{{}}</guid>{_NAME * 10}</item>", 2_000))
    yield "long base", lambda: _rss(_GOOD + _numbered("<item><link>{}</link></item>", 20_000), "", _LONG)
    yield "growing base", lambda: _rss(_GOOD + '<item xml:base="aaaaaaaaa/"><author>' * 20_000)
    yield "NULs", lambda: _rss(f"{_GOOD}<item><title>a\0b</title></item>" + "\0" * _MANY)
    yield "declared encoding pumped", lambda: b"<?xml" + b" encoding='a" * 100_000 + b"?>" + _rss(_GOOD)
    yield "punycode", lambda: b"<?xml version='1.0' encoding='punycode'?>" + _rss(_GOOD + "a" * _MANY)
    yield (
        "bad UTF-8",
        lambda: _rss(_GOOD + "<item><title>Grüße aus Köln</title></item>" * 200) + b"\xff\xfe" * _MANY,
    )
    yield "UTF-32", lambda: _rss(_GOOD * 20_000).decode().encode("utf-32")
    yield "blank head", lambda: b"<?xml version='1.0'?>" + b"\n " * _MANY + _rss(_GOOD)
    yield "spaces kept", lambda: _rss(f"{_GOOD}<item><description>&lt;pre>{' ' * _MANY}</description></item>")
    for name, piece in _PIECES.items():
        yield f"{name} in an entry", _pump(piece)
        yield f"{name} escaped", _pump(piece.replace("&", "&amp;").replace("<", "&lt;"))
        yield f"{name} first", lambda piece=piece: (piece * _PUMPS).encode() + _rss(_GOOD)
    for name in _NAMES:
        for letter in ("a", "a.", " ", "a, "):
            yield f"{name} of {letter!r}", _inside(name, letter)
    yield "sitemap: gzip bomb", lambda: gzip.compress(_pages(10 * _MANY))
    yield "sitemap: 1M pages", lambda: _pages(_MANY)
    yield "sitemap: entity bomb", lambda: _bomb().replace(b"rss", b"urlset")


def measure_all() -> list[Figure]:
    """Read each in a process of its own; the highest figures of all."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.quality.hostile"], stdout=subprocess.PIPE, text=True, check=True
    )
    costs = [json.loads(line) for line in done.stdout.splitlines()]
    slowest, largest = (max(costs, key=lambda cost: cost[what]) for what in ("seconds", "megabytes"))
    kept = [cost["kept"] for cost in costs if cost["has_good"]]
    return [
        figure(
            f"hostile feeds: most CPU s ({slowest['name']})", slowest["seconds"], len(costs), most=SECONDS
        ),
        figure(
            f"hostile feeds: most MB ({largest['name']})", largest["megabytes"], len(costs), most=MEGABYTES
        ),
        share("hostile feeds: the good entry is kept", kept, least=1),
    ]


def main() -> None:
    """Print what each costs; the process is copied for each once all is imported."""
    for name, make in hostile():
        if len(sys.argv) > 1 and sys.argv[1] not in name:
            continue
        if child := os.fork():
            os.waitpid(child, 0)
            continue
        resource.setrlimit(resource.RLIMIT_CPU, (20 * SECONDS, 20 * SECONDS))
        print(json.dumps({"name": name} | _cost(name, make())), flush=True)
        os._exit(0)


def _cost(name: str, data: bytes) -> dict[str, float | bool]:
    """Its CPU seconds, and the memory of the whole process at its highest, less the feed's own bytes."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest is counted from here on
    began = time.process_time()
    titles: list[str | None] = []
    with suppress(SourceUnreadable):
        if name.startswith("sitemap"):
            sitemap.read(data, "https://ledger.example/sitemap.xml")
        else:
            titles = [entry.title for entry in feed.read(data, "https://ledger.example/feed").entries]
    seconds = time.process_time() - began
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    peak = 1024 * int(status["VmHWM"].split()[0]) - len(data)
    return {
        "seconds": seconds,
        "megabytes": peak / 1e6,
        "kept": _TITLE in titles,
        "has_good": not name.startswith("sitemap") and not name.endswith("first"),
    }


if __name__ == "__main__":
    main()
