"""A second ranker: a local model that reads a question and a passage together.

Any BERT-shaped cross-encoder as ONNX, from a folder with ``model.onnx`` and ``tokenizer.json``.
Knows texts and scores; nothing about where passages come from.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from assistant.errors import RerankerUnusable
from ingest.runtime import onnxruntime

_LONGEST = 512  # tokens of question and passage together


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
            self("question", ["passage"])
        # Both libraries raise Exception itself, or classes of their own that share nothing else.
        except Exception as error:
            raise RerankerUnusable(folder) from error

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score how well each text answers the question, higher is better."""
        return [self._score(question, text) for text in texts]

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
