"""A sentence-transformers export on the CPU: text -> vector of length 1. The only place that runs onnxruntime."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

MODEL = "model.onnx"
FAST = "model.fast.onnx"  # a copy that needs less time, made by hasten.py
MADE_FROM = "made_from"  # in the copy: the hash of what it was made of
MAX_TOKENS = 256
_LARGEST = 20_000  # characters that are looked at; 256 tokens are far fewer
# How much of what a whole text says is taken out of a part of it, whose words were read with all others before them.
_OF_THE_WHOLE = 0.5

Matrix = NDArray[np.float32]


class SentenceModel:
    """The model in a folder with `model.onnx` and `tokenizer.json`; safe to share between threads.

    Where its faster copy lies beside it, that is used. `name` tells models apart: vectors of one mean nothing to
    another. Raises OSError where a file cannot be read, and whatever onnxruntime and tokenizers raise for files that
    are none of theirs.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._session, self.name = _opened(folder)
        self._inputs = [one.name for one in self._session.get_inputs()]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row for each text: the mean over its tokens, length 1. One by one, so that no text changes another's."""
        return np.array([self._of_length_one(self._read(text)[1].mean(axis=0)) for text in texts], dtype=np.float32)

    def with_parts(self, text: str, parts: Sequence[str]) -> list[Matrix | None]:
        """The vector of a text, then those of parts of it, by one run of the model: the mean over each part's tokens.

        None for a part that does not stand in the text, or only beyond its first 256 tokens.
        """
        encoded, hidden = self._read(text)
        whole = self._of_length_one(hidden.mean(axis=0))
        starts = np.array([start for start, _ in encoded.offsets])
        ends = np.array([end for _, end in encoded.offsets])
        found: list[Matrix | None] = [whole]
        after = 0
        for part in parts:
            begin = text.find(part, after)
            begin = begin if begin >= 0 else text.find(part)
            after = max(after, begin + len(part))
            inside = (ends > starts) & (starts >= begin) & (ends <= begin + len(part)) & (begin >= 0)
            mean = self._of_length_one(hidden[inside].mean(axis=0)) if inside.any() else None
            found.append(None if mean is None else self._of_length_one(mean - _OF_THE_WHOLE * whole))
        return found

    def _read(self, text: str) -> tuple[Encoding, Matrix]:
        """The tokens of a text, and what the model makes of each."""
        encoded = self._tokenizer.encode(text[:_LARGEST])
        ids = np.array([encoded.ids], dtype=np.int64)
        given: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        hidden = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        return encoded, np.asarray(hidden, dtype=np.float32)[0]

    @staticmethod
    def _of_length_one(vector: Matrix) -> Matrix:
        longer: Matrix = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
        return longer


def _opened(folder: Path) -> tuple[onnxruntime.InferenceSession, str]:
    """The model or the faster copy that was made of it, and a name for its vectors."""
    model = (folder / MODEL).read_bytes()
    made_from = sha256(model).hexdigest()
    if (folder / FAST).is_file():
        fast = (folder / FAST).read_bytes()
        session = _session(fast)
        if session.get_modelmeta().custom_metadata_map.get(MADE_FROM) == made_from:
            return session, sha256(fast).hexdigest()[:16]
    return _session(model), made_from[:16]


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # onnxruntime's one step for "add, then normalise" takes eight times as long here as the two it stands for.
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
