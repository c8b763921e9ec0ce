"""Two technicians answer at once: the second hears of the first's words before theirs go out, and may still send them.

It is told by the mail that they replied to: what a colleague answered after it they cannot have read. Both answers are
kept. With `overlap = "send"` the second goes out all the same.
"""

from collections.abc import Sequence

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.team.confirm import HELD_BACK, to_registered
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.grammar.script import without_tokens
from mailbot.core.decide.telling.entry import entry_of, grown
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import HoldMessage
from mailbot.core.model.mails.technician import OverlapMail
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Entry, Request


def held_back(case: Case, request: Request, technician: Technician, orders: Orders) -> Plan | None:
    """Give what follows where a colleague has answered since, None where the mail may go out."""
    if case.desk.policy.overlap == "send" or not _speaks(orders):
        return None
    unread = _unread(case, request, technician)
    if not unread:
        return None
    newest = unread[-1]
    # a mail that corrects another one is two mails: they are not kept as one, so that it must be written again
    kept = case.arrived.held is None
    content = OverlapMail(
        technician.name,
        request.number,
        newest.author,
        newest.at,
        tuple(entry.text for entry in unread),
        without_tokens(case.message.new_text),
        kept=kept,
    )
    author = f"{technician.name} {HELD_BACK}"
    entry = entry_of(case, request=request.number, kind="note", author=author, internal=True)
    after = grown(request, entry=entry, message_id=case.message.message_id)
    why = f"{newest.author} answered after the mail that they replied to: nothing is sent until they say so"
    if not kept:
        mail = to_technician(
            content,
            request=after,
            recipient=recipient_of(technician, desk=case.desk),
            entry_seen=after.next_entry - 1,
        )
        return Plan("directive_refused", (entry, mail), (why,))
    reference = case.desk.snapshot.fresh.reference
    mail = to_registered(case, technician, content, reference=reference, request=after)
    effects: tuple[Effect, ...] = (entry, HoldMessage(reference, case.arrived.inbox, request.number), mail)
    return Plan("directive_refused", effects, (why,))


def _speaks(orders: Orders) -> bool:
    return (bool(orders.text) and not orders.internal) or orders.send is not None or orders.solve


def _unread(case: Case, request: Request, technician: Technician) -> Sequence[Entry]:
    """The answers of colleagues that came after the mail which this one replies to."""
    token = case.arrived.token
    if token is None:
        return ()
    return [
        entry
        for entry in request.entries
        if entry.kind == "answer" and entry.number > token.entry_seen and entry.author != technician.name
    ]
