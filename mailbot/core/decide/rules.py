"""Asks the policy's named rules about one mail. What follows from the answers is decided elsewhere."""

import re
from collections.abc import Iterable
from datetime import UTC, date, tzinfo
from functools import lru_cache

from mailbot.core.decide.case import Verdict
from mailbot.core.model.policy import Rule
from mailbot.core.model.stimulus import MessageArrived

_LONGEST_TEXT = 20_000


def ask(arrived: MessageArrived, *, rules: Iterable[Rule], zone: tzinfo = UTC) -> Verdict:
    """Give what the rules say about the mail: subject, new text and forwarded text, sender, school, day, new or reply.

    The day is the one on which it was received, in the trust's `zone`.

    Each rule that holds says its piece in order; for one field the first to speak wins, and one word of caution
    (sensitive, urgent) is enough.
    """
    message = arrived.message
    text = "\n".join((message.subject, message.new_text, message.forwarded))[:_LONGEST_TEXT]
    text = text.replace("\u2019", "'").casefold()
    kind = "new" if arrived.request is None else "reply"
    day = arrived.received_at.astimezone(zone).date()
    held = [
        rule
        for rule in sorted(rules, key=lambda rule: (rule.order, rule.name))
        if kind in rule.on
        and _is_in_season(rule, day=day)
        and _meets(rule.schools, arrived.route.school)
        and _is_from(rule, address=arrived.sender.address)
        and _says(rule, text=text)
    ]
    return Verdict(
        sensitive=any(rule.sensitive for rule in held),
        urgent=any(rule.urgent for rule in held),
        priority=next((rule.priority for rule in held if rule.priority is not None), None),
        line=next((rule.line for rule in held if rule.line is not None), None),
        school=next((rule.school for rule in held if rule.school is not None), None),
        reasons=tuple(f"rule {rule.name}: {rule.reason}" for rule in held),
    )


def _meets(wanted: tuple[str, ...], value: str) -> bool:
    return not wanted or value in wanted


def _is_in_season(rule: Rule, *, day: date) -> bool:
    if not rule.during:
        return True
    today = (day.month, day.day)
    return any(
        first <= today <= last if first <= last else today >= first or today <= last for first, last in rule.during
    )


def _is_from(rule: Rule, *, address: str) -> bool:
    domain = "@" + address.rpartition("@")[2]
    return not rule.senders or (address != "" and (address in rule.senders or domain in rule.senders))


def _says(rule: Rule, *, text: str) -> bool:
    if not rule.words and not rule.patterns:
        return True
    if rule.words and _one_of(rule.words).search(text):
        return True
    return any(_pattern(pattern).search(text) for pattern in rule.patterns)


@lru_cache(maxsize=4096)
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words or phrases; any white space between their words, any ending after a `*`."""
    return re.compile(r"(?<!\w)(?:" + "|".join(_word(word) for word in words) + ")")


def _word(word: str) -> str:
    stem = word.casefold().removesuffix("*")
    return r"\s+".join(re.escape(part) for part in stem.split()) + ("" if word.endswith("*") else r"(?!\w)")


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
