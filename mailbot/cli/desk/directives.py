"""The work of `mailbot directives`: the manual of the grammar as a page."""

import argparse
from collections.abc import Iterator

from mailbot.cli.page import say, say_json, strong, wrapped
from mailbot.core.decide.team.grammar.manual import RULES, as_markdown, groups

_LEFT = 4


def run(options: argparse.Namespace) -> int:
    """Print them; always 0."""
    if options.json:
        say_json({"rules": RULES, "directives": groups()})
    elif options.markdown:
        say(as_markdown().splitlines())
    else:
        say(_page())
    return 0


def _page() -> Iterator[str]:
    for rule in RULES:
        yield from wrapped(rule, first="  - ")
    for group in groups():
        yield ""
        yield strong(group.title)
        for usage, help_ in group.lines:
            yield f"  {usage}"
            yield from wrapped(help_, first="  " + " " * _LEFT)
