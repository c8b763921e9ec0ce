"""Directives that move a ticket to another line, up or down."""

from dataclasses import replace

from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders

LAST_LINE = 3
_LINES = {"1": 1, "2": 2, "3": 3}


def escalate(orders: Orders, argument: str, context: Context) -> Answer:
    """One line up, with the reason."""
    if context.request.line >= LAST_LINE:
        return f"It is at line {LAST_LINE} already; #assign gives it to somebody."
    return _to_line(replace(orders, why=argument), context.request.line + 1, context)


def line(orders: Orders, argument: str, context: Context) -> Answer:
    """To the line that is named, up or down."""
    wanted = _LINES.get(argument.strip(" ."))
    if wanted is None:
        return "Say which line: #line 1, #line 2 or #line 3."
    if wanted == context.request.line:
        return f"It is at line {wanted} already."
    return _to_line(orders, wanted, context)


def _to_line(orders: Orders, wanted: int, context: Context) -> Answer:
    if orders.line not in (None, wanted):
        return "The ticket cannot go to two lines."
    if orders.solve:
        return "A solved ticket moves nowhere."
    if orders.assign is not None:
        return f"The ticket cannot be both {orders.assign.name}'s and anybody's of line {wanted}."
    if context.request.state in ("solved", "self_solved", "closed", "merged", "spam"):
        return f"It is {context.request.state}: open it again first."
    return replace(orders, line=wanted)
