"""What the desk really mailed about targets and waiting, read from the bytes as its readers read it.

A reminder is a sentence about one target of one ticket in one person's mail: a digest of three rows has three.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.daemon.simulate.post import Mail

Target = Literal["first_response", "next_response", "resolution"]
Role = Literal["owner", "stand_in", "other", "moved"]

_TARGETS: dict[str, Target] = {
    "First answer": "first_response",
    "Next answer": "next_response",
    "Solution": "resolution",
}
_REMINDER = re.compile(
    r"(First answer|Next answer|Solution) (was due at|by|on|as soon) [^.*]{1,80}\."
    r"(?: (\d{1,6}) % of the time is used\.)?(?=([^*]{0,160}))"
)
_NEXT = re.compile(r"\b(?:First answer|Next answer|Solution) ")
_ROW = re.compile(r"^ ?(\d{1,4})  (\d{1,12}) ", re.MULTILINE)
_SOMEBODY_ELSES = re.compile(r"\b(It is .{3,60}'s\.|Nobody of line \d owns it\.)")
_LATE = 100


@dataclass(frozen=True, slots=True)
class Reminder:
    """`percent` is what the mail says, 100 where it says that the target was missed. `role` is why they got it."""

    at: datetime
    recipient: str
    number: int
    target: Target
    percent: int
    role: Role
    digest: bool


@dataclass(frozen=True, slots=True)
class Chaser:
    """A requester was asked again, or (`last`) told that it ends."""

    at: datetime
    recipient: str
    number: int
    last: bool


class Evidence:
    """Everything that is held against the promises, in the order in which it was mailed.

    `cut` are the lists that named as many as a mail has room for and said how many more there are.
    """

    def __init__(self) -> None:
        self.reminders: list[Reminder] = []
        self.chasers: list[Chaser] = []
        self.digests: list[tuple[datetime, str]] = []
        self.confidential: list[tuple[datetime, int]] = []
        self.mails = 0
        self.cut: list[tuple[datetime, str]] = []
        self._sent: dict[str, list[datetime]] = defaultdict(list)

    def take(self, mail: Mail) -> None:
        """Read one mail and keep what it says of targets and waiting."""
        self.mails += 1
        self._sent[mail.recipient].append(mail.at)
        if mail.number is not None:
            if "waiting for a word from you" in mail.words:
                self.chasers.append(Chaser(mail.at, mail.recipient, mail.number, last=False))
            elif "we take it that your request" in mail.words:
                self.chasers.append(Chaser(mail.at, mail.recipient, mail.number, last=True))
        rows = _rows(mail)
        if len(rows) > 1 or (rows and mail.number is None):
            self.digests.append((mail.at, mail.recipient))
        if "more that have no room here" in mail.words:
            self.cut.append((mail.at, mail.recipient))
        # of a confidential ticket a digest says no more than that it is there
        self.confidential += [(mail.at, number) for number, text in rows if text.startswith("(confidential)")]
        for number, text in rows:
            self.reminders += _reminders(mail, number=number, text=text, digest=mail.number is None)

    def mails_to(self, recipient: str, *, since: datetime, until: datetime) -> int:
        """How many mails somebody was sent from the one moment to the other, both included."""
        sent = self._sent[recipient]
        return bisect_right(sent, until) - bisect_left(sent, since)


def _rows(mail: Mail) -> list[tuple[int, str]]:
    """The tickets that a mail to a technician is about, each with what it says of it before its story."""
    text = mail.text.partition("*The story so far")[0]
    if mail.number is not None:
        return [(mail.number, " ".join(text.partition("\nFrom: ")[0].split()))]
    found = list(_ROW.finditer(text))
    ends = [*(row.start() for row in found[1:]), len(text)]
    return [(int(row[2]), _gathered(text[row.end() : end])) for row, end in zip(found, ends, strict=False)]


def _gathered(text: str) -> str:
    return " ".join(text.split())


def _reminders(mail: Mail, *, number: int, text: str, digest: bool) -> list[Reminder]:
    return [
        Reminder(
            at=mail.at,
            recipient=mail.recipient,
            number=number,
            target=_TARGETS[found[1]],
            percent=_LATE if found[2] == "was due at" else int(found[3]),
            role=_role(_NEXT.split(found[4])[0]),
            digest=digest,
        )
        for found in _REMINDER.finditer(text)
        if found[2] == "was due at" or found[3]
    ]


def _role(notice: str) -> Role:
    if "It has moved to line" in notice:
        return "moved"
    if "who is not at work" in notice:
        return "stand_in"
    return "other" if _SOMEBODY_ELSES.search(notice) else "owner"
