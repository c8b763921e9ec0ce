"""People who go and come back: what cannot wait is covered from the first minute, and comes home with a summary."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.core.model.message import Address
from mailbot.daemon.clock import SteppingClock
from mailbot.store.acts.moves import moves_between
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import (
    JANE,
    KESTREL_PARK,
    OLU,
    PRIYA,
    RUTH,
    SIOBHAN,
    TOMASZ,
    UNANSWERED,
    URGENT,
    Mail,
    Question,
    new_mail,
    reply_to,
    with_header,
    without_proof_of_thread,
)

LONDON = ZoneInfo("Europe/London")
DESK = "helpdesk@tamselvalley.example"


def london(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def begin(open_desk: OpenDesk, *, at: datetime, trust: Path | None = None) -> Desk:
    desk = open_desk(trust=trust)
    desk.clock = SteppingClock(at)
    desk.start()
    return desk


def go_to(desk: Desk, moment: datetime) -> None:
    while desk.now < moment:
        desk.clock.forward_to(min(desk.now + timedelta(hours=1), moment))
        desk.settle()


def writes(desk: Desk, who: Address, text: str, *, subject: str = "Off") -> None:
    """A technician writes to the desk, in no thread."""
    desk.receives(new_mail(who, to=DESK, about=Question(subject, text), at=desk.now))


def says_yes(desk: Desk, who: Address) -> None:
    """They confirm that a mail in their name was theirs."""
    asked = next(mail for mail in iter(lambda: desk.mail_to(who), None) if "Was this you?" in mail.subject)
    desk.reply(asked, "Yes")
    desk.settle()


def goes_away(desk: Desk, who: Address, words: str) -> None:
    writes(desk, who, words)
    says_yes(desk, who)


def states(desk: Desk, kind: str) -> list[tuple[str, str]]:
    return desk.rows("SELECT state, coalesce(reason, '') FROM timer WHERE kind = :kind ORDER BY id", kind=kind)


def test_who_goes_is_covered_from_the_first_minute_and_has_it_all_back(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    number = desk.request().number
    assert desk.request().assignee == "tomasz"
    goes_away(desk, TOMASZ, "#away until Monday")
    confirmed = desk.unread(TOMASZ)[-1]
    assert confirmed.says("You are away from 09:00 today until Monday 30 November.")
    assert confirmed.says("Priya Nambiar looks after 1 ticket, due before then.")
    assert confirmed.says("Back at work: Monday 30 November, 08:00.")
    assert desk.request(number).assignee == "priya"
    covering = [mail for mail in desk.unread(PRIYA) if "is away" in mail.subject]
    assert len(covering) == 1
    assert covering[0].says("Tomasz Wilk is away until Monday 30 November, 08:00. You look after 1 ticket meanwhile")
    assert covering[0].says("Trombone")
    desk.reply(covering[0], "1 #note She rang, it is the long one")
    desk.settle()
    # what is new does not go to who is away
    desk.asks(OLU, Question("Tuba", "The tuba is full of water, can somebody look at it please?"))
    desk.settle()
    assert {one.assignee for one in desk.requests()} == {"priya"}
    desk.write("UPDATE request SET answered_at = opened_at")  # else they would move up before he is back
    go_to(desk, london(30, 7, 55))
    assert desk.request(number).assignee == "priya"
    go_to(desk, london(30, 8, 1))
    assert desk.request(number).assignee == "tomasz"
    back = [mail for mail in desk.unread(TOMASZ) if "Welcome back" in mail.subject]
    assert len(back) == 1
    assert back[0].says("Yours again: 1. Settled for you: 0. This happened since Tuesday 24 November, 09:00:")
    assert back[0].says("Trombone")
    assert desk.request(number).texts[-1] == "Tomasz Wilk is back and has it again."
    # nothing of it comes twice
    go_to(desk, london(1, 9, month=12))
    assert len([mail for mail in desk.mails_for(TOMASZ) if "Welcome back" in mail.subject]) == 1


def test_who_comes_back_reads_what_moved_up_from_their_cover_meanwhile(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    goes_away(desk, TOMASZ, "#away until Monday")
    go_to(desk, london(25, 9))
    assert desk.request().assignee == "siobhan"
    go_to(desk, london(30, 8, 1))
    (back,) = [mail for mail in desk.mails_for(TOMASZ) if "Welcome back" in mail.subject]
    assert back.says("Moved up: 1. This happened since Tuesday 24 November, 09:00:")
    assert back.says("Moved up to line 2, Siobhan Keogh has it")
    assert desk.request().assignee == "siobhan"
    assert [mail for mail in desk.mails_for(TOMASZ) if mail.says("It has moved to line 2")] == []


def test_back_ends_it_at_once_and_what_was_solved_meanwhile_stays_solved(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    goes_away(desk, TOMASZ, "#away from today to Friday")
    told = [mail for mail in desk.mails_for(PRIYA) if "[#" in mail.subject]
    assert told == []  # what moved came in one mail about all of it
    desk.reply(desk.mail_to(PRIYA), "#back tomasz", who=PRIYA)
    desk.settle()
    refused = desk.unread(PRIYA)[-1]
    assert refused.says("only a line's lead or the manager says it: Ruth Lindqvist, Siobhan Keogh.")
    goes_away(desk, TOMASZ, "#back")
    assert desk.request().assignee == "tomasz"
    assert [mail.subject for mail in desk.mails_for(TOMASZ) if "Welcome back" in mail.subject] != []


def test_who_came_back_early_is_not_welcomed_again_when_they_would_have(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    acknowledged = desk.mail_to(JANE)
    goes_away(desk, TOMASZ, "#away until Friday")
    go_to(desk, london(24, 11))
    goes_away(desk, TOMASZ, "#back")
    assert desk.request().assignee == "tomasz"
    desk.write("UPDATE request SET answered_at = opened_at")  # else it would move up before Friday
    desk.reply(acknowledged, "It is still stuck.")
    desk.settle()
    desk.write("UPDATE request SET waiting_since = NULL")
    go_to(desk, london(27, 10))
    assert desk.request().assignee == "tomasz"
    assert len([mail for mail in desk.mails_for(TOMASZ) if mail.says("Welcome back.")]) == 1


def test_a_lead_says_it_of_somebody_and_hears_what_follows(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    goes_away(desk, SIOBHAN, "#away Tomasz from tomorrow to Friday")
    confirmed = desk.unread(SIOBHAN)[-1]
    assert confirmed.says("Tomasz Wilk is away from Wednesday 25 November until Saturday 28 November.")
    assert confirmed.says("Back at work: Monday 30 November, 08:00.")
    assert desk.request().assignee == "tomasz"
    go_to(desk, london(25, 0, 5))
    assert desk.request().assignee == "priya"
    # nobody is written to at night
    assert [mail for mail in desk.unread(PRIYA) if "is away" in mail.subject] == []
    go_to(desk, london(25, 7, 50))
    assert len([mail for mail in desk.unread(PRIYA) if "is away" in mail.subject]) == 1


@pytest.mark.parametrize("proof", ["none", "fail"])
def test_nobody_is_away_because_an_unproven_mail_says_so(open_desk: OpenDesk, proof: str) -> None:
    desk = begin(open_desk, at=london(24, 9))
    raw = new_mail(TOMASZ, to=DESK, about=Question("Off", "#away until Monday"), at=desk.now)
    desk.receives(raw, proof="none" if proof == "none" else "fail")
    desk.settle()
    assert desk.rows("SELECT count(*) FROM leave") == [(0,)]


def test_leave_in_the_files_counts_without_a_word_and_an_edit_counts_at_the_next_start(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    trust = copy_trust(demo_trust, tmp_path / "edited")
    desk = begin(open_desk, at=london(24, 9), trust=trust)
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.stop()
    people = trust / "technicians.toml"
    before = people.read_text()
    people.write_text(f'{before}\n[leave.tomasz-course]\ntechnician = "tomasz"\nfrom = 2026-11-24\nto = 2026-11-27\n')
    desk.start()
    desk.settle()
    assert desk.request().assignee == "priya"
    desk.stop()
    desk.start()  # once is enough
    desk.settle()
    assert len([mail for mail in desk.mails_for(PRIYA) if "is away" in mail.subject]) == 1
    desk.stop()
    people.write_text(before)
    desk.start()
    desk.settle()
    assert desk.request().assignee == "tomasz"


ON_LEAVE = "I am on annual leave and will be back in school on Monday 30th November. Please ring the office."


def answers_by_itself(desk: Desk, mail: Mail, *, who: Address, text: str) -> bytes:
    """Their mail program's own answer to a mail of ours."""
    raw = with_header(reply_to(mail, who=who, text=text, at=desk.now), "Auto-Submitted", "auto-generated")
    return with_header(raw, "Subject", f"Automatic reply: {mail.subject}")


def test_an_out_of_office_answer_with_the_token_marks_its_technician_away_and_tells_the_lead_once(
    open_desk: OpenDesk,
) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    told = desk.mail_to(TOMASZ)
    for _ in range(2):
        desk.receives(answers_by_itself(desk, told, who=TOMASZ, text=ON_LEAVE))
        desk.settle()
    assert desk.request().assignee == "priya"
    lead = desk.unread(SIOBHAN)
    assert [mail.subject for mail in lead] == ["Tomasz Wilk is away from 09:00 today until Monday 30 November"]
    assert lead[0].says("answers with an out-of-office mail")
    assert desk.unread(TOMASZ) == []  # a machine is never answered
    desk.asks(OLU, Question("Tuba", "The tuba is full of water, can somebody look at it please?"))
    assert {one.assignee for one in desk.requests()} == {"priya"}


def test_without_a_day_it_counts_until_tonight_and_the_lead_is_asked(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.receives(
        answers_by_itself(desk, desk.mail_to(TOMASZ), who=TOMASZ, text="I am off sick. Please ring the office.")
    )
    desk.settle()
    assert desk.unread(SIOBHAN)[-1].says("It names no day, so only today counts. Reply #away Tomasz Wilk until Friday")
    [(end,)] = desk.rows("SELECT end_at FROM leave")
    assert str(end).startswith("2026-11-25 00:00")


def test_without_the_token_or_not_proven_an_out_of_office_answer_changes_nothing(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    told = desk.mail_to(TOMASZ)
    answer = answers_by_itself(desk, told, who=TOMASZ, text=ON_LEAVE)
    desk.receives(without_proof_of_thread(answer, to=KESTREL_PARK))
    desk.receives(answer, proof="fail")
    desk.receives(answers_by_itself(desk, told, who=TOMASZ, text=f"{ON_LEAVE} Bye."), proof="none")
    desk.receives(answers_by_itself(desk, told, who=PRIYA, text=ON_LEAVE))
    desk.settle()
    assert desk.rows("SELECT count(*) FROM leave") == [(0,)]
    assert desk.request().assignee == "tomasz"
    assert desk.unread(SIOBHAN) == []


def test_a_requesters_out_of_office_answer_is_noted_for_the_team_and_settles_nothing(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    sent = len(desk.sent())
    desk.receives(answers_by_itself(desk, desk.mail_to(JANE), who=JANE, text=ON_LEAVE))
    desk.settle()
    request = desk.request()
    assert (request.state, request.assignee) == ("open", "tomasz")
    assert request.entries[-1]["internal"]
    assert request.entries[-1]["author"] == "Jane Ashdown (automatic reply)"
    assert len(desk.sent()) == sent
    assert desk.rows("SELECT count(*) FROM leave") == [(0,)]


def test_where_all_of_a_line_and_its_leads_are_away_the_fallback_address_and_an_honest_time_are_told(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    trust = copy_trust(demo_trust, tmp_path / "all-away")
    own = (trust / "trust.toml").read_text()
    (trust / "trust.toml").write_text(own.replace("helpdesk@tamselvalley.example", "office@tamselvalley.example"))
    names = ("priya", "callum", "megan", "tomasz", "aaliyah", "jordan", "siobhan", "deepak", "ruth")
    people = trust / "technicians.toml"
    leave = "".join(
        f'\n[leave.{name}-conference]\ntechnician = "{name}"\nfrom = 2026-11-24\nto = 2026-11-30\n' for name in names
    )
    people.write_text(people.read_text() + leave)
    desk = begin(open_desk, at=london(24, 9), trust=trust)
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(JANE)
    assert told.says("You can expect to hear from us")
    assert told.says("on Tuesday 1 December by")
    assert desk.request().assignee == ""
    assert len(desk.mails_for("office@tamselvalley.example")) == 1


def test_a_p1_at_night_does_not_move_up_to_who_has_it_already(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 3))
    desk.asks(JANE, URGENT)
    desk.settle()
    woken = desk.mail_to(RUTH)
    desk.reply(woken, "#escalate This is beyond me")
    desk.settle()
    refused = next(mail for mail in desk.mails_for(RUTH) if mail.says("it would stay with Ruth Lindqvist"))
    assert refused.says("#assign NAME")
    go_to(desk, london(24, 4))
    request = desk.request()
    assert request.assignee == "ruth"
    assert desk.rows("SELECT count(*) FROM move") == [(0,)]
    assert any("It stays with Ruth Lindqvist" in text for text in request.texts)


def test_moves_up_and_down_are_counted(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.reply(desk.mail_to(TOMASZ), "#escalate it wants soldering")
    desk.settle()
    desk.reply(desk.mail_to(SIOBHAN), "#line 1\nNo soldering, just oil.\n#note")
    desk.settle()
    with desk.running.database.read() as unit:
        moves = moves_between(unit, trust="tvlt", since=london(24, 0), until=london(25, 0))
    assert [(one["from_line"], one["to_line"], one["by"], one["how"], one["moves"]) for one in moves] == [
        (1, 2, "tomasz", "line", 1),
        (2, 1, "siobhan", "line", 1),
    ]


def test_what_was_left_to_wait_moves_once_it_cannot_wait_any_more(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 9))
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    goes_away(desk, TOMASZ, "#away until 11:00")
    assert desk.unread(TOMASZ)[-1].says("1 ticket can wait.")
    assert desk.request().assignee == "tomasz"
    desk.reply(desk.mail_to(JANE), f"It is worse than that. {URGENT.text}")
    desk.settle()
    assert (desk.request().assignee, desk.request().priority) == ("priya", "P1")
    assert any(mail.says("encrypted") for mail in desk.unread(PRIYA))


def test_leave_that_has_yet_to_begin_is_taken_back_by_the_same_word(open_desk: OpenDesk) -> None:
    desk = begin(open_desk, at=london(24, 10))
    desk.asks(JANE, UNANSWERED)
    desk.mail_to(TOMASZ)
    writes(desk, TOMASZ, "#away tomorrow")
    says_yes(desk, TOMASZ)
    desk.mail_to(TOMASZ)
    writes(desk, TOMASZ, "#back")
    says_yes(desk, TOMASZ)
    told = desk.mail_to(TOMASZ)
    assert told.says("Welcome back. Nothing of yours was moved")
    go_to(desk, london(25, 8, 30))
    assert [request.assignee for request in desk.requests()] == ["tomasz"]
