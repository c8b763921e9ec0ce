"""What is read of a technician's mail: its directives, those of the subject first, and what they are read in."""

from dataclasses import replace
from itertools import islice

from mailbot.core.decide.case import Case
from mailbot.core.decide.team import absent
from mailbot.core.decide.team.grammar.orders import Context
from mailbot.core.decide.team.grammar.rows import names_rows
from mailbot.core.decide.team.grammar.script import Script, quoted_alone, read_script, shown_steps, signed_note
from mailbot.core.decide.team.grammar.subject import read_subject
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.unsent import unsent
from mailbot.core.model.article import PICTURED
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.model.message import Message
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

ROW_OF_A_LIST = "That names a row of a list: reply with it to the list, or say it in words."
BARE = frozenset(name for name, form in DIRECTIVES.items() if form.argument == "none")


def script_of(case: Case, technician: Technician) -> Script:
    """Give the mail taken apart. A lone directive that stands quoted is a fault, so that it hides no wish."""
    message, request = case.message, case.request
    script = read_script(message.said, known=DIRECTIVES, name=technician.name)
    if request is None:
        tagged = read_subject(message.subject, known=DIRECTIVES, bare=BARE, alone=True)
    else:
        own = case.desk.snapshot.tagged
        tagged = read_subject(message.subject, known=DIRECTIVES, bare=BARE, ours=request.subject, counted=own)
    hidden = quoted_alone(message.text, known=DIRECTIVES)
    faults = (*tagged.faults, *script.faults, *((hidden,) if hidden is not None else ()))
    inside = any(one.name == "note" for one in (*tagged.directives, *script.directives))
    if request is not None and not inside:
        faults = (*faults, *filter(None, (shown_steps(message.new_text), signed_note(message.signature))))
        told = {fault.line for fault in faults}
        faults = (
            *faults,
            *islice((one for one in unsent(case, request, technician, script) if one.line not in told), 1),
        )
    if request is not None and not inside and names_rows(script.text, known=DIRECTIVES):
        first = script.text.strip().splitlines()[0].strip()
        faults = (*faults, DirectiveFault(first, ROW_OF_A_LIST))
    return replace(script, directives=(*tagged.directives, *script.directives), faults=faults)


def pictured(message: Message, text: str, *, technician: Technician) -> str:
    """Give the words of a technician's mail, as its script has them, with the pictures where they stood in it.

    One beside a directive has no place among the words: then all stand at the end.
    """
    if not message.pictured:
        return text
    shown = read_script(message.pictured, known=DIRECTIVES, name=technician.name).text
    if PICTURED.sub("", shown).split() == text.split():
        return shown
    references = dict.fromkeys(found.group() for found in PICTURED.finditer(message.pictured))
    return "\n\n".join((text, *references))


def context_of(case: Case, request: Request, technician: Technician) -> Context:
    """Give what the directives of this technician's mail on the request are read in."""
    desk = case.desk
    return Context(
        technician,
        request,
        desk.policy.technicians,
        desk.snapshot.articles,
        desk.policy.promotion.publish_line,
        schools=desk.policy.schools,
        priorities=desk.policy.priorities,
        zone=desk.school(request.school).calendar.zone,
        now=desk.now,
        named=case.arrived.named,
        requests=desk.snapshot.requests,
        seen=case.arrived.token.entry_seen if case.arrived.token is not None else 0,
        speakers=absent.speakers(desk),
    )
