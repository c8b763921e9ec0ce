"""Old mail that an operator files as history: closed requests that can be found, and not a word to anybody."""

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.machine import is_automatic
from mailbot.core.decide.opening import open_request
from mailbot.core.decide.telling.entry import entry_of
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.effects.on_request import SetState

OUTCOME = "history"
_WHY = "old mail, filed as history: nothing is answered"


def filed(case: Case) -> Plan:
    """A closed request of the mail's own, or an entry on the closed one that it goes on with."""
    request, at = case.request, case.arrived.received_at
    if case.arrived.own or is_automatic(case):
        return Plan("filed", (File("filed"),), (_WHY, "a machine wrote it, or the desk itself"))
    if request is not None and request.state == "closed" and case.arrived.on_request:
        return Plan("filed", (entry_of(case, request=request.number),), (_WHY, "it goes on with what was filed before"))
    if request is not None:
        return Plan("filed", (File("filed"),), (_WHY, f"it belongs to request {request.number}, which is not closed"))
    opened = open_request(case, state="closed", at=at)
    closed = SetState(opened.request.number, "closed", at, outcome=OUTCOME)
    return Plan("filed", (*opened.effects, closed), (_WHY,))
