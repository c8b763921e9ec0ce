"""Three ways to break the promise, each applied inside a daemon's process before it is built.

They prove that the kill tests can fail: under each of them the checker must find something.
"""

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.core.model.message import Delivery
from mailbot.core.parse.content_key import ContentKey, content_key
from mailbot.daemon import process
from mailbot.daemon.receive import Receive
from mailbot.store.flow import outbox
from mailbot.store.flow.outbox import ClaimedMail
from mailbot.store.tables.base import AnyRow


def acknowledge_before_commit() -> None:
    """The sender hears 250 at once; the mail is written down a moment later."""
    keep = Receive.keep

    def hasty(self: Receive, deliveries: Sequence[Delivery]) -> None:
        threading.Timer(0.05, keep, (self, deliveries)).start()

    Receive.keep = hasty  # type: ignore[method-assign]  # this is what a mutant is


def no_unique_key() -> None:
    """Every delivery is a new message."""

    def random_key(raw: bytes, *, fallback: str) -> ContentKey:
        return replace(content_key(raw, fallback=fallback), key=secrets.token_hex(16))

    process.content_key = random_key  # type: ignore[attr-defined]


def new_message_id_on_retry() -> None:
    """A mail that is tried again is written anew."""
    as_stored = outbox._mail

    def anew(row: AnyRow) -> ClaimedMail:
        mail = as_stored(row)
        if mail.attempts == 1:
            return mail
        other = f"{secrets.token_hex(8)}@desk.valley.example"
        return replace(mail, data=mail.data.replace(mail.message_id.encode(), other.encode()))

    outbox._mail = anew


MUTANTS: dict[str, Callable[[], None]] = {
    made.__name__: made for made in (acknowledge_before_commit, no_unique_key, new_message_id_on_retry)
}
