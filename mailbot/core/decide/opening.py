"""Opening requests: a new one, or an offer that becomes a ticket; who gets it, and what its requester is told."""

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.core.decide.away.cover import covered
from mailbot.core.decide.case import Case, Desk, Plan, writer
from mailbot.core.decide.participants import with_copied
from mailbot.core.decide.repeat import same_matter
from mailbot.core.decide.telling.entry import entry_of, grown, in_state, words_of
from mailbot.core.decide.telling.files import files_of, too_large
from mailbot.core.decide.telling.mails import acknowledgement, to_requester, withheld
from mailbot.core.decide.telling.notify import News, asked_again, lead_of, notify, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_people import AddPerson
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest, SetPriority, SetState
from mailbot.core.model.effects.on_threads import LinkRequest
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import OfferedArticle, Request, RequestState
from mailbot.core.sla.assignment import Assignment, assignment, owned_by

NO_SUBJECT = "(no subject)"


@dataclass(frozen=True, slots=True)
class Opened:
    """A request as it will be with its first entry, and the effects that make it."""

    request: Request
    effects: tuple[Effect, ...]


def open_request(
    case: Case, *, state: RequestState, linked_to: int | None = None, at: datetime | None = None
) -> Opened:
    """Open a request for the case's message in the school that it was routed to (a rule may name another).

    `at` (UTC) is its opening, now if it is not given.
    """
    desk, fresh, verdict = case.desk, case.desk.snapshot.fresh, case.verdict
    person, is_new = writer(case)
    named = verdict.school or case.arrived.route.school
    same = same_matter(case) if linked_to is None else None
    linked_to = same.number if same is not None else linked_to
    bare = Request(
        number=fresh.number,
        tag=fresh.tag,
        reference=fresh.reference,
        version=1,
        trust=desk.policy.trust,
        school=named if named in desk.policy.schools else case.arrived.route.school,
        state=state,
        subject=case.message.subject.strip() or NO_SUBJECT,
        requester=person,
        opened_at=at or desk.now,
        priority=verdict.priority or desk.policy.default_priority,
        line=verdict.line or 1,
        ticket_at=desk.now if state == "open" else None,
        sensitive=verdict.sensitive or (case.request is not None and case.request.sensitive),
        linked_to=linked_to,
    )
    entry = replace(entry_of(case, request=bare.number), author_key=person.key)
    opening = OpenRequest(
        number=bare.number,
        tag=bare.tag,
        reference=bare.reference,
        school=bare.school,
        requester_key=person.key,
        subject=bare.subject,
        state=state,
        priority=bare.priority,
        line=bare.line,
        sensitive=bare.sensitive,
        opened_at=bare.opened_at,
        linked_to=linked_to,
    )
    known: tuple[Effect, ...] = (AddPerson(person),) if is_new else ()
    request, copied = with_copied(case, grown(bare, entry=entry, message_id=case.message.message_id))
    linked: tuple[Effect, ...] = (LinkRequest(bare.number, same.number),) if same is not None else ()
    request = replace(request, links=(same.number,)) if same is not None else request
    return Opened(request, (*known, opening, entry, *copied, *linked))


def open_ticket(
    case: Case,
    *,
    linked_to: int | None = None,
    acknowledge: bool = True,
    owner: Technician | None = None,
    notice: str = "",
) -> Plan:
    """Open a ticket for the case's message: assign it, tell who looks after it, and (as caps allow) its requester.

    `owner` is whose it shall be where it is not sensitive, `notice` what its owner reads above the words.
    """
    opened = open_request(case, state="open", linked_to=linked_to)
    request, assigning, why = _owned(opened.request, owner, desk=case.desk)
    effects: tuple[Effect, ...] = (*opened.effects, *assigning)
    effects = (*effects, *notify(request, news=news_of(case, event="assigned", notice=notice), desk=case.desk))
    plan = Plan("ticket_opened", effects, why)
    return acknowledged(plan, request=request, desk=case.desk, large=too_large(case)) if acknowledge else plan


def _owned(
    request: Request, owner: Technician | None, *, desk: Desk
) -> tuple[Request, tuple[Effect, ...], tuple[str, ...]]:
    if owner is None or request.sensitive:
        return assign(request, desk=desk)
    workload = desk.snapshot.workload
    theirs = owned_by(owner, request, policy=desk.policy, workload=workload)
    return _assigned(request, theirs, why=f"assigned to {owner.name}", desk=desk)


def become_ticket(case: Case, request: Request, *, reopened: bool = False) -> Plan:
    """Make the case's request a ticket that is open (again): `request` is as it was before the message."""
    desk, verdict = case.desk, case.verdict
    entry = entry_of(case, request=request.number)
    priority = more_urgent(request.priority, verdict.priority, desk=desk)
    after = replace(
        in_state(grown(request, entry=entry, message_id=case.message.message_id), "open", at=desk.now),
        priority=priority,
        line=max(request.line, verdict.line or 1),
        sensitive=request.sensitive or verdict.sensitive,
    )
    after, copied = with_copied(case, after)
    after, assigning, why = assign(after, desk=desk)
    effects: tuple[Effect, ...] = (
        entry,
        *copied,
        RecordOutcome(request.number, "not_solved"),
        CancelTimers(request.number, "offer_silence"),
        CancelTimers(request.number, "close_solved"),
        SetState(request.number, "open", desk.now, sensitive=after.sensitive),
    )
    if priority != request.priority:
        effects = (*effects, SetPriority(request.number, priority))
    first_time = request.ticket_at is None
    told = replace(after, offered=_tried(after)) if first_time else after
    news = news_of(case, event="assigned" if first_time else "message_added")
    plan = Plan("ticket_opened", (*effects, *assigning, *notify(told, news=news, desk=desk)), why)
    return acknowledged(plan, request=after, desk=desk, reopened=reopened, large=too_large(case))


def ticket_after_all(request: Request, *, notice: str, desk: Desk, acknowledge: bool = True) -> Plan:
    """Make an offer that helped nobody a ticket; `notice` tells its owner why, with the articles that were sent."""
    offered = tuple(replace(article, outcome="silent") for article in request.offered if article.outcome == "waiting")
    settled = tuple(article for article in request.offered if article.outcome != "waiting")
    opened = replace(in_state(request, "open", at=desk.now), offered=(*settled, *offered))
    after, assigning, why = assign(opened, desk=desk)
    news = asked_again(after, event="assigned", notice=notice)
    effects: tuple[Effect, ...] = (
        RecordOutcome(request.number, "silent"),
        SetState(request.number, "open", desk.now),
        *assigning,
        *notify(after, news=news, desk=desk),
    )
    plan = Plan("ticket_opened", effects, why)
    return acknowledged(plan, request=after, desk=desk) if acknowledge else plan


def assign(request: Request, *, desk: Desk) -> tuple[Request, tuple[Effect, ...], tuple[str, ...]]:
    """Give the request with an owner, the effects and the reason; an owner it has is kept unless they are away.

    A sensitive request has none until somebody who is named for such takes it.
    """
    kept = desk.technician(request.assignee)
    if request.sensitive:
        owned = kept is not None and kept.sensitive
        nobody: tuple[Effect, ...] = () if owned or kept is None else (Assign(request.number, None, request.line),)
        left = request if owned else replace(request, assignee=None)
        return left, nobody, ("sensitive: only the technicians named for it are told",)
    if kept is not None:
        return covered(request, desk=desk)
    known = desk.snapshot
    found = assignment(request, policy=desk.policy, workload=known.workload, at=desk.now, leave=known.leave)
    if found is None:
        return request, (), (f"nobody of line {request.line} works that day: its lead is told",)
    return _assigned(request, found, why=f"assigned to {found.technician.name}: {found.reason}", desk=desk)


def _assigned(
    request: Request, found: Assignment, *, why: str, desk: Desk
) -> tuple[Request, tuple[Effect, ...], tuple[str, ...]]:
    given = replace(request, assignee=found.technician.id)
    assigned: tuple[Effect, ...] = (Assign(request.number, found.technician.id, request.line),)
    if not found.above_cap:
        return given, assigned, (why,)
    over = f"that is open weight {found.weight}, above the cap of {found.cap}"
    if not found.crosses_cap:
        return given, assigned, (why, over)
    return given, (*assigned, *_tell_lead(given, found, desk=desk)), (why, f"{over}: the lead is told")


def _tell_lead(request: Request, found: Assignment, *, desk: Desk) -> tuple[Effect, ...]:
    """The lead of the line hears of whoever has more than one person should, unless that is the lead."""
    notice = (
        f"{found.technician.name} got this ticket and now carries an open weight of {found.weight}; the cap is "
        f"{found.cap}.{'' if found.theirs else ' Nobody else on duty had room.'}"
    )
    news = asked_again(request, event="message_added", notice=notice)
    leads = lead_of(request.line, desk=desk)
    return tuple(
        tell(lead, request=request, news=news, desk=desk) for lead in leads if lead.address != found.technician.address
    )


def acknowledged(plan: Plan, *, request: Request, desk: Desk, reopened: bool = False, large: str = "") -> Plan:
    """Give the plan with the mail "a technician has it", or with the reason why there is none.

    `large` is what it says about what was too large.
    """
    held_back = withheld(request.requester.address, school=request.school, desk=desk)
    if held_back is not None:
        return replace(plan, reasons=(*plan.reasons, held_back))
    content = acknowledgement(request, desk=desk, reopened=reopened, too_large=large)
    seen = request.next_entry - 1
    return plan.then(to_requester(content, request=request, person=request.requester, entry_seen=seen))


def news_of(case: Case, *, event: str, notice: str = "") -> News:
    """Give the case's message as news; one that is not proven says so."""
    verified = case.level >= TrustLevel.T2
    files = files_of(case)
    return News(
        event="assigned" if event == "assigned" else "message_added",
        text=words_of(case.message),
        notice=notice,
        verified=verified,
        attachments=files.said,
        original=case.message.unreadable is not None,
        files=files.sent,
    )


def more_urgent(kept: str, asked: str | None, *, desk: Desk) -> str:
    """Give the more urgent of two priority ids; a reply never lowers one."""
    priorities = desk.policy.priorities
    if asked is None or asked not in priorities:
        return kept
    return asked if kept not in priorities or priorities[asked].rank < priorities[kept].rank else kept


def added(case: Case, request: Request, *, internal: bool = False) -> tuple[Request, AddEntry]:
    """Give the request with the case's message as its next entry, and the entry."""
    entry = entry_of(case, request=request.number, internal=internal)
    return grown(request, entry=entry, message_id=case.message.message_id), entry


def _tried(request: Request) -> tuple[OfferedArticle, ...]:
    """The offered articles as the ticket's owner should read them: those without an answer did not help."""
    return tuple(
        replace(article, outcome="not_solved") if article.outcome == "waiting" else article
        for article in request.offered
    )
