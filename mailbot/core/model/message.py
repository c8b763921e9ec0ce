"""One mail, as it was taken in (`Delivery`) and as it was understood (`Message`).

What belongs here: values that the parser fills and everybody else reads. No parsing, no judgement about the sender.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MessageKind = Literal["new", "reply", "auto_reply", "bounce", "list"]


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header: `name` decoded and cleaned of control characters, `address` lower-case addr-spec."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file. `name` is safe to show and to store as data; `size` counts decoded bytes.

    `part` is the index of the MIME leaf in depth-first order, so that the bytes can be read again from the raw mail.
    `inline` marks decoration: logos below the sign-off, tracking pixels, pictures of the quoted mail.
    """

    name: str
    type: str
    size: int
    part: int
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """One raw header about authentication or automation, unfolded, in the mail's own order (topmost first)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What a delivery status says (RFC 3464): failing addresses, action, the original's quoted Message-ID."""

    recipients: tuple[str, ...]
    action: Literal["failed", "delayed", "other"]
    status: str
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail says. Every field is safe to print; nothing here is proof of anything.

    `sender` is the one plain mailbox of the one From header, else None: then nobody is believed.
    `from_display` is the From as written, cleaned, for people to look at.
    `text` is all visible text; `new_text` is what the author wrote now: without quotes and signature.
    `signature` is what was cut off as a signature. `forwarded` is the text below a forward marker, if any.
    `tokens` are strings of the shape of our tokens found in Reply-To plus parts, Message-IDs and `ref:` lines.
    `automatic` lists why a machine seems to have written it (empty for people).
    `unreadable` says why the mail could not be understood, else None; the other fields then hold what was found.
    """

    kind: MessageKind
    sender: Address | None
    from_display: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: str = ""
    text: str = ""
    new_text: str = ""
    signature: str = ""
    forwarded: str = ""
    attachments: tuple[Attachment, ...] = ()
    tokens: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    bounce: BounceReport | None = None
    unreadable: str | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One mail as a source handed it over, before anything of it is parsed.

    `mailbox` is the stable id from the configuration; `folder`, `uidvalidity` and `uid` are those of IMAP, None
    for SMTP, LMTP and Maildir. `received_at` is aware UTC: INTERNALDATE or the daemon's clock, never the Date header.
    `listener` is the id of the listener that took it in, None for a polled mailbox: its auth profile is the one to use.
    `vouched` says whether the word about authentication of the peer who handed it over counts.
    `filed` is a reason not to act on it (older than first contact or the floor): kept and visible, never answered.
    `full_size` is set when `raw` is only the beginning of a mail over the size cap: its bytes at the source.
    """

    raw: bytes
    trust: str
    mailbox: str
    received_at: datetime
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None
    internal_date: datetime | None = None
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    listener: str | None = None
    vouched: bool = False
    filed: str | None = None
    full_size: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far one IMAP folder has been read: the committed truth of the next visit.

    `last_uid` is the last UID taken in under `uidvalidity`. Mail below `live_from_uid` was there before the first
    contact (it is filed) or, if `floor` is set, before the server renumbered the folder (it is filed when its
    INTERNALDATE is older than `floor`). `newest_internal_date` is what the next floor is made from.
    """

    uidvalidity: int
    last_uid: int
    newest_internal_date: datetime | None
    first_contact_at: datetime
    live_from_uid: int
    floor: datetime | None = None
