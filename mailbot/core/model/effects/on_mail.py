"""Effects on mail: what is sent, held, told later, and what tokens point at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailbot.core.model.mails.outgoing import MailContent, Recipient
from mailbot.core.model.snapshot import ListedRow


@dataclass(frozen=True, slots=True)
class HoldMessage:
    """The delivery `inbox` waits for its technician's word or a corrected line; `reference` is a new row that the token
    of the mail that says so names.
    """

    reference: str
    inbox: int
    request: int | None = None


@dataclass(frozen=True, slots=True)
class UseReference:
    """The one-time token that names this reference has been used; a second use finds it so."""

    reference: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that goes on with a mail: the MIME leaf of the mail decided on (as in `Attachment`), its name and type.

    `data` are its bytes where they stand in no leaf of their own, or in another mail than the one decided on.
    """

    part: int
    name: str
    type: str
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class SendMail:
    """One mail to one recipient.

    `school` says whose mailbox it comes from. `reference` is what its token points at; `thread` the request's own
    reference, which makes the synthetic first id of References. `automatic` mails to requesters count for the caps.
    `in_reply_to` and `references` are Message-IDs without brackets. `expires_after` is counted from the decision.
    `original` attaches the mail that was decided on, as it came: never to a requester. `files` are some of its files:
    to a requester those of a technician's answer alone, and all of them.
    It is sent when it was `held_back` so long, unless it is taken back before.
    """

    to: Recipient
    content: MailContent
    school: str
    subject: str
    reference: str = ""
    thread: str = ""
    request: int | None = None
    tag: str = ""
    entry_seen: int = 0
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    automatic: bool = True
    expires_after: timedelta = timedelta(hours=48)
    original: bool = False
    files: tuple[SentFile, ...] = ()
    held_back: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class TellLater:
    """The mail is not written: the technician (their id, and their person's in the database) is told of its news at
    `due_at` (UTC), together with all else that waits for them then.
    """

    mail: SendMail
    technician: str
    person: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ToldOf:
    """What waited for a technician to be told together is told, or makes no sense any more: the rows, each with why
    it was left out ('' where it is told).
    """

    technician: str
    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    """The digest at hand waits until `due_at` (UTC)."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class SaveList:
    """A numbered list that replies can name by its rows; `reference` is a new row that the mail's token points at."""

    reference: str
    technician: str
    rows: tuple[ListedRow, ...]


@dataclass(frozen=True, slots=True)
class File:
    """Nothing is done beyond keeping the message; `outcome` is the word for the balance ("auto_reply", "own", ...)."""

    outcome: str
