"""The decision table: every row is hit by a mail made for it, and the order of the rows is what keeps promises."""

from dataclasses import replace
from typing import Any, cast

import pytest

from mailbot.core.decide.case import Case, Desk
from mailbot.core.decide.decide import TABLE
from mailbot.core.model.message import Address, BounceReport, Forwarded, MessageKind
from mailbot.core.model.people import Somebody
from mailbot.core.model.request import RequestBrief
from mailbot.core.model.snapshot import Held, ListedRow, Referenced
from mailbot.core.model.stimulus import MessageArrived, TimerDue
from mailbot.core.parse.automatic import FAILED_BY_SUBJECT, SCANNED
from tests.support.builders import (
    JANE,
    MONDAY,
    RUTH,
    STRANGER,
    TOM,
    TOMASZ,
    a_message,
    a_policy,
    a_request,
    a_sender,
    a_snapshot,
    a_token,
    an_index,
    arrived,
    by_technician,
    decided,
)

OPEN = a_request()
BOUNCE = BounceReport((JANE.address,), "failed", "5.1.1", None)
B_TOKEN: dict[str, Any] = {"kind": "bounce", "bounce": BOUNCE, "token": a_token("b")}

HELD = Held("heldaaaaaa", 1042, message=a_message("Swap the lead.\n#solved", sender=TOMASZ))
C_TOKEN = a_token("c", person=TOMASZ, reference="heldaaaaaa")
LISTED = Referenced("listaaaaaa", "list", "tomasz", rows=(ListedRow(1042, 1),))
WEEKS = Referenced("weekaaaaaa", "list", "tomasz", rows=(ListedRow(1042, 2, "write"), ListedRow(0, 0, "care", "KB-7")))

FORWARDED = Forwarded(Address(JANE.name, JANE.address), JANE.name, "Board", "It is black")
OPENED_BY = OPEN.entries[0].message_id
JANES = Somebody(JANE.address, JANE.name, "known", "kestrel", ("kestrel",), JANE)
TOMASZS = Somebody(TOMASZ.address, TOMASZ.name, "technician", "central", ("central",), TOMASZ, copied=True)
ASKED = RequestBrief(
    1042, 3, "kestrel", "open", "Projector", MONDAY, asked="The board is black since Monday and stays so"
)

ROWS: dict[str, MessageArrived] = {
    "history": arrived(history=True),
    "own mail": arrived(own=True),
    "bounce of our mail": arrived(person=None, level=0, request=OPEN, on_request=False, **B_TOKEN),
    "perhaps about bounces": arrived(kind="bounce", automatic=(FAILED_BY_SUBJECT,)),
    "other bounce": arrived(person=None, level=0, kind="bounce", bounce=BOUNCE),
    "technician's out-of-office": by_technician("Out of the office until Friday.", request=OPEN, kind="auto_reply"),
    "automatic reply on a thread": arrived("I am away", request=OPEN, kind="auto_reply"),
    "scan from a copier": arrived(automatic=(SCANNED,)),
    "automatic mail": arrived(kind="list"),
    "variant": arrived(request=OPEN, joined_by="variant"),
    "unreadable reply": by_technician("", request=OPEN, unreadable="broken"),
    "word on a held mail": arrived("Yes", person=TOMASZ, level=2, request=OPEN, held=HELD, token=C_TOKEN),
    "who is there": arrived("#away until Friday", person=TOMASZ, level=2),
    "about an article": arrived("#approve", person=RUTH, level=3, article="KB-1", token=a_token("t", person=RUTH)),
    "about the week's articles": arrived(
        "write 1", person=TOMASZ, level=3, listed=WEEKS, token=a_token("t", person=TOMASZ, reference="weekaaaaaa")
    ),
    "about a list": arrived(
        "1 solved", person=TOMASZ, level=3, listed=LISTED, token=a_token("t", reference="listaaaaaa")
    ),
    "directives above a forward": by_technician("#take", request=OPEN, original=FORWARDED, message_id=OPENED_BY),
    "technician, own token": by_technician("Swap the lead.", request=OPEN),
    "technician, proven": arrived("Swap it", person=TOMASZ, level=2, request=OPEN),
    "technician, unproven": arrived("Swap it", person=TOMASZ, level=1, request=OPEN),
    "not on the request": arrived("Me too", person=TOM, request=OPEN, on_request=False),
    "not verified": arrived("Close it", level=0, request=OPEN),
    "reply to an offer": arrived("still stuck", request=a_request("offered")),
    "reply on a ticket": arrived("and room 12 too", request=OPEN),
    "reply to a solved request": arrived("it is broken again", request=a_request("solved")),
    "reply to a closed request": arrived("it is broken again", request=a_request("closed")),
    "reply on spam": arrived("hello", request=a_request("spam")),
    "forwarded for a colleague": arrived("See below", person=TOMASZ, original=FORWARDED, named=(JANES,)),
    "phone call": arrived(f"#call {JANE.address}", person=TOMASZ, named=(JANES,)),
    "directive without a ticket": arrived("#help", person=TOMASZ, level=2),
    "sent twice": arrived("The board is black since Monday and stays so"),
    "unknown sender": arrived(person=STRANGER, level=0),
    "unreadable": arrived("", unreadable="broken"),
    "pupil": arrived(sender=a_sender(JANE, pupil=True)),
    "sensitive": arrived("a safeguarding matter"),
    "urgent": arrived("ransomware!"),
    "asked again": arrived("since monday the board stays black", subject="board"),
    "written to a technician": arrived("Can you come?", to=(Address("", TOMASZ.address),), named=(TOMASZS,)),
    "question": arrived("The projector shows no signal"),
}


@pytest.mark.parametrize("name", [row.name for row in TABLE])
def test_each_row_is_hit_by_its_mail(name: str) -> None:
    known = a_snapshot(OPEN, open_requests=(ASKED,)) if name in ("sent twice", "asked again") else None
    decision = decided(ROWS[name], snapshot=known)
    assert decision.rule == name
    assert decision.reasons


def test_the_order_is_policy() -> None:
    assert [row.name for row in TABLE] == list(ROWS)


def _index(name: str) -> int:
    return list(ROWS).index(name)


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ("history", "own mail", "old mail is only filed"),
        ("own mail", "automatic mail", "answering ourselves never ends"),
        ("bounce of our mail", "other bounce", "a bounce of ours marks an address"),
        ("automatic mail", "technician, own token", "an absence note with a token gives no order"),
        ("automatic reply on a thread", "word on a held mail", "an absence note is no yes"),
        ("technician's out-of-office", "automatic reply on a thread", "theirs says until when they are away"),
        ("who is there", "about a list", "an absence is no row of it"),
        ("unreadable reply", "word on a held mail", "what nobody can read is no yes"),
        ("unreadable reply", "technician, own token", "what nobody can read goes to no requester"),
        ("technician, own token", "reply on a ticket", "an answer is no question"),
        ("not on the request", "reply to an offer", "outsiders settle nothing"),
        ("not verified", "reply to a solved request", "forged mail reopens nothing"),
        ("unknown sender", "question", "strangers get no articles"),
        ("pupil", "question", "pupils get no articles"),
        ("sensitive", "urgent", "discretion before speed"),
        ("sensitive", "question", "no article on a sensitive matter"),
    ],
)
def test_why_the_order_is_so(earlier: str, later: str, why: str) -> None:
    assert _index(earlier) < _index(later), why


@pytest.mark.parametrize("kind", ["auto_reply", "list", "bounce"])
@pytest.mark.parametrize("name", list(ROWS))
def test_whatever_a_machine_writes_no_requester_is_answered(name: str, kind: MessageKind) -> None:
    stimulus = ROWS[name]
    machine = replace(stimulus, message=replace(stimulus.message, kind=kind), token=None)
    assert not [mail for mail in _mails(machine) if mail.to.purpose == "r"]


@pytest.mark.parametrize("name", list(ROWS))
def test_signs_of_a_machine_and_the_null_sender_count_as_well(name: str) -> None:
    stimulus = ROWS[name]
    signed = replace(stimulus, message=replace(stimulus.message, automatic=("Auto-Submitted",)))
    for machine in (signed, replace(stimulus, envelope_from="")):
        assert not [mail for mail in _mails(machine) if mail.to.purpose == "r"]


@pytest.mark.parametrize("name", list(ROWS))
def test_the_same_facts_give_the_same_decision(name: str) -> None:
    assert decided(ROWS[name]) == decided(ROWS[name])


@pytest.mark.parametrize(
    "name", ["technician, own token", "word on a held mail", "reply to an offer", "directive without a ticket"]
)
def test_a_row_asked_about_the_wrong_mail_is_a_bug_that_shows(name: str) -> None:
    row = next(row for row in TABLE if row.name == name)
    desk = Desk(a_snapshot(), a_policy(), an_index(), MONDAY)
    with pytest.raises(AssertionError):
        row.branch(Case(arrived(), desk))


def test_an_unknown_stimulus_is_a_bug_that_shows() -> None:
    with pytest.raises(AssertionError):
        decided(cast("Any", object()))
    with pytest.raises(AssertionError):
        decided(TimerDue(1, cast("Any", "unheard-of"), OPEN, 1, 0, MONDAY))


def _mails(stimulus: MessageArrived) -> list[Any]:
    return [effect for effect in decided(stimulus).effects if type(effect).__name__ == "SendMail"]
