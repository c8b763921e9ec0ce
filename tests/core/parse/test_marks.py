"""What machines and gateways leave in a mail, told from what a person wrote; pictures and mails inside a mail."""

import base64
from pathlib import Path

import pytest

from mailbot.core.parse.as_json import message_as_json
from mailbot.core.parse.automatic import SCANNED
from mailbot.core.parse.mime import parse
from mailbot.core.parse.pictures import looks_of, looks_of_leaf, picture_size
from mailbot.core.parse.wire.leaves import leaves
from mailbot.core.parse.wire.tree import tree
from tests.core.parse.test_new_text import reply

MAILS = Path(__file__).parents[2] / "mails"

BANNERS = [
    "CAUTION: This email originated from outside of the organisation. Do not click links unless you know the sender.",
    "CAUTION:This message is from an EXTERNAL SENDER - Do NOT Click any links or Open any attachments",
    "*EXTERNAL EMAIL*: this email came from outside\nthe trust. Be careful with links and attachments.",
    "You don't often get email from jane@kestrelpark.example. Learn why this is important",
    "[EXTERNAL]",
]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_gateway_s_warning_is_no_word_of_the_author(banner: str) -> None:
    message = reply(f"{banner}\n\nThe printer is jammed.\n")
    assert message.new_text == "The printer is jammed."
    assert banner.split("\n", maxsplit=1)[0] in message.text


@pytest.mark.parametrize(
    "text",
    [
        "Warning: the projector outside the hall is off, do not click its switch.",
        "This email came from outside, is it safe to open the attachment?",
        "Caution, a pupil opened links in an external email.\n\nWhat now?",
        "External screen in room 12 is black.",
        "#yiv is what I see {everywhere}\n\non every page",
        "I typed [cid: 12] and it said no.",
    ],
)
def test_words_that_only_look_like_a_machine_s_are_kept(text: str) -> None:
    assert reply(text).new_text == text


def test_style_rules_and_stand_ins_for_pictures_are_left_out() -> None:
    style = "#yiv123456 .yiv123456x {width:100%;}@media screen {#yiv123456 a{margin:0;}}#yiv123456 b {c:d}"
    body = f"Ok, {style} thanks.\n[cid:image001.png@01D6A726.60C509D0]\n\n[image: photo.jpg] [image: b.jpg]\n"
    assert reply(body).new_text == "Ok,  thanks."
    rule = "blockquote, div.yahoo_quoted { margin-left: 0 !important; }\nOk.\n"
    assert reply(rule).new_text == "Ok."


def test_a_quoted_line_that_a_gateway_broke_is_no_answer_but_one_after_a_sentence_is() -> None:
    head = "Still black.\n\nOn Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n"
    broken = "> Please check that the cable at the back of the projector is pushed in,\nall the way.\n> Tomasz\n"
    answered = "> Please check that the cable at the back of the projector is pushed in.\nit is all in\n> Tomasz\n"
    assert reply(head + broken).new_text == "Still black."
    assert reply(head + answered).new_text == "Still black.\n\nit is all in"


@pytest.mark.parametrize(
    "attribution",
    [
        "ср, 30 апр. 2025 г. в 15:19, IT <it@kestrelpark.example>:",
        '20 окт. 2016 г. 19:37 пользователь "IT Helpdesk" <\nit@kestrelpark.example> написал:',
        "On Thu, 31 Mar 2016 at 11:16 IT Helpdesk\n\n<\nmailto:IT <it@kestrelpark.example>\n> wrote:",
    ],
)
def test_attributions_without_a_verb_or_broken_inside_the_address_are_known(attribution: str) -> None:
    assert reply(f"Yes.\n\n{attribution}\n\nIs it plugged in?\n").new_text == "Yes."
    assert reply(f"Yes.\n\n{attribution}\n\n> Is it plugged in?\n").new_text == "Yes."


def test_a_numbered_step_is_no_line_that_announces_a_quote() -> None:
    steps = "1. Turn it off\nSent from the tablet in room 12"
    assert reply(f"First:\n{steps}\n> dir\nthen:\n").new_text == f"First:\n{steps}\n> dir\nthen:"


def test_a_lone_em_dash_is_no_signature() -> None:
    assert reply("First this.\n\u2014\nThen that.\n").new_text == "First this.\n\u2014\nThen that."


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: ticket 1042 created last week", "It is still black."),
        ("Ticket received?", "Did you get my email about the projector?"),
        ("Projector", "I was told: your request has been received. Then nothing."),
    ],
)
def test_one_sign_alone_makes_no_acknowledgement(subject: str, body: str) -> None:
    assert parse(f"From: jane@x.example\nSubject: {subject}\n\n{body}\n".encode()).automatic == ()


def test_a_helpdesk_s_acknowledgement_and_a_copier_s_scan_are_told_by_two_signs() -> None:
    told = parse((MAILS / "helpdesk-acknowledgement.eml").read_bytes()).automatic
    assert told == ("It reads like another helpdesk's acknowledgement.",)
    assert parse((MAILS / "scan-copier.eml").read_bytes()).automatic == (SCANNED,)
    assert parse((MAILS / "scan-sent-by-a-person.eml").read_bytes()).automatic == ()


def test_a_screenshot_was_sent_and_a_logo_and_a_pixel_were_not() -> None:
    attachments = parse((MAILS / "screenshot-and-logo.eml").read_bytes()).attachments
    assert [(one.name, one.inline) for one in attachments] == [
        ("image001.png", False),
        ("image002.png", True),
        ("open.gif", True),
    ]


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90", (640, 400)),
        (b"GIF89a\x01\0\x02\0", (1, 2)),
        (b"BM" + b"\0" * 16 + b"\x10\0\0\0\xf0\xff\xff\xff", (16, 16)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x20\0\x40\x03", (64, 32)),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 1000, None),
        (b"\xff\xd8\xff\xe0\xff\xff", None),
        (b"RIFF", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(data) == size


@pytest.mark.parametrize("before", [0, 1_000, 2_030, 2_048, 60_000])
def test_the_looks_of_a_photograph_are_the_same_wherever_its_frame_stands(before: int) -> None:
    segments = b"\xff\xe1" + (before + 2).to_bytes(2) + bytes(before)
    data = b"\xff\xd8" + segments + b"\xff\xc0\0\x11\x08\0\x20\0\x40\x03" + bytes(5_000)
    raw = b"Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    (leaf,) = leaves(tree(raw))
    assert looks_of_leaf(leaf) == looks_of(data) == (len(data), (64, 32))


def test_a_mail_that_is_a_mail_in_base64_is_read() -> None:
    inner = "RnJvbTogQW1pciA8YW1pckB4LmV4YW1wbGU+ClN1YmplY3Q6IFByaW50ZXIKCkl0IGVhdHMgcGFwZXIuCg=="
    raw = f"From: a@b.example\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}\n"
    message = parse(raw.encode())
    assert message.text == message.forwarded == "From: Amir <amir@x.example>\nSubject: Printer\n\nIt eats paper."
    assert message.new_text == ""


def test_headers_in_a_local_character_set_with_obsolete_colons_and_padding_are_read() -> None:
    name = "\u7ee9\u6548.xls".encode("gb18030")
    raw = (
        b"From : Jane <jane@x.example>\nSubject\t: a" + b" " * 900 + b"b\n"
        b'Content-Type: multipart/mixed; boundary=m; charset="GB2312"\n\n--m\n\nHi\n--m\n'
        b'Content-Type: application/octet-stream; name="' + name + b'"\n\nx\n--m--\n'
    )
    message = parse(raw)
    assert message.sender is not None
    assert message.subject == "a b"
    assert [one.name for one in message.attachments] == ["\u7ee9\u6548.xls"]


def test_the_first_of_several_senders_is_shown_and_none_is_believed() -> None:
    message = parse(b'From: "A, B" <bob@x.example>, "C" <ly@x.example>\n\nHi\n')
    assert message.sender is None
    assert message_as_json(message)["from_addr"] == "bob@x.example"
    assert message_as_json(parse(b"Reply-To: <r@x.example>\n\nHi\n"))["from_addr"] == "r@x.example"


def test_a_nul_in_a_character_set_or_a_sign_is_survived() -> None:
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=a\x00b\nAuto-Submitted: au\x7fto\n\ncaf\xe9\n"
    message = parse(raw)
    assert (message.unreadable, message.text) == (None, "café")
    assert message.automatic == ("Auto-Submitted is auto.",)
