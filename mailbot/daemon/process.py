"""ONE stimulus: parse -> identify -> snapshot -> decide -> compose -> commit. The file to read first.

Everything up to the commit happens without a lock on frozen values; the commit writes all effects, the stimulus' own
"done" mark and the mails to send, or nothing. Where something changed meanwhile it runs again from the snapshot.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.core.decide.decide import decide
from mailbot.core.decide.question import question_in
from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of
from mailbot.core.model.effects import Decision, File, ScheduleTimer, SendMail
from mailbot.core.model.mail import Outgoing
from mailbot.core.model.message import Message
from mailbot.core.model.snapshot import Fresh, Keys, Snapshot
from mailbot.core.model.stimulus import DeliveryFailed, TimerDue
from mailbot.core.parse.content_key import content_key
from mailbot.core.parse.mime import parse
from mailbot.daemon.clock import Clock
from mailbot.daemon.knowledge import Knowledge
from mailbot.daemon.office import Office
from mailbot.fault import fault
from mailbot.store import inbox, outbox, timers
from mailbot.store.apply import apply
from mailbot.store.engine import Database, Unit
from mailbot.store.errors import DuplicateMessage, StaleSnapshot, StoreError
from mailbot.store.inbox import Claimed
from mailbot.store.messages import Cause, cause_of
from mailbot.store.outbox import ClaimedFailure
from mailbot.store.snapshot import snapshot, snapshot_of_request
from mailbot.store.timers import ClaimedTimer

# Each new run means that somebody else's commit went through, so as many in a row are a bug and not bad luck.
MOST_RUNS = 25


Composed = Sequence[tuple[SendMail, Outgoing]]
Write = Callable[[Unit, Decision, Snapshot, Composed], None]


class LineFault(Exception):  # noqa: N818 -- the name says what happened
    """Composing or writing failed, which may be everybody's trouble (a broken template) and not this message's."""


class Process:
    """Turns one claimed stimulus into one committed decision. Safe to share between threads."""

    def __init__(self, *, database: Database, office: Office, knowledge: Knowledge, clock: Clock) -> None:
        self._database = database
        self._office = office
        self._knowledge = knowledge
        self._clock = clock

    def message(self, claimed: Claimed) -> str:
        """Act on one delivery; gives its outcome. Raises LineFault, StaleClaim, DatabaseUnavailable, or a bug's own."""
        now = self._clock.now()
        message = parse(claimed.raw)
        if claimed.full_size is not None:
            message = replace(message, truncated=True)
        fault("process.parsed")
        keys = self._keys(claimed, message)

        def look(fresh: Fresh) -> Snapshot:
            return _understood(snapshot(self._database, keys, fresh=fresh, now=now))

        def think(found: Snapshot) -> Decision:
            if found.duplicate_of is not None:
                return Decision("known message", "duplicate", (), ("the same message came before",))
            if claimed.filed is not None:
                return Decision("older than we look", "filed", (File("filed"),), (claimed.filed,))
            return self._decide_on(claimed, message, keys=keys, found=found, now=now)

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            if found.duplicate_of is not None:
                inbox.duplicate(unit, claimed, message=found.duplicate_of, now=now)
                return
            cause = cause_of(claimed, keys=keys)
            applied = apply(unit, decision, outgoing=outgoing, snapshot=found, cause=cause, now=now)
            _end(unit, claimed, outcome=decision.outcome, message=applied.message, now=now)

        return self._run(claimed.trust, look=look, think=think, write=write, now=now, original=claimed.raw)

    def timer(self, claimed: ClaimedTimer) -> str:
        """Act on one due timer; gives the outcome. Raises like `message`."""
        now = self._clock.now()

        def stimulus(found: Snapshot) -> TimerDue | None:
            request = found.requests.get(claimed.request)
            if request is None:
                return None
            return TimerDue(
                timer=claimed.id,
                kind=claimed.kind,
                request=request,
                round=claimed.round,
                step=claimed.step,
                due_at=claimed.due_at,
            )

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            wanted = (one for one in decision.effects if isinstance(one, ScheduleTimer))
            later = next((one for one in wanted if claimed.is_put_off_by(one)), None)
            cause = Cause(text=claimed.cause if later is None else claimed.cause_of_waiting)
            apply(unit, decision, outgoing=outgoing, snapshot=found, cause=cause, now=now)
            if later is not None:
                timers.put_off(unit, claimed, due_at=later.due_at)
            elif decision.outcome == "skipped":
                timers.skip(unit, claimed, reason=decision.reasons[-1])
            else:
                timers.done(unit, claimed)

        return self._about_request(claimed.trust, claimed.request, stimulus=stimulus, write=write, now=now)

    def delivery_failed(self, mail: ClaimedFailure) -> str:
        """Act on one mail of ours that will never arrive; gives the outcome. Raises like `message`."""
        now = self._clock.now()

        def stimulus(found: Snapshot) -> DeliveryFailed:
            request = found.requests.get(mail.request) if mail.request is not None else None
            return DeliveryFailed(
                outbox=mail.id, recipient=mail.recipient, kind=mail.kind, why=mail.why, request=request
            )

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            apply(unit, decision, outgoing=outgoing, snapshot=found, cause=Cause(text=mail.cause), now=now)
            outbox.told(unit, mail)

        return self._about_request(mail.trust, mail.request, stimulus=stimulus, write=write, now=now)

    def _about_request(
        self,
        trust: str,
        number: int | None,
        *,
        stimulus: Callable[[Snapshot], TimerDue | DeliveryFailed | None],
        write: Write,
        now: datetime,
    ) -> str:
        def look(fresh: Fresh) -> Snapshot:
            return snapshot_of_request(self._database, trust=trust, number=number, fresh=fresh, now=now)

        def think(found: Snapshot) -> Decision:
            given = stimulus(found)
            if given is None:
                return Decision("gone", "timer", (File("timer"),), (f"request {number} is not there any more",))
            policy = self._office.policies[trust]
            return decide(given, snapshot=found, policy=policy, index=self._knowledge.index(trust), now=now)

        return self._run(trust, look=look, think=think, write=write, now=now)

    def _run(
        self,
        trust: str,
        *,
        look: Callable[[Fresh], Snapshot],
        think: Callable[[Snapshot], Decision],
        write: Write,
        now: datetime,
        original: bytes = b"",
    ) -> str:
        """Look, think, compose, write; again from the look while somebody else's commit came between."""
        fresh = self._office.fresh(trust)
        for _ in range(MOST_RUNS):
            found = replace(look(fresh), technicians=self._office.technicians[trust])
            fault("process.snapshot")
            decision = think(found)
            fault("process.decided")
            outgoing = self._compose(decision, trust=trust, now=now, original=original)
            fault("process.composed")
            try:
                self._commit(decision, found=found, outgoing=outgoing, write=write)
            except (StaleSnapshot, DuplicateMessage):
                continue
            # after any other error nobody knows whether the numbers were used: they stay a gap
            self._office.give_back(fresh, trust=trust, used=decision)
            return decision.outcome
        raise RuntimeError(f"the snapshot was stale {MOST_RUNS} times in a row")

    def _commit(self, decision: Decision, *, found: Snapshot, outgoing: Composed, write: Write) -> None:
        try:
            with self._database.write() as unit:
                write(unit, decision, found, outgoing)
                fault("process.before_commit")
                unit.commit()
        except StoreError:
            raise
        except Exception as error:
            raise LineFault(f"{decision.rule!r} could not be written: {error}") from error
        fault("process.after_commit")

    def _keys(self, claimed: Claimed, message: Message) -> Keys:
        came = claimed.internal_date.isoformat() if claimed.internal_date else _envelope(claimed)
        identity = content_key(claimed.raw, fallback=came)
        return keys_of(
            message,
            trust=claimed.trust,
            content_key=identity.key,
            has_identity=identity.has_identity,
            received_at=claimed.received_at,
            token_keys=self._office.settings.keys,
            synthetic_host=self._office.settings.host,
        )

    def _decide_on(self, claimed: Claimed, message: Message, *, keys: Keys, found: Snapshot, now: datetime) -> Decision:
        policy = self._office.policies[claimed.trust]
        arrived = identify(
            message,
            keys=keys,
            snapshot=found,
            directory=self._office.directories[claimed.trust],
            arrival=self._office.arrival(claimed),
            now=now,
        )
        texts = question_in(arrived, policy=policy).texts if arrived.request is None else ()
        index = self._knowledge.index_for(claimed.trust, texts)
        return decide(arrived, snapshot=found, policy=policy, index=index, now=now)

    def _compose(self, decision: Decision, *, trust: str, now: datetime, original: bytes) -> Composed:
        mails = [effect for effect in decision.effects if isinstance(effect, SendMail)]
        try:
            return [(mail, self._office.compose(mail, trust=trust, now=now, original=original)) for mail in mails]
        except Exception as error:
            raise LineFault(f"a mail of {decision.rule!r} could not be composed: {error}") from error


def _understood(found: Snapshot) -> Snapshot:
    """The snapshot with the mails that wait for their technician's word parsed, as they were when they came."""
    if not found.held:
        return found
    held = {id_: replace(one, message=parse(one.raw) if one.raw else None) for id_, one in found.held.items()}
    return replace(found, held=held)


def _end(unit: Unit, claimed: Claimed, *, outcome: str, message: int | None, now: datetime) -> None:
    if claimed.filed is not None:
        inbox.filed(unit, claimed, why=claimed.filed, message=message, now=now)
    else:
        inbox.done(unit, claimed, outcome=outcome, message=message, now=now)


def _envelope(claimed: Claimed) -> str:
    return " ".join((claimed.envelope_from or "", *sorted(claimed.envelope_to)))
