"""Time by use case: what requesters are promised and who is reminded when, read from the mails of the real daemon."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.core.model.message import Address
from mailbot.daemon.clock import SteppingClock
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import ADDRESSES, Desk, copy_trust
from tests.journeys.field.letters import JANE, PRIYA, RUTH, SIOBHAN, TECHNICIANS, TOMASZ, UNANSWERED, URGENT, Mail

LONDON = ZoneInfo("Europe/London")
LENA = Address("Lena Hart", "lena.hart@millrace.example")
MILLRACE = ADDRESSES["millrace"]
JORDAN = "jordan.baptiste@it.tamselvalley.example"


def begin(open_desk: OpenDesk, at: str, *, trust: Path | None = None) -> Desk:
    """A desk that opens at that moment of London's clocks."""
    desk = open_desk(trust=trust)
    desk.clock = SteppingClock(london(at))
    desk.start()
    return desk


def london(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=LONDON)


def go_to(desk: Desk, at: str | datetime) -> None:
    """Let time pass in steps of at most a quarter of a day, each of them worked off."""
    moment = london(at) if isinstance(at, str) else at
    while desk.now < moment:
        desk.clock.forward_to(min(desk.now + timedelta(hours=6), moment))
        desk.settle()


def reminders_to(desk: Desk, who: Address | str) -> list[Mail]:
    """What they got about targets so far: alone, or in a digest."""
    desk.settle()
    return [mail for mail in desk.mails_for(who) if "of the time is used" in mail.text or " was due " in mail.text]


def percent_in(mail: Mail) -> int:
    found = re.search(r"(\d+) % of the time is used", mail.text)
    assert found is not None
    return int(found[1])


def all_reminders(desk: Desk) -> int:
    return sum(len(reminders_to(desk, one.address)) for one in TECHNICIANS)


def test_a_friday_1620_request_at_a_school_that_closes_at_1600(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-11-20T16:20")
    desk.asks(LENA, UNANSWERED, to=MILLRACE)
    told = desk.mail_to(LENA)
    assert told.says("You can expect to hear from us on Monday 23 November by 15:45.")
    assert told.says("The helpdesk is closed until Monday 23 November, 07:45")
    assert desk.request().assignee == "jordan"  # who is at Millrace on Mondays
    go_to(desk, "2026-11-23T11:44")
    assert all_reminders(desk) == 0
    go_to(desk, "2026-11-23T11:46")
    (half,) = reminders_to(desk, JORDAN)
    assert half.says("First answer by 15:45 today. 50 % of the time is used.")


def test_half_term(open_desk: OpenDesk) -> None:
    # an hour and a quarter of Friday is left; the clocks go back in the week between
    desk = begin(open_desk, "2026-10-23T15:00")
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us on Monday 2 November by 14:30.")
    assert not told.says("closed until")
    go_to(desk, "2026-10-28T11:00")
    desk.reply(told, "One more thing: it is the trombone with the green case.")
    go_to(desk, "2026-11-02T10:29")
    assert all_reminders(desk) == 0
    go_to(desk, "2026-11-02T10:31")
    (half,) = reminders_to(desk, TOMASZ)
    assert half.says("First answer by 14:30 today. 50 % of the time is used.")


def test_what_is_asked_in_half_term_waits_for_the_monday_after(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-10-28T11:00")
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us on Monday 2 November by 15:45.")
    assert told.says("The helpdesk is closed until Monday 2 November, 07:45")


def test_inset_day(open_desk: OpenDesk) -> None:
    # the day before term: no pupils at Kestrel Park, but its staff are in and the clock runs
    desk = begin(open_desk, "2027-01-04T08:00")
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us by 16:00 today.")
    assert not told.says("closed until")


def test_the_day_before_the_inset_day_is_still_holiday(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2027-01-03T08:00")
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us tomorrow by 15:45.") or told.says("by 15:45 tomorrow.")
    assert told.says("The helpdesk is closed until 07:45 tomorrow")


def test_the_clock_goes_back_tonight(open_desk: OpenDesk, demo_trust: Path, tmp_path: Path) -> None:
    trust = copy_trust(demo_trust, tmp_path / "on-call")
    team = trust / "technicians.toml"
    team.write_text(team.read_text().replace("[on_call]\n", '[on_call]\n2026-10-19 = "ruth"\n'))
    # 01:55 in summer; quarter of an hour later it is 01:10 in winter
    desk = begin(open_desk, "2026-10-25T01:55", trust=trust)
    desk.asks(JANE, URGENT)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us by 01:10 today.")
    asked = desk.now
    go_to(desk, asked + timedelta(minutes=7, seconds=20))
    assert all_reminders(desk) == 0
    # 50, 75, 90 and 100 % of fifteen minutes, with an hour between that is seen twice
    for minutes, at_least in ((7.7, 50), (11.4, 75), (13.6, 90)):
        go_to(desk, asked + timedelta(minutes=minutes))
        told = reminders_to(desk, RUTH)[-1]
        assert told.says("First answer by 01:10 today.")
        assert at_least <= percent_in(told) <= at_least + 5
    assert len(reminders_to(desk, RUTH)) == 3
    go_to(desk, asked + timedelta(minutes=15, seconds=10))
    late = reminders_to(desk, RUTH)[3:]
    assert late
    assert all(mail.says("First answer was due at 01:10 today.") for mail in late)
    go_to(desk, asked + timedelta(minutes=22))
    assert reminders_to(desk, RUTH)[3:] == late
    assert all_reminders(desk) == len(reminders_to(desk, RUTH))


def test_the_apprentice_is_at_college_on_fridays(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-11-19T14:45")
    desk.asks(LENA, UNANSWERED, to=MILLRACE)
    assert desk.mail_to(LENA).says("You can expect to hear from us by 14:00 tomorrow.")
    assert desk.request().assignee == "jordan"
    go_to(desk, "2026-11-20T10:01")
    # Megan, who comes first, does not work on Fridays either
    (half,) = reminders_to(desk, TOMASZ)
    assert half.says(
        "First answer by 14:00 today. 50 % of the time is used. It is Jordan Baptiste's, who is not at work."
    )
    go_to(desk, "2026-11-20T14:01")
    assert desk.request().assignee == "siobhan"
    assert reminders_to(desk, SIOBHAN)[-1].says("First answer was due at 14:00 today.")
    go_to(desk, "2026-11-23T08:29")
    assert reminders_to(desk, JORDAN) == []
    go_to(desk, "2026-11-23T08:31")
    (moved,) = reminders_to(desk, JORDAN)
    assert moved.says("It has moved to line 2")


def test_what_is_asked_on_a_friday_goes_to_the_apprentices_cover(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-11-20T09:00")
    desk.asks(LENA, UNANSWERED, to=MILLRACE)
    desk.mail_to(LENA)
    assert desk.request().assignee == "tomasz"
    assert desk.mail_to(TOMASZ).says("is yours")
    assert desk.mails_for(JORDAN) == []


def test_p1_at_0300_with_somebody_on_call(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-11-24T03:00")
    desk.asks(JANE, URGENT)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us by 03:15 today.")
    assert told.says("somebody is on call and has been told")
    assert desk.mail_to(RUTH).says("All files are encrypted")
    go_to(desk, "2026-11-24T03:08")
    assert len(reminders_to(desk, RUTH)) == 1
    go_to(desk, "2026-11-24T05:30")
    assert all_reminders(desk) == len(reminders_to(desk, RUTH))
    assert reminders_to(desk, RUTH)[-1].says("was due at")


def test_p1_at_0300_with_nobody_on_call(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, "2026-11-03T03:00")
    desk.asks(JANE, URGENT)
    told = desk.mail_to(JANE)
    assert told.says("The helpdesk is closed until 07:45 today")
    assert told.says("You can expect to hear from us by 08:15 today.")  # Tomasz begins at eight
    assert not told.says("on call")
    go_to(desk, "2026-11-03T07:44")
    assert all_reminders(desk) == 0
    go_to(desk, "2026-11-03T08:01")
    assert reminders_to(desk, TOMASZ) or reminders_to(desk, SIOBHAN) or reminders_to(desk, RUTH)
    assert reminders_to(desk, PRIYA) == []
