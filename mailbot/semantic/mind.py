"""The door of the optional extra: articles to packed vectors, and how like a question each article of a shelf is."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mailbot.semantic.model import Matrix, SentenceModel
from mailbot.semantic.sums import sums
from mailbot.semantic.views import views_of

_FIXED = 3  # title, lead, whole; the paragraphs follow
_FULL = 127
# So many of the nearest are compared paragraph by paragraph; for the others the whole text stands for its paragraphs.
_CLOSELY = 200

Packed = NDArray[np.int8]


class Mind:
    """Reads articles and questions with the model in a folder. Raises like `SentenceModel`."""

    def __init__(self, folder: Path) -> None:
        self._model = SentenceModel(folder)
        self.name = self._model.name

    def read(self, title: str, body: str) -> bytes:
        """The vectors of one article, a byte a number: to be stored, and given to `shelf`."""
        vectors = self._model.vectors(views_of(title, body))
        largest = np.abs(vectors).max(axis=1, keepdims=True)
        packed: Packed = np.round(vectors * (_FULL / np.maximum(largest, 1e-9))).astype(np.int8)
        return bytes(packed.tobytes())

    def shelf(self, articles: Sequence[tuple[str, bytes]]) -> "MindShelf":
        """Articles (id, packed vectors) to be compared with questions; ones that were packed otherwise are left out."""
        size = self._model.vectors([""]).shape[1]
        return MindShelf(self._model, [(id_, _rows(packed, size)) for id_, packed in articles if _fits(packed, size)])

    sums = staticmethod(sums)


class MindShelf:
    """Some articles, ready to be compared. Immutable; `size` is its bytes in memory."""

    def __init__(self, model: SentenceModel, articles: Sequence[tuple[str, Packed]]) -> None:
        self._model = model
        self._ids = [id_ for id_, _ in articles]
        self._starts = np.cumsum([0, *(len(rows) - _FIXED for _, rows in articles)])
        self._paragraphs = _stacked([rows[_FIXED:] for _, rows in articles], np.int8)
        self._scales = _scales(self._paragraphs)
        fixed = [_lengthened(rows[:_FIXED]) for _, rows in articles]
        self._sums: Matrix = _stacked([rows.sum(axis=0, keepdims=True) for rows in fixed], np.float32)
        self._wholes: Matrix = _stacked([rows[2:3] for rows in fixed], np.float32)
        self.size = self._paragraphs.nbytes + self._sums.nbytes + self._wholes.nbytes

    def likenesses(self, texts: Sequence[str]) -> dict[str, dict[str, float]]:
        """How like a text and the parts of it that follow each article is, by one run of the model.

        The mean cosine of the article's title, lead, whole and (twice) best paragraph. Parts that the model did not get
        to are left out.
        """
        if not self._ids or not texts:
            return {text: {} for text in texts}
        vectors = self._model.with_parts(texts[0], texts[1:])
        read = [(text, vector) for text, vector in zip(texts, vectors, strict=True) if vector is not None]
        # all texts in one go: what takes the time is to read the articles' vectors
        questions: Matrix = np.stack([vector for _, vector in read], axis=1)
        sums, wholes = self._sums @ questions, self._wholes @ questions
        return {
            text: dict(zip(self._ids, self._like(vector, sums[:, place], wholes[:, place]).tolist(), strict=True))
            for place, (text, vector) in enumerate(read)
        }

    def _like(self, question: Matrix, sums: Matrix, wholes: Matrix) -> Matrix:
        best = wholes.copy()
        nearest = np.argpartition(-(sums + best), min(_CLOSELY, len(best)) - 1)[:_CLOSELY]
        told = nearest[self._starts[nearest + 1] > self._starts[nearest]]
        if len(told):
            ranges = [np.arange(self._starts[place], self._starts[place + 1]) for place in told]
            rows = np.concatenate(ranges)
            cosines = (self._paragraphs[rows].astype(np.float32) @ question) * self._scales[rows]
            firsts = np.cumsum([0, *(len(one) for one in ranges[:-1])])
            best[told] = np.maximum.reduceat(cosines, firsts)
        alike: Matrix = ((sums + 2 * best) / 5).astype(np.float32)
        return alike


def _fits(packed: bytes, size: int) -> bool:
    return len(packed) >= size * _FIXED and len(packed) % size == 0


def _rows(packed: bytes, size: int) -> Packed:
    return np.frombuffer(packed, dtype=np.int8).reshape(-1, size)


def _lengthened(rows: Packed) -> Matrix:
    """Rows of length 1 again."""
    plain: Matrix = rows.astype(np.float32)
    plain /= np.maximum(np.linalg.norm(plain, axis=1, keepdims=True), 1e-9)
    return plain


def _scales(rows: Packed) -> Matrix:
    """What the cosine with each row must be multiplied by, since the rows are not of length 1."""
    squares: Matrix = np.einsum("ij,ij->i", rows, rows, dtype=np.float32)
    scales: Matrix = (1.0 / np.maximum(np.sqrt(squares), 1e-9)).astype(np.float32)
    return scales


_Number = TypeVar("_Number", np.float32, np.int8)


def _stacked(rows: Sequence[NDArray[_Number]], kind: type[_Number]) -> NDArray[_Number]:
    return np.concatenate(rows) if rows else np.zeros((0, 1), dtype=kind)
