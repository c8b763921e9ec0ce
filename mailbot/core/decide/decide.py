"""The policy of the desk as a table: what follows from a message, and in which order the questions are asked.

Read it from the top: the first row that holds decides, and no later row is asked. Each branch is a function in a file
of its own. Nothing here does I/O or reads a clock: the same facts always give the same decision.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from mailbot.core.decide import doubtful, history, machine, question, repeat, requester
from mailbot.core.decide.away import automatic
from mailbot.core.decide.away.due import leave_due
from mailbot.core.decide.care.answered import about_week
from mailbot.core.decide.care.week import week_due
from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.failure import undelivered
from mailbot.core.decide.rules import ask
from mailbot.core.decide.team import about_article, call, confirm, on_behalf, technician
from mailbot.core.decide.team.listed import about_list
from mailbot.core.decide.telling.together import together
from mailbot.core.decide.timer.digest import digest_due
from mailbot.core.decide.timer.due import timer_due
from mailbot.core.decide.timer.follow import with_timers
from mailbot.core.kb.index import Index
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Policy, Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Snapshot
from mailbot.core.model.stimulus import (
    DeliveryFailed,
    DigestDue,
    KnowledgeWeekDue,
    LeaveDue,
    MessageArrived,
    Stimulus,
    TimerDue,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name (kept with the decision), the question, and what follows from a yes."""

    name: str
    holds: Callable[[Case], bool]
    branch: Callable[[Case], Plan]


def decide(stimulus: Stimulus, *, snapshot: Snapshot, policy: Policy, index: Index, now: datetime) -> Decision:
    """Give what is to be done about one stimulus, and why.

    `snapshot` is what the database knew, `index` the trust's published articles, `now` aware UTC. Raises nothing for
    any message; the last row of the table always holds.

    Example: a first mail "cant print" from a known teacher gives the rule `question` with OpenRequest, AddEntry,
    MakeOffer, ScheduleTimer and SendMail.
    """
    desk = Desk(snapshot, policy, index, now)
    match stimulus:
        case MessageArrived():
            return _decide_message(Case(stimulus, desk, ask(stimulus, rules=policy.rules, zone=policy.zone)))
        case TimerDue():
            due = with_timers(timer_due(stimulus, desk=desk), desk=desk, fired=stimulus.kind)
            return _decision(stimulus.kind, together(due, desk=desk))
        case DigestDue():
            return _decision("digest", digest_due(stimulus, desk=desk))
        case LeaveDue():
            gone = with_timers(leave_due(stimulus, desk=desk), desk=desk)
            return _decision(stimulus.kind, together(gone, desk=desk))
        case KnowledgeWeekDue():
            return _decision("knowledge week", week_due(stimulus, desk=desk))
        case DeliveryFailed():
            failed = with_timers(undelivered(stimulus, desk=desk), desk=desk)
            return _decision("delivery failed", together(failed, desk=desk))
        case _:
            assert_never(stimulus)


def wants_articles(arrived: MessageArrived, *, snapshot: Snapshot, policy: Policy, index: Index, now: datetime) -> bool:
    """Give whether the table would look for articles that answer this message: only then need its meaning be known."""
    verdict = ask(arrived, rules=policy.rules, zone=policy.zone)
    return _row_of(Case(arrived, Desk(snapshot, policy, index, now), verdict)).branch is question.answer


def _row_of(case: Case) -> Row:
    return next(row for row in TABLE if row.holds(case))


def _confirmed(case: Case) -> Plan:
    """A technician's word on a mail that waits: a yes sends that mail through the table, with their full authority."""
    answered = confirm.answered(case)
    if isinstance(answered, Plan):
        return answered
    return confirm.used(_row_of(answered).branch(answered), case)


def _decide_message(case: Case) -> Decision:
    row = _row_of(case)
    arrived = case.arrived
    thread = () if arrived.request is None else (f"it joins request {arrived.request.number} by {arrived.joined_by}",)
    known = (*case.sender.reasons, *thread, f"school: {arrived.route.reason}", *case.verdict.reasons)
    plan = with_timers(row.branch(case), desk=case.desk)
    plan = together(plan, desk=case.desk, writer=case.sender.address)
    return _decision(row.name, plan.because(f"trust level T{int(case.level)}", *known))


def _decision(rule: str, plan: Plan) -> Decision:
    return Decision(rule=rule, outcome=plan.outcome, effects=plan.effects, reasons=plan.reasons)


def _on(branch: Callable[[Case, Request], Plan]) -> Callable[[Case], Plan]:
    """A branch about a request, as a branch of the table: the row's question has made sure that there is one."""

    def on_request(case: Case) -> Plan:
        if case.request is None:
            raise AssertionError("a row about a thread held for a message without one")
        return branch(case, case.request)

    return on_request


def _by(branch: Callable[[Case, Request, Technician], Plan]) -> Callable[[Case], Plan]:
    """The same for a branch about a technician's mail."""

    def by_technician(case: Case, request: Request) -> Plan:
        if case.technician is None:
            return technician.unproven(case, request)
        return branch(case, request, case.technician)

    return _on(by_technician)


def _on_thread(case: Case) -> bool:
    return case.request is not None


def _in_state(*states: str) -> Callable[[Case], bool]:
    return lambda case: case.request is not None and case.request.state in states


def _about_article(case: Case) -> bool:
    return case.arrived.article is not None and case.sender.standing == "technician"


def _about_week(case: Case) -> bool:
    listed = case.arrived.listed
    return listed is not None and listed.about_articles and case.sender.standing == "technician"


def _pupil(case: Case) -> bool:
    return case.sender.pupil and not case.desk.policy.offer.pupils


TABLE: tuple[Row, ...] = (
    Row("history", lambda case: case.arrived.history, history.filed),
    # What machines write comes first: whatever else it says, it must never be answered.
    Row("own mail", lambda case: case.arrived.own, machine.own),
    Row("bounce of our mail", machine.is_ours_bouncing, _on(machine.bounce)),
    Row("perhaps about bounces", machine.may_be_about_bounces, machine.about_bounces),
    Row("other bounce", lambda case: case.message.kind == "bounce", machine.foreign_bounce),
    Row("technician's out-of-office", automatic.is_own_absence, automatic.own_absence),
    Row("automatic reply on a thread", lambda c: machine.is_automatic(c) and _on_thread(c), _on(machine.on_thread)),
    Row("scan from a copier", machine.is_scan, machine.scan),
    Row("automatic mail", machine.is_automatic, machine.filed),
    # A variant has been acted on once already; a mail that nobody can read must settle nothing.
    Row("variant", lambda case: case.arrived.joined_by == "variant" and _on_thread(case), _on(doubtful.variant)),
    Row("unreadable reply", lambda c: c.message.unreadable is not None and _on_thread(c), _on(doubtful.unreadable)),
    # Technicians: obeyed with their own token, asked "was this you?" when proven, not believed otherwise.
    Row("word on a held mail", confirm.confirms, _confirmed),
    Row("who is there", technician.is_absence_alone, technician.absence_alone),
    Row("about an article", _about_article, about_article.about_article),
    Row("about the week's articles", _about_week, about_week),
    Row("about a list", lambda c: c.arrived.listed is not None and c.sender.standing == "technician", about_list),
    Row("directives above a forward", on_behalf.is_word_on_forward, _by(on_behalf.as_ordered)),
    Row("technician, own token", lambda c: c.by_technician and c.level == TrustLevel.T3, _by(technician.answer)),
    Row("technician, proven", lambda c: c.by_technician and c.level == TrustLevel.T2, _by(technician.held)),
    Row("technician, unproven", lambda case: case.by_technician, _on(technician.unproven)),
    # Others on a thread: first whose word does not count at all.
    Row("not on the request", lambda c: _on_thread(c) and not c.arrived.on_request, _on(doubtful.outsider)),
    Row("not verified", lambda c: _on_thread(c) and c.level == TrustLevel.T0, _on(doubtful.not_verified)),
    # Then the requester and the participants, by what state the request is in.
    Row("reply to an offer", _in_state("offered"), _on(requester.on_offer)),
    Row("reply on a ticket", _in_state("open", "pending", "on_hold"), _on(requester.on_ticket)),
    Row("reply to a solved request", _in_state("solved", "self_solved"), _on(requester.on_solved)),
    Row("reply to a closed request", _in_state("closed", "merged"), _on(requester.on_closed)),
    Row("reply on spam", _in_state("spam"), _on(requester.on_spam)),
    # New questions: a ticket at once for whoever or whatever articles are not for, else the best articles.
    Row("forwarded for a colleague", on_behalf.is_for_colleague, on_behalf.for_colleague),
    Row("phone call", call.is_call, call.logged),
    Row("directive without a ticket", technician.is_directive_alone, technician.directive_alone),
    Row("sent twice", lambda case: repeat.sent_twice(case) is not None, repeat.kept_once),
    Row("unknown sender", lambda case: case.level == TrustLevel.T0, question.unknown_sender),
    Row("unreadable", lambda case: case.message.unreadable is not None, question.plain_ticket),
    Row("pupil", _pupil, question.plain_ticket),
    Row("sensitive", lambda case: case.verdict.sensitive, question.plain_ticket),
    Row("urgent", lambda case: case.verdict.urgent, question.plain_ticket),
    Row("asked again", lambda case: repeat.asked_again(case) is not None, question.asked_twice),
    Row("written to a technician", lambda c: question.to_technician_in_person(c) is not None, question.in_person),
    # Articles where one is likely enough to answer; when nothing above knows better, a person looks at it.
    Row("question", lambda _: True, question.answer),
)
