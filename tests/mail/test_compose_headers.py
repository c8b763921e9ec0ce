"""Which headers and envelope each mail gets, read back by the standard library."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from compose_cases import ADDRESS, HOST, a_context, a_send, a_token

from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import MailContent, Recipient
from mailbot.core.model.mails.requester import AnswerMail, UnknownSenderMail
from mailbot.mail.letter.compose import ComposeContext, compose
from mailbot.mail.letter.headers import base_subject, plain_address
from mailbot.mail.letter.samples import SAMPLES, SCHOOL

OFFER = SAMPLES[0]
ANSWER = next(one for one in SAMPLES if isinstance(one, AnswerMail))
STRANGER = next(one for one in SAMPLES if isinstance(one, UnknownSenderMail))
NOTICE = next(one for one in SAMPLES if one.template == "technician/assigned")
REQUESTER_TOKEN = a_token(purpose="r", reference="k3m7q2x5wz", person="p4n6t2ys", entry_seen=3)
BOUNCE_TOKEN = a_token(purpose="b", reference="k3m7q2x5wz", person="p4n6t2ys", entry_seen=3)


def read(data: bytes) -> EmailMessage:
    """The mail as another program sees it."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def sent(content: MailContent, *, context: ComposeContext | None = None, **changes: object) -> EmailMessage:
    return read(compose(a_send(content, **changes), context=context or a_context()).data)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert compose(a_send(OFFER), context=a_context()) == compose(a_send(OFFER), context=a_context())


def test_a_requester_gets_the_token_in_three_places_and_bounces_come_back() -> None:
    out = compose(a_send(OFFER), context=a_context())
    mail = read(out.data)
    assert len(REQUESTER_TOKEN) == 46
    assert out.message_id == f"{REQUESTER_TOKEN}.n5x2k7w4@{HOST}"
    assert mail["Message-ID"] == f"<{out.message_id}>"
    assert mail["Reply-To"] == f"itsupport+{REQUESTER_TOKEN}@kestrelpark.example"
    assert f"\nref: {REQUESTER_TOKEN}\n" in body(mail, "plain")
    assert f"ref: {REQUESTER_TOKEN}" in body(mail, "html")
    assert out.envelope_from == f"itsupport+{BOUNCE_TOKEN}@kestrelpark.example"
    assert out.recipient == "jane.ashdown@kestrelpark.example"
    assert mail["From"] == f"{SCHOOL} IT helpdesk <{ADDRESS}>"
    assert mail["To"] == "Jane Ashdown <jane.ashdown@kestrelpark.example>"
    assert mail["Cc"] is None


def test_every_header_stands_once() -> None:
    for content in SAMPLES:
        names = [name.lower() for name in sent(content)]
        assert len(names) == len(set(names)), content


def test_the_mailto_buttons_carry_words_and_reference() -> None:
    html = body(sent(OFFER), "html")
    links = re.findall(r'href="mailto:([^"]+)"', html)
    assert len(links) == 2
    assert all(
        link.startswith(f"itsupport%2B{REQUESTER_TOKEN}@kestrelpark.example?subject=Re%3A%20Cant") for link in links
    )
    assert all(link.endswith(f"%0D%0Aref%3A%20{REQUESTER_TOKEN}") for link in links)
    assert "%5B%231042-k7f3q%5D" in links[0]
    assert "body=That%20solved%20it" in links[0]


@pytest.mark.parametrize(
    ("address", "plus", "reply_to"),
    [
        ("itsupport@kestrelpark.example", False, None),
        ("a" * 17 + "@kestrelpark.example", True, "a" * 17 + f"+{REQUESTER_TOKEN}@kestrelpark.example"),
        ("a" * 18 + "@kestrelpark.example", True, None),
    ],
)
def test_no_plus_address_where_it_is_off_or_would_pass_64_octets(
    address: str, plus: bool, reply_to: str | None
) -> None:
    out = compose(a_send(OFFER), context=a_context(address=address, plus=plus))
    assert read(out.data)["Reply-To"] == reply_to
    if reply_to is None:
        assert out.envelope_from == address
        assert REQUESTER_TOKEN in out.message_id


def test_a_stranger_gets_no_token_no_bounce_address_and_nothing_of_their_own_back() -> None:
    out = compose(a_send(STRANGER, subject="Buy pills"), context=a_context())
    mail = read(out.data)
    assert out.envelope_from == ""
    assert out.message_id == f"n5x2k7w4@{HOST}"
    assert mail["Reply-To"] is None
    assert mail["Subject"] == f"Your email to {SCHOOL} IT helpdesk"
    assert b"pills" not in out.data
    assert b"ref:" not in out.data
    assert b"mailto:" not in out.data


def test_a_technician_without_a_reference_gets_no_token_but_bounces_come_back() -> None:
    out = compose(a_send(NOTICE, reference="", thread=""), context=a_context())
    assert out.envelope_from == ADDRESS
    assert out.message_id == f"n5x2k7w4@{HOST}"


@pytest.mark.parametrize("content", SAMPLES, ids=lambda one: one.template)
def test_only_a_persons_answer_is_not_marked_automatic(content: MailContent) -> None:
    mail = sent(content)
    assert (mail["Auto-Submitted"] is None) == isinstance(content, AnswerMail)
    technician = content.template.startswith("technician/")
    alone = technician or isinstance(content, AnswerMail)
    assert mail["X-Auto-Response-Suppress"] == ("AutoReply" if alone else "OOF, AutoReply")
    assert mail["X-Mailbot-Loop"] == HOST
    assert mail["List-Unsubscribe"] is None


def test_requests_to_technicians_are_not_bulk_so_that_their_absence_is_told() -> None:
    assert sent(NOTICE)["Precedence"] is None
    assert sent(OFFER)["Precedence"] is None
    published = next(one for one in SAMPLES if one.template == "technician/article_published")
    assert sent(published)["Precedence"] == "bulk"


@pytest.mark.parametrize(
    "subject", ["Board black", "Re: Board black", "RE: re: AW: Board black [#1042-k7f3q]", "Board black [#9-zzzzz]"]
)
def test_the_subject_is_stable_with_one_re_and_one_tag(subject: str) -> None:
    assert sent(OFFER, subject=subject)["Subject"] == "Re: Board black [#1042-k7f3q]"


def test_a_long_subject_keeps_its_tag() -> None:
    subject = sent(OFFER, subject="long " * 200)["Subject"]
    assert subject.endswith(" [#1042-k7f3q]")
    assert len(subject) <= 200


def test_references_start_with_our_own_id_and_stay_twenty() -> None:
    mail = sent(OFFER, references=tuple(f"m{n}@x.example" for n in range(100)), in_reply_to="m99@x.example")
    ids = str(mail["References"]).split()
    assert ids[0] == f"<k3m7q2x5wz.request@{HOST}>"
    assert ids[1:] == [f"<m{n}@x.example>" for n in range(81, 100)]
    assert mail["In-Reply-To"] == "<m99@x.example>"


def test_references_leave_out_what_is_no_message_id() -> None:
    bad = ("a b@x", "a@x>\r\nBcc: <evil@x.example", "x" * 300 + "@y", "noat", "ü@x", "")
    mail = sent(OFFER, references=(*bad, "good@x.example"), in_reply_to=bad[1])
    assert str(mail["References"]).split()[1:] == ["<good@x.example>"]
    assert mail["In-Reply-To"] is None
    assert mail["Bcc"] is None


def test_somebody_elses_token_in_quoted_words_is_taken_out() -> None:
    foreign = a_token(purpose="t", reference="otherother", person="elseelse", entry_seen=1)
    answer = replace(
        ANSWER, text=f"See above.\nref: {foreign}\nand itsupport+{foreign.upper()}@x.example <mailto:a%2B{foreign}@x>"
    )  # type: ignore[type-var]
    out = compose(a_send(answer), context=a_context())
    mail = read(out.data)
    for kind in ("plain", "html"):
        assert foreign not in body(mail, kind).lower()
        assert body(mail, kind).count("ref: ") == 1
        assert REQUESTER_TOKEN in body(mail, kind)


def test_an_answer_is_the_technicians_words_and_a_thin_foot() -> None:
    text = body(sent(AnswerMail("Jane", SCHOOL, 1042, "Tomasz Wilk", "Swap the lead.")), "plain")
    assert text.split("\n") == [
        "Swap the lead.",
        "",
        f"Tomasz Wilk, {SCHOOL} IT helpdesk, request 1042",
        f"ref: {REQUESTER_TOKEN}",
        "",
    ]


def test_an_address_that_is_none_is_never_mended_into_another() -> None:
    for address in (
        "ja\u200bne@kestrelpark.example",
        "jane@x.example\r\nRCPT TO:<evil@x.example>",
        "müller@x.example",
        "",
    ):
        out = compose(a_send(OFFER, to=Recipient(address, "Jane", "p4n6t2ys", "r")), context=a_context())
        assert plain_address(out.recipient) is None
        assert out.recipient.isprintable()
        assert read(out.data)["To"].addresses == ()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("o'brien+x@x.example", "o'brien+x@x.example"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("a..b@x.example", None),
        (".a@x.example", None),
        ("a@-x.example", None),
        ("a@b@x.example", None),
        ("a b@x.example", None),
        ("a" * 65 + "@x.example", None),
    ],
)
def test_addresses_by_table(address: str, written: str | None) -> None:
    assert plain_address(address) == written


def test_base_subject_is_bounded_however_many_prefixes() -> None:
    assert base_subject("re:" * 5000 + "x") != ""
    assert len(base_subject("x" * 5000)) == 200


def test_host_and_nonce_are_checked_before_they_are_written() -> None:
    for nonce in ("", "a b c d e f", "abc\r\nBcc: x"):
        with pytest.raises(ValueError, match="Message-ID"):
            compose(a_send(OFFER), context=a_context(nonce=nonce))


def test_a_mail_of_no_request_has_no_tag() -> None:
    effect: SendMail = a_send(OFFER, request=None, tag="")
    assert "[#" not in str(read(compose(effect, context=a_context()).data)["Subject"])
