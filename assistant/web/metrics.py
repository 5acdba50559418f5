"""Counts for /metrics, in Prometheus' text form; nothing that was asked or said is in them."""

from collections import Counter
from typing import get_args

from assistant.bootstrap import House
from assistant.conversation import Mode
from assistant.events import BriefingDone, Done
from assistant.web.gate import Gates
from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.indexes import meaning
from ingest.watched import feeds
from ingest.watched.reasons import reason


class Meter:
    """What has been counted since the start."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates
        self.answers: Counter[str] = Counter()
        self.briefings: Counter[str] = Counter()

    def count(self, done: Done | BriefingDone) -> None:
        """Count an answer or a briefing by its mode."""
        if isinstance(done, Done):
            self.answers[done.answer.mode] += 1
        else:
            self.briefings[done.briefing.mode] += 1

    def text(self, house: House | None) -> str:
        """Write all figures."""
        lines = []
        for what, counts in (("answers", self.answers), ("briefings", self.briefings)):
            lines.append(f"# TYPE citedesk_{what}_total counter")
            lines += [f'citedesk_{what}_total{{mode="{mode}"}} {counts[mode]}' for mode in get_args(Mode)]
        lines += self._at_the_gates()
        if house is not None:
            progress = house.index.progress()
            figures = {
                "citedesk_articles": catalogue.coverage(house.archive, Reader(), Window()).articles,
                "citedesk_passages_waiting": meaning.waiting_passages(house.archive, Reader()),
                "citedesk_log_behind": progress.last_seq - min(progress.words_seq, progress.vectors_seq),
            }
            for name, value in figures.items():
                lines += [f"# TYPE {name} gauge", f"{name} {value}"]
            lines += _watched(house.archive)
        return "\n".join(lines) + "\n"

    def _at_the_gates(self) -> list[str]:
        gates = {
            "answers": self._gates.answers,
            "searches": self._gates.searches,
            "briefings": self._gates.briefings,
        }
        lines = ["# TYPE citedesk_refused_total counter"]
        lines += [f'citedesk_refused_total{{what="{what}"}} {gate.refused}' for what, gate in gates.items()]
        for what, gate in gates.items():
            lines += [f"# TYPE citedesk_{what}_in_work gauge", f"citedesk_{what}_in_work {gate.working}"]
            lines += [f"# TYPE citedesk_{what}_waiting gauge", f"citedesk_{what}_waiting {gate.waiting}"]
        return lines


def _watched(archive: Archive) -> list[str]:
    """Feeds by state, and of each failing one why and since when; its number stands for its address."""
    listed = feeds.listing(archive)
    states = Counter(feed.state for feed in listed)
    lines = ["# TYPE citedesk_feeds gauge"]
    lines += [f'citedesk_feeds{{state="{state}"}} {states[state]}' for state in get_args(feeds.State)]
    lines.append("# TYPE citedesk_feed_failing_since_seconds gauge")
    return lines + [
        f'citedesk_feed_failing_since_seconds{{feed="{feed.id}",reason="{reason(feed.trouble or "")}"}} '
        f"{feed.failing_since}"
        for feed in listed
        if feed.failing_since
    ]
