"""New questions: articles where one is likely to answer, else a ticket. Replies on a thread are in `requester.py`."""

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.opening import open_request, open_ticket
from mailbot.core.decide.telling.mails import first_name, to_requester, withheld
from mailbot.core.kb.index import Index
from mailbot.core.kb.propose import Proposal, propose
from mailbot.core.kb.query import Query, query_from
from mailbot.core.model.article import Match, Scope
from mailbot.core.model.effects import MakeOffer, ScheduleTimer, SendMail
from mailbot.core.model.mail import OfferMail, Recipient, UnknownSenderMail
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import OfferedArticle, Request
from mailbot.core.model.stimulus import MessageArrived
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
        tuple(f"offered {match.article.id} with confidence {match.confidence:.2f}" for match in matches),
    )


def offerable(case: Case) -> Proposal:
    """Give what is worth offering of the school's staff articles: nothing unless it is likely enough to help."""
    return offerable_now(case.arrived, policy=case.desk.policy, index=case.desk.index)


def offerable_now(arrived: MessageArrived, *, policy: Policy, index: Index) -> Proposal:
    """Give the same for a message that has no case yet."""
    scope = Scope(policy.trust, arrived.route.school, "staff")
    return propose(question_in(arrived, policy=policy), index, scope=scope, offer=policy.offer)


def question_in(arrived: MessageArrived, *, policy: Policy) -> Query:
    """Give the question of a mail as it is matched: without its sender's and school's names."""
    school = policy.schools.get(arrived.route.school)
    names = (arrived.sender.name, *((school.name,) if school else ()))
    message = arrived.message
    return query_from(message.subject, message.new_text or message.text, names=names)


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
