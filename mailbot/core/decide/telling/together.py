"""What is not mailed by itself but told with other news: reminders of one moment, and all that comes past the cap.

A reminder waits for the digest of the same moment, so that several that fall together are one mail. Past so many
notifications within an hour further ones wait for the next full ten minutes. What a technician's own mail brought
about, what they asked to see and what counts every minute (P1) always comes at once.
"""

from datetime import UTC, datetime, timedelta

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail, TellLater
from mailbot.core.model.mails.technician import DeliveryFailedMail, NotificationMail
from mailbot.core.model.people import Person

EVERY = timedelta(minutes=10)
REMINDERS = ("sla_warning", "sla_breach")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def together(plan: Plan, *, desk: Desk, writer: str = "") -> Plan:
    """Give the plan with what is told together put off; `writer` is the address whose own mail brought it about."""
    effects = tuple(_later(effect, desk=desk, writer=writer) for effect in plan.effects)
    return Plan(plan.outcome, effects, plan.reasons)


def next_digest(now: datetime) -> datetime:
    """Give the next full ten minutes after `now` (UTC)."""
    return _EPOCH + EVERY * ((now - _EPOCH) // EVERY + 1)


def _later(effect: Effect, *, desk: Desk, writer: str) -> Effect:
    if not isinstance(effect, SendMail) or effect.request is None or effect.to.address == writer:
        return effect
    technician, person = _technician(effect, desk=desk)
    event = _event(effect)
    if person is None or person.id is None or not event or _urgent(effect, desk=desk):
        return effect
    if desk.snapshot.told.get(effect.to.address, 0) >= desk.policy.caps.technician_per_hour:
        return TellLater(effect, technician, person.id, next_digest(desk.now))
    return TellLater(effect, technician, person.id, desk.now) if event in REMINDERS else effect


def _event(mail: SendMail) -> str:
    """What kind of news it is; '' for what is no news about a ticket."""
    match mail.content:
        case NotificationMail(event=event):
            return "" if event == "shown" else event
        case DeliveryFailedMail():
            return "delivery_failed"
        case _:
            return ""


def _technician(mail: SendMail, *, desk: Desk) -> tuple[str, Person | None]:
    if mail.to.purpose != "t":
        return "", None
    known = desk.snapshot.technicians.items()
    return next(((id_, person) for id_, person in known if person.key == mail.to.key), ("", None))


def _urgent(mail: SendMail, *, desk: Desk) -> bool:
    """Whether every minute counts for the ticket that it is about."""
    request = desk.snapshot.requests.get(mail.request or 0)
    id_ = mail.content.priority if isinstance(mail.content, NotificationMail) else request.priority if request else ""
    known = desk.policy.priorities.get(id_)
    return known is not None and known.clock == "always"
