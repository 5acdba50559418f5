"""The commands that look after an archive: stats, backup, restore."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ingest.sql.backup import Manifest

app = typer.Typer()


@app.command()
def stats(
    top: Annotated[int, typer.Option(min=1, max=1_000, help="How many outlets, languages and so on.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell what the archive holds and how much room it takes. Example: python -m ingest stats."""
    from ingest.care import stats as counting
    from ingest.commands.desk import opened

    with opened() as desk:
        counted = desk.stats(top)
    print(json.dumps(counted.as_json(), ensure_ascii=False) if as_json else counting.shown(counted))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, or a folder to put one in.")],
) -> None:
    """Copy the archive into one file, while it is used. Example: python -m ingest backup /srv/backups/."""
    from ingest.commands.report import Bar, tell
    from ingest.settings import ArchiveSettings
    from ingest.sql import backup as backups
    from ingest.texts.counted import counted

    home = ArchiveSettings().home
    bar = Bar("backing up", "MB")
    bar.expect(backups.megabytes(home))
    try:
        file, made = backups.back_up(home, target, bar.advance)
    finally:
        bar.close()
    print(f"{file}: {_articles(made)}, {file.stat().st_size / 1e6:,.1f} MB")
    if made.secrets:
        feeds = counted(made.secrets, "feed has secrets", "feeds have secrets")
        tell(f"{feeds} whose key no backup holds: keep {home}/secrets.key too")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what the folder holds; it is lost.")
    ] = False,
) -> None:
    """Put a backup in place and build the index. Example: python -m ingest restore citedesk.zip."""
    from ingest.commands import recovery
    from ingest.settings import ArchiveSettings
    from ingest.texts.counted import counted

    made, passages = recovery.recover(file, ArchiveSettings().home, replace)
    indexed = f"{counted(passages, 'passage')} indexed"
    print(f"{_articles(made)} restored as they were at {made.created_at}, {indexed}")


def _articles(made: "Manifest") -> str:
    from ingest.texts.counted import counted

    embargoed = made.counts.get("under_embargo", 0)
    apart = f" ({embargoed:,} under embargo then)" if embargoed else ""
    return f"{counted(made.counts['articles'], 'article')}{apart}"
