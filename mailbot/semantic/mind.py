"""The door of the optional extra: articles to packed vectors, and how like a question each article of a shelf is."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mailbot.semantic.model import Matrix, SentenceModel
from mailbot.semantic.reckoning import RECKONING
from mailbot.semantic.views import views_of

_FIXED = 3  # title, lead, whole; the paragraphs follow
_WHOLE = slice(2, 3)
_FULL = 127
# So many of the nearest are compared paragraph by paragraph; for the others the whole text stands for its paragraphs,
# as it does for an article that has none.
_CLOSELY = 200

Packed = NDArray[np.int8]
Places = NDArray[np.int32]


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

    reckoning = RECKONING


class MindShelf:
    """Some articles, ready to be compared; `size` is its bytes in memory. It changes only in what it has looked up."""

    def __init__(self, model: SentenceModel, articles: Sequence[tuple[str, Packed]]) -> None:
        self._model = model
        self._places = {id_: place for place, (id_, _) in enumerate(articles)}
        self._order: dict[tuple[str, ...], Places] = {}
        paragraphs = [rows[_FIXED:] if len(rows) > _FIXED else rows[_WHOLE] for _, rows in articles]
        self._starts = np.cumsum([0, *(len(rows) for rows in paragraphs)])
        self._paragraphs = _stacked(paragraphs, np.int8)
        self._scales = _scales(self._paragraphs)
        fixed = [_lengthened(rows[:_FIXED]) for _, rows in articles]
        self._sums: Matrix = _stacked([rows.sum(axis=0, keepdims=True) for rows in fixed], np.float32)
        self._roughly: Matrix = self._sums + 2 * _stacked([rows[_WHOLE] for rows in fixed], np.float32)
        self.size = self._paragraphs.nbytes + self._sums.nbytes + self._roughly.nbytes

    def likenesses(self, texts: Sequence[str]) -> dict[str, Callable[[tuple[str, ...]], Sequence[float]]]:
        """How like a text, and the parts of it that follow, articles are, by one run of the model: ask it for ids.

        The mean cosine of the article's title, lead, whole and (twice) best paragraph; 0.0 for one that does not stand
        here. Parts that the model did not get to are left out, and all texts where there are no articles.
        """
        if not self._places or not texts:
            return {}
        vectors = self._model.with_parts(texts[0], texts[1:])
        return {
            text: partial(self._by_id, self._like(vector))
            for text, vector in zip(texts, vectors, strict=True)
            if vector is not None
        }

    def _like(self, question: Matrix) -> Matrix:
        roughly = self._roughly @ question
        alike: Matrix = np.append(roughly, np.float32(0.0))  # the last is for whoever does not stand here
        nearest = np.argpartition(-roughly, min(_CLOSELY, len(roughly)) - 1)[:_CLOSELY]
        ranges = [np.arange(self._starts[place], self._starts[place + 1]) for place in nearest]
        rows = np.concatenate(ranges)
        cosines = (self._paragraphs[rows].astype(np.float32) @ question) * self._scales[rows]
        best = np.maximum.reduceat(cosines, np.cumsum([0, *(len(one) for one in ranges[:-1])]))
        alike[nearest] = self._sums[nearest] @ question + 2 * best
        return alike / np.float32(5.0)

    def _by_id(self, alike: Matrix, ids: tuple[str, ...]) -> Sequence[float]:
        """The numbers in the order of these ids; where they stand is looked up once for each segment of an index."""
        if ids not in self._order:
            nowhere = len(self._places)
            self._order[ids] = np.array([self._places.get(id_, nowhere) for id_ in ids], dtype=np.int32)
        return alike[self._order[ids]].data.cast("B").cast("f")


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
