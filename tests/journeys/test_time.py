"""Promises and reminders in the school's own hours, over the real daemon with a clock that is put forward."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.daemon.clock import SteppingClock
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import ANSWERED, JANE, PRIYA, RUTH, SIOBHAN, TOMASZ, UNANSWERED, URGENT

LONDON = ZoneInfo("Europe/London")


def begin(open_desk: OpenDesk, *, at: datetime) -> Desk:
    desk = open_desk()
    desk.clock = SteppingClock(at)
    desk.start()
    return desk


def london(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def go_to(desk: Desk, moment: datetime) -> None:
    """Put the clock forward in steps of at most an hour, as time would pass."""
    while desk.now < moment:
        desk.clock.forward_to(min(desk.now + timedelta(hours=1), moment))
        desk.settle()


def reminders(desk: Desk) -> Counter[tuple[str, str]]:
    """How many of each kind each person was sent."""
    desk.settle()
    rows = desk.rows("SELECT kind, recipient FROM outbox WHERE kind LIKE 'technician/sla_%'")
    return Counter((str(recipient).partition(".")[0], str(kind).rpartition("_")[2]) for kind, recipient in rows)


def test_a_friday_1620_request_at_a_school_that_closes_at_1615(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(27, 16, 20))
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us on Monday 30 November by 15:45.")
    assert told.says("The helpdesk is closed until Monday 30 November, 07:45")
    go_to(desk, london(30, 11, 44))
    assert reminders(desk) == {}
    go_to(desk, london(30, 15, 40))
    # half, three quarters, nine tenths of the target: each once; at nine tenths his cover hears of it too
    assert reminders(desk) == {("tomasz", "warning"): 3, ("priya", "warning"): 1}
    assert desk.unread(PRIYA)[-1].says("It is Tomasz Wilk's.")
    go_to(desk, london(30, 15, 50))
    request = desk.request()
    assert (request.assignee, request.state) == ("siobhan", "open")
    assert "Moved from line 1 (Tomasz Wilk) to line 2" in request.texts[-1]
    seen = reminders(desk)
    assert (seen["tomasz", "breach"], seen["siobhan", "breach"]) == (1, 1)
    assert desk.unread(TOMASZ)[-1].says("It has moved to line 2")
    # a reply to a reminder acts on the ticket
    desk.reply(desk.unread(SIOBHAN)[-1], "Hi Jane, I will bring another one tomorrow.\n\n#solved")
    assert desk.mail_to(JANE).says("another one tomorrow")
    assert desk.request().state == "solved"
    before = reminders(desk)
    go_to(desk, london(2, 12, month=12))
    assert reminders(desk) == before


def test_a_calendar_that_is_edited_while_a_clock_runs_counts_from_the_first_minute_on(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    trust = copy_trust(demo_trust, tmp_path / "edited")
    desk = open_desk(trust=trust)
    desk.clock = SteppingClock(london(27, 16, 20))
    desk.start()
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    half = "SELECT due_at FROM timer WHERE kind = 'remind_first_response' AND state = 'waiting'"
    [(monday,)] = desk.rows(half)
    assert str(monday).startswith("2026-11-30 11:45")
    desk.stop()
    calendar = trust / "calendars" / "kestrel-park.toml"
    calendar.write_text(f'{calendar.read_text()}openings = {{ 2026-11-28 = "09:00-16:00" }}\n')
    desk.start()
    [(saturday,)] = desk.rows(half)
    assert str(saturday).startswith("2026-11-28 13:00")


def test_still_stuck_out_of_hours_is_reminded_of_the_article_in_a_line(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 20))
    desk.asks(JANE, ANSWERED)
    desk.reply(desk.mail_to(JANE), "still stuck")
    told = desk.mail_to(JANE)
    assert told.says("closed until 07:45 tomorrow")
    assert told.says("our earlier email says of this")
    assert not told.says("Windows + P")


def test_p1_at_0300_wakes_who_is_on_call_and_nobody_else(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 3))
    desk.asks(JANE, URGENT)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us by 03:15 today.")
    assert told.says("somebody is on call and has been told")
    go_to(desk, london(24, 3, 10))
    assert reminders(desk) == {("ruth", "warning"): 1}
    go_to(desk, london(24, 5))
    night = reminders(desk)
    assert {who for who, _ in night} == {"ruth"}
    assert night["ruth", "breach"] >= 1
    desk.reply(desk.unread(RUTH)[-1], "We have pulled the plug and are on our way.")
    desk.settle()
    assert desk.mail_to(JANE).says("pulled the plug")
    assert desk.rows("SELECT count(*) FROM timer WHERE kind = 'remind_first_response' AND state = 'waiting'") == [(0,)]


def test_a_ticket_that_waits_for_its_requester_is_chased_twice_and_then_solved(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 10))
    desk.asks(JANE, UNANSWERED)
    desk.mail_to(JANE)
    desk.reply(desk.mail_to(TOMASZ), "Hi Jane, which trombone is it?\n\n#pending")
    assert desk.mail_to(JANE).says("which trombone is it?")
    assert desk.request().state == "pending"
    go_to(desk, london(26, 7, 40))
    assert desk.unread(JANE) == []
    go_to(desk, london(26, 8))
    first = desk.mail_to(JANE)
    assert first.says("is waiting for a word from you")
    assert first.says("which trombone is it?")
    go_to(desk, london(8, 7, 40, month=12))
    second = desk.mail_to(JANE)
    assert second.says("we close it on Tuesday 8 December")
    assert desk.unread(JANE) == []
    assert desk.request().state == "pending"
    go_to(desk, london(8, 8, month=12))
    end = desk.mail_to(JANE)
    assert end.says("we take it that your request")
    request = desk.request()
    assert (request.state, request.outcome) == ("solved", "no_answer")
    desk.reply(end, "It is the one with the dent, sorry for the delay")
    desk.settle()
    assert desk.request().state == "open"
    assert reminders(desk) == {}
