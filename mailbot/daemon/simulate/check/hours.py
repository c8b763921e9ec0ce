"""Working time and working people by plain arithmetic: day by day, without the desk's own functions.

It reads the policy's values (hours, terms, closed days, leave) and nothing else of the code that is checked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import CENTRAL, Calendar, Hours, Policy, Technician
from mailbot.store.look.histories import Away

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_NOTHING = timedelta()
_LOOK = 70


class Open:
    """When a school is open between two days: spans in UTC, and how much of them has passed by a moment."""

    def __init__(self, calendar: Calendar, *, first: date, last: date) -> None:
        self.zone = calendar.zone
        self.spans: list[tuple[datetime, datetime]] = []
        day = first
        while day <= last:
            hours = open_on(day, calendar)
            if hours is not None:
                self.spans += _span(day, hours, zone=calendar.zone)
            day += _DAY
        self._starts = [start for start, _ in self.spans]
        self._before = [_NOTHING]
        for start, end in self.spans:
            self._before.append(self._before[-1] + (end - start))

    def passed(self, moment: datetime) -> timedelta:
        """The working time of all spans up to the moment."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return _NOTHING
        start, end = self.spans[place]
        return self._before[place] + (min(moment, end) - start)

    def reaching(self, wanted: timedelta) -> datetime | None:
        """The first moment at which so much has passed; None beyond the last day."""
        place = bisect_right(self._before, wanted) - 1
        if place > 0 and self._before[place] == wanted:
            return self.spans[place - 1][1]
        if place >= len(self.spans):
            return None
        return self.spans[place][0] + (wanted - self._before[place])

    def opening(self, moment: datetime) -> datetime | None:
        """The first open moment from then on."""
        place = bisect_right(self._starts, moment) - 1
        if place >= 0 and moment < self.spans[place][1]:
            return moment
        return self._starts[place + 1] if place + 1 < len(self._starts) else None

    def morning_after(self, moment: datetime, *, days: int) -> datetime | None:
        """The opening of the `days`-th open day after the moment's own day."""
        own = moment.astimezone(self.zone).date()
        mornings: dict[date, datetime] = {}
        for start in self._starts[max(bisect_right(self._starts, moment) - 2, 0) :]:
            day = start.astimezone(self.zone).date()
            if day > own:
                mornings.setdefault(day, start)
            if len(mornings) == days:
                return start
        return None


def open_on(day: date, calendar: Calendar) -> Hours | None:
    """The hours of a day, None when closed."""
    if day in calendar.openings:
        return calendar.openings[day]
    if day in calendar.closed or day in calendar.bank_holidays:
        return None
    hours = calendar.term_hours if is_term(day, calendar) else calendar.holiday_hours
    return next((value for name, value in hours.items() if name == _NAMES[day.weekday()]), None)


def is_term(day: date, calendar: Calendar) -> bool:
    """Whether it is a day of term, or one without pupils."""
    if day in calendar.inset_days:
        return True
    if any(first <= day <= last for first, last in calendar.half_terms):
        return False
    return not calendar.terms or any(first <= day <= last for first, last in calendar.terms)


class Team:
    """Who is at work when, as far as the desk could know it at that moment."""

    def __init__(self, policy: Policy, away: Sequence[Away]) -> None:
        self._policy = policy
        self._office = policy.schools[CENTRAL].calendar
        self._away: dict[str, list[Away]] = {one: [] for one in policy.technicians}
        start = datetime.min.replace(tzinfo=UTC)
        stated = [Away(one.technician, one.start, one.end, one.cover, start, None) for one in policy.leave]
        for one in (*away, *stated):
            self._away.setdefault(one.technician, []).append(one)

    def at_work(self, technician: Technician, moment: datetime) -> bool:
        """Whether they are at work at that very moment."""
        day = moment.astimezone(self._policy.zone).date()
        spans = self._pattern(technician, day)
        return any(start <= moment < end for start, end in spans) and not self._is_away(technician, moment)

    def next_at_work(self, technician: Technician, moment: datetime) -> datetime | None:
        """The first moment from then on at which they are at work, by what is known at the moment itself."""
        day = moment.astimezone(self._policy.zone).date()
        days = (day + later * _DAY for later in range(_LOOK))
        found = (self._on_day(technician, one, since=moment, known=moment) for one in days)
        return next((at for at in found if at is not None), None)

    def next_stand_in(self, technician: Technician, moment: datetime) -> datetime | None:
        """The first moment from then on at which a cover is at work on a day on which they are not at all."""
        first = moment.astimezone(self._policy.zone).date()
        covers = self.covers(technician, moment)
        for later in range(_LOOK):
            day = first + later * _DAY
            midnight = datetime.combine(day, time(), tzinfo=self._policy.zone).astimezone(UTC)
            if self._on_day(technician, day, since=midnight, known=moment) is None:
                found = (self._on_day(one, day, since=moment, known=moment) for one in covers)
                at = min((one for one in found if one is not None), default=None)
                if at is not None:
                    return at
        return None

    def _on_day(self, technician: Technician, day: date, *, since: datetime, known: datetime) -> datetime | None:
        for start, end in self._pattern(technician, day):
            at = self._first_present(technician, max(start, since), end, known=known)
            if at is not None:
                return at
        return None

    def covers(self, technician: Technician, moment: datetime) -> list[Technician]:
        """Who stands in for them, in this order."""
        named = [
            one.cover
            for one in self._known(technician, moment)
            if one.cover and one.start < moment + _DAY and (one.end is None or moment < one.end)
        ]
        everybody = self._policy.technicians
        return [everybody[name] for name in dict.fromkeys((*named, *technician.cover)) if name in everybody]

    def on_call(self, moment: datetime) -> Technician | None:
        """Who takes what is urgent in that week, or their cover while they are on leave."""
        day = moment.astimezone(self._policy.zone).date()
        named = self._policy.technicians.get(self._policy.on_call.get(day - day.weekday() * _DAY, ""))
        if named is None:
            return None
        return next((one for one in (named, *self.covers(named, moment)) if not self._is_away(one, moment)), None)

    def _pattern(self, technician: Technician, day: date) -> list[tuple[datetime, datetime]]:
        hours = next((value for name, value in technician.hours.items() if name == _NAMES[day.weekday()]), None)
        office = self._office
        shut = day not in office.openings and (day in office.closed or day in office.bank_holidays)
        if hours is None or shut or (technician.term_time_only and not is_term(day, office)):
            return []
        return _span(day, hours, zone=self._policy.zone)

    def _first_present(
        self, technician: Technician, start: datetime, end: datetime, *, known: datetime
    ) -> datetime | None:
        moment = start
        for one in sorted(self._known(technician, known), key=lambda away: away.start):
            if one.start <= moment and (one.end is None or moment < one.end):
                if one.end is None:
                    return None
                moment = one.end
        return moment if moment < end else None

    def _is_away(self, technician: Technician, moment: datetime) -> bool:
        return any(
            one.start <= moment and (one.end is None or moment < one.end) for one in self._known(technician, moment)
        )

    def _known(self, technician: Technician, moment: datetime) -> Iterable[Away]:
        return (
            one
            for one in self._away[technician.id]
            if one.known <= moment and (one.cancelled is None or moment < one.cancelled)
        )


def _span(day: date, hours: Hours, *, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    start = datetime.combine(day, hours.start, tzinfo=zone).astimezone(UTC)
    last = day + _DAY if hours.end == time() else day
    end = datetime.combine(last, hours.end, tzinfo=zone).astimezone(UTC)
    return [(start, end)] if start < end else []
