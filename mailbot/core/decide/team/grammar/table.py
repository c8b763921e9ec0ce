"""The directives: one small function each, its help beside it in the table. Reading them from a mail: `script.py`.

A function takes what is wanted so far and gives it with its own wish added, or the reason why it cannot be. What the
wishes do is in `../work`.
"""

from collections.abc import Mapping
from dataclasses import replace

from mailbot.core.decide.team.grammar.family import (
    answering,
    details,
    joining,
    knowledge,
    leave,
    moves,
    owning,
    reading,
    states,
)
from mailbot.core.decide.team.grammar.orders import Answer, Context, Form, Orders
from mailbot.core.decide.team.grammar.script import Directive, Script
from mailbot.core.decide.team.grammar.wording import worded
from mailbot.core.model.mails.technician import DirectiveFault

NO_TEXT = (
    "There was nothing new in your mail to send. What is written inside the mail that you reply to is not seen: "
    "write above it."
)

DIRECTIVES: Mapping[str, Form] = {
    "note": Form("#note", "The whole mail is for technicians; nobody outside sees it.", "optional", answering.note),
    "solved": Form(
        "#solved", "Your answer goes out and the ticket is solved; a reply opens it again.", "none", states.solved
    ),
    "pending": Form(
        "#pending [3d|until Friday]",
        "The clock stands until they answer (they are asked again), or until then.",
        "optional",
        states.pending,
    ),
    "hold": Form(
        "#hold [WHY]", "The clock stands: the ticket waits for somebody else, until #reopen.", "optional", states.hold
    ),
    "reopen": Form("#reopen", "The ticket is open again, also after it was closed.", "none", states.reopen),
    "escalate": Form("#escalate [WHY]", "The ticket goes up a line, with its story.", "optional", moves.escalate),
    "line": Form("#line 1|2|3", "The ticket goes to that line; down, best with #kb/technician.", "needed", moves.line),
    "take": Form("#take", "The ticket is yours.", "none", owning.take),
    "assign": Form("#assign NAME", "The ticket is theirs, and they are told.", "needed", owning.assign),
    "priority": Form("#priority high", "The ticket is as urgent as that.", "needed", details.priority),
    "due": Form("#due tomorrow 15:00", "The ticket is to be solved by then; you are reminded.", "needed", details.due),
    "time": Form("#time 15m", "Your time on the ticket, added to what stands there.", "needed", details.spent),
    "tag": Form("#tag projector", "Words to find the ticket by; -projector takes one off.", "needed", details.tag),
    "school": Form("#school NAME", "The ticket is at that school: its hours and mailbox.", "needed", details.school),
    "requester": Form(
        "#requester ADDR", "The ticket is theirs, and mails about it go to them.", "needed", details.requester
    ),
    "spam": Form("#spam", "It is no request: nobody outside hears of it.", "none", states.spam),
    "kb": Form("#kb [TITLE]", "Your answer becomes an article for staff of the whole trust.", "optional", knowledge.kb),
    "kb/school": Form("#kb/school [TITLE]", "The same, for this school alone.", "optional", knowledge.kb_school),
    "kb/technician": Form(
        "#kb/technician [TITLE]", "The same, for technicians alone.", "optional", knowledge.kb_technician
    ),
    "update": Form("#update KB-12", "Your answer replaces the text of that article.", "needed", knowledge.update),
    "new": Form("#new", "With #kb: a new article, although one is nearly the same.", "none", knowledge.new),
    "send": Form("#send KB-12", "Your answer brings that article, in full.", "needed", knowledge.send),
    "approve": Form(
        "#approve [KB-12]", "The draft is published; alone, in reply to the draft.", "optional", knowledge.approve
    ),
    "retire": Form("#retire KB-12", "That article is taken back; its versions are kept.", "needed", knowledge.retire),
    "call": Form(
        "#call ADDR [WORDS]",
        "In a new mail: a phone call, as a ticket of theirs; your words are a note.",
        "needed",
        joining.call,
    ),
    "cc": Form(
        "#cc ADDR", "They get your answers too, and may reply; known people and schools' only.", "needed", joining.cc
    ),
    "uncc": Form("#uncc ADDR", "They get no more of them.", "needed", joining.uncc),
    "merge": Form(
        "#merge 1040", "The ticket goes on as 1040, with its people; both numbers work.", "needed", joining.merge
    ),
    "split": Form(
        "#split [SUBJECT]", "From the mail you reply to on, it is a ticket of its own.", "optional", joining.split
    ),
    "link": Form("#link 1040", "Both tickets show each other.", "needed", joining.link),
    "undo": Form(
        "#undo",
        "Within 10 minutes: your last mail on the ticket is taken back; in reply to an article, the article is.",
        "none",
        answering.undo,
    ),
    "show": Form("#show [1042]", "That ticket is mailed to you, with its story.", "optional", reading.show, reads=True),
    "list": Form(
        "#list [mine|open|line 1|SCHOOL|NAME]",
        "A numbered list of tickets; reply to its rows: 1 solved, 3 take, 4-6 Megan.",
        "optional",
        reading.list_,
        reads=True,
    ),
    "find": Form(
        "#find WORDS", "Articles and requests with these words are mailed to you.", "needed", reading.find, reads=True
    ),
    "away": Form(
        "#away [NAME] until Monday",
        "You are not there until then: what cannot wait is covered; a lead may NAME another.",
        "optional",
        leave.away,
    ),
    "back": Form("#back [NAME]", "You are there again, and so are your tickets.", "optional", leave.back),
    "help": Form(
        "#help", "These lines, by mail; nothing else of the mail is done.", "none", answering.help, reads=True
    ),
}


def orders_from(script: Script, *, context: Context) -> Orders | tuple[DirectiveFault, ...]:
    """Give what the whole script wants, or every fault in it: all of its directives apply, or none does."""
    faults = list(script.faults)
    orders = Orders(text=script.text)
    for directive in _notes_as_one(script.directives):
        answer = _obey(directive, orders, context)
        if isinstance(answer, Orders):
            orders = answer
        elif answer:
            faults.append(DirectiveFault(directive.line, answer, form=_usage(directive.name)))
    orders, unfit = worded(orders, writer=context.writer)
    faults += unfit
    answered = any(entry.kind == "answer" for entry in context.request.entries)
    faults += states.misfits(orders, context)
    faults += _missing_text(orders, script, answered=answered)
    return tuple(faults) if faults else orders


def _notes_as_one(directives: tuple[Directive, ...]) -> tuple[Directive, ...]:
    """The words of several `#note` in the order in which they were written."""
    notes = [one for one in directives if one.name == "note"]
    if len(notes) < 2:
        return directives
    said = replace(notes[0], argument="\n".join(one.argument for one in notes if one.argument))
    return tuple(said if one is notes[0] else one for one in directives if one is notes[0] or one.name != "note")


def _obey(directive: Directive, orders: Orders, context: Context) -> Answer:
    form = DIRECTIVES.get(directive.name)
    if form is None:
        return ""
    if form.argument == "none" and directive.argument:
        return "Nothing stands after it on its line."
    if form.argument == "needed" and not directive.argument:
        return "Something is missing after it."
    return form.act(orders, directive.argument, context)


def _usage(name: str) -> str:
    """How it is written; '' where it may stand alone, for then its form is not what was wrong."""
    form = DIRECTIVES.get(name)
    return form.usage if form and form.argument != "optional" else ""


def _missing_text(orders: Orders, script: Script, *, answered: bool) -> list[DirectiveFault]:
    """Wishes that need words, and mails that want nothing at all."""
    if orders.text or orders.help or orders.reading or script.faults:
        return []
    if not script.directives:
        return [DirectiveFault("(no text)", NO_TEXT)]
    if orders.internal:
        return [DirectiveFault("#note", "There is no text to keep.")]
    if (orders.article is not None or orders.update is not None) and not answered:
        return [DirectiveFault("#kb", "An article is made from your answer, and there is none.")]
    if orders.new and orders.article is None:
        return [DirectiveFault("#new", "It goes with #kb, or in reply to the mail that shows two articles.")]
    return []
