"""The key under which a message is one message, for ever. What makes the content key itself is the parser's side."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mailbot.core.model.snapshot import Keys
from mailbot.store.flow.inbox import Claimed
from mailbot.store.texts import key_text, storable

SAME_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the message's own row says: where it came in, its key, Message-ID (no brackets), strict sender, subject."""

    inbox: int
    key: str
    message_id: str | None
    sender: str
    subject: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """What made the desk think: `text` is `inbox:17`, `timer:5:0` or `outbox:9`, unique for one decision."""

    text: str
    arrival: Arrival | None = None


def cause_of(claimed: Claimed, *, keys: Keys) -> Cause:
    """The cause of a decision about a claimed delivery. `keys` are those its snapshot was taken with."""
    key = keys.content_key
    if not keys.has_identity and claimed.internal_date is None:
        # such bytes may honestly come again tomorrow: they are one message only within the hour
        key = _hourly(key, at=claimed.received_at)
    arrival = Arrival(
        inbox=claimed.id,
        key=key_text(key),
        message_id=None if keys.own_message_id is None else key_text(keys.own_message_id),
        sender=keys.address,
        subject=storable(keys.subject),
        received_at=claimed.received_at,
    )
    return Cause(text=f"inbox:{claimed.id}", arrival=arrival)


def keys_of_the_same(keys: Keys, *, at: datetime) -> tuple[str, ...]:
    """Every key under which a message like this one, received within the hour around `at`, may stand."""
    if keys.has_identity:
        return (key_text(keys.content_key),)
    hours = (at - SAME_WITHIN, at, at + SAME_WITHIN)
    hourly = (_hourly(keys.content_key, at=hour) for hour in hours)
    return tuple(key_text(key) for key in (keys.content_key, *hourly))


def _hourly(key: str, *, at: datetime) -> str:
    return f"{key}@{at.astimezone(UTC):%Y%m%d%H}"
