"""The clock of a target: it runs while a request is `open`, and stands in every other state.

It is never stored. The changes of state are, and from them the used time and the due moment follow by the calendar as
it is now: a calendar that was edited counts from the first minute on.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mailbot.core.model.policy import Calendar
from mailbot.core.model.request import StateChange
from mailbot.core.sla.hours import working_after, working_time

# from, to (both UTC); None while the clock still runs
Run = tuple[datetime, datetime | None]

_NOTHING = timedelta()


def runs_of(changes: Sequence[StateChange], *, since: datetime | None = None) -> tuple[Run, ...]:
    """Give the spans in which the request was `open`, oldest first, cut to what lies at or after `since`.

    `changes` are in the order in which they happened. Only the last span can lack an end. A change that bears an
    earlier time than the one before it (a clock that was set back) counts as of the same moment.
    """
    runs: list[Run] = []
    started: datetime | None = None
    latest: datetime | None = None
    for change in changes:
        at = change.at.astimezone(UTC) if latest is None else max(latest, change.at.astimezone(UTC))
        latest = at
        if change.state == "open":
            started = started or at
        elif started is not None:
            runs.append((started, at))
            started = None
    if started is not None:
        runs.append((started, None))
    return runs_since(runs, since) if since is not None else tuple(runs)


def runs_since(runs: Sequence[Run], since: datetime) -> tuple[Run, ...]:
    """Give the same runs without what lies before `since`."""
    return tuple((max(start, since.astimezone(UTC)), end) for start, end in runs if end is None or end > since)


def is_running(runs: Sequence[Run], *, at: datetime) -> bool:
    """Tell whether the request is open at the moment `at`. Out of hours the clock is running, but no time passes."""
    return any(start <= at and (end is None or at < end) for start, end in runs)


def used(runs: Sequence[Run], *, until: datetime, calendar: Calendar | None) -> timedelta:
    """Give the time that the runs took up to `until`: of the calendar's working time, of the clock where it is None."""
    finish = until.astimezone(UTC)
    spans = ((start, finish if end is None else min(end, finish)) for start, end in runs if start < finish)
    return sum((_length(start, end, calendar=calendar) for start, end in spans), _NOTHING)


def due(runs: Sequence[Run], *, duration: timedelta, calendar: Calendar | None) -> datetime | None:
    """Give the moment (UTC) at which the runs have taken `duration`; None while the clock stands before that.

    Where an earlier run had used it up, that moment lies in the past and stays there however the request goes on.

    >>> monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    >>> run = ((monday, monday + timedelta(minutes=20)), (monday + timedelta(hours=5), None))
    >>> str(due(run, duration=timedelta(minutes=30), calendar=None))
    '2026-11-23 14:10:00+00:00'
    """
    left = duration
    for start, end in runs:
        length = None if end is None else _length(start, end, calendar=calendar)
        if length is None or length >= left:
            return start + left if calendar is None else working_after(start, left, calendar=calendar)
        left -= length
    return None


def _length(start: datetime, end: datetime, *, calendar: Calendar | None) -> timedelta:
    return end - start if calendar is None else working_time(start, end, calendar=calendar)
