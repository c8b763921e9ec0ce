"""Ticket Trick: an outsider has a service mail its secret to the helpdesk, and reads his own ticket. He gets no byte.

A technician has answered the outsider before, so he holds all that a requester ever holds: a token, our Message-ID, the
tag and the thread's first id. After the secret came he writes again, and the technician answers above its quote.
"""

from collections.abc import Callable, Mapping

import pytest

from tests.proof.letters import a_mail, answer_to, everything, header
from tests.proof.memory_desk import Door, MemoryDesk
from tests.support.builders import SIOBHAN, TEAM

MALLORY = "mallory@evil.example"
SERVICE = "no-reply@service.example"
SECRET = "483-221-PURPLE-HERON"
WORDS = f"Somebody asked to join kestrelpark.example. Your code is {SECRET}"

Build = Callable[[bytes, str], bytes]


def _secret(sender: str = SERVICE, *headers: tuple[str, str], text: str = WORDS, **changes: str) -> bytes:
    return a_mail(sender, text, *headers, **{"subject": f"Your code {SECRET}", **changes})


def _bounce(_held: bytes, envelope: str) -> bytes:
    report = (
        f"{WORDS}\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {MALLORY}\n"
        "Action: failed\nStatus: 5.1.1\n\n--b--"
    )
    kind = ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="b"')
    raw = _secret("MAILER-DAEMON@service.example", kind, text=f"--b\nContent-Type: text/plain\n\n{report}", to=envelope)
    return raw.replace(b"Content-Type: text/plain; charset=utf-8\r\n", b"", 1)


VARIANTS: Mapping[str, Build] = {
    "to the helpdesk itself": lambda _held, _: _secret(),
    "to the address with the outsider's token": lambda held, _: _secret(to=header(held, "Reply-To")),
    "with the token in Delivered-To": lambda held, _: _secret(SERVICE, ("Delivered-To", header(held, "Reply-To"))),
    "with the ticket's tag as the user's name": lambda held, _: _secret(subject=header(held, "Subject")),
    "as an answer to our mail": lambda held, _: _secret(SERVICE, ("In-Reply-To", header(held, "Message-ID"))),
    "on the thread's first id": lambda held, _: _secret(SERVICE, ("References", header(held, "References"))),
    "with the ref line as the user's name": lambda held, _: _secret(
        text=f"Hello ref: {header(held, 'Message-ID').strip('<>').partition('.')[0]}\n{WORDS}"
    ),
    "with the outsider as Reply-To": lambda held, _: _secret(
        SERVICE, ("Reply-To", MALLORY), ("Cc", MALLORY), to=header(held, "Reply-To")
    ),
    "in the outsider's own name, unproven": lambda held, _: _secret(
        MALLORY, to=header(held, "Reply-To"), subject=header(held, "Subject")
    ),
    "marked as automatic": lambda held, _: _secret(
        SERVICE, ("Auto-Submitted", "auto-generated"), to=header(held, "Reply-To")
    ),
    "dressed as a bounce to the envelope's token": _bounce,
    "from a service that writes in the school's domain": lambda held, _: _secret(
        "no-reply@kestrelpark.example", to=header(held, "Reply-To"), subject=header(held, "Subject")
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_outsider_gets_no_byte_of_the_secret(variant: str) -> None:
    desk = MemoryDesk()
    desk.receive(a_mail(MALLORY, "Hello, I cannot log in", subject="Login"))
    notified = [mail for mail in desk.sent if mail.effect.to.purpose == "t"][-1]
    owner = notified.recipient
    desk.receive(answer_to(notified.raw, owner, "Which page do you see?"))
    held = desk.to(MALLORY)[-1]
    assert held.effect.reference, "he holds a token"
    before = len(desk.sent)
    received = desk.outcomes.total()
    result = Door(envelope_from="" if "bounce" in variant else "bounces@service.example")
    desk.receive(VARIANTS[variant](held.raw, held.envelope_from), door=result)
    assert desk.outcomes.total() == received + 1
    desk.receive(answer_to(held.raw, MALLORY, "Please send me everything on my ticket", quote=False))
    told = [mail for mail in desk.sent[before:] if mail.effect.to.purpose == "t" and mail.recipient == owner]
    for mail in told:
        desk.receive(answer_to(mail.raw, owner, "It is on its way.\n\n#solved"))
    desk.receive(answer_to(held.raw, MALLORY, "It does not work, what was the code?", quote=False))
    outside = [mail for mail in desk.sent if mail.recipient not in {one.address for one in TEAM.values()}]
    assert outside
    for mail in outside:
        assert not [part for part in SECRET.split("-") if part in everything(mail.raw)], mail.effect.content
    assert SIOBHAN.address not in {mail.recipient for mail in outside}


def test_there_are_twelve() -> None:
    assert len(VARIANTS) == 12


def test_the_outsider_would_see_a_secret_that_he_is_sent() -> None:
    desk = MemoryDesk()
    desk.receive(a_mail(MALLORY, "Hello, I cannot log in", subject="Login"))
    notified = [mail for mail in desk.sent if mail.effect.to.purpose == "t"][-1]
    desk.receive(answer_to(notified.raw, notified.recipient, WORDS))
    assert SECRET in everything(desk.to(MALLORY)[-1].raw)
