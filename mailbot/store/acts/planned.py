"""What one decision writes, as it grows from effect to effect. Pure values."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.core.model.effects.on_articles import PublishArticle, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import (
    HoldMessage,
    SaveList,
    TellLater,
    ToldOf,
    UseReference,
)
from mailbot.core.model.effects.on_people import (
    AddLeave,
    EndLeave,
    WakeTechnician,
)
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.people import Person
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.acts import details
from mailbot.store.acts.joining import Joining


@dataclass(slots=True)
class Plan:
    """What one decision writes. `opened` and `changed` are columns of requests by number, all others whole rows.

    `automatic` counts the automatic mails to each requester's address.
    """

    snapshot: Snapshot
    message: int | None
    now: datetime
    people: list[Person] = field(default_factory=list)
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[RecordOutcome] = field(default_factory=list)
    timers: list[ScheduleTimer | CancelTimers] = field(default_factory=list)
    articles: list[SaveArticle | PublishArticle | RetireArticle] = field(default_factory=list)
    orders: list[details.Order] = field(default_factory=list)
    references: list[HoldMessage | UseReference] = field(default_factory=list)
    bounced: dict[str, datetime] = field(default_factory=dict)
    absences: list[WakeTechnician | AddLeave | EndLeave] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    joined: list[Joining] = field(default_factory=list)
    together: list[TellLater | ToldOf | SaveList] = field(default_factory=list)
    automatic: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> tuple[int, ...]:
        """The numbers of the requests acted on, new ones first."""
        return (*self.opened, *self.changed)

    def columns(self, number: int) -> dict[str, Any]:
        """The columns to set on a request that is acted on. Raises LookupError for one the snapshot does not hold."""
        if number in self.opened:
            return self.opened[number]
        if number not in self.snapshot.requests:
            raise LookupError(f"a decision acts on request {number}, which its snapshot does not hold")
        return self.changed.setdefault(number, {"changed_at": self.now})
