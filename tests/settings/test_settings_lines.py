"""Where keys stand: the line scan against TOML's constructs, and against a scan of plain documents."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.settings import shipped
from mailbot.settings.toml.lines import KeyPath, key_lines

TRICKY = '''# a comment with [brackets] and = signs
title = "a # in a text" # not in it
[a.b]
"quoted key" = 1
dotted.inner = [
  1, # one
  "]", '}',
  { x = """
three
lines""", y = 2 },
]
[[person]]
name = 'Ann'
[person.home]
town = "X"
[[person]]
name = "Bob"
when = 2026-01-01 10:00:00
text = """ends with a quote""""
[last]
key = 1'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 3),
        (("a", "b"), 3),
        (("a", "b", "quoted key"), 4),
        (("a", "b", "dotted"), 5),
        (("a", "b", "dotted", "inner"), 5),
        (("a", "b", "dotted", "inner", 0), 6),
        (("a", "b", "dotted", "inner", 2), 7),
        (("a", "b", "dotted", "inner", 3, "x"), 8),
        (("a", "b", "dotted", "inner", 3, "y"), 10),
        (("person", 0, "name"), 13),
        (("person", 0, "home", "town"), 15),
        (("person", 1), 16),
        (("person", 1, "when"), 18),
        (("person", 1, "text"), 19),
        (("last", "key"), 21),
    ],
)
def test_a_key_is_found_on_its_line(path: KeyPath, line: int) -> None:
    assert key_lines(TRICKY)[path] == line


def test_every_key_of_the_shipped_files_has_a_line() -> None:
    files = [shipped.config_file(), *shipped.rules_folder().glob("*.toml"), *shipped.demo_folder().rglob("*.toml")]
    for file in files:
        text = file.read_text()
        lines = key_lines(text)
        rows = text.split("\n")
        for path in _paths(tomllib.loads(text), ()):
            assert path in lines, (file, path)
            if isinstance(path[-1], str):
                assert any(path[-1] in row for row in rows[lines[path] - 1 : lines[path]]), (file, path)


def _paths(value: object, path: KeyPath) -> list[KeyPath]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += _paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += _paths(item, (*path, index))
    return found


@given(st.text(alphabet="ab=.[]{}\"'#,\n \\1-", max_size=40))
def test_the_scan_never_fails_where_tomllib_reads(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError:
        return
    key_lines(text)
