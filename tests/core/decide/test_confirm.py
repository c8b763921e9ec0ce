"""Was this you? What waits for a technician's word, what the word may be, and that it counts once."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.team.confirm import answered, hold, used, word_of
from mailbot.core.decide.team.grammar.script import read_script
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import File, HoldMessage, SendMail, UseReference
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.help import HelpMail
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import DoneMail, NotificationMail, RefusedMail, WasItYouMail
from mailbot.core.model.message import Message
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held
from tests.support.builders import (
    FRESH,
    JANE,
    MONDAY,
    RUTH,
    SAM,
    SIOBHAN,
    TOMASZ,
    a_message,
    a_policy,
    a_request,
    a_snapshot,
    a_technician,
    a_token,
    an_index,
    arrived,
    decided,
    effect_of,
    mails,
    to,
)

REFERENCE = "heldaaaaaa"
WAITED = a_message("Hi Jane, swap the lead.\n#solved", sender=TOMASZ, kind="reply", subject="Re: Projector")
SENSITIVE = a_request(sensitive=True, assignee=None)


def word(
    text: str = "Yes",
    *,
    request: Request | None = None,
    level: int = 2,
    waited: Message | None = WAITED,
    **changes: Any,
) -> Decision:
    about = request or a_request()
    held = Held(REFERENCE, about.number, message=waited, **{k: changes.pop(k) for k in ("used_at",) if k in changes})
    token = a_token("c", person=TOMASZ, reference=REFERENCE, entry_seen=about.next_entry - 1)
    given = {"person": TOMASZ, "token": token, "held": held, **changes}
    return decided(arrived(text, level=level, request=about, **given))


def kinds(decision: Decision) -> list[type[object]]:
    return [type(effect) for effect in decision.effects if not isinstance(effect, SendMail)]


def nothing_done(decision: Decision) -> bool:
    public = [mail for mail in mails(decision) if mail.to.purpose == "r"]
    return not public and not {SetState, Assign, UseReference} & set(kinds(decision))


def test_the_question_says_what_the_mail_would_do() -> None:
    request = a_request(participants=(SAM,))
    text = "Swap the lead.\n#solved\n#assign priya"
    decision = decided(arrived(text, person=TOMASZ, level=2, request=request))
    [mail] = mails(decision)
    assert isinstance(mail.content, WasItYouMail)
    assert mail.content.would[0] == "Your words below would go to Jane Ashdown, Sam Ade."
    assert [line.partition(":")[0] for line in mail.content.would[1:]] == ["#solved", "#assign priya"]
    assert (mail.content.text, mail.content.newest) == (text, "The projector shows no signal")
    assert (mail.to.address, mail.reference, mail.request) == (TOMASZ.address, FRESH.reference, 1042)
    assert effect_of(decision, HoldMessage) == HoldMessage(FRESH.reference, 7, 1042)
    assert nothing_done(decision)


def test_a_note_would_go_to_nobody() -> None:
    decision = decided(arrived("#note\nShe sounded upset.", person=TOMASZ, level=2, request=a_request(entries=())))
    [mail] = mails(decision)
    assert isinstance(mail.content, WasItYouMail)
    assert [line.partition(":")[0] for line in mail.content.would] == ["#note"]


def test_a_mistake_comes_back_at_once_and_nothing_waits() -> None:
    decision = decided(arrived("Swap it.\n#sovled", person=TOMASZ, level=2, request=a_request()))
    [held, mail] = decision.effects
    assert isinstance(held, HoldMessage)
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, RefusedMail)


def test_a_yes_applies_the_mail_as_it_was_and_uses_the_token_up() -> None:
    decision = word("Yes, that was me")
    [answer] = to(decision, JANE)
    assert isinstance(answer.content, AnswerMail)
    assert (answer.content.text, answer.content.solved) == ("Hi Jane, swap the lead.", True)
    assert effect_of(decision, SetState).state == "solved"
    assert effect_of(decision, UseReference) == UseReference(REFERENCE)
    entries = [effect for effect in decision.effects if isinstance(effect, AddEntry)]
    assert [(one.kind, one.internal, one.part) for one in entries] == [("answer", False, 0), ("note", True, 9)]
    assert entries[1].text == "Yes, that was me"
    assert decision.rule == "word on a held mail"


def test_an_empty_reply_is_a_yes() -> None:
    decision = word("")
    assert to(decision, JANE)
    assert [type(effect) for effect in decision.effects if isinstance(effect, AddEntry)] == [AddEntry]


def test_a_mistake_that_shows_when_it_is_confirmed_uses_the_token_up_all_the_same() -> None:
    decision = word(request=a_request(requester=replace(JANE, address="")))
    assert decision.outcome == "directive_refused"
    assert UseReference in kinds(decision)


def test_what_the_requester_wrote_since_keeps_the_ticket_open() -> None:
    request = a_request(last_requester_entry=4, next_entry=5)
    token = a_token("c", person=TOMASZ, reference=REFERENCE, entry_seen=3)
    decision = word(request=request, token=token)
    [answer] = to(decision, JANE)
    assert isinstance(answer.content, AnswerMail)
    assert not answer.content.solved
    assert SetState not in kinds(decision)


@pytest.mark.parametrize("text", ["No", "That wasn't me!", "I never wrote this", "not me\n\nTomasz"])
def test_a_no_throws_the_mail_out_and_tells_the_lead(text: str) -> None:
    decision = word(text)
    [told] = mails(decision)
    assert told.to.address == SIOBHAN.address
    assert isinstance(told.content, NotificationMail)
    assert "was not theirs" in told.content.notice
    assert kinds(decision) == [AddEntry, UseReference]


def test_a_no_on_a_sensitive_request_tells_the_named_alone() -> None:
    token = a_token("c", person=RUTH, reference=REFERENCE)
    decision = word("No", request=SENSITIVE, person=RUTH, token=token)
    assert {mail.to.address for mail in mails(decision)} == {SIOBHAN.address, RUTH.address}


@pytest.mark.parametrize("text", ["What is this?", "Yes. No, wait", "Yes\n#assign priya", "#solved"])
def test_a_word_that_could_mean_anything_does_nothing_and_may_be_said_again(text: str) -> None:
    decision = word(text)
    [mail] = decision.effects
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, RefusedMail)
    assert (mail.to.address, mail.to.purpose, mail.reference) == (TOMASZ.address, "c", REFERENCE)


@pytest.mark.parametrize("changes", [{"used_at": MONDAY}, {"token_expired": True}, {"waited": None}])
def test_a_word_that_was_given_is_too_old_or_about_nothing_does_nothing(changes: dict[str, Any]) -> None:
    decision = word(**changes)
    [mail] = decision.effects
    assert isinstance(mail, SendMail)
    assert isinstance(mail.content, DoneMail)
    assert (mail.to.purpose, mail.reference) == ("t", "requestaaa")
    assert "nothing was done" in mail.content.lines[0]


@pytest.mark.parametrize("level", [0, 1])
def test_an_unproven_word_is_an_entry_that_the_lead_sees_at_most(level: int) -> None:
    decision = word(level=level)
    assert decision.rule == "technician, unproven"
    assert nothing_done(decision)
    assert {mail.to.address for mail in mails(decision)} <= {SIOBHAN.address}


@pytest.mark.parametrize("kind", ["auto_reply", "list", "bounce"])
def test_a_machines_answer_to_the_question_is_no_yes(kind: Any) -> None:
    assert nothing_done(word("I am away until Monday", kind=kind))


def test_who_lost_the_right_to_see_the_request_confirms_nothing() -> None:
    decision = word(request=SENSITIVE)
    assert decision.rule == "technician, proven"
    assert nothing_done(decision)
    assert not mails(decision)


def test_who_has_left_confirms_nothing() -> None:
    policy = a_policy()
    left = {id_: one for id_, one in policy.technicians.items() if id_ != "tomasz"}
    held = Held(REFERENCE, 1042, message=WAITED)
    token = a_token("c", person=TOMASZ, reference=REFERENCE)
    stimulus = arrived("Yes", person=TOMASZ, level=2, request=a_request(), token=token, held=held)
    assert nothing_done(decided(stimulus, policy=replace(policy, technicians=left)))


def test_a_mail_without_a_thread_waits_and_is_thrown_out_as_well() -> None:
    held = Held(REFERENCE, None, message=replace(WAITED, new_text="#help"))
    given: dict[str, Any] = {"person": TOMASZ, "level": 2, "held": held}
    given["token"] = a_token("c", person=TOMASZ, reference=REFERENCE)
    assert kinds(decided(arrived("No", **given))) == [UseReference, File]
    confirmed = decided(arrived("Yes", **given))
    assert kinds(confirmed) == [UseReference]
    assert isinstance(mails(confirmed)[0].content, HelpMail)


def test_a_directive_without_a_thread_can_wait_too() -> None:
    case = Case(arrived("#help", person=TOMASZ, level=2), Desk(a_snapshot(), a_policy(), an_index(), MONDAY))
    script = read_script("#help", known={"help"})
    holding, mail = hold(case, None, a_technician(), script).effects
    assert holding == HoldMessage(FRESH.reference, 7)
    assert isinstance(mail, SendMail)
    assert (mail.reference, mail.to.purpose, mail.request, mail.school) == (FRESH.reference, "c", None, "central")


def test_what_no_word_can_be_about_is_a_bug_that_shows() -> None:
    case = Case(arrived(person=TOMASZ), Desk(a_snapshot(), a_policy(), an_index(), MONDAY))
    with pytest.raises(AssertionError):
        used(Plan("x"), case)
    with pytest.raises(AssertionError):
        answered(case)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", "yes"),
        ("yes", "yes"),
        ("Yep that was me", "yes"),
        ("OK", "yes"),
        ("Thanks, Tomasz", "yes"),
        ("It was me.\n\nPlease do not print this email", "yes"),
        ("no", "no"),
        ("I didn’t send that", "no"),
        ("Not mine", "no"),
        ("yes? what", "unclear"),
        ("yes, no idea", "unclear"),
    ],
)
def test_what_a_word_means(text: str, meant: str) -> None:
    assert word_of(text) == meant
