"""Directives about the answer itself: who gets to read it, and whether it ends the matter."""

from dataclasses import replace

from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders


def note(orders: Orders, argument: str, _: Context) -> Answer:
    return replace(orders, internal=True, text="\n".join(part for part in (argument, orders.text) if part))


def undo(orders: Orders, _argument: str, _: Context) -> Answer:
    return replace(orders, undo=True)


def help(orders: Orders, _argument: str, _: Context) -> Answer:
    return replace(orders, help=True)
