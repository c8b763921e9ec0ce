"""The post of a simulation: bytes of mail both ways, and nothing but bytes.

What the desk sends is read as a mail program reads it; an answer is made from that alone, so that a mail which could
not be answered is not answered. What does not live here: who writes what (people).
"""

import email
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message as ParsedMail
from email.utils import format_datetime, parseaddr
from functools import cached_property

from mailbot.core.model.message import Address, Delivery
from mailbot.daemon.run import Daemon
from mailbot.daemon.simulate.clock import JumpingClock
from mailbot.daemon.simulate.stage import AUTHSERV, LISTENER
from mailbot.mail.outcome import Delivered

_TAG = re.compile(r"\[#(\d{1,12})-[a-z2-7]{5}\]")
_QUESTION = re.compile(r"<question\.(\d{1,9})@")
_MOST_QUOTED = 40


@dataclass(frozen=True)
class Mail:
    """One mail that the desk sent, as it lies in the recipient's box. `at` is aware UTC."""

    recipient: str
    at: datetime
    raw: bytes = field(repr=False)

    @cached_property
    def parsed(self) -> ParsedMail:
        """The mail as the library's own parser reads it."""
        return email.message_from_bytes(self.raw)

    @cached_property
    def subject(self) -> str:
        """The decoded subject."""
        return " ".join(str(make_header(decode_header(str(self.parsed["Subject"] or "")))).split())

    @cached_property
    def number(self) -> int | None:
        """The request's number in the tag of the subject, None without one."""
        found = _TAG.search(self.subject)
        return int(found[1]) if found else None

    @cached_property
    def ordinal(self) -> int | None:
        """Which of the simulation's questions its thread began with, by the References; None where none is named."""
        found = _QUESTION.search(str(self.parsed["References"] or self.parsed["In-Reply-To"] or ""))
        return int(found[1]) if found else None

    @cached_property
    def text(self) -> str:
        """The plain text, '' without one."""
        part = next((one for one in self.parsed.walk() if one.get_content_type() == "text/plain"), None)
        payload = part.get_payload(decode=True) if part is not None else None
        return payload.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(payload, bytes) else ""

    @cached_property
    def words(self) -> str:
        """The plain text with every gap made one blank, to look for words in."""
        return " ".join(self.text.split())

    @property
    def answer_to(self) -> str:
        """Where an answer goes."""
        return parseaddr(str(self.parsed["Reply-To"] or self.parsed["From"] or ""))[1]


class Post:
    """Takes what the desk sends (it is the sender's transport) and puts in what people write. One thread uses it."""

    def __init__(self, *, clock: JumpingClock, arrived: Callable[[Mail], None]) -> None:
        self._clock = clock
        self._arrived = arrived
        self._count = 0
        self.written = 0
        self.sent = 0

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Delivered:
        """The desk hands over one mail: it lies in the recipient's box at once."""
        del envelope_from
        self.sent += 1
        self._arrived(Mail(recipient, self._clock.now(), data))
        return Delivered(250, "2.0.0 taken")

    def close(self) -> None:
        """Nothing is held open."""

    def put_in(self, raw: bytes, *, sender: str, to: str, daemon: Daemon) -> bool:
        """Hand one mail to the desk as its listener does after a conversation; False where it takes none for `to`."""
        reached = daemon.receive.recipient(to)
        if reached is None:
            return False
        stamp = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={sender.rpartition('@')[2]}\r\n"
        trust, mailbox = reached
        daemon.receive.keep(
            [
                Delivery(
                    raw=stamp.encode() + raw,
                    trust=trust,
                    mailbox=mailbox,
                    received_at=self._clock.now(),
                    envelope_from=sender,
                    envelope_to=(to,),
                    listener=LISTENER,
                    vouched=True,
                )
            ]
        )
        self.written += 1
        return True

    def new_mail(self, sender: Address, *, to: str, subject: str, text: str, ordinal: int) -> bytes:
        """The simulation's `ordinal`-th new question, as bytes with CRLF; `Mail.ordinal` knows it again in answers."""
        name = f"question.{ordinal}"
        return self._mail(sender, to=to, subject=subject, text=text, headers={"Message-ID": _message_id(name, sender)})

    def plain_mail(self, sender: Address, *, to: str, subject: str, text: str) -> bytes:
        """Any other new mail, as bytes with CRLF."""
        return self._mail(sender, to=to, subject=subject, text=text, headers={})

    def answer(self, mail: Mail, *, sender: Address, text: str, headers: Mapping[str, str] | None = None) -> bytes:
        """An answer to a mail as mail programs write it: to its Reply-To, threaded, its text quoted below."""
        answered = " ".join(str(mail.parsed["Message-ID"] or "").split())
        earlier = " ".join(str(mail.parsed["References"] or "").split())
        lines = mail.text.rstrip().split("\n")[:_MOST_QUOTED]
        quote = "\n".join(f"> {line}".rstrip() for line in lines)
        who = str(mail.parsed["From"] or "").replace("\n", " ")
        return self._mail(
            sender,
            to=mail.answer_to,
            subject=mail.subject if mail.subject.lower().startswith("re:") else f"Re: {mail.subject}",
            text=f"{text.rstrip()}\n\nOn {mail.at:%a, %d %b %Y at %H:%M}, {who} wrote:\n\n{quote}\n",
            headers={"In-Reply-To": answered, "References": f"{earlier} {answered}".strip(), **(headers or {})},
        )

    def _mail(self, sender: Address, *, to: str, subject: str, text: str, headers: Mapping[str, str]) -> bytes:
        self._count += 1
        given = {"Message-ID": _message_id(f"answer.{self._count}", sender), **headers}
        lines = [
            f"From: {sender.name} <{sender.address}>",
            f"To: {to}",
            f"Subject: {_encoded(subject)}",
            f"Date: {format_datetime(self._clock.now())}",
            *(f"{name}: {value}" for name, value in given.items()),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ]
        body = text.replace("\n", "\r\n")
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "replace")


def _message_id(name: str, sender: Address) -> str:
    return f"<{name}@{sender.address.rpartition('@')[2]}>"


def _encoded(subject: str) -> str:
    plain = " ".join(subject.split())
    return plain if plain.isascii() else str(make_header([(plain.encode(), "utf-8")]).encode(maxlinelen=900))
