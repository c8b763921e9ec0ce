"""A colleague answered after the mail that a technician replied to: nothing goes out before they know."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import HoldMessage
from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.core.model.mails.technician import OverlapMail
from tests.support.builders import (
    JANE,
    TOMASZ,
    a_policy,
    a_request,
    a_token,
    an_entry,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

ANSWER = an_entry("I am there now.", number=2, kind="answer", author="Priya Nambiar", message_id=None)
REQUEST = a_request(entries=(an_entry(), ANSWER), next_entry=3)


def reply(text: str = "I come at two.", *, seen: int = 1, **changes: Any) -> Decision:
    """Tomasz's reply to a mail that showed the entries up to `seen`."""
    policy = changes.pop("policy", None)
    request = changes.pop("request", REQUEST)
    return decided(
        by_technician(text, request=request, token=a_token("t", person=TOMASZ, entry_seen=seen)), policy=policy
    )


@pytest.mark.parametrize("text", ["I come at two.", "I come at two.\n#solved", "#solved", "#send KB-1"])
def test_it_waits_with_both_texts_shown(text: str) -> None:
    decision = reply(text)
    (mail,) = mails(decision)
    assert isinstance(mail.content, OverlapMail)
    assert (mail.to.purpose, mail.entry_seen) == ("c", 3)
    assert mail.content.answers == ("I am there now.",)
    assert mail.content.text == text
    assert effect_of(decision, HoldMessage).request == 1042
    entry = effect_of(decision, AddEntry)
    assert (entry.kind, entry.internal) == ("note", True)
    assert not [one for one in decision.effects if isinstance(one, SetState)]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("I come at two.", {"seen": 2}),
        ("#note\nShe has the key.", {}),
        ("#take", {}),
        ("I come at two.", {"policy": a_policy(overlap="send")}),
        ("I come at two.", {"request": replace(REQUEST, entries=(an_entry(), replace(ANSWER, author=TOMASZ.name)))}),
        ("I come at two.", {"request": replace(REQUEST, entries=(an_entry(), replace(ANSWER, kind="note")))}),
    ],
)
def test_all_else_waits_for_nobody(text: str, changes: dict[str, Any]) -> None:
    decision = reply(text, **changes)
    assert not [one for one in decision.effects if isinstance(one, HoldMessage)]
    assert bool(to(decision, JANE)) == (text == "I come at two.")
