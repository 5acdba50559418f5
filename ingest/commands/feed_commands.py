"""The command line of what is watched: python -m ingest feeds …, and python -m ingest watch."""

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.watch import Checked
    from ingest.watched.feeds import Feed, Wish

app = typer.Typer(
    no_args_is_help=True,
    help="Watch feeds. Example: python -m ingest feeds add https://velm-courier.example/",
)
_BEGIN = "`python -m ingest feeds starter` shows feeds to begin with"
_TAKE_BACK = "`python -m ingest add ADDRESS` takes one back"
_PATIENCE_S = 2.0
_READS = "the running server or `python -m ingest watch` reads them"
Days = Annotated[int, typer.Option(min=0, max=60, help="Days of older news, from the site's sitemaps.")]
Names = Annotated[list[str], typer.Argument(help="Numbers or addresses as `feeds list` shows them.")]


@app.command()
def add(
    urls: Annotated[
        list[str], typer.Argument(help="Addresses of feeds, sites, news sitemaps, pages, imaps://…")
    ],
    outlet: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    collection: Annotated[
        str | None, typer.Option(help="The collection its articles belong to; `news` unless said.")
    ] = None,
    rights: Annotated[
        str | None, typer.Option(help="What may be shown: full (unless said), excerpt:N (words) or link.")
    ] = None,
    embargo_until: Annotated[str | None, typer.Option(help="Nothing of it is shown before then.")] = None,
    days: Days = 7,
    page: Annotated[bool, typer.Option("--page", help="Watch the one page, not the site's feed.")] = False,
    credentials: Annotated[
        bool, typer.Option("--credentials", help="Ask for a name and password, cookies or a header.")
    ] = False,
) -> None:
    """Watch feeds, and read them now. Example: python -m ingest feeds add https://velm-courier.example/."""
    from ingest.commands.feed_desk import opened
    from ingest.commands.prompted import asked_secret
    from ingest.holdings.rights import checked
    from ingest.watched.feeds import wished

    lifted = _seconds(embargo_until)
    with opened() as desk:
        secret = desk.watcher.web.safe.seal(asked_secret()) if credentials else None
        wishes = [
            replace(
                wished(url, page),
                outlet=outlet,
                collection=collection,
                rights=checked(rights) if rights else None,
                embargo_until=lifted,
                backfill_days=days,
                secret=secret,
            )
            for url in urls
        ]
        troubles = [wish for wish in wishes if not _tell(_patiently(desk.watch, wish))]
    raise typer.Exit(1 if troubles else 0)


@app.command("list")
def list_feeds(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a feed.")] = False,
) -> None:
    """Say what is watched and how each fares. Example: python -m ingest feeds list."""
    from ingest.commands.feed_desk import opened
    from ingest.watched.feed_report import lines

    with opened() as desk:
        rows = desk.report()
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if as_json else "\n".join(lines(row)))
    if not rows:
        print(f"nothing is watched; {_BEGIN}", file=sys.stderr)


@app.command()
def remove(names: Names) -> None:
    """Watch feeds no more; their articles stay. Example: python -m ingest feeds remove 3."""
    from ingest.commands.feed_desk import opened

    with opened() as desk:
        for feed in desk.found(names):
            desk.remove(feed)
            print(f"{feed.name}: no longer watched; its articles stay")


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Numbers or addresses; all where none.")] = None,
) -> None:
    """Look at feeds now; a paused one that is named goes on. Example: python -m ingest feeds check 3."""
    from ingest.commands.feed_desk import opened

    with opened() as desk:
        chosen = desk.found(names) if names else [feed for feed in desk.feeds() if not feed.paused]
        troubles = [feed for feed in chosen if not _tell(desk.check(feed))]
    raise typer.Exit(1 if troubles else 0)


@app.command()
def pause(names: Names) -> None:
    """Leave feeds alone. Example: python -m ingest feeds pause 3."""
    _paused(names, True)


@app.command()
def resume(names: Names) -> None:
    """Look at paused feeds again. Example: python -m ingest feeds resume 3."""
    _paused(names, False)


@app.command("import")
def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers write it.")],
    days: Days = 7,
) -> None:
    """Watch all feeds of an OPML file. Example: python -m ingest feeds import subscriptions.opml."""
    from ingest.commands.feed_desk import opened
    from ingest.watched.feeds import Wish

    with opened() as desk:
        taken = desk.take_in(file, Wish("", backfill_days=days))
    for trouble in taken.troubles:
        print(f"{file}: {trouble}", file=sys.stderr)
    if not taken.new + taken.known:
        print(f"{file}: no feed in it can be watched; {_BEGIN}", file=sys.stderr)
        raise typer.Exit(1)
    print(f"{taken.new:,} added, {taken.known:,} watched already; {_READS}")
    raise typer.Exit(1 if taken.troubles else 0)


@app.command()
def export(
    file: Annotated[str, typer.Argument(help="The file to write; - is standard output.")] = "-",
) -> None:
    """Write what is watched as OPML. Example: python -m ingest feeds export feeds.opml."""
    from ingest.commands.feed_desk import opened
    from ingest.texts.counted import counted

    with opened() as desk:
        watched, opml = desk.feeds(), desk.as_opml()
    if file == "-":
        sys.stdout.buffer.write(opml)
    else:
        Path(file).write_bytes(opml)
    told = [feed for feed in watched if feed.kind != "mailbox"]
    kept = len(watched) - len(told)
    if file != "-":
        print(f"{file}: {counted(len(told), 'feed')}")
    if kept:
        print(f"{counted(kept, 'mailbox', 'mailboxes')} left out: OPML has none", file=sys.stderr)
    if not watched:
        print(f"nothing is watched; {_BEGIN}", file=sys.stderr)


@app.command()
def starter(
    numbers: Annotated[list[int] | None, typer.Argument(help="Of the list, to watch them.")] = None,
    days: Days = 7,
) -> None:
    """Show feeds to begin with, or watch some of them. Example: python -m ingest feeds starter 1 4."""
    from ingest.commands.feed_desk import opened
    from ingest.read import opml
    from ingest.watched.feeds import Wish

    known = opml.starter()
    if not numbers:
        for number, outline in enumerate(known, 1):
            print(f"{number:3}  {outline.title}  {outline.url}")
        print("`python -m ingest feeds starter 1 4` watches the first and the fourth")
        return
    if wrong := [n for n in numbers if not 1 <= n <= len(known)]:
        raise typer.BadParameter(f"{wrong[0]} is not one of 1 to {len(known)}")
    with opened() as desk:
        chosen = [known[number - 1] for number in numbers]
        wishes = [Wish(each.url, title=each.title, backfill_days=days) for each in chosen]
        troubles = [wish for wish in wishes if not _tell(desk.watch(wish))]
    raise typer.Exit(1 if troubles else 0)


def watch(
    once: Annotated[bool, typer.Option("--once", help="Look at what is due, and end.")] = False,
) -> None:
    """Watch the feeds until stopped; the server does so by itself. Example: python -m ingest watch --once."""
    from ingest.care import retention
    from ingest.commands.feed_desk import opened
    from ingest.errors import ArchiveUnusable
    from ingest.watch import POLL_S, watching

    with opened() as desk, watching(desk.home):
        _begin_watching(len(desk.feeds()), once)
        while True:
            try:
                retention.apply_daily(desk.archive, datetime.now(UTC))
                for checked in desk.watcher.round(datetime.now(UTC)):
                    _tell(checked, quietly=not once)
            except ArchiveUnusable as error:  # a disk that is full may have room again
                if once:
                    raise
                print(f"citedesk: {error}", file=sys.stderr)
            if once:
                return
            time.sleep(POLL_S)


def _begin_watching(feeds: int, once: bool) -> None:
    from ingest.texts.counted import counted

    if not feeds:
        print(f"nothing is watched; {_BEGIN}", file=sys.stderr)
    elif not once:
        print(f"watching {counted(feeds, 'feed')}; stop it with Ctrl+C", file=sys.stderr)


def _seconds(text: str | None) -> int | None:
    from ingest.read.lines import embargo

    lifted = embargo(text)
    return int(lifted.timestamp()) if lifted else None


def _paused(names: list[str], paused: bool) -> None:
    from ingest.commands.feed_desk import opened

    with opened() as desk:
        for feed in desk.found(names):
            desk.pause(feed, paused)
            print(f"{feed.name}: {'paused' if paused else 'watched again'}")


def _tell(checked: "Checked", quietly: bool = False) -> bool:
    """Say what a look at a feed gave; False where it failed."""
    from ingest.texts.counted import counted

    if checked.is_busy:
        print(f"{_label(checked.feed)}: the server reads it just now")
        return True
    if checked.trouble:
        print(f"{_label(checked.feed)}: {checked.trouble}", file=sys.stderr)
        return False
    if checked.named or checked.added or checked.updated or not quietly:
        given = f"{counted(checked.added, 'article')} added, {checked.updated:,} updated"
        print(f"{_label(checked.feed)}: {given}")
    if checked.removed:
        gone = counted(checked.removed, "article that it named was", "articles that it named were")
        words = f"{gone} removed here, to stay away; {_TAKE_BACK}"
        print(f"{_label(checked.feed)}: {words}", file=sys.stderr)
    return True


def _patiently(watch: "Callable[[Wish], Checked]", wish: "Wish") -> "Checked":
    """Watch something; say what takes so long where it does."""
    words = f"reading {wish.url} and looking for its feed; --page watches the one page instead"
    late = Timer(_PATIENCE_S, print, (words,), {"file": sys.stderr})
    late.daemon = True
    if wish.kind == "feed":
        late.start()
    try:
        return watch(wish)
    finally:
        late.cancel()


def _label(feed: "Feed") -> str:
    return f"{feed.id} {feed.name}"
