"""The command line of what comes by itself: python -m assistant digests …

With a server running it is asked, without one the archive is opened here.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.coming.digest_desk import DigestDesk

app = typer.Typer(
    no_args_is_help=True,
    help="Briefings that come by themselves, made and sent while `python -m assistant serve` runs. "
    'Example: python -m assistant digests add Morning --topic "ferry strike" --at 07:30',
)
AsJson = Annotated[bool, typer.Option("--json", help="The same JSON as over HTTP.")]
Id = Annotated[str, typer.Argument(help="Its id, or the beginning of it, as `digests list` shows it.")]
Day = Annotated[str, typer.Argument(help="The date of the edition: 2026-03-10.")]
Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="What about; may be repeated. Without: top stories.")
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only from this outlet; may be repeated.")
]
Reply = dict[str, Any]  # JSON as the machine interface has it: what it holds is read by name


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What it is called; the subject of its mails.")],
    topics: Topics = None,
    outlets: Outlets = None,
    weekdays: Annotated[str, typer.Option(help="Days as digits, Monday is 1.")] = "12345",
    at: Annotated[str, typer.Option(help="Hour and minute on the clock of its zone.")] = "07:30",
    zone: Annotated[str | None, typer.Option(help="IANA name; CITEDESK_ZONE unless said.")] = None,
    length: Annotated[str, typer.Option(help="short, normal or long.")] = "normal",
    sends_empty: Annotated[
        bool, typer.Option("--send-empty", help="Send it also on days without anything new.")
    ] = False,
    asks_first: Annotated[
        bool, typer.Option("--ask-first", help="Send nothing before somebody has approved it.")
    ] = False,
    channel: Annotated[str, typer.Option(help="web or mail.")] = "web",
    address: Annotated[str | None, typer.Option(help="Where it goes, by mail.")] = None,
    as_json: AsJson = False,
) -> None:
    """Have briefings come. Example: digests add Morning --topic ferries --channel mail --address me@x.org."""
    from assistant.bodies import taken
    from assistant.coming.digest_bodies import DigestBody
    from assistant.settings import read

    body = taken(
        DigestBody,
        name=name,
        topics=topics or [],
        outlets=outlets or [],
        weekdays=weekdays,
        at=at,
        zone=zone or read().zone,
        length=length,
        skips_empty=not sends_empty,
        asks_first=asks_first,
        channel=channel,
        address=address,
    )
    added = _asked("POST", "", lambda desk, now: desk.add(body, now), body.model_dump())
    print(json.dumps(added, ensure_ascii=False) if as_json else _line(added))


@app.command("list")
def list_digests(as_json: AsJson = False) -> None:
    """Say what comes and when. Example: python -m assistant digests list."""
    rows = _digests()
    if as_json:
        print(json.dumps({"digests": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(_line(row))
    if not rows:
        print("nothing comes by itself; `python -m assistant digests add NAME` begins", file=sys.stderr)


@app.command()
def remove(digest: Id) -> None:
    """Delete a digest and its editions. Example: python -m assistant digests remove 3f9c."""
    named = _found(digest)
    _asked("DELETE", f"/{named['id']}", lambda desk, _: desk.remove(named["id"]))
    print(f"{named['name']}: removed; what of it was not sent is never sent")


@app.command()
def pause(digest: Id) -> None:
    """Have nothing come for now. Example: python -m assistant digests pause 3f9c."""
    print(_line(_changed(digest, paused=True)))


@app.command()
def resume(digest: Id) -> None:
    """Let a paused digest go on, from its next date. Example: python -m assistant digests resume 3f9c."""
    print(_line(_changed(digest, paused=False)))


@app.command()
def editions(
    digest: Id,
    day: Annotated[str | None, typer.Argument(help="Show that of this date.")] = None,
    as_json: AsJson = False,
) -> None:
    """List editions, or show one as it is sent. Example: python -m assistant digests editions 3f9c."""
    from assistant.briefing_text import plain

    named = _found(digest)
    path = f"/{named['id']}/editions"
    if day is None:
        reply = _asked("GET", path, lambda desk, _: desk.editions(named["id"]))
        shown = [_edition_line(each) for each in reply["editions"]] or ["none yet"]
    else:
        reply = _asked("GET", f"{path}/{_part(day)}", lambda desk, _: desk.edition(named["id"], day))
        shown = [_edition_line(reply), *(f"\n{each['id']}\n{plain(each)}" for each in reply["briefings"])]
    print(json.dumps(reply, ensure_ascii=False) if as_json else "\n".join(shown))


@app.command()
def approve(
    digest: Id,
    day: Day,
    points: Annotated[
        list[str] | None,
        typer.Option("--points", help="Of a briefing only these: ID=0,2; none after = leaves it out."),
    ] = None,
) -> None:
    """Send an edition that waits. Example: python -m assistant digests approve 3f9c 2026-03-10."""
    from assistant.bodies import taken
    from assistant.coming.digest_bodies import ApprovalBody

    body = taken(ApprovalBody, chosen=dict(map(_points, points)) if points else None)
    _settled(
        digest, day, "approve", lambda desk, now, key: desk.approve(key, day, body, now), body.model_dump()
    )


@app.command()
def refuse(digest: Id, day: Day) -> None:
    """Never send an edition that waits. Example: python -m assistant digests refuse 3f9c 2026-03-10."""
    _settled(digest, day, "refuse", lambda desk, now, key: desk.refuse(key, day, now))


def _settled(
    digest: str,
    day: str,
    verb: str,
    here: "Callable[[DigestDesk, datetime, str], Reply]",
    body: Reply | None = None,
) -> None:
    key = _found(digest)["id"]
    reply = _asked(
        "POST", f"/{key}/editions/{_part(day)}/{verb}", lambda desk, now: here(desk, now, key), body
    )
    print(_edition_line(reply))


def _part(text: str) -> str:
    """A part of an address, whatever is in it."""
    from urllib.parse import quote

    return quote(text, safe="")


def _points(text: str) -> tuple[str, list[int]]:
    from assistant.errors import BadValue

    briefing_id, _, numbers = text.partition("=")
    try:
        return briefing_id, [int(number) for number in numbers.split(",") if number.strip()]
    except ValueError as error:
        raise BadValue("points", text, "Give a briefing's id and numbers from 0: ID=0,2") from error


def _changed(digest: str, **fields: object) -> Reply:
    from assistant.bodies import taken
    from assistant.coming.digest_bodies import DigestChange

    change, key = taken(DigestChange, **fields), _found(digest)["id"]
    return _asked("PATCH", f"/{key}", lambda desk, now: desk.change(key, change, now), dict(fields))


def _digests() -> list[Reply]:
    rows: list[Reply] = _asked("GET", "", lambda desk, now: desk.digests(now))["digests"]
    return rows


def _found(digest: str) -> Reply:
    """The one digest whose id begins so; raises UnknownDigest and BadValue."""
    from assistant.errors import BadValue, UnknownDigest

    rows = [row for row in _digests() if digest and row["id"].startswith(digest)]
    if not rows:
        raise UnknownDigest(digest)
    if len(rows) > 1:
        raise BadValue("id", digest, f"Begins the ids of {len(rows)} digests; give more of it")
    return rows[0]


def _asked(
    method: str, path: str, here: "Callable[[DigestDesk, datetime], Reply]", body: object = None
) -> Reply:
    """Ask the running server, or do it here; raises AssistantError in either's words."""
    from assistant.errors import AssistantError
    from assistant.settings import read
    from ingest import home

    settings = read()
    folder = home.prepare(settings.home)
    if owner := home.owner(folder):
        reply = owner.call(method, f"/v1/digests{path}", body)
        given: Reply = reply.json()
        if reply.is_error:
            raise AssistantError(given["error"]["message"])
        return given
    from assistant.coming.digest_desk import DigestDesk
    from assistant.coming.digests import now
    from assistant.coming.ways import channels_of
    from ingest.archive import Archive
    from ingest.holdings.reader import Reader

    archive = Archive(folder)
    try:
        return here(DigestDesk(archive, channels_of(settings), Reader()), now())
    finally:
        archive.close()


def _line(row: Reply) -> str:
    days, where = row["weekdays"], row["address"] or row["channel"]
    comes = "paused" if row["paused"] else f"next {row['next_at']}" if row["next_at"] else "never due"
    about = ", ".join(row["topics"]) or "top stories"
    return f"{row['id'][:8]}  {row['name']}: {about}; {days} at {row['at']} {row['zone']}, {where}; {comes}"


def _edition_line(row: Reply) -> str:
    return f"{row['date']}  {row['state']}{': ' + row['trouble'] if row['trouble'] else ''}"
