"""What follows from a technician's reply on a thread, by how far they are believed.

With their own token they are obeyed. Proven but without it, nothing is done and a fresh notification goes to the
registered address. Unproven, it is an internal entry that the line's lead sees.
"""

import re
from dataclasses import replace
from datetime import timedelta

from mailbot.core.decide.articles import Draft, draft_from, keep
from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.directives import DIRECTIVES, Context, Orders, help_lines, orders_from
from mailbot.core.decide.entry import attachments_of, entry_of, grown, words_of
from mailbot.core.decide.mails import answers, recipient_of, to_technician
from mailbot.core.decide.notify import News, hand_over, lead_of, newest_question, notify, tell
from mailbot.core.decide.script import Script, read_script
from mailbot.core.decide.sensitive import may_see
from mailbot.core.model.effects import (
    AddEntry,
    Assign,
    CancelTimers,
    Effect,
    RecordOutcome,
    ScheduleTimer,
    SendMail,
    SetState,
)
from mailbot.core.model.mail import DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import EntryKind, Request

SOLVED_TEXT = "Your request is solved."
_TOKEN_LINE = re.compile(r"(?im)^[> \t]{0,20}ref: ?[a-z2-7]{46}[ \t]{0,20}$")
_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{46}(?![a-z2-7])", re.IGNORECASE)


def answer(case: Case, request: Request, technician: Technician) -> Plan:
    """A mail with the technician's own token: all that it says is done, or nothing and it comes back."""
    script = _script(case, technician)
    context = Context(technician, request, case.desk.policy.technicians)
    orders = orders_from(script, context=context)
    if not isinstance(orders, Orders):
        return _refused(case, request, technician, orders)
    if orders.help:
        return _helped(case, request, technician)
    fault = _undeliverable(orders, request)
    draft = _draft(case, request, technician, orders)
    if fault is not None or isinstance(draft, DirectiveFault):
        faults = tuple(one for one in (fault, draft) if isinstance(one, DirectiveFault))
        return _refused(case, request, technician, faults)
    return _Work(case, request, technician, orders).plan(draft)


def held(case: Case, request: Request, technician: Technician) -> Plan:
    """A proven mail without the token: kept for the team alone, and asked again at the registered address."""
    script = _script(case, technician)
    if [directive.name for directive in script.directives] == ["help"] and not script.text:
        return _helped(case, request, technician)
    entry = entry_of(case, request=request.number, kind="note", author=technician.name, internal=True)
    if not may_see(technician, request=request):
        return Plan("unverified", (entry,), ("they are not named for sensitive requests: nothing is mailed to them",))
    after = grown(request, entry=entry, message_id=case.message.message_id)
    news = News(event="held", text=words_of(case.message), attachments=attachments_of(case.message))
    mail = tell(recipient_of(technician, desk=case.desk), request=after, news=news, desk=case.desk)
    return Plan("unverified", (entry, mail), ("their token did not come with it: nothing done, asked again",))


def unproven(case: Case, request: Request) -> Plan:
    """A mail in a technician's name without proof: an entry for the team; the line's lead sees it unless it is false."""
    entry = entry_of(case, request=request.number, kind="note", author=f"{case.author} (not verified)", internal=True)
    why = "it names a technician as its sender and nothing proves that: nothing is obeyed"
    if case.level == TrustLevel.T0:
        return Plan("unverified", (entry,), (why,))
    after = grown(request, entry=entry, message_id=case.message.message_id)
    notice = f"This came in the name of {case.author} and nothing proves that. Nothing was done."
    news = News(event="message_added", text=words_of(case.message), notice=notice, verified=False)
    if request.sensitive:
        return Plan("unverified", (entry, *notify(after, news=news, desk=case.desk)), (why,))
    mails = [tell(lead, request=after, news=news, desk=case.desk) for lead in lead_of(request.line, desk=case.desk)]
    return Plan("unverified", (entry, *mails), (why, "the line's lead is told"))


class _Work:
    """Carries out one mail's orders: all of its effects, in the order of writing."""

    def __init__(self, case: Case, request: Request, technician: Technician, orders: Orders) -> None:
        self._case, self._desk = case, case.desk
        self._before, self._technician, self._orders = request, technician, orders
        token = case.arrived.token
        self._overtaken = token is not None and request.last_requester_entry > token.entry_seen
        self._solves = orders.solve and not self._overtaken
        self._public = not orders.internal and bool(orders.text)

    def plan(self, draft: Draft | None) -> Plan:
        """Give the whole plan; `draft` is the article that was wished for."""
        entries, after = self._entries()
        effects: tuple[Effect, ...] = (*entries, *self._ownership(), *self._state(after), *self._to_people(after))
        if draft is not None:
            effects = (*effects, *keep(draft, request=after, technician=self._technician, desk=self._desk))
        done = bool(self._case.arrived.token) and (self._orders.solve or self._orders.assign or draft)
        return Plan(
            "directive_done" if done else "entry_added", (*effects, *self._to_team(after)), self._reasons(draft)
        )

    def _entries(self) -> tuple[tuple[AddEntry, ...], Request]:
        texts: list[tuple[EntryKind, str]] = []
        if self._orders.text:
            texts.append(("note" if self._orders.internal else "answer", self._clean))
        if self._solves and not self._public:
            texts.append(("answer", SOLVED_TEXT))
        if not texts:
            texts.append(("event", self._event()))
        after, entries = self._before, []
        for part, (kind, text) in enumerate(texts):
            entry = entry_of(
                self._case,
                request=after.number,
                kind=kind,
                author=self._technician.name,
                internal=kind in ("note", "event"),
            )
            files = entry.attachments if part == 0 else ()
            entry = replace(entry, text=text, part=part, attachments=files)
            after = grown(after, entry=entry, message_id=self._case.message.message_id)
            entries.append(entry)
        owner = self._new_owner()
        after = replace(
            after,
            assignee=owner.id if owner else after.assignee,
            state="solved" if self._solves else "open" if after.state == "offered" else after.state,
        )
        return tuple(entries), after

    @property
    def _clean(self) -> str:
        return without_tokens(self._orders.text)

    def _event(self) -> str:
        if self._orders.assign is None:
            return f"{self._technician.name}: #solved was not applied."
        if self._orders.assign.id == self._technician.id:
            return f"{self._technician.name} took the ticket."
        return f"{self._technician.name} gave the ticket to {self._orders.assign.name}."

    def _new_owner(self) -> Technician | None:
        """Whom the mail names; else who answers a ticket that is nobody's owns it."""
        if self._orders.assign is not None:
            return self._orders.assign
        unowned = self._desk.technician(self._before.assignee) is None
        fit = may_see(self._technician, request=self._before)
        return self._technician if unowned and fit and not self._orders.internal else None

    def _ownership(self) -> tuple[Effect, ...]:
        owner = self._new_owner()
        if owner is None or owner.id == self._before.assignee:
            return ()
        return (Assign(self._before.number, owner.id, owner.line),)

    def _state(self, after: Request) -> tuple[Effect, ...]:
        number, now = self._before.number, self._desk.now
        offered: tuple[Effect, ...] = ()
        if self._before.state == "offered":
            offered = (RecordOutcome(number, "skipped"), CancelTimers(number, "offer_silence"))
        if self._solves:
            due = now + timedelta(days=self._desk.policy.close_after_days)
            closing = ScheduleTimer(number, "close_solved", round=after.next_entry - 1, due_at=due)
            solved = SetState(number, "solved", now, outcome="technician")
            return (*offered, solved, CancelTimers(number, "close_solved"), closing)
        return (*offered, SetState(number, "open", now)) if offered else ()

    def _to_people(self, after: Request) -> tuple[SendMail, ...]:
        if self._public:
            text = self._clean
        elif self._solves:
            text = SOLVED_TEXT
        else:
            return ()
        return answers(after, technician=self._technician, text=text, solved=self._solves, desk=self._desk)

    def _to_team(self, after: Request) -> tuple[SendMail, ...]:
        mails: tuple[SendMail, ...] = ()
        given = self._orders.assign
        if given is not None and given.id != self._technician.id:
            notice = f"{self._technician.name} gave you this ticket."
            mails = (hand_over(after, technician=given, notice=notice, desk=self._desk),)
        if self._orders.solve and self._overtaken:
            mails = (*mails, self._overtaken_mail(after))
        return mails

    def _overtaken_mail(self, after: Request) -> SendMail:
        newest = newest_question(self._before)
        sent = "Your answer was sent, but" if self._public else "Nothing was sent, and"
        notice = f"{sent} #solved was not applied: this came after the mail that you replied to."
        news = News(event="message_added", text=newest.text if newest else "", notice=notice)
        recipient = recipient_of(self._technician, desk=self._desk)
        return tell(recipient, request=after, news=news, desk=self._desk)

    def _reasons(self, draft: Draft | None) -> tuple[str, ...]:
        orders, name = self._orders, self._technician.name
        said = (
            (self._public, f"{name}'s words go to the requester and the participants"),
            (orders.internal, f"{name}'s mail is a note for technicians"),
            (self._solves, "#solved: the ticket is solved"),
            (orders.solve and self._overtaken, "#solved not applied: the requester wrote after the mail replied to"),
            (orders.assign is not None, f"the ticket is {orders.assign.name if orders.assign else ''}'s"),
            (draft is not None, f"#kb: {draft.article.id} is {draft.article.state}" if draft else ""),
        )
        return tuple(reason for holds, reason in said if holds)


def without_tokens(text: str) -> str:
    """Give the text without our tokens: a quoted one is a key to its owner's authority."""
    return _TOKEN.sub("(removed)", _TOKEN_LINE.sub("", text)).strip()


def _script(case: Case, technician: Technician) -> Script:
    return read_script(case.message.new_text, known=DIRECTIVES, name=technician.name)


def _draft(case: Case, request: Request, technician: Technician, orders: Orders) -> Draft | DirectiveFault | None:
    if orders.article is None:
        return None
    if orders.internal and orders.article.audience == "staff":
        return DirectiveFault("#kb", "A note is for technicians, so it becomes no article for staff.", "#kb/technician")
    text = without_tokens(orders.text)
    return draft_from(text, wish=orders.article, request=request, technician=technician, desk=case.desk)


def _undeliverable(orders: Orders, request: Request) -> DirectiveFault | None:
    public = (orders.text and not orders.internal) or orders.solve
    reachable = any(person.address for person in (request.requester, *request.participants))
    if not public or reachable:
        return None
    return DirectiveFault("(your text)", "Nobody on this ticket has an address that could be answered.", "#note")


def _refused(case: Case, request: Request, technician: Technician, faults: tuple[DirectiveFault, ...]) -> Plan:
    content = RefusedMail(technician.name, request.number, faults, case.message.new_text)
    reasons = tuple(f"refused: {fault.line}: {fault.reason}" for fault in faults)
    return Plan("directive_refused", (_reply(case, request, technician, content),), reasons)


def _helped(case: Case, request: Request, technician: Technician) -> Plan:
    content = DoneMail(technician.name, request.number, help_lines())
    return Plan("directive_done", (_reply(case, request, technician, content),), ("#help is answered",))


def _reply(case: Case, request: Request, technician: Technician, content: DoneMail | RefusedMail) -> SendMail:
    """To the registered address; it shows no newer entries, so the token must not say that they were seen."""
    seen = case.arrived.token.entry_seen if case.arrived.token else 0
    recipient = recipient_of(technician, desk=case.desk)
    return to_technician(content, request=request, recipient=recipient, entry_seen=seen)
