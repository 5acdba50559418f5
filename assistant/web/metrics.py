"""Counts for /metrics, in Prometheus' text form; nothing that was asked or said is in them."""

from collections import Counter

from assistant.bootstrap import House
from assistant.conversation import Answer
from ingest import catalogue
from ingest.reader import Reader, Window


class Meter:
    """What has been counted since the start."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()

    def count(self, answer: Answer) -> None:
        """Count an answer by its mode."""
        self.answers[answer.mode] += 1

    def text(self, house: House | None) -> str:
        """Write all figures."""
        lines = ["# TYPE citedesk_answers_total counter"]
        lines += [
            f'citedesk_answers_total{{mode="{mode}"}} {self.answers[mode]}'
            for mode in ("written", "quoted", "declined")
        ]
        if house is not None:
            progress = house.index.progress()
            figures = {
                "citedesk_articles": catalogue.coverage(house.archive, Reader(), Window()).articles,
                "citedesk_passages_waiting": progress.waiting,
                "citedesk_log_behind": progress.last_seq - min(progress.words_seq, progress.vectors_seq),
            }
            for name, value in figures.items():
                lines += [f"# TYPE {name} gauge", f"{name} {value}"]
        return "\n".join(lines) + "\n"
