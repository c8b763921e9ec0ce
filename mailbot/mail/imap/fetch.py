"""Fetching the mails behind a list of UIDs in bounded batches, so that one bad mail harms no other.

Sizes come first: a batch holds at most `BATCH_MAILS` mails and `BATCH_BYTES` bytes, and of a mail over `MAX_MAIL` only
the beginning is fetched. What cannot be fetched together is tried one by one; what then fails is reported as failed.
When the server hangs up meanwhile, `ConnectionLostError` names the UIDs in question, and the next connection begins
carefully. Not here: what becomes of the mails.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import Envelope, ImapGuard

BATCH_MAILS = 50
BATCH_BYTES = 16 * 1024 * 1024
MAX_MAIL = 25 * 1024 * 1024
BEGINNING = 256 * 1024
SIZES_AT_ONCE = 500
CAREFUL = 50  # mails fetched singly after a lost connection
_UNKNOWN = Envelope(size=0, internal_date=None)


class ConnectionLostError(Exception):
    """The connection broke while `uids` were being fetched; `failure` is how."""

    def __init__(self, uids: Sequence[int], *, failure: ImapError) -> None:
        super().__init__(str(failure))
        self.uids = tuple(uids)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Mail:
    """One fetched mail; `full_size` is set when `raw` is only its beginning."""

    uid: int
    raw: bytes
    internal_date: datetime | None
    full_size: int | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One batch: mails, UIDs that the folder has but the server cannot give, and the last UID it covers."""

    mails: tuple[Mail, ...]
    failed: tuple[int, ...]
    last_uid: int


def fetch_in_batches(link: ImapGuard, *, uids: Sequence[int], careful: bool = False) -> Iterator[Fetched]:
    """Fetch `uids` (ascending) batch by batch; `careful` takes the first ones singly.

    Between two batches the caller may use the link for something else. Raises ConnectionLostError.
    """
    alone = CAREFUL if careful else 0
    for uid in uids[:alone]:
        yield _fetch(link, batch=[uid], envelopes=_envelopes(link, uids=[uid]))
    for start in range(alone, len(uids), SIZES_AT_ONCE):
        chunk = uids[start : start + SIZES_AT_ONCE]
        envelopes = _envelopes(link, uids=chunk)
        for batch in plan_batches(chunk, sizes={uid: envelope.size for uid, envelope in envelopes.items()}):
            yield _fetch(link, batch=batch, envelopes=envelopes)


def plan_batches(uids: Sequence[int], *, sizes: dict[int, int]) -> list[list[int]]:
    """Cut `uids` into runs of bounded count and bytes, in order; a mail over the cap stands alone.

    >>> plan_batches([1, 2, 3], sizes={1: 9_000_000, 2: 9_000_000, 3: 10})
    [[1], [2, 3]]
    """
    batches: list[list[int]] = []
    room = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if not batches or size > min(room, MAX_MAIL) or len(batches[-1]) >= BATCH_MAILS:
            batches.append([])
            room = BATCH_BYTES if size <= MAX_MAIL else 0
        batches[-1].append(uid)
        room -= size
    return batches


def _envelopes(link: ImapGuard, *, uids: Sequence[int]) -> dict[int, Envelope]:
    """Size and date of each of `uids`; of those that the server cannot tell, nothing."""
    try:
        return link.envelopes(uids)
    except ImapError as failure:
        if failure.kind != "refused":
            raise ConnectionLostError(uids, failure=failure) from failure
    if len(uids) == 1:
        return {}
    found: dict[int, Envelope] = {}
    for uid in uids:
        found |= _envelopes(link, uids=[uid])
    return found


def _fetch(link: ImapGuard, *, batch: Sequence[int], envelopes: dict[int, Envelope]) -> Fetched:
    try:
        mails = _together(link, batch=batch, envelopes=envelopes)
        missing = [uid for uid in batch if uid not in {mail.uid for mail in mails}]
        # What another client has moved away meanwhile is no failure: it is no longer there to be fetched.
        still_there = set(link.uids_between(missing[0], last=missing[-1])) if missing else set()
    except ImapError as failure:
        raise ConnectionLostError(batch, failure=failure) from failure
    return Fetched(tuple(mails), tuple(uid for uid in missing if uid in still_there), batch[-1])


def _together(link: ImapGuard, *, batch: Sequence[int], envelopes: dict[int, Envelope]) -> list[Mail]:
    """The mails of `batch` by one command, else one by one; those that cannot be had are missing."""
    if len(batch) == 1:
        mail = _alone(link, uid=batch[0], envelope=envelopes.get(batch[0], _UNKNOWN))
        return [] if mail is None else [mail]
    try:
        raws = link.mails(batch)
    except ImapError as failure:
        if failure.kind != "refused":
            raise
        raws = {}
    mails = []
    for uid in batch:
        envelope = envelopes.get(uid, _UNKNOWN)
        mail = _mail(uid, raw=raws[uid], envelope=envelope) if uid in raws else None
        mail = mail or _alone(link, uid=uid, envelope=envelope)
        if mail is not None:
            mails.append(mail)
    return mails


def _alone(link: ImapGuard, *, uid: int, envelope: Envelope) -> Mail | None:
    """One mail, or its beginning if it is too big; None when the server cannot give it."""
    try:
        if envelope.size > MAX_MAIL:
            start = link.beginning(uid, length=BEGINNING)
            return None if start is None else Mail(uid, start, envelope.internal_date, full_size=envelope.size)
        raw = link.mails([uid]).get(uid)
    except ImapError as failure:
        if failure.kind != "refused":
            raise
        return None
    return None if raw is None else _mail(uid, raw=raw, envelope=envelope)


def _mail(uid: int, *, raw: bytes, envelope: Envelope) -> Mail:
    if len(raw) > MAX_MAIL:  # the server told a smaller size
        return Mail(uid, raw[:BEGINNING], envelope.internal_date, full_size=len(raw))
    return Mail(uid, raw, envelope.internal_date)
