"""The people of the journeys and the mails that they, and machines, write. Bytes only: nothing is sent here."""

import email.policy
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from mailbot.core.model.message import Address
from mailbot.daemon.demo import letter

LONDON = ZoneInfo("Europe/London")
AUTHSERV = "mx.school.example"

JANE = Address("Jane Ashdown", "jane.ashdown@kestrelpark.example")
OLU = Address("Olu Adeyemi", "o.adeyemi@kestrelpark.example")
TOM = Address("Tom Bracewell", "tom.bracewell@brackenridge.example")
WENDY = Address("Wendy Moss", "wendy.moss@willowmere.example")  # her school closes what is met with silence
TOMASZ = Address("Tomasz Wilk", "tomasz.wilk@it.tamselvalley.example")  # first line
PRIYA = Address("Priya Nambiar", "priya.nambiar@it.tamselvalley.example")  # first line
SIOBHAN = Address("Siobhan Keogh", "siobhan.keogh@it.tamselvalley.example")  # second line; sensitive; approves
RUTH = Address("Ruth Lindqvist", "ruth.lindqvist@it.tamselvalley.example")  # third line; sensitive; approves
STRANGER = Address("", "somebody@elsewhere.example")
TECHNICIANS = (
    *(TOMASZ, PRIYA, SIOBHAN, RUTH),
    *(
        Address("", f"{name}@it.tamselvalley.example")
        for name in ("callum.oyelaran", "megan.treharne", "aaliyah.hussain", "jordan.baptiste", "deepak.rattan")
    ),
)

KESTREL_PARK = "itsupport@kestrelpark.example"
BRACKENRIDGE = "helpdesk@brackenridge.example"
WILLOWMERE = "it@willowmere.example"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: `ANSWERED` has an article, `UNANSWERED` none, and so on."""

    subject: str
    text: str


ANSWERED = Question("Cant get the smartboard to show my laptop", "Projector is on but it is just blue, no signal")
SEVERAL = Question("wifi", "My laptop will not connect to the wifi")
HALL = Question("Hall", "The microphones in the hall do not work for assembly")
KILN = Question("Kiln", "The pottery kiln shows error E7 and will not fire, it is the big one in the art room")
KILN_AGAIN = Question("kiln brokn", "kiln in art room says E7, it wont fire")
UNANSWERED = Question("Trombone", "The second slide of the trombone is bent since the concert. Can somebody look?")
SENSITIVE = Question("Smartboard", "It shows what a pupil has been searching for. It is a safeguarding concern.")
URGENT = Question("Strange", "All files are encrypted and somebody wants a ransom.")


@dataclass(frozen=True)
class Mail:
    """One mail that the desk sent to `recipient`, as it arrived."""

    recipient: str
    envelope_from: str
    raw: bytes = field(repr=False)

    @cached_property
    def parsed(self) -> EmailMessage:
        """The mail as Python's own parser reads it."""
        return BytesParser(policy=email.policy.default).parsebytes(self.raw)

    @property
    def subject(self) -> str:
        """The decoded subject."""
        return str(self.parsed["Subject"])

    @property
    def message_id(self) -> str:
        """Without brackets."""
        return letter.message_id_of(self.raw)

    @cached_property
    def text(self) -> str:
        """The plain text."""
        part = self.parsed.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @cached_property
    def html(self) -> str:
        """The HTML."""
        part = self.parsed.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    def says(self, words: str) -> bool:
        """Whether text, HTML or subject have these words, however the lines are broken."""
        return any(words in " ".join(where.split()) for where in (self.subject, self.text, self.html))


def new_mail(who: Address, *, to: str, about: Question, at: datetime) -> bytes:
    """A new mail from `who` at the moment `at`."""
    return letter.new_letter(who, to=to, subject=about.subject, text=about.text, date=at.astimezone(LONDON))


def stamped(raw: bytes, *, proof: str) -> bytes:
    """The mail as the school's mail server hands it on: with its DMARC result ("pass", "fail", "none") on top."""
    domain = sender_of(raw).rpartition("@")[2]
    return f"Authentication-Results: {AUTHSERV}; dmarc={proof} header.from={domain}\r\n".encode() + raw


def sender_of(raw: bytes) -> str:
    """The address in the From of a plainly written mail, '' where there is none."""
    head = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    line = next((line for line in head.split("\r\n") if line.lower().startswith("from:")), "")
    return line.rpartition("<")[2].removesuffix(">").removeprefix("From:").strip()


def reply_to(mail: Mail, *, who: Address, text: str, at: datetime) -> bytes:
    """What `who` answers to a mail from the desk, as mail programs do."""
    return letter.reply_to(mail.raw, sender=who, text=text, date=at.astimezone(LONDON))


def without(raw: bytes, *names: str) -> bytes:
    """The mail without these headers (each one line long)."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    unwanted = tuple(f"{name.lower()}:".encode() for name in names)
    return b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(unwanted)) + gap + body


def with_header(raw: bytes, name: str, value: str) -> bytes:
    """The mail with one more header, on top; in place of its own where it has one."""
    return f"{name}: {value}\r\n".encode() + without(raw, name)


def without_proof_of_thread(raw: bytes, *, to: str) -> bytes:
    """A reply that lost every trace of what it answers but the tag in its subject: no token, no reference, no quote."""
    bare = with_header(without(raw, "In-Reply-To", "References"), "To", to)
    return bare.partition(b"\r\n> ")[0].rpartition(b"\r\nOn ")[0] + b"\r\n"


def bounce_of(mail: Mail) -> bytes:
    """The report that a mail of the desk could not be delivered (RFC 3464), as a mail server writes it."""
    host = mail.recipient.rpartition("@")[2]
    head = mail.raw.partition(b"\r\n\r\n")[0].decode()
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@{host}>\r\nTo: {mail.envelope_from}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <bounce{next(_numbers)}@{host}>\r\n"
        "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        f"--r\r\nContent-Type: text/plain\r\n\r\n<{mail.recipient}>: unknown user\r\n"
        f"--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {host}\r\n\r\n"
        f"Final-Recipient: rfc822; {mail.recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--r--\r\n"
    ).encode()
