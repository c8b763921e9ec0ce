"""A mail program as the people of the demo use it: new mails, replies, and sending to the desk's listener.

What does not live here: whose mails these are (story), and reading what came back (show).
"""

import email.policy
import secrets
import smtplib
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, parsedate_to_datetime

from mailbot.core.model.message import Address

SECONDS = 10.0
MOST_REFERENCES = 20
# the library hides a Message-ID longer than its line behind an encoded word, and ours are long
_POLICY = email.policy.SMTP.clone(max_line_length=900)


class LetterError(Exception):
    """The mail cannot be written or was not taken; the text says why, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where the school's mail server hands mails in: the listener, its login there, and the name it stamps with."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    authserv: str


def new_letter(sender: Address, *, to: str, subject: str, text: str, date: datetime) -> bytes:
    """A new mail from `sender`, as bytes with CRLF. `date` is aware. Raises LetterError for what is no address."""
    return _written(sender, to=to, subject=subject, text=text, date=date).as_bytes()


def reply_to(original: bytes, *, sender: Address, text: str, date: datetime, phone: bool = False) -> bytes:
    """An answer to `original` as mail programs write it: to its Reply-To (else From), threaded, with the quote below.

    `phone` signs and quotes as a telephone does. `date` is aware; its zone is the writer's. Raises LetterError.
    """
    asked = BytesParser(policy=email.policy.default).parsebytes(original)
    subject = _words(asked["Subject"])
    letter = _written(
        sender,
        to=_answer_address(asked),
        subject=subject if subject.lower().startswith("re:") else f"Re: {subject}".strip(),
        text=f"{text.rstrip()}\n\n{_quote(asked, date=date, phone=phone)}",
        date=date,
    )
    answered = _words(asked["Message-ID"])
    if answered:
        earlier = _words(asked["References"]).split() or _words(asked["In-Reply-To"]).split()
        letter["In-Reply-To"] = answered
        letter["References"] = " ".join([*earlier[:1], *earlier[1:][-MOST_REFERENCES:], answered])
    return letter.as_bytes()


def vouch(address: str, *, authserv: str) -> bytes:
    """The line on top with which the school's mail server says that this domain's mail is genuine (RFC 8601)."""
    domain = address.rpartition("@")[2]
    return f"Authentication-Results: {authserv}; dmarc=pass header.from={domain}\r\n".encode("ascii", "replace")


def submit(data: bytes, *, sender: str, recipient: str, door: Door) -> None:
    """Send one mail by SMTP to the listener, logged in and stamped as the school's mail server does.

    Raises LetterError when the listener does not answer, or does not take it.
    """
    try:
        with smtplib.SMTP(door.host, door.port, timeout=SECONDS) as server:
            server.login(door.user, door.password)
            server.sendmail(sender, [recipient], vouch(sender, authserv=door.authserv) + data)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise LetterError(f"the desk does not take mail for {recipient}: {code} {_said(words)}") from refused
    except smtplib.SMTPResponseException as refused:
        raise LetterError(f"the desk refused it: {refused.smtp_code} {_said(refused.smtp_error)}") from refused
    except (OSError, smtplib.SMTPException) as error:
        raise LetterError(f"the desk's listener at {door.host}:{door.port} does not answer: {error}") from error


def recipient_of(data: bytes) -> str:
    """The one address in To of a mail that was written here."""
    return _addresses(BytesParser(policy=email.policy.default).parsebytes(data, headersonly=True), "To")[0]


def message_id_of(data: bytes) -> str:
    """The Message-ID of a mail, without brackets; '' where it has none."""
    return _words(BytesParser(policy=email.policy.default).parsebytes(data, headersonly=True)["Message-ID"]).strip("<>")


def _written(sender: Address, *, to: str, subject: str, text: str, date: datetime) -> EmailMessage:
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = _header_address(sender.name, sender.address)
    letter["To"] = _header_address("", to)
    letter["Subject"] = " ".join(subject.split())[:400]
    letter["Date"] = format_datetime(date)
    letter["Message-ID"] = f"<{secrets.token_hex(12)}@{sender.address.rpartition('@')[2]}>"
    letter.set_content(text.replace("\r\n", "\n").replace("\r", "\n"))
    return letter


def _header_address(name: str, address: str) -> HeaderAddress:
    local, _, domain = address.rpartition("@")
    try:
        if not (local and domain and address.isascii() and address.isprintable()):
            raise ValueError(address)  # noqa: TRY301 -- one sentence for both kinds of refusal
        return HeaderAddress(display_name=" ".join(name.split()), addr_spec=address)
    except (ValueError, IndexError) as error:
        raise LetterError(f"{address!r} is no mail address: write it like jane.ashdown@kestrelpark.example") from error


def _answer_address(asked: EmailMessage) -> str:
    found = _addresses(asked, "Reply-To") or _addresses(asked, "From")
    if not found:
        raise LetterError("that mail says nothing of where an answer should go")
    return found[0]


def _addresses(letter: EmailMessage, name: str) -> list[str]:
    header = letter[name]
    return [entry.addr_spec for entry in header.addresses if entry.domain] if header is not None else []


def _quote(asked: EmailMessage, *, date: datetime, phone: bool) -> str:
    author = _words(asked["From"])
    part = asked.get_body(("plain",))
    lines = str(part.get_content()).rstrip().splitlines() if part is not None else []
    quoted = [f"> {line}".rstrip() for line in lines]
    try:
        written = parsedate_to_datetime(_words(asked["Date"])).astimezone(date.tzinfo)
    except ValueError:
        written = date
    day = f"{written.day} {written:%b %Y}"
    if phone:
        return "\n".join(["Sent from my iPhone", "", f"> On {day}, at {written:%H:%M}, {author} wrote:", ">", *quoted])
    return "\n".join([f"On {written:%a}, {day} at {written:%H:%M}, {author} wrote:", "", *quoted])


def _words(header: object) -> str:
    return " ".join(str(header or "").split())


def _said(words: bytes | str) -> str:
    return words.decode("ascii", "replace") if isinstance(words, bytes) else words
