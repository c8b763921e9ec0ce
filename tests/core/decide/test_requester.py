"""Replies of requesters and participants, by the state of the request and by how far they are believed."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest, SetPriority, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.mails.requester import ArticleSentMail, TicketOpenedMail
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.message import Attachment
from mailbot.core.model.policy import Rule
from mailbot.core.model.request import Entry, OfferedArticle
from tests.support.builders import (
    ARTICLES,
    JANE,
    MONDAY,
    RUTH,
    SAM,
    SIOBHAN,
    STRANGER,
    TOM,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    a_token,
    an_entry,
    arrived,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

OWN: dict[str, Any] = {"token": a_token("r")}
FILE = Attachment("photo.jpg", "image/jpeg", 9, 1)


def states(decision: Any) -> list[str]:
    return [effect.state for effect in decision.effects if isinstance(effect, SetState)]


def test_that_solved_it_solves_an_offer_and_mails_nobody() -> None:
    decision = decided(arrived("That solved it", request=a_request("offered")))
    assert (decision.outcome, states(decision), mails(decision)) == ("self_solved", ["self_solved"], ())
    assert effect_of(decision, RecordOutcome).outcome == "solved"
    assert effect_of(decision, CancelTimers).kind == "offer_silence"


@pytest.mark.parametrize(
    ("level", "brings", "solved"),
    [(2, {}, True), (1, OWN, True), (1, {}, False), (1, {**OWN, "token_expired": True}, False)],
)
def test_only_the_own_token_or_proof_lets_an_offer_be_solved(
    level: int, brings: dict[str, Any], *, solved: bool
) -> None:
    decision = decided(arrived("That solved it", level=level, request=a_request("offered"), **brings))
    assert states(decision) == (["self_solved"] if solved else [])
    assert not mails(decision)


@pytest.mark.parametrize("text", ["still stuck", "tried that, still black", "Which cable do you mean?"])
@pytest.mark.parametrize("level", [1, 2])
def test_any_other_reply_to_an_offer_is_a_ticket(text: str, level: int) -> None:
    decision = decided(arrived(text, level=level, request=a_request("offered")))
    [notified], [told] = to(decision, TOMASZ), to(decision, JANE)
    assert (decision.outcome, states(decision)) == ("ticket_opened", ["open"])
    assert effect_of(decision, RecordOutcome).outcome == "not_solved"
    assert effect_of(decision, Assign).technician == "tomasz"
    assert isinstance(notified.content, NotificationMail)
    assert (notified.content.event, notified.content.verified) == ("assigned", level == 2)
    assert [(one.id, one.outcome) for one in notified.content.offered] == [("KB-1", "not_solved")]
    assert [entry.number for entry in notified.content.story] == [1]
    assert notified.entry_seen == 2
    assert isinstance(told.content, TicketOpenedMail)
    assert not told.content.reopened
    assert told.in_reply_to == "mail-7@kestrelpark.example"


def test_articles_that_helped_before_are_shown_as_what_came_of_them() -> None:
    offered = (OfferedArticle("KB-1", 1, "One", 1, 0.9, "solved"), OfferedArticle("KB-2", 1, "Two", 2, 0.5))
    [notified] = to(decided(arrived("still stuck", request=a_request("offered", offered=offered))), TOMASZ)
    assert isinstance(notified.content, NotificationMail)
    assert [one.outcome for one in notified.content.offered] == ["solved", "not_solved"]


def test_a_rule_raises_the_priority_of_what_was_an_offer() -> None:
    decision = decided(arrived("still black, Y5 in at 9", request=a_request("offered")))
    assert effect_of(decision, SetPriority).priority == "P2"
    assert "rule lesson-soon: a lesson waits" in decision.reasons


@pytest.mark.parametrize(("kept", "asked", "raised"), [("P1", "P2", None), ("P9", "P2", "P2"), ("P2", "P9", None)])
def test_a_reply_never_lowers_a_priority(kept: str, asked: str, raised: str | None) -> None:
    policy = a_policy(rules=(Rule("r", 1, "r", words=("black",), priority=asked),))
    for state in ("open", "solved"):
        decision = decided(arrived("still black", request=a_request(state, priority=kept)), policy=policy)
        found = [effect.priority for effect in decision.effects if isinstance(effect, SetPriority)]
        assert found == ([raised] if raised else [])


def test_a_sensitive_reply_makes_the_request_sensitive() -> None:
    for state in ("offered", "open", "solved"):
        decision = decided(arrived("still broken, and a safeguarding worry", request=a_request(state)))
        assert effect_of(decision, SetState).sensitive
        assert {mail.to.address for mail in mails(decision)} - {JANE.address} == {SIOBHAN.address, RUTH.address}


def test_an_owner_who_may_not_see_it_loses_a_request_that_becomes_sensitive() -> None:
    decision = decided(arrived("still broken, a safeguarding worry", request=a_request("solved")))
    assert effect_of(decision, Assign).technician is None
    kept = decided(arrived("still broken, a safeguarding worry", request=a_request("solved", assignee="ruth")))
    assert not [effect for effect in kept.effects if isinstance(effect, Assign)]


@pytest.mark.parametrize(
    "state", ["offered", "open", "pending", "on_hold", "solved", "self_solved", "closed", "merged"]
)
def test_a_thank_you_changes_nothing_and_mails_nobody(state: str) -> None:
    decision = decided(arrived("Thank you so much!", request=a_request(state)))
    assert [type(effect) for effect in decision.effects] == [AddEntry]
    assert not effect_of(decision, AddEntry).wants_answer


def test_a_thank_you_with_a_file_is_more_than_a_thank_you() -> None:
    for changes in ({"attachments": (FILE,)}, {"forwarded": "The printer is on fire"}):
        decision = decided(arrived("Thank you!", request=a_request("solved"), **changes))
        assert states(decision) == ["open"]


def test_send_me_the_second_sends_it_and_opens_no_ticket() -> None:
    offered = (OfferedArticle("KB-1", 1, "One", 1, 0.9), OfferedArticle("KB-2", 1, "Two", 2, 0.5))
    decision = decided(arrived("Please send me the second", request=a_request("offered", offered=offered)))
    [mail] = mails(decision)
    assert isinstance(mail.content, ArticleSentMail)
    assert (mail.content.best.id, mail.to.address, states(decision)) == ("KB-2", JANE.address, [])


@pytest.mark.parametrize(
    "change",
    [{"state": "retired"}, {"schools": ("bracken",)}, {"audience": "technician"}],
)
def test_an_article_that_they_may_not_read_any_more_is_a_ticket(change: dict[str, Any]) -> None:
    request = a_request("offered")
    articles = {article.id: replace(article, **change) for article in ARTICLES}
    decision = decided(arrived("send me the first", request=request), snapshot=a_snapshot(request, articles=articles))
    assert decision.outcome == "ticket_opened"
    assert not [mail for mail in mails(decision) if isinstance(mail.content, ArticleSentMail)]


def test_an_article_that_was_never_offered_is_a_ticket() -> None:
    assert decided(arrived("send me the third", request=a_request("offered"))).outcome == "ticket_opened"


def test_a_reply_on_a_ticket_is_an_entry_and_its_owner_is_told() -> None:
    decision = decided(arrived("It is room 12", request=a_request()))
    [mail] = mails(decision)
    assert decision.outcome == "entry_added"
    assert mail.to.address == TOMASZ.address
    assert isinstance(mail.content, NotificationMail)
    assert (mail.content.event, mail.content.new_text, states(decision)) == ("message_added", "It is room 12", [])


def test_the_target_of_the_first_answer_is_said_until_somebody_answered() -> None:
    said = Entry(2, "answer", MONDAY, "Tomasz Wilk", "Try this")
    answered = a_request(entries=(an_entry(), said), next_entry=3, answered_at=MONDAY)
    for request, due in ((a_request(), "first answer by 13:30 today"), (answered, "next answer by 13:30 today")):
        [mail] = mails(decided(arrived("It is room 12", request=request)))
        assert isinstance(mail.content, NotificationMail)
        assert mail.content.due == f"{due}, solution on Wednesday 25 November by 16:30"
    [mail] = mails(decided(arrived("It is room 12", request=a_request()), policy=a_policy(levels={})))
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.due == ""


@pytest.mark.parametrize(
    ("state", "level", "after"), [("pending", 2, ["open"]), ("pending", 1, []), ("on_hold", 2, [])]
)
def test_a_reply_ends_the_waiting_for_the_requester_only(state: str, level: int, after: list[str]) -> None:
    decision = decided(arrived("It is room 12", level=level, request=a_request(state)))
    assert states(decision) == after
    assert to(decision, TOMASZ)


def test_solved_on_a_ticket_settles_it_and_its_owner_is_told() -> None:
    decision = decided(arrived("That solved it", request=a_request()))
    assert states(decision) == ["solved"]
    assert effect_of(decision, ScheduleTimer).kind == "close_solved"
    assert to(decision, TOMASZ)
    unproven = decided(arrived("That solved it", level=1, request=a_request()))
    assert states(unproven) == []


@pytest.mark.parametrize("state", ["solved", "self_solved"])
def test_a_problem_opens_it_again(state: str) -> None:
    decision = decided(arrived("It is black again", request=a_request(state)))
    [told], [notified] = to(decision, JANE), to(decision, TOMASZ)
    assert states(decision) == ["open"]
    assert isinstance(told.content, TicketOpenedMail)
    assert told.content.reopened
    assert isinstance(notified.content, NotificationMail)
    assert notified.content.event == ("message_added" if state == "solved" else "assigned")


def test_without_proof_nothing_is_opened_again_but_its_owner_is_told() -> None:
    decision = decided(arrived("It is black again", level=1, request=a_request("solved")))
    [notified] = mails(decision)
    assert states(decision) == []
    assert isinstance(notified.content, NotificationMail)
    assert notified.content.notice == "It is not proven who wrote this, so the ticket stays solved."


@pytest.mark.parametrize("state", ["solved", "closed"])
def test_an_empty_reply_opens_nothing(state: str) -> None:
    assert [type(effect) for effect in decided(arrived("", request=a_request(state))).effects] == [AddEntry]


@pytest.mark.parametrize("state", ["closed", "merged"])
def test_after_the_end_a_linked_request_is_opened_without_articles(state: str) -> None:
    decision = decided(arrived("The projector shows no signal", request=a_request(state)))
    opened = effect_of(decision, OpenRequest)
    assert (opened.number, opened.linked_to, opened.state) == (2001, 1042, "open")


def test_a_participant_may_write_and_gets_the_answers() -> None:
    request = a_request(participants=(SAM,))
    assert decided(arrived("Room 12 too", person=SAM, request=request)).rule == "reply on a ticket"
    answered = decided(by_technician("Swap the lead.", request=request))
    assert {mail.to.address for mail in mails(answered)} == {JANE.address, SAM.address}


@pytest.mark.parametrize(
    ("stimulus", "author"),
    [
        (
            arrived("Me too", person=TOM, request=a_request("solved"), on_request=False),
            "tom@brackenridge.example (not on this request)",
        ),
        (arrived("Close it", level=0, request=a_request("solved")), "Jane Ashdown (not verified)"),
        (
            arrived("Hm", person=STRANGER, level=0, request=a_request("solved")),
            "someone@elsewhere.example (not verified)",
        ),
        (
            arrived("Hm", person=None, level=0, request=a_request("solved"), on_request=False),
            "somebody (not on this request)",
        ),
    ],
)
def test_a_word_that_does_not_count_is_kept_and_told_to_the_team_alone(stimulus: Any, author: str) -> None:
    decision = decided(stimulus)
    entry = effect_of(decision, AddEntry)
    assert (entry.author, entry.internal, states(decision)) == (author, True, [])
    assert [mail.to.address for mail in mails(decision)] == [TOMASZ.address]
    waiting = replace(stimulus, request=a_request("offered"))
    assert [type(effect) for effect in decided(waiting).effects] == [AddEntry]


def test_an_unreadable_reply_of_anybody_goes_to_the_team_alone() -> None:
    for stimulus in (
        by_technician("#solved", request=a_request(), unreadable="x"),
        arrived("", request=a_request(), unreadable="x"),
    ):
        decision = decided(stimulus)
        assert [mail.to.address for mail in mails(decision)] == [TOMASZ.address]
        assert states(decision) == []


def test_what_follows_a_confidential_request_is_confidential() -> None:
    decision = decided(arrived("It happened again", request=a_request("closed", sensitive=True)))
    assert effect_of(decision, OpenRequest).sensitive
    assert not to(decision, TOMASZ)
