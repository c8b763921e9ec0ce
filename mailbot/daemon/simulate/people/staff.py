"""Who writes: invented staff of each school, and how many of a day's requests come from where and when. Pure.

Every choice is made by a `Random` that is handed in, so that the same seed invents the same year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from mailbot.core.model.message import Address
from mailbot.core.model.policy import CENTRAL, TRIAGE, Policy, School
from mailbot.core.sla.hours import hours_of, in_term

_FIRST = (
    *("Alice", "Amir", "Bethan", "Bashir", "Carys", "Chloe", "Dermot", "Dawn", "Esme", "Elin", "Farah", "Fergus"),
    *("Gareth", "Grace", "Holly", "Hugh", "Imran", "Isla", "Joanne", "Jamal", "Kofi", "Kirsty", "Lorna", "Liam"),
    *("Marek", "Mina", "Nadia", "Neil", "Owen", "Orla", "Pearl", "Piotr", "Rhian", "Ravi", "Samir", "Sian"),
    *("Tessa", "Tariq", "Uma", "Vera", "Wendy", "Will", "Yusuf", "Zoe"),
)
_LAST = (
    *("Abbott", "Achebe", "Bexley", "Brough", "Coyle", "Cwm", "Dunmore", "Desai", "Eccles", "Evans", "Fairley"),
    *("Frith", "Gorse", "Gupta", "Hallam", "Hirst", "Ingram", "Islam", "Jessop", "Jarvis", "Kirkby", "Khan"),
    *("Lowther", "Lamb", "Marsden", "Mistry", "Nettle", "Nowak", "Orton", "Okoro", "Penhale", "Patel", "Rudge"),
    *("Rees", "Sallow", "Shah", "Thorne", "Tully", "Upton", "Vance", "Wragg", "Wood"),
)
_ROLES = ("class teacher", "teaching assistant", "school office", "SENCO", "head of year", "site manager")
# of a day's requests, by the hour at which they are written
_HOURS = {6: 1, 7: 6, 8: 16, 9: 12, 10: 11, 11: 10, 12: 9, 13: 11, 14: 9, 15: 8, 16: 4, 17: 1, 19: 1, 20: 1, 21: 1}
_WEEKDAYS = (1.35, 1.05, 0.95, 0.95, 0.7)
_HOLIDAY, _WEEKEND, _SEPTEMBER, _FIRST_DAY = 0.06, 0.02, 1.5, 1.4
_SHARE_OF_LEVEL = {"gold": 1.8, "bronze": 0.6}


@dataclass(frozen=True, slots=True)
class Requester:
    """One member of staff; `helpdesk` is where they write."""

    address: Address
    school: School
    role: str
    helpdesk: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody sits down to write at `at` (aware)."""

    at: datetime
    who: Requester


def invent_staff(policy: Policy, *, helpdesks: dict[str, str], dice: Random, each: int = 60) -> tuple[Requester, ...]:
    """Give about `each` people for every school that has a domain for staff; `helpdesks` are addresses by mailbox."""
    found: list[Requester] = []
    for id_, school in sorted(policy.schools.items()):
        domain = next((one.name for one in school.domains if one.people == "staff"), None)
        if domain is None or id_ in (TRIAGE, CENTRAL) or school.mailbox not in helpdesks:
            continue
        many = round(each * _SHARE_OF_LEVEL.get(school.level, 1.0) * dice.uniform(0.7, 1.3))
        names = dice.sample([(first, last) for first in _FIRST for last in _LAST], k=max(many, 3))
        found += [
            Requester(
                Address(f"{first} {last}", f"{first}.{last}@{domain}".lower()),
                school,
                dice.choice(_ROLES),
                helpdesks[school.mailbox],
            )
            for first, last in names
        ]
    return tuple(found)


def requests_of(
    day: date, *, staff: Sequence[Requester], per_day: float, terms_of: School, dice: Random
) -> tuple[Moment, ...]:
    """Give who writes a new request on that day and when, in order.

    `per_day` is the mean of a school day. Mondays are busy, Fridays are not, September and the first day after a
    holiday more so than others; a trickle comes in holidays and at weekends. A school that is shut writes little.
    """
    calendar = terms_of.calendar
    zone = calendar.zone
    school_day = in_term(day, calendar=calendar) and hours_of(day, calendar=calendar) is not None
    rate = per_day * (_WEEKDAYS[day.weekday()] if day.weekday() < 5 else _WEEKEND)
    if school_day:
        rate *= _SEPTEMBER if day.month == 9 and day.day <= 12 else 1.0
        rate *= 1.0 if in_term(day - timedelta(days=3), calendar=calendar) else _FIRST_DAY
    else:
        rate *= _HOLIDAY if day.weekday() < 5 else 1.0
    moments = []
    for _ in range(_poisson(rate, dice)):
        hour = dice.choices(tuple(_HOURS), weights=tuple(_HOURS.values()))[0]
        second = dice.randrange(3600)
        at = datetime.combine(day, time(hour), tzinfo=zone) + timedelta(seconds=second)
        moments.append(Moment(at, dice.choice(staff)))
    return tuple(sorted(moments, key=lambda moment: (moment.at, moment.who.address.address)))


def _poisson(mean: float, dice: Random) -> int:
    """A count about `mean`, as independent events come: one gap after another until a day is full."""
    count, passed = 0, dice.expovariate(1.0)
    while passed < mean:
        count += 1
        passed += dice.expovariate(1.0)
    return count
