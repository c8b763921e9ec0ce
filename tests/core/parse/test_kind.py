"""What kind of mail it is, why a machine seems to have written it, what a bounce says, and where tokens are found."""

from pathlib import Path

import pytest

from mailbot.core.model.message import BounceReport
from mailbot.core.parse.mime import parse

MAILS = Path(__file__).parents[2] / "mails"
HEAD = "From: jane@kestrelpark.example\nMessage-ID: <m@kestrelpark.example>\n"


def token(last: str) -> str:
    return "k" + "a" * 44 + last


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Subject: smartboard", "new"),
        ("Subject: Re: smartboard", "reply"),
        ("Subject: AW: smartboard", "reply"),
        ("Subject: Re[2]: smartboard", "reply"),
        ("Subject: Resit papers: which printer", "new"),
        ("Subject: smartboard\nIn-Reply-To: <a@b>", "reply"),
        ("Subject: smartboard\nReferences: <a@b>", "reply"),
        ("Subject: FW: smartboard", "new"),
        ("Subject: x\nAuto-Submitted: no", "new"),
        ("Subject: x\nAuto-Submitted: auto-replied (vacation)", "auto_reply"),
        ("Subject: x\nAuto-Submitted: auto-generated; type=x", "auto_reply"),
        ("Subject: x\nAuto-Submitted: auto-notified", "auto_reply"),
        ("Subject: x\nPrecedence: auto_reply", "auto_reply"),
        ("Subject: x\nX-Autoreply: yes", "auto_reply"),
        ("Subject: x\nX-Autoresponder: any", "auto_reply"),
        ("Subject: x\nX-POST-MessageClass: 9; Autoresponder", "auto_reply"),
        ("Subject: x\nX-FC-MachineGenerated: true", "auto_reply"),
        ("Subject: x\nX-Auto-Response-Suppress: All", "new"),
        ("Subject: x\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: a@b", "auto_reply"),
        ("Subject: Automatic reply: smartboard", "auto_reply"),
        ("Subject: Out of Office: smartboard", "auto_reply"),
        ("Subject: Jane is out of the office", "new"),
        ("Subject: Out of office", "new"),
        ("Subject: Is the office printer out of toner", "new"),
        ("Subject: x\nList-Id: <staff.x.example>", "list"),
        ("Subject: x\nList-Unsubscribe: <mailto:x@y>", "list"),
        ("Subject: x\nPrecedence: bulk", "list"),
        ("Subject: x\nX-Failed-Recipients: a@b.example", "bounce"),
        ("Subject: Undeliverable: your answer", "bounce"),
        ("Subject: x\nContent-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"),
    ],
)
def test_headers_tell_the_kind(headers: str, kind: str) -> None:
    message = parse(f"{HEAD}{headers}\n\nHello\n".encode())
    assert message.kind == kind
    assert bool(message.automatic) == (kind in ("auto_reply", "list", "bounce"))


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@x.example", "postmaster@x.example", "Mail Delivery System <mailer-daemon@x.example>"]
)
def test_mail_of_mail_servers_is_a_bounce(sender: str) -> None:
    assert parse(f"From: {sender}\nSubject: x\n\nHello\n".encode()).kind == "bounce"


@pytest.mark.parametrize("headers", ["Return-Path: <>", "From: no-reply@x.example", "X-Mailbot-Loop: 1"])
def test_some_signs_forbid_an_automatic_answer_but_change_no_kind(headers: str) -> None:
    message = parse(f"{headers}\nSubject: Alarm\n\nDisk full\n".encode())
    assert message.kind == "new"
    assert len(message.automatic) == 1


@pytest.mark.parametrize("name", ["out-of-office-microsoft", "out-of-office-google", "read-receipt"])
def test_absences_and_receipts_are_automatic_replies(name: str) -> None:
    message = parse((MAILS / f"{name}.eml").read_bytes())
    assert message.kind == "auto_reply"
    assert message.bounce is None


def test_a_bounce_names_who_failed_and_carries_the_original_s_tokens() -> None:
    message = parse((MAILS / "bounce-postfix.eml").read_bytes())
    assert message.kind == "bounce"
    assert message.bounce == BounceReport(
        recipients=("gone@kestrelpark.example",),
        action="failed",
        status="5.1.1",
        original_message_id=f"{token('d')}.n1@help.example",
    )
    assert message.tokens == ("b" + "a" * 44 + "b", token("c"), token("d"), "b" + "a" * 44 + "e")
    assert message.attachments == ()


def test_a_delay_is_no_failure() -> None:
    raw = (MAILS / "bounce-postfix.eml").read_bytes().replace(b"Action: failed", b"Action: delayed")
    bounce = parse(raw).bounce
    assert bounce is not None
    assert bounce.action == "delayed"


def test_a_bounce_in_free_text_gives_address_and_message_id() -> None:
    body = (
        "Sorry.\n\n<gone@kestrelpark.example>:\n550 5.1.1 no such user\n\n--- Below\n"
        "To: gone@kestrelpark.example\nMessage-ID: <q.1@help.example>\n"
    )
    message = parse(f"From: MAILER-DAEMON@x.example\nTo: it@help.example\nSubject: failure notice\n\n{body}".encode())
    assert message.bounce == BounceReport(("gone@kestrelpark.example",), "failed", "5.1.1", "q.1@help.example")


def test_tokens_are_found_in_the_three_places_in_order() -> None:
    headers = (
        f"To: IT <itsupport+{token('a').upper()}@x.example>\nDelivered-To: itsupport+{token('b')}@x.example\n"
        f"In-Reply-To: <{token('c')}.n@help.example>\n"
        f"References: <{token('d')}.n@help.example> <{token('e')}.n@help.example> <{token('c')}.n@help.example>\n"
    )
    message = parse(f"{HEAD}{headers}\nThat solved it\n\nref: {token('f')}\n".encode())
    assert message.tokens == tuple(token(last) for last in "abcedf")


@pytest.mark.parametrize("almost", ["k" + "a" * 44, "k" + "a" * 46, "k" + "a" * 44 + "1", token("a") + "x"])
def test_what_is_not_shaped_like_a_token_is_none(almost: str) -> None:
    raw = f"{HEAD}To: it+{almost}@x.example\nIn-Reply-To: <{almost}.n@h.example>\n\nref: {almost}\n"
    assert parse(raw.encode()).tokens == ()


def test_at_most_twenty_tokens_are_taken() -> None:
    lines = "\n".join(f"ref: {'k' * 44}{chr(97 + n)}a" for n in range(25))
    assert len(parse(f"{HEAD}\n{lines}\n".encode()).tokens) == 20


def test_headers_about_authentication_are_kept_topmost_first() -> None:
    raw = (
        b"Received: x\nAuthentication-Results: one; dmarc=pass\n header.from=x.example\nReceived-SPF: pass\n"
        b"X-MS-Exchange-Organization-AuthAs: Internal\nX-MS-Exchange-CrossTenant-AuthSource: y\nX-Spam: no\n"
        b"Authentication-Results: two; " + b"x" * 9000 + b"\nX-Mailbot-Loop: 1\nFrom: a@b.example\n\nHi\n"
    )
    kept = parse(raw).headers
    assert [one.name for one in kept] == [
        "authentication-results",
        "received-spf",
        "x-ms-exchange-organization-authas",
        "x-ms-exchange-crosstenant-authsource",
        "authentication-results",
        "x-mailbot-loop",
    ]
    assert kept[0].value == "one; dmarc=pass header.from=x.example"
    assert max(len(one.value) for one in kept) == 4096
    assert len(parse(b"List-X: y\n" * 100 + b"\nHi\n").headers) == 60


def test_plain_text_goes_before_html_and_the_rest_are_attachments() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=m\n\n"
        b"--m\nContent-Type: multipart/related; boundary=r\n\n--r\n"
        b"Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nplain\n"
        b"--a\nContent-Type: text/html\n\n"
        b"<p>rich</p><img src='cid:logo@x'>\n--a--\n--r\nContent-Type: image/png; name=logo.png\n"
        b"Content-ID: <logo@x>\n\nPNG\n--r--\n"
        b"--m\nContent-Type: application/pdf; name=list.pdf\nContent-Disposition: attachment\n\nPDF\n--m--\n"
    )
    message = parse(raw)
    assert message.text == "plain"
    assert [(one.name, one.part, one.inline) for one in message.attachments] == [
        ("logo.png", 2, True),
        ("list.pdf", 3, False),
    ]


def test_an_empty_plain_part_gives_way_to_html() -> None:
    raw = (
        b"Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\n \n--a\n"
        b"Content-Type: text/html\n\n<p>rich &amp; <b>bold</b></p>\n--a--\n"
    )
    assert parse(raw).text == "rich & bold"
