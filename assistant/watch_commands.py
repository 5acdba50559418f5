"""The commands of watches: watch something, list what is watched, pause it, and read what came.

They work on the archive itself, beside a running server or without one; only a server looks. What is
begun goes through the running server, which knows by which channels it can tell.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.coming.watches import Watch
    from assistant.coming.wishes import WatchBody
    from ingest.archive import Archive

watches = typer.Typer(
    no_args_is_help=True,
    help='Be told of news at once. Example: python -m assistant watches add "ferry strike"',
)
AsJson = Annotated[bool, typer.Option("--json", help="The same JSON as over HTTP.")]
Named = Annotated[str, typer.Argument(help="The watch's id, as the list has it.")]


@watches.command()
def add(
    text: Annotated[str, typer.Argument(help="A question or a topic.")],
    outlets: Annotated[
        list[str] | None, typer.Option("--outlet", help="Only from this outlet; may be repeated.")
    ] = None,
    least_stories: Annotated[int, typer.Option("--least", help="Independent sources before an alert.")] = 1,
    quiet: Annotated[str | None, typer.Option(help="No alert in these hours: 22:00-07:00.")] = None,
    zone: Annotated[str, typer.Option(help="Time zone of the quiet hours: Europe/Berlin.")] = "UTC",
    channel: Annotated[str, typer.Option(help="web or mail.")] = "web",
    address: Annotated[str | None, typer.Option(help="Where alerts go by mail.")] = None,
    as_json: AsJson = False,
) -> None:
    """Watch a question or topic. Example: python -m assistant watches add "ferry strike" --least 2."""
    from assistant import bodies
    from assistant.coming.watches import Watches
    from assistant.coming.wishes import WatchBody
    from ingest.holdings.reader import Reader

    start, _, stop = (quiet or "").partition("-")
    body = bodies.taken(
        WatchBody,
        text=text,
        outlets=outlets,
        least_stories=least_stories,
        quiet_from=start or None,
        quiet_until=stop or None,
        zone=zone,
        channel=channel,
        address=address,
    )
    watch_id = _begun(body)
    with _archive() as archive:
        _tell(Watches(archive).watch(watch_id, Reader()), 0, as_json)


@watches.command("list")
def listing(as_json: AsJson = False) -> None:
    """List what you watch. Example: python -m assistant watches list."""
    from assistant.coming.watches import Watches
    from ingest.holdings.reader import Reader

    with _archive() as archive:
        held = Watches(archive)
        every = held.of(Reader())
        for each in every:
            _tell(each, held.alerts(each.id), as_json)
    if not every:
        print("nothing is watched", file=sys.stderr)


@watches.command()
def remove(watch_id: Named) -> None:
    """Watch something no more; its alerts go too. Example: python -m assistant watches remove ID."""
    from assistant.coming.watches import Watches
    from ingest.holdings.reader import Reader

    with _archive() as archive:
        Watches(archive).remove(watch_id, Reader())
    print(f"{watch_id}: removed")


@watches.command()
def pause(watch_id: Named) -> None:
    """Be told nothing for now. Example: python -m assistant watches pause ID."""
    _pause(watch_id, True)


@watches.command()
def resume(watch_id: Named) -> None:
    """Be told of what comes from now on. Example: python -m assistant watches resume ID."""
    _pause(watch_id, False)


def inbox(as_json: AsJson = False) -> None:
    """Show what came by itself: digests and alerts. Example: python -m assistant inbox."""
    from assistant.coming.inbox import messages
    from ingest.holdings.reader import Reader

    with _archive() as archive:
        came = messages(Reader(), archive)
        for each in came:
            said = each.as_json()
            print(json.dumps(said, ensure_ascii=False) if as_json else _shown(said))
    if not came:
        print("nothing came", file=sys.stderr)


def _begun(body: "WatchBody") -> str:
    """Begin a watch and return its id; raises AssistantError where nothing can be told on its channel."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from assistant.coming.watches import Watches
    from assistant.coming.ways import channels_of, checked
    from assistant.errors import AssistantError
    from assistant.settings import read
    from ingest import home
    from ingest.holdings.reader import Reader

    settings = read()
    if owner := home.owner(home.prepare(settings.home)):
        reply = owner.call("POST", "/v1/watches", body.model_dump())
        if reply.is_error:
            raise AssistantError(reply.json()["error"]["message"])
        return str(reply.json()["id"])
    address = checked(channels_of(settings), body.channel, body.address)
    watch = replace(body.as_watch(Reader()), address=address)
    with _archive() as archive:
        return Watches(archive).add(watch, datetime.now(UTC)).id


def _pause(watch_id: str, is_paused: bool) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    from assistant.coming.watches import Watches
    from ingest.holdings.reader import Reader

    with _archive() as archive:
        held = Watches(archive)
        changed = replace(held.watch(watch_id, Reader()), is_paused=is_paused)
        kept = held.change(changed, Reader(), datetime.now(UTC))
        _tell(kept, held.alerts(watch_id), False)


def _tell(watch: "Watch", alerts: int, as_json: bool) -> None:
    if as_json:
        print(json.dumps(watch.as_json(alerts), ensure_ascii=False))
        return
    least = f", from {watch.least_stories} sources on" if watch.least_stories > 1 else ""
    quiet = f", quiet {watch.quiet.start:%H:%M}-{watch.quiet.stop:%H:%M}" if watch.quiet else ""
    to = f", to {watch.address}" if watch.address else ""
    state = "paused" if watch.is_paused else f"{alerts} alert{'' if alerts == 1 else 's'}"
    print(f"{watch.id}: {watch.text} ({state}{least}{quiet}{to})")


def _shown(message: dict[str, object]) -> str:
    alert = message.get("alert")
    mark = " " if message["read"] else "*"
    head = f"{mark} {message['at']} {message['kind']}: {message['title']}"
    if not isinstance(alert, dict):
        return head
    lines = [f"    {line}" for line in alert["text"].split("\n")]
    sources = [
        f"    [{each['number']}] {each['outlet'] or 'unnamed outlet'}: {each['title']} "
        f"({each['url'] or each['article_id']})"
        for each in alert["citations"]
    ]
    return "\n".join([head, *lines, *sources])


@contextmanager
def _archive() -> Iterator["Archive"]:
    from assistant.settings import read
    from ingest import home
    from ingest.archive import Archive

    archive = Archive(home.prepare(read().home))
    try:
        yield archive
    finally:
        archive.close()
