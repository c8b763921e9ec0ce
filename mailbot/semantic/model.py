"""A sentence-transformers export on the CPU: text -> vector of length 1. The only place that runs onnxruntime."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

MAX_TOKENS = 256
_LARGEST = 20_000  # characters that are looked at; 256 tokens are far fewer

Matrix = NDArray[np.float32]


class SentenceModel:
    """The model in a folder with `model.onnx` and `tokenizer.json`; safe to share between threads.

    `name` tells models apart: vectors of one mean nothing to another. Raises OSError where a file cannot be read, and
    whatever onnxruntime and tokenizers raise for files that are none of theirs.
    """

    def __init__(self, folder: Path) -> None:
        model = (folder / "model.onnx").read_bytes()
        self.name = sha256(model).hexdigest()[:16]
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._inputs = [one.name for one in self._session.get_inputs()]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row for each text: the mean over its tokens, length 1. One by one, so that no text changes another's."""
        return np.array([self._vector(text) for text in texts], dtype=np.float32)

    def _vector(self, text: str) -> Matrix:
        encoded = self._tokenizer.encode(text[:_LARGEST])
        ids = np.array([encoded.ids], dtype=np.int64)
        given: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        hidden = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        mean: Matrix = np.asarray(hidden, dtype=np.float32)[0].mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-9)
        return mean
