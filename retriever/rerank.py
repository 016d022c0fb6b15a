"""A second look at the best passages by a cross-encoder that the user names: off unless one is named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np

from ingest.errors import ModelMissing

LOOKED_AT = 40  # passages of each holder or part; two cores look at 10 to 30 a second with a small model
LONGEST = 512  # word pieces of question and passage together, where the model does not say

Scores = np.ndarray[Any, np.dtype[np.float32]]


class Reranker:
    """A sentence-transformers `CrossEncoder`: a folder, or a model of the hub that is on this machine."""

    def __init__(self, name: str) -> None:
        """Raises: ModelMissing where it cannot be loaded, or is no cross-encoder with one output."""
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        self.name = name
        self._lock = Lock()  # its tokenizer is not made for two threads
        try:
            self._model = CrossEncoder(name, local_files_only=True, activation_fn=Identity())
            kinds, outputs = self._model.config.architectures or (), self._model.config.num_labels
        except Exception as error:  # what a damaged model raises has no common base
            reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
            raise ModelMissing(
                f"the reranker {name} cannot be loaded ({reason}): give a folder or a cross-encoder that is on this "
                "machine, or leave it out"
            ) from error
        if not any("ForSequenceClassification" in kind for kind in kinds):  # its scores would be chance
            raise ModelMissing(f"the reranker {name} is no cross-encoder: choose a ranking model")
        if outputs != 1:
            raise ModelMissing(
                f"the reranker {name} gives {outputs} values for a pair, not one: choose a ranking model"
            )
        if self._model.max_length is None or self._model.max_length > LONGEST:
            self._model.max_length = LONGEST

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each of `texts` answers `question`, shape (len(texts),): the model's logits, higher is better."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            found = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return np.asarray(found, dtype=np.float32).reshape(len(texts))
