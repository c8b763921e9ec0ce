"""Reads a reply to the week's mail about articles: `write 2`, `retire 4, 6`, `2 #retire`, `3: write`.

What a line means for its row is not asked here, and nothing is done.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, cast

from mailbot.core.decide.team.grammar.rows import LONGEST_LINE, MOST_LINES, rows_named
from mailbot.core.decide.team.grammar.script import CLOSINGS, without_tokens
from mailbot.core.model.mails.technician import DirectiveFault

Verb = Literal["write", "retire"]

_ROWS = r"#?\d{1,3}(?: ?(?:,|&|\+|-|–|—| and ) ?#?\d{1,3}){0,20}"
_LINE = re.compile(
    rf"(?:#? ?(?P<verb>write|draft|retire)(?: rows?)? ?:? ?(?P<rows>{_ROWS})"
    rf"|(?:rows? )?(?P<before>{_ROWS}) ?[.):–—-]? ?#? ?(?P<after>write|draft|retire))"
    r"(?:,? (?:please|thanks|thank you))?[.!]{0,3}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Wanted:
    """What a reply wants of which row (1 is the first), in the order of its lines, and every fault in it."""

    rows: list[tuple[Verb, int, str]] = field(default_factory=list)
    faults: list[DirectiveFault] = field(default_factory=list)


def read_wishes(new_text: str, *, count: int, name: str = "") -> Wanted:
    """Take the reply to a mail of `count` rows apart; `name` is the writer's own. With any fault nothing is to be done.

    Example: "write 2\\nretire 4" wants the row 2 written and the row 4 retired.
    """
    found = Wanted()
    own = CLOSINGS | {name.casefold(), *name.casefold().split()}
    for raw in without_tokens(new_text).splitlines()[:MOST_LINES]:
        line = " ".join(raw.split())[:LONGEST_LINE]
        if line and line.rstrip(",.!").casefold() not in own:
            _sort_in(found, line, count=count)
    if not found.rows and not found.faults:
        found.faults.append(DirectiveFault("(your reply)", "It names no row.", "write 1"))
    return found


def _sort_in(found: Wanted, line: str, *, count: int) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        found.faults.append(DirectiveFault(line, 'A line says "write" or "retire" and the number of a row.', "write 1"))
        return
    rows = rows_named(match["rows"] or match["before"], count=count)
    if isinstance(rows, str):
        found.faults.append(DirectiveFault(line, rows))
        return
    written = (match["verb"] or match["after"]).casefold()
    verb = cast("Verb", "write" if written == "draft" else written)
    found.rows += [(verb, row, line) for row in rows if (verb, row) not in {(one[0], one[1]) for one in found.rows}]
