"""The command line of the archive: add, list, remove, retain, reindex; feeds; what looks after it."""

import json
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.commands import feed_commands, retain_command, upkeep

if TYPE_CHECKING:
    from ingest.read.text import Details
    from ingest.sql.removal import Selection

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Keep an archive of news. Example: python -m ingest add story.txt",
)


app.add_typer(feed_commands.app, name="feeds")
app.command()(feed_commands.watch)


@app.command()
def add(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, addresses, or - for text on standard input.")
    ],
    title: Annotated[str | None, typer.Option(help="Title of a text that has none.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    published: Annotated[str | None, typer.Option(help="When: 2026-03-10 or 2026-03-10T09:30:00Z.")] = None,
    collection: Annotated[str, typer.Option(help="The collection it belongs to.")] = "news",
    rights: Annotated[
        str | None, typer.Option(help="What may be shown of it: full, excerpt:N (N words) or link.")
    ] = None,
    embargo_until: Annotated[
        str | None, typer.Option(help="Nobody sees it before: 2026-03-10 or 2026-03-10T09:30:00Z.")
    ] = None,
    wait: Annotated[
        Literal["index"] | None, typer.Option(help="`index`: return when it can be found both ways.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a source, then the counts.")
    ] = False,
) -> None:
    """Add news. Example: python -m ingest add stories/ --outlet "Velm Courier"."""
    from ingest.commands.desk import opened
    from ingest.commands.report import Teller

    details = _held_back(_details(title, outlet, url, published, collection), rights, embargo_until)
    _one_article(sources, title, url)
    with opened() as desk, Teller(as_json) as teller:
        for outcome in desk.add(sources, details, teller):
            teller.tell(outcome)
        if wait == "index":
            desk.wait_for_index(teller)
    if teller.counts["refused"]:
        raise typer.Exit(1)


@app.command("list")
def list_articles(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest arrivals first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an article.")] = False,
) -> None:
    """List the articles kept. Example: python -m ingest list --limit 10."""
    from ingest.commands.desk import opened
    from ingest.commands.report import as_row, line

    with opened() as desk:
        found = desk.listing(limit)
        if not found:
            print(
                "nothing to list (articles under embargo are not); `python -m ingest add FILE` takes one in",
                file=sys.stderr,
            )
        for source in found:
            print(json.dumps(as_row(source), ensure_ascii=False) if as_json else line(source))


@app.command()
def remove(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids as `list` shows them.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Address of an article; may be given again.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Articles of this outlet, by name or host.")] = None,
    before: Annotated[
        str | None, typer.Option(help="Articles published before this day; undated ones by when they came.")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Remove the sample news.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    wipe: Annotated[
        bool, typer.Option("--wipe", help="Leave no byte of them on the disk, as `vacuum`.")
    ] = False,
) -> None:
    """Remove articles, from answers too. Example: python -m ingest remove --before 2025-01-01."""
    from ingest.commands.desk import opened
    from ingest.holdings import outlets
    from ingest.texts.counted import counted

    selection = _selection(ids, url, outlet, before, samples)
    with opened() as desk:
        chosen = desk.chosen(selection)
        if outlet and (doubt := outlets.doubt(desk.archive, outlet)):
            print(doubt, file=sys.stderr)
        if dry_run:
            print(f"{len(chosen):,} would be removed")
        else:
            if chosen and selection.is_wide and not yes:
                _confirm(f"Remove {counted(len(chosen), 'article')} with all versions, passages and vectors?")
            print(f"{len(desk.remove(chosen)):,} removed")
            if wipe:
                desk.vacuum()
    unknown = [i for i in ids or [] if i not in chosen]
    for article_id in unknown:
        print(f"no article has the id {article_id!r}; `python -m ingest list` shows them", file=sys.stderr)
    if unknown or (url and not chosen):
        raise typer.Exit(1)


@app.command()
def vacuum() -> None:
    """Write archive and indexes anew, without what was removed. Example: python -m ingest vacuum."""
    from ingest.commands.desk import opened

    with opened() as desk:
        desk.vacuum()
    print("nothing that was removed is left in the archive and its indexes")


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Hold the index against the archive and mend it. Example: python -m ingest doctor."""
    from ingest.commands.desk import opened
    from ingest.commands.report import health

    with opened() as desk:
        report = desk.doctor()
    print(json.dumps(report) if as_json else health(report))
    if report["database"] != "ok":
        raise typer.Exit(1)


@app.command()
def reindex() -> None:
    """Build both indexes again without embedding. Example: python -m ingest reindex."""
    from ingest.commands.desk import opened
    from ingest.texts.counted import counted

    with opened() as desk:
        print(f"{counted(desk.reindex(), 'passage')} indexed again")


def _selection(
    ids: list[str] | None, urls: list[str] | None, outlet: str | None, before: str | None, samples: bool
) -> "Selection":
    from ingest.holdings.sample_news import SAMPLES
    from ingest.sql.removal import Selection
    from ingest.times import moment

    if not (ids or urls or outlet or before or samples):
        raise typer.BadParameter("give ids, --url, --outlet, --before or --samples")
    try:
        at = moment(before)[0] if before else None
    except ValueError as error:
        raise typer.BadParameter(f"--before {before!r} is not a date or time as in 2026-03-10") from error
    collection = SAMPLES if samples else None
    return Selection(tuple(ids or ()), tuple(urls or ()), collection, outlet or None, at)


def _confirm(question: str) -> None:
    """Ask on the terminal; where nobody can be asked nothing is done."""
    if not sys.stdin.isatty():
        sys.exit(f"citedesk: {question} Nobody can be asked here: say --yes, or --dry-run to see how many")
    typer.confirm(question, abort=True)


app.add_typer(upkeep.app)
app.add_typer(retain_command.app)


def _details(
    title: str | None, outlet: str | None, url: str | None, published: str | None, collection: str
) -> "Details":
    from ingest.read.lines import address
    from ingest.read.text import Details
    from ingest.times import moment

    try:
        at, is_day = moment(published) if published else (None, False)
    except ValueError as error:
        raise typer.BadParameter(
            f"--published {published!r} is not a date or time as in 2026-03-10"
        ) from error
    return Details(title, outlet, address(url), at, is_day, collection)


def _one_article(sources: list[str], title: str | None, url: str | None) -> None:
    """Refuse what is said of one article where more are meant; a title goes to the lines that have none."""
    is_many = len(sources) > 1 or os.path.isdir(sources[0])
    if url and (is_many or sources[0].lower().endswith(".jsonl")):
        raise typer.BadParameter("--url names one article: give it with one file at a time")
    if title and is_many:
        raise typer.BadParameter("--title names one article: give it with one source at a time")


def _held_back(details: "Details", rights: str | None, embargo_until: str | None) -> "Details":
    from dataclasses import replace

    from ingest.holdings.rights import checked
    from ingest.read.lines import embargo

    return replace(details, rights=checked(rights) if rights else None, embargo_until=embargo(embargo_until))


def main() -> None:
    """Run the command line; our own errors and settings that cannot be become one line on standard error."""
    from ingest.errors import IngestError

    for stream in (sys.stdout, sys.stderr):  # a file's name may hold what no text can
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except IngestError as error:
        sys.exit(f"citedesk: {error}")
    except OSError as error:  # the output's own, or a full disk's; what was said to be kept is kept
        sys.exit(f"citedesk: {error.filename or 'what was done'} cannot be written: {error.strerror}")
    except ValueError as error:
        _refuse_settings(error)
        raise


def _refuse_settings(error: ValueError) -> None:
    """End with one line where a setting cannot be."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError) and error.title == "ArchiveSettings":
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        reason = reason[:1].lower() + reason[1:]
        sys.exit(f"citedesk: CITEDESK_{str(first['loc'][0]).upper()} {first['input']!r}: {reason}")


if __name__ == "__main__":
    main()
