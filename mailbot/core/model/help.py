"""The mail that answers #help: how directives are written, and each of them, by what people want to do."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Directives for one purpose: how each is written, and what it does in a sentence."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HelpMail:
    """To a technician who asks: the rules in a sentence each, and every directive."""

    template: ClassVar[str] = "technician/help"
    name: str
    rules: tuple[str, ...]
    groups: tuple[HelpGroup, ...]
