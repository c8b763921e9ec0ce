"""Carries out what a technician's mail wants: entries, owner, state, words to people, articles, news to the team.

Whether the technician is believed and what the mail says is settled before (`technician.py`, `directives.py`).
"""

from dataclasses import dataclass, replace

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.work import changes, joining, moving
from mailbot.core.decide.team.work.articles import Draft, keep
from mailbot.core.decide.team.work.undo import remembered
from mailbot.core.decide.telling.entry import entry_of, grown
from mailbot.core.decide.telling.files import answered_with, names_of
from mailbot.core.decide.telling.mails import Letter, answers, recipient_of
from mailbot.core.decide.telling.notify import asked_again, hand_over, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, RetireArticle
from mailbot.core.model.effects.on_mail import SendMail, SentFile
from mailbot.core.model.effects.on_request import AddEntry, Assign
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import EntryKind, OfferedArticle, Request
from mailbot.core.model.undo import Rest

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
        before, orders, desk = self.before, self.orders, self._desk
        effects: tuple[Effect, ...] = (
            *entries,
            *self._ownership(),
            *changes.detail_effects(self.case, before, orders, by=self.technician),
            *changes.state_effects(before, after, orders, applied=self._applied, desk=desk),
            *self._to_people(after),
        )
        if self.draft is not None:
            effects = (
                *effects,
                *keep(
                    self.draft, technician=self.technician, desk=self._desk, school=after.school, request=after.number
                ),
            )
        effects = (*effects, *self._articles(), *self._kept(after, entries))
        moved = orders.assign is not None or orders.line is not None or bool(self._clauses)
        done = bool(changes.state_wished(orders)) or moved or self.draft is not None or self._knows
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
    def _applied(self) -> bool:
        """Whether the ticket is put into the state wished for: who has not read the newest may open it and no more."""
        return bool(changes.state_wished(self.orders)) and (self.orders.reopen or not self._overtaken)

    @property
    def _not_applied(self) -> str:
        """The wish that came to nothing, '' for none."""
        return "" if self._applied else changes.state_wished(self.orders)

    @property
    def _solves(self) -> bool:
        return self.orders.solve and self._applied

    @property
    def _pends(self) -> bool:
        return self.orders.pend and self._applied

    @property
    def _clauses(self) -> tuple[str, ...]:
        return changes.said(self.case, self.before, self.orders, applied=self._applied)

    @property
    def _public(self) -> bool:
        return (not self.orders.internal and bool(self.orders.text)) or self.orders.send is not None

    @property
    def _files(self) -> tuple[SentFile, ...]:
        """What goes to people with the words; where no words of the mail go to them, none of its files does."""
        return () if self.orders.internal else answered_with(self.case.message, self.orders.text)

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

    def _kept(self, after: Request, entries: tuple[AddEntry, ...]) -> tuple[Effect, ...]:
        """What takes the mail's effects back."""
        orders, written = self.orders, self.draft.article if self.draft else None
        lasting = (
            (f"{orders.retire.id}, which is retired" if orders.retire else ""),
            (f"{orders.approve.id}, which is published (#retire takes it back)" if orders.approve else ""),
            *joining.lasting(orders),
        )
        rest = Rest(
            minutes=orders.minutes,
            sent=tuple(self.before.next_entry + place for place, one in enumerate(entries) if one.kind == "answer"),
            article=f"{written.id}@{written.version}" if written else "",
            lasting=tuple(one for one in lasting if one),
        )
        return remembered(self.case, self.before, after, by=self.technician, rest=rest)

    def _texts(self) -> list[tuple[EntryKind, str]]:
        """What the story keeps of the mail: its words, what was sent, what became of the ticket."""
        texts: list[tuple[EntryKind, str]] = []
        if self.orders.text:
            texts.append(("note" if self.orders.internal else "answer", self.orders.text))
        if self.orders.send is not None:
            texts.append(("answer", f"(sent {self.orders.send.id}: {self.orders.send.title})"))
        if self._solves and not self._public:
            texts.append(("answer", SOLVED_TEXT))
        silent = not texts
        if self._clauses:
            texts.append(("event", f"{self.technician.name}: {'; '.join(self._clauses)}."))
        if self.orders.line is not None:
            texts.append(("event", moving.sentence(self.before, self.orders, by=self.technician, desk=self._desk)))
        elif silent and (not texts or self._event_beside):
            texts.append(("event", self._event()))
        return texts

    def _entries(self) -> tuple[tuple[AddEntry, ...], Request]:
        after, entries = changes.with_details(self.case, self.before, self.orders), []
        for part, (kind, text) in enumerate(self._texts()):
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
        after = changes.with_state(after, self.orders, applied=self._applied, desk=self._desk)
        if self.orders.line is not None:
            moved = moving.to_line(self.before, self.orders.line, desk=self._desk)[0]
            return tuple(entries), replace(after, assignee=moved.assignee, line=moved.line)
        owner = self._new_owner()
        return tuple(entries), replace(after, assignee=owner.id if owner else after.assignee)

    @property
    def _event_beside(self) -> bool:
        """Whether the mail did something that its clauses do not say."""
        orders = self.orders
        return any((self.draft, orders.retire, orders.approve, orders.assign, self._not_applied))

    def _event(self) -> str:
        name = self.technician.name
        about = (self.draft.article if self.draft else None, self.orders.retire, self.orders.approve)
        for article, word in zip(about, ("wrote", "retired", "approved"), strict=True):
            if article is not None:
                return f"{name} {word} {article.id}."
        if self.orders.assign is None:
            if self._pends:
                return f"{name}: waiting for the requester."
            return f"{name}: #{changes.state_wished(self.orders) or 'solved'} was not applied."
        if self.orders.assign.id == self.technician.id:
            return f"{self.technician.name} took the ticket."
        return f"{self.technician.name} gave the ticket to {self.orders.assign.name}."

    def _new_owner(self) -> Technician | None:
        """Whom the mail names; else who answers a ticket that is nobody's owns it."""
        if self.orders.assign is not None:
            return self.orders.assign
        unowned = self._desk.technician(self.before.assignee) is None
        fit = may_see(self.technician, request=self.before)
        owns = unowned and fit and not self.orders.spam and (not self.orders.internal or self.orders.reopen)
        return self.technician if owns else None

    def _ownership(self) -> tuple[Effect, ...]:
        if self.orders.line is not None:
            return moving.to_line(self.before, self.orders.line, desk=self._desk, by=self.technician.id)[1]
        owner = self._new_owner()
        if owner is None or owner.id == self.before.assignee:
            return ()
        return (Assign(self.before.number, owner.id, owner.line, by=self.technician.id),)

    def _to_people(self, after: Request) -> tuple[SendMail, ...]:
        if self._public:
            # an article may go out with a note beside it: the note's words stay inside
            text = "" if self.orders.internal else self.orders.text
        elif self._solves:
            text = SOLVED_TEXT
        else:
            return ()
        letter = Letter(text, solved=self._solves, article=self.orders.send)
        mails = answers(after, technician=self.technician, letter=letter, desk=self._desk)
        window = self._desk.policy.undo_window
        return tuple(replace(mail, held_back=window, files=self._files) for mail in mails)

    def _to_team(self, after: Request) -> tuple[SendMail, ...]:
        mails: tuple[SendMail, ...] = ()
        given = self.orders.assign
        if given is not None and given.id != self.technician.id:
            notice = f"{self.technician.name} gave you this ticket."
            mails = (hand_over(after, technician=given, notice=notice, desk=self._desk),)
        if self.orders.line is not None:
            article = self.draft.article if self.draft else None
            mails = moving.news(after, self.before, self.orders, by=self.technician, article=article, desk=self._desk)
        if self._not_applied:
            mails = (*mails, self._overtaken_mail(after))
        return mails

    def _overtaken_mail(self, after: Request) -> SendMail:
        sent = "Your answer was sent, but" if self._public else "Nothing was sent, and"
        name = f"#{changes.state_wished(self.orders)}"
        notice = f"{sent} {name} was not applied: this came after the mail that you replied to."
        news = asked_again(self.before, event="message_added", notice=notice)
        recipient = recipient_of(self.technician, desk=self._desk)
        return tell(recipient, request=after, news=news, desk=self._desk)

    def _reasons(self) -> tuple[str, ...]:
        orders, draft, name = self.orders, self.draft, self.technician.name
        said = (
            (self._public, f"{name}'s words go to the requester and the participants"),
            (bool(self._files), f"with them go {names_of(self._files)}"),
            (orders.internal, f"{name}'s mail is a note for technicians"),
            (self._solves, "#solved: the ticket is solved"),
            (orders.solve and self._overtaken, "#solved not applied: the requester wrote after the mail replied to"),
            (self._pends, "#pending: it waits for the requester"),
            (orders.pend and self._overtaken, "#pending not applied: the requester wrote after the mail replied to"),
            (bool(self._clauses), "; ".join(self._clauses)),
            (orders.line is not None, f"the ticket goes from line {self.before.line} to line {orders.line}"),
            (orders.assign is not None, f"the ticket is {orders.assign.name if orders.assign else ''}'s"),
            (draft is not None, f"#kb: {draft.article.id} is {draft.article.state}" if draft else ""),
        )
        return tuple(reason for holds, reason in said if holds)
