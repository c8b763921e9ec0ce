"""A technician's mail: obeyed with the token, asked again without it, and never anybody else's authority."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import PublishArticle, RecordOutcome, SaveArticle
from mailbot.core.model.effects.on_mail import HoldMessage, SendMail
from mailbot.core.model.effects.on_request import AddEntry, Assign, KeepUndo, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.help import HelpMail
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import ArticleMail, DoneMail, NotificationMail, RefusedMail, WasItYouMail
from mailbot.core.model.request import Request
from tests.support.builders import (
    JANE,
    MONDAY,
    PRIYA,
    RUTH,
    SIOBHAN,
    STAFF_ARTICLE,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    a_token,
    arrived,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

ANSWER = (
    "Hi Jane,\n\nthe lead behind the board has come loose. Push the HDMI lead into the wall plate until it clicks, then"
    " press Source on the remote and choose HDMI 1. The picture comes back within a few seconds.\n\nTomasz"
)


def kinds(decision: Decision) -> list[type[object]]:
    return [type(effect) for effect in decision.effects if not isinstance(effect, SendMail | KeepUndo)]


def content(mail: SendMail) -> Any:
    return mail.content


def test_his_words_and_only_those_go_to_the_requester() -> None:
    decision = decided(by_technician("Swap the lead.\n#solved", request=a_request()))
    [mail] = mails(decision)
    assert mail.content == AnswerMail("Jane", "Kestrel Park", 1042, "Tomasz Wilk", "Swap the lead.", solved=True)
    assert (mail.to.address, mail.automatic, mail.in_reply_to) == (JANE.address, False, "mail-1@kestrelpark.example")
    entry = effect_of(decision, AddEntry)
    assert (entry.kind, entry.text, entry.internal, entry.author) == ("answer", "Swap the lead.", False, "Tomasz Wilk")
    assert effect_of(decision, SetState).state == "solved"
    assert (effect_of(decision, ScheduleTimer).due_at - MONDAY).days == 14
    assert decision.outcome == "directive_done"


def test_an_answer_without_a_directive_changes_no_state() -> None:
    decision = decided(by_technician("Which room?", request=a_request()))
    assert (decision.outcome, kinds(decision)) == ("entry_added", [AddEntry])
    assert [mail.to.address for mail in mails(decision)] == [JANE.address]


def test_solved_is_not_applied_when_the_requester_wrote_since() -> None:
    request = a_request(last_requester_entry=4, next_entry=5)
    late = by_technician("Swap the lead.\n#solved", request=request, token=a_token("t", person=TOMASZ, entry_seen=3))
    decision = decided(late)
    [answer], [told] = to(decision, JANE), to(decision, TOMASZ)
    assert not content(answer).solved
    assert kinds(decision) == [AddEntry]
    assert (
        content(told).notice
        == "Your answer was sent, but #solved was not applied: this came after the mail that you replied to."
    )
    assert content(told).new_text == "The projector shows no signal"
    bare = decided(replace(late, message=replace(late.message, new_text="#solved")))
    assert not to(bare, JANE)
    assert effect_of(bare, AddEntry).kind == "event"
    assert content(to(bare, TOMASZ)[0]).notice.startswith("Nothing was sent, and")
    silent = decided(by_technician("#solved", request=replace(request, entries=()), token=late.token))
    assert content(to(silent, TOMASZ)[0]).new_text == ""


def test_solved_alone_sends_a_short_word() -> None:
    decision = decided(by_technician("#solved", request=a_request()))
    [mail] = mails(decision)
    assert (content(mail).text, content(mail).solved) == ("Your request is solved.", True)


def test_a_note_stays_inside() -> None:
    decision = decided(by_technician("#note\nShe sounded upset.", request=a_request()))
    entry = effect_of(decision, AddEntry)
    assert (entry.kind, entry.internal, mails(decision)) == ("note", True, ())
    solved = decided(by_technician("#note\nShe sounded upset.\n#solved", request=a_request()))
    [mail] = mails(solved)
    assert "upset" not in repr(mail)
    assert [(one.part, one.kind) for one in solved.effects if isinstance(one, AddEntry)] == [(0, "note"), (1, "answer")]


def test_a_ticket_is_given_away_and_the_other_is_told() -> None:
    decision = decided(by_technician("#assign priya", request=a_request()))
    [mail] = mails(decision)
    assert effect_of(decision, Assign).technician == "priya"
    assert (mail.to.address, content(mail).event) == (PRIYA.address, "assigned")
    assert content(mail).notice == "Tomasz Wilk gave you this ticket."
    assert content(mail).new_text == "The projector shows no signal"
    assert effect_of(decision, AddEntry).text == "Tomasz Wilk gave the ticket to Priya Nambiar."
    empty = decided(by_technician("#assign priya", request=a_request(entries=())))
    assert content(mails(empty)[0]).new_text == ""


def test_a_ticket_is_taken_silently() -> None:
    decision = decided(by_technician("#take", request=a_request(), person=PRIYA))
    assert (effect_of(decision, Assign).technician, mails(decision)) == ("priya", ())
    assert effect_of(decision, AddEntry).text == "Priya Nambiar took the ticket."


@pytest.mark.parametrize(
    ("text", "assignee", "owner"), [("Hello", None, "tomasz"), ("Hello", "gone", "tomasz"), ("#note\nHm", None, None)]
)
def test_who_answers_a_ticket_of_nobodys_owns_it(text: str, assignee: str | None, owner: str | None) -> None:
    decision = decided(by_technician(text, request=a_request(assignee=assignee)))
    assert [one.technician for one in decision.effects if isinstance(one, Assign)] == ([owner] if owner else [])


def test_an_answer_to_an_offer_makes_it_a_ticket() -> None:
    decision = decided(by_technician("I will come by.", request=a_request("offered")))
    assert kinds(decision) == [AddEntry, Assign, RecordOutcome, CancelTimers, SetState]
    solved = decided(by_technician("Done.\n#solved", request=a_request("offered")))
    assert [one.state for one in solved.effects if isinstance(one, SetState)] == ["solved"]


@pytest.mark.parametrize("text", ["Swap it.\n#sovled", "", "Done\n#solved\n#assign nobody-here", "One.\n#solved\nTwo."])
def test_on_any_mistake_nothing_is_done_and_he_gets_it_back(text: str) -> None:
    decision = decided(by_technician(text, request=a_request()))
    [held, mail] = decision.effects
    assert held == HoldMessage("freshreqaa", 7, 1042)
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, RefusedMail)
    assert mail.reference == "freshreqaa"
    assert (mail.to.address, mail.content.text, decision.outcome) == (TOMASZ.address, text, "directive_refused")


def test_words_that_can_reach_nobody_come_back() -> None:
    request = a_request(requester=replace(JANE, address=""))
    decision = decided(by_technician("Hello\n#kb", request=request))
    assert decision.outcome == "directive_refused"
    assert decided(by_technician("#note\nHello", request=request)).outcome == "entry_added"


def test_help_is_mailed_and_nothing_else_is_done() -> None:
    decision = decided(by_technician("Hello\n#help", request=a_request()))
    [mail] = decision.effects
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, HelpMail)
    assert any("#assign NAME" in usage for group in mail.content.groups for usage, _ in group.lines)


# Without the token.


def test_a_proven_mail_without_its_token_waits_for_a_word_from_them() -> None:
    decision = decided(arrived("Swap it\n#solved", person=TOMASZ, level=2, request=a_request()))
    [mail], entry = mails(decision), effect_of(decision, AddEntry)
    assert (mail.to.address, mail.to.key, mail.to.purpose) == (TOMASZ.address, TOMASZ.key, "c")
    assert isinstance(mail.content, WasItYouMail)
    assert (entry.kind, entry.internal, kinds(decision)) == ("note", True, [AddEntry, HoldMessage])


def test_help_needs_no_token() -> None:
    decision = decided(arrived("#help", person=TOMASZ, level=2, request=a_request()))
    assert isinstance(mails(decision)[0].content, HelpMail)


@pytest.mark.parametrize(("level", "told"), [(1, [SIOBHAN.address]), (0, [])])
def test_an_unproven_mail_in_his_name_is_an_entry_and_its_lead_sees_it(level: int, told: list[str]) -> None:
    decision = decided(arrived("Swap it\n#solved", person=TOMASZ, level=level, request=a_request()))
    entry = effect_of(decision, AddEntry)
    assert (entry.internal, entry.author) == (True, "Tomasz Wilk (not verified)")
    assert [mail.to.address for mail in mails(decision)] == told
    assert all(content(mail).notice.endswith("Nothing was done.") for mail in mails(decision))


def test_a_policy_that_dropped_him_obeys_nothing() -> None:
    policy = a_policy()
    left = {id_: one for id_, one in policy.technicians.items() if id_ != "tomasz"}
    for level in (2, 3):
        decision = decided(
            arrived("#solved", person=TOMASZ, level=level, request=a_request(), token=a_token("t", person=TOMASZ)),
            policy=replace(policy, technicians=left),
        )
        assert kinds(decision) == [AddEntry]
        assert not to(decision, JANE)


SENSITIVE = a_request(sensitive=True, assignee=None)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_who_may_not_see_sensitive_requests_neither_acts_nor_learns(level: int) -> None:
    stimulus = arrived("#help", person=TOMASZ, level=level, request=SENSITIVE, token=a_token("t", person=TOMASZ))
    decision = decided(stimulus)
    assert set(kinds(decision)) <= {AddEntry, SendMail}
    assert {mail.to.address for mail in mails(decision)} <= {SIOBHAN.address, RUTH.address, TOMASZ.address}
    for mail in to(decision, TOMASZ):
        assert (mail.subject, mail.tag, mail.request) == (stimulus.message.subject, "", None)
        assert "not sent" in mail.content.lines[0]  # type: ignore[union-attr]


def test_a_named_technician_answers_a_sensitive_request_and_owns_it() -> None:
    decision = decided(by_technician("We will ring you.", request=SENSITIVE, person=RUTH))
    assert effect_of(decision, Assign).technician == "ruth"
    assert to(decision, JANE)


@pytest.mark.parametrize("brings", [{"token": a_token("r", person=TOMASZ)}, {}])
def test_a_technician_may_be_a_requester_of_their_own(brings: dict[str, Any]) -> None:
    mine = a_request("solved", requester=TOMASZ, school="central", assignee="priya")
    decision = decided(arrived("It is broken again", person=TOMASZ, level=2, request=mine, **brings))
    assert decision.rule == "reply to a solved request"


def test_the_token_says_in_which_role_he_writes() -> None:
    mine = a_request(requester=TOMASZ, assignee="tomasz")
    assert decided(by_technician("Done.\n#solved", request=mine)).rule == "technician, own token"
    as_requester = arrived(
        "Still broken", person=TOMASZ, level=2, request=a_request(), token=a_token("r", person=TOMASZ)
    )
    assert decided(as_requester).rule == "reply on a ticket"


def test_directives_without_a_ticket() -> None:
    helped = decided(arrived("#help", person=TOMASZ, level=2))
    assert isinstance(mails(helped)[0].content, HelpMail)
    refused = decided(arrived("#solved", person=TOMASZ, level=2))
    assert isinstance(mails(refused)[0].content, RefusedMail)
    assert len(refused.effects) == 1
    assert decided(arrived("#help", person=TOMASZ, level=1)).rule == "question"
    assert decided(arrived("my own projector is broken", person=TOMASZ, level=2)).rule == "question"


# Articles.


def promoted(person: Any, text: str, **request: Any) -> Decision:
    return decided(by_technician(text, request=a_request(**request), person=person))


def test_an_answer_of_second_line_and_above_is_an_article_at_once() -> None:
    decision = promoted(RUTH, ANSWER + "\n#kb Projector lead has come loose\n#solved")
    saved = effect_of(decision, SaveArticle)
    assert (saved.article.id, saved.article.state, saved.article.audience, saved.article.schools) == (
        "KB-501",
        "published",
        "staff",
        (),
    )
    assert saved.article.title == "Projector lead has come loose"
    assert "Jane" not in saved.article.body
    assert (saved.from_request, saved.reference, saved.article.author) == (1042, "fresharta", "ruth")
    [mail] = to(decision, RUTH)
    assert isinstance(mail.content, ArticleMail)
    assert (mail.content.event, mail.reference, mail.request) == ("article_published", "fresharta", None)


@pytest.mark.parametrize(
    ("directive", "audience", "schools"),
    [("#kb/school", "staff", ("kestrel",)), ("#kb/technician", "technician", ()), ("#kb", "staff", ())],
)
def test_for_whom_the_article_is(directive: str, audience: str, schools: tuple[str, ...]) -> None:
    article = effect_of(promoted(RUTH, f"{ANSWER}\n{directive}"), SaveArticle).article
    assert (article.audience, article.schools) == (audience, schools)


def test_first_lines_articles_wait_for_an_approver() -> None:
    decision = promoted(TOMASZ, ANSWER + "\n#kb")
    assert effect_of(decision, SaveArticle).article.state == "draft"
    drafts = [mail for mail in mails(decision) if isinstance(mail.content, ArticleMail)]
    assert [mail.to.address for mail in drafts] == [RUTH.address, SIOBHAN.address]
    assert all(content(mail).author == "Tomasz Wilk" for mail in drafts)


def test_without_approvers_the_lines_lead_is_asked() -> None:
    policy = a_policy()
    nobody = {id_: replace(one, approves=False) for id_, one in policy.technicians.items()}
    decision = decided(by_technician(ANSWER + "\n#kb", request=a_request()), policy=replace(policy, technicians=nobody))
    assert [mail.to.address for mail in mails(decision) if isinstance(mail.content, ArticleMail)] == [SIOBHAN.address]


def test_what_held_a_secret_waits_for_its_author() -> None:
    decision = promoted(RUTH, ANSWER + "\nThe password is Autumn2026!\n#kb")
    saved = effect_of(decision, SaveArticle)
    assert saved.article.state == "draft"
    assert "Autumn2026!" not in saved.article.body
    assert [mail.to.address for mail in mails(decision) if isinstance(mail.content, ArticleMail)] == [RUTH.address]


@pytest.mark.parametrize("text", ["done\n#kb", f"#note\n{ANSWER}\n#kb", "#kb"])
def test_what_can_be_no_article_comes_back_whole(text: str) -> None:
    decision = promoted(RUTH, text)
    assert decision.outcome == "directive_refused"
    assert not to(decision, JANE)


def test_a_note_may_become_an_article_for_technicians() -> None:
    decision = promoted(RUTH, f"#note\n{ANSWER}\n#kb/technician")
    assert effect_of(decision, SaveArticle).article.audience == "technician"
    assert not to(decision, JANE)


DRAFT = replace(STAFF_ARTICLE, id="KB-501", state="draft", author="tomasz")


def about(text: str, *, person: Any = RUTH, level: int = 3, article: Any = DRAFT, **changes: Any) -> Decision:
    token = a_token("t", person=person, reference="fresharta")
    stimulus = arrived(text, person=person, level=level, article="KB-501", **{"token": token, **changes})
    return decided(stimulus, snapshot=a_snapshot(articles={"KB-501": article} if article else {}))


def test_an_approver_publishes_a_draft_by_a_word() -> None:
    decision = about("Looks good.\n#approve")
    assert effect_of(decision, PublishArticle) == PublishArticle("KB-501", "ruth")
    assert {mail.to.address for mail in mails(decision)} == {RUTH.address, TOMASZ.address}
    assert {content(mail).event for mail in mails(decision)} == {"article_published"}


def test_its_author_publishes_what_only_held_a_secret() -> None:
    own = replace(DRAFT, author="ruth")
    decision = about("#approve", article=own)
    assert [mail.to.address for mail in mails(decision)] == [RUTH.address]
    assert [mail.to.address for mail in mails(about("#approve", article=replace(own, author="gone")))] == [RUTH.address]


@pytest.mark.parametrize(
    ("text", "person", "kind"),
    [
        ("#approve", TOMASZ, RefusedMail),
        ("no directive", RUTH, RefusedMail),
        ("#approve\n#note x", RUTH, RefusedMail),
        ("#aprove", RUTH, RefusedMail),
    ],
)
def test_anything_else_publishes_nothing(text: str, person: Any, kind: type[Any]) -> None:
    decision = about(text, person=person)
    [mail] = decision.effects
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, kind)


def test_what_is_published_already_stays_as_it_is() -> None:
    decision = about("#approve", article=replace(DRAFT, state="published"))
    assert isinstance(mails(decision)[0].content, DoneMail)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_without_the_token_nothing_is_published(level: int) -> None:
    decision = about("#approve", level=level, token_expired=True)
    assert not [effect for effect in decision.effects if isinstance(effect, PublishArticle)]
    assert [content(mail).event for mail in mails(decision)] == (["article_draft"] if level == 2 else [])


def test_an_article_that_is_gone_or_settled_is_filed() -> None:
    assert about("#approve", article=None).outcome == "unverified"
    assert not mails(about("#approve", level=2, article=replace(DRAFT, state="published")))


def test_held_mail_shows_nothing_to_the_requester() -> None:
    for level in (0, 1, 2):
        request: Request = a_request()
        decision = decided(arrived("secret words", person=TOMASZ, level=level, request=request))
        assert not to(decision, JANE)
        assert all(isinstance(mail.content, NotificationMail | WasItYouMail) for mail in mails(decision))
