"""The command that says how long articles are kept, how many that concerns, and when it is done."""

import shlex
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from ingest.archive import Archive
    from ingest.care.retention import Rule

app = typer.Typer()


@app.command()
def retain(
    what: Annotated[
        Literal["list", "none"] | None, typer.Argument(help="`list` the rules, or keep for ever: `none`.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Name or host; without it, all outlets that have no rule of their own.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=36_500, help="How long its articles are kept.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
) -> None:
    """Say how long articles are kept. Example: python -m ingest retain --outlet "Velm Courier" --days 30.

    The running server, or `python -m ingest watch`, removes once a day what is older.
    """
    from ingest.commands.desk import opened

    if (what is None) == (days is None):
        raise typer.BadParameter("give --days N, or one of `list` and `none`")
    if days is not None and outlet is not None and not outlet.strip():
        raise typer.BadParameter("--outlet is empty: leave it out for all that have no rule of their own")
    with opened() as desk:
        if what == "none":
            _drop(desk.archive, outlet, dry_run)
        elif days is not None:
            _set(desk.archive, outlet or "", days, dry_run)
        if not dry_run or what == "list":
            _show(desk.archive)


def _set(archive: "Archive", outlet: str, days: int, dry_run: bool) -> None:
    from ingest.care import retention
    from ingest.holdings import outlets

    if outlet and (doubt := outlets.doubt(archive, outlet)):
        print(doubt, file=sys.stderr)
        if not dry_run:
            print(f"the rule waits for its news; drop it: {_dropping(outlet)}", file=sys.stderr)
    if not dry_run:
        retention.keep_for(archive, outlet, days)
        return
    every = retention.with_rule(retention.rules(archive), outlet, days)
    print(f"would be set: {_line(archive, every[-1], every)}")


def _dropping(outlet: str) -> str:
    return f"python -m ingest retain none --outlet {shlex.quote(outlet)}"


def _drop(archive: "Archive", outlet: str | None, dry_run: bool) -> None:
    from ingest.care import retention
    from ingest.texts.counted import counted

    meant = None if outlet is None else outlet.casefold()
    held = [rule for rule in retention.rules(archive) if meant in (None, rule.outlet)]
    if dry_run:
        print(f"{counted(len(held), 'rule')} would be dropped")
        return
    dropped = retention.keep_forever(archive, outlet)
    print(f"{counted(dropped, 'rule')} dropped")
    if outlet and not dropped:
        print(f"no rule is for {outlet!r}; `python -m ingest retain list` shows them", file=sys.stderr)


def _show(archive: "Archive") -> None:
    """Print every rule with what it concerns, and on standard error when that is done."""
    from ingest.care import retention

    every = retention.rules(archive)
    for rule in every:
        print(_line(archive, rule, every))
    print(_when(archive) if every else "no rules: every article is kept for ever", file=sys.stderr)


def _line(archive: "Archive", rule: "Rule", every: "list[Rule]") -> str:
    from ingest.care import retention
    from ingest.texts.counted import counted

    reach = retention.reach(archive, rule, every, datetime.now(UTC))
    older = f"{reach.expired:,} of {counted(reach.articles, 'article')} older than that now"
    return f"{rule.outlet or 'all others'}: {counted(rule.days, 'day')}; {older}"


def _when(archive: "Archive") -> str:
    from ingest.care import retention

    now = datetime.now(UTC)
    at = retention.next_at(archive, now)
    if at is None:
        return (
            "nothing is removed for now: the newest news is over a month old, so the clock may be wrong; "
            "`python -m ingest remove --before DATE` removes at once"
        )
    first = "within minutes" if at <= now else f"next after {at:%Y-%m-%d %H:%M} UTC"
    return f"what is older is removed once a day, {first}, while the server or `python -m ingest watch` runs"
