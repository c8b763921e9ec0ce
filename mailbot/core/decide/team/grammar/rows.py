"""Reads a reply to a numbered list: which rows each line names, and which directive it gives them.

`1 solved`, `3 take`, `4-6 Megan`, `2 #note rang her`, `1, 3 and 5 pending 3d`, `all take`. What a directive means
stands in the table, as for any other mail; here a row gets its directives and nothing is done.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from mailbot.core.decide.team.grammar.script import CLOSINGS, WRAPPED, Directive, nearest, without_tokens
from mailbot.core.model.mails.technician import DirectiveFault

MOST_LINES = 200
LONGEST_LINE = 2_000
# what is made of a ticket's own mail, or needs its text, is written in a reply to that mail
NOT_IN_ROWS = frozenset(
    {
        *("kb", "kb/school", "kb/technician", "update", "new", "approve", "retire", "undo", "call", "split", "merge"),
        *("requester", "link", "cc", "uncc", "help", "show", "list", "find", "away", "back"),
    }
)
# a longer line that begins with a number may well be an answer
_WORDS_OF_A_ROW = 4
FREE_TEXT = frozenset({"note", "hold", "escalate"})

_SPAN = r"\d{1,3}(?: ?[-–—] ?\d{1,3})?"
_LINE = re.compile(
    rf"(?:rows? )?(?P<rows>#?{_SPAN}(?: ?(?:,|&|\+| and )+ ?#?{_SPAN}){{0,49}}|all)(?: ?[.):–—-])? (?P<rest>\S.*)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})(?: ?[-–—] ?(\d{1,3}))?")
_WORD = re.compile(r"#? ?([a-z]{1,20}(?:/[a-z]{1,20})?)(?:[.:!,]{0,3} (.*)|[.:!,]{0,3})", re.IGNORECASE)

Name = Callable[[str], str]


@dataclass(slots=True)
class Rows:
    """What a reply wants, by row (1 is the first), and every fault in it: with any, nothing is to be done."""

    directives: dict[int, list[Directive]] = field(default_factory=dict)
    faults: list[DirectiveFault] = field(default_factory=list)


def read_rows(new_text: str, *, known: Collection[str], count: int, why_nobody: Name, name: str = "") -> Rows:
    """Take the reply to a list of `count` rows apart. `known` are the names of directives, `name` the writer's own.

    What is no directive is a colleague's name: `why_nobody` gives '' where somebody is called so, else why not.

    Example: "1 solved\\n2-3 Megan" gives row 1 the directive `solved` and the rows 2 and 3 `assign Megan`.
    """
    found = Rows()
    own = CLOSINGS | {name.casefold(), *name.casefold().split()}
    for line in _lines(new_text, known=known):
        if line.rstrip(",.!").casefold() in own:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            found.faults.append(DirectiveFault(line, "It names no row of the list.", "1 solved"))
            continue
        _sort_in(found, match, known=known, count=count, why_nobody=why_nobody)
    if not found.directives and not found.faults:
        found.faults.append(DirectiveFault("(no rows)", "Nothing in your mail names a row of the list.", "1 solved"))
    return found


def names_rows(text: str, *, known: Collection[str]) -> bool:
    """Tell whether a text says nothing but what becomes of rows ("1 solved"): it is meant for a list."""
    lines = [" ".join(line.split()) for line in text.splitlines()[:MOST_LINES] if line.strip()]
    found = [_LINE.fullmatch(line) for line in lines if len(line) <= LONGEST_LINE]
    words = [_WORD.fullmatch(one["rest"]) for one in found if one is not None]
    wishes = [one for one in words if one is not None and one[1].lower() in set(known) - NOT_IN_ROWS]
    return bool(lines) and len(wishes) == len(lines) and all(len(line.split()) <= _WORDS_OF_A_ROW for line in lines)


def rows_named(written: str, *, count: int) -> tuple[int, ...] | str:
    """Give the rows that "1, 3-5" names, in order; or why it names none.

    Example: `rows_named("2-4", count=7)` is (2, 3, 4).
    """
    if written.casefold() == "all":
        return tuple(range(1, count + 1))
    rows: set[int] = set()
    for first, last in _RANGE.findall(written):
        low, high = sorted((int(first), int(last or first)))
        if low < 1 or high > count:
            return f"The list has the rows 1 to {count}."
        rows |= set(range(low, high + 1))
    return tuple(sorted(rows))


def _sort_in(found: Rows, match: re.Match[str], *, known: Collection[str], count: int, why_nobody: Name) -> None:
    line = match[0]
    rows = rows_named(match["rows"], count=count)
    directive = _directive(match["rest"], line=line, known=known, why_nobody=why_nobody)
    if isinstance(rows, str):
        found.faults.append(DirectiveFault(line, rows))
    if isinstance(directive, DirectiveFault):
        found.faults.append(directive)
    if isinstance(rows, tuple) and isinstance(directive, Directive):
        for row in rows:
            found.directives.setdefault(row, []).append(directive)


def _directive(rest: str, *, line: str, known: Collection[str], why_nobody: Name) -> Directive | DirectiveFault:
    word = _WORD.fullmatch(rest)
    name = word[1].lower() if word else ""
    if word is not None and name in known:
        if name in NOT_IN_ROWS:
            return DirectiveFault(line, f"#{name} is for a reply to the ticket's own mail, not for a row.")
        return Directive(name, (word[2] or "").strip(), line)
    why = why_nobody(rest.lstrip("# "))
    if not why:
        return Directive("assign", rest.lstrip("# "), line)
    close = nearest(name, known=set(known) - NOT_IN_ROWS) if name else ""
    if close or rest.startswith("#"):
        return DirectiveFault(line, "There is no such directive.", close)
    return DirectiveFault(line, why)


def _lines(new_text: str, *, known: Collection[str]) -> list[str]:
    """The lines with words in them; what a mail program broke off a long note is put back to it."""
    lines: list[str] = []
    open_end = False
    for raw in without_tokens(new_text).splitlines()[:MOST_LINES]:
        line = " ".join(raw.split())[:LONGEST_LINE]
        match = _LINE.fullmatch(line)
        if not line:
            open_end = False
        elif match is None and open_end and len(lines[-1]) + len(line) < LONGEST_LINE:
            lines[-1] = f"{lines[-1]} {line}"
            open_end = len(line) >= WRAPPED
        else:
            lines.append(line)
            open_end = match is not None and len(line) >= WRAPPED and _is_free(match["rest"], known=known)
    return lines


def _is_free(rest: str, *, known: Collection[str]) -> bool:
    word = _WORD.fullmatch(rest)
    return word is not None and word[1].lower() in FREE_TEXT and word[1].lower() in known
