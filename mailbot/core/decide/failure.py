"""A mail of ours that will never arrive: by a bounce, or because the outbox gave it up."""

from datetime import timedelta

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.opening import ticket_after_all
from mailbot.core.decide.telling.entry import DESK, grown
from mailbot.core.decide.telling.mails import to_technician
from mailbot.core.decide.telling.notify import in_charge, lead_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.effects.on_people import MarkAddress
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.mails.technician import DeliveryFailedMail
from mailbot.core.model.request import Request
from mailbot.core.model.stimulus import DeliveryFailed

TOLD_ONCE_WITHIN = timedelta(days=1)


def undelivered(stimulus: DeliveryFailed, *, desk: Desk) -> Plan:
    """The outbox gave a mail up: noted and told, but never a mail about a mail about a failed mail."""
    if stimulus.request is None or stimulus.kind == DeliveryFailedMail.template:
        mark = MarkAddress(stimulus.recipient, desk.now)
        return Plan("filed", (mark, File("undelivered")), (f"mail to {stimulus.recipient}: {stimulus.why}",))
    why = f"Mail to {stimulus.recipient} could not be delivered: {stimulus.why}"
    return failed(stimulus.request, address=stimulus.recipient, why=why, desk=desk, outcome="bounce")


def failed(request: Request, *, address: str, why: str, desk: Desk, outcome: str) -> Plan:
    """Note on the request that `address` gets no mail, mark it, and tell whoever looks after the request once a day.

    Where it is their own address that fails, the lead of the line is told instead. An offer whose requester gets no
    mail becomes a ticket at once: its silence would say nothing.
    """
    entry = AddEntry(request.number, "event", DESK, why, desk.now, internal=True)
    effects: tuple[Effect, ...] = (entry, MarkAddress(address, desk.now))
    if request.state == "offered" and address == request.requester.address:
        plan = ticket_after_all(grown(request, entry=entry), notice=why, desk=desk, acknowledge=False)
        silence = CancelTimers(request.number, "offer_silence")
        return Plan(outcome, (*effects, silence, *plan.effects), ("nobody can read the offer: a ticket", *plan.reasons))
    if _told_already(address, desk=desk):
        return Plan(outcome, effects, (f"{address} failed before within a day: nobody is told again",))
    recipients = [one for one in in_charge(request, desk=desk) if one.address != address]
    if not recipients and not request.sensitive:
        recipients = [one for one in lead_of(request.line, desk=desk) if one.address != address]
    mails = (
        to_technician(
            DeliveryFailedMail(one.name, request.number, address, why),
            request=request,
            recipient=one,
            entry_seen=request.next_entry,
        )
        for one in recipients
    )
    return Plan(outcome, (*effects, *mails), (f"{address} gets no mail: told to who looks after the request",))


def _told_already(address: str, *, desk: Desk) -> bool:
    state = desk.snapshot.addresses.get(address)
    return state is not None and state.bounced_at is not None and desk.now - state.bounced_at < TOLD_ONCE_WITHIN
