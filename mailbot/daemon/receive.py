"""What a source hands over -> inbox rows committed -> only then may the source be told.

The listener calls `keep` and answers 250 when it returned; what it raises becomes a 4xx, so the sender keeps the mail.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mailbot.core.model.message import Delivery
from mailbot.core.parse.headers import sender_key
from mailbot.daemon.clock import Clock
from mailbot.daemon.log import log
from mailbot.daemon.loop import Bell
from mailbot.fault import fault
from mailbot.mail.smtp.conversation import Verify
from mailbot.mail.smtp.source import SmtpListener
from mailbot.settings.installation import Settings
from mailbot.store.engine import Database
from mailbot.store.flow import inbox


class Receive:
    """The way in for pushed mail. `bell` rings when something new is there to be understood."""

    def __init__(
        self,
        *,
        database: Database,
        settings: Settings,
        clock: Clock,
        free_bytes: Callable[[Path], int],
        verify: Verify | None = None,
    ) -> None:
        self.bell = Bell()
        self._database = database
        self._settings = settings
        self._clock = clock
        self._free_bytes = free_bytes
        self._verify = verify
        self._recipients: Mapping[str, tuple[str, str]] = {
            box.address.lower(): (box.trust, box.id) for box in settings.mailboxes.values()
        }
        self._plus = {box.address.lower() for box in settings.mailboxes.values() if box.plus}

    def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Commit these deliveries, all or none. Raises DatabaseUnavailable; then nothing was kept."""
        senders = [sender_key(delivery.raw) for delivery in deliveries]
        with self._database.write() as unit:
            rows = inbox.keep(unit, deliveries, sender_keys=senders)
            fault("receive.before_commit")
            unit.commit()
        fault("receive.after_commit")
        for row, delivery in zip(rows, deliveries, strict=False):
            log.info("message.kept", inbox=row, mailbox=delivery.mailbox, bytes=len(delivery.raw))
        self.bell.ring()

    def recipient(self, address: str) -> tuple[str, str] | None:
        """The (trust, mailbox id) that an envelope recipient reaches, its plus part left aside; None: not ours."""
        found = self._recipients.get(address.lower())
        if found is not None:
            return found
        local, _, domain = address.lower().rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        return self._recipients.get(plain) if plain in self._plus else None

    def disk_ok(self) -> bool:
        """Whether the disk has more than the reserve left."""
        return self._free_bytes(self._settings.data) > self._settings.disk_reserve_bytes

    def listeners(self) -> tuple[SmtpListener, ...]:
        """The configured listeners, not started."""
        return tuple(
            SmtpListener(
                one,
                recipients=self.recipient,
                keep=self.keep,
                now=self._clock.now,
                disk_ok=self.disk_ok,
                verify=self._verify,
            )
            for one in self._settings.listeners
        )
