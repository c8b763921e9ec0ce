"""A `CursorBook` in memory: what the database would have committed, and a log of the calls in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.core.model.message import Cursor, Delivery


@dataclass
class MemoryBook:
    """Holds one folder. `calls` are the names of the writing calls; `due_again` decides which failed UIDs are due."""

    cursor: Cursor | None = None
    rows: dict[tuple[int, int], Delivery] = field(default_factory=dict)
    failed: dict[tuple[int, int], int] = field(default_factory=dict)
    done: set[tuple[int, int]] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    due_again: bool = True

    def load(self, mailbox: str, folder: str) -> Cursor | None:
        """The committed cursor."""
        del mailbox, folder
        return self.cursor

    def first_contact(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Commit the first cursor."""
        del mailbox, folder
        assert self.cursor is None
        self.cursor = cursor
        self.calls.append("first_contact")

    def uidvalidity_changed(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Commit the cursor of a renumbered folder."""
        del mailbox, folder
        self.cursor = cursor
        self.calls.append("uidvalidity_changed")

    def keep(self, deliveries: Sequence[Delivery], *, failed_uids: Sequence[int], cursor: Cursor) -> None:
        """Commit all of it or nothing."""
        assert self.cursor is not None
        assert cursor.last_uid >= self.cursor.last_uid
        for delivery in deliveries:
            assert delivery.uid is not None
            assert delivery.uidvalidity == cursor.uidvalidity
            self.rows.setdefault((cursor.uidvalidity, delivery.uid), delivery)
            self.failed.pop((cursor.uidvalidity, delivery.uid), None)
        for uid in failed_uids:
            self.failed[cursor.uidvalidity, uid] = self.failed.get((cursor.uidvalidity, uid), 0) + 1
        self.cursor = cursor
        self.calls.append("keep")

    def unacknowledged(self, mailbox: str, folder: str, uidvalidity: int, limit: int) -> Sequence[int]:
        """Kept and not acknowledged under this UIDVALIDITY."""
        del mailbox, folder
        return sorted(uid for validity, uid in self.rows.keys() - self.done if validity == uidvalidity)[:limit]

    def acknowledged(self, mailbox: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> None:
        """Commit that these were moved or marked; all of them must have been kept."""
        del mailbox, folder
        keys = {(uidvalidity, uid) for uid in uids}
        assert keys <= self.rows.keys()
        self.done |= keys
        self.calls.append("acknowledged")

    def failed_uids(self, mailbox: str, folder: str, uidvalidity: int, now: datetime) -> Sequence[int]:
        """The failed ones, all due or none."""
        del mailbox, folder, now
        return [uid for validity, uid in self.failed if validity == uidvalidity and self.due_again]

    @property
    def live(self) -> list[bytes]:
        """The raw mails to act on, in the order they were kept."""
        return [delivery.raw for delivery in self.rows.values() if delivery.filed is None]

    @property
    def filed(self) -> list[bytes]:
        """The raw mails kept for the record alone."""
        return [delivery.raw for delivery in self.rows.values() if delivery.filed is not None]
