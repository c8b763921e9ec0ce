"""What follows from a technician's reply on a thread, by how far they are believed.

With their own token they are obeyed. Proven but without it, nothing is done until they confirm it (`confirm.py`).
Unproven, it is an internal entry that the line's lead sees.
"""

from dataclasses import replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team import absent
from mailbot.core.decide.team.confirm import file_beside, hold
from mailbot.core.decide.team.correct import corrected
from mailbot.core.decide.team.forwarded import WISHES, from_forward
from mailbot.core.decide.team.grammar.manual import help_mail
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.grammar.script import without_tokens
from mailbot.core.decide.team.grammar.table import DIRECTIVES, orders_from
from mailbot.core.decide.team.overlap import held_back
from mailbot.core.decide.team.reader import context_of, pictured, script_of
from mailbot.core.decide.team.reading import answered, asked_alone, mixed, only_reads
from mailbot.core.decide.team.work.articles import Draft, draft_from, source_of, update_from
from mailbot.core.decide.team.work.joining import joined
from mailbot.core.decide.team.work.moving import senseless
from mailbot.core.decide.team.work.obey import SOLVED_TEXT, Work
from mailbot.core.decide.team.work.undo import undone
from mailbot.core.decide.telling.entry import entry_of, grown, words_of
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.decide.telling.notify import News, lead_of, notify, tell
from mailbot.core.model.effects.on_mail import HoldMessage, SendMail, UseReference
from mailbot.core.model.help import HelpMail
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

_RECOGNISED = 120


def answer(case: Case, request: Request, technician: Technician) -> Plan:
    """A mail with the technician's own token: all that it says is done, or nothing and it comes back."""
    if not may_see(technician, request=request):
        return _kept(case, request, technician, "they are not named for sensitive requests: nothing is obeyed")
    meant = corrected(case, request, technician)
    if meant is None:
        return _obeyed(case, request, technician)
    beside = file_beside(case)
    if beside is not None:
        return _refused(case, request, technician, (beside,))
    plan = _obeyed(meant, request, technician)
    if plan.outcome == "directive_refused" or case.arrived.held is None:
        return plan
    done = plan.then(UseReference(case.arrived.held.reference))
    return done.because("it corrects the mail that came back: that one is done with it")


def _obeyed(case: Case, request: Request, technician: Technician) -> Plan:
    script = script_of(case, technician)
    alone = mixed(script)
    if alone is not None:
        return _refused(case, request, technician, (alone,))
    orders = orders_from(script, context=context_of(case, request, technician))
    if not isinstance(orders, Orders):
        return _refused(case, request, technician, orders)
    if orders.help:
        return _helped(case, request, technician)
    if orders.reading is not None:
        return answered(case, technician, orders.reading)
    if orders.absences and replace(orders, absences=()) == Orders():
        return absent.done(case, technician, orders)
    if orders.undo:
        return _undone(case, request, technician, orders)
    return carried_out(case, request, technician, orders)


def carried_out(case: Case, request: Request, technician: Technician, orders: Orders) -> Plan:
    """Give what the orders do on the request, or the mail with what is wrong in them (`directive_refused`)."""
    fault = _cut_short(case, orders) or undeliverable(orders, request) or senseless(request, orders, desk=case.desk)
    draft = _draft(case, request, technician, orders)
    if fault is not None or isinstance(draft, DirectiveFault):
        faults = tuple(one for one in (fault, draft) if isinstance(one, DirectiveFault))
        return _refused(case, request, technician, faults)
    waits = held_back(case, request, technician, orders)
    if waits is not None:
        return waits
    found = joined(case, request, technician, orders)
    plan = Work(found.case, found.request, technician, orders, draft).plan()
    plan = replace(plan, effects=(*found.effects, *plan.effects))
    return plan.then(*absent.effects_of(case, technician, orders)) if orders.absences else plan


def held(case: Case, request: Request, technician: Technician) -> Plan:
    """A proven mail without the token: what only reads is answered, all else waits for a word from them."""
    if not may_see(technician, request=request):
        entry = entry_of(case, request=request.number, kind="note", internal=True)
        return Plan("unverified", (entry,), ("they are not named for sensitive requests: nothing is mailed to them",))
    script = script_of(case, technician)
    if [directive.name for directive in script.directives] == ["help"] and not script.text:
        return _helped(case, request, technician)
    alone = mixed(script)
    context = context_of(case, request, technician)
    orders = (alone,) if alone is not None else orders_from(script, context=context)
    if not isinstance(orders, Orders):
        return _refused(case, request, technician, orders)
    if orders.reading is not None:
        return answered(case, technician, orders.reading)
    return hold(case, request, technician, script)


def unproven(case: Case, request: Request) -> Plan:
    """A mail in a technician's name without proof: a note; its line's lead sees it unless it is false."""
    entry = entry_of(case, request=request.number, kind="note", author=f"{case.author} (not verified)", internal=True)
    why = "it names a technician as its sender and nothing proves that: nothing is obeyed"
    if case.level == TrustLevel.T0:
        return Plan("unverified", (entry,), (why,))
    after = grown(request, entry=entry, message_id=case.message.message_id)
    notice = f"This came in the name of {case.author} and nothing proves that. Nothing was done."
    news = News(event="message_added", text=words_of(case.message), notice=notice, verified=False)
    if request.sensitive:
        return Plan("unverified", (entry, *notify(after, news=news, desk=case.desk)), (why,))
    mails = [tell(lead, request=after, news=news, desk=case.desk) for lead in lead_of(request.line, desk=case.desk)]
    return Plan("unverified", (entry, *mails), (why, "the line's lead is told"))


def is_directive_alone(case: Case) -> bool:
    """Tell whether a technician, proven, writes directives in a mail that belongs to no thread."""
    technician = case.technician
    if technician is None or case.request is not None or case.level < TrustLevel.T2:
        return False
    return any(directive.name in DIRECTIVES for directive in script_of(case, technician).directives)


def is_absence_alone(case: Case) -> bool:
    """Tell whether a technician, proven, says who is away or back in a mail about no ticket; a list is none."""
    technician = case.technician
    if technician is None or case.request is not None or case.level < TrustLevel.T2:
        return False
    return absent.only_absences(script_of(case, technician))


def absence_alone(case: Case) -> Plan:
    """What they say is done, or asked back."""
    technician = case.technician
    if technician is None:
        raise AssertionError("only a technician's mail is read for directives")
    return absent.alone(case, technician, script_of(case, technician))


def directive_alone(case: Case) -> Plan:
    """Help is mailed to the registered address; what would change something needs the ticket that it is about."""
    technician = case.technician
    if technician is None:
        raise AssertionError("only a technician's mail is read for directives")
    script = script_of(case, technician)
    directives = script.directives
    if {directive.name for directive in directives} == {"help"}:
        return Plan("directive_done", (_sent_back(case, technician, None),), ("#help is answered",))
    if only_reads(script):
        orders = asked_alone(script, technician=technician, desk=case.desk)
        if not isinstance(orders, Orders):
            why = f"refused: {orders[0].reason}"
            return Plan("directive_refused", (_sent_back(case, technician, orders[0]),), (why,))
        if orders.reading is not None:
            return answered(case, technician, orders.reading)
    if len(directives) == 1 and directives[0].name in WISHES and case.message.forwarded.strip():
        plan = from_forward(case, technician, directives[0])
        if isinstance(plan, Plan):
            return plan
        return Plan("directive_refused", (_sent_back(case, technician, plan),), (f"refused: {plan.reason}",))
    fault = DirectiveFault(directives[0].line, "Reply with it to a mail about the ticket that you mean.")
    return Plan("directive_refused", (_sent_back(case, technician, fault),), ("no ticket to act on",))


def _sent_back(case: Case, technician: Technician, fault: DirectiveFault | None) -> SendMail:
    content: HelpMail | RefusedMail = help_mail(technician.name)
    if fault is not None:
        content = RefusedMail(technician.name, None, (fault,), case.message.new_text)
    recipient = recipient_of(technician, desk=case.desk)
    return SendMail(to=recipient, content=content, school=case.arrived.route.school, subject=case.message.subject)


def _kept(case: Case, request: Request, technician: Technician, why: str) -> Plan:
    """Nothing goes out; those who may see it are shown the words, and their writer is told that, and nothing else."""
    entry = entry_of(case, request=request.number, kind="note", internal=True)
    after = grown(request, entry=entry, message_id=case.message.message_id)
    notice = f"{technician.name} wrote this, but is not named for confidential requests. It was not sent."
    told = notify(after, news=News(event="message_added", text=words_of(case.message), notice=notice), desk=case.desk)
    line = "Your mail was not sent: the colleagues for confidential matters have the ticket now, and your words."
    done = SendMail(
        to=recipient_of(technician, desk=case.desk),
        content=DoneMail(technician.name, None, (line,)),
        school=case.arrived.route.school,
        subject=case.message.subject,
    )
    return Plan("unverified", (entry, *told, done), (why,))


def _draft(case: Case, request: Request, technician: Technician, orders: Orders) -> Draft | DirectiveFault | None:
    wish, target = orders.article, orders.update
    if wish is None and target is None:
        return None
    audience = target.audience if target is not None else wish.audience if wish is not None else "staff"
    if orders.internal and audience == "staff":
        return DirectiveFault("#kb", "A note is for technicians, so it becomes no article for staff.", "#kb/technician")
    answer = orders.text or _answered(request, forwarded=case.message.forwarded)
    if orders.text:
        answer = pictured(case.message, orders.text, technician=technician)
    source = source_of(request, answer=answer, technician=technician, pictures=case.message.pictures)
    if target is not None:
        return update_from(source, target=target, technician=technician, desk=case.desk)
    if wish is None:
        return None
    return draft_from(source, wish=wish, technician=technician, desk=case.desk, new=orders.new)


def _answered(request: Request, *, forwarded: str) -> str:
    """The answer on the request that a mail without words of its own means: the one it forwards, else the newest."""
    answers = [
        entry.text for entry in reversed(request.entries) if entry.kind == "answer" and entry.text != SOLVED_TEXT
    ]
    whole = " ".join(forwarded.split())
    sent = (text for text in answers if whole and " ".join(text.split())[:_RECOGNISED] in whole)
    return next(sent, answers[0] if answers else "")


def _cut_short(case: Case, orders: Orders) -> DirectiveFault | None:
    """The fault of words whose end is missing here: people get them whole, or not at all."""
    if not case.message.truncated or orders.internal or not orders.text:
        return None
    return DirectiveFault("(your text)", "Your mail is so large that its end was not read; nothing was sent.", "#note")


def undeliverable(orders: Orders, request: Request) -> DirectiveFault | None:
    """Give the fault of words that nobody on the request has an address for; None where they can be sent."""
    public = (orders.text and not orders.internal) or orders.solve or orders.send is not None
    reachable = any(person.address for person in (request.requester, *request.participants))
    if not public or reachable:
        return None
    return DirectiveFault("(your text)", "Nobody on this ticket has an address that could be answered.", "#note")


def _undone(case: Case, request: Request, technician: Technician, orders: Orders) -> Plan:
    if replace(orders, undo=False) != Orders():
        alone = DirectiveFault("#undo", "It goes alone: it takes back the mail before this one.", "#undo")
        return _refused(case, request, technician, (alone,))
    done = undone(case, request, technician)
    return done if isinstance(done, Plan) else _refused(case, request, technician, (done,))


def _refused(case: Case, request: Request, technician: Technician, faults: tuple[DirectiveFault, ...]) -> Plan:
    """Nothing is done; the mail that says so has a token that names this one, for the corrected line."""
    kept = not any(fault.whole or fault.line.startswith("(") for fault in faults)
    content = RefusedMail(technician.name, request.number, faults, without_tokens(case.message.new_text), kept=kept)
    reasons = tuple(f"refused: {fault.line}: {fault.reason}" for fault in faults)
    mail, held = _reply(case, request, technician, content), case.arrived.held
    if held is not None and held.used_at is None:
        return Plan("directive_refused", (replace(mail, reference=held.reference),), reasons)
    if case.message.full_size is not None:  # its end is missing: no corrected line makes it whole
        return Plan("directive_refused", (mail,), reasons)
    reference = case.desk.snapshot.fresh.reference
    holding = HoldMessage(reference, case.arrived.inbox, request.number)
    return Plan("directive_refused", (holding, replace(mail, reference=reference)), reasons)


def _helped(case: Case, request: Request, technician: Technician) -> Plan:
    content = help_mail(technician.name)
    return Plan("directive_done", (_reply(case, request, technician, content),), ("#help is answered",))


def _reply(case: Case, request: Request, technician: Technician, content: HelpMail | RefusedMail) -> SendMail:
    """To the registered address; it shows no newer entries, so the token must not say that they were seen."""
    seen = case.arrived.token.entry_seen if case.arrived.token else 0
    recipient = recipient_of(technician, desk=case.desk)
    return to_technician(content, request=request, recipient=recipient, entry_seen=seen)
