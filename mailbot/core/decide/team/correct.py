"""A technician answers the mail that came back with the corrected line alone: the mail is done as it was meant.

The mail that came back carries a token that names the one it is about. Each line of the answer takes the place of a
line that was wrong; all else of the mail stays as it was, and all of it applies or none does.
"""

from dataclasses import replace

from mailbot.core.decide.case import Case
from mailbot.core.decide.rules import ask as ask_rules
from mailbot.core.decide.team.confirm import with_its_files
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.grammar.script import Directive, Script, nearest
from mailbot.core.decide.team.grammar.table import DIRECTIVES, orders_from
from mailbot.core.decide.team.reader import context_of, script_of
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

# these say nothing about the mail that came back
_APART = frozenset({"undo", *(name for name, form in DIRECTIVES.items() if form.reads)})


def corrected(case: Case, request: Request, technician: Technician) -> Case | None:
    """Give the mail that came back, with the lines of this one in place of the wrong ones; None where this one stands
    for itself: it has words of its own, or corrects nothing.
    """
    held, token = case.arrived.held, case.arrived.token
    if held is None or held.message is None or held.used_at is not None or token is None or token.purpose != "t":
        return None
    answer = script_of(case, technician)
    if answer.text or answer.faults or not answer.directives or any(one.name in _APART for one in answer.directives):
        return None
    arrived = replace(case.arrived, message=held.message)
    original = Case(arrived, case.desk, ask_rules(arrived, rules=case.desk.policy.rules, zone=case.desk.policy.zone))
    script = script_of(original, technician)
    if any(fault.whole for fault in script.faults):
        return None
    lines = _lines(original, request, technician, script=script, answer=answer)
    wrong = {fault.line for fault in script.faults}
    text = "\n".join(line for line in script.text.splitlines() if line.strip() not in wrong)
    said = "\n".join((*lines, "", text.strip()))
    whole = with_its_files(held, held.message)
    merged = replace(whole, subject="", text="", new_text=said, rich=None)
    return replace(original, arrived=replace(arrived, message=merged))


def _lines(case: Case, request: Request, technician: Technician, *, script: Script, answer: Script) -> tuple[str, ...]:
    """The lines of the answer, the wrong lines that none of them corrects, and the right ones of the mail."""
    context = context_of(case, request, technician)
    wrong = _wrong(orders_from(script, context=context))
    left = [one for one in script.directives if one.line in wrong]
    for line in answer.directives:
        meant = next((one for one in left if _same(one, line)), left[0] if left else None)
        left = [one for one in left if one is not meant]
    right = [one for one in script.directives if one.line not in wrong]
    tried = orders_from(Script(script.text, (*answer.directives, *right)), context=context)
    # a right line that does not go with the corrected one gives way; a note stays a note
    clashing = _wrong(tried)
    kept = [one for one in right if one.line not in clashing or one.name == "note"]
    return tuple(one.line for one in (*answer.directives, *left, *kept))


def _wrong(found: Orders | tuple[object, ...]) -> frozenset[str]:
    return frozenset() if isinstance(found, Orders) else frozenset(getattr(fault, "line", "") for fault in found)


def _same(one: Directive, other: Directive) -> bool:
    return one.name == other.name or nearest(one.name, known=DIRECTIVES) == f"#{other.name}"
