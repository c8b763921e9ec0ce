"""Old mail that an operator files: closed requests of the past, and nothing that anybody hears of."""

from datetime import timedelta

import pytest

from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import AddEntry, OpenRequest, SetState
from mailbot.core.model.effects.on_time import ScheduleTimer
from tests.support.builders import JANE, MONDAY, STRANGER, TOM, TOMASZ, a_request, arrived, decided

LONG_AGO = MONDAY - timedelta(days=90)


def _of(effects: tuple[Effect, ...], kind: type[Effect]) -> list[Effect]:
    return [effect for effect in effects if isinstance(effect, kind)]


@pytest.mark.parametrize("person", [JANE, TOM, TOMASZ, STRANGER])
@pytest.mark.parametrize("text", ["The projector shows no signal", "#solved", "ransomware!", "a safeguarding matter"])
def test_an_old_mail_is_a_closed_request_of_its_own_day_and_nobody_hears_of_it(person: object, text: str) -> None:
    level = 0 if person is STRANGER else 2
    decision = decided(arrived(text, person=person, level=level, history=True, received_at=LONG_AGO))
    (opened,) = _of(decision.effects, OpenRequest)
    assert isinstance(opened, OpenRequest)
    assert (opened.state, opened.opened_at) == ("closed", LONG_AGO)
    assert opened.sensitive == ("safeguarding" in text)
    (closed,) = _of(decision.effects, SetState)
    assert isinstance(closed, SetState)
    assert (closed.state, closed.at, closed.outcome) == ("closed", LONG_AGO, "history")
    assert decision.outcome == "filed"
    assert not _of(decision.effects, SendMail)
    assert not _of(decision.effects, ScheduleTimer)


def test_what_goes_on_with_a_closed_request_is_an_entry_on_it() -> None:
    decision = decided(arrived("Thanks, works", request=a_request("closed"), history=True, received_at=LONG_AGO))
    (entry,) = decision.effects
    assert isinstance(entry, AddEntry)
    assert entry.at == LONG_AGO


@pytest.mark.parametrize("state", ["open", "offered", "solved", "pending"])
def test_a_request_of_today_is_left_alone(state: str) -> None:
    decision = decided(arrived("#solved", request=a_request(state), history=True, received_at=LONG_AGO))
    assert [type(effect).__name__ for effect in decision.effects] == ["File"]


@pytest.mark.parametrize("machine", [{"kind": "auto_reply"}, {"kind": "bounce"}, {"own": True}, {"envelope_from": ""}])
def test_what_a_machine_wrote_is_no_request(machine: dict[str, object]) -> None:
    decision = decided(arrived(history=True, received_at=LONG_AGO, **machine))
    assert [type(effect).__name__ for effect in decision.effects] == ["File"]
