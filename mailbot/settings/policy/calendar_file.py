"""Puts dates into the file in which a calendar stands, and leaves every other line of it as it is."""

import os
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mailbot.core.model.policy import TRIAGE, Calendar, Policy, School
from mailbot.settings.policy.term_dates import TermDates

Pair = tuple[date, date]

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Written:
    """Where the dates stand (or would): the file, the table's name, the lines, and the schools that share the table."""

    file: Path
    table: str
    lines: tuple[str, ...]
    shared: tuple[str, ...] = ()


def write_dates(found: TermDates, *, policy: Policy, school: School, write: bool) -> Written:
    """Put the dates into the table of the school's calendar; only say so unless `write`.

    The dates count for the time that they reach over, from the first to the last; what the calendar says of other times
    stays. Raises OSError where the file cannot be changed.
    """
    values = _values(joined(found, calendar=school.calendar))
    lines = tuple(line for key, value in values for line in value_lines(key, value))
    table = f"calendar.{school.calendar.name}"
    file = Path(policy.sources[table][0])
    if write:
        text = file.read_text(encoding="utf-8")
        for key, value in values:
            text = replaced(text, table=table, key=key, lines=value_lines(key, value))
        tomllib.loads(text)
        _replace(file, text)
    others = (one for one in policy.schools.values() if one.calendar.name == school.calendar.name)
    shared = tuple(one.name for one in others if one.id not in (school.id, TRIAGE))
    return Written(file, f"[{table}]", lines, shared=shared)


def joined(found: TermDates, *, calendar: Calendar) -> TermDates:
    """Give the dates together with those of the calendar that lie before the first or after the last of them.

    Of a kind of which `found` has nothing there is nothing to write.
    """
    named = [*found.inset_days, *found.closed, *(day for pair in (*found.terms, *found.half_terms) for day in pair)]
    if not named:
        return found
    first, last = min(named), max(named)

    def days(new: tuple[date, ...], old: Iterable[date]) -> tuple[date, ...]:
        return tuple(sorted({*new, *(day for day in old if not first <= day <= last)})) if new else ()

    def pairs(new: tuple[Pair, ...], old: Iterable[Pair]) -> tuple[Pair, ...]:
        return tuple(sorted({*new, *(pair for pair in old if pair[1] < first or pair[0] > last)})) if new else ()

    return TermDates(
        terms=pairs(found.terms, calendar.terms),
        half_terms=pairs(found.half_terms, calendar.half_terms),
        inset_days=days(found.inset_days, calendar.inset_days),
        closed=days(found.closed, calendar.closed),
    )


def value_lines(key: str, value: Sequence[date | tuple[date, date]]) -> list[str]:
    """The lines of TOML that say these days, or pairs of first and last day."""
    if all(isinstance(item, date) for item in value):
        return _wrapped(key, [f"{item}" for item in value])
    pairs = [f"{_INDENT}[{item[0]}, {item[1]}]," for item in value if isinstance(item, tuple)]
    return [f"{key} = [", *pairs, "]"]


def replaced(text: str, *, table: str, key: str, lines: Sequence[str]) -> str:
    """The text with these lines for the key of `[table]`: in place of its old value, else at the table's end."""
    old = text.split("\n")
    start = next((number for number, line in enumerate(old) if line.strip().partition("#")[0].strip() == f"[{table}]"))
    end = next((number for number in range(start + 1, len(old)) if old[number].lstrip().startswith("[") and
                _is_header(old[number])), len(old))  # fmt: skip
    for number in range(start + 1, end):
        if old[number].partition("=")[0].strip() == key:
            after = _value_end(old, number, end=end)
            return "\n".join([*old[:number], *lines, *old[after:]])
    while end > start + 1 and not old[end - 1].strip():
        end -= 1
    return "\n".join([*old[:end], *lines, *old[end:]])


def _is_header(line: str) -> bool:
    body = line.partition("#")[0].strip()
    return body.startswith("[") and body.endswith("]") and "," not in body and '"' not in body


def _value_end(lines: Sequence[str], start: int, *, end: int) -> int:
    """The number of the first line after the value that begins at `start`: as soon as it is whole TOML."""
    for after in range(start + 1, end + 1):
        try:
            tomllib.loads("\n".join(lines[start:after]))
        except tomllib.TOMLDecodeError:
            continue
        return after
    return end


def _wrapped(key: str, words: Sequence[str]) -> list[str]:
    whole = f"{key} = [{', '.join(words)}]"
    if len(whole) <= 100:
        return [whole]
    rows = [words[start : start + 7] for start in range(0, len(words), 7)]
    return [f"{key} = [", *(f"{_INDENT}{', '.join(row)}," for row in rows), "]"]


def _values(found: TermDates) -> list[tuple[str, Sequence[date | tuple[date, date]]]]:
    named: list[tuple[str, Sequence[date | tuple[date, date]]]] = [
        ("terms", found.terms),
        ("half_terms", found.half_terms),
        ("inset_days", found.inset_days),
        ("closed", found.closed),
    ]
    return [(key, value) for key, value in named if value]


def _replace(file: Path, text: str) -> None:
    """The new text as a whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, file)
