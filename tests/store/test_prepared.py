"""What goes straight to SQLite's driver is what SQLAlchemy would have run: same rows, same values, same errors."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    create_engine,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool
from sqlmodel import UTCDateTime

from mailbot.store.engine import Unit
from mailbot.store.prepared import Prepared, _written_time

METADATA = MetaData()
THING = Table(
    "thing",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True),
    Column("at", UTCDateTime),
    Column("marks", JSON(none_as_null=True)),
    Column("state", String, default="new"),
)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
BY_NAMES = select(THING).where(THING.c.name.in_(bindparam("names", expanding=True))).order_by(THING.c.id)
BY_STATE = select(THING.c.name, THING.c.at).where(THING.c.state.in_(["new", "old"])).order_by(THING.c.id)
LATER = select(THING.c.name).where(THING.c.at >= bindparam("since", type_=THING.c.at.type)).limit(bindparam("most"))
BOTH = union_all(BY_NAMES.order_by(None), select(THING).where(THING.c.name == bindparam("name")))
COUNT = select(func.count()).select_from(THING)
RENAME = update(THING).where(THING.c.name == bindparam("old")).values(name=bindparam("new"), marks=bindparam("marks"))


@pytest.fixture
def unit() -> Unit:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(engine)
    unit = Unit(engine.connect(), prepared=Prepared(engine.dialect))
    unit.add(THING, *({"name": name, "at": NOON, "marks": [name, None, 1]} for name in ("a", "b", "c", "d")))
    unit.add(THING, {"name": "late", "at": None, "marks": None})
    return unit


def same(unit: Unit, statement: Any, given: Mapping[str, Any]) -> list[Any]:
    """The rows, the first time by SQLAlchemy and then by the driver."""
    wanted = [dict(row._mapping) for row in unit.connection.execute(statement, given)]
    for _ in range(3):
        assert [dict(row._mapping) for row in unit.rows(statement, given)] == wanted
    return wanted


def test_rows_are_the_same_with_times_lists_and_nothing(unit: Unit) -> None:
    assert len(same(unit, BY_NAMES, {"names": ["a", "c", "late"]})) == 3
    assert same(unit, BY_STATE, {})[0] == {"name": "a", "at": NOON}
    assert same(unit, LATER, {"since": NOON, "most": 2}) == [{"name": "a"}, {"name": "b"}]
    assert same(unit, BY_NAMES, {"names": []}) == []
    assert len(same(unit, BOTH, {"names": ["a", "b"], "name": "b"})) == 3
    assert same(unit, COUNT, {})[0] == {"count_1": 5}


@settings(max_examples=50, deadline=None)
@given(lists=st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), min_size=1, max_size=6))
def test_one_statement_with_lists_of_any_length(lists: list[list[str]]) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(engine)
    unit = Unit(engine.connect(), prepared=Prepared(engine.dialect))
    unit.add(THING, *({"name": name, "at": NOON} for name in "abcd"))
    for names in lists:
        found = [row.name for row in unit.rows(BY_NAMES, {"names": names})]
        assert found == sorted(set(names) & set("abcd"))


ZONES = st.sampled_from([UTC, ZoneInfo("Europe/London"), timezone(timedelta(hours=-9, minutes=-30))])


@settings(max_examples=200, deadline=None)
@given(moment=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES))  # noqa: DTZ001 -- bounds alone
def test_a_moment_is_written_as_sqlalchemy_writes_it(moment: datetime) -> None:
    dialect = create_engine("sqlite://").dialect
    theirs = THING.c.at.type.dialect_impl(dialect).bind_processor(dialect)
    assert theirs is not None
    assert _written_time(moment) == theirs(moment)


def test_a_moment_without_a_zone_is_refused_and_none_stays_none() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        _written_time(datetime(2026, 11, 26))  # noqa: DTZ001 -- that is what is refused
    assert _written_time(None) is None


def test_a_column_that_is_left_out_has_its_default_each_time(unit: Unit) -> None:
    for number in range(4):
        unit.add(THING, {"name": f"n{number}"})
    states: Select[Any] = select(THING.c.state).where(THING.c.name.like("n%"))
    assert list(unit.rows(states).scalars()) == ["new"] * 4


def test_a_change_says_how_many_rows_and_keeps_lists_that_are_values(unit: Unit) -> None:
    for old, new in (("a", "b1"), ("b", "b2"), ("c", "b3"), ("nobody", "b4")):
        changed = unit.change(RENAME, {"old": old, "new": new, "marks": [1, 2, 3]})
        assert changed == (old != "nobody")
    assert [row.marks for row in unit.rows(BY_NAMES, {"names": ["b1", "b3"]})] == [[1, 2, 3]] * 2


def test_a_broken_rule_of_the_table_is_the_error_that_it_always_was(unit: Unit) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError):
            unit.add(THING, {"name": "a", "at": NOON, "marks": None})


def test_a_statement_made_for_one_call_is_not_kept_however_many_rows_it_writes() -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(engine)
    prepared = Prepared(engine.dialect)
    unit = Unit(engine.connect(), prepared=prepared)
    for number in range(3):
        unit.change_each(THING.insert().values(state="s"), [{"name": f"{number}-{one}"} for one in range(4)])
        unit.add(THING, {"name": f"{number}"})
    assert len(prepared) == 1
    assert unit.rows(select(func.count()).where(THING.c.state == "s")).scalar() == 12


def test_the_constants_of_a_statement_are_words_of_its_text_and_what_is_given_is_not(unit: Unit) -> None:
    """As a `?` that an index of one state depends on, a constant would have SQLite plan each search anew."""
    statement = select(THING.c.id).where(THING.c.state == "it's ? new", THING.c.name == bindparam("name"))
    assert same(unit, statement, {"name": "a"}) == []
    kept = Prepared(unit.connection.dialect)
    assert kept.of(statement, {"name": "a"}) is None, "the first time is SQLAlchemy's"
    found = kept.of(statement, {"name": "a"})
    assert found is not None
    text = found._text({"name": "a"})
    assert "thing.state = 'it''s ? new' AND thing.name = ?" in text.sql
    assert list(text.values({"name": "a"})) == ["a"]
