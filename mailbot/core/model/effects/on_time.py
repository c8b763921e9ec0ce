"""Effects on timers."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model.stimulus import TimerKind


@dataclass(frozen=True, slots=True)
class ScheduleTimer:
    """Wake up for this request at `due_at` (UTC); the same subject, kind, round and step is one timer."""

    request: int
    kind: TimerKind
    round: int
    due_at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """No timer of this kind is wanted on the request any more."""

    request: int
    kind: TimerKind
