"""What arrives: the letters of a school's day, in stages, since an answer can be written only to what has come.

Each letter says what it must lead to, however often it is delivered and whoever dies meanwhile.
"""

import email.policy
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser

from mailbot.core.model.message import Address
from mailbot.daemon.clock import SystemClock
from mailbot.daemon.demo.letter import reply_to, vouch
from tests.faults.trust import AUTHSERV, MAILBOX

PROJECTOR = ("Projector", "The projector says no signal and shows nothing of my laptop, please help.")
COPIER = ("Copier", "The copier says paper jam and does not print any more.")
PASSWORD = ("Password", "I have forgotten my password and cannot log in.")
WIFI = ("Wifi", "My laptop does not connect to the wifi in the hall.")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as the school's mail server hands it over, `times` times, at one `daemon` or at any.

    It must open `opens` requests and add `entries` entries; `state` is where the request that it opens must end.
    """

    name: str
    data: bytes
    sender: str
    recipient: str
    opens: int = 0
    entries: int = 1
    times: int = 1
    state: str | None = None
    daemon: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail of the desk's as its recipient got it."""

    recipient: str
    sender: str
    data: bytes
    subject: str
    message_id: str


Stage = Callable[[Sequence[Arrived]], list[Letter]]


def day() -> tuple[Stage, ...]:
    """The whole stream: 26 deliveries of 24 letters in four stages."""
    return (_morning, _requesters, _technicians, _thanks)


def short_day() -> tuple[Stage, ...]:
    """Two of each kind, for two daemons on one database: 9 deliveries."""
    return (lambda _: _short_morning(), _short_replies)


def questions(count: int, *, mailbox: str = "kestrel") -> list[Letter]:
    """Questions of distinct people that no article answers: each is a ticket."""
    return [
        _ticket(f"person{n}", f"Blind {n}", f"The motor of blind number {n} hums.", mailbox=mailbox)
        for n in range(count)
    ]


def heavy_questions(count: int) -> list[Letter]:
    """The same with 60 KB in each: they fill a disk."""
    noise = secrets.token_bytes(45_000)
    return [
        _ticket(f"person{n}", f"Blind {n}", f"The motor of blind number {n} hums.", attachment=noise[n:])
        for n in range(count)
    ]


def everywhere(name: str) -> list[Letter]:
    """One message to both mailboxes, whose deliveries come to two daemons."""
    data = _mail(name, f"Blind of {name}", f"The motor of the blind of {name} hums.", to=", ".join(MAILBOX.values()))
    sender = f"{name}@kestrel.example"
    return [
        Letter(name, data, sender, address, opens=1, state="open", daemon=number)
        for number, address in enumerate(MAILBOX.values())
    ]


def asked(name: str) -> Letter:
    """A question that no article answers."""
    return _ticket(name, f"Blind of {name}", f"The motor of the blind of {name} hums.", state="solved")


def both_at_once(name: str, arrived: Sequence[Arrived]) -> list[Letter]:
    """The technician solves what `name` asked, and `name` writes again, each at another daemon."""
    more = _answer("more", _to(name, arrived), "It is the blind in the sick room, by the way.")
    solved = _answer("solved", _told(f"Blind of {name}", arrived), "#solved\nI have oiled it.")
    return [replace(more, daemon=0), replace(solved, daemon=1)]


def _morning(_: Sequence[Arrived]) -> list[Letter]:
    asked = (PROJECTOR, COPIER, PASSWORD, WIFI, PROJECTOR)
    letters = [
        _question(f"teacher{n}", *said, state=("open", "self_solved", "open", "open", "open")[n - 1])
        for n, said in enumerate(asked, start=1)
    ]
    letters += [_question(f"bursar{n}", *said, mailbox="bracken", state="closed") for n, said in enumerate(asked[:2])]
    letters += [
        _ticket("nurse", "Blind 1", "The motor of the blind hums."),
        _ticket(
            "cook", "Blind 2", "The second blind is stuck half-way.", attachment=b"\x89PNG" + bytes(range(256)) * 40
        ),
        _ticket("head", "Blind 3", "The third blind fell off the wall.", state="closed"),
        _ticket("tutor", "A pupil", "There is a safeguarding concern about what a pupil wrote."),
        _ticket("deputy", "Ransomware", "All screens show a ransomware note, the whole school is stopped."),
    ]
    letters[0] = _twice(letters[0])
    letters[7] = _twice(letters[7])
    bare = _mail("caretaker", "Blind 4", "The fourth blind squeaks.", identity=False)
    letters.append(Letter("caretaker", bare, "caretaker@kestrel.example", MAILBOX["kestrel"], opens=1, state="open"))
    stranger = _mail("somebody", "Hello", "Do you repair blinds?", domain="elsewhere.example", proven=False)
    letters.append(
        Letter("stranger", stranger, "somebody@elsewhere.example", MAILBOX["kestrel"], opens=1, state="open")
    )
    away = _mail("absent", "Automatic reply: Blinds", "I am out of office.", more={"Auto-Submitted": "auto-replied"})
    letters.append(Letter("absent", away, "absent@kestrel.example", MAILBOX["kestrel"], entries=0))
    return letters


def _requesters(arrived: Sequence[Arrived]) -> list[Letter]:
    return [
        _answer("still-stuck", _to("teacher1", arrived), "Still stuck, it makes no difference."),
        _answer("solved-it", _to("teacher2", arrived), "That solved it, thank you!"),
        _answer("more", _to("nurse", arrived), "It is the blind in the sick room, by the way."),
        _bounce(_to("cook", arrived)),
    ]


def _technicians(arrived: Sequence[Arrived]) -> list[Letter]:
    note = _told("Blind 4", arrived)
    solved = _told("Blind 3", arrived)
    article = _told("Blind 1", arrived)
    text = (
        "#kb #solved\nPlease switch the blind off at the wall for ten seconds, then switch it on again and hold the "
        "button until the motor has gone all the way down and up."
    )
    return [
        _answer("note", note, "#note\nThe spare part is ordered."),
        _answer("solved", solved, "#solved\nI have screwed it to the wall again, it is tight now."),
        _answer("article", article, text),
    ]


def _thanks(arrived: Sequence[Arrived]) -> list[Letter]:
    return [_answer("thanks", _to("head", arrived), "Thank you very much!")]


def _short_morning() -> list[Letter]:
    return [
        _twice(_question("teacher1", *PROJECTOR, state="open")),
        _question("teacher2", *COPIER, state="self_solved"),
        _ticket("nurse", "Blind 1", "The motor of the blind hums.", state="closed"),
        _ticket("cook", "Blind 2", "The second blind is stuck half-way.", attachment=bytes(range(256)) * 40),
        _question("bursar1", *WIFI, mailbox="bracken", state="closed"),
    ]


def _short_replies(arrived: Sequence[Arrived]) -> list[Letter]:
    return [
        _answer("still-stuck", _to("teacher1", arrived), "Still stuck, it makes no difference."),
        _answer("solved-it", _to("teacher2", arrived), "That solved it, thank you!"),
        _answer(
            "solved",
            _told("Blind 1", arrived),
            "#kb\n#solved\nPlease switch the blind off at the wall for ten "
            "seconds, then switch it on again and hold the button until the motor has gone down and up.",
        ),
    ]


def arrived_mail(recipient: str, sender: str, data: bytes) -> Arrived:
    """A mail of the desk's as it was handed over."""
    found = BytesParser(policy=email.policy.default).parsebytes(data, headersonly=True)
    return Arrived(recipient, sender, data, str(found["Subject"]), str(found["Message-ID"]).strip("<> \r\n"))


def delivered_mail(content: bytes) -> Arrived:
    """A mail of the desk's as its file in a Maildir has it: two lines of the envelope, then its bytes."""
    back, recipient, data = content.split(b"\r\n", 2)
    to = recipient.partition(b": ")[2].decode()
    return arrived_mail(to, back.partition(b": ")[2].decode().strip("<>"), data)


def _to(person: str, arrived: Sequence[Arrived]) -> Arrived:
    return next(mail for mail in reversed(arrived) if mail.recipient.startswith(f"{person}@"))


def _told(subject: str, arrived: Sequence[Arrived]) -> Arrived:
    """The newest mail about this subject to a technician."""
    return next(m for m in reversed(arrived) if m.recipient.endswith("@it.valley.example") and subject in m.subject)


def _question(name: str, subject: str, text: str, *, state: str, mailbox: str = "kestrel") -> Letter:
    data = _mail(name, subject, text, mailbox=mailbox)
    return Letter(name, data, f"{name}@{mailbox}.example", MAILBOX[mailbox], opens=1, state=state)


def _ticket(
    name: str, subject: str, text: str, *, mailbox: str = "kestrel", attachment: bytes = b"", state: str = "open"
) -> Letter:
    data = _mail(name, subject, text, mailbox=mailbox, attachment=attachment)
    return Letter(name, data, f"{name}@{mailbox}.example", MAILBOX[mailbox], opens=1, state=state)


def _twice(letter: Letter) -> Letter:
    return Letter(
        letter.name, letter.data, letter.sender, letter.recipient, opens=letter.opens, times=2, state=letter.state
    )


def _now() -> datetime:
    return SystemClock().now() - timedelta(seconds=5)


def _mail(
    name: str,
    subject: str,
    text: str,
    *,
    mailbox: str = "kestrel",
    to: str = "",
    domain: str = "",
    attachment: bytes = b"",
    identity: bool = True,
    proven: bool = True,
    more: dict[str, str] | None = None,
) -> bytes:
    domain = domain or f"{mailbox}.example"
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = f"{name.title()} Person <{name}@{domain}>"
    mail["To"] = to or MAILBOX[mailbox]
    mail["Subject"] = subject
    if identity:
        mail["Message-ID"] = f"<{name}-1@{domain}>"
        mail["Date"] = _now()
    for header, value in (more or {}).items():
        mail[header] = value
    mail.set_content(text)
    if attachment:
        mail.add_attachment(attachment, maintype="image", subtype="png", filename="blind.png")
    return (vouch(f"{name}@{domain}", authserv=AUTHSERV) if proven else b"") + mail.as_bytes()


def _answer(name: str, mail: Arrived, text: str) -> Letter:
    person = Address("", mail.recipient)
    data = reply_to(mail.data, sender=person, text=text, date=_now())
    to = str(BytesParser(policy=email.policy.default).parsebytes(data, headersonly=True)["To"])
    return Letter(name, vouch(mail.recipient, authserv=AUTHSERV) + data, mail.recipient, to)


def _bounce(mail: Arrived) -> Letter:
    """What the recipient's mail server says when it could not deliver after all (RFC 3464)."""
    report = EmailMessage(policy=email.policy.SMTP)
    report["From"] = "MAILER-DAEMON@mx.valley.example"
    report["To"] = mail.sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = "<bounce-1@mx.valley.example>"
    report["Date"] = _now()
    report["Auto-Submitted"] = "auto-replied"
    report["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="r"'
    status = f"Reporting-MTA: dns; mx.valley.example\r\n\r\nFinal-Recipient: rfc822; {mail.recipient}\r\n"
    parts = (
        "Content-Type: text/plain\r\n\r\nIt could not be delivered.\r\n",
        f"Content-Type: message/delivery-status\r\n\r\n{status}Action: failed\r\nStatus: 5.1.1\r\n",
    )
    body = "".join(f"--r\r\n{part}" for part in parts).encode()
    body += b"--r\r\nContent-Type: message/rfc822\r\n\r\n" + mail.data + b"\r\n--r--\r\n"
    return Letter("bounce", report.as_bytes() + body, "", mail.sender)
