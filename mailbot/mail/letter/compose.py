"""From a SendMail effect to final bytes: one mail, one recipient, the same bytes for the same input.

Envelope and headers by audience (`T` the recipient's token, `B` the same for bounces; RFC 5322, 3834, 2369):

| | requester | technician | stranger (no key) |
|---|---|---|---|
| envelope sender | mailbox+B | mailbox+B | <> |
| From | school's IT helpdesk, mailbox | the same | the same |
| Reply-To | mailbox+T | mailbox+T | none |
| Message-ID | <T.NONCE@host> | <T.NONCE@host> | <NONCE@host> |
| References | <REFERENCE.request@host>, then the thread's | the same | the thread's |
| Auto-Submitted | auto-replied; none on a person's answer | auto-generated or auto-replied | auto-replied |
| X-Auto-Response-Suppress | OOF, AutoReply; AutoReply on an answer | AutoReply | OOF, AutoReply |

Where a mailbox knows no plus addresses, or the local part would pass 64 octets, the plain mailbox stands instead.
What does not live here: words and looks (templates), whether to write at all (core.decide), sending.
"""

import re
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from mailbot.core.identify.token import day_number
from mailbot.core.model.article import Picture
from mailbot.core.model.away import AwayMail
from mailbot.core.model.care import KnowledgeWeekMail
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.listing import ListMail
from mailbot.core.model.mails.outgoing import MailContent, Outgoing
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import (
    ArticleHelpedMail,
    ArticleMail,
    DeliveryFailedMail,
    DoneMail,
    MailboxMail,
    NotificationMail,
    RefusedMail,
    WasItYouMail,
)
from mailbot.core.model.snapshot import TokenPurpose
from mailbot.core.parse.quotes import MARKER
from mailbot.mail.letter.attached import file_parts, original_part, with_files, with_related
from mailbot.mail.letter.desk import Desk
from mailbot.mail.letter.headers import (
    address_line,
    base_subject,
    clean,
    id_line,
    message_ids,
    plain_address,
    text_line,
)
from mailbot.mail.letter.render import Templates, Words
from mailbot.mail.pictures import with_pictures
from mailbot.settings.installation import MailboxSettings

LOCAL_PART_OCTETS = 64
REFERENCES = 20
LONDON = ZoneInfo("Europe/London")
SUBJECT_LIMIT = 160  # leaves room for the tag within the 200 of a header

_NONCE = re.compile(r"[a-z0-9]{6,64}")
# Case is forgiven where tokens are read, and a quoted link writes its plus sign as %2B.
_TOKEN = re.compile(rb"(\bref: ?)?(?:(?<![a-z2-7])|(?<=%2b))([a-z2-7]{46})(?![a-z2-7])", re.IGNORECASE)
_TOKEN_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_SHAPE = bytes(ord("a") if letter in _TOKEN_LETTERS else 0 for letter in range(256))
_RUN = b"a" * 46
# Line ends become \n first; what is left of the controls, and letters that turn the reading direction, go.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n")  # those of them that are ASCII


class SignToken(Protocol):
    """The `sign` of core.identify.token with its keys bound: 46 lower-case base32 letters, or ValueError."""

    def __call__(self, *, purpose: TokenPurpose, reference: str, person: str, entry_seen: int, day: int) -> str: ...


@dataclass(frozen=True, slots=True)
class ComposeContext:
    """What compose needs beside the effect.

    `mailbox` is the one of the effect's school and `school` that school's name; `host` the right side of our
    Message-IDs; `nonce` 6 to 64 random letters or digits, new for each mail; `now` aware UTC; `zone` the school's.
    `original` is the mail that the effect may ask to attach, as it came; `pictures` are, by id, those of the articles
    that it shows and that its recipient may see.
    """

    mailbox: MailboxSettings
    school: str
    host: str
    templates: Templates
    sign: SignToken
    nonce: str
    now: datetime
    zone: tzinfo = LONDON
    original: bytes = field(default=b"", repr=False)
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The places a mail's tokens stand in; `token` is '' where there is nothing to point at."""

    token: str
    message_id: str
    reply_to: str
    envelope_from: str


def compose(effect: SendMail, *, context: ComposeContext) -> Outgoing:
    """The mail as it goes out. Raises TemplateBroken; ValueError where host, nonce or ids are not of their shape, and
    where a file of an answer is missing: it goes whole or not at all.

    A recipient whose address is no plain ASCII addr-spec still gets a mail, with no address in To: the relay refuses
    it and the ticket's technician is told, as with any other address that does not work.
    """
    if not _NONCE.fullmatch(context.nonce) or plain_address(f"x@{context.host}") is None:
        raise ValueError("nonce or host cannot stand in a Message-ID")
    places = _addresses(effect, context=context)
    name = _desk_name(context)
    desk = Desk(
        name=name,
        school=context.school,
        address=places.reply_to,
        subject=base_subject(effect.subject, limit=SUBJECT_LIMIT) or "Your request",
        number=effect.request,
        tag=_tag(effect),
        token=places.token,
        marker=MARKER,
        zone=context.zone,
    )
    words = context.templates.render(effect.content, desk=desk)
    lines = [
        *_who_and_what(effect, words, desk=desk, context=context),
        *_thread(effect, places, host=context.host),
        *_automatic(effect.content, purpose=effect.to.purpose),
        f"X-Mailbot-Loop: {context.host}",
        "MIME-Version: 1.0",
    ]
    address = plain_address(effect.to.address)
    html, pictures = with_pictures(words.html, pictures=context.pictures, host=context.host)
    words = replace(words, html=html)
    return Outgoing(
        message_id=places.message_id,
        envelope_from=places.envelope_from,
        # Escaped, never mended: a mended address could be somebody else's.
        recipient=address or effect.to.address.encode("unicode_escape").decode("ascii"),
        data=_mime(lines, words, places=places, pictures=pictures, files=_files(effect, original=context.original)),
    )


def _desk_name(context: ComposeContext) -> str:
    return clean(context.mailbox.name, limit=100) or clean(f"{context.school} IT helpdesk", limit=100)


def _tag(effect: SendMail) -> str:
    return f"[#{effect.request}-{effect.tag}]" if effect.request is not None and effect.tag else ""


def _addresses(effect: SendMail, *, context: ComposeContext) -> _Addresses:
    mailbox, host, key = context.mailbox.address, context.host, effect.to.key
    if not key or not effect.reference:
        return _Addresses("", f"{context.nonce}@{host}", mailbox, mailbox if key else "")
    day = day_number(context.now)

    def token(purpose: TokenPurpose) -> str:
        seen = effect.entry_seen
        return context.sign(purpose=purpose, reference=effect.reference, person=key, entry_seen=seen, day=day)

    own = token(effect.to.purpose)
    return _Addresses(
        token=own,
        message_id=f"{own}.{context.nonce}@{host}",
        reply_to=_plus(context.mailbox, own),
        envelope_from=_plus(context.mailbox, token("b")),
    )


def _plus(mailbox: MailboxSettings, token: str) -> str:
    local, _, domain = mailbox.address.rpartition("@")
    fits = len(local) + 1 + len(token) <= LOCAL_PART_OCTETS
    return f"{local}+{token}@{domain}" if mailbox.plus and fits else mailbox.address


def _who_and_what(effect: SendMail, words: Words, *, desk: Desk, context: ComposeContext) -> list[str]:
    to = plain_address(effect.to.address)
    subject = f"{clean(words.subject, limit=SUBJECT_LIMIT)} {desk.tag}".strip()
    lines = [
        address_line("From", desk.name, context.mailbox.address),
        address_line("To", effect.to.name, to) if to else "To: undisclosed-recipients:;",
        text_line("Subject", subject),
        f"Date: {format_datetime(context.now)}",
    ]
    return [*lines, f"Reply-To: {desk.address}"] if desk.address != context.mailbox.address else lines


def _thread(effect: SendMail, places: _Addresses, *, host: str) -> list[str]:
    lines = [id_line("Message-ID", [places.message_id])]
    answered = message_ids([effect.in_reply_to or ""], limit=1)
    ours = [f"{effect.thread}.request@{host}"] if effect.thread and effect.to.key else []
    theirs = [one for one in (*effect.references[-200:], *answered) if one not in ours]
    thread = (*message_ids(ours, limit=1), *message_ids(theirs, limit=REFERENCES - len(ours)))
    if answered:
        lines.append(id_line("In-Reply-To", answered))
    if thread:
        lines.append(id_line("References", thread))
    return lines


def _automatic(content: MailContent, *, purpose: Literal["r", "t", "c"]) -> list[str]:
    """RFC 3834 section 5. From technicians out-of-office answers are wanted, other automatic ones are not."""
    match content:
        case AnswerMail():  # a person's own words
            return ["X-Auto-Response-Suppress: AutoReply"]
        case NotificationMail() | WasItYouMail() | ListMail() | KnowledgeWeekMail():
            submitted, bulk = "auto-generated", False
        case ArticleMail() | ArticleHelpedMail() | DeliveryFailedMail() | MailboxMail() | AwayMail():
            submitted, bulk = "auto-generated", True
        case DoneMail():
            submitted, bulk = "auto-replied", True
        case RefusedMail():
            submitted, bulk = "auto-replied", False
        case _:
            submitted, bulk = "auto-replied", False
    suppress = "OOF, AutoReply" if purpose == "r" else "AutoReply"
    lines = [f"Auto-Submitted: {submitted}", f"X-Auto-Response-Suppress: {suppress}"]
    return [*lines, "Precedence: bulk"] if bulk else lines


def _files(effect: SendMail, *, original: bytes) -> list[bytes]:
    """What goes beside the words; to requesters the files of a technician's answer, all of them, and nothing else."""
    if effect.to.purpose != "r":
        whole = effect.original and bool(original)
        return [original_part(original)] if whole else file_parts(original, effect.files)
    files = effect.files if isinstance(effect.content, AnswerMail) else ()
    parts = file_parts(original, files)
    if len(parts) != len(files):
        raise ValueError("a file of the answer is not there to be sent with it")
    return parts


def _mime(lines: list[str], words: Words, *, places: _Addresses, pictures: list[bytes], files: list[bytes]) -> bytes:
    """multipart/alternative by hand: a sixth of the time of EmailMessage, and nothing that could refuse to be written.

    The boundary holds "=_", which neither quoted-printable nor base64 ever writes (RFC 2045 section 6.7), so no part
    can contain it. Pictures are parts of the HTML (multipart/related, RFC 2387), files of the whole mail.
    """
    boundary = f"=_{sha256(places.message_id.encode()).hexdigest()[:24]}"
    own = places.token.encode()
    pieces = [f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()]
    for kind, text in (("plain", words.text), ("html", words.html)):
        part = [f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n".encode()]
        part.append(_quoted_printable(_printable(text), own=own))
        related = pictures if kind == "html" else []
        pieces += [f"--{boundary}".encode(), *with_related(part, related, boundary=f"{boundary}r")]
    pieces.append(f"--{boundary}--\r\n".encode())
    pieces = with_files(pieces, files, boundary=f"{boundary}m")
    return b"\r\n".join(("\r\n".join(lines).encode("ascii"), *pieces))


def _printable(text: str) -> bytes:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # most mails are ASCII, and the pattern takes seven times as long
    data = text.encode().translate(None, _CONTROLS) if text.isascii() else _UNPRINTABLE.sub("", text).encode()
    return data.strip(b"\n") + b"\n"


def _quoted_printable(data: bytes, *, own: bytes) -> bytes:
    return b2a_qp(_without_foreign_tokens(data, own=own).replace(b"\n", b"\r\n"), istext=True)


def _without_foreign_tokens(data: bytes, *, own: bytes) -> bytes:
    """The text without tokens of others: a quoted mail may carry one, and it is a key to that person's authority."""
    rest = data.replace(own, b"\0") if own else data
    if _RUN not in rest.translate(_SHAPE):
        return data
    return _TOKEN.sub(lambda found: found[0] if found[2] == own else b"" if found[1] else b"(removed)", data)
