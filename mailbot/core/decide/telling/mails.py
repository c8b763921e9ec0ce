"""Builds the mails of a decision: who gets one, from which school, in which thread, and whether the caps allow it.

What stands in a notification is put together in `notify.py`; words and bytes are made when the mail is composed.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailbot.core.decide.case import Desk
from mailbot.core.model.article import Article
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import MailContent, Recipient
from mailbot.core.model.mails.requester import AnswerMail, TicketOpenedMail
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.sla.hours import say_when
from mailbot.core.sla.promise import hearing, say_opening

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def first_name(name: str) -> str:
    """Give the word a mail greets somebody with; '' where the name is an address or there is none."""
    words = name.split()
    return words[0] if words and "@" not in name else ""


def to_requester(
    content: MailContent, *, request: Request, person: Person, entry_seen: int, automatic: bool = True
) -> SendMail:
    """Give the mail for somebody on the request; it answers the newest mail of the thread that is theirs to see."""
    ids = tuple(
        entry.message_id
        for entry in request.entries
        if entry.kind == "message" and not entry.internal and entry.message_id is not None
    )
    return SendMail(
        to=Recipient(person.address, person.name, person.key, "r"),
        content=content,
        school=request.school,
        subject=request.subject,
        reference=request.reference,
        thread=request.reference,
        request=request.number,
        tag=request.tag,
        entry_seen=entry_seen,
        in_reply_to=ids[-1] if ids else None,
        references=ids[-20:],
        automatic=automatic,
    )


def to_technician(content: MailContent, *, request: Request, recipient: Recipient, entry_seen: int) -> SendMail:
    """Give the mail for a technician about the request; its thread in his client is our own."""
    return SendMail(
        to=recipient,
        content=content,
        school=request.school,
        subject=request.subject,
        reference=request.reference,
        thread=request.reference,
        request=request.number,
        tag=request.tag,
        entry_seen=entry_seen,
    )


def recipient_of(technician: Technician, *, desk: Desk) -> Recipient:
    """Give the technician's registered address; without a person's key the mail carries no token."""
    person = desk.snapshot.technicians.get(technician.id)
    return Recipient(technician.address, technician.name, person.key if person else "", "t")


def withheld(address: str, *, school: str, desk: Desk, unknown: bool = False) -> str | None:
    """Give the reason why no automatic mail may go to this address now, None when one may.

    An hour and a day have a limit (lower for `unknown` senders), so has the hour of a whole school, and an address that
    bounced rests for a day.
    """
    if not address:
        return "no mail: there is no address to answer"
    sent = desk.snapshot.school_mails.get(school, 0)
    if sent >= desk.policy.caps.school_per_hour:
        return f"no mail: the people of {school} had {sent} automatic mails within the hour"
    state = desk.snapshot.addresses.get(address)
    if state is None:
        return None
    if state.bounced_at is not None and desk.now - state.bounced_at < _DAY:
        return f"no mail: {address} bounced within the last day"
    caps = desk.policy.caps
    hour = sum(1 for at in state.automatic_at if desk.now - at < _HOUR)
    day = sum(1 for at in state.automatic_at if desk.now - at < _DAY)
    if unknown and day >= caps.unknown_per_day:
        return f"no mail: an unknown sender gets at most {caps.unknown_per_day} a day"
    if hour >= caps.per_hour:
        return f"no mail: {address} had {hour} automatic mails within the hour"
    if day >= caps.per_day:
        return f"no mail: {address} had {day} automatic mails within the day"
    return None


def acknowledgement(request: Request, *, desk: Desk, reopened: bool = False, too_large: str = "") -> TicketOpenedMail:
    """Give the words "a technician has it now" with the honest time; it repeats nothing that was written to us."""
    school = desk.school(request.school)
    hears = hearing(request, policy=desk.policy, now=desk.now, leave=desk.snapshot.leave)
    opens = hears.opens
    return TicketOpenedMail(
        name=first_name(request.requester.name),
        school=school.name,
        number=request.number,
        expect=say_when(hears.due, now=desk.now, calendar=school.calendar) if hears.due else "as soon as we can",
        closed_now=opens is not None,
        reopened=reopened,
        sensitive=request.sensitive,
        opens=say_opening(opens, now=desk.now, calendar=school.calendar) if opens and opens > desk.now else "",
        on_call=hears.on_call,
        again=_self_help(request, desk=desk) if opens is not None else None,
        too_large=too_large,
    )


def _self_help(request: Request, *, desk: Desk) -> Article | None:
    """The best article that they were sent and may still read; nothing that they have not been offered."""
    known = desk.snapshot.articles
    sent = (known[one.id] for one in sorted(request.offered, key=lambda one: one.rank) if one.id in known)
    readable = (
        one
        for one in sent
        if one.audience == "staff" and one.state == "published" and (not one.schools or request.school in one.schools)
    )
    return None if request.sensitive else next(readable, None)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a technician writes to people: the words, whether that solves the request, and an article beside them."""

    text: str
    solved: bool = False
    article: Article | None = None


def answers(request: Request, *, technician: Technician, letter: Letter, desk: Desk) -> tuple[SendMail, ...]:
    """Give a technician's words for the requester and each participant, one mail each."""
    school = desk.school(request.school)
    people = tuple(person for person in (request.requester, *request.participants) if person.address)
    return tuple(
        to_requester(
            AnswerMail(
                name=first_name(person.name),
                school=school.name,
                number=request.number,
                technician="" if technician.private else technician.name,
                text=letter.text,
                solved=letter.solved,
                article=letter.article,
                others=tuple(other.name or other.address for other in people if other is not person),
            ),
            request=request,
            person=person,
            entry_seen=request.next_entry - 1,
            automatic=False,
        )
        for person in people
    )
