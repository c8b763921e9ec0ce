"""Asks the policy's named rules about one mail. What follows from the answers is decided elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from functools import lru_cache, partial

from mailbot.core.decide.case import Verdict
from mailbot.core.decide.stems import beginnings, of_pattern, of_phrase, plain
from mailbot.core.model.policy import Rule
from mailbot.core.model.stimulus import MessageArrived

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Search:
    """What a rule (by its place) looks for: one of its phrases (folded), or one of its patterns."""

    rule: int
    phrase: str = ""
    pattern: str = ""

    def finds(self, text: str, *, words: str, begun: Sequence[int] | None) -> bool:
        """Whether it stands in the folded text; `words` is that with one blank for any white space.

        Of a pattern only what begins at one of the places `begun` counts, anything where that is None.
        """
        if self.phrase:
            return _stands(self.phrase, words)
        pattern = _pattern(self.pattern)
        if begun is None:
            return pattern.search(text) is not None
        # a try at each such word takes less than a search through the text
        return any(map(partial(pattern.match, text), begun))


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rules in the order in which they are asked, and their searches by how what they find begins (None: anyhow).

    Those in `silent` look for nothing in the text.
    """

    rules: tuple[Rule, ...]
    searches: Mapping[str | None, tuple[Search, ...]]
    silent: frozenset[int]

    def met(self, text: str) -> frozenset[int]:
        """The places of those rules that look for nothing, or for what stands in the folded text."""
        found, words, seen = set(self.silent), " ".join(text.split()), plain(text)
        for begin in (None, *(self.searches.keys() & beginnings(text))):
            begun: Sequence[int] | None = None
            for search in self.searches.get(begin, ()):
                if search.rule in found:
                    continue
                if begin is not None and begun is None and search.pattern:
                    begun = _places(begin, seen)
                if search.finds(text, words=words, begun=begun):
                    found.add(search.rule)
        return frozenset(found)


def prepared(rules: tuple[Rule, ...]) -> Prepared:
    """The rules ready to be asked; made once for the same tuple, which takes some 0.1 s."""
    return _prepared(_Same(rules))


class _Same:
    """A policy's rules as what they are: to compare them word by word takes longer than to ask them."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.rules is other.rules


@lru_cache(maxsize=200)
def _prepared(same: _Same) -> Prepared:
    rules = tuple(sorted(same.rules, key=lambda rule: (rule.order, rule.name)))
    searches: dict[str | None, tuple[Search, ...]] = {}
    for begins, search in (pair for place, rule in enumerate(rules) for pair in _searches(place, rule)):
        for begin in begins:
            searches[begin] = (*searches.get(begin, ()), search)
    silent = (place for place, rule in enumerate(rules) if not rule.words and not rule.patterns)
    return Prepared(rules, searches, frozenset(silent))


def _searches(place: int, rule: Rule) -> Iterator[tuple[Iterable[str | None], Search]]:
    for words in rule.words:
        phrase = " ".join(words.removesuffix("*").casefold().split()) + ("*" if words.endswith("*") else "")
        yield (of_phrase(phrase),), Search(place, phrase=phrase)
    for pattern in rule.patterns:
        _pattern(pattern)  # not with the first mail in hand
        yield of_pattern(pattern) or (None,), Search(place, pattern=pattern)


def ask(arrived: MessageArrived, *, rules: tuple[Rule, ...], zone: tzinfo = UTC) -> Verdict:
    """Give what the rules say about the mail: subject, new text and forwarded text, sender, school, day, new or reply.

    The day is the one on which it was received, in the trust's `zone`.

    Each rule that holds says its piece in order; for one field the first to speak wins, and one word of caution
    (sensitive, urgent) is enough.
    """
    message = arrived.message
    text = "\n".join((message.subject, message.words, message.forwarded))[:_LONGEST_TEXT]
    text = text.replace("\u2019", "'").casefold()
    kind = "new" if arrived.request is None else "reply"
    day = arrived.received_at.astimezone(zone).date()
    ready = prepared(rules)
    held = [
        rule
        for rule in (ready.rules[place] for place in sorted(ready.met(text)))
        if kind in rule.on
        and _is_in_season(rule, day=day)
        and _meets(rule.schools, arrived.route.school)
        and _is_from(rule, address=arrived.sender.address)
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


def _stands(phrase: str, words: str) -> bool:
    """Whether the phrase stands there as whole words, with any ending after a `*`."""
    stem = phrase.removesuffix("*")
    places, length = _places(stem, words), len(stem)
    if stem is not phrase:
        return bool(places)
    return any(not _in_a_word(words[at + length : at + length + 1]) for at in places)


def _places(stem: str, text: str) -> list[int]:
    """Where it stands in the text without a letter before it."""
    places, at = list[int](), text.find(stem)
    while at >= 0:
        if not _in_a_word(text[at - 1 : at]):
            places.append(at)
        at = text.find(stem, at + 1)
    return places


def _in_a_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


@lru_cache(maxsize=20_000)
def _pattern(pattern: str) -> re.Pattern[str]:
    """The text is folded, so a pattern without capitals needs no folding of its own, which would double its time."""
    return re.compile(pattern) if pattern == pattern.lower() else re.compile(pattern, re.IGNORECASE)
