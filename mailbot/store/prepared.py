"""Statements that run over and over on SQLite: put into words once, then handed straight to the driver.

SQLAlchemy builds a context and a cursor's description around every execution, which takes several times as long as
SQLite takes for one of our rows. Here its compiled text, its conversions of values and its rows are kept, and that
scaffolding is left out. What cannot be kept (computed defaults, a statement seen for the first time) goes its way.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast
from weakref import WeakSet

from sqlalchemy import BindParameter, Connection, Delete, Dialect, Executable, Insert, Row, Select, Update
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.sql.visitors import cloned_traverse
from sqlalchemy.types import TypeEngine
from sqlmodel import UTCDateTime

from mailbot.store.answer import Answer
from mailbot.store.tables.base import AnyRow

Given: TypeAlias = Mapping[str, Any]
_Searching = TypeVar("_Searching", bound="Select[Any] | CompoundSelect[Any] | Update | Delete")
_Convert: TypeAlias = Callable[[Any], Any] | None
# a statement with lists of many lengths is many texts
_MOST_TEXTS = 60
# what is kept holds its statement for good, so there is an end to it; the program has some 300 of them
_MOST_KEPT = 1_000
_TIME_LETTERS = len("2026-11-25 08:00:00.000000")


class _Place(NamedTuple):
    """Where the value of one `?` comes from: a name among those given (and a place in its list), or the statement."""

    name: str | None
    at: int | None
    convert: _Convert
    fixed: object

    def key(self, number: int) -> object:
        """What tells it from the others, as the `number`th of its text; the name itself where there is but that."""
        return number if self.name is None else self.name if self.at is None else (self.name, self.at)


class _Text:
    """A statement's words, and how the values of its `?` are had from those that are given."""

    __slots__ = ("_converted", "_fixed", "_get", "_lists", "sql")

    def __init__(self, sql: str, places: Sequence[_Place]) -> None:
        self.sql = sql
        keys = [one.key(number) for number, one in enumerate(places)]
        self._get = itemgetter(*keys) if len(keys) > 1 else (lambda given: [given[key] for key in keys])
        self._fixed = {key: one.fixed for key, one in zip(keys, places, strict=True) if one.name is None}
        self._lists = tuple(dict.fromkeys(one.name for one in places if one.name is not None and one.at is not None))
        self._converted = [(number, one.convert) for number, one in enumerate(places) if one.convert is not None]

    def values(self, given: Given) -> Sequence[object]:
        """The values, as the driver takes them."""
        # in one piece: a step in Python for each of some 250 values a mail takes longer than SQLite does for them
        known: Mapping[Any, object] = {**given, **self._fixed} if self._fixed else given
        for name in self._lists:
            known = {**known, **{(name, at): value for at, value in enumerate(given[name])}}
        found: Sequence[object] = self._get(known)
        if not self._converted:
            return found
        values = list(found)
        for number, convert in self._converted:
            values[number] = convert(values[number])
        return values


class _Kept:
    """One statement with one set of names: its texts by the lengths of the lists given to it."""

    def __init__(self, compiled: SQLCompiler, *, dialect: Dialect, returned: Sequence[TypeEngine[Any]]) -> None:
        self._compiled = compiled
        self._dialect = dialect
        self._defaults = _defaults(compiled)
        self._lists = tuple(name for name, bind in compiled.binds.items() if bind.expanding)
        self._texts: dict[tuple[int, ...], _Text] = {}
        self.gives_rows = bool(returned)
        self._returned = [type_.dialect_impl(dialect).result_processor(dialect, None) for type_ in returned]
        self._row: Callable[[tuple[Any, ...]], AnyRow] | None = None

    def rows(self, driver: sqlite3.Connection, given: Given) -> Answer:
        """Its rows."""
        cursor = self.run(driver, given)
        found = cursor.fetchall()
        if not found:
            return Answer(())
        if self._row is None:
            columns = SimpleResultMetaData([one[0] for one in cursor.description], _processors=self._returned)
            self._row = partial(Row, columns, columns._effective_processors, columns._key_to_index)
        return Answer(map(self._row, found))

    def run(self, driver: sqlite3.Connection, given: Given) -> sqlite3.Cursor:
        """Run it once; gives the driver's cursor."""
        text = self._text(given)
        values = text.values(given)
        try:
            return driver.execute(text.sql, values)
        except sqlite3.Error as error:
            raise _wrapped(error, text.sql, values, dialect=self._dialect) from error

    def run_each(self, driver: sqlite3.Connection, given: Sequence[Given]) -> None:
        """Run it once for each of these sets of values."""
        if self._lists:
            for one in given:
                self.run(driver, one)
            return
        text = self._text(given[0])
        values = [text.values(one) for one in given]
        try:
            driver.executemany(text.sql, values)
        except sqlite3.Error as error:
            raise _wrapped(error, text.sql, values, dialect=self._dialect) from error

    def _text(self, given: Given) -> _Text:
        lengths = tuple([len(given[name]) if name in given else -1 for name in self._lists]) if self._lists else ()
        return self._texts.get(lengths) or self._written(lengths, given)

    def _written(self, lengths: tuple[int, ...], given: Given) -> _Text:
        state = self._compiled.construct_expanded_state(given)
        of_list = {
            element: (name, number)
            for name, elements in state.parameter_expansion.items()
            for number, element in enumerate(elements)
        }
        places = tuple(self._place(*of_list.get(name, (name, None)), given=given) for name in state.positiontup or ())
        if len(self._texts) >= _MOST_TEXTS:
            self._texts.clear()
        self._texts[lengths] = text = _Text(state.statement, places)
        return text

    def _place(self, name: str, at: int | None, *, given: Given) -> _Place:
        bind = self._compiled.binds[name]
        kind = bind.type
        convert = (
            _written_time
            if isinstance(kind, UTCDateTime)
            else kind.dialect_impl(self._dialect).bind_processor(self._dialect)
        )
        if name in given:
            return _Place(name, at, convert, None)
        value: Any = self._defaults.get(name, bind.effective_value)
        fixed = value if at is None else value[at]
        return _Place(None, None, None, convert(fixed) if convert is not None else fixed)


def _written_time(value: datetime | None) -> str | None:
    """A moment as `UTCDateTime` on SQLite writes it, in one step: a mail has some twenty of them."""
    if value is None:
        return None
    if value.tzinfo is UTC:
        return _written_utc(value)
    if value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} says no time zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:_TIME_LETTERS]


@lru_cache(maxsize=64)
def _written_utc(value: datetime) -> str:
    # most moments of a mail are one and the same; of other zones two that differ may be equal (`fold`)
    return value.isoformat(" ", "microseconds")[:_TIME_LETTERS]


def _wrapped(error: sqlite3.Error, sql: str, values: Any, *, dialect: Dialect) -> Exception:
    """The error as SQLAlchemy raises it."""
    return DBAPIError.instance(sql, values, error, sqlite3.Error, dialect=dialect)


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's connection below SQLAlchemy's."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


class Prepared:
    """The statements kept for one database. Safe between threads: what two make at once is the same."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        # one made for a single call never comes again: only what was seen before is kept
        self._seen: WeakSet[Executable] = WeakSet()
        self._kept: dict[tuple[object, ...], _Kept | None] = {}

    def __len__(self) -> int:
        """How many statements are kept: those that were seen again."""
        return len({statement for statement, *_ in list(self._kept)})

    def of(self, statement: Executable, given: Given) -> _Kept | None:
        """What is kept of the statement with values of these names; None where it has to be run by SQLAlchemy."""
        try:
            return self._kept[(statement, *given)]
        except KeyError:
            return self._now_of(statement, tuple(given))

    def run(self, driver: sqlite3.Connection, sql: str) -> None:
        """Run words without values: how a transaction begins and ends."""
        try:
            driver.execute(sql)
        except sqlite3.Error as error:
            raise _wrapped(error, sql, (), dialect=self._dialect) from error

    def _now_of(self, statement: Executable, names: tuple[str, ...]) -> _Kept | None:
        if statement not in self._seen:
            self._seen.add(statement)
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[(statement, *names)] = kept = _kept(statement, names, dialect=self._dialect)
        return kept


def _kept(statement: Executable, names: tuple[str, ...], *, dialect: Dialect) -> _Kept | None:
    if not isinstance(statement, Select | CompoundSelect | Insert | Update | Delete):
        return None
    returned: list[TypeEngine[Any]]
    if isinstance(statement, Select | CompoundSelect):
        returned = [column.type for column in statement.selected_columns]
        compiled = _spelled_out(statement).compile(dialect=dialect)
    else:
        returned = [one["type"] for one in statement.returning_column_descriptions]
        written = statement if isinstance(statement, Insert) else _spelled_out(statement)
        compiled = written.compile(dialect=dialect, column_keys=list(names))
    if not isinstance(compiled, SQLCompiler):
        return None
    computed = len(_defaults(compiled)) < len(compiled.insert_prefetch) or bool(compiled.update_prefetch)
    return None if computed else _Kept(compiled, dialect=dialect, returned=returned)


def _spelled_out(statement: _Searching) -> _Searching:
    """The statement with its own constants as words of the text: `state = 'new'` and not `state = ?`.

    Where an index holds for one state alone, SQLite plans anew whenever a value that is compared with that column is
    given to the statement, each time as long as the search itself takes. A name that is filled in stays a `?`.
    """

    def spell(bind: BindParameter[Any]) -> None:
        value = bind.effective_value
        several = value if isinstance(value, list | tuple) else [value]
        if not bind.required and all(isinstance(one, str | int) for one in several):
            bind.literal_execute = True

    return cloned_traverse(statement, {}, {"bindparam": spell})


def _defaults(compiled: SQLCompiler) -> Mapping[str, object]:
    """What an INSERT writes into the columns that it was not given."""
    left_out = ((column.key, column.default) for column in compiled.insert_prefetch)
    return {key: default.arg for key, default in left_out if isinstance(default, ScalarElementColumnDefault)}
