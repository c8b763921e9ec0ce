"""Mail that no person wrote now: automatic answers, lists, bounces, our own mail. None of it is ever answered."""

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.failure import failed
from mailbot.core.decide.opening import open_ticket
from mailbot.core.decide.telling.entry import DESK, entry_of
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.effects.on_people import MarkAddress
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.message import BounceReport
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.request import Request
from mailbot.core.parse.automatic import FAILED_BY_SUBJECT, SCANNED

_MOST_RECIPIENTS = 20


def is_automatic(case: Case) -> bool:
    """Tell whether a machine wrote it: by its kind, by any sign the parser found, or by the null sender (RFC 3834)."""
    message = case.message
    return (
        message.kind in ("auto_reply", "list", "bounce") or bool(message.automatic) or case.arrived.envelope_from == ""
    )


def is_ours_bouncing(case: Case) -> bool:
    """Tell whether a bounce is about a mail of ours: it brings our token, or names a Message-ID that we sent."""
    token = case.arrived.token
    ours = case.arrived.joined_by == "our_message_id" or (token is not None and token.purpose == "b")
    return case.message.kind == "bounce" and case.request is not None and ours


def is_scan(case: Case) -> bool:
    """Tell whether a copier of one of our schools sent a scan that belongs to no request: somebody wants it seen."""
    message = case.message
    ours = case.level >= TrustLevel.T1
    return SCANNED in message.automatic and message.kind == "new" and ours and case.request is None


def scan(case: Case) -> Plan:
    """A scan: a ticket for a person to look at, and no word to the copier, which reads no mail."""
    return open_ticket(case, acknowledge=False).because("a copier sent it: nobody there reads an answer")


def may_be_about_bounces(case: Case) -> bool:
    """Tell whether nothing but its subject makes it a bounce and one of our schools' people sent it: they may ask."""
    said = case.message.automatic == (FAILED_BY_SUBJECT,) and case.arrived.envelope_from != ""
    return case.message.kind == "bounce" and said and case.level >= TrustLevel.T1 and case.request is None


def about_bounces(case: Case) -> Plan:
    """Perhaps a bounce, perhaps a question about one: a ticket for a person to look at, and no answer to a machine."""
    return open_ticket(case, acknowledge=False).because("only its subject is a bounce's: a person looks at it")


def own(_: Case) -> Plan:
    """Our own mail come back, or mail between our mailboxes: filed."""
    return Plan("own", (File("own"),), ("it is our own mail: answering it would never end",))


def bounce(case: Case, request: Request) -> Plan:
    """A mail of ours did not arrive: noted, the address marked, and whoever looks after the request told once."""
    report = case.message.bounce
    failing = _ours_among(report, request)
    why = _words(report)
    if report is None or report.action != "failed" or not failing:
        entry = AddEntry(request.number, "event", DESK, why, case.arrived.received_at, internal=True)
        return Plan("bounce", (entry,), ("noted; no address on the request failed for good",))
    plan = failed(request, address=failing[0], why=why, desk=case.desk, outcome="bounce")
    marks = tuple(MarkAddress(address, case.desk.now) for address in failing[1:])
    return plan.then(*marks)


def foreign_bounce(_: Case) -> Plan:
    """A bounce of something that we did not send, or cannot tell: filed, never a request."""
    return Plan("bounce", (File("bounce"),), ("a bounce that names no mail of ours",))


def on_thread(case: Case, request: Request) -> Plan:
    """An automatic answer on a thread: noted for the team; it settles nothing, reopens nothing and stops no timer."""
    entry = entry_of(
        case, request=request.number, kind="note", author=f"{case.author} (automatic reply)", internal=True
    )
    return Plan("auto_reply", (entry,), ("automatic reply noted", *case.message.automatic))


def filed(case: Case) -> Plan:
    """Any other automatic mail: kept, visible in the balance, never answered."""
    outcome = "list" if case.message.kind == "list" else "auto_reply"
    return Plan(outcome, (File(outcome),), (*case.message.automatic, "a machine wrote it: no answer"))


def _ours_among(report: BounceReport | None, request: Request) -> tuple[str, ...]:
    """The failing addresses that are on the request: a report marks nobody else's."""
    on_it = {person.address for person in (request.requester, *request.participants)}
    named = report.recipients[:_MOST_RECIPIENTS] if report else ()
    return tuple(dict.fromkeys(address for address in named if address in on_it))


def _words(report: BounceReport | None) -> str:
    if report is None:
        return "A mail server reports trouble with a mail of ours."
    named = ", ".join(report.recipients[:_MOST_RECIPIENTS]) or "somebody"
    done = {"failed": "could not be delivered", "delayed": "is delayed", "other": "is reported on"}[report.action]
    return f"Mail to {named} {done} {report.status}".strip()
