"""Values of `config.toml` given by the environment instead: `MAILBOT__DAEMON__WORKERS=4`.

Two underscores part the names; capitals and small letters, `-` and `_` are the same. Which keys are right is checked
afterwards, as for the file.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from mailbot.settings.toml.document import Faults, Node, parse_document

PREFIX = "MAILBOT__"
_PLACE = "environment variable "


def with_environment(root: Node, *, environ: Mapping[str, str], faults: Faults) -> Node:
    """Give `root` with every variable `MAILBOT__SECTION__KEY` of `environ` put in place of the file's value.

    A value that is valid TOML counts as such (`2525`, `true`, `["a"]`), anything else is a text.
    """
    for name in sorted(environ):
        names = [part for part in name.removeprefix(PREFIX).split("__") if part]
        if name.startswith(PREFIX) and names:
            value = _value(environ[name], place=Path(_PLACE + name), faults=faults)
            root = _placed(root, names=names, value=value)
    return root


def _value(text: str, *, place: Path, faults: Faults) -> Node:
    if "\n" in text or not _is_toml_value(text):
        return Node(value=text, file=place)
    document = parse_document(f"value = {text}", file=place, faults=faults)
    table = document.value if document is not None else {}
    return _without_lines(table["value"]) if isinstance(table, Mapping) else Node(value=text, file=place)


def _is_toml_value(text: str) -> bool:
    try:
        return list(tomllib.loads(f"value = {text}")) == ["value"]
    except (ValueError, RecursionError):
        return False


def _without_lines(node: Node) -> Node:
    value = node.value
    if isinstance(value, Mapping):
        return Node(value={key: _without_lines(item) for key, item in value.items()}, file=node.file)
    if isinstance(value, tuple):
        return Node(value=tuple(_without_lines(item) for item in value), file=node.file)
    return Node(value=value, file=node.file)


def _placed(table: Node, *, names: list[str], value: Node) -> Node:
    entries = dict(table.value) if isinstance(table.value, Mapping) else {}
    wanted = _same(names[0])
    key = next((known for known in entries if _same(known) == wanted), names[0].lower())
    inner = entries.get(key, Node(value={}, file=value.file))
    entries[key] = value if len(names) == 1 else _placed(inner, names=names[1:], value=value)
    return Node(value=entries, file=table.file, line=table.line)


def _same(name: str) -> str:
    return name.lower().replace("-", "_")


def from_environment(node: Node) -> bool:
    """Whether a value was given by the environment, where a literal secret is in its place."""
    return str(node.file).startswith(_PLACE)
