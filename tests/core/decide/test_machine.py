"""Machines, failures and timers: noted, told once, never answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.effects.on_people import MarkAddress
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.mails.requester import TicketOpenedMail
from mailbot.core.model.mails.technician import DeliveryFailedMail, NotificationMail
from mailbot.core.model.message import BounceReport
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import OfferedArticle, Request
from mailbot.core.model.snapshot import AddressState
from mailbot.core.model.stimulus import DeliveryFailed, TimerDue, TimerKind
from tests.support.builders import (
    JANE,
    MONDAY,
    RUTH,
    SIOBHAN,
    TOM,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    a_token,
    arrived,
    decided,
    effect_of,
    mails,
    to,
)


def bounced(request: Request, *recipients: str, action: Any = "failed", **changes: Any) -> Any:
    report = BounceReport(recipients or (JANE.address,), action, "5.1.1", None)
    kind: dict[str, Any] = {"kind": "bounce", "bounce": report, "on_request": False}
    return arrived("Undeliverable", person=None, level=0, request=request, **{**kind, "token": a_token("b"), **changes})


def marked(decision: Decision) -> list[str]:
    return [effect.address for effect in decision.effects if isinstance(effect, MarkAddress)]


def test_a_bounce_is_noted_marked_and_told() -> None:
    decision = decided(bounced(a_request()))
    [mail] = mails(decision)
    assert mail.content == DeliveryFailedMail(
        "Tomasz Wilk", 1042, JANE.address, f"Mail to {JANE.address} could not be delivered 5.1.1"
    )
    assert (mail.to.address, marked(decision), decision.outcome) == (TOMASZ.address, [JANE.address], "bounce")
    assert effect_of(decision, AddEntry).internal


def test_it_is_told_once_a_day() -> None:
    request = a_request()
    bad = {JANE.address: AddressState(JANE.address, bounced_at=MONDAY - timedelta(hours=2))}
    again = decided(bounced(request), snapshot=a_snapshot(request, addresses=bad))
    assert (mails(again), marked(again)) == ((), [JANE.address])


def test_a_bounce_by_our_message_id_counts_and_others_are_filed() -> None:
    assert decided(bounced(a_request(), token=None)).rule == "bounce of our mail"
    foreign = decided(bounced(a_request(), token=None, joined_by="tag"))
    assert (foreign.rule, foreign.effects) == ("other bounce", (File("bounce"),))


@pytest.mark.parametrize(
    ("recipients", "action", "marks"),
    [
        ((TOM.address,), "failed", []),
        ((JANE.address,), "delayed", []),
        ((JANE.address,), "other", []),
        ((TOM.address, JANE.address, TOM.address), "failed", [JANE.address]),
    ],
)
def test_a_report_marks_only_who_is_on_the_request(recipients: tuple[str, ...], action: str, marks: list[str]) -> None:
    assert marked(decided(bounced(a_request(), *recipients, action=action))) == marks


def test_every_failing_address_on_the_request_is_marked() -> None:
    request = a_request(participants=(TOM,))
    assert marked(decided(bounced(request, JANE.address, TOM.address))) == [JANE.address, TOM.address]


def test_a_bounce_without_a_report_is_noted() -> None:
    decision = decided(bounced(a_request(), bounce=None))
    assert effect_of(decision, AddEntry).text == "A mail server reports trouble with a mail of ours."
    assert not mails(decision)
    nobody = BounceReport((), "failed", "", None)
    assert "somebody" in effect_of(decided(bounced(a_request(), bounce=nobody)), AddEntry).text


def test_an_offer_that_bounces_is_a_ticket_at_once_also_where_silence_would_close_it() -> None:
    for school in ("kestrel", "bracken"):
        decision = decided(bounced(replace(a_request("offered"), school=school)))
        assert (effect_of(decision, SetState).state, marked(decision)) == ("open", [JANE.address])
        assert effect_of(decision, CancelTimers).kind == "offer_silence"
        [told] = mails(decision)
        assert isinstance(told.content, NotificationMail)
        assert JANE.address in told.content.notice


@pytest.mark.parametrize("state", ["offered", "open", "pending", "solved", "self_solved", "closed"])
@pytest.mark.parametrize("text", ["I am away until Monday", "That solved it", "still broken"])
def test_an_automatic_reply_settles_nothing(state: str, text: str) -> None:
    decision = decided(arrived(text, request=a_request(state), kind="auto_reply", token=a_token("r")))
    [entry] = decision.effects
    assert isinstance(entry, AddEntry)
    assert (entry.kind, entry.internal, entry.author) == ("note", True, "Jane Ashdown (automatic reply)")


def test_our_own_mail_is_filed() -> None:
    assert decided(arrived(own=True)).effects == (File("own"),)
    assert decided(arrived(kind="list")).effects == (File("list"),)
    assert decided(arrived(automatic=("Precedence: bulk",))).effects == (File("auto_reply"),)


# What the outbox gave up.


def given_up(
    recipient: str = JANE.address, *, request: Request | None, kind: str = "requester/offer", **changes: Any
) -> Decision:
    stimulus = DeliveryFailed(1, recipient, kind, "550 no such user", request)
    return decided(stimulus, snapshot=a_snapshot(*([request] if request else [])), **changes)


def test_a_mail_given_up_is_told_to_who_looks_after_the_ticket() -> None:
    decision = given_up(request=a_request())
    assert (decision.rule, [mail.to.address for mail in mails(decision)]) == ("delivery failed", [TOMASZ.address])


def test_a_technicians_failing_address_is_told_to_the_lead() -> None:
    assert [mail.to.address for mail in mails(given_up(TOMASZ.address, request=a_request()))] == [SIOBHAN.address]
    sensitive = a_request(sensitive=True)
    assert [mail.to.address for mail in mails(given_up(RUTH.address, request=sensitive))] == [SIOBHAN.address]
    alone = replace(a_policy(), technicians={"ruth": Technician("ruth", RUTH.name, RUTH.address, 3, sensitive=True)})
    assert not mails(given_up(RUTH.address, request=sensitive, policy=alone))


def test_there_is_no_mail_about_a_mail_about_a_failed_mail() -> None:
    assert not mails(given_up(request=a_request(), kind=DeliveryFailedMail.template))
    assert not mails(given_up(request=None))


# Timers.


def due(kind: TimerKind, request: Request, **changes: Any) -> Decision:
    return decided(TimerDue(1, kind, request, round=1, step=0, due_at=MONDAY), snapshot=a_snapshot(request, **changes))


def test_silence_on_an_offer_is_a_ticket_where_the_school_wants_it() -> None:
    offered = (OfferedArticle("KB-1", 1, "One", 1, 0.9, "not_solved"), OfferedArticle("KB-2", 1, "Two", 2, 0.5))
    decision = due("offer_silence", a_request("offered", offered=offered))
    [told], [notified] = to(decision, JANE), to(decision, TOMASZ)
    assert (decision.outcome, effect_of(decision, SetState).state) == ("ticket_opened", "open")
    assert effect_of(decision, RecordOutcome).outcome == "silent"
    assert effect_of(decision, Assign).technician == "tomasz"
    assert isinstance(told.content, TicketOpenedMail)
    assert isinstance(notified.content, NotificationMail)
    assert notified.content.new_text == "The projector shows no signal"
    assert [one.outcome for one in notified.content.offered] == ["not_solved", "silent"]


def test_silence_is_a_ticket_even_when_no_mail_may_be_sent() -> None:
    bad = {JANE.address: AddressState(JANE.address, bounced_at=MONDAY)}
    decision = due("offer_silence", a_request("offered", entries=()), addresses=bad)
    assert not to(decision, JANE)
    assert to(decision, TOMASZ)


def test_silence_closes_where_the_school_wants_it_and_counts_as_nothing() -> None:
    decision = due("offer_silence", a_request("offered", school="bracken"))
    assert (effect_of(decision, SetState).state, effect_of(decision, SetState).outcome) == ("closed", "silent")
    assert not mails(decision)


def test_a_solved_request_is_closed_at_its_time() -> None:
    decision = due("close_solved", a_request("solved"))
    assert (effect_of(decision, SetState).state, mails(decision)) == ("closed", ())


@pytest.mark.parametrize(
    ("kind", "state"), [("offer_silence", "open"), ("close_solved", "open"), ("close_solved", "closed")]
)
def test_a_timer_that_life_overtook_does_nothing(kind: TimerKind, state: str) -> None:
    decision = due(kind, a_request(state))
    assert (decision.effects, decision.outcome) == ((), "skipped")
    assert decision.reasons
