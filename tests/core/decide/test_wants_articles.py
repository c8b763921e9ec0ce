"""Which mails are compared with articles at all: the model of meaning is run for no other."""

import pytest

from mailbot.core.decide.decide import wants_articles
from mailbot.core.model.policy import Rule
from mailbot.core.model.stimulus import MessageArrived
from tests.support.builders import (
    JANE,
    MONDAY,
    STRANGER,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    an_index,
    arrived,
)

PRIVATE = Rule("private", 1, "private", words=("bruise",), sensitive=True)


def wanted(mail: MessageArrived) -> bool:
    policy = a_policy(rules=(PRIVATE,))
    snapshot = a_snapshot(a_request()) if mail.request is not None else a_snapshot()
    return wants_articles(mail, snapshot=snapshot, policy=policy, index=an_index(), now=MONDAY)


def test_a_question_is_compared_with_articles() -> None:
    assert wanted(arrived("The projector shows no signal"))


@pytest.mark.parametrize(
    "mail",
    [
        arrived("The projector shows no signal", kind="auto_reply"),
        arrived("The projector shows no signal", person=STRANGER, level=0),
        arrived("There is a bruise on her arm, and the projector shows no signal"),
        arrived("Still no signal", request=a_request()),
        arrived("Swap the lead", person=TOMASZ, level=3, request=a_request()),
        arrived("The projector shows no signal", person=JANE, level=0),
    ],
    ids=["a machine's", "a stranger's", "a sensitive one", "a reply", "a technician's answer", "a forged one"],
)
def test_nothing_else_is(mail: MessageArrived) -> None:
    assert not wanted(mail)
