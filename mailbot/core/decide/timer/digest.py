"""Tells a technician in one mail what has waited for them: reminders of one moment, the night's, and what was bundled.

Everything is judged as it stands now: what makes no sense any more is left out, with the reason. Whoever is not at work
hears it when they are. News of one ticket alone is the ordinary notification; of several, numbered rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.telling.listing import listing, most_pressing_first, next_target
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import Event, asked_again, tell
from mailbot.core.decide.telling.together import REMINDERS, next_digest
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import PutOff, ToldOf
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Waiting
from mailbot.core.model.stimulus import DigestDue
from mailbot.core.sla.duty import begins_work, is_reachable, next_at_work
from mailbot.core.sla.leave import away_at

# as many as a snapshot brings: there may be more, and they have a moment of their own
MOST_WAITING = 2_000
MOST_SENTENCES = 6
_MORNING = timedelta(minutes=20)
_LOOK_AGAIN = timedelta(days=1)
_LATE = timedelta(hours=1)
_LONGEST_WORDS = 140
_OVER = ("solved", "self_solved", "closed", "spam", "merged")
_EVENTS: Mapping[str, Event] = {
    "assigned": "assigned",
    "message_added": "message_added",
    "sla_warning": "sla_warning",
    "sla_breach": "sla_breach",
}


def digest_due(stimulus: DigestDue, *, desk: Desk) -> Plan:
    """Tell what still holds, put it off until they are at work, or skip it."""
    waiting: Sequence[Waiting] = desk.snapshot.waiting
    technician = desk.technician(stimulus.technician)
    if technician is None:
        left = ToldOf(stimulus.technician, tuple((one.row, "they have left") for one in waiting))
        return Plan("skipped", (left,), (f"{stimulus.technician or 'whom it is for'} has left the team",))
    if not waiting:
        return Plan("skipped", (), (f"{technician.name} has been told everything",))
    known = {**{one.number: one for one in desk.snapshot.listed}, **desk.snapshot.requests}
    rest = (PutOff(next_digest(desk.now)),) if len(waiting) >= MOST_WAITING else ()
    later = _not_now(technician, desk=desk)
    if later is not None:
        called = _on_call(waiting, known, technician=technician, desk=desk)
        rest = (PutOff(later),) if len(called) < len(waiting) else rest
        waiting = called
    if not waiting:
        return Plan("timer", rest, (f"{technician.name} is not at work: it waits until they are",))
    judged = [(one, _why_not(one, known.get(one.request), technician=technician, desk=desk)) for one in waiting]
    told = ToldOf(technician.id, tuple((one.row, why) for one, why in judged))
    kept = [one for one, why in judged if not why]
    if not kept:
        return Plan(
            "skipped" if not rest else "timer", (told, *rest), (f"nothing of it holds any more: {judged[0][1]}",)
        )
    mails = _mails(kept, known, technician=technician, desk=desk)
    return Plan("timer", (told, *mails, *rest), _reasons(stimulus, judged, technician=technician, desk=desk))


def _not_now(technician: Technician, *, desk: Desk) -> datetime | None:
    """When (UTC) they are at work, where they are not now; None where they are, or have no hours at all.

    Of who is on leave that nobody knows the end of, tomorrow is another look.
    """
    policy, now, leave = desk.policy, desk.now, desk.snapshot.leave
    if is_reachable(technician, urgent=False, policy=policy, at=now, leave=leave):
        return None
    moment = next_at_work(technician, at=now, policy=policy, leave=leave)
    if moment is None and away_at(technician, policy=policy, at=now, leave=leave):
        return now + _LOOK_AGAIN
    return moment if moment is not None and moment > now else None


def _on_call(
    waiting: Iterable[Waiting], known: Mapping[int, Request], *, technician: Technician, desk: Desk
) -> list[Waiting]:
    """What is told to who is on call and not at work: reminders of what counts every minute, and nothing else."""
    if not is_reachable(technician, urgent=True, policy=desk.policy, at=desk.now, leave=desk.snapshot.leave):
        return []
    always = {one.id for one in desk.policy.priorities.values() if one.clock == "always"}
    urgent = {number for number, request in known.items() if request.priority in always}
    return [one for one in waiting if one.event in REMINDERS and one.request in urgent]


def _why_not(waiting: Waiting, request: Request | None, *, technician: Technician, desk: Desk) -> str:
    """Why this is not told any more; '' where it is."""
    if request is None or not may_see(technician, request=request):
        return "the ticket is not there for them any more"
    if request.state in _OVER:
        return f"ticket {request.number} is {request.state.replace('_', ' ')} by now"
    if waiting.event not in REMINDERS:
        owner = desk.technician(request.assignee)
        gone = owner is not None and owner.id != technician.id and _for_its_owner(waiting) and not request.sensitive
        return f"ticket {request.number} is {owner.name}'s by now" if owner is not None and gone else ""
    if request.state != "open":
        return f"ticket {request.number} is {request.state.replace('_', ' ')} by now"
    return "" if next_target(request, desk=desk) is not None else f"ticket {request.number} waits for nothing any more"


def _for_its_owner(waiting: Waiting) -> bool:
    """Whether it was told because the ticket was theirs: a lead who hears of another's has it said why."""
    return waiting.event == "assigned" or (waiting.event == "message_added" and not waiting.notice)


def _mails(
    kept: Sequence[Waiting], known: Mapping[int, Request], *, technician: Technician, desk: Desk
) -> tuple[Effect, ...]:
    numbers = dict.fromkeys(one.request for one in kept)
    alone = desk.snapshot.requests.get(next(iter(numbers))) if len(numbers) == 1 else None
    event = _EVENTS.get(kept[-1].event)
    if alone is not None and event is not None:
        said = " ".join(dict.fromkeys(one.notice for one in kept if one.notice))
        news = asked_again(alone, event=event, notice=said)
        return (tell(recipient_of(technician, desk=desk), request=alone, news=news, desk=desk),)
    requests = most_pressing_first((known[number] for number in numbers), desk=desk)
    many = "1 ticket" if len(requests) == 1 else f"{len(requests)} tickets"
    morning = _is_morning(technician, desk=desk)
    title = f"Good morning. What waits for you: {many}." if morning else f"News of {many}."
    return listing(
        requests,
        technician=technician,
        title=title,
        subject=f"This morning: {many}" if morning else f"News of {many}",
        school=CENTRAL,
        desk=desk,
        news={number: _sentences(one for one in kept if one.request == number) for number in numbers},
    )


def _sentences(waiting: Iterable[Waiting]) -> tuple[str, ...]:
    """What is new about one ticket, the newest last."""
    said = tuple(dict.fromkeys(_sentence(one) for one in waiting))
    before = len(said) - MOST_SENTENCES
    return said if before <= 0 else (f"{before} more before these.", *said[-MOST_SENTENCES:])


def _sentence(waiting: Waiting) -> str:
    words = " ".join(waiting.text.split())
    words = words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS].rpartition(' ')[0]} ..."
    if waiting.event in REMINDERS or waiting.event == "delivery_failed" or not words:
        return waiting.notice or "Something new."
    what = "New ticket" if waiting.event == "assigned" else "They wrote"
    return f"{waiting.notice} {what}: {words}".strip()


def _is_morning(technician: Technician, *, desk: Desk) -> bool:
    """Whether their working day has just begun."""
    policy = desk.policy
    day = desk.now.astimezone(policy.zone).date()
    midnight = datetime.combine(day, time(), tzinfo=policy.zone)
    away = (*policy.leave, *desk.snapshot.leave)
    school = policy.schools[CENTRAL]
    begins = begins_work(technician, day=day, at=midnight, policy=policy, school=school, leave=away)
    return begins is not None and begins <= desk.now < begins + _MORNING


def _reasons(
    stimulus: DigestDue, judged: Sequence[tuple[Waiting, str]], *, technician: Technician, desk: Desk
) -> tuple[str, ...]:
    left_out = tuple(dict.fromkeys(why for _, why in judged if why))[:5]
    told = sum(1 for _, why in judged if not why)
    late = f"it was due at {stimulus.due_at:%H:%M} UTC: told as things stand now"
    return (
        *((late,) if desk.now - stimulus.due_at > _LATE else ()),
        *(f"left out: {why}" for why in left_out),
        f"{technician.name} is told {told} of {len(judged)} things together",
    )
