"""The checker's arithmetic and the desk's own are made apart: here they are held against each other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Policy
from mailbot.core.sla.duty import at_work, next_at_work, on_call
from mailbot.core.sla.hours import next_opening, working_after, working_time
from mailbot.core.sla.reminders import working_day_after
from mailbot.daemon.simulate.check.hours import Open, Team
from mailbot.settings.config import load
from mailbot.settings.rules import load_policy
from mailbot.settings.shipped import config_file, rules_folder
from mailbot.store.look.histories import Away

FIRST, LAST = date(2026, 8, 25), date(2028, 7, 31)
START = datetime(2026, 9, 1, tzinfo=UTC)
# until the last term nears its end: where no hours are known any more, nothing is owed
MOMENTS = st.integers(0, 300 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """The demo's."""
    data = str(tmp_path_factory.mktemp("data"))
    found = load(config_file(), environ={"MAILBOT__DAEMON__DATA": data}, create=True)
    return load_policy("tvlt", found.trusts["tvlt"], base=rules_folder(), mailboxes=found.mailboxes)


@pytest.fixture(scope="module")
def hours(policy: Policy) -> dict[str, Open]:
    """Every school's."""
    return {id_: Open(school.calendar, first=FIRST, last=LAST) for id_, school in policy.schools.items()}


@settings(deadline=None)
@given(pick=st.integers(0, 99), start=MOMENTS, end=MOMENTS, much=st.integers(1, 3000))
def test_both_count_the_same_working_time(
    policy: Policy, hours: dict[str, Open], *, pick: int, start: datetime, end: datetime, much: int
) -> None:
    school = policy.schools[sorted(hours)[pick % len(hours)]]
    mine, calendar = hours[school.id], school.calendar
    if start < end:
        assert mine.passed(end) - mine.passed(start) == working_time(start, end, calendar=calendar)
    reached = mine.reaching(mine.passed(start) + timedelta(minutes=much))
    assert reached == working_after(start, timedelta(minutes=much), calendar=calendar)
    assert mine.opening(start) == next_opening(start, calendar=calendar)
    days = 1 + much % 10
    assert mine.morning_after(start, days=days) == working_day_after(start, days=days, calendar=calendar)


@settings(deadline=None)
@given(pick=st.integers(0, 9_999), moment=MOMENTS, starts=MOMENTS, long=st.integers(1, 400))
def test_both_know_the_same_people_at_work(
    policy: Policy, *, pick: int, moment: datetime, starts: datetime, long: int
) -> None:
    names = sorted(policy.technicians)
    one, ends = policy.technicians[names[pick % len(names)]], starts + timedelta(hours=long)
    cover = (None, *names)[pick // 100 % (len(names) + 1)]
    leave = (Leave(one.id, starts, ends, cover, source="command"),)
    team = Team(policy, [Away(one.id, starts, ends, cover, START - timedelta(days=1), None)])
    central = policy.schools["central"]
    theirs = at_work(one, at=moment, policy=policy, school=central, leave=(*policy.leave, *leave))
    assert team.at_work(one, moment) == theirs
    assert team.next_at_work(one, moment) == next_at_work(one, at=moment, policy=policy, leave=leave)
    called, mine = on_call(policy=policy, at=moment, leave=leave), team.on_call(moment)
    assert (mine.id if mine else None) == (called.technician.id if called else None)


def test_leave_counts_from_when_it_was_known(policy: Policy) -> None:
    tomasz = policy.technicians["tomasz"]
    day = datetime(2026, 11, 24, tzinfo=UTC)
    told = day + timedelta(hours=9)
    team = Team(policy, [Away("tomasz", day, day + timedelta(days=1), None, told, None)])
    assert team.at_work(tomasz, told - timedelta(minutes=1))
    assert not team.at_work(tomasz, told)
