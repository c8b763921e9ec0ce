"""`[rule.NAME]` tables into `Rule` values: when a rule holds, what follows, and why."""

import re
from collections.abc import Collection

from mailbot.core.model.policy import Rule
from mailbot.settings.policy.patterns import pattern_fault
from mailbot.settings.toml.document import Node
from mailbot.settings.toml.fields import is_address, is_domain
from mailbot.settings.toml.table import Table, shown

_LONGEST_WORD = 80
_LEAST_STEM = 3
_CONDITIONS = ("words", "patterns", "senders", "schools", "vip", "during")
_RESULTS = ("sensitive", "urgent", "priority", "line", "school")


_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


def read_rule(table: Table, *, name: str, vips: Collection[str] = ()) -> Rule | None:
    """Read one rule. Words and senders are given in small letters; that schools and priorities exist is not checked.

    `vips` are the addresses that `vip = true` stands for. None for a rule that can never hold: it asks for those, and
    there are none.
    """
    when = table.table("when") or _nothing(table, "when")
    then = table.table("then") or _nothing(table, "then")
    senders = _senders(when)
    only_vips = when.flag("vip")
    rule = Rule(
        name=name,
        order=table.integer("order", low=0, high=100_000),
        reason=table.text("reason", longest=200),
        words=read_phrases(when, "words", wildcard=True),
        patterns=_patterns(when),
        senders=(*senders, *vips) if only_vips else senders,
        schools=when.texts("schools"),
        during=_during(when),
        on=_kinds(when),
        sensitive=then.flag("sensitive"),
        urgent=then.flag("urgent"),
        priority=then.text("priority", default="") or None,
        line=then.integer("line", low=1, high=3) if "line" in then else None,
        school=then.text("school", default="") or None,
    )
    for inner in (when, then):
        inner.close()
    table.close()
    if not any(key in when for key in _CONDITIONS):
        wrong = "says not when it holds"
        table.fault("when", wrong=wrong, right='Write when = { words = ["..."] }, or patterns, senders, schools.')
    if not any(key in then for key in _RESULTS):
        table.fault("then", wrong="says not what follows", right='Write then = { priority = "P2" }, or urgent = true.')
    return None if only_vips and not rule.senders else rule


def read_phrases(table: Table, key: str, *, wildcard: bool = False) -> tuple[str, ...]:
    """Read words and phrases: case folded, single spaces; with `wildcard`, `*` at the end stands for any ending."""
    phrases = []
    for node, text in table.text_nodes(key, most=1_000):
        phrase = " ".join(text.casefold().split())
        stem = phrase.removesuffix("*") if wildcard else phrase
        if len(phrase) > _LONGEST_WORD:
            table.fault_at(node, key=key, wrong="a phrase is too long", right=f"Keep it to {_LONGEST_WORD} characters.")
        elif wildcard and ("*" in stem or (stem != phrase and len(stem) < _LEAST_STEM)):
            right = f"Write * only at the end, after at least {_LEAST_STEM} letters."
            table.fault_at(node, key=key, wrong=f"{shown(node)} fits too much", right=right)
        else:
            phrases.append(phrase)
    return tuple(dict.fromkeys(phrases))


def _nothing(table: Table, key: str) -> Table:
    return Table(Node(value={}, file=table.node.file, line=table.node.line), name=table.key(key), faults=table.faults)


def _patterns(when: Table) -> tuple[str, ...]:
    patterns = []
    for node, pattern in when.text_nodes("patterns", most=50):
        fault = pattern_fault(pattern)
        if fault is None:
            patterns.append(pattern)
        else:
            when.fault_at(node, key="patterns", wrong=f"{shown(node)} {fault[0]}", right=fault[1])
    return tuple(patterns)


def _senders(when: Table) -> tuple[str, ...]:
    senders = []
    for node, text in when.text_nodes("senders"):
        sender = text.lower()
        if is_address(sender) or (sender.startswith("@") and is_domain(sender[1:])):
            senders.append(sender)
        else:
            right = "Write name@school.example or @school.example."
            when.fault_at(node, key="senders", wrong=f"{shown(node)} is no sender", right=right)
    return tuple(senders)


def _during(when: Table) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Parts of every year, `[["05-04", "06-26"]]`: month and day of the first and the last day."""
    node = when.entry("during")
    if node is None:
        return ()
    items = node.value if isinstance(node.value, tuple) else (node,)
    parts = []
    for item in items[:50]:
        ends = item.value if isinstance(item.value, tuple) else ()
        days = [_DAY_OF_YEAR.fullmatch(end.value) for end in ends if isinstance(end.value, str)]
        found = [(int(day[1]), int(day[2])) for day in days if day is not None]
        if len(found) == 2 and len(ends) == 2:
            parts.append((found[0], found[1]))
        else:
            right = 'Write during = [["05-04", "06-26"]]: month and day, the first and the last.'
            when.fault_at(item, key="during", wrong="this is no part of a year", right=right)
    return tuple(parts)


def _kinds(when: Table) -> tuple[str, ...]:
    for node, kind in when.text_nodes("on"):
        if kind not in ("new", "reply"):
            when.fault_at(node, key="on", wrong=f"{shown(node)} is not known here", right='Write "new" or "reply".')
    return when.texts("on") or ("new", "reply")
