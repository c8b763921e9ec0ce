"""The story is a test as well: what happens otherwise than told stops it."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from mailbot.daemon.demo.letter import new_letter
from mailbot.daemon.demo.play import StoryError, check_mails, check_request
from mailbot.daemon.demo.post import Arrived
from mailbot.daemon.demo.show import RequestSeen
from mailbot.daemon.demo.story import MORNING_STEPS, Becomes, Gets, New, Step

JANE = Address(name="Jane", address="jane@school.example")
STEP = Step(
    at=time(7, 10),
    told="Jane asks",
    who=JANE,
    writes=New(to="it@school.example", subject="board", text="dead"),
    gets=(Gets(JANE, says=("press Source",), never=("#solved",)),),
    becomes=Becomes("offered", assignee=""),
)
SEEN = RequestSeen(number=1, state="offered", priority="P3", assignee="", assignee_name="", school="School")


def arrived(text: str, *, to: str = JANE.address) -> Arrived:
    at = datetime(2026, 11, 24, 7, 10, tzinfo=UTC)
    data = new_letter(Address(name="IT", address="it@school.example"), to=to, subject="board", text=text, date=at)
    return Arrived(box=to, path=Path("1"), data=data)


def test_what_was_told_passes() -> None:
    check_mails(STEP, arrived=[arrived("Please press\nSource.")])
    check_request(STEP, seen=SEEN)


@pytest.mark.parametrize(
    ("mails", "why"),
    [
        ([], "no mail came for Jane"),
        ([arrived("Turn it off")], "does not say 'press Source'"),
        ([arrived("press Source\n#solved")], "says '#solved', which it must not"),
        ([arrived("press Source"), arrived("press Source")], "that nobody expected"),
        ([arrived("press Source", to="tom@school.example")], "no mail came for Jane"),
    ],
)
def test_a_mail_that_was_not_told_stops_the_story(mails: Sequence[Arrived], why: str) -> None:
    with pytest.raises(StoryError, match=why):
        check_mails(STEP, arrived=mails)


def test_a_request_in_another_state_stops_the_story() -> None:
    with pytest.raises(StoryError, match="no request"):
        check_request(STEP, seen=None)
    other = RequestSeen(
        number=1, state="open", priority="P3", assignee="tomasz", assignee_name="Tomasz", school="School"
    )
    with pytest.raises(StoryError, match="state is 'open', the story says 'offered'"):
        check_request(STEP, seen=other)


def test_the_morning_goes_forward_only() -> None:
    times = [step.at for step in MORNING_STEPS]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (time(7, 10), time(9, 5))
