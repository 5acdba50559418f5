"""A second ranker: a model that reads the question and the passages together.

Either any BERT-shaped cross-encoder as ONNX, from a folder with ``model.onnx`` and ``tokenizer.json``,
or the chat model. Knows passages and scores; nothing about how they were found.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, Field
from tokenizers import Tokenizer

import prompts
from assistant.checking.evidence import origin, visible
from assistant.errors import ModelFailed, RerankerUnusable
from assistant.llm import ChatModel
from ingest.embedding.runtime import onnxruntime
from ingest.holdings.reader import Found

_LONGEST = 512  # tokens of question and passage together
_PATIENCE_S = 5.0  # every question waits for the chat model's order


class CrossEncoder:
    """The model in memory; each pair is read alone, so that its score depends on nothing else."""

    def __init__(self, folder: Path) -> None:
        """Load it and read one pair; raises RerankerUnusable where that cannot be done."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(_LONGEST, strategy="only_second")
            self._inputs = {put.name for put in self._session.get_inputs()}
            self._score("question", "passage")
        # Both libraries raise Exception itself, or classes of their own that share nothing else.
        except Exception as error:
            raise RerankerUnusable(folder) from error

    def __call__(self, question: str, passages: Sequence[Found]) -> list[float]:
        """Score how well each passage's text answers the question, higher is better."""
        return [self._score(question, found.passage.text) for found in passages]

    def _score(self, question: str, text: str) -> float:
        pair = self._tokenizer.encode(question, text)
        given = {
            "input_ids": pair.ids,
            "attention_mask": pair.attention_mask,
            "token_type_ids": pair.type_ids,
        }
        rows = {name: np.array([row], dtype=np.int64) for name, row in given.items() if name in self._inputs}
        (scores, *_) = self._session.run(None, rows)
        # One number, or two of which the second is for "it answers".
        return float(np.asarray(scores).reshape(-1)[-1])


class Order(BaseModel):
    """The passages in the order of a model."""

    numbers: list[int] = Field(description="numbers of the passages, the one that answers best first")


class ChatRanker:
    """The chat model puts all passages in order at once; where it fails they stay as they are."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def __call__(self, question: str, passages: Sequence[Found]) -> list[float]:
        """Score how well each answers the question, higher is better; what it leaves out comes last."""
        given = list(range(len(passages)))
        try:
            told = self._model.structured_now(_prompt(question, passages), Order, _PATIENCE_S).numbers
        except ModelFailed:
            told = []
        order = [n for n in dict.fromkeys(number - 1 for number in told) if n in given]
        places = {n: place for place, n in enumerate([*order, *(n for n in given if n not in order)])}
        return [float(-places[n]) for n in given]


def _prompt(question: str, passages: Sequence[Found]) -> str:
    shown = "\n\n".join(f"[{n}] {origin(found)}\n{found.passage.text}" for n, found in enumerate(passages, 1))
    fence = prompts.fence()
    return prompts.render("rerank", fence=fence, passages=visible(shown), question=visible(question))
