"""One mail, as it was taken in (`Delivery`) and as it was understood (`Message`).

What belongs here: values that the parser fills and everybody else reads. No parsing, no judgement about the sender.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailbot.core.model.article import Picture

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
    `inline` marks decoration: logos below the sign-off, tracking pixels, pictures of the quoted mail, and a pack of
    Outlook's that was opened. A file out of such a pack has the pack's `part`, and its bytes in `data`; so have the
    files of a mail that is decided on by another one's word. `apart` marks a picture that the text shows nowhere and
    that is larger than logos are: somebody attached it.
    """

    name: str
    type: str
    size: int
    part: int
    inline: bool = False
    data: bytes = field(default=b"", repr=False)
    apart: bool = False


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
class Rich:
    """New text with its bold, headings, lists and links as light Markdown; `of` is the plain new text it belongs to.

    `pictured` is the same with the pictures that stand in it, '' where none does. `inside` are lines in red inside our
    own quoted mail, which has none: answers that were typed there.
    """

    of: str
    text: str
    pictured: str = ""
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authored:
    """The author's own words of a new text, where that shows more; `of` is the new text they belong to."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail that a mail forwards, as the head above it says: `sender` is None where that names no one address.

    `name` is the sender as shown, `subject` the mail's own, `text` what stands below. None of it is proof of anything.
    """

    sender: Address | None
    name: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail says. Every field is safe to print; nothing here is proof of anything.

    `sender` is the one plain mailbox of the one From header, else None: then nobody is believed.
    `from_display` is the From as written, cleaned, for people to look at.
    `text` is all visible text; `new_text` is what the author wrote now: without quotes and signature.
    `authored` is what of it alone counts as their words, where that is less: no line behind `>`, no name below `--`.
    `rich` is the new text as it was formatted, None where the mail has no HTML that says the same; `pictures` are those
    that stand in it.
    `signature` is what was cut off as a signature. `forwarded` is the text below a forward marker, if any,
    and `original` the first mail in it where its head names a sender.
    `tokens` are strings of the shape of our tokens found in Reply-To plus parts, Message-IDs and `ref:` lines.
    `automatic` lists why a machine seems to have written it (empty for people).
    `full_size` is set where only the beginning of a mail over the size cap was taken in: its bytes at the source.
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
    authored: Authored | None = None
    rich: Rich | None = None
    pictures: tuple[Picture, ...] = ()
    signature: str = ""
    forwarded: str = ""
    original: Forwarded | None = None
    attachments: tuple[Attachment, ...] = ()
    tokens: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    bounce: BounceReport | None = None
    unreadable: str | None = None
    truncated: bool = False
    full_size: int | None = None

    @property
    def words(self) -> str:
        """The author's own words: what gives orders, is sent on and is matched. The new text may show more."""
        return self.authored.text if self.authored is not None and self.authored.of == self.new_text else self.new_text

    @property
    def said(self) -> str:
        """The author's own words to send on to people: as rich as they were written."""
        return self.rich.text if self.rich is not None and self.rich.of == self.words else self.words

    @property
    def pictured(self) -> str:
        """The author's own words as rich as they were written, with their pictures; '' where none stands in it."""
        return self.rich.pictured if self.rich is not None and self.rich.of == self.words else ""


# A delivery's `filed` where an operator wants it as a closed request (`mailbot backfill`).
HISTORY = "history: filed by an operator"


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
