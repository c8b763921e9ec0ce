"""A reply to a numbered list as a decision: each row like a reply to its ticket, all of them or none."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.mails.technician import DoneMail, RefusedMail
from mailbot.core.model.request import Entry, Request, StateChange
from mailbot.core.model.snapshot import ListedRow, Referenced
from tests.support.builders import (
    JANE,
    MONDAY,
    PRIYA,
    TOM,
    TOMASZ,
    a_request,
    a_snapshot,
    a_token,
    arrived,
    decided,
    to,
)


def a_ticket(number: int, **changes: Any) -> Request:
    base: dict[str, Any] = {"number": number, "reference": f"request{number}"[:10], "subject": f"Projector {number}"}
    return a_request(**{**base, "changes": (StateChange(MONDAY, "open"),), "waiting_since": MONDAY, **changes})


THREE = (a_ticket(1042), a_ticket(1043, requester=TOM), a_ticket(1044))
LISTED = Referenced("listaaaaaa", "list", "tomasz", rows=tuple(ListedRow(one.number, 1) for one in THREE))


def answers(text: str, *, tickets: tuple[Request, ...] = THREE, level: int = 3, **changes: Any) -> Decision:
    token = a_token("t", person=TOMASZ, reference="listaaaaaa")
    mail = arrived(text, person=TOMASZ, level=level, listed=LISTED, token=token, **changes)
    return decided(mail, snapshot=a_snapshot(*tickets))


def of(decision: Decision, number: int) -> list[Effect]:
    return [one for one in decision.effects if getattr(one, "request", None) == number]


def states(decision: Decision) -> dict[int, str]:
    return {one.request: one.state for one in decision.effects if isinstance(one, SetState)}


def refusal(decision: Decision) -> RefusedMail:
    [mail] = [one for one in decision.effects if isinstance(one, SendMail)]
    assert isinstance(mail.content, RefusedMail)
    assert mail.reference == "listaaaaaa"  # so that the corrected mail can be the reply to it
    assert decision.outcome == "directive_refused"
    return mail.content


def test_each_row_is_worked_on_as_a_reply_to_its_own_ticket() -> None:
    decision = answers("1 solved\n2 Priya\n3 #note rang her")
    assert states(decision) == {1042: "solved"}
    assert [one.technician for one in decision.effects if isinstance(one, Assign)] == ["priya"]
    notes = [one for one in of(decision, 1044) if isinstance(one, AddEntry)]
    assert [(one.kind, one.text, one.internal) for one in notes] == [("note", "rang her", True)]
    assert len(to(decision, JANE)) == 1
    assert to(decision, TOM) == ()
    assert len(to(decision, PRIYA)) == 1


def test_who_wrote_it_is_told_which_tickets_that_were() -> None:
    [done] = [mail.content for mail in to(answers("1-2 take"), TOMASZ)]
    assert isinstance(done, DoneMail)
    assert done.lines == (
        "Done: ticket 1042, Projector 1042 (1-2 take)",
        "Done: ticket 1043, Projector 1043 (1-2 take)",
    )


@pytest.mark.parametrize(
    "text", ["1 solved\n2 sovled", "1 solved\n4 take", "1 solved\n2 Gandalf", "1 solved\nplease", "1 solved\n1 pending"]
)
def test_with_one_mistake_nothing_is_done(text: str) -> None:
    decision = answers(text)
    assert refusal(decision).faults
    assert not [one for one in decision.effects if not isinstance(one, SendMail)]


def test_the_refused_row_is_named() -> None:
    [fault] = refusal(answers("1 take\n3 line 1")).faults
    assert fault.line == "3 line 1"
    assert fault.reason.startswith("Row 3: ")


def test_a_row_whose_requester_wrote_since_the_list_is_answered_and_not_solved() -> None:
    newer = a_ticket(1043, requester=TOM, last_requester_entry=2, next_entry=3)
    decision = answers("1-2 solved", tickets=(THREE[0], newer, THREE[2]))
    assert states(decision) == {1042: "solved"}
    assert any("#solved was not applied" in str(mail.content) for mail in to(decision, TOMASZ))


def test_a_row_that_a_colleague_answered_since_the_list_stops_the_mail() -> None:
    theirs = Entry(2, "answer", MONDAY, PRIYA.name, "I will bring one.")
    newer = a_ticket(1043, requester=TOM, entries=(*THREE[1].entries, theirs), next_entry=3)
    [fault] = refusal(answers("1-2 solved", tickets=(THREE[0], newer, THREE[2]))).faults
    assert fault.reason.startswith("Row 2: A colleague has answered since the list was written")


def test_a_ticket_that_became_confidential_is_not_there_any_more() -> None:
    hidden = replace(THREE[1], sensitive=True)
    [fault] = refusal(answers("1-2 take", tickets=(THREE[0], hidden, THREE[2]))).faults
    assert fault.reason == "Row 2: The ticket is not there for you any more."


def test_a_list_that_is_too_old_brings_a_hint_and_does_nothing() -> None:
    [fault] = refusal(answers("1 solved", level=2, token_expired=True)).faults
    assert fault.nearest == "#list"


@pytest.mark.parametrize("level", [0, 1])
def test_below_proof_each_ticket_keeps_its_own_lines_alone(level: int) -> None:
    decision = answers("1 solved\n3 #note she is in room 9", level=level)
    assert decision.outcome == "unverified"
    assert states(decision) == {}
    entries = {one.request: one for one in decision.effects if isinstance(one, AddEntry)}
    assert {number: one.text for number, one in entries.items()} == {1042: "1 solved", 1044: "3 #note she is in room 9"}
    assert all(one.internal and not one.verified for one in entries.values())
    assert to(decision, JANE) == ()


def test_a_list_is_no_way_to_what_is_not_on_it() -> None:
    outside = a_ticket(1050)
    decision = answers("all take", tickets=(*THREE, outside))
    assert of(decision, 1050) == []


@pytest.mark.parametrize("wish", ["take", "Priya", "#note rang her", "priority high", "time 5m"])
def test_a_row_whose_ticket_was_merged_says_where_it_goes_on(wish: str) -> None:
    merged = a_ticket(1043, state="merged", merged_into=1042)
    decision = answers(f"1 take\n2 {wish}", tickets=(THREE[0], merged, THREE[2]))
    [fault] = refusal(decision).faults
    assert "1043 goes on as 1042" in fault.reason
    assert of(decision, 1043) == []


def test_several_notes_on_a_row_are_kept_in_their_order() -> None:
    [entry, *_] = [one for one in of(answers("1 #note first\n1 #note then"), 1042) if isinstance(one, AddEntry)]
    assert (entry.kind, entry.text) == ("note", "first\nthen")
