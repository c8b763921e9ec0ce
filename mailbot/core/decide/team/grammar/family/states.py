"""Directives that say in which state a ticket is from now on. A mail puts it into one of them and no other."""

from dataclasses import replace

from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.sla.when import moment_in

LONGEST_WHY = 500
_PAIRS = {
    frozenset({"solved", "pending"}): "A ticket is either solved or waits for an answer.",
    frozenset({"solved", "hold"}): "A ticket is either solved or on hold.",
    frozenset({"solved", "reopen"}): "A ticket is either solved or open again.",
    frozenset({"pending", "hold"}): "A ticket waits for its requester or for somebody else, not for both.",
}
_ENDED = ("solved", "self_solved", "closed", "spam")


def solved(orders: Orders, _argument: str, _: Context) -> Answer:
    """The answer ends the matter."""
    if orders.line is not None:
        return "A solved ticket moves nowhere."
    return conflict(orders, "solved") or replace(orders, solve=True)


def pending(orders: Orders, argument: str, context: Context) -> Answer:
    """The desk waits for the requester: the clock stands until they answer, or until the time that is named."""
    until = moment_in(argument, context.now, context.zone) if argument else None
    if isinstance(until, str):
        return until
    return conflict(orders, "pending") or replace(orders, pend=True, until=until)


def hold(orders: Orders, argument: str, _: Context) -> Answer:
    """The desk waits for somebody else: the clock stands until a technician says otherwise."""
    if len(argument) > LONGEST_WHY:
        return f"A reason has at most {LONGEST_WHY} characters: write the rest as a note."
    return conflict(orders, "hold") or replace(orders, hold=argument)


def reopen(orders: Orders, _argument: str, context: Context) -> Answer:
    """Open again, from whatever state but a merge."""
    if context.request.state == "open":
        return "It is open."
    return conflict(orders, "reopen") or replace(orders, reopen=True)


def spam(orders: Orders, _argument: str, _: Context) -> Answer:
    """No request at all: nobody outside hears of it."""
    return conflict(orders, "spam") or replace(orders, spam=True)


def conflict(orders: Orders, wish: str) -> str:
    """Give why the wish does not go with a state that was wished for before; '' where it does."""
    wished = (
        ("solved", orders.solve),
        ("pending", orders.pend),
        ("hold", orders.hold is not None),
        ("reopen", orders.reopen),
        ("spam", orders.spam),
    )
    other = next((name for name, holds in wished if holds and name != wish), None)
    if other is None:
        return ""
    return _PAIRS.get(frozenset({other, wish})) or f"#{other} and #{wish} do not go together."


def wishes_state(orders: Orders) -> bool:
    """Tell whether the mail puts the ticket into a state."""
    return orders.solve or orders.pend or orders.hold is not None or orders.reopen or orders.spam


def misfits(orders: Orders, context: Context) -> list[DirectiveFault]:
    """Give what is wrong with the wishes only when all of them are known."""
    state, faults = context.request.state, list[DirectiveFault]()
    if orders.spam and (_speaks(orders) or orders.line is not None or orders.assign is not None):
        reason = "Nothing is sent about spam, and nobody gets it: write #note above words that are for the team."
        faults.append(DirectiveFault("#spam", reason, "#note"))
    if orders.solve and state in ("solved", "closed") and not _speaks(orders):
        reason = f"It is {state} already, and they were told. To write once more, add words."
        faults.append(DirectiveFault("#solved", reason))
    if orders.merge is not None and (wishes_state(orders) or orders.line is not None):
        reason = f"It goes on as {orders.merge.number}: say in a reply to that what becomes of it."
        faults.append(DirectiveFault(f"#merge {orders.merge.number}", reason))
    if state == "merged" and (wishes_state(orders) or orders.due is not None):
        faults.append(DirectiveFault("(your mail)", "It was merged: answer the ticket that it goes on as."))
    elif state in _ENDED and orders.due is not None and not (orders.reopen or orders.pend or orders.hold is not None):
        faults.append(DirectiveFault("#due", f"It is {state.replace('_', '-')}: open it again first.", "#reopen"))
    return faults


def _speaks(orders: Orders) -> bool:
    return bool(orders.text and not orders.internal) or orders.send is not None
