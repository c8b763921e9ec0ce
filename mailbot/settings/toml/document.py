"""TOML files as nodes: every value together with the file and line it came from.

Which keys are right is not known here; `table.py` asks for them.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mailbot.settings.errors import Fault, SettingsError
from mailbot.settings.toml.lines import KeyPath, key_lines

Scalar = str | int | float | bool | date | time | datetime

LARGEST_FILE = 2_000_000
_BROKEN_AT = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a TOML file, an array or a table of them, and where it stands (line 0 = no line)."""

    value: "Scalar | tuple[Node, ...] | Mapping[str, Node]"
    file: Path
    line: int = 0


class Faults:
    """Collects mistakes, so that one run shows them all."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, node: Node, *, key: str, wrong: str, right: str) -> None:
        """Note a mistake at `node`; both sentences without what a secret might hold."""
        self._found.append(Fault(file=node.file, line=node.line, key=key, wrong=wrong, right=right))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note mistakes found elsewhere."""
        self._found.extend(faults)

    def all(self) -> tuple[Fault, ...]:
        """Every mistake once, in the order of files and lines."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda fault: (str(fault.file), fault.line)))

    def raise_any(self) -> None:
        """Raise `SettingsError` if anything was noted."""
        if self._found:
            raise SettingsError(self.all())


def read_document(file: Path, *, faults: Faults, keep: bool = False) -> Node | None:
    """Read one TOML file; None, and a fault, where it cannot be read or is no TOML.

    With `keep` what it says is remembered by its text: for what every trust begins with, and nothing secret stands in.
    """
    text = read_text(file, faults=faults)
    return None if text is None else _document(text, place=(file, 1), faults=faults, parse=_kept if keep else _parsed)


def read_text(file: Path, *, faults: Faults, largest: int = LARGEST_FILE) -> str | None:
    """Read one UTF-8 file of at most `largest` bytes; None, and a fault, where that cannot be done."""
    try:
        with file.open("rb") as opened:
            data = opened.read(largest + 1)
        if len(data) <= largest:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        wrong, right = "this file is too large", f"Keep it below {largest:,} bytes."
    except FileNotFoundError:
        wrong, right = "this file does not exist", "Create it, or correct the path that names it."
    except OSError as error:
        wrong, right = f"this file cannot be read ({error.strerror})", "Let mailbot's user read it."
    except UnicodeDecodeError as error:
        wrong, right = f"byte {error.start} is not UTF-8", "Save the file as UTF-8."
    faults.add(Node(value="", file=file), key="", wrong=wrong, right=right)
    return None


def parse_document(text: str, *, file: Path, faults: Faults, first_line: int = 1) -> Node | None:
    """Turn TOML text, which begins at `first_line` of `file`, into a node; None, and a fault, where it is no TOML."""
    return _document(text, place=(file, first_line), faults=faults, parse=_parsed)


def _document(
    text: str, *, place: tuple[Path, int], faults: Faults, parse: Callable[[str, tuple[Path, int]], Node]
) -> Node | None:
    file, first_line = place
    try:
        return parse(text, place)
    except (ValueError, RecursionError) as error:
        wrong = str(error)
        found = _BROKEN_AT.search(wrong)
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        where = Node(value="", file=file, line=line + first_line - 1)
        sentence = wrong[: found.start()] if found else wrong
        faults.add(where, key="", wrong=f"not valid TOML: {sentence}", right="Mend the line, or the one before it.")
        return None


@lru_cache(maxsize=100)
def _kept(text: str, place: tuple[Path, int]) -> Node:
    return _parsed(text, place)


def _parsed(text: str, place: tuple[Path, int]) -> Node:
    return _node(tomllib.loads(text), path=(), lines=key_lines(text), place=place)


def _node(value: object, *, path: KeyPath, lines: Mapping[KeyPath, int], place: tuple[Path, int]) -> Node:
    file, first = place
    line = lines.get(path, 1) + first - 1 if path else 0
    if isinstance(value, dict):
        table = {key: _node(item, path=(*path, key), lines=lines, place=place) for key, item in value.items()}
        return Node(value=MappingProxyType(table), file=file, line=line)
    if isinstance(value, list):
        items = (_node(item, path=(*path, index), lines=lines, place=place) for index, item in enumerate(value))
        return Node(value=tuple(items), file=file, line=line)
    if isinstance(value, (str, int, float, date, time)):
        return Node(value=value, file=file, line=line)
    raise TypeError(f"TOML knows no {type(value).__name__}")
