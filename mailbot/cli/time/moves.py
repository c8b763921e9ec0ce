"""How often tickets moved up and down between the lines in a period: by line, by school, by person, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mailbot.cli.page import counted, strong, table
from mailbot.core.model.policy import Policy

DESK = "the desk"
_WHY = {"line": "handed over", "breach": "target missed", "given": "taken or given", "cover": "cover", "return": "back"}

Move = Mapping[str, Any]


def moves_page(moves: Sequence[Move], *, policy: Policy, period: str) -> Iterator[str]:
    """The page below the loads. `moves` are rows of `moves_between`, `period` is its name."""
    up, down = (sum(int(one["moves"]) for one in moves if _is_up(one) is upward) for upward in (True, False))
    yield ""
    yield strong(f"Between the lines, {period}: {counted(up, 'move')} up, {counted(down, 'move')} down")
    if not moves:
        return
    for title, key in (("lines", _lines), ("school", _school), ("moved by", _by), ("why", _why)):
        rows = [(name, ups or "-", downs or "-") for name, ups, downs in _summed(moves, key=key, policy=policy)]
        yield from table(rows, head=(title, "up", "down"), indent=0, whole=(1, 2))


def _summed(moves: Sequence[Move], *, key: Any, policy: Policy) -> list[tuple[str, int, int]]:
    ups: Counter[str] = Counter()
    downs: Counter[str] = Counter()
    for one in moves:
        (ups if _is_up(one) else downs)[key(one, policy)] += int(one["moves"])
    return [(name, ups[name], downs[name]) for name in sorted({*ups, *downs})]


def _is_up(move: Move) -> bool:
    return int(move["to_line"]) > int(move["from_line"])


def _lines(move: Move, _: Policy) -> str:
    return f"line {move['from_line']} to {move['to_line']}"


def _school(move: Move, policy: Policy) -> str:
    known = policy.schools.get(str(move["school"]))
    return known.name if known is not None else str(move["school"])


def _by(move: Move, policy: Policy) -> str:
    known = policy.technicians.get(str(move["by"]))
    return known.name if known is not None else str(move["by"]) or DESK


def _why(move: Move, _: Policy) -> str:
    return _WHY.get(str(move["how"]), str(move["how"]))
