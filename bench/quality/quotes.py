"""News quiz questions answered by our quotes alone: the option that the quoted sentences support best.

The scorer sees the question, its options, the quoted sentences and their titles, and nothing else. An
option is supported by a sentence that holds its rare words, the more so the more of the question it
holds too; the meaning of the two decides where no words do.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rich.progress import track

from assistant.bootstrap import House
from assistant.conversation import Checked
from assistant.quote import quote
from assistant.weighing.terms import Terms, stems_of, terms_of
from assistant.weighing.weigh import Vector, Weighed
from bench.quality import questions
from bench.quality.figures import Figure, share, told
from bench.quality.given import Given
from bench.quality.questions import Choice
from ingest.holdings.reader import Reader

LEAST = 0.60
_WORDS = 80  # at most, of the median answer
_ALONE = 0.3  # what an option's words count in a sentence that holds nothing of the question
_OPTION_MEANT = 0.2  # weight of the cosine of the option with the sentence
_BOTH_MEANT = 0.1  # weight of the cosine of question and option together with it


def measure(given: Given) -> list[Figure]:
    """Answer all questions, and tell of the half that was never tuned on."""
    right: dict[Choice, bool] = {}
    dated: dict[Choice, bool] = {}
    words: list[int] = []
    for choice in track(questions.choices(given.data / "realtimeqa"), "quoting", transient=True):
        told_words = _quoted(given.house, questions.looked_up(given.house, choice.text))
        words.append(sum(len(sentence.text.split()) for sentence in told_words))
        right[choice] = chosen(choice, told_words, given.house) == choice.answer
        on_the_day = questions.looked_up(given.house, choice.text, as_of=choice.day)
        dated[choice] = chosen(choice, _quoted(given.house, on_the_day), given.house) == choice.answer
    return [
        *_figures("quotes: right option", right),
        *_figures("quotes, as of the question's day: right option", dated),
        told("quotes: words, median", float(np.median(words)), len(words), most=_WORDS),
        told("quotes: words, 95 %", float(np.quantile(words, 0.95)), len(words)),
    ]


def _figures(what: str, right: dict[Choice, bool]) -> list[Figure]:
    """The test half against the goal; the tuning half, and where an article says it, beside it."""
    test = {choice: held for choice, held in right.items() if not questions.is_tuning(choice.id)}
    return [
        share(what, list(test.values()), least=LEAST),
        share(f"{what}, answer in an article", [held for c, held in test.items() if c.is_strict]),
        share(f"{what}, tuning half", [held for c, held in right.items() if c not in test]),
    ]


def _quoted(house: House, weighed: Weighed) -> list[Checked]:
    """Our quotes; none where nothing is found at all. Declining is measured elsewhere."""
    return quote(weighed, lambda passage: house.desk.retriever.before(passage, Reader()))


def chosen(choice: Choice, told_words: Sequence[Checked], house: House) -> str:
    """The option that these quotes support best; the first of equals."""
    vector = house.desk.retriever.vector
    assert vector is not None  # the measuring archive has its vectors
    asked = terms_of(choice.text, house.desk.retriever.rarity)
    among = Counter(stem for option in choice.options for stem in set(stems_of(option)))
    supports = []
    for option in choice.options:
        if option.lower().startswith("none of the"):
            supports.append(0.0)  # chosen only where nothing supports another
            continue
        words = _own_words(terms_of(option, house.desk.retriever.rarity), asked, among)
        by_words = max((_support(words, asked, one) for one in told_words), default=0.0)
        supports.append(by_words + _nearness(choice.text, option, told_words, vector))
    return choice.options[int(np.argmax(supports))]


def _own_words(option: Terms, asked: Terms, among: Counter[str]) -> Terms:
    """The words that set an option apart: none of the question's, less of those that options share."""
    weights = {stem: weight / among[stem] for stem, weight in option.weights.items()}
    own = {stem: weight for stem, weight in weights.items() if stem not in asked.weights}
    return Terms(own or weights, frozenset())


def _support(words: Terms, asked: Terms, told_word: Checked) -> float:
    stems = stems_of(f"{told_word.text}\n{told_word.quotes[0].found.source.title}")
    return words.coverage(stems) * (_ALONE + asked.coverage(stems))


def _nearness(question: str, option: str, told_words: Sequence[Checked], vector: Vector) -> float:
    alone, both = vector(option), vector(f"{question} {option}")
    vectors = [vector(one.text) for one in told_words]
    return max(
        (_OPTION_MEANT * float(alone @ v) + _BOTH_MEANT * float(both @ v) for v in vectors), default=0.0
    )
