"""A technician's answer goes out whole or not at all, and what a requester wrote counts however they marked it."""

from dataclasses import replace

from mailbot.core.decide.team.work.articles import source_of
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.message import Authored
from tests.support.builders import a_policy, a_request, arrived, by_technician, decided, effect_of, mails

COMMANDS = "Run this:\n\n> Restart-Service Spooler\n\nand tell me."


def refused(decision: Decision) -> str:
    """The line for which the technician's mail came back; nothing has gone to the requester."""
    assert not [mail for mail in mails(decision) if isinstance(mail.content, AnswerMail)]
    [content] = [mail.content for mail in mails(decision) if isinstance(mail.content, RefusedMail)]
    return content.faults[0].line


def test_commands_behind_marks_that_an_answer_announces_are_not_dropped_in_silence() -> None:
    shown = Authored(COMMANDS, "Run this:\n\n\nand tell me.")
    mail = by_technician("", request=a_request(), new_text=COMMANDS, authored=shown)
    assert refused(decided(mail)) == "> Restart-Service Spooler"


def test_commands_behind_marks_stay_out_of_the_way_of_a_note() -> None:
    words = "#note\nRun this:\n\nand tell me."
    shown = words.replace("this:", "this:\n> Restart-Service Spooler")
    decision = decided(by_technician("", request=a_request(), new_text=shown, authored=Authored(shown, words)))
    assert not [mail for mail in mails(decision) if isinstance(mail.content, RefusedMail)]


def test_a_note_below_the_signature_does_not_send_the_words_outside() -> None:
    mail = by_technician("She did it again.", request=a_request(), signature="-- \nTomasz\n#note for us alone")
    assert refused(decided(mail)) == "#note for us alone"


def test_another_directive_below_the_signature_is_text() -> None:
    mail = by_technician("Swap the lead.", request=a_request(), signature="-- \nTomasz\n#solved")
    [told] = mails(decided(mail))
    assert isinstance(told.content, AnswerMail)
    assert (told.content.text, told.content.solved) == ("Swap the lead.", False)


def test_a_requester_s_words_that_all_stand_behind_marks_open_a_solved_request_again() -> None:
    shown = "> still broken"
    mail = arrived("", request=a_request("solved"), new_text=shown, authored=Authored(shown, ""))
    decision = decided(mail)
    assert effect_of(decision, AddEntry).text == shown
    assert effect_of(decision, SetState).state == "open"


def test_the_symptom_of_an_article_is_not_what_the_requester_forwarded() -> None:
    asked = "The projector hums\n\nForwarded:\nFrom: Olu <olu@kestrelpark.example>\nSubject: party\n\nCake at four"
    request = a_request()
    first = next(entry for entry in request.entries if entry.kind == "message")
    technician = next(iter(a_policy().technicians.values()))
    told = replace(request, entries=(replace(first, text=asked),))
    assert source_of(told, answer="x", technician=technician).question == "The projector hums"
