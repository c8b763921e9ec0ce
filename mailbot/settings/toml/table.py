"""One TOML table asked for its keys: types, ranges and unknown keys are checked here, once for every file.

A wrong value is noted as a fault and answered with the default, so that the reading goes on and finds the rest.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import TypeVar

from rapidfuzz import fuzz, process

from mailbot.settings.toml.document import Faults, Node

Choice = TypeVar("Choice", bound=str)
Answer = TypeVar("Answer")

_LONGEST_PAIR = 400  # days

# Words of older files, which are refused by name so that nobody looks for them in vain.
OLD_WORDS: Mapping[str, str] = {
    "tier": "line",
    "author_tier": "line",
    "tech": "technician",
    "techs": "technician",
    "sla_tier": "level",
    "sla_tiers": "level",
}


class Table:
    """A table of a TOML file. Ask for each key, then call `close`, which refuses what was not asked for."""

    def __init__(self, node: Node, *, name: str, faults: Faults) -> None:
        self.node = node
        self.name = name
        self.faults = faults
        self._asked: list[str] = []
        self._entries: Mapping[str, Node] = {}
        if isinstance(node.value, Mapping):
            self._entries = node.value
        else:
            faults.add(node, key=name, wrong=f"{shown(node)} is no table", right=f"Write [{name}] and its keys below.")

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def entry(self, key: str) -> Node | None:
        """The raw value of `key`, None where it is missing."""
        if key not in self._asked:
            self._asked.append(key)
        return self._entries.get(key)

    def fault(self, key: str, *, wrong: str, right: str) -> None:
        """Note a mistake at `key`, or at the table itself where the key is missing or ''."""
        self.faults.add(self._entries.get(key, self.node), key=self.key(key), wrong=wrong, right=right)

    def fault_at(self, node: Node, *, key: str, wrong: str, right: str) -> None:
        """Note a mistake at an element of `key`."""
        self.faults.add(node, key=self.key(key), wrong=wrong, right=right)

    def key(self, key: str) -> str:
        """The whole dotted name of `key`."""
        return ".".join(part for part in (self.name, key) if part)

    def text(self, key: str, *, default: str | None = None, longest: int = 500) -> str:
        """A text of one line, without spaces around it; required where `default` is None."""
        node = self._wanted(key, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            return self._refuse(key, "is no text", 'Write it in quotes: "...".', default or "")
        value = node.value.strip()
        if len(value) > longest or not value.isprintable():
            return self._refuse(key, "is not one short line", f"Write at most {longest} characters.", default or "")
        if not value and default is None:
            return self._refuse(key, "is empty", "Write a text.", "")
        return value

    def choice(self, key: str, *, options: tuple[Choice, ...], default: Choice) -> Choice:
        """One of `options`."""
        value = self.text(key, default=default)
        for option in options:
            if option == value:
                return option
        listed = ", ".join(f'"{option}"' for option in options)
        if value in OLD_WORDS:
            return self._refuse(key, "is an old word", f'Write "{OLD_WORDS[value]}".', default)
        return self._refuse(key, "is not known here", f"Write one of {listed}.", default)

    def integer(self, key: str, *, default: int | None = None, low: int = 0, high: int = 1_000_000_000) -> int:
        """A whole number from `low` to `high`; required where `default` is None."""
        node = self._wanted(key, required=default is None)
        fallback = low if default is None else default
        if node is None:
            return fallback
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        return self._refuse(key, "does not fit", f"Write a whole number from {low:,} to {high:,}.", fallback)

    def number(self, key: str, *, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        node = self.entry(key)
        if node is None:
            return default
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        return self._refuse(key, "does not fit", f"Write a number from {low:g} to {high:g}.", default)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self.entry(key)
        if node is None:
            return default
        if isinstance(node.value, bool):
            return node.value
        return self._refuse(key, "is neither true nor false", "Write true or false, without quotes.", default)

    def texts(self, key: str, *, most: int = 500) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        return tuple(text for _, text in self.text_nodes(key, most=most))

    def text_nodes(self, key: str, *, most: int = 500) -> tuple[tuple[Node, str], ...]:
        """A list of texts, each with its place, for faults that concern one of them."""
        found = []
        for node in self._list(key, most=most):
            if isinstance(node.value, str) and node.value.strip():
                found.append((node, node.value.strip()))
            else:
                self.fault_at(node, key=key, wrong=f"{shown(node)} is no text", right='Write a list: ["...", "..."].')
        return tuple(found)

    def day(self, key: str) -> date | None:
        """One day, None where the key is missing."""
        node = self.entry(key)
        return None if node is None else self._day(node, key=key)

    def dates(self, key: str) -> frozenset[date]:
        """A list of days."""
        return frozenset(day for node in self._list(key, most=500) if (day := self._day(node, key=key)) is not None)

    def days_and_pairs(self, key: str) -> tuple[tuple[date, ...], tuple[tuple[date, date], ...]]:
        """A list of days and of `[first, last]` pairs of days, both included, in any order."""
        days: list[date] = []
        pairs: list[tuple[date, date]] = []
        for node in self._list(key, most=500):
            if not isinstance(node.value, tuple):
                day = self._day(node, key=key)
                days += [] if day is None else [day]
            elif (pair := self._pair(node, key=key)) is not None:
                pairs.append(pair)
        return tuple(days), tuple(pairs)

    def date_pairs(self, key: str) -> tuple[tuple[date, date], ...]:
        """A list of `[first, last]` pairs of days, both included, in the order of time."""
        found = (self._pair(node, key=key) for node in self._list(key, most=100))
        return tuple(sorted(pair for pair in found if pair is not None))

    def table(self, key: str) -> "Table | None":
        """The table under `key`, None where it is missing or something else."""
        node = self.entry(key)
        if node is None:
            return None
        table = Table(node, name=self.key(key), faults=self.faults)
        return table if isinstance(node.value, Mapping) else None

    def named_tables(self, key: str) -> Mapping[str, "Table"]:
        """The tables `[key.NAME]` by name."""
        outer = self.table(key)
        if outer is None:
            return {}
        inner = {name: outer.table(name) for name in outer}
        return {name: table for name, table in inner.items() if table is not None}

    def close(self, *, allowed: Collection[str] = ()) -> None:
        """Refuse every key that was neither asked for nor `allowed`, naming the nearest that would be right."""
        for key, node in self._entries.items():
            if key in self._asked or key in allowed:
                continue
            self.fault_at(node, key=key, wrong=unknown_wrong(key), right=unknown_right(key, (*self._asked, *allowed)))

    def _wanted(self, key: str, *, required: bool) -> Node | None:
        node = self.entry(key)
        if node is None and required:
            self.fault(key, wrong="is missing", right=f"Add `{key} = ...`.")
        return node

    def _list(self, key: str, *, most: int) -> tuple[Node, ...]:
        node = self.entry(key)
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            return self._refuse(key, "is no list", "Write it in brackets: [...].", ())
        if len(node.value) > most:
            self.fault(key, wrong=f"has {len(node.value):,} entries", right=f"Keep it to {most:,}.")
        return node.value[:most]

    def _pair(self, node: Node, *, key: str) -> tuple[date, date] | None:
        days = node.value if isinstance(node.value, tuple) else ()
        ends = tuple(day for item in days if (day := self._day(item, key=key)) is not None)
        if len(ends) == 2 and ends[0] <= ends[1] and (ends[1] - ends[0]).days <= _LONGEST_PAIR:
            return ends[0], ends[1]
        self.fault_at(node, key=key, wrong="this is no first and last day", right="Write [2026-09-03, 2026-10-23].")
        return None

    def _day(self, node: Node, *, key: str) -> date | None:
        if isinstance(node.value, date) and not isinstance(node.value, datetime):
            return node.value
        self.fault_at(node, key=key, wrong=f"{shown(node)} is no day", right="Write it as 2026-09-03, without quotes.")
        return None

    def _refuse(self, key: str, wrong: str, right: str, answer: Answer) -> Answer:
        self.fault(key, wrong=f"{shown(self._entries[key])} {wrong}", right=right)
        return answer


def section(root: Table, name: str) -> Table:
    """The table `[name]`; an empty one, which stands on no line, where it is missing."""
    node = root.entry(name) or Node(value={}, file=root.node.file)
    return Table(node, name=name, faults=root.faults)


def shown(node: Node) -> str:
    """A value for an error sentence: short, on one line; lists and tables are not spelled out."""
    value = node.value
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = value if len(value) <= 60 else value[:57] + "..."
        return f'"{text}"' if text.isprintable() else ascii(text)
    return str(value)


def unknown_wrong(key: str) -> str:
    """What is wrong with a key nobody asked for."""
    return "is an old word" if key in OLD_WORDS else "is not known here"


def unknown_right(key: str, valid: Collection[str]) -> str:
    """What would be right: the new word, the nearest valid key, or all of them."""
    if key in OLD_WORDS:
        return f"Write `{OLD_WORDS[key]}`."
    names = sorted(set(valid))
    nearest = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=60)
    if nearest is not None:
        return f"Did you mean `{nearest[0]}`?"
    listed = ", ".join(f"`{name}`" for name in names)
    return f"Known are {listed}." if listed else "Take it out."
