"""What follows from a technician's reply on a thread, by how far they are believed.

With their own token they are obeyed. Proven but without it, nothing is done until they confirm it (`confirm.py`).
Unproven, it is an internal entry that the line's lead sees.
"""

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.articles import Draft, draft_from, source_of, update_from
from mailbot.core.decide.team.confirm import hold
from mailbot.core.decide.team.directives import DIRECTIVES, Context, Orders, help_lines, orders_from
from mailbot.core.decide.team.forwarded import WISHES, from_forward
from mailbot.core.decide.team.obey import SOLVED_TEXT, Work
from mailbot.core.decide.team.script import Script, read_script, tagged_subject
from mailbot.core.decide.telling.entry import entry_of, grown, words_of
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.decide.telling.notify import News, lead_of, notify, tell
from mailbot.core.model.effects import SendMail
from mailbot.core.model.mail import DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

_RECOGNISED = 120


def answer(case: Case, request: Request, technician: Technician) -> Plan:
    """A mail with the technician's own token: all that it says is done, or nothing and it comes back."""
    if not may_see(technician, request=request):
        return _kept(case, request, technician, "they are not named for sensitive requests: nothing is obeyed")
    tagged = tagged_subject(case.message.subject, known=DIRECTIVES)
    if tagged and tagged not in request.subject:
        ignored = DirectiveFault(tagged, "In the subject it is not obeyed; write it on a line of the text.", tagged)
        return _refused(case, request, technician, (ignored,))
    script = _script(case, technician)
    desk = case.desk
    context = Context(
        technician, request, desk.policy.technicians, desk.snapshot.articles, desk.policy.promotion.publish_line
    )
    orders = orders_from(script, context=context)
    if not isinstance(orders, Orders):
        return _refused(case, request, technician, orders)
    if orders.help:
        return _helped(case, request, technician)
    fault = _undeliverable(orders, request)
    draft = _draft(case, request, technician, orders)
    if fault is not None or isinstance(draft, DirectiveFault):
        faults = tuple(one for one in (fault, draft) if isinstance(one, DirectiveFault))
        return _refused(case, request, technician, faults)
    return Work(case, request, technician, orders, draft).plan()


def held(case: Case, request: Request, technician: Technician) -> Plan:
    """A proven mail without the token: what only reads is answered, all else waits for a word from them."""
    if not may_see(technician, request=request):
        entry = entry_of(case, request=request.number, kind="note", internal=True)
        return Plan("unverified", (entry,), ("they are not named for sensitive requests: nothing is mailed to them",))
    script = _script(case, technician)
    if [directive.name for directive in script.directives] == ["help"] and not script.text:
        return _helped(case, request, technician)
    orders = orders_from(script, context=Context(technician, request, case.desk.policy.technicians))
    if not isinstance(orders, Orders):
        return _refused(case, request, technician, orders)
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
    return any(directive.name in DIRECTIVES for directive in _script(case, technician).directives)


def directive_alone(case: Case) -> Plan:
    """Help is mailed to the registered address; what would change something needs the ticket that it is about."""
    technician = case.technician
    if technician is None:
        raise AssertionError("only a technician's mail is read for directives")
    directives = _script(case, technician).directives
    if {directive.name for directive in directives} == {"help"}:
        return Plan("directive_done", (_sent_back(case, technician, None),), ("#help is answered",))
    if len(directives) == 1 and directives[0].name in WISHES and case.message.forwarded.strip():
        plan = from_forward(case, technician, directives[0])
        if isinstance(plan, Plan):
            return plan
        return Plan("directive_refused", (_sent_back(case, technician, plan),), (f"refused: {plan.reason}",))
    fault = DirectiveFault(directives[0].line, "Reply with it to a mail about the ticket that you mean.")
    return Plan("directive_refused", (_sent_back(case, technician, fault),), ("no ticket to act on",))


def _sent_back(case: Case, technician: Technician, fault: DirectiveFault | None) -> SendMail:
    content: DoneMail | RefusedMail = DoneMail(technician.name, None, help_lines())
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


def _script(case: Case, technician: Technician) -> Script:
    return read_script(case.message.new_text, known=DIRECTIVES, name=technician.name)


def _draft(case: Case, request: Request, technician: Technician, orders: Orders) -> Draft | DirectiveFault | None:
    wish, target = orders.article, orders.update
    if wish is None and target is None:
        return None
    audience = target.audience if target is not None else wish.audience if wish is not None else "staff"
    if orders.internal and audience == "staff":
        return DirectiveFault("#kb", "A note is for technicians, so it becomes no article for staff.", "#kb/technician")
    answer = orders.text or _answered(request, forwarded=case.message.forwarded)
    source = source_of(request, answer=answer, technician=technician)
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


def _undeliverable(orders: Orders, request: Request) -> DirectiveFault | None:
    public = (orders.text and not orders.internal) or orders.solve or orders.send is not None
    reachable = any(person.address for person in (request.requester, *request.participants))
    if not public or reachable:
        return None
    return DirectiveFault("(your text)", "Nobody on this ticket has an address that could be answered.", "#note")


def _refused(case: Case, request: Request, technician: Technician, faults: tuple[DirectiveFault, ...]) -> Plan:
    content = RefusedMail(technician.name, request.number, faults, case.message.new_text)
    reasons = tuple(f"refused: {fault.line}: {fault.reason}" for fault in faults)
    return Plan("directive_refused", (_reply(case, request, technician, content),), reasons)


def _helped(case: Case, request: Request, technician: Technician) -> Plan:
    content = DoneMail(technician.name, request.number, help_lines())
    return Plan("directive_done", (_reply(case, request, technician, content),), ("#help is answered",))


def _reply(case: Case, request: Request, technician: Technician, content: DoneMail | RefusedMail) -> SendMail:
    """To the registered address; it shows no newer entries, so the token must not say that they were seen."""
    seen = case.arrived.token.entry_seen if case.arrived.token else 0
    recipient = recipient_of(technician, desk=case.desk)
    return to_technician(content, request=request, recipient=recipient, entry_seen=seen)
