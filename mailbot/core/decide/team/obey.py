"""Carries out what a technician's mail wants: entries, owner, state, words to people, articles, news to the team.

Whether the technician is believed and what the mail says is settled before (`technician.py`, `directives.py`).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team import moving
from mailbot.core.decide.team.articles import Draft, keep
from mailbot.core.decide.team.directives import Orders
from mailbot.core.decide.telling.entry import entry_of, grown, in_state
from mailbot.core.decide.telling.mails import Letter, answers, recipient_of
from mailbot.core.decide.telling.notify import asked_again, hand_over, tell
from mailbot.core.model.effects import (
    AddEntry,
    Assign,
    CancelTimers,
    Effect,
    MakeOffer,
    PublishArticle,
    RecordOutcome,
    RetireArticle,
    ScheduleTimer,
    SendMail,
    SetState,
)
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import EntryKind, OfferedArticle, Request, RequestState

SOLVED_TEXT = "Your request is solved."


@dataclass(frozen=True, slots=True)
class Work:
    """One mail's orders on one request: `before` is the request as it was, `draft` the article that was wished for."""

    case: Case
    before: Request
    technician: Technician
    orders: Orders
    draft: Draft | None = None

    def plan(self) -> Plan:
        """Give all effects of the mail, in the order of writing."""
        entries, after = self._entries()
        effects: tuple[Effect, ...] = (*entries, *self._ownership(), *self._state(after), *self._to_people(after))
        if self.draft is not None:
            effects = (
                *effects,
                *keep(
                    self.draft, technician=self.technician, desk=self._desk, school=after.school, request=after.number
                ),
            )
        effects = (*effects, *self._articles())
        orders = self.orders
        moved = orders.assign is not None or orders.line is not None or orders.pend
        done = orders.solve or moved or self.draft is not None or self._knows
        return Plan("directive_done" if done else "entry_added", (*effects, *self._to_team(after)), self._reasons())

    @property
    def _desk(self) -> Desk:
        return self.case.desk

    @property
    def _overtaken(self) -> bool:
        """Whether somebody on the request wrote after the mail that the technician replied to."""
        token = self.case.arrived.token
        return token is not None and self.before.last_requester_entry > token.entry_seen

    @property
    def _solves(self) -> bool:
        return self.orders.solve and not self._overtaken

    @property
    def _pends(self) -> bool:
        return self.orders.pend and not self._overtaken

    @property
    def _public(self) -> bool:
        return (not self.orders.internal and bool(self.orders.text)) or self.orders.send is not None

    @property
    def _knows(self) -> bool:
        return any((self.orders.send, self.orders.retire, self.orders.approve))

    def _articles(self) -> tuple[Effect, ...]:
        """What becomes of the articles that the mail names."""
        sent, retired, approved = self.orders.send, self.orders.retire, self.orders.approve
        effects: tuple[Effect, ...] = ()
        if sent is not None:
            place = 1 + max((one.rank for one in self.before.offered), default=0)
            offered = OfferedArticle(sent.id, sent.version, sent.title, place, 1.0)
            effects = (MakeOffer(self.before.number, (offered,)),)
        if retired is not None:
            effects = (*effects, RetireArticle(retired.id, self.technician.id))
        if approved is not None:
            effects = (*effects, PublishArticle(approved.id, self.technician.id))
        return effects

    def _entries(self) -> tuple[tuple[AddEntry, ...], Request]:
        texts: list[tuple[EntryKind, str]] = []
        if self.orders.text:
            texts.append(("note" if self.orders.internal else "answer", self.orders.text))
        if self.orders.send is not None:
            texts.append(("answer", f"(sent {self.orders.send.id}: {self.orders.send.title})"))
        if self._solves and not self._public:
            texts.append(("answer", SOLVED_TEXT))
        if self.orders.line is not None:
            texts.append(("event", moving.sentence(self.before, self.orders, by=self.technician, desk=self._desk)))
        elif not texts:
            texts.append(("event", self._event()))
        after, entries = self.before, []
        for part, (kind, text) in enumerate(texts):
            entry = entry_of(
                self.case,
                request=after.number,
                kind=kind,
                author=self.technician.name,
                internal=kind in ("note", "event"),
            )
            files = entry.attachments if part == 0 else ()
            entry = replace(entry, text=text, part=part, attachments=files)
            after = grown(after, entry=entry, message_id=self.case.message.message_id)
            entries.append(entry)
        state: RequestState = "solved" if self._solves else "open" if after.state == "offered" else after.state
        after = in_state(after, "pending" if self._pends else state, at=self._desk.now)
        if self.orders.line is not None:
            moved = moving.to_line(self.before, self.orders.line, desk=self._desk)[0]
            return tuple(entries), replace(after, assignee=moved.assignee, line=moved.line)
        owner = self._new_owner()
        return tuple(entries), replace(after, assignee=owner.id if owner else after.assignee)

    def _event(self) -> str:
        name = self.technician.name
        about = (self.draft.article if self.draft else None, self.orders.retire, self.orders.approve)
        for article, word in zip(about, ("wrote", "retired", "approved"), strict=True):
            if article is not None:
                return f"{name} {word} {article.id}."
        if self.orders.assign is None:
            if self._pends:
                return f"{name}: waiting for the requester."
            return f"{name}: {'#pending' if self.orders.pend else '#solved'} was not applied."
        if self.orders.assign.id == self.technician.id:
            return f"{self.technician.name} took the ticket."
        return f"{self.technician.name} gave the ticket to {self.orders.assign.name}."

    def _new_owner(self) -> Technician | None:
        """Whom the mail names; else who answers a ticket that is nobody's owns it."""
        if self.orders.assign is not None:
            return self.orders.assign
        unowned = self._desk.technician(self.before.assignee) is None
        fit = may_see(self.technician, request=self.before)
        return self.technician if unowned and fit and not self.orders.internal else None

    def _ownership(self) -> tuple[Effect, ...]:
        if self.orders.line is not None:
            return moving.to_line(self.before, self.orders.line, desk=self._desk)[1]
        owner = self._new_owner()
        if owner is None or owner.id == self.before.assignee:
            return ()
        return (Assign(self.before.number, owner.id, owner.line),)

    def _state(self, after: Request) -> tuple[Effect, ...]:
        number, now = self.before.number, self._desk.now
        offered: tuple[Effect, ...] = ()
        if self.before.state == "offered":
            offered = (RecordOutcome(number, "skipped"), CancelTimers(number, "offer_silence"))
        if self._solves:
            due = now + timedelta(days=self._desk.policy.close_after_days)
            closing = ScheduleTimer(number, "close_solved", round=after.next_entry - 1, due_at=due)
            solved = SetState(number, "solved", now, outcome="technician")
            return (*offered, solved, CancelTimers(number, "close_solved"), closing)
        if self._pends:
            return (*offered, SetState(number, "pending", now), CancelTimers(number, "close_solved"))
        return (*offered, SetState(number, "open", now)) if offered else ()

    def _to_people(self, after: Request) -> tuple[SendMail, ...]:
        if self._public:
            text = self.orders.text
        elif self._solves:
            text = SOLVED_TEXT
        else:
            return ()
        letter = Letter(text, solved=self._solves, article=self.orders.send)
        return answers(after, technician=self.technician, letter=letter, desk=self._desk)

    def _to_team(self, after: Request) -> tuple[SendMail, ...]:
        mails: tuple[SendMail, ...] = ()
        given = self.orders.assign
        if given is not None and given.id != self.technician.id:
            notice = f"{self.technician.name} gave you this ticket."
            mails = (hand_over(after, technician=given, notice=notice, desk=self._desk),)
        if self.orders.line is not None:
            article = self.draft.article if self.draft else None
            mails = moving.news(after, self.before, self.orders, by=self.technician, article=article, desk=self._desk)
        if (self.orders.solve or self.orders.pend) and self._overtaken:
            mails = (*mails, self._overtaken_mail(after))
        return mails

    def _overtaken_mail(self, after: Request) -> SendMail:
        sent = "Your answer was sent, but" if self._public else "Nothing was sent, and"
        name = "#pending" if self.orders.pend else "#solved"
        notice = f"{sent} {name} was not applied: this came after the mail that you replied to."
        news = asked_again(self.before, event="message_added", notice=notice)
        recipient = recipient_of(self.technician, desk=self._desk)
        return tell(recipient, request=after, news=news, desk=self._desk)

    def _reasons(self) -> tuple[str, ...]:
        orders, draft, name = self.orders, self.draft, self.technician.name
        said = (
            (self._public, f"{name}'s words go to the requester and the participants"),
            (orders.internal, f"{name}'s mail is a note for technicians"),
            (self._solves, "#solved: the ticket is solved"),
            (orders.solve and self._overtaken, "#solved not applied: the requester wrote after the mail replied to"),
            (self._pends, "#pending: it waits for the requester"),
            (orders.pend and self._overtaken, "#pending not applied: the requester wrote after the mail replied to"),
            (orders.line is not None, f"the ticket goes from line {self.before.line} to line {orders.line}"),
            (orders.assign is not None, f"the ticket is {orders.assign.name if orders.assign else ''}'s"),
            (draft is not None, f"#kb: {draft.article.id} is {draft.article.state}" if draft else ""),
        )
        return tuple(reason for holds, reason in said if holds)
