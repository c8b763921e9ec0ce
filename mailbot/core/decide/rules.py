"""Asks the policy's named rules about one mail. What follows from the answers is decided elsewhere."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mailbot.core.decide.case import Verdict
from mailbot.core.model.policy import Rule
from mailbot.core.model.stimulus import MessageArrived

_LONGEST_TEXT = 20_000


def ask(arrived: MessageArrived, *, rules: Iterable[Rule]) -> Verdict:
    """Give what the rules say about the mail: subject, new text and forwarded text, sender, school, new or reply.

    Each rule that holds says its piece in order; for one field the first to speak wins, and one word of caution
    (sensitive, urgent) is enough.
    """
    message = arrived.message
    text = "\n".join((message.subject, message.new_text, message.forwarded))[:_LONGEST_TEXT].casefold()
    kind = "new" if arrived.request is None else "reply"
    held = [
        rule
        for rule in sorted(rules, key=lambda rule: (rule.order, rule.name))
        if kind in rule.on
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


def _is_from(rule: Rule, *, address: str) -> bool:
    domain = "@" + address.rpartition("@")[2]
    return not rule.senders or (address != "" and (address in rule.senders or domain in rule.senders))


def _says(rule: Rule, *, text: str) -> bool:
    if not rule.words and not rule.patterns:
        return True
    return any(_word(word).search(text) for word in rule.words) or any(
        _pattern(pattern).search(text) for pattern in rule.patterns
    )


@lru_cache(maxsize=4096)
def _word(word: str) -> re.Pattern[str]:
    """A whole word or phrase; any white space between its words, any ending after a `*`."""
    stem = word.casefold().removesuffix("*")
    body = r"\s+".join(re.escape(part) for part in stem.split())
    return re.compile(rf"(?<!\w){body}" + ("" if word.endswith("*") else r"(?!\w)"))


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
