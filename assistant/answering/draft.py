"""An answer as it grows: its sentences so far, the numbers of their citations, how long each step took."""

import time
from dataclasses import dataclass, field

from assistant.conversation import Checked, Citation, Mode, Query, Question, Quote, Sentence, Told
from assistant.events import Text
from ingest.holdings.reader import Found, Reader


@dataclass(slots=True)
class Draft:
    """An answer as it grows."""

    question: Question
    reader: Reader
    conversation_id: str
    query: Query = field(default_factory=lambda: Query(""))
    began: float = field(default_factory=time.monotonic)
    mode: Mode = "quoted"
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    citations: dict[Told, Citation] = field(default_factory=dict)
    dropped: int = 0
    nearest: tuple[Found, ...] = ()
    notices: list[str] = field(default_factory=list)
    model: str | None = None
    timings: dict[str, int] = field(default_factory=dict)

    def time(self, step: str) -> None:
        """Note how long after the beginning a step had ended, in milliseconds."""
        self.timings.setdefault(step, round(1000 * (time.monotonic() - self.began)))

    def add(self, checked: Checked) -> Text:
        """Number the quotes of a sentence, append it, and return its event."""
        citations = tuple(self._cite(quoted) for quoted in checked.quotes)
        numbers = tuple(dict.fromkeys(citation.number for citation in citations))
        sentence = Sentence(checked.text, numbers, checked.verdict, checked.checked)
        gap = " " if self.sentences else ""
        delta = f"{gap}{checked.text} " + "".join(f"[{number}]" for number in numbers)
        self.sentences.append(sentence)
        self.text += delta
        self.time("first_sentence")
        return Text(delta, sentence, citations)

    def _cite(self, quoted: Quote) -> Citation:
        return cited(quoted, self.citations)


def cited(quoted: Quote, citations: dict[Told, Citation]) -> Citation:
    """The citation of a quote, numbered in order of appearance."""
    return citations.setdefault(quoted.key, Citation(len(citations) + 1, quoted))
