"""`#priority`, `#due`, `#time`, `#tag`, `#school`, `#requester`: what a ticket is, by a technician's word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.decide.team.grammar.family.details import priority_named
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_people import AddPerson, RemoveParticipant
from mailbot.core.model.effects.on_request import (
    AddEntry,
    LogTime,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetTags,
)
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.level import Level, Priority, ReminderPolicy
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.people import Somebody
from mailbot.core.model.request import Request, StateChange
from mailbot.core.sla.targets import reaches, standing
from tests.support.builders import (
    FRESH,
    JANE,
    MONDAY,
    SAM,
    TOM,
    a_policy,
    a_request,
    a_snapshot,
    by_technician,
    decided,
    effect_of,
    london,
    mails,
    to,
)

NAMED = (
    Somebody(SAM.address, SAM.name, "known", "kestrel", ("kestrel",), SAM),
    Somebody(TOM.address, TOM.name, "known", "bracken", ("bracken",), TOM),
    Somebody("new@kestrelpark.example", "", "member", "kestrel", ("kestrel",)),
    Somebody("x@elsewhere.example", "", "unknown", "triage"),
)
PRIORITIES = {
    id_: Priority(id_, name, rank)
    for rank, (id_, name) in enumerate((("P1", "Critical"), ("P2", "High"), ("P3", "Normal"), ("P4", "Low")), start=1)
}
POLICY = a_policy(priorities=PRIORITIES)


def ordered(text: str, **changes: Any) -> Decision:
    request = changes.pop("request", a_request(**changes))
    snapshot = a_snapshot(request, fresh=replace(FRESH, more_keys=tuple(f"fresh{n}aa" for n in range(9))))
    mail = by_technician(text, request=request, named=NAMED)
    return decided(mail, snapshot=snapshot, policy=POLICY)


def reasons(decision: Decision) -> list[str]:
    assert decision.outcome == "directive_refused"
    assert not to(decision, JANE)
    [mail] = mails(decision)
    assert isinstance(mail.content, RefusedMail)
    return [fault.reason for fault in mail.content.faults]


def event(decision: Decision) -> str:
    return effect_of(decision, AddEntry).text


@pytest.mark.parametrize(
    ("written", "id_"), [("P1", "P1"), ("p2", "P2"), ("2", "P2"), ("high", "P2"), ("HIgh.", "P2"), ("critcal", "P1")]
)
def test_a_priority_is_named_by_id_name_or_rank(written: str, id_: str) -> None:
    decision = ordered(f"#priority {written}")
    assert effect_of(decision, SetPriority).priority == id_
    assert event(decision) == f"Tomasz Wilk: priority {PRIORITIES[id_].name}."
    assert not mails(decision)


def test_an_unknown_priority_is_answered_with_those_there_are() -> None:
    assert reasons(ordered("#priority asap")) == [
        "There is no priority asap: there is P1 Critical, P2 High, P3 Normal, P4 Low."
    ]
    two = {"A": Priority("A", "Weekly", 1), "B": Priority("B", "Meekly", 2)}
    assert priority_named("eekly", priorities=two) == "That could be Weekly or Meekly."
    assert reasons(ordered("#priority high\n#priority low")) == ["A ticket has one priority."]


def test_the_priority_it_has_is_no_change() -> None:
    decision = ordered("Hello\n#priority normal")
    assert not [one for one in decision.effects if isinstance(one, SetPriority)]
    assert len(to(decision, JANE)) == 1


def test_due_is_a_moment_to_come_and_a_day_means_its_end() -> None:
    decision = ordered("#due tomorrow 15:00")
    assert effect_of(decision, SetDue) == SetDue(1042, london(2026, 11, 24, 15), MONDAY)
    assert event(decision) == "Tomasz Wilk: due 15:00 tomorrow."
    assert effect_of(ordered("#due Friday"), SetDue).due_at == london(2026, 11, 27, 17)
    assert reasons(ordered("#due 3:30")) == ["In the morning or in the afternoon? Write 3:30pm or 15:30."]
    assert reasons(ordered("#due Friday\n#due Thursday")) == ["A ticket is due once."]
    assert reasons(ordered("#due Friday", state="solved")) == ["It is solved: open it again first."]
    assert ordered("#reopen\n#due Friday", state="solved").outcome == "directive_done"


def due_ticket(**changes: Any) -> Request:
    base = {"changes": (StateChange(MONDAY, "open"),), "due_at": london(2026, 11, 24, 15), "due_set_at": MONDAY}
    return a_request(**{**base, **changes})


REMINDED = a_policy(
    levels={"silver": Level("silver", {"P3": 240}, {"P3": 1440})},
    reminders=ReminderPolicy(at=(50, 100), second_at=1000, above_at=1000, manager_at=1000, daily=False),
)


def test_the_time_that_was_named_takes_the_place_of_the_target() -> None:
    found = standing(due_ticket(), kind="resolution", policy=REMINDED, now=MONDAY + timedelta(hours=1))
    assert found is not None
    assert (found.due_at, found.running, found.breached_at) == (london(2026, 11, 24, 15), True, None)
    assert 0 < found.fraction < 1
    late = standing(due_ticket(), kind="resolution", policy=REMINDED, now=london(2026, 11, 24, 15, 1))
    assert late is not None
    assert late.breached_at == london(2026, 11, 24, 15)
    # half of the working time from when it was said: 7 h of the Monday, 7 h of the Tuesday
    half = reaches(due_ticket(), kind="resolution", fraction=0.5, policy=REMINDED)
    assert half == london(2026, 11, 23, 16, 30)
    assert reaches(due_ticket(), kind="resolution", fraction=1, policy=REMINDED) == london(2026, 11, 24, 15)


def test_it_does_not_stand_while_the_ticket_waits_and_is_over_when_it_was_solved() -> None:
    waits = due_ticket(state="pending", changes=(StateChange(MONDAY, "open"), StateChange(MONDAY, "pending")))
    found = standing(waits, kind="resolution", policy=REMINDED, now=MONDAY)
    assert found is not None
    assert found.due_at == london(2026, 11, 24, 15)
    solved = (StateChange(MONDAY, "open"), StateChange(london(2026, 11, 24, 9), "solved"))
    met = standing(due_ticket(state="solved", changes=solved), kind="resolution", policy=REMINDED, now=MONDAY)
    assert met is not None
    assert met.met_at == london(2026, 11, 24, 9)
    again = due_ticket(changes=(*solved, StateChange(london(2026, 11, 30, 9), "open")))
    own = standing(again, kind="resolution", policy=REMINDED, now=london(2026, 11, 30, 9))
    assert own is not None
    assert own.promise.duration == timedelta(minutes=1440)


def test_a_moment_out_of_hours_is_reached_by_the_clock() -> None:
    tonight = due_ticket(due_set_at=london(2026, 11, 23, 18), due_at=london(2026, 11, 23, 20))
    assert reaches(tonight, kind="resolution", fraction=0.5, policy=REMINDED) == london(2026, 11, 23, 19)


def test_reminders_follow_the_time_that_was_named() -> None:
    request = a_request(changes=(StateChange(MONDAY, "open"),))
    decision = decided(by_technician("#due tomorrow 15:00", request=request), policy=REMINDED)
    waits = [one for one in decision.effects if isinstance(one, ScheduleTimer) and one.kind == "remind_resolution"]
    assert [(one.due_at, one.round) for one in waits] == [(london(2026, 11, 23, 16, 30), int(MONDAY.timestamp()))]


@pytest.mark.parametrize(
    ("text", "minutes", "said"),
    [
        ("#time 15m", 15, "15 min"),
        ("#time 15", 15, "15 min"),
        ("#time: 1h30", 90, "1 h 30 min"),
        ("#time half an hour\n#time 10m", 40, "40 min"),
    ],
)
def test_time_is_logged(text: str, minutes: int, said: str) -> None:
    decision = ordered(text)
    assert effect_of(decision, LogTime) == LogTime(1042, "tomasz", minutes)
    assert event(decision) == f"Tomasz Wilk: {said} logged."


def test_time_that_cannot_be() -> None:
    assert reasons(ordered("#time 3d")) == ["One mail logs a day at most."]
    assert reasons(ordered("#time a while"))[0].startswith("\u201ca while\u201d is no length of time")


def test_tags_are_added_and_taken_off() -> None:
    assert effect_of(ordered("#tag Projector, #hall"), SetTags).tags == ("projector", "hall")
    assert effect_of(ordered("#tag -hall wifi", tags=("hall", "stage")), SetTags).tags == ("stage", "wifi")
    decision = ordered("#tag projector\n#tag wifi")
    assert effect_of(decision, SetTags).tags == ("projector", "wifi")
    assert event(decision) == "Tomasz Wilk: tags: projector, wifi."
    assert not [one for one in ordered("Hi\n#tag hall", tags=("hall",)).effects if isinstance(one, SetTags)]
    assert "is no word for a tag" in reasons(ordered("#tag <script>"))[0]
    many = " ".join(f"word{n}" for n in range(21))
    assert reasons(ordered(f"#tag {many}")) == ["A ticket has at most 20 tags."]


def test_a_ticket_moves_to_another_school_and_is_answered_from_there() -> None:
    decision = ordered("Hi Jane, all done.\n#school brackenrige")
    assert effect_of(decision, SetSchool).school == "bracken"
    [mail] = to(decision, JANE)
    assert mail.school == "bracken"
    assert "at Brackenridge, not Kestrel Park" in [one.text for one in decision.effects if isinstance(one, AddEntry)][1]
    assert reasons(ordered("#school Hogwarts")) == ["There is no school hogwarts."]
    assert reasons(ordered("#school kestrel\n#school bracken")) == ["A ticket is at one school."]


def test_the_one_who_asked_is_put_right_and_gets_the_answer() -> None:
    decision = ordered(f"Hi Sam, all done.\n#requester {SAM.address}")
    assert effect_of(decision, SetRequester).person == SAM
    assert not to(decision, JANE)
    assert len(to(decision, SAM)) == 1
    assert not [one for one in decision.effects if isinstance(one, SetSchool)]


def test_a_requester_of_another_school_takes_the_ticket_there() -> None:
    decision = ordered(f"#requester <{TOM.address.upper()}>")
    assert effect_of(decision, SetRequester).person == TOM
    assert effect_of(decision, SetSchool).school == "bracken"
    both = ordered(f"#requester {TOM.address}\n#school central")
    assert effect_of(both, SetSchool).school == "central"


def test_somebody_new_of_a_school_is_remembered() -> None:
    decision = ordered("#requester new@kestrelpark.example")
    added = effect_of(decision, AddPerson).person
    assert (added.address, added.schools) == ("new@kestrelpark.example", ("kestrel",))
    assert effect_of(decision, SetRequester).person == added


def test_a_participant_who_asked_is_no_participant_any_more() -> None:
    decision = ordered(f"Hi.\n#requester {SAM.address}", participants=(SAM, TOM))
    assert effect_of(decision, RemoveParticipant) == RemoveParticipant(1042, SAM.key)
    assert [mail.to.address for mail in mails(decision)] == [SAM.address, TOM.address]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("x@elsewhere.example", "x@elsewhere.example is no address of a school of yours: nothing is sent there."),
        ("nobody@nowhere.example", "nobody@nowhere.example is no address that a request can belong to."),
        ("Jane", "Write their address, such as #requester jane@school.example."),
        (JANE.address, f"{JANE.address} is its requester."),
    ],
)
def test_who_cannot_be_a_requester(written: str, reason: str) -> None:
    assert reasons(ordered(f"Hi there.\n#requester {written}"))[0].startswith(reason)


def test_two_requesters_are_a_mistake() -> None:
    assert reasons(ordered(f"#requester {SAM.address}\n#requester {TOM.address}")) == ["A ticket has one requester."]
