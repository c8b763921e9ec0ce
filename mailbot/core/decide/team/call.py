"""`#call jane@school.example`: a technician logs a phone call, in a new mail, as the caller's ticket.

It starts now and belongs to whoever took the call; their words are a note, the mail's subject is the ticket's. Nothing
is sent to the caller, who has had an answer. The other directives of the mail are done on the new ticket. Without a
token it waits for one word, as everything that changes something does.
"""

import re
from dataclasses import replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.opening import Opened, assign, open_request
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.confirm import hold
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.grammar.script import Script, without_tokens
from mailbot.core.decide.team.grammar.subject import read_subject, untagged
from mailbot.core.decide.team.grammar.table import DIRECTIVES, orders_from
from mailbot.core.decide.team.on_behalf import as_theirs
from mailbot.core.decide.team.reader import BARE, context_of, script_of
from mailbot.core.decide.team.technician import undeliverable
from mailbot.core.decide.team.work.joining import joined
from mailbot.core.decide.team.work.obey import Work
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.decide.telling.notify import News, in_charge, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import AddEntry, Assign
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.message import Forwarded
from mailbot.core.model.people import Somebody, TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

USAGE = "#call jane@school.example"
# Beside the parts that the mail's other wishes write on the same ticket.
CALL_PART = 7
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>@]{1,64}@[^\s<>@]{1,190}?)[>,;:.]*(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


def is_call(case: Case) -> bool:
    """Tell whether a proven technician logs a call in a mail that belongs to no thread."""
    technician = case.technician
    if technician is None or case.request is not None or case.level < TrustLevel.T2:
        return False
    return any(directive.name == "call" for directive in _script(case, technician).directives)


def logged(case: Case) -> Plan:
    """Log the call, or hold it until the technician has said that it was them; a mistake comes back."""
    technician = case.technician
    if technician is None:
        raise AssertionError("only a technician's mail comes here")
    script = _script(case, technician)
    found = _caller(case, script)
    if isinstance(found, DirectiveFault):
        return _refused(case, technician, (*script.faults, found))
    caller, said = found
    opening, opened = _opened(case, technician, caller, said="\n".join(part for part in (said, script.text) if part))
    # the ticket is the caller's, all else that the mail wants is its writer's
    theirs = replace(opening, arrived=replace(opening.arrived, sender=case.sender, named=case.arrived.named))
    orders = _orders(theirs, opened.request, technician, script)
    if not isinstance(orders, Orders):
        return _refused(case, technician, orders)
    if case.level < TrustLevel.T3:
        return hold(case, None, technician, script)
    return _done(theirs, opened, technician, orders)


def _script(case: Case, technician: Technician) -> Script:
    """The mail taken apart, with the tags behind the words of its subject: "Jane rang #priority high"."""
    script = script_of(case, technician)
    if not untagged(case.message.subject, known=DIRECTIVES):  # it begins with one, so all of it is read
        return script
    tagged = read_subject(case.message.subject, known=DIRECTIVES, bare=BARE)
    directives, faults = (*tagged.directives, *script.directives), (*tagged.faults, *script.faults)
    return replace(script, directives=directives, faults=faults)


def _caller(case: Case, script: Script) -> tuple[Somebody, str] | DirectiveFault:
    calls = [directive for directive in script.directives if directive.name == "call"]
    written = _ADDRESS.fullmatch(calls[0].argument.strip())
    if len(calls) > 1:
        return DirectiveFault(calls[1].line, "One mail logs one call.")
    if written is None:
        return DirectiveFault(calls[0].line, "Write the caller's address behind it.", form=USAGE)
    address = written[1].lower()
    found = next((one for one in case.arrived.named if one.address == address), None)
    if found is None or found.standing == "unknown":
        return DirectiveFault(calls[0].line, f"{address} is neither known nor of a school of yours.", form=USAGE)
    return found, (written[2] or "").strip()


def _opened(case: Case, technician: Technician, caller: Somebody, *, said: str) -> tuple[Case, Opened]:
    """The caller's new ticket with what they said as the technician's note."""
    text = said or "(no words)"
    day = case.desk.now.astimezone(case.desk.policy.zone)
    # the caller sees it once they are written to: nothing of the note stands in it
    subject = untagged(case.message.subject, known=DIRECTIVES) or f"Your phone call on {day:%A} {day.day} {day:%B}"
    theirs = as_theirs(case, caller, Forwarded(None, "", subject, text), above="")
    opened = open_request(theirs, state="open")
    person = case.desk.snapshot.technicians.get(technician.id)
    key = person.key if person is not None else None
    effects: tuple[Effect, ...] = tuple(
        replace(
            effect,
            kind="note",
            author=technician.name,
            author_key=key,
            internal=True,
            wants_answer=False,
            part=CALL_PART,
            attachments=(),
        )
        if isinstance(effect, AddEntry)
        else effect
        for effect in opened.effects
    )
    entries = tuple(replace(one, kind="note", author=technician.name, internal=True) for one in opened.request.entries)
    request = replace(opened.request, entries=entries, waiting_since=None, last_requester_entry=0)
    if not request.sensitive or technician.sensitive:
        given = Assign(request.number, technician.id, request.line)
        return theirs, Opened(replace(request, assignee=technician.id), (*effects, given))
    request, assigning, _ = assign(request, desk=case.desk)
    return theirs, Opened(request, (*effects, *assigning))


def _orders(
    case: Case, request: Request, technician: Technician, script: Script
) -> Orders | tuple[DirectiveFault, ...]:
    """What else the mail wants, read on the new ticket; its words are the note already."""
    others = tuple(one for one in script.directives if one.name not in ("call", "note"))
    asked = replace(script, directives=others, text="")
    if not others:
        return asked.faults or Orders()
    orders = orders_from(asked, context=context_of(case, request, technician))
    if isinstance(orders, Orders) and (orders.reading is not None or orders.help or orders.undo or orders.absences):
        return (DirectiveFault(others[0].line, "It has nothing to do with a call: send it in a mail of its own."),)
    if isinstance(orders, Orders) and (orders.send is not None or orders.merge is not None):
        wish = "send" if orders.send is not None else "merge"
        line = next(one.line for one in others if one.name == wish)
        return (DirectiveFault(line, "Nothing is sent to the caller yet: reply with it to the mail about the call."),)
    if isinstance(orders, Orders) and (fault := undeliverable(orders, request)) is not None:
        return (fault,)
    return orders


def _done(case: Case, opened: Opened, technician: Technician, orders: Orders) -> Plan:
    request, effects = opened.request, opened.effects
    if orders != Orders():
        found = joined(case, request, technician, orders)
        request = found.request
        plan = Work(found.case, request, technician, orders).plan()
        effects = (*effects, *found.effects)
        # the caller had their answer on the phone
        effects = (*effects, *(one for one in plan.effects if not _to_caller(one)))
    asked = request.requester.name or request.requester.address
    reasons = (f"{technician.name} logged a call of {asked}",)
    if not may_see(technician, request=request):
        news = News("assigned", request.entries[0].text, f"{technician.name} logged this phone call.")
        told = tuple(
            tell(one, request=request, news=news, desk=case.desk) for one in in_charge(request, desk=case.desk)
        )
        return Plan("ticket_opened", (*effects, *told), reasons)
    lines = (
        f"The call of {asked} is request {request.number}: {request.subject}.",
        "Nothing was sent to them. Reply to this mail to go on with it; words without #note go to them.",
    )
    content = DoneMail(technician.name, request.number, lines)
    seen = sum(isinstance(one, AddEntry) and one.request == request.number for one in effects)
    recipient = recipient_of(technician, desk=case.desk)
    mail = to_technician(content, request=request, recipient=recipient, entry_seen=seen)
    return Plan("ticket_opened", (*effects, mail), reasons)


def _to_caller(effect: Effect) -> bool:
    return isinstance(effect, SendMail) and effect.to.purpose == "r"


def _refused(case: Case, technician: Technician, faults: tuple[DirectiveFault, ...]) -> Plan:
    content = RefusedMail(technician.name, None, faults, without_tokens(case.message.new_text))
    recipient = recipient_of(technician, desk=case.desk)
    mail = SendMail(recipient, content, case.arrived.route.school, case.message.subject)
    return Plan("directive_refused", (mail,), tuple(f"refused: {fault.line}: {fault.reason}" for fault in faults))
