"""A reminder is what its reader is told: in a mail of its own, beside another one, or as a row of a digest."""

from datetime import UTC, datetime

from mailbot.daemon.simulate.check.evidence import Evidence
from mailbot.daemon.simulate.post import Mail

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TAG = "[#1042-k7f3q]"


def taken(text: str, *, subject: str) -> Evidence:
    evidence = Evidence()
    raw = f"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    evidence.take(Mail("tomasz@it.example", NOW, raw.encode()))
    return evidence


def test_one_mail_may_speak_of_two_targets() -> None:
    text = (
        "First answer was due at 09:10 today. Solution by 10:40\ntoday. 75 % of the time is used. "
        "It is Priya Nambiar's.\n\n"
        "Ticket 1042 is late.\n\n    Solution by 11:00 today. 50 % of the time is used.\n\nFrom: Jane\n"
    )
    found = taken(text.partition("\n\n    ")[0], subject=f"Late: board {TAG}").reminders
    assert [(one.number, one.target, one.percent, one.role) for one in found] == [
        (1042, "first_response", 100, "owner"),
        (1042, "resolution", 75, "other"),
    ]


def test_a_digest_counts_each_row() -> None:
    text = (
        "Good morning. What waits for you: 2 tickets.\n\n"
        "1  1042 Board\n   Jane, Kestrel Park; P2, open, Tomasz Wilk\n   LATE: first answer was due at 09:10 today\n"
        "   * First answer was due at 09:10 today.\n   * Solution by 12:00 today. 50 % of the time is used.\n\n"
        "2  1050 Printer\n   Olu, Kestrel Park; P3, open, Megan Treharne\n   first answer by 12:00 today\n"
        "   * First answer by 12:00 today. 90 % of the time is used. It is Megan Treharne's, who is not at work.\n\n"
        "3  1051 (confidential)\n   Kestrel Park; P3, open, Tomasz Wilk\n"
    )
    evidence = taken(text, subject="This morning: 3 tickets")
    assert [(one.number, one.target, one.percent, one.role) for one in evidence.reminders] == [
        (1042, "first_response", 100, "owner"),
        (1042, "resolution", 50, "owner"),
        (1050, "first_response", 90, "stand_in"),
    ]
    assert evidence.digests == [(NOW, "tomasz@it.example")]
    assert evidence.confidential == [(NOW, 1051)]


def test_who_was_told_that_a_ticket_moved_away_is_not_its_owner() -> None:
    text = "Solution was due at 09:10 today. It has moved to line 2 and is Siobhan Keogh's now.\n\nFrom: Jane\n"
    (found,) = taken(text, subject=f"Late: board {TAG}").reminders
    assert found.role == "moved"


def test_news_is_no_reminder() -> None:
    text = "News on ticket 1042:\n\n    It works.\n\nFrom: Jane\nDue: first answer by 10:40 today\n"
    assert taken(text, subject=f"Re: board {TAG}").reminders == []
