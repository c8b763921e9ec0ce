"""Words that the rules call sensitive, wherever they come from, and answers that must not slip out beside them."""

from dataclasses import replace

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.mails.requester import ArticleSentMail
from mailbot.core.model.people import Person
from mailbot.core.model.request import OfferedArticle
from mailbot.core.model.stimulus import TimerDue
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
    an_entry,
    arrived,
    by_technician,
    decided,
    mails,
)

DISCLOSED = "a pupil has disclosed something, it is a safeguarding concern"
NAMED = {SIOBHAN.address, RUTH.address}
OPEN = a_request("open")


def _told(decision: Decision) -> set[str]:
    return {mail.to.address for mail in mails(decision)}


def _marked(decision: Decision) -> list[SetState]:
    return [one for one in decision.effects if isinstance(one, SetState) and one.sensitive]


def test_a_wish_for_an_article_does_not_hide_a_sensitive_matter() -> None:
    offered = (OfferedArticle("KB-1", 1, "One", 1, 0.9), OfferedArticle("KB-2", 1, "Two", 2, 0.5))
    request = a_request("offered", offered=offered)
    wish = "Can you send the second one please."
    assert any(isinstance(mail.content, ArticleSentMail) for mail in mails(decided(arrived(wish, request=request))))
    decision = decided(arrived(f"{wish}\n\nAlso {DISCLOSED}.", request=request))
    assert decision.outcome == "ticket_opened"
    assert _marked(decision)
    assert {mail.to.address for mail in mails(decision) if mail.to.purpose == "t"} == NAMED
    assert not any(isinstance(mail.content, ArticleSentMail) for mail in mails(decision))


@pytest.mark.parametrize("state", ["open", "offered"])
@pytest.mark.parametrize(("person", "level", "on_request"), [(TOM, 2, False), (JANE, 0, True)])
def test_sensitive_words_of_whoever_is_not_believed_reach_the_named_alone(
    state: str, person: Person, level: int, on_request: bool
) -> None:
    request = a_request(state)
    decision = decided(arrived(DISCLOSED, person=person, level=level, request=request, on_request=on_request))
    assert _told(decision) == NAMED
    (marked,) = _marked(decision)
    assert marked.state == request.state


def test_a_ticket_that_turns_sensitive_leaves_an_owner_who_may_not_see_it() -> None:
    decision = decided(arrived(f"It is worse. {DISCLOSED}", request=OPEN))
    (given,) = [one for one in decision.effects if isinstance(one, Assign)]
    assert given.technician is None
    assert _told(decision) == NAMED


def test_the_former_owners_answer_goes_to_the_named_and_he_hears_that_it_was_not_sent() -> None:
    turned = a_request("open", sensitive=True)
    decision = decided(by_technician("I will come at ten", request=turned))
    assert [one for one in decision.effects if isinstance(one, AddEntry) and one.internal]
    assert _told(decision) == {*NAMED, TOMASZ.address}
    for mail in mails(decision):
        if mail.to.address == TOMASZ.address:
            assert "Projector" not in repr(mail.content)


def test_a_note_by_a_tag_in_the_subject_stays_inside() -> None:
    decision = decided(by_technician("She was rude", request=OPEN, subject="Re: Projector [#1042-k7f3q] #note"))
    assert not [one for one in decision.effects if isinstance(one, SendMail)]
    (entry,) = [one for one in decision.effects if isinstance(one, AddEntry)]
    assert (entry.kind, entry.internal, entry.text) == ("note", True, "She was rude")


def test_a_doubtful_reply_to_an_offer_is_looked_at_where_silence_would_close_it() -> None:
    policy = a_policy()
    closing = {id_: replace(school, on_silence="close") for id_, school in policy.schools.items()}
    strict = replace(policy, schools=closing)
    quiet = a_request("offered")
    doubtful = a_request(
        "offered", entries=(an_entry(), an_entry("Still stuck", number=2, internal=True)), next_entry=3
    )

    def outcome_of(request: object) -> str:
        due = TimerDue(1, "offer_silence", request, round=1, step=0, due_at=MONDAY)  # type: ignore[arg-type]
        return decided(due, snapshot=a_snapshot(due.request), policy=strict).outcome

    assert outcome_of(quiet) == "timer"
    assert outcome_of(doubtful) == "ticket_opened"
