"""Where each key of a TOML text stands: the second scan beside `tomllib`, which keeps no line numbers.

It relies on `tomllib` having accepted the text, so it checks nothing; values are skipped, not read.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'[^']*'")
_SCALAR = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+"
    r"|[^\s,\]}#]+",
    re.DOTALL,
)


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Map each key path of `text` to its line, counted from 1.

    Elements of arrays have their index in the path: `("person", 0, "name")`. A table that is only implied (`a` of
    `[a.b]`) stands where it is first mentioned.

    >>> key_lines('[daemon]\\nworkers = 2')[("daemon", "workers")]
    2
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._elements: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        self._space()
        while self._at < len(self._text):
            table = self._header() if self._text[self._at] == "[" else self._pair(table)
            self._space()

    def _header(self) -> KeyPath:
        line = self._line()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        names = self._key()
        self._at += 2 if is_array else 1
        path: KeyPath = ()
        for name in names[:-1]:
            path = self._enter((*path, name), line)
        path = (*path, names[-1])
        if not is_array:
            return self._enter(path, line)
        self.lines.setdefault(path, line)
        self._elements[path] = self._elements.get(path, -1) + 1
        path = (*path, self._elements[path])
        self.lines[path] = line
        return path

    def _enter(self, path: KeyPath, line: int) -> KeyPath:
        self.lines.setdefault(path, line)
        return (*path, self._elements[path]) if path in self._elements else path

    def _pair(self, table: KeyPath) -> KeyPath:
        line = self._line()
        path = table
        for name in self._key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._space()
        self._value(path)
        return table

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._space()
            names.append(self._name())
            self._space()
            if not self._text.startswith(".", self._at):
                return names
            self._at += 1

    def _name(self) -> str:
        if bare := _BARE_KEY.match(self._text, self._at):
            self._at = bare.end()
            return bare[0]
        quoted = _QUOTED_KEY.match(self._text, self._at)
        if quoted is None:
            raise ValueError(f"no key at character {self._at}")
        self._at = quoted.end()
        return next(iter(tomllib.loads(f"{quoted[0]} = 0")))

    def _value(self, path: KeyPath) -> None:
        if self._text.startswith("[", self._at):
            self._array(path)
        elif self._text.startswith("{", self._at):
            self._inline_table(path)
        elif scalar := _SCALAR.match(self._text, self._at):
            self._at = scalar.end()
        else:
            raise ValueError(f"no value at character {self._at}")

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        self._space()
        index = 0
        while self._text[self._at] != "]":
            self.lines[(*path, index)] = self._line()
            self._value((*path, index))
            index += 1
            self._comma()
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        self._space()
        while self._text[self._at] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        self._space()
        if self._text[self._at] == ",":
            self._at += 1
            self._space()

    def _space(self) -> None:
        if space := _SPACE.match(self._text, self._at):
            self._at = space.end()

    def _line(self) -> int:
        return bisect_left(self._breaks, self._at) + 1
