"""What a technician gets: who asks, how to reach them, the story, what may help, and the files that came with it."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.decide.telling.files import MEGABYTE, MOST_FILES, PACKED, size
from mailbot.core.model.message import Attachment
from mailbot.core.model.policy import Caps
from mailbot.core.model.request import SolvedRequest
from tests.support.builders import (
    JANE,
    MONDAY,
    SAM,
    SIOBHAN,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    arrived,
    decided,
    mails,
    to,
)

SOLVED = SolvedRequest(977, "bracken", "No picture", "Push the lead in until it clicks.", "Ruth Lindqvist", MONDAY)


def photo(name: str = "board.jpg", *, octets: int = 2 * MEGABYTE, part: int = 2, **changes: Any) -> Attachment:
    return replace(Attachment(name, "image/jpeg", octets, part), **changes)


def notified(*attachments: Attachment, level: int = 2, **changes: Any) -> Any:
    """The mail to Tomasz about a reply of Jane's with these files."""
    request = a_request(**changes)
    mail = arrived("It is room 12", request=request, attachments=attachments, level=level)
    decision = decided(mail, snapshot=replace(a_snapshot(request), similar=(SOLVED, replace(SOLVED, number=1042))))
    [told] = to(decision, TOMASZ)
    return told


def test_files_go_on_and_logos_are_left_out() -> None:
    told = notified(photo(), photo("logo.png", part=3, inline=True), photo("plan.pdf", octets=30_000, part=4))
    assert told.content.attachments == ("board.jpg (2.0 MB)", "plan.pdf (29 KB)")
    assert [(file.part, file.name) for file in told.files] == [(2, "board.jpg"), (4, "plan.pdf")]


def test_what_is_too_large_together_is_named() -> None:
    told = notified(photo("a.jpg", octets=6 * MEGABYTE), photo("b.jpg", octets=3 * MEGABYTE), photo("c.jpg", octets=1))
    assert [file.name for file in told.files] == ["a.jpg", "c.jpg"]
    assert told.content.attachments[1] == "b.jpg (3.0 MB, too large to send on)"
    none = a_policy(caps=Caps(attached_megabytes=0))
    [kept] = to(decided(arrived("See it", request=a_request(), attachments=(photo(),)), policy=none), TOMASZ)
    assert kept.files == ()


@pytest.mark.parametrize("name", ["update.exe", "photo.jpg.js", "a.PS1", "run.bat. ", "x.lnk"])
def test_a_program_is_named_and_never_sent_on(name: str) -> None:
    told = notified(photo(name, type="application/octet-stream"))
    assert told.files == ()
    assert told.content.attachments[0].endswith("a program, not sent on)")


def test_a_strangers_files_and_mails_inside_mails_are_not_sent_on() -> None:
    decision = decided(arrived("See it", request=a_request(), attachments=(photo(),), level=0, on_request=False))
    told = to(decision, TOMASZ)
    assert told
    assert all(mail.files == () for mail in told)
    assert notified(photo("old.eml", type="message/rfc822")).files == ()


def test_there_is_an_end_to_files() -> None:
    told = notified(*(photo(f"{place}.jpg", octets=10, part=place) for place in range(MOST_FILES + 5)))
    assert len(told.files) == MOST_FILES
    assert told.content.attachments[-1] == "5 more, not sent on"


def test_files_of_requesters_never_go_to_requesters() -> None:
    decision = decided(arrived("The stage curtain is stuck", attachments=(photo(),)))
    assert [one.name for mail in mails(decision) if mail.to.purpose == "t" for one in mail.files] == ["board.jpg"]
    [said] = to(decision, JANE)
    assert said.files == ()


@pytest.mark.parametrize(("octets", "said"), [(0, "1 KB"), (30_000, "29 KB"), (1_258_291, "1.2 MB")])
def test_sizes_are_said_as_people_say_them(octets: int, said: str) -> None:
    assert size(octets) == said


def test_solved_requests_about_the_same_are_shown_but_never_this_one_itself() -> None:
    told = notified()
    assert [(one.number, one.school) for one in told.content.similar] == [(977, "Brackenridge")]


def test_who_else_is_on_it_its_tags_and_the_logged_time_are_said() -> None:
    told = notified(participants=(SAM,), tags=("projector",), spent={"tomasz": 50, "priya": 90})
    assert told.content.people == ("Sam Ade",)
    assert told.content.tags == ("projector",)
    assert told.content.spent == "2 h 20 min (Tomasz Wilk 50 min, Priya Nambiar 1 h 30 min)"
    assert notified(spent={"tomasz": 60}).content.spent == "Tomasz Wilk 1 h"


def test_of_a_confidential_request_nothing_is_compared() -> None:
    request = a_request(sensitive=True)
    decision = decided(
        arrived("It is room 12", request=request), snapshot=replace(a_snapshot(request), similar=(SOLVED,))
    )
    assert to(decision, SIOBHAN)
    assert all(not getattr(mail.content, "similar", ()) for mail in mails(decision))


def test_a_closed_pack_of_outlook_is_called_what_it_is_and_an_opened_ones_files_bring_their_bytes() -> None:
    told = notified(photo("winmail.dat", type="application/ms-tnef", octets=30_000))
    assert told.content.attachments == (f"winmail.dat (29 KB, {PACKED})",)
    pack, plan = photo("winmail.dat", inline=True), photo("plan.docx", octets=3, data=b"abc")
    told = notified(pack, plan)
    assert told.content.attachments == ("plan.docx (1 KB)",)
    assert [(file.name, file.data) for file in told.files] == [("plan.docx", b"abc")]
