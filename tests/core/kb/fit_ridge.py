"""A ridge regression of odds on rows of signs: what each sign tells for and against, as plain numbers. Needs numpy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# The strength that draws points to nought; Newton's rounds and the steps of each; how often a sign must be met.
RIDGE, ROUNDS, STEPS, FEWEST = 2.0, 12, 25, 12
Row = tuple[frozenset[str], bool, float]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with their signs as columns, one behind the other; the last column is every row's."""

    names: tuple[str, ...]
    columns: NDArray[np.int64]
    starts: NDArray[np.int64]
    told: Numbers
    weights: Numbers

    def sums(self, points: Numbers) -> Numbers:
        """The points of each row."""
        return np.asarray(np.add.reduceat(points[self.columns], self.starts))

    def spread(self, rows: Numbers) -> Numbers:
        """What the rows give each column."""
        lengths = np.diff(np.append(self.starts, len(self.columns)))
        return np.bincount(self.columns, weights=np.repeat(rows, lengths), minlength=len(self.names) + 1)


def fit(rows: Iterable[Row], *, threshold: float) -> dict[str, float]:
    """The points of each sign, and under "" of every row, such that the odds of e^threshold to 1 have the sum 0."""
    table = _table(rows)
    points = np.zeros(len(table.names) + 1)
    for _ in range(ROUNDS):
        odds = 1.0 / (1.0 + np.exp(-np.clip(table.sums(points), -30, 30)))
        slope = table.spread(table.weights * (table.told - odds)) - RIDGE * points
        points = points + _solved(table, table.weights * odds * (1.0 - odds), slope)
    told = {name: round(float(points[place]), 1) for place, name in enumerate(table.names)}
    return {"": round(float(points[-1]) - threshold, 1), **{name: one for name, one in told.items() if one}}


def written_out(points: dict[str, float], *, says: str) -> str:
    """The module that holds these points."""
    entries = [f"{name.replace(' ', '_')}:{one}" for name, one in sorted(points.items())]
    lines = [""]
    for entry in entries:
        if len(lines[-1]) + len(entry) > 115:
            lines.append("")
        lines[-1] += f" {entry}" if lines[-1] else f"    {entry}"
    table = "\n".join(lines)
    return (
        f'"""{says}: fitted, all of it, by tests/core/kb/fit_points.py.\n\n'
        'Each entry is a sign (spaces written "_") and its points; the one without a name is every word\'s.\n'
        f'"""\n\n_FITTED = """\n{table}\n"""\n'
        'POINTS = {\n    name.replace("_", " "): float(points)\n'
        '    for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())\n}\n'
    )


def _table(rows: Iterable[Row]) -> Table:
    merged: Counter[tuple[frozenset[str], bool]] = Counter()
    weights: dict[tuple[frozenset[str], bool], float] = {}
    for signs, told, weight in rows:
        merged[signs, told] += 1
        weights[signs, told] = weights.get((signs, told), 0.0) + weight
    counts = Counter(sign for signs, _ in merged for sign in signs)
    names = tuple(sorted(name for name, times in counts.items() if times >= FEWEST and "_" not in name))
    column = {name: place for place, name in enumerate(names)}
    columns: list[int] = []
    starts: list[int] = []
    for signs, _ in merged:
        starts.append(len(columns))
        columns += [*sorted(column[sign] for sign in signs if sign in column), len(names)]
    return Table(
        names,
        np.array(columns),
        np.array(starts),
        np.array([float(told) for _, told in merged]),
        np.array([weights[one] for one in merged]),
    )


def _solved(table: Table, curve: Numbers, slope: Numbers) -> Numbers:
    """The step that Newton's method makes next, by conjugate gradients."""
    step, left = np.zeros(len(slope)), slope.copy()
    way, size = left.copy(), float(left @ left)
    for _ in range(STEPS):
        bent = table.spread(curve * table.sums(way)) + RIDGE * way
        far = size / float(way @ bent)
        step, left = step + far * way, left - far * bent
        before, size = size, float(left @ left)
        if size < 1e-8:
            break
        way = left + way * (size / before)
    return step
