"""What a statement gave, read at once: an open cursor would hold the end of its transaction up."""

from collections.abc import Iterable, Iterator
from typing import Any

from mailbot.store.tables.base import AnyRow


class Answer:
    """Rows in their order, with those of SQLAlchemy's ways to take them that are used here (`Result`)."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[AnyRow]) -> None:
        self._rows = list(rows)

    def __iter__(self) -> Iterator[AnyRow]:
        return iter(self._rows)

    def all(self) -> list[AnyRow]:
        """Every row."""
        return self._rows

    def first(self) -> AnyRow | None:
        """The first row, None where there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> AnyRow:
        """The only row. Raises LookupError where there are more or none."""
        if len(self._rows) != 1:
            raise LookupError(f"{len(self._rows)} rows, where one was to be expected")
        return self._rows[0]

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]

    def scalar(self) -> Any:
        """The first column of the first row, None where there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first column of the only row. Raises LookupError where there are more or none."""
        return self.one()[0]
