"""A technician forwards a colleague's mail: the request is the colleague's, and what stands above it is a note.

Whose it is says the head of the forwarded mail, or a line `#requester ADDRESS` above it; somebody of the trust it must
be, else the technician is asked and the request is theirs until they say. What the lines above want beside that needs
the technician's word, as ever without a token; the colleague's request does not wait for it.
"""

import re
from dataclasses import replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.opening import acknowledged, assign, open_request
from mailbot.core.decide.participants import person_of
from mailbot.core.decide.rules import ask as ask_rules
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.confirm import ask_whether_theirs
from mailbot.core.decide.team.forwarded import WISHES
from mailbot.core.decide.team.grammar.script import Directive, Script, read_script
from mailbot.core.decide.team.grammar.subject import read_subject
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.reader import BARE
from mailbot.core.decide.team.technician import answer
from mailbot.core.decide.telling.entry import attachments_of, grown
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.decide.telling.notify import News, in_charge, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import AddEntry, Assign
from mailbot.core.model.mails.technician import DoneMail, RefusedMail
from mailbot.core.model.message import Forwarded
from mailbot.core.model.people import Route, Somebody, TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

NOTE_PART = 1
_PREFIX = re.compile(r"^(?:\s{0,3}(?:fwd?|fw|re|aw|wg)\s{0,2}:\s{0,3}){1,5}", re.IGNORECASE)
# `#note` says what is so anyway, `#requester` whose it is; neither is done to the ticket afterwards
_SAID_ABOVE = ("note", "requester")


def is_for_colleague(case: Case) -> bool:
    """Tell whether a proven technician forwards somebody else's mail, and asks for nothing that needs no ticket."""
    technician, original = case.technician, case.message.original
    if technician is None or original is None or case.request is not None or case.level < TrustLevel.T2:
        return False
    if original.sender is not None and original.sender.address == technician.address:
        return False
    asked = [directive.name for directive in _script(case, technician).directives]
    reads = any(name in DIRECTIVES and DIRECTIVES[name].reads for name in asked)
    return not reads and not (len(asked) == 1 and asked[0] in WISHES)


def for_colleague(case: Case) -> Plan:
    """Open the colleague's ticket: they are told, the technician's words are a note, their directives wait."""
    technician, original = case.technician, case.message.original
    if technician is None or original is None:
        raise AssertionError("only a technician's forwarded mail comes here")
    script = _whole(case, technician)
    whose = _whose(case, script)
    if whose is None:
        return _nobodys(case, technician, script, original)
    found = person_of(case, whose)
    if found is None:
        return _nobodys(case, technician, script, original)
    theirs = as_theirs(case, whose, original, above=_note(script))
    plan, request = _open(theirs, technician, script)
    plan = acknowledged(plan, request=request, desk=case.desk)
    plan = plan.because(f"{technician.name} forwarded a mail of {whose.name or whose.address}: the request is theirs")
    return _then_directives(plan, case, request, technician, script)


def is_word_on_forward(case: Case) -> bool:
    """Tell whether it is the very mail that opened the request, confirmed: what its directives want is left to do."""
    first = next(iter(case.request.entries), None) if case.request is not None else None
    original = case.message.original
    if case.technician is None or case.level < TrustLevel.T3 or original is None or first is None:
        return False
    if case.message.message_id is None:
        return first.message_id is None and first.text.strip() in case.message.forwarded
    return first.message_id == case.message.message_id


def as_ordered(case: Case, request: Request, technician: Technician) -> Plan:
    """Do what the lines above the forwarded mail want; its words are a note already."""
    lines = "\n".join(directive.line for directive in _ordered(_whole(case, technician)))
    bare = replace(case.message, subject="", new_text=lines, forwarded="", original=None)
    return answer(replace(case, arrived=replace(case.arrived, message=bare)), request, technician)


def _script(case: Case, technician: Technician) -> Script:
    return read_script(case.message.words, known=(*DIRECTIVES, "requester"), name=technician.name)


def _whole(case: Case, technician: Technician) -> Script:
    """The same with the tags of the subject that are not the colleague's: "Fwd: Projector #priority high"."""
    script, original = _script(case, technician), case.message.original
    if original is None or not original.subject:  # whose words those are, nobody can tell
        return script
    known = (*DIRECTIVES, "requester")
    tagged = read_subject(case.message.subject, known=known, bare=BARE, ours=original.subject)
    directives, faults = (*tagged.directives, *script.directives), (*tagged.faults, *script.faults)
    return replace(script, directives=directives, faults=faults)


def _ordered(script: Script) -> tuple[Directive, ...]:
    return tuple(directive for directive in script.directives if directive.name not in _SAID_ABOVE)


def _note(script: Script) -> str:
    notes = (directive.argument for directive in script.directives if directive.name == "note")
    return "\n".join(part for part in (*notes, script.text) if part)


def _whose(case: Case, script: Script) -> Somebody | None:
    """Whom the technician names, else whom the head of the forwarded mail does; an outsider is nobody's requester."""
    said = next((one.argument for one in script.directives if one.name == "requester"), None)
    if said is not None:
        wanted = said.strip(" <>.,\t").removeprefix("mailto:").lower()
        found = next((one for one in case.arrived.named if one.address == wanted), None)
    else:
        found = _sender(case, case.message.original)
    return found if found is not None and found.standing != "unknown" else None


def _sender(case: Case, original: Forwarded | None) -> Somebody | None:
    """By the address in the head; by name alone where one person of the record has that name."""
    if original is None:
        return None
    if original.sender is not None:
        address = original.sender.address
        return next((one for one in case.arrived.named if one.address == address), None)
    called = [one for one in case.desk.policy.people if one.name.casefold() == original.name.strip().casefold()]
    if len(called) != 1 or not called[0].schools or not called[0].addresses:
        return None
    known, snapshot = called[0], case.desk.snapshot
    person = next((one for one in snapshot.people if one.address in known.addresses), None)
    if person is None:
        return None
    return Somebody(person.address, known.name, "known", known.schools[0], known.schools, person)


def as_theirs(case: Case, whose: Somebody, original: Forwarded, *, above: str) -> Case:
    """Give the case as if that somebody had written `original` to us; the rules have also read what stands `above`."""
    found = person_of(case, whose)
    person, is_new = found if found is not None else (None, False)
    fresh = case.desk.snapshot.fresh
    message = replace(
        case.message,
        subject=original.subject or _PREFIX.sub("", case.message.subject),
        text=original.text,
        new_text=original.text,
        forwarded="",
        original=None,
    )
    sender = replace(
        case.sender,
        address=whose.address,
        name=whose.name,
        standing=whose.standing,
        level=TrustLevel.T2,
        person=None if is_new else person,
        pupil=whose.pupil,
    )
    route = Route(whose.school, "forwarded", f"the forwarded mail is of {whose.school}'s {whose.address}")
    arrived = replace(case.arrived, message=message, sender=sender, route=route, named=())
    key = person.key if person is not None and is_new else fresh.person_key
    # what the snapshot knows of former requests is the technician's own
    known = replace(case.desk.snapshot, open_requests=(), previous_requests=())
    snapshot = replace(known, fresh=replace(fresh, person_key=key))
    read = replace(arrived, message=replace(message, forwarded=above))
    verdict = ask_rules(read, rules=case.desk.policy.rules, zone=case.desk.policy.zone)
    return Case(arrived, replace(case.desk, snapshot=snapshot), verdict)


def _open(case: Case, technician: Technician, script: Script) -> tuple[Plan, Request]:
    """The ticket with the colleague's words and the technician's note; whoever looks after it is told."""
    desk = case.desk
    opened = open_request(case, state="open")
    request, effects = opened.request, opened.effects
    note = _note(script)
    said = f"{technician.name} forwarded this mail"
    if note:
        entry = AddEntry(
            request.number,
            "note",
            technician.name,
            note,
            case.arrived.received_at,
            author_key=_key_of(case, technician),
            internal=True,
            part=NOTE_PART,
        )
        request, effects = grown(request, entry=entry), (*effects, entry)
    request, assigning, why = assign(request, desk=desk)
    news = News(
        event="assigned",
        text=case.message.new_text or "(no text)",
        notice=f"{said}: {note}" if note else f"{said}.",
        attachments=attachments_of(case.message),
    )
    told = in_charge(request, desk=desk)
    mails = tuple(tell(one, request=request, news=news, desk=desk) for one in told)
    plan = Plan("ticket_opened", (*effects, *assigning, *mails), why)
    if technician.address not in {one.address for one in told}:
        plan = plan.then(_told(request, technician, case=case))
    return plan, request


def _key_of(case: Case, technician: Technician) -> str | None:
    person = case.desk.snapshot.technicians.get(technician.id)
    return person.key if person is not None else None


def _told(request: Request, technician: Technician, *, case: Case) -> SendMail:
    """To who forwarded it: its number, and a token to go on by; of a confidential one they hear no more."""
    desk, recipient = case.desk, recipient_of(technician, desk=case.desk)
    asked = request.requester.name or request.requester.address
    if not may_see(technician, request=request):
        line = f"The mail that you forwarded is {asked}'s request {request.number}. The colleagues for it have it now."
        return SendMail(recipient, DoneMail(technician.name, None, (line,)), request.school, case.message.subject)
    owner = desk.technician(request.assignee)
    lines = (
        f"The mail that you forwarded is {asked}'s request {request.number}, and they have been told.",
        f"It is {owner.name}'s." if owner is not None else f"It is nobody's of line {request.line} yet.",
        "Reply to this mail to go on with it.",
    )
    content = DoneMail(technician.name, request.number, lines)
    return to_technician(content, request=request, recipient=recipient, entry_seen=request.next_entry - 1)


def _then_directives(plan: Plan, case: Case, request: Request, technician: Technician, script: Script) -> Plan:
    """With the token, what is a directive is done by the reply to our mails; without it their word is asked for."""
    ordered = _ordered(script)
    if not may_see(technician, request=request):
        return plan
    if script.faults:
        content = RefusedMail(technician.name, request.number, script.faults, case.message.new_text)
        recipient = recipient_of(technician, desk=case.desk)
        refused = to_technician(content, request=request, recipient=recipient, entry_seen=request.next_entry - 1)
        return plan.then(refused).because_last("its directives were refused, the request stands")
    if not ordered:
        return plan
    waits: tuple[Effect, ...] = ask_whether_theirs(
        case,
        technician,
        replace(script, directives=ordered, text=""),
        request=request,
        reference=case.desk.snapshot.fresh.article_reference,
    )
    return plan.then(*waits).because_last("what its directives want waits for their word")


def _nobodys(case: Case, technician: Technician, script: Script, original: Forwarded) -> Plan:
    """Nobody whom we know sent it: the ticket is the technician's own until they say whose it is."""
    desk = case.desk
    opened = open_request(case, state="open")
    request = replace(opened.request, assignee=technician.id)
    given: tuple[Effect, ...] = (Assign(request.number, technician.id, request.line),)
    if request.sensitive:
        request, given = opened.request, ()
    named = original.sender.address if original.sender is not None else original.name or "nobody"
    notice = (
        f"Whose request is this? The forwarded mail names {named}, who is neither known nor of a school of ours. "
        "It is yours until you reply with a line such as: #requester jane@school.example"
    )
    news = News(event="assigned", text=case.message.forwarded.strip() or "(no text)", notice=notice)
    mails = tuple(tell(one, request=request, news=news, desk=desk) for one in in_charge(request, desk=desk))
    plan = Plan("ticket_opened", (*opened.effects, *given, *mails), (f"a forwarded mail of {named}: nobody's we know",))
    return _then_directives(plan, case, request, technician, replace(script, text=""))
