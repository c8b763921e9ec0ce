"""What is told together: reminders of one moment, the night's in the morning, and what comes past the cap."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.core.model.message import Address
from mailbot.daemon.clock import SteppingClock
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import JANE, OLU, TOMASZ, UNANSWERED, URGENT, Question

BOMB = int(os.environ.get("MAILBOT_BOMB", "400"))
LONDON = ZoneInfo("Europe/London")
MORE = (
    Question("Clarinet", "The clarinet in the music room lost its reed holder, who orders one?"),
    Question("Tuba", "The tuba is dented, it fell off the stage during the rehearsal"),
    Question("Harp", "Two strings of the harp are gone, can somebody look at the pins?"),
)
TOLD = "SELECT request, event, told_at IS NOT NULL, dropped FROM notification ORDER BY id"


def london(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


def begin(open_desk: OpenDesk, *, at: datetime, trust: Path | None = None) -> Desk:
    desk = open_desk(trust=trust)
    desk.clock = SteppingClock(at)
    desk.start()
    return desk


def go_to(desk: Desk, moment: datetime) -> None:
    """Put the clock forward in steps of at most an hour, as time would pass."""
    while desk.now < moment:
        desk.clock.forward_to(min(desk.now + timedelta(hours=1), moment))
        desk.settle()


def three_tickets(desk: Desk) -> list[int]:
    """Three of Tomasz's that came in the same minute; nobody has unread mail."""
    for who, question in ((JANE, UNANSWERED), (OLU, MORE[0]), (JANE, MORE[1])):
        desk.asks(who, question)
        desk.mail_to(TOMASZ)
        desk.mail_to(who)
    return [request.number for request in desk.requests()]


def with_cap(demo_trust: Path, folder: Path, cap: int) -> Path:
    """The trust with another cap on notifications."""
    trust = copy_trust(demo_trust, folder / "capped")
    (trust / "caps.toml").write_text(f"[caps]\ntechnician_per_hour = {cap}\n")
    return trust


def bomb(desk: Desk, mails: int) -> None:
    """So many new questions of so many people of one school, each a ticket of Tomasz's or nobody's."""
    for place in range(mails):
        who = Address(f"Pat {place}", f"pat{place}@kestrelpark.example")
        desk.asks(who, Question(f"Instrument {place}", f"Instrument number {place} is bent since the concert"))


def test_reminders_that_fall_together_are_one_mail_with_numbered_rows(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    numbers = three_tickets(desk)
    go_to(desk, london(24, 12, 58))
    assert desk.unread(TOMASZ) == []
    go_to(desk, london(24, 13, 1))  # half of the eight hours
    [digest] = desk.unread(TOMASZ)
    assert digest.says("News of 3 tickets")
    for row, number in enumerate(numbers, 1):
        assert digest.says(f"{row} {number} ")
    assert digest.says("50 % of the time is used.")
    assert desk.rows(TOLD) == [(number, "sla_warning", 1, "") for number in numbers]
    desk.reply(desk.mail_to(TOMASZ), "1-2 solved\n3 #note ordered a new one")
    assert desk.mail_to(JANE).says("Your request is solved.")
    assert desk.mail_to(OLU).says("Your request is solved.")
    assert [desk.request(number).state for number in numbers] == ["solved", "solved", "open"]


def test_one_reminder_alone_is_the_ordinary_mail_about_its_ticket(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.mail_to(TOMASZ)
    go_to(desk, london(24, 13, 1))
    [reminder] = desk.unread(TOMASZ)
    assert reminder.says("50 % of the time is used.")
    assert reminder.says("The second slide of the trombone is bent")
    desk.reply(reminder, "Bent it back.\n#solved")
    desk.settle()
    assert desk.request().state == "solved"


def test_what_the_night_held_back_comes_once_at_the_start_of_their_own_day(open_desk: OpenDesk) -> None:
    # half of eight hours is over at 16:10: the school is open, Tomasz went home at four and is back at eight
    desk = begin(open_desk, at=london(24, 12, 10))
    numbers = three_tickets(desk)
    go_to(desk, london(24, 23))
    before = len(desk.mails_for(TOMASZ))
    go_to(desk, london(25, 7, 40))
    assert len(desk.mails_for(TOMASZ)) == before
    go_to(desk, london(25, 8, 1))
    morning = desk.mails_for(TOMASZ)[before:]
    assert [mail.subject for mail in morning if "tickets" in mail.subject] == ["This morning: 3 tickets"]
    assert len(numbers) == 3


def test_past_the_cap_news_comes_every_ten_minutes_and_what_is_urgent_at_once(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = begin(open_desk, at=london(24, 10, 1), trust=with_cap(demo_trust, tmp_path, 5))
    bomb(desk, 12)
    desk.settle()
    to_team = "SELECT count(*) FROM outbox WHERE kind LIKE 'technician/%'"
    single = int(desk.rows(to_team)[0][0])
    bundled = int(desk.rows("SELECT count(*) FROM notification WHERE told_at IS NULL")[0][0])
    assert single + bundled == 12
    assert bundled > 0
    desk.asks(JANE, URGENT)
    desk.settle()
    assert int(desk.rows(to_team)[0][0]) > single  # not later
    told = "SELECT recipient, count(*) FROM outbox WHERE kind = 'technician/digest' GROUP BY recipient"
    go_to(desk, london(24, 10, 9))
    assert desk.rows(told) == []
    go_to(desk, london(24, 10, 11))
    digests = desk.rows(told)
    assert digests
    assert all(count == 1 for _, count in digests)
    assert desk.rows("SELECT count(*) FROM notification WHERE told_at IS NULL") == [(0,)]
    go_to(desk, london(24, 10, 31))
    assert desk.rows("SELECT count(*) FROM outbox WHERE kind = 'technician/digest'") == [(len(digests),)]


def test_what_is_solved_by_then_is_left_out_and_nothing_left_is_no_mail(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = begin(open_desk, at=london(24, 10, 1), trust=with_cap(demo_trust, tmp_path, 1))
    desk.asks(JANE, UNANSWERED)
    first = desk.mail_to(TOMASZ)
    desk.asks(OLU, MORE[0])
    desk.asks(JANE, MORE[1])
    desk.settle()
    waiting = [number for (number,) in desk.rows("SELECT request FROM notification WHERE technician = 'tomasz'")]
    assert waiting
    desk.write(f"UPDATE request SET state = 'solved' WHERE number IN ({', '.join(map(str, waiting))})")  # noqa: S608
    go_to(desk, london(24, 10, 11))
    assert desk.unread(TOMASZ) == []
    [(state, reason)] = desk.rows(
        "SELECT t.state, t.reason FROM timer t JOIN person p ON p.id = t.subject "
        "WHERE t.kind = 'digest' AND p.technician = 'tomasz'"
    )
    assert state == "skipped"
    assert "is solved by now" in reason
    assert all(dropped for _, _, _, dropped in desk.rows(TOLD) if _ in waiting)
    assert first


def test_after_a_morning_without_power_the_digest_says_how_things_stand_at_noon(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 12, 10))
    numbers = three_tickets(desk)
    go_to(desk, london(24, 18))
    before = len(desk.mails_for(TOMASZ))
    desk.stop()
    desk.clock.forward_to(london(25, 12, 10))
    desk.start()
    desk.settle()
    [digest] = desk.mails_for(TOMASZ)[before:]
    assert digest.says("News of 3 tickets")
    assert not digest.says("morning")
    states = dict(desk.rows("SELECT state, count(*) FROM timer WHERE kind = 'remind_first_response' GROUP BY state"))
    assert states["skipped"] > 0
    reasons = desk.rows("SELECT DISTINCT reason FROM timer WHERE state = 'skipped' AND kind LIKE 'remind%'")
    assert ("a later reminder of the same target has come",) in reasons
    assert len(numbers) == 3


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_mail_bomb_gives_a_technician_the_capped_number_of_mails_and_a_handful_of_summaries(
    open_desk: OpenDesk,
) -> None:
    desk = begin(open_desk, at=london(24, 10, 1))
    bomb(desk, BOMB)
    desk.settle(seconds=300)
    go_to(desk, desk.now + timedelta(minutes=21))
    told = dict(desk.rows("SELECT recipient, count(*) FROM outbox WHERE kind = 'technician/digest' GROUP BY recipient"))
    single = dict(
        desk.rows(
            "SELECT recipient, count(*) FROM outbox WHERE kind LIKE 'technician/%' AND kind <> 'technician/digest'"
            " GROUP BY recipient"
        )
    )
    assert desk.rows("SELECT count(*) FROM request") == [(BOMB,)]
    assert desk.rows("SELECT count(*) FROM notification WHERE told_at IS NULL") == [(0,)]
    # two workers weigh at once: each may be one or two mails over
    assert max(single.values()) <= 30 + 4
    assert told
    assert max(told.values()) <= 3
