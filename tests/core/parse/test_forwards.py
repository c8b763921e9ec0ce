"""The mail that a mail forwards, as each client writes it: who wrote it, about what, and what the sender put above."""

from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from mailbot.core.parse.marks.forwards import forwarded_in
from mailbot.core.parse.mime import parse

MAILS = Path(__file__).parents[2] / "mails" / "forwards"
CLIENTS = ("outlook", "outlook-mobile", "gmail", "apple-mail", "iphone", "attached")
ABOVE = "She caught me in the corridor as well, it is the one in the library."
BELOW = "the visualiser hums and the picture is green since Monday. Could you have a look?"


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_tells_whose_mail_it_is(client: str) -> None:
    message = parse((MAILS / f"{client}.eml").read_bytes())
    assert message.original is not None
    assert message.original.sender == Address("Jane Ashdown", "jane.ashdown@kestrelpark.example")
    assert message.original.subject == "Visualiser"
    assert message.original.text.startswith("Hi Tomasz,")
    assert BELOW in message.original.text
    assert message.original.text.endswith("Jane")
    assert message.new_text.splitlines()[0] == ABOVE
    assert "visualiser" not in message.new_text


@pytest.mark.parametrize(
    ("line", "sender", "name"),
    [
        ("Jane Ashdown [mailto:jane@a.example]", "jane@a.example", "Jane Ashdown"),
        ('"Ashdown, Jane" <jane@a.example>', "jane@a.example", "Ashdown, Jane"),
        ("jane@a.example", "jane@a.example", ""),
        ("Jane Ashdown", None, "Jane Ashdown"),
        ("ruth@b.example <jane@a.example>", "jane@a.example", ""),
        ("Jane <jane@a.example>, Olu <olu@a.example>", None, "Jane , Olu"),
    ],
)
def test_one_address_is_read_and_of_several_none(line: str, sender: str | None, name: str) -> None:
    found = forwarded_in(f"From: {line}\nSubject: Board\n\nIt is black")
    assert found is not None
    assert (found.sender.address if found.sender else None) == sender
    assert found.name == name
    assert found.text == "It is black"


@pytest.mark.parametrize("text", ["", "Hello\nFrom: jane@a.example", "> hello", "Sent from my phone\n\nFrom: a@b.c"])
def test_what_no_head_leads_is_no_forwarded_mail(text: str) -> None:
    assert forwarded_in(text) is None


def test_a_long_head_ends() -> None:
    found = forwarded_in("From: jane@a.example\n" + "To: x@a.example\n" * 10_000)
    assert found is not None
    assert found.sender == Address("", "jane@a.example")
