"""Takes out of a text what must not stand in an article: secrets, ways to reach people, their numbers and names.

What lives here: the order of the searches, text -> text and what was taken out. What does not: the patterns and points
(private/, names.py) and the decision whether an article with something secret in it waits for somebody's word.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.names import account_pattern, initials_pattern, name_pattern, signed_pattern
from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.given import GIVEN, nickname_pattern
from mailbot.core.kb.private.giving import NAMED, NOTHING, PRIVATE, SECRET, given
from mailbot.core.kb.private.listed import along, below
from mailbot.core.kb.private.look import Look, span_of, whole
from mailbot.core.kb.private.naming import named
from mailbot.core.kb.private.outer import initial_pattern, short_look
from mailbot.core.kb.private.pupils import PUPILS
from mailbot.core.kb.private.reach import EMAILS, LINKS, REACH
from mailbot.core.kb.private.secrets import PRIVATE_KEYS, SECRETS
from mailbot.core.kb.private.shape import PHRASES, SHAPES, TABLES
from mailbot.core.kb.private.spoken import HELD, SPOKEN
from mailbot.core.kb.words import STOP
from mailbot.core.model.article import Removed

MAX_TEXT = 64_000
MAX_TURNS = 3
_NAMES = ("name", "pupil")
_OF_SOMEBODY = (*_NAMES, "account name")
_SINGLE = re.compile(r"[^\s\[\]]{3,60}")

Found = dict[tuple[str, str], Removed]


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text that may be published, and what was taken out of it (each text once)."""

    text: str
    removed: tuple[Removed, ...]


def scrub(text: str, *, people: Collection[str] = (), known: Known = NOTHING_KNOWN) -> Scrubbed:
    """Take secrets, numbers of people, ways to reach them and the names of `people` (names and addresses) out.

    `known` are words that anybody may read: the more it holds, the fewer plain words go by mistake. Looks at no more
    than the first 64,000 characters; the rest is dropped, never passed unseen.
    """
    found: Found = {}
    text, sure = text[:MAX_TEXT], False
    for look in _looks(people):
        before = len(found)
        text = _searched(text, (look,), found)
        sure = sure or (look.secret and look.sure and len(found) > before)
    names = named(text, people=people, known=known, gave=_holds(found, *_NAMES))
    text = _without(text, ((start, stop, "name", False) for start, stop in names), found)
    text = _without_given(text, known=known, found=found, sure=sure)
    text = _searched(text, HELD, found)  # once more: what one person has tells of the next
    text = _without(text, along(text), found)
    text = _without(text, below(text, found.values()), found)
    return Scrubbed(text=_without(text, _again(text, found.values()), found), removed=tuple(found.values()))


def _without_given(text: str, *, known: Known, found: Found, sure: bool) -> str:
    """The text without what it gives to get in with, in a few turns: one thing taken tells of the next.

    `sure` is whether one of the things `found` is surely a secret.
    """
    private = PRIVATE if _holds(found, "pupil", "account name") else NAMED if _holds(found, "name") else NOTHING
    gave = SECRET if sure else private
    for _ in range(MAX_TURNS):
        told = given(text, gave=gave, known=known)
        if not told.spans:
            break
        gave = SECRET if told.sure else max(gave, PRIVATE)
        text = _without(text, ((start, stop, kind, True) for start, stop, kind in told.spans), found)
    return text


def _holds(found: Found, *kinds: str) -> bool:
    """Whether a secret or something of these kinds was taken."""
    return any(piece.secret or piece.kind in kinds for piece in found.values())


def _again(text: str, removed: Iterable[Removed]) -> Iterator[tuple[int, int, str, bool]]:
    """Where a secret, a name or an account that was taken stands once more, written the same."""
    told = {
        piece.text: piece
        for piece in removed
        if (piece.secret or piece.kind in _OF_SOMEBODY) and _SINGLE.fullmatch(piece.text) and _tells(piece)
    }
    if told:
        longest_first = "|".join(map(re.escape, sorted(told, key=len, reverse=True)))
        for match in re.finditer(rf"(?<![\w@./-])(?:{longest_first})(?![\w@])", text):
            piece = told[match.group()]
            yield match.start(), match.end(), piece.kind, piece.secret


def _tells(piece: Removed) -> bool:
    """Whether a word tells the same wherever it stands: a name that is a word too ("Mark") does not."""
    folded = piece.text.casefold()
    return folded not in STOP and not (piece.kind in _NAMES and is_of_the_desk(folded))


def searched(text: str, *, people: Collection[str] = (), secrets: bool = True, names: bool = True) -> str:
    """The text without what the searches find, before points are given: to fit those.

    With what lets in if not `secrets`, with names of people if not `names`.
    """
    looks = _looks(people)
    if not secrets:
        looks = tuple(look for look in looks if not look.secret and look.kind != "account name")
    if not names:
        looks = tuple(look for look in looks if look.kind not in _NAMES)
    return _searched(text[:MAX_TEXT], looks, {})


def _searched(text: str, looks: Iterable[Look], found: Found) -> str:
    for look in looks:
        spans = (look.where(match) for match in look.pattern.finditer(text))
        text = _without(text, ((*span, look.kind, look.secret) for span in spans if span is not None), found)
    return text


def _without(text: str, spans: Iterable[tuple[int, int, str, bool]], found: Found) -> str:
    """The text without the spans (start, stop, kind, secret), which go to `found`; of two that overlap the first."""
    pieces: list[str] = []
    end = 0
    for start, stop, kind, secret in spans:
        if start >= end:
            piece = Removed(kind, text[start:stop], f"[{kind}]", secret)
            found.setdefault((kind, piece.text), piece)
            pieces += (text[end:start], piece.replacement)
            end = stop
    return "".join((*pieces, text[end:]))


def _looks(people: Collection[str]) -> tuple[Look, ...]:
    """The searches in their order: the longest and surest first, names last."""
    named: list[Look] = []
    initials = initials_pattern(people)
    if initials is not None:
        named.append(Look("name", initials, whole))
    signed = signed_pattern(people)
    if signed is not None:
        named.append(Look("name", signed, whole))
    accounts = account_pattern(people)
    if accounts is not None:
        named.insert(0, Look("account name", accounts, whole))
    nicknames = nickname_pattern(people)
    if nicknames is not None:
        named.append(Look("name", nicknames, whole))
    named.append(short_look(people))
    named.append(Look("name", initial_pattern(people), span_of))
    names = name_pattern(people)
    if names is not None:
        named.append(Look("name", names.pattern, names.span))
    return (
        *(*PRIVATE_KEYS, *LINKS, *TABLES, *PHRASES, *SPOKEN, *SECRETS, *EMAILS, *REACH, *SHAPES, *PUPILS),
        *(*named, *GIVEN, *HELD),
    )
