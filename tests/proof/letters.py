"""Mails that people, robots and services write, as bytes; and what a mail of the desk says in clear."""

from email import message_from_bytes, policy
from itertools import count

_numbers = count(1)
GOOGLE = "mx.google.com"


def stamp(address: str, result: str = "pass", *, by: str = GOOGLE) -> tuple[str, str]:
    """The believed system's word about the domain of this address."""
    domain = address.rpartition("@")[2]
    return "Authentication-Results", f"{by}; dmarc={result} header.from={domain}"


def a_mail(
    sender: str,
    text: str,
    *headers: tuple[str, str],
    to: str = "itsupport@kestrelpark.example",
    subject: str = "Hello",
    result: str | None = "pass",
) -> bytes:
    """A new mail, proven as `result` says by the receiving system (None: nobody looked)."""
    address = sender.rpartition("<")[2].rstrip(">")
    top = [stamp(address, result)] if result else []
    host = address.rpartition("@")[2]
    lines = [
        *(f"{name}: {value}" for name, value in (*top, *headers)),
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <m{next(_numbers)}@{host}>",
        "Date: Mon, 23 Nov 2026 09:30:00 +0000",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n").encode()


def header(raw: bytes, name: str) -> str:
    """A header of a mail, unfolded; '' where it is not there."""
    return str(message_from_bytes(raw, policy=policy.default)[name] or "")


def answer_to(
    raw: bytes, sender: str, text: str, *headers: tuple[str, str], result: str | None = "pass", quote: bool = True
) -> bytes:
    """What `sender` answers to a mail, as mail programs do: to its Reply-To, with its ids, above a quote of it."""
    words = says(raw).splitlines() if quote else []
    quoted = "\n".join(("", "On Mon, 23 Nov 2026 at 09:30, Helpdesk wrote:", *(f"> {line}" for line in words)))
    own = header(raw, "Message-ID")
    return a_mail(
        sender,
        text + (quoted if quote else ""),
        ("In-Reply-To", own),
        ("References", f"{header(raw, 'References')} {own}".strip()),
        *headers,
        to=header(raw, "Reply-To") or header(raw, "From"),
        subject=f"Re: {header(raw, 'Subject')}",
        result=result,
    )


def says(raw: bytes) -> str:
    """All words of a mail: its headers as they stand, then every text part decoded."""
    mail = message_from_bytes(raw, policy=policy.default)
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join(parts)


def everything(raw: bytes) -> str:
    """Headers (decoded) and text of a mail: nothing of it stays unseen."""
    mail = message_from_bytes(raw, policy=policy.default)
    return "\n".join((*(f"{name}: {value}" for name, value in mail.items()), says(raw)))
