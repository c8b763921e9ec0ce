"""New questions: articles where one is likely to answer, else a ticket. Replies on a thread are in `requester.py`."""

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.opening import open_request, open_ticket
from mailbot.core.decide.repeat import asked_again
from mailbot.core.decide.telling.files import too_large
from mailbot.core.decide.telling.mails import first_name, to_requester, withheld
from mailbot.core.kb.index import Index
from mailbot.core.kb.propose import Proposal, propose
from mailbot.core.kb.query import Query, query_from
from mailbot.core.model.article import Match, Scope
from mailbot.core.model.effects.on_articles import MakeOffer
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.mails.outgoing import Recipient
from mailbot.core.model.mails.requester import OfferMail, UnknownSenderMail
from mailbot.core.model.policy import Policy, Technician
from mailbot.core.model.request import OfferedArticle, Request
from mailbot.core.model.stimulus import MessageArrived
from mailbot.core.sla.duty import leave_of, works_on
from mailbot.core.sla.hours import add_working

_LONGEST_WAIT_SAID = 8 * 60


def unknown_sender(case: Case) -> Plan:
    """A stranger, or a sender proven false: a ticket without articles, and at most one fixed text a day."""
    plan = open_ticket(case, acknowledge=False)
    if case.sender.proof == "proven_false":
        return plan.because("the sender is proven false: nothing is sent to that address")
    held_back = withheld(case.sender.address, school=case.arrived.route.school, desk=case.desk, unknown=True)
    if held_back is not None:
        return plan.because(held_back)
    return plan.then(_fixed_text(case))


def plain_ticket(case: Case) -> Plan:
    """A question that articles must not or cannot answer: a ticket at once, and an acknowledgement."""
    return open_ticket(case)


def to_technician_in_person(case: Case) -> Technician | None:
    """Give the technician to whom the mail was written with the desk merely in copy; None where there is none.

    The first of them in To; where a mailbox of ours stands there too, it was written to the desk.
    """
    named = {one.address: one for one in case.arrived.named}
    written = [one.address for one in case.message.to]
    if not all(address in named for address in written):
        return None
    team = {technician.address.lower(): technician for technician in case.desk.policy.technicians.values()}
    found = next((team[address] for address in written if address in team), None)
    return found if found is not None and found.address.lower() != case.sender.address else None


def in_person(case: Case) -> Plan:
    """Who writes to a technician wants a person and not an article: a ticket, that technician's while they are here."""
    technician = to_technician_in_person(case)
    if technician is None:
        raise AssertionError("only a mail to a technician comes here")
    desk, school = case.desk, case.desk.school(case.arrived.route.school)
    away = (*desk.policy.leave, *desk.snapshot.leave)
    day = desk.now.astimezone(desk.policy.zone).date()
    here = works_on(technician, day=day, school=school) and leave_of(technician, at=desk.now, leave=away) is None
    asked = case.sender.name or case.sender.address
    if here:
        notice = f"{asked} wrote to you, with the helpdesk in copy."
        return open_ticket(case, owner=technician, notice=notice).because(f"it was written to {technician.name}")
    notice = f"{asked} wrote to {technician.name}, who is not at work, with the helpdesk in copy."
    return open_ticket(case, notice=notice).because(f"it was written to {technician.name}, who is not at work")


def asked_twice(case: Case) -> Plan:
    """Who asks the same again within the day needs a person: a ticket beside the first, with the same owner."""
    earlier = asked_again(case)
    if earlier is None:
        raise AssertionError("only who asks the same again comes here")
    owner = case.desk.technician(earlier.assignee)
    notice = f"They asked nearly the same in request {earlier.number} ({earlier.subject}), which is {earlier.state}."
    return open_ticket(case, owner=owner, notice=notice).because(f"nearly the same words as request {earlier.number}")


def answer(case: Case) -> Plan:
    """The best articles, in the mail itself, and a timer for silence.

    A ticket where none is likely enough, or where no mail may be sent now: an offer that nobody reads helps nobody.
    """
    proposal = offerable(case)
    matches = proposal.offered
    held_back = withheld(case.sender.address, school=case.arrived.route.school, desk=case.desk)
    if not matches or held_back is not None:
        return open_ticket(case).because(held_back or _too_unsure(proposal))
    sure = f"one of the best articles helps with confidence {proposal.confidence:.2f}"
    return _offer(case, matches).because(sure)


def _too_unsure(proposal: Proposal) -> str:
    best = max((match.confidence for match in proposal.candidates), default=0.0)
    return f"no article is likely enough (one of the best {proposal.confidence:.2f}, the likeliest alone {best:.2f})"


def _offer(case: Case, matches: tuple[Match, ...]) -> Plan:
    opened = open_request(case, state="offered")
    request, school = opened.request, case.desk.school(opened.request.school)
    wait = case.desk.policy.offer.wait
    content = OfferMail(
        name=first_name(request.requester.name),
        school=school.name,
        best=matches[0].article,
        also=tuple(match.article for match in matches[1:]),
        on_silence=school.on_silence,
        wait=_say_wait(wait),
        too_large=too_large(case),
    )
    return Plan(
        "offer_made",
        (
            *opened.effects,
            MakeOffer(
                request.number, tuple(_offered(match, rank=place) for place, match in enumerate(matches, start=1))
            ),
            ScheduleTimer(
                request.number,
                "offer_silence",
                round=1,
                due_at=add_working(case.desk.now, minutes=wait, calendar=school.calendar),
            ),
            to_requester(content, request=request, person=request.requester, entry_seen=1),
        ),
        tuple(_why(match) for match in matches),
    )


def _why(match: Match) -> str:
    told = f" ({match.record.told})" if match.record is not None else ""
    return f"offered {match.article.id} with confidence {match.confidence:.2f}{told}"


def offerable(case: Case) -> Proposal:
    """Give what is worth offering of the school's staff articles: nothing unless it is likely enough to help."""
    return offerable_now(case.arrived, policy=case.desk.policy, index=case.desk.index)


def offerable_now(arrived: MessageArrived, *, policy: Policy, index: Index, grounds: bool = False) -> Proposal:
    """Give the same for a message that has no case yet; with `grounds` also why each was found."""
    scope = Scope(policy.trust, arrived.route.school, "staff")
    return propose(question_in(arrived, policy=policy), index, scope=scope, offer=policy.offer, grounds=grounds)


def question_in(arrived: MessageArrived, *, policy: Policy) -> Query:
    """Give the question of a mail as it is matched: without its sender's and school's names."""
    school = policy.schools.get(arrived.route.school)
    names = (arrived.sender.name, *((school.name,) if school else ()))
    message = arrived.message
    return query_from(message.subject, message.words or message.text, names=names)


def _fixed_text(case: Case) -> SendMail:
    """One text for every stranger, with no token and nothing of theirs in it, not even the subject."""
    return SendMail(
        to=Recipient(case.sender.address, "", "", "r"),
        content=UnknownSenderMail(desk=case.desk.policy.name),
        school=case.arrived.route.school,
        subject="",
    )


def _offered(match: Match, *, rank: int) -> OfferedArticle:
    article = match.article
    return OfferedArticle(article.id, article.version, article.title, rank, match.confidence)


def _say_wait(minutes: int) -> str:
    """Short waits are said in working hours; long ones are left unsaid, since nobody counts so."""
    if minutes % 60 or not 0 < minutes <= _LONGEST_WAIT_SAID:
        return f"{minutes} working minutes" if 0 < minutes < 60 else ""
    hours = ("one", "two", "three", "four", "five", "six", "seven", "eight")[minutes // 60 - 1]
    return f"{hours} working hour" + ("" if minutes == 60 else "s")


def asked_for(request: Request, *, place: int | None, article: str | None) -> OfferedArticle | None:
    """Give the offered article that a requester asks for, by its place in the offer or by its id."""
    return next((one for one in request.offered if one.rank == place or one.id == article), None)
