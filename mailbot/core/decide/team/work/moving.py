"""Carries out `#escalate` and `#line`: who gets the ticket on the other line, and what they are told with it."""

from dataclasses import replace

from mailbot.core.decide.case import Desk
from mailbot.core.decide.opening import assign
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import asked_again, lead_of, tell
from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import Assign, AssignedHow
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request


def to_line(
    request: Request, line: int, *, desk: Desk, by: str = "", how: AssignedHow = "line"
) -> tuple[Request, tuple[Effect, ...]]:
    """Give the request at that line, with whoever of it is on duty as its owner, and the effects; nobody else's loss.

    Where nobody of the line is on duty it is nobody's, and the line's lead is told (`news`). The move is counted as
    that of `by` (a technician's id, '' for the desk).
    """
    given, assigning, _ = assign(replace(request, line=line, assignee=None, covers_for=None), desk=desk)
    if not any(isinstance(effect, Assign) for effect in assigning):
        assigning = (Assign(request.number, None, line), *assigning)
    counted = (replace(one, how=how, by=by) if isinstance(one, Assign) else one for one in assigning)
    return given, tuple(counted)


def senseless(request: Request, orders: Orders, *, desk: Desk) -> DirectiveFault | None:
    """Give the fault of an escalation that would leave the ticket with who has it: at night that is who is on call."""
    if orders.line is None or orders.line <= request.line or request.assignee is None:
        return None
    given, _ = to_line(request, orders.line, desk=desk)
    owner = desk.technician(given.assignee)
    if owner is None or owner.id != request.assignee:
        return None
    why = f"Nobody else of line {orders.line} is there now: it would stay with {owner.name}."
    return DirectiveFault(f"#line {orders.line}", why, "#assign NAME")


def sentence(request: Request, orders: Orders, *, by: Technician, desk: Desk) -> str:
    """Give the event that the story keeps: counted by these words, up and down."""
    given, _ = to_line(request, orders.line or request.line, desk=desk)
    former, owner = desk.technician(request.assignee), desk.technician(given.assignee)
    came_from = f"line {request.line}" + (f" ({former.name})" if former else "")
    goes_to = f"line {given.line}" + (f" ({owner.name})" if owner else "")
    why = f" {orders.why}" if orders.why else ""
    return f"{by.name}: moved from {came_from} to {goes_to}.{why}"


def news(
    after: Request, before: Request, orders: Orders, *, by: Technician, article: Article | None, desk: Desk
) -> tuple[SendMail, ...]:
    """Give the mail with the story for the new owner, or for the line's lead where there is none."""
    upward = after.line > before.line
    said = [f"{by.name} handed it {'up' if upward else 'down'} from line {before.line} to line {after.line}."]
    said += [orders.why] if orders.why else []
    said += [f"{article.id} says how to do it: {article.title}"] if article is not None and not upward else []
    told = asked_again(after, event="assigned", notice=" ".join(said))
    owner = desk.technician(after.assignee)
    recipients = (recipient_of(owner, desk=desk),) if owner is not None else lead_of(after.line, desk=desk)
    if after.sensitive:
        recipients = ()
    return tuple(tell(one, request=after, news=told, desk=desk) for one in recipients if one.address != by.address)
