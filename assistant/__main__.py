"""The command line of Citedesk: serve, ask, brief, search, digests, watches, inbox, keys."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.digest_commands import app as digests
from assistant.watch_commands import inbox, watches

if TYPE_CHECKING:
    from assistant.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ask questions about your news; every sentence opens the exact words it rests on. "
    'Example: python -m assistant ask "What changed?"',
)
keys = typer.Typer(no_args_is_help=True, help="The access key. Example: python -m assistant keys renew")
app.add_typer(keys, name="keys")
app.add_typer(digests, name="digests")
app.add_typer(watches, name="watches")
app.command()(inbox)
Since = Annotated[str | None, typer.Option(help="Only news published since: 2026-03-10 or a time.")]
Until = Annotated[str | None, typer.Option(help="Only news published until then.")]
AsOf = Annotated[str | None, typer.Option(help="Only what had been published by then.")]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", "--outlets", help="Only from this outlet; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="The same JSON as over HTTP.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 is every one.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port to listen on.")] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Add the sample news to an empty archive.")
    ] = False,
) -> None:
    """Serve the web chat and the HTTP interface. Example: python -m assistant serve --port 8000."""
    from assistant.server import run

    settings = _settings()
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    run(settings.model_copy(update=given), samples)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    outlets: Outlets = None,
    conversation: Annotated[str | None, typer.Option(help="Id of a conversation to go on with.")] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the news. Example: python -m assistant ask "Who leads the inquiry?"."""
    from assistant import bodies, terminal

    body = bodies.taken(
        bodies.ChatBody,
        question=question,
        since=since,
        until=until,
        as_of=as_of,
        outlets=outlets,
        conversation_id=conversation,
    )
    answer = terminal.ask(_settings(), body)
    print(json.dumps(answer, ensure_ascii=False) if as_json else terminal.shown(answer))


@app.command()
def brief(
    topic: Annotated[str | None, typer.Argument(help="What about; the top stories without one.")] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    outlets: Outlets = None,
    length: Annotated[str, typer.Option(help="short, normal or long.")] = "normal",
    changed_since: Annotated[
        str | None, typer.Option(help="Tell what changed since then; else since your last briefing on it.")
    ] = None,
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Write it as Markdown.")] = False,
) -> None:
    """Brief on a topic or on the top stories. Example: python -m assistant brief "ferry strike"."""
    from assistant import bodies, terminal
    from assistant.briefing_text import markdown

    body = bodies.taken(
        bodies.BriefBody,
        topic=topic,
        since=since,
        until=until,
        as_of=as_of,
        outlets=outlets,
        length=length,
        changed_since=changed_since,
    )
    briefing = terminal.brief(_settings(), body)
    if as_json:
        print(json.dumps(briefing, ensure_ascii=False))
    else:
        print(markdown(briefing) if as_markdown else terminal.shown_briefing(briefing))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    outlets: Outlets = None,
    limit: Annotated[int, typer.Option(help="How many passages, 1 to 100.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find passages by words and by meaning. Example: python -m assistant search "night shifts"."""
    from assistant import bodies, terminal

    body = bodies.taken(
        bodies.SearchBody, query=query, limit=limit, since=since, until=until, as_of=as_of, outlets=outlets
    )
    reply = terminal.search(_settings(), body)
    if as_json or reply["passages"]:
        print(json.dumps(reply, ensure_ascii=False) if as_json else terminal.found(reply))
    else:
        print("nothing found", file=sys.stderr)


@keys.command()
def renew() -> None:
    """Make a new access key and void the one before. Example: python -m assistant keys renew."""
    from assistant import keys as access
    from ingest import home
    from ingest.archive import Archive

    settings = _settings()
    archive = Archive(home.prepare(settings.home))
    try:
        key = access.of(settings, archive).renew()
    finally:
        archive.close()
    print("the new access key, shown this once; the one before and all sessions are void:", file=sys.stderr)
    print(key)


def _settings() -> "Settings":
    from assistant.settings import read

    return read()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(version("citedesk"))
        except PackageNotFoundError:
            print("from the source tree")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; our own errors become one line on standard error."""
    from assistant.errors import AssistantError
    from ingest.errors import IngestError

    try:
        app()
    except (AssistantError, IngestError) as error:
        sys.exit(f"citedesk: {error}")


if __name__ == "__main__":
    main()
