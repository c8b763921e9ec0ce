"""The same person asks again: which mails are one, which are linked, and which have nothing to do with each other."""

from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.decide.repeat import WITHIN_MINUTES
from mailbot.core.model.effects.on_request import AddEntry, OpenRequest
from mailbot.core.model.effects.on_threads import LinkRequest
from mailbot.core.model.message import Attachment
from mailbot.core.model.request import RequestBrief
from tests.support.builders import (
    MONDAY,
    SIOBHAN,
    TOMASZ,
    a_request,
    a_snapshot,
    arrived,
    decided,
    effect_of,
    mails,
    to,
)

TEXT = "The projector in room 12 has been black since Monday and the lamp is on"
OTHER_WORDS = "since monday the projector in room 12 is black, and the lamp on"
ATTACHED = "The original is attached."
SOON, LATER = MONDAY + timedelta(minutes=4), MONDAY + timedelta(hours=5)


def earlier(**changes: Any) -> RequestBrief:
    """Jane's ticket of this morning."""
    base: dict[str, Any] = {"subject": "Projector", "opened_at": MONDAY, "assignee": "tomasz", "asked": TEXT}
    return RequestBrief(1042, 3, "kestrel", "open", **{**base, **changes})


def rule(text: str, *, before: RequestBrief | None = None, now: Any = SOON, **changes: Any) -> str:
    """The row that the mail hits, beside that ticket."""
    known = a_snapshot(a_request(), open_requests=(before or earlier(),))
    return decided(arrived(text, **changes), snapshot=known, now=now).rule


def test_the_same_mail_within_minutes_is_one_and_nobody_is_mailed() -> None:
    known = a_snapshot(a_request(), open_requests=(earlier(),))
    decision = decided(arrived(f" {TEXT}!\n"), snapshot=known, now=SOON)
    assert (decision.rule, decision.outcome) == ("sent twice", "entry_added")
    entry = effect_of(decision, AddEntry)
    assert (entry.request, entry.kind, entry.internal) == (1042, "event", True)
    assert mails(decision) == ()


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (f"{TEXT}, and so is the one in room 13 where nobody has looked at the cable yet", {}),
        (TEXT, {"subject": "Something else entirely"}),
        (TEXT, {"subject": "Projector 2"}),
        (f"{TEXT} in room 3", {"before": earlier(asked=f"{TEXT} in room 5")}),
        (f"{TEXT} {'and so on ' * 70}", {"before": earlier(asked=f"{TEXT} {'and so on ' * 70} but now also the door")}),
        (TEXT, {"attachments": (Attachment("lamp.jpg", "image/jpeg", 9_000, 1),)}),
        ("", {"unreadable": "sealed", "before": earlier(asked=f"This message could not be read (sealed). {ATTACHED}")}),
        (TEXT, {"now": MONDAY + WITHIN_MINUTES + timedelta(seconds=1)}),
        (TEXT, {"before": earlier(sensitive=True)}),
        (TEXT, {"before": earlier(opened_at=SOON + timedelta(minutes=1))}),
        (TEXT, {"level": 0}),
        ("a safeguarding matter", {}),
    ],
)
def test_what_brings_more_is_no_repeat(text: str, changes: dict[str, Any]) -> None:
    assert rule(text, **changes) != "sent twice"


def test_nearly_the_same_words_that_day_are_a_linked_ticket_of_the_same_owner() -> None:
    known = a_snapshot(a_request(), open_requests=(earlier(),))
    decision = decided(arrived(OTHER_WORDS, subject="board"), snapshot=known, now=LATER)
    assert decision.rule == "asked again"
    assert effect_of(decision, OpenRequest).linked_to == 1042
    assert effect_of(decision, LinkRequest) == LinkRequest(2001, 1042)
    (told,) = to(decision, TOMASZ)
    assert "nearly the same in request 1042" in told.content.notice  # type: ignore[union-attr]
    assert told.content.links == ("1042 (Projector)",)  # type: ignore[union-attr]


def test_the_lead_hears_of_an_owner_whom_the_second_ticket_takes_above_the_cap() -> None:
    before = {"open_requests": (earlier(),)}
    full, room = a_snapshot(a_request(), workload={"tomasz": {"P3": 40}}, **before), a_snapshot(a_request(), **before)
    (told,) = to(decided(arrived(OTHER_WORDS, subject="board"), snapshot=full, now=LATER), SIOBHAN)
    assert told.content.notice == (  # type: ignore[union-attr]
        "Tomasz Wilk got this ticket and now carries an open weight of 41; the cap is 40."
    )
    assert to(decided(arrived(OTHER_WORDS, subject="board"), snapshot=room, now=LATER), SIOBHAN) == ()


def test_the_same_subject_links_and_changes_nothing_else() -> None:
    known = a_snapshot(a_request(), open_requests=(earlier(),))
    decision = decided(
        arrived("Where is the key of the cupboard?", subject="RE: projector!"), snapshot=known, now=LATER
    )
    assert decision.rule == "question"
    assert effect_of(decision, OpenRequest).linked_to == 1042


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (OTHER_WORDS, {"before": earlier(sensitive=True)}),
        (OTHER_WORDS, {"now": MONDAY + timedelta(hours=24, seconds=1)}),
        (OTHER_WORDS, {"level": 0}),
        (f"{OTHER_WORDS}. It is a safeguarding matter", {}),
        ("Where is the key of the cupboard?", {"subject": "Cupboard"}),
        ("Where is the key of the cupboard?", {"subject": "", "before": earlier(subject="")}),
    ],
)
def test_other_matters_are_not_linked(text: str, changes: dict[str, Any]) -> None:
    changes = {"before": earlier(), "now": LATER, "subject": "Projector", **changes}
    known = a_snapshot(a_request(), open_requests=(changes.pop("before"),))
    now = changes.pop("now")
    if text is OTHER_WORDS:
        changes["subject"] = "board"
    decision = decided(arrived(text, **changes), snapshot=known, now=now)
    assert effect_of(decision, OpenRequest).linked_to is None
