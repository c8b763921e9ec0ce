"""What follows from a technician's reply to a list or digest: its rows get their directives, all of them or none.

Each row is worked on by the same code as a reply to that ticket's own mail. What the technician has seen of a ticket is
what it had when the list was written: whoever wrote since is not overlooked.
"""

from dataclasses import replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.family.joining import surviving
from mailbot.core.decide.team.grammar.family.owning import technician_named
from mailbot.core.decide.team.grammar.manual import help_mail
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.grammar.rows import Rows, read_rows
from mailbot.core.decide.team.grammar.script import MOST_DIRECTIVES, Directive, Script, read_script
from mailbot.core.decide.team.grammar.table import DIRECTIVES, orders_from
from mailbot.core.decide.team.reader import context_of
from mailbot.core.decide.team.reading import answered, asked_alone, only_reads
from mailbot.core.decide.team.technician import carried_out, unproven
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import File, SendMail
from mailbot.core.model.help import HelpMail
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import ListedRow, Referenced

TOO_OLD = "The list is too old to be answered: #list brings a new one."


def about_list(case: Case) -> Plan:
    """A technician's reply to a numbered list of ours: with its token the rows are obeyed, without it nothing is."""
    technician, listed = case.technician, case.arrived.listed
    if technician is None or listed is None:
        return Plan("unverified", (File("unverified"),), ("nobody who is believed answers a list of ours",))
    if case.level < TrustLevel.T2:
        return _kept(case, _rows_of(case, technician, listed), listed.rows)
    if case.level < TrustLevel.T3:
        return refused(case, technician, (DirectiveFault("(your reply)", TOO_OLD, "#list"),))
    script = read_script(case.message.words, known=DIRECTIVES, name=technician.name)
    if only_reads(script):
        return read_only(case, technician, script)
    rows = _rows_of(case, technician, listed)
    if rows.faults:
        return refused(case, technician, tuple(rows.faults))
    return _obeyed(case, technician, rows, listed.rows)


def _rows_of(case: Case, technician: Technician, listed: Referenced) -> Rows:
    return read_rows(
        case.message.words,
        known=DIRECTIVES,
        count=len(listed.rows),
        why_nobody=lambda name: _why_nobody(name, case=case),
        name=technician.name,
    )


def _kept(case: Case, rows: Rows, listed: tuple[ListedRow, ...]) -> Plan:
    """Nothing is obeyed: each ticket that is named keeps its own lines as a note, as with any unproven mail on it."""
    effects: list[Effect] = []
    reasons: list[str] = []
    for row, directives in sorted(rows.directives.items()):
        request = case.desk.snapshot.requests.get(listed[row - 1].request)
        if request is not None:
            plan = unproven(_about(case, request, seen=listed[row - 1].seen, directives=directives), request)
            effects += plan.effects
            reasons += [f"{request.number}: {reason}" for reason in plan.reasons]
    why = "it answers a list of ours, names a technician as its sender, and nothing proves that: nothing is obeyed"
    return Plan("unverified", tuple(effects) or (File("unverified"),), (*reasons, why))


def read_only(case: Case, technician: Technician, script: Script) -> Plan:
    """What they asked to see (`#show`, `#list`, `#help`), in reply to a list of ours."""
    orders = asked_alone(script, technician=technician, desk=case.desk)
    if not isinstance(orders, Orders):
        return refused(case, technician, orders)
    if orders.reading is None:
        return Plan("directive_done", (list_mail(case, technician, help_mail(technician.name)),))
    return answered(case, technician, orders.reading)


def _why_nobody(name: str, *, case: Case) -> str:
    found = technician_named(name, technicians=case.desk.policy.technicians)
    return found if isinstance(found, str) else ""


def _obeyed(case: Case, technician: Technician, rows: Rows, listed: tuple[ListedRow, ...]) -> Plan:
    faults: list[DirectiveFault] = []
    plans: list[tuple[int, Plan]] = []
    done: list[str] = []
    for row, directives in sorted(rows.directives.items()):
        plan = _on_row(case, technician, listed[row - 1], directives)
        if not isinstance(plan, Plan):
            faults += [replace(one, reason=f"Row {row}: {one.reason}") for one in plan]
            continue
        number = listed[row - 1].request
        plans.append((number, plan))
        said = ", ".join(one.line for one in directives)
        done.append(f"Done: ticket {number}, {case.desk.snapshot.requests[number].subject or 'no subject'} ({said})")
    if faults:
        return refused(case, technician, tuple(faults))
    effects = [effect for _, plan in plans for effect in plan.effects]
    reasons = [f"{number}: {reason}" for number, plan in plans for reason in plan.reasons]
    effects.append(list_mail(case, technician, DoneMail(technician.name, None, tuple(done))))
    return Plan("directive_done", tuple(effects), tuple(reasons))


def _on_row(
    case: Case, technician: Technician, row: ListedRow, directives: list[Directive]
) -> Plan | tuple[DirectiveFault, ...]:
    request, line = case.desk.snapshot.requests.get(row.request), directives[0].line
    if request is None or not may_see(technician, request=request):
        return (DirectiveFault(line, "The ticket is not there for you any more."),)
    if request.merged_into is not None:
        into = surviving(request, requests=case.desk.snapshot.requests).number
        return (DirectiveFault(line, f"{request.number} goes on as {into}: #show {into} brings it.", f"#show {into}"),)
    if len(directives) > MOST_DIRECTIVES:
        return (DirectiveFault(directives[-1].line, f"A row gets at most {MOST_DIRECTIVES} directives."),)
    about = _about(case, request, seen=row.seen, directives=directives)
    orders = orders_from(Script("", tuple(directives)), context=context_of(about, request, technician))
    if not isinstance(orders, Orders):
        return orders
    plan = carried_out(about, request, technician, orders)
    return _faults_of(plan, line=line, number=request.number) if plan.outcome == "directive_refused" else plan


def _faults_of(plan: Plan, *, line: str, number: int) -> tuple[DirectiveFault, ...]:
    """Why a row cannot be obeyed; where nothing is wrong in it, a colleague has answered since."""
    mails = (effect.content for effect in plan.effects if isinstance(effect, SendMail))
    refused = next((content.faults for content in mails if isinstance(content, RefusedMail)), ())
    why = f"A colleague has answered since the list was written: #show {number} brings the ticket."
    return tuple(replace(fault, line=line) for fault in refused) or (DirectiveFault(line, why),)


def _about(case: Case, request: Request, *, seen: int, directives: list[Directive]) -> Case:
    """The mail as if it answered that ticket's own: its own lines alone, what they had seen of it, no files."""
    arrived = case.arrived
    token = replace(arrived.token, entry_seen=seen) if arrived.token is not None else None
    words = "\n".join(dict.fromkeys(one.line for one in directives))
    message = replace(arrived.message, attachments=(), text=words, new_text=words, forwarded="")
    one = replace(arrived, message=message, request=request, token=token, listed=None, held=None)
    return replace(case, arrived=one)


def refused(case: Case, technician: Technician, faults: tuple[DirectiveFault, ...]) -> Plan:
    """Nothing is done, and they are told why, with their own words below."""
    content = RefusedMail(technician.name, None, faults, case.message.new_text)
    reasons = tuple(f"refused: {fault.line}: {fault.reason}" for fault in faults)
    return Plan("directive_refused", (list_mail(case, technician, content),), reasons)


def list_mail(case: Case, technician: Technician, content: DoneMail | HelpMail | RefusedMail) -> SendMail:
    """To the registered address, with the list's own token: a corrected line can be the reply to it."""
    listed = case.arrived.listed
    reference = listed.reference if listed is not None else ""
    return SendMail(
        to=recipient_of(technician, desk=case.desk),
        content=content,
        school=case.arrived.route.school,
        subject=case.message.subject,
        reference=reference,
        thread=reference,
    )
