"""ONE stimulus: parse -> identify -> snapshot -> decide -> compose -> commit. The file to read first.

Everything up to the commit happens without a lock on frozen values; the commit writes all effects, the stimulus' own
"done" mark and the mails to send, or nothing. Where something changed meanwhile it runs again from the snapshot.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.core.decide.decide import decide, wants_articles
from mailbot.core.decide.question import question_in
from mailbot.core.decide.telling.notify import shows_similar
from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of, with_held
from mailbot.core.kb.index import Index
from mailbot.core.model.article import Article, Picture
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import SaveArticle
from mailbot.core.model.effects.on_mail import File, SendMail
from mailbot.core.model.mails.outgoing import Outgoing
from mailbot.core.model.message import HISTORY, Message
from mailbot.core.model.snapshot import Fresh, Keys, Snapshot
from mailbot.core.model.stimulus import DeliveryFailed, TimerDue
from mailbot.core.parse.content_key import content_key
from mailbot.daemon.apart.reader import Reader
from mailbot.daemon.clock import Clock
from mailbot.daemon.knowledge import Knowledge
from mailbot.daemon.office import Office
from mailbot.fault import fault
from mailbot.mail.pictures import articles_shown
from mailbot.store import pictures
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database, Unit
from mailbot.store.errors import DuplicateMessage, StaleSnapshot, StoreError
from mailbot.store.facts.occasions import snapshot_of_request
from mailbot.store.facts.snapshot import snapshot, with_similar
from mailbot.store.flow import inbox, outbox
from mailbot.store.flow.inbox import Claimed
from mailbot.store.flow.messages import Cause, cause_of
from mailbot.store.flow.outbox import ClaimedFailure

# Each new run means that somebody else's commit went through, so as many in a row are a bug and not bad luck.
MOST_RUNS = 25


Composed = Sequence[tuple[SendMail, Outgoing]]
Look = Callable[[Unit, Fresh], Snapshot]
Think = Callable[[Snapshot, Index], Decision]
Write = Callable[[Unit, Decision, Snapshot, Composed], None]


class LineFault(Exception):  # noqa: N818 -- the name says what happened
    """Composing or writing failed, which may be everybody's trouble (a broken template) and not this message's."""


class Process:
    """Turns one claimed stimulus into one committed decision. Safe to share between threads."""

    def __init__(
        self, *, database: Database, office: Office, knowledge: Knowledge, clock: Clock, reader: Reader | None = None
    ) -> None:
        self.reader = reader or Reader()
        self.database = database
        self.office = office
        self._knowledge = knowledge
        self.clock = clock

    def close(self) -> None:
        """End the process in which odd mails are read."""
        self.reader.close()

    def message(self, claimed: Claimed) -> str:
        """Act on one delivery; gives its outcome.

        Raises Unreadable, LineFault, StaleClaim, DatabaseUnavailable, or a bug's own.
        """
        now = self.clock.now()
        look, think, write = self._steps(claimed, now=now)
        fault("process.parsed")
        return self.run(claimed.trust, look=look, think=think, write=write, now=now, original=claimed.raw)

    def rehearse(self, claimed: Claimed, *, fresh: Fresh) -> Decision:
        """Do as for a delivery all but write; gives what would have been. Raises as `message` does."""
        now = self.clock.now()
        look, think, _ = self._steps(claimed, now=now)
        found, index = self._looked(claimed.trust, look=look, fresh=fresh)
        decision = think(found, index)
        self._compose(decision, trust=claimed.trust, now=now, original=claimed.raw)
        return decision

    def _steps(self, claimed: Claimed, *, now: datetime) -> tuple[Look, Think, Write]:
        message = self.reader.read(claimed.raw)
        if claimed.full_size is not None:
            message = replace(message, truncated=True, full_size=claimed.full_size)
        keys = self._keys(claimed, message)

        def look(unit: Unit, fresh: Fresh) -> Snapshot:
            found = self._understood(snapshot(unit, keys, fresh=fresh, now=now))
            wider = _keys_with(found, keys)
            return found if wider == keys else self._understood(snapshot(unit, wider, fresh=fresh, now=now))

        def think(found: Snapshot, index: Index) -> Decision:
            if found.duplicate_of is not None:
                return Decision("known message", "duplicate", (), ("the same message came before",))
            if claimed.filed not in (None, HISTORY):
                return Decision("older than we look", "filed", (File("filed"),), (claimed.filed,))
            return self._decide_on(claimed, message, keys=keys, found=found, index=index, now=now)

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            if found.duplicate_of is not None:
                inbox.duplicate(unit, claimed, message=found.duplicate_of, now=now)
                return
            cause = cause_of(claimed, keys=keys)
            applied = apply(unit, decision, outgoing=outgoing, snapshot=found, cause=cause, now=now)
            _end(unit, claimed, outcome=decision.outcome, message=applied.message, now=now)

        return look, think, write

    def delivery_failed(self, mail: ClaimedFailure) -> str:
        """Act on one mail of ours that will never arrive; gives the outcome. Raises like `message`."""
        now = self.clock.now()

        def stimulus(found: Snapshot) -> DeliveryFailed:
            request = found.requests.get(mail.request) if mail.request is not None else None
            return DeliveryFailed(
                outbox=mail.id, recipient=mail.recipient, kind=mail.kind, why=mail.why, request=request
            )

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            apply(unit, decision, outgoing=outgoing, snapshot=found, cause=Cause(text=mail.cause), now=now)
            outbox.told(unit, mail)

        return self.about_request(mail.trust, mail.request, stimulus=stimulus, write=write, now=now)

    def about_request(
        self,
        trust: str,
        number: int | None,
        *,
        stimulus: Callable[[Snapshot], TimerDue | DeliveryFailed | None],
        write: Write,
        now: datetime,
    ) -> str:
        """Act on what is about one request, if it is still there; gives the outcome. Raises like `message`."""

        def look(unit: Unit, fresh: Fresh) -> Snapshot:
            return snapshot_of_request(unit, trust=trust, number=number, fresh=fresh, now=now)

        def think(found: Snapshot, index: Index) -> Decision:
            given = stimulus(found)
            if given is None:
                return Decision("gone", "timer", (File("timer"),), (f"request {number} is not there any more",))
            return decide(given, snapshot=found, policy=self.office.policies[trust], index=index, now=now)

        return self.run(trust, look=look, think=think, write=write, now=now)

    def run(
        self,
        trust: str,
        *,
        look: Look,
        think: Think,
        write: Write,
        now: datetime,
        original: bytes = b"",
    ) -> str:
        """Look, think, compose, write; again from the look while somebody else's commit came between."""
        fresh = self.office.fresh(trust)
        for _ in range(MOST_RUNS):
            fault("snapshot.begin")
            found, index = self._looked(trust, look=look, fresh=fresh)
            fault("process.snapshot")
            decision = think(found, index)
            fault("process.decided")
            outgoing = self._compose(decision, trust=trust, now=now, original=original)
            fault("process.composed")
            try:
                self._commit(decision, found=found, outgoing=outgoing, write=write)
            except (StaleSnapshot, DuplicateMessage):
                continue
            # after any other error nobody knows whether the numbers were used: they stay a gap
            self.office.give_back(fresh, trust=trust, used=decision)
            return decision.outcome
        raise RuntimeError(f"the snapshot was stale {MOST_RUNS} times in a row")

    def _looked(self, trust: str, *, look: Look, fresh: Fresh) -> tuple[Snapshot, Index]:
        with self.database.read() as unit:
            found = replace(look(unit, fresh), technicians=self.office.technicians[trust])
            return found, self._knowledge.index(unit, trust)

    def _commit(self, decision: Decision, *, found: Snapshot, outgoing: Composed, write: Write) -> None:
        try:
            with self.database.write() as unit:
                write(unit, decision, found, outgoing)
                fault("process.before_commit")
                unit.commit()
        except StoreError:
            raise
        except Exception as error:
            raise LineFault(f"{decision.rule!r} could not be written: {error}") from error
        fault("process.after_commit")

    def _understood(self, found: Snapshot) -> Snapshot:
        """The snapshot with the mails that wait for their technician's word read, as they were when they came."""
        if not found.held:
            return found
        read = self.reader.read
        held = {id_: replace(one, message=read(one.raw) if one.raw else None) for id_, one in found.held.items()}
        return replace(found, held=held)

    def _keys(self, claimed: Claimed, message: Message) -> Keys:
        came = claimed.internal_date.isoformat() if claimed.internal_date else _envelope(claimed)
        identity = content_key(claimed.raw, fallback=came)
        return keys_of(
            message,
            trust=claimed.trust,
            content_key=identity.key,
            has_identity=identity.has_identity,
            received_at=claimed.received_at,
            token_keys=self.office.settings.keys,
            synthetic_host=self.office.settings.host,
        )

    def _decide_on(
        self, claimed: Claimed, message: Message, *, keys: Keys, found: Snapshot, index: Index, now: datetime
    ) -> Decision:
        policy = self.office.policies[claimed.trust]
        arrived = identify(
            message,
            keys=_keys_with(found, keys),
            snapshot=found,
            directory=self.office.directories[claimed.trust],
            arrival=self.office.arrival(claimed),
            now=now,
        )
        if claimed.filed == HISTORY:
            arrived = replace(arrived, history=True)
        asked = self._knowledge.has_mind and wants_articles(
            arrived, snapshot=found, policy=policy, index=index, now=now
        )
        if asked:
            index = self._knowledge.with_meaning(index, claimed.trust, question_in(arrived, policy=policy).texts)
        decision = decide(arrived, snapshot=found, policy=policy, index=index, now=now)
        if found.similar is not None or not shows_similar(decision):
            return decision
        with self.database.read() as unit:
            wider = with_similar(unit, found, question=keys.question)
        return decide(arrived, snapshot=wider, policy=policy, index=index, now=now) if wider.similar else decision

    def _compose(self, decision: Decision, *, trust: str, now: datetime, original: bytes) -> Composed:
        mails = [effect for effect in decision.effects if isinstance(effect, SendMail)]
        try:
            return [
                (
                    mail,
                    self.office.compose(
                        mail, trust=trust, now=now, original=original, pictures=self._pictures(mail, decision)
                    ),
                )
                for mail in mails
            ]
        except Exception as error:
            raise LineFault(f"a mail of {decision.rule!r} could not be composed: {error}") from error

    def _pictures(self, mail: SendMail, decision: Decision) -> Mapping[str, Picture]:
        """The pictures of the articles that the mail shows: those that are kept, and those that the decision brings."""
        shown = articles_shown(mail)
        if not shown:
            return {}
        saved = [one for one in decision.effects if isinstance(one, SaveArticle) and one.article.id in _ids(shown)]
        drafts = [replace(one.article, id=one.draft) for one in saved if one.draft]
        with self.database.read() as unit:
            kept = pictures.of_articles(unit, (*shown, *drafts))
        return kept | {picture.id: picture for one in saved for picture in one.pictures}


def _ids(articles: Iterable[Article]) -> set[str]:
    return {one.id for one in articles}


def _keys_with(found: Snapshot, keys: Keys) -> Keys:
    """The keys with what the mails name that are decided on with the one at hand."""
    messages = [one.message for one in found.held.values() if one.message is not None]
    return with_held(keys, messages) if messages else keys


def _end(unit: Unit, claimed: Claimed, *, outcome: str, message: int | None, now: datetime) -> None:
    if claimed.filed is not None:
        inbox.filed(unit, claimed, why=claimed.filed, message=message, now=now)
    else:
        inbox.done(unit, claimed, outcome=outcome, message=message, now=now)


def _envelope(claimed: Claimed) -> str:
    return " ".join((claimed.envelope_from or "", *sorted(claimed.envelope_to)))
