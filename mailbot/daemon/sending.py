"""One due outbox row -> the relay -> sent, tried later, or failed for good; and when to try again.

The row's bytes and Message-ID never change, so that a mail repeated after a crash is the same mail. A relay that is
down or refuses our login pauses everything and ages nothing; what one recipient's server says concerns that mail alone.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, assert_never

from mailbot.daemon.clock import Clock
from mailbot.daemon.log import log
from mailbot.daemon.loop import insist
from mailbot.fault import fault
from mailbot.mail.outcome import Delivered, Outcome, Permanent, RelayDown, Temporary
from mailbot.store.engine import Database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import outbox
from mailbot.store.flow.outbox import ClaimedMail

LEASE_SECONDS = 180.0
LONGEST_CONVERSATION = 75.0  # the sender's own deadline and a reserve: none may outlive its lease
BATCH = 20
RETRY_MINUTES = (1, 2, 5, 15, 30, 60, 120)
LATER_MINUTES = 240
JITTER = 0.2
RELAY_PAUSE_SECONDS = (2.0, 5.0, 15.0, 60.0)


class Transport(Protocol):
    """What takes a mail out: an SMTP relay or a Maildir. One object a thread."""

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Outcome:
        """Hand over one mail to one recipient."""

    def close(self) -> None:
        """Give the connection back."""


def retry_at(attempts: int, *, now: datetime, jitter: float) -> datetime:
    """When to try again after `attempts` tries (1 = the first failed): 1, 2, 5, 15, 30, 60 min, 2 h, then every 4 h.

    `jitter` in 0..1 moves it by up to a fifth either way, so that mails that failed together do not return together.

    >>> from datetime import UTC
    >>> retry_at(1, now=datetime(2026, 11, 24, 7, 0, tzinfo=UTC), jitter=0.5).minute
    1
    """
    minutes = RETRY_MINUTES[attempts - 1] if attempts <= len(RETRY_MINUTES) else LATER_MINUTES
    return now + timedelta(minutes=minutes) * (1 + JITTER * (2 * jitter - 1))


class Sending:
    """What the sender loops share: the pause of the relay. Each loop calls `send_some` with its own transport."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        monotonic: Callable[[], float],
        jitter: Callable[[], float],
        failures: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._jitter = jitter
        self._failures = failures
        self._lock = threading.Lock()
        self._down = 0
        self._paused_until = 0.0
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the mail at hand and give the others back."""
        self._stopping.set()

    def send_some(self, transport: Transport) -> bool:
        """Send what is due, up to a batch; False when nothing was, or the relay rests."""
        if self._monotonic() < self._paused_until or self._stopping.is_set():
            return False
        begin_by = self._monotonic() + LEASE_SECONDS - LONGEST_CONVERSATION
        claimed = outbox.claim(self._database, limit=BATCH, lease_seconds=LEASE_SECONDS, now=self._clock.now())
        for position, mail in enumerate(claimed):
            late = self._stopping.is_set() or self._monotonic() > begin_by
            if late or not self._one(transport, mail):
                self._release(claimed[position:])
                return False
        return bool(claimed)

    def _one(self, transport: Transport, mail: ClaimedMail) -> bool:
        """One mail out, its fate committed; False when the relay is down and nothing was done."""
        fault("send.before_relay")
        outcome = transport.send(envelope_from=mail.envelope_from, recipient=mail.recipient, data=mail.data)
        fault("send.after_relay")
        try:
            return insist(lambda: self._record(mail, outcome), stopping=self._stopping)
        except StaleClaim:
            # another worker has it now; it sends the same bytes again, which is the most that can happen
            log.warning("mail.lease_lost", outbox=mail.id)
            return True

    def _record(self, mail: ClaimedMail, outcome: Outcome) -> bool:
        now = self._clock.now()
        match outcome:
            case Delivered():
                with self._database.write() as unit:
                    outbox.sent(unit, mail, now=now)
                    unit.commit()
                log.info("mail.sent", outbox=mail.id, message_id=mail.message_id, request=mail.request)
                self._down = 0
            case Temporary(text=text):
                again = retry_at(mail.attempts, now=now, jitter=self._jitter())
                with self._database.write() as unit:
                    outbox.retry(unit, mail, not_before=again, why=text)
                    unit.commit()
                log.warning("mail.later", outbox=mail.id, why=text, again=again.isoformat(timespec="seconds"))
            case Permanent(text=text):
                with self._database.write() as unit:
                    outbox.failed(unit, mail, why=text)
                    unit.commit()
                log.warning("mail.failed", outbox=mail.id, why=text)
                self._failures()
            case RelayDown(text=text):
                self._rest(text)
                return False
            case _:
                assert_never(outcome)
        return True

    def _rest(self, why: str) -> None:
        with self._lock:
            pause = RELAY_PAUSE_SECONDS[min(self._down, len(RELAY_PAUSE_SECONDS) - 1)]
            self._down += 1
            self._paused_until = self._monotonic() + pause
        log.error("relay.down", why=why, again_in_seconds=pause)

    def _release(self, mails: tuple[ClaimedMail, ...]) -> None:
        for mail in mails:
            try:
                insist(partial(self._one_back, mail), stopping=self._stopping)
            except StaleClaim:
                log.warning("mail.lease_lost", outbox=mail.id)

    def _one_back(self, mail: ClaimedMail) -> None:
        with self._database.write() as unit:
            outbox.release(unit, mail)
            unit.commit()
