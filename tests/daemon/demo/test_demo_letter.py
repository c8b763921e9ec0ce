"""The demo's mail program writes and sends what real ones do."""

import email.policy
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest

from mailbot.core.model.message import Address
from mailbot.daemon.demo.letter import (
    Door,
    LetterError,
    message_id_of,
    new_letter,
    recipient_of,
    reply_to,
    submit,
)
from tests.support.smtp_sink import SmtpSink

JANE = Address(name="Jane Ashdown", address="jane.ashdown@kestrelpark.example")
DESK = "itsupport@kestrelpark.example"
AT = datetime(2026, 11, 24, 7, 25, tzinfo=ZoneInfo("Europe/London"))
TOKEN = "ar" + "abcdefghij" * 4 + "2345"
OFFER = (
    f"From: Kestrel Park IT helpdesk <{DESK}>\r\n"
    "To: Jane Ashdown <jane.ashdown@kestrelpark.example>\r\n"
    f"Reply-To: Kestrel Park IT helpdesk <itsupport+{TOKEN}@kestrelpark.example>\r\n"
    "Subject: Re: smartboard [#1001-k7f3q]\r\n"
    "Date: Tue, 24 Nov 2026 07:10:03 +0000\r\n"
    f"Message-ID: <{TOKEN}.abcdefghijkl@helpdesk.tamselvalley.example>\r\n"
    "In-Reply-To: <first@kestrelpark.example>\r\n"
    "References: <abcdefghij.request@localhost> <first@kestrelpark.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "Hello Jane,\r\n\r\npress Source.\r\n"
).encode()


def parsed(data: bytes) -> EmailMessage:
    return BytesParser(policy=email.policy.default).parsebytes(data)


def test_a_new_letter_has_an_id_of_the_senders_own_domain_and_crlf() -> None:
    data = new_letter(JANE, to=DESK, subject="smart\r\nboard", text="Cant get it\nto show", date=AT)
    letter = parsed(data)
    assert str(letter["From"]) == "Jane Ashdown <jane.ashdown@kestrelpark.example>"
    assert str(letter["Subject"]) == "smart board"
    assert str(letter["Date"]) == "Tue, 24 Nov 2026 07:25:00 +0000"
    assert message_id_of(data).endswith("@kestrelpark.example")
    assert recipient_of(data) == DESK
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_reply_goes_to_reply_to_and_carries_the_whole_thread() -> None:
    data = reply_to(OFFER, sender=JANE, text="tried that", date=AT)
    letter = parsed(data)
    assert recipient_of(data) == f"itsupport+{TOKEN}@kestrelpark.example"
    assert str(letter["Subject"]) == "Re: smartboard [#1001-k7f3q]"
    # looked at as bytes: a long Message-ID must not end up in an encoded word
    own = f"<{TOKEN}.abcdefghijkl@helpdesk.tamselvalley.example>".encode()
    assert b"In-Reply-To: " + own in data
    assert str(letter["References"]).split() == [
        "<abcdefghij.request@localhost>",
        "<first@kestrelpark.example>",
        own.decode(),
    ]
    assert letter.get_content().splitlines() == [
        "tried that",
        "",
        f"On Tue, 24 Nov 2026 at 07:10, Kestrel Park IT helpdesk <{DESK}> wrote:",
        "",
        "> Hello Jane,",
        ">",
        "> press Source.",
    ]


def test_a_reply_from_a_telephone_is_signed_by_it() -> None:
    text = parsed(reply_to(OFFER, sender=JANE, text="tried that", date=AT, phone=True)).get_content()
    text = text.replace("\r\n", "\n")
    assert text.startswith("tried that\n\nSent from my iPhone\n\n> On 24 Nov 2026, at 07:10, Kestrel Park IT helpdesk")


def test_a_reply_without_reply_to_goes_to_the_author() -> None:
    plain = OFFER.replace(b"Reply-To: ", b"X-Was: ")
    assert recipient_of(reply_to(plain, sender=JANE, text="hm", date=AT)) == DESK


@pytest.mark.parametrize(
    "address", ["", "jane", "jane@", "@school.example", "a b@c.example", "j\u00e4ne@c.example", "a@b\r\nBcc: c@d"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(LetterError, match="is no mail address"):
        new_letter(Address(name="", address=address), to=DESK, subject="", text="hello", date=AT)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the far end knows no TLS, as the demo's listener on loopback
def test_a_sent_letter_is_stamped_by_the_server_that_logs_in() -> None:
    with SmtpSink(login=("school-mail-server", "made-up")) as sink:
        data = new_letter(JANE, to=DESK, subject="smartboard", text="Cant get it to show", date=AT)
        door = Door(
            host=sink.host, port=sink.port, user="school-mail-server", password="made-up", authserv="mx.example"
        )
        submit(data, sender=JANE.address, recipient=DESK, door=door)
        (mail,) = sink.wait_for(1)
    assert mail.login == "school-mail-server"
    assert (mail.envelope_from, mail.envelope_to) == (JANE.address, (DESK,))
    assert mail.content.startswith(
        b"Authentication-Results: mx.example; dmarc=pass header.from=kestrelpark.example\r\nFrom: "
    )


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_refused_recipient_and_a_closed_port_are_told_in_a_sentence() -> None:
    data = new_letter(JANE, to=DESK, subject="smartboard", text="Cant get it to show", date=AT)
    with SmtpSink(login=("server", "made-up")) as sink:
        door = Door(host=sink.host, port=sink.port, user="server", password="made-up", authserv="mx.example")
        sink.script("RCPT", "550 5.1.1 no such mailbox here", times=1)
        with pytest.raises(LetterError, match=f"does not take mail for {DESK}: 550 5.1.1 no such mailbox here"):
            submit(data, sender=JANE.address, recipient=DESK, door=door)
        sink.script("DATA", "451 4.3.0 try again later", times=1)
        with pytest.raises(LetterError, match="the desk refused it: 451"):
            submit(data, sender=JANE.address, recipient=DESK, door=door)
    with pytest.raises(LetterError, match="does not answer"):
        submit(data, sender=JANE.address, recipient=DESK, door=door)
