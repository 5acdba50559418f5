"""Tell a person at the terminal what happens while it happens, and what has happened after."""

import json
import sys
import time
from collections import Counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ingest.care import checkup
from ingest.holdings.reader import Source
from ingest.outcome import STATUSES, Outcome
from ingest.texts.counted import counted

_PATIENCE_S = 1.0  # a bar appears for what takes longer
_ENDINGS = 12  # are named
_NOTICE = 200  # letters of a correction notice are shown
_UNSERVED = " model, which is missing: found by words only"


def tell(step: str) -> None:
    """Say on standard error what takes a moment."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(step)


class Bar:
    """A progress bar on standard error that shows itself after a second."""

    def __init__(self, what: str, unit: str) -> None:
        columns = (
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]} " + unit + "/s"),
            TimeElapsedColumn(),
        )
        # With the bar on a terminal and the lines going to a file, the lines must not be caught.
        is_one_screen = sys.stdout.isatty()
        self._progress = Progress(
            *columns,
            console=Console(stderr=True),
            redirect_stdout=is_one_screen,
            redirect_stderr=is_one_screen,
        )
        self._task: TaskID = self._progress.add_task(what, total=0, rate="")
        self._began = time.monotonic()
        self._total = self._done = 0
        self._is_shown = False

    def expect(self, more: int) -> None:
        """Raise the end of the bar."""
        self._total += more

    def advance(self, step: int = 1) -> None:
        """Move on; show the bar once it has taken a second."""
        self._done += step
        passed = time.monotonic() - self._began
        if not self._is_shown and passed > _PATIENCE_S:
            self._progress.start()
            self._is_shown = True
        if self._is_shown:
            rate = f"{self._done / passed:,.0f}"
            self._progress.update(
                self._task, completed=self._done, total=max(self._total, self._done), rate=rate
            )

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._is_shown:
            self._progress.stop()


class Teller:
    """Prints a line a source as it comes, and the counts at the end."""

    def __init__(self, as_json: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()  # files of folders that are not read, by their endings
        self._json = as_json
        self._bar = Bar("adding", "articles")
        self._ignored: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
        if kind is not None:
            return
        if self._json:
            counts: dict[str, object] = {name: self.counts[name] for name in STATUSES}
            print(json.dumps(counts | ({"skipped": dict(self.skipped)} if self.skipped else {})))
            return
        if self.skipped:
            print(f"not read: {_endings(self.skipped)}", file=sys.stderr)
        if self.counts.total() > 1:
            print(", ".join(f"{self.counts[name]:,} {name}" for name in STATUSES if self.counts[name]))

    def expect(self, articles: int) -> None:
        """Raise the end of the bar."""
        self._bar.expect(articles)

    def tell(self, outcome: Outcome) -> None:
        """Say what became of one source: data to standard output, trouble to standard error."""
        self.counts[outcome.status] += 1
        self._bar.advance()
        if self._json:
            print(json.dumps(outcome.as_json(), ensure_ascii=False))
            return
        print(_line(outcome), file=sys.stderr if outcome.status == "refused" else sys.stdout)
        if new := set(outcome.ignored) - self._ignored:
            self._ignored |= new
            print(f"{outcome.source}: fields not used: {', '.join(sorted(new))}", file=sys.stderr)
        if outcome.correction:
            print(f"{outcome.source}: a correction notice is recognised: {_short(outcome.correction)}")
        if outcome.embargo_until:
            print(f"{outcome.source}: under embargo, found from {outcome.embargo_until} on", file=sys.stderr)
        for note in outcome.notes:
            print(f"{outcome.source}: {note}", file=sys.stderr)

    def waiting(self, passages: int) -> Bar:
        """Begin a bar for the embedding."""
        bar = Bar("embedding", "passages")
        bar.expect(passages)
        return bar


def _line(outcome: Outcome) -> str:
    if outcome.status == "refused":
        reason = (outcome.reason or "").removeprefix(outcome.source).lstrip(": ")
        return f"{outcome.source}: refused: {reason}"
    if outcome.status == "unchanged":
        return f"{outcome.source}: already kept, article {outcome.article_id}"
    passages = counted(outcome.passages or 0, "passage")
    return f"{outcome.source}: {outcome.status}, {passages}, article {outcome.article_id}"


def _short(text: str) -> str:
    told = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return told if len(told) <= _NOTICE else f"{told[: _NOTICE - 1]}…"


def _endings(skipped: Counter[str]) -> str:
    """Files by their endings, the most first; the list stays short whatever a folder holds."""
    known = sorted(skipped.items(), key=lambda each: (-each[1], each[0] == "", each[0]))[:_ENDINGS]
    shown = [f"{count:,} {ending or 'without an ending'}" for ending, count in known]
    rest = skipped.total() - sum(count for _, count in known)
    return ", ".join(shown + ([counted(rest, "other")] if rest else []))


def as_row(source: Source) -> dict[str, object]:
    """An article in a list, as JSON."""
    row = {"id": source.article_id, "title": source.title, "outlet": source.outlet, "url": source.url}
    ahead = {"dated_ahead": source.ahead} if source.ahead else {}
    return {**row, "published_at": source.published, **ahead}


def line(source: Source) -> str:
    """The same in a line for a person."""
    published = source.published or (f"ahead: {source.ahead[:10]}" if source.ahead else "undated")
    told = f"{source.article_id}  {published:20}  {source.outlet or '-'}: {source.title}"
    return "".join(letter if letter.isprintable() else " " for letter in told)


def health(report: checkup.Report) -> str:
    """Put a doctor's report into lines."""
    mended = {
        name: report[name] for name in ("words_mended", "vectors_mended", "words_surplus", "vectors_surplus")
    }
    found = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in mended.items() if value)
    model = _UNSERVED if report["words_only"] else ""
    embargoed = f" ({report['under_embargo']:,} under embargo)" if report["under_embargo"] else ""
    return "\n".join(
        (
            f"database: {report['database']}",
            f"{counted(report['articles'], 'article')}{embargoed}, {counted(report['passages'], 'passage')}",
            f"{counted(report['waiting'], 'passage waits', 'passages wait')} for the embedding{model}",
            f"{counted(report['other_languages'], 'article')} in other languages, found by words only",
            f"index: {'mended: ' + found if found else 'each passage is found by its vector and words'}",
            *(["index: built again from the archive"] if report["rebuilt"] else []),
            *checkup.lines(report),
        )
    )
