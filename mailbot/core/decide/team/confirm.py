"""Was this you? A proven technician's mail that came without their token waits for one word, and is applied as it was.

The question goes to the registered address with a one-time token of its own. Only a proven reply with that token
counts, and only once. Whether the mail that waits is right, and what it does, is decided where every other one is.
"""

import re
from dataclasses import replace
from typing import Literal

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.rules import ask as ask_rules
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.script import Script, read_script, without_tokens
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.telling.entry import DESK, entry_of, grown, words_of
from mailbot.core.decide.telling.files import given_with, names_of
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import News, lead_of, newest_question, notify, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import File, HoldMessage, SendMail, UseReference
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail, RefusedMail, WasItYouMail
from mailbot.core.model.message import Message
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held
from mailbot.core.parse.attachments import with_bytes

# Beside the parts that the mail itself may write on the request.
WORDS_PART = 9

# Of a reply the first words count: below may stand a signature that asks nobody to print it.
_LOOKED_AT = 200
_GAP = re.compile(r"\n[ \t]*\n")
_YES = re.compile(
    r"\W*(?:yes|yep|yeah|y|ok|okay|sure|confirm(?:ed)?|correct|it was me|that was me|go ahead|do it|send(?: it)?)\b",
    re.I,
)
_NO = re.compile(
    r"\b(?:no|nope|not|never|nothing|stop|cancel|fake|forged|phish\w{0,5}|spam|hack\w{0,5}|(?:was|did|do|is|have)n['’]?t)\b",
    re.I,
)

# Behind the author of words that wait for no other reason than that a colleague was first (`overlap.py`).
HELD_BACK = "(held back: a colleague was first)"

Word = Literal["yes", "no", "unclear"]


def hold(case: Case, request: Request | None, technician: Technician, script: Script) -> Plan:
    """Keep the mail for the team alone, and ask its technician at the registered address whether it was them."""
    reference = case.desk.snapshot.fresh.reference
    number = request.number if request else None
    holding = HoldMessage(reference, case.arrived.inbox, number)
    reasons = ("their token did not come with it: nothing done, and they are asked whether it was them",)
    if request is None:
        content = WasItYouMail(technician.name, None, _would(case, script, None), _text(case))
        return Plan("unverified", (holding, to_registered(case, technician, content, reference=reference)), reasons)
    author = f"{technician.name} (waits for their word)"
    entry = entry_of(case, request=request.number, kind="note", author=author, internal=True)
    after = grown(request, entry=entry, message_id=case.message.message_id)
    newest = newest_question(request)
    content = WasItYouMail(
        technician.name, number, _would(case, script, request), _text(case), newest=newest.text if newest else ""
    )
    mail = to_registered(case, technician, content, reference=reference, request=after)
    return Plan("unverified", (entry, holding, mail), reasons)


def ask_whether_theirs(
    case: Case, technician: Technician, script: Script, *, request: Request, reference: str
) -> tuple[Effect, ...]:
    """Give what makes the mail wait that opened the request: what its directives want is done on a yes."""
    content = WasItYouMail(technician.name, request.number, _would(case, script, None), _text(case))
    mail = to_registered(case, technician, content, reference=reference, request=request)
    return (HoldMessage(reference, case.arrived.inbox, request.number), mail)


def confirms(case: Case) -> bool:
    """Tell whether a proven technician answers the question about a mail that waits for them."""
    technician = case.technician
    asked = case.arrived.token is not None and case.arrived.token.purpose == "c"
    if case.arrived.held is None or not asked or technician is None or case.level < TrustLevel.T2:
        return False
    return case.request is None or may_see(technician, request=case.request)


def answered(case: Case) -> Plan | Case:
    """Give the mail that waited as a case with its technician's full authority, or what follows where it stays undone.

    Undone it stays on a no, on a word that could mean anything, and when it was used, too old or not kept any more.
    """
    held, technician = case.arrived.held, case.technician
    if held is None or technician is None:
        raise AssertionError("only a technician's word about a mail that waits comes here")
    late = _too_late(case)
    if late or held.message is None:
        told = to_registered(case, technician, DoneMail(technician.name, held.request, (late,)))
        return Plan("directive_refused", (told,), (late,))
    script = read_script(case.message.words, known=DIRECTIVES, name=technician.name)
    word = word_of(case.message.words)
    if script.directives or word == "unclear":
        fault = DirectiveFault("(your reply)", "It must say yes or no and nothing else.", "Yes")
        return _asked_once_more(case, technician, fault)
    beside = file_beside(case)
    if beside is not None and word == "yes":
        return _asked_once_more(case, technician, beside)
    return _denied(case, technician) if word == "no" else _as_it_was(case, with_its_files(held, held.message))


def used(plan: Plan, case: Case) -> Plan:
    """Give the plan of the mail that waited with its token used up and the words of the confirmation kept."""
    held, request = case.arrived.held, case.request
    if held is None:
        raise AssertionError("nothing waited")
    effects: tuple[Effect, ...] = (UseReference(held.reference),)
    words = without_tokens(case.message.words)
    if words and request is not None:
        note = entry_of(case, request=request.number, kind="note", internal=True)
        effects = (*effects, replace(note, text=words, part=WORDS_PART))
    return plan.then(*effects).because("their word that it was them came with the one-time token: applied as it was")


def word_of(text: str) -> Word:
    """Give what a reply to the question means; a question, or a yes with a no in it, is neither.

    Example: "Yes, that was me" is a yes, "That wasn't me!" a no, "What is this?" unclear; no words at all are a yes.
    """
    said = _GAP.split(without_tokens(text)[:_LOOKED_AT], maxsplit=1)[0]
    yes, no = _YES.match(said) is not None, _NO.search(said) is not None
    if "?" in said or (yes and no):
        return "unclear"
    return "no" if no else "yes"


def file_beside(case: Case) -> DirectiveFault | None:
    """The fault of a file that came with a mere word about the mail that waits: with that goes what it has itself."""
    files = given_with(case.message, words="-")
    if not files:
        return None
    why = "A file that comes with this reply would not be sent. Reply without it, or write it all again with the file."
    return DirectiveFault(f"({names_of(files)})", why)


def with_its_files(held: Held, message: Message) -> Message:
    """The mail that waited with the bytes of its files: what is sent is taken from the mail at hand, another one."""
    return replace(message, attachments=with_bytes(message.attachments, held.raw))


def _as_it_was(case: Case, message: Message) -> Case:
    arrived = case.arrived
    sender = replace(arrived.sender, level=TrustLevel.T3)
    waited = replace(arrived, message=message, sender=sender, joined_by="token", held=None)
    return Case(waited, case.desk, ask_rules(waited, rules=case.desk.policy.rules))


def _too_late(case: Case) -> str:
    held = case.arrived.held
    if held is None or held.message is None:
        return "The mail that waited for this word is not kept any more: nothing was done. Please write it again."
    if held.used_at is not None:
        return "Your word on that mail came before, and counts once: nothing was done by this reply."
    if case.arrived.token_expired:
        return "Your word on that mail came too late: nothing was done. Please write it again."
    return ""


def _asked_once_more(case: Case, technician: Technician, fault: DirectiveFault) -> Plan:
    held = case.arrived.held
    content = RefusedMail(technician.name, held.request if held else None, (fault,), _text(case))
    reference = held.reference if held else ""
    mail = to_registered(case, technician, content, reference=reference, request=case.request)
    return Plan("directive_refused", (mail,), (f"{fault.line}: {fault.reason} The mail waits on",))


def _denied(case: Case, technician: Technician) -> Plan:
    held, request, desk = case.arrived.held, case.request, case.desk
    gone = UseReference(held.reference if held else "")
    if request is not None and held is not None and _was_held_back(request, held.message):
        said = f"{technician.name} does not send what was held back."
        event = AddEntry(request.number, "event", DESK, said, case.arrived.received_at, internal=True)
        return Plan("directive_done", (event, gone), (said,))
    why = f"{technician.name} says that the mail in their name was not theirs. Nothing of it was done."
    if request is None:
        return Plan("unverified", (gone, File("unverified")), (why,))
    entry = AddEntry(request.number, "event", DESK, why, case.arrived.received_at, internal=True)
    after = grown(request, entry=entry)
    news = News(event="message_added", text=words_of(case.message), notice=why)
    if request.sensitive:
        return Plan("unverified", (entry, gone, *notify(after, news=news, desk=desk)), (why,))
    mails = [tell(lead, request=after, news=news, desk=desk) for lead in lead_of(request.line, desk=desk)]
    return Plan("unverified", (entry, gone, *mails), (why, "the line's lead is told"))


def _was_held_back(request: Request, message: Message | None) -> bool:
    """Whether the mail that waits is the technician's beyond doubt: it only came after a colleague's."""
    if message is None:
        return False
    kept = (entry for entry in request.entries if entry.message_id == message.message_id)
    return any(entry.kind == "note" and entry.author.endswith(HELD_BACK) for entry in kept)


def _would(case: Case, script: Script, request: Request | None) -> tuple[str, ...]:
    """What the mail would do, a sentence each: whom its words would reach with which files, and its directives."""
    inside = any(directive.name == "note" for directive in script.directives)
    told: tuple[str, ...] = ()
    if script.text and request is not None and not inside:
        people = (request.requester, *request.participants)
        names = ", ".join(person.name or person.address for person in people if person.address)
        files = names_of(given_with(case.message, script.text))
        told = (f"Your words below would go to {names}{', with ' if files else ''}{files}.",)
    return (*told, *(f"{one.line}: {DIRECTIVES[one.name].help}" for one in script.directives if one.name in DIRECTIVES))


def _text(case: Case) -> str:
    return without_tokens(case.message.words)


def to_registered(
    case: Case, technician: Technician, content: MailContent, *, reference: str = "", request: Request | None = None
) -> SendMail:
    """To the registered address. With a `reference` of a mail that waits, the mail carries the one-time token."""
    recipient = recipient_of(technician, desk=case.desk)
    about = request or case.request
    if reference:
        recipient = replace(recipient, purpose="c")
    elif about is not None:
        reference = about.reference
    return SendMail(
        to=recipient,
        content=content,
        school=about.school if about else case.arrived.route.school,
        subject=about.subject if about else case.message.subject,
        reference=reference,
        thread=about.reference if about else "",
        request=about.number if about else None,
        tag=about.tag if about else "",
        entry_seen=about.next_entry - 1 if about else 0,
    )
