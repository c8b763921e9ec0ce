"""The corrected line alone, in answer to the mail that came back: all of the first mail is done, or nothing again."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import HoldMessage, UseReference
from mailbot.core.model.effects.on_request import AddEntry, Assign, LogTime, SetState
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.snapshot import Held, Referenced
from tests.support.builders import (
    JANE,
    MONDAY,
    TOMASZ,
    a_message,
    a_request,
    a_snapshot,
    a_token,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

FIRST = "Hi Jane,\n\nI bent it back.\n\nTomasz\n\n#sovled\n#time 20m"


def correct(answer: str, *, first: str = FIRST, subject: str = "Projector", **held: Any) -> Decision:
    request = a_request()
    message = a_message(first, sender=TOMASZ, subject=subject, message_id="first@it.valley.example")
    waits = replace(Held("heldheldaa", 1042, raw=b"x", message=message), **held)
    token = a_token("t", person=TOMASZ, reference="heldheldaa", entry_seen=1)
    snapshot = a_snapshot(request, held={"heldheldaa": waits})
    known = {**snapshot.references, "heldheldaa": Referenced("heldheldaa", "held", "1042:7")}
    mail = by_technician(answer, request=request, token=token, held=waits)
    return decided(mail, snapshot=replace(snapshot, references=known))


def sent(decision: Decision) -> str:
    [mail] = to(decision, JANE)
    assert isinstance(mail.content, AnswerMail)
    return mail.content.text


def test_the_corrected_line_alone_does_the_whole_mail() -> None:
    decision = correct("#solved")
    assert sent(decision) == "Hi Jane,\n\nI bent it back.\n\nTomasz"
    assert effect_of(decision, SetState).state == "solved"
    assert effect_of(decision, LogTime).minutes == 20
    assert UseReference("heldheldaa") in decision.effects
    assert "#" not in sent(decision)


def test_each_line_takes_the_place_of_the_one_it_is_like() -> None:
    first = "Done.\n#assgn priya\n#due whenever"
    decision = correct("#due Friday\n#assign priya", first=first)
    assert effect_of(decision, Assign).technician == "priya"
    assert sent(decision) == "Done."


def test_a_line_that_is_left_wrong_comes_back_with_all_the_words() -> None:
    decision = correct("#assign priya", first="Done.\n#assgn priya\n#due whenever")
    assert not to(decision, JANE)
    [mail] = mails(decision)
    assert isinstance(mail.content, RefusedMail)
    assert [fault.line for fault in mail.content.faults] == ["#due whenever"]
    assert "Done." in mail.content.text
    assert mail.reference == "heldheldaa"
    assert not [one for one in decision.effects if isinstance(one, HoldMessage | UseReference)]


@pytest.mark.parametrize(("answer", "state"), [("#pending", "pending"), ("#solved", "solved")])
def test_of_two_that_do_not_go_together_the_answer_chooses(answer: str, state: str) -> None:
    decision = correct(answer, first="Which room?\n#solved\n#pending")
    assert effect_of(decision, SetState).state == state
    assert sent(decision) == "Which room?"


def test_a_note_stays_a_note() -> None:
    decision = correct("#assign priya", first="#note\n#assign nobody-here\nShe was rude.")
    assert not to(decision, JANE)
    assert [one.kind for one in decision.effects if isinstance(one, AddEntry)] == ["note"]
    # without words it is wrong with the right line too, and does not give way to it
    bare = correct("#solved", first="#note\n#sovled")
    assert bare.outcome == "directive_refused"
    assert not to(bare, JANE)


def test_a_line_in_the_middle_is_no_word_for_the_requester() -> None:
    decision = correct("#solved", first="One.\n#solved\nTwo.")
    assert sent(decision) == "One.\nTwo."
    dressed = correct("#note", first="*#note*\nHer pupil is at risk")
    assert not to(dressed, JANE)
    assert effect_of(dressed, AddEntry).text == "Her pupil is at risk"


def test_a_tag_of_the_subject_is_corrected_too() -> None:
    decision = correct("#solved", first="I bent it back.", subject="Re: Projector #sovled #time 5m")
    assert effect_of(decision, SetState).state == "solved"
    assert effect_of(decision, LogTime).minutes == 5
    assert sent(decision) == "I bent it back."


@pytest.mark.parametrize("answer", ["It works again.\n#solved", "It works again."])
def test_new_words_stand_for_themselves(answer: str) -> None:
    decision = correct(answer)
    assert sent(decision) == "It works again."
    assert not [one for one in decision.effects if isinstance(one, UseReference)]


def test_it_counts_once() -> None:
    decision = correct("#take", used_at=MONDAY)
    assert not to(decision, JANE)
    assert not [one for one in decision.effects if isinstance(one, UseReference)]


def test_undo_and_help_are_about_something_else() -> None:
    assert correct("#help").outcome == "directive_done"
    assert correct("#undo").outcome == "directive_refused"
    assert not to(correct("#undo"), JANE)


def test_where_it_is_not_kept_any_more_the_line_stands_for_itself() -> None:
    assert not to(correct("#take", message=None), JANE)
