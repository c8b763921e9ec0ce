"""Whatever people put into names, subjects, texts and addresses: the mail is built and says no header more."""

import unicodedata
from dataclasses import fields, replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import lxml.html
import pytest
from compose_cases import TEMPLATES, a_context, a_send
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mailbot.core.model.mails.outgoing import MailContent, Recipient
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.samples import SAMPLES

# Everything a header or a mail program could stumble over, more often than chance would bring it.
NASTY = st.sampled_from(
    [
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\x85",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ud800",
        "=?utf-8?q?a=0D=0ABcc:_x?=",
        "\r\nBcc: x@y.example\r\n",
        "\r\n\r\n",
        '"',
        "<",
        ">",
        "\\",
        ",",
        "\N{GRINNING FACE}",
        "é" * 90,
        "x" * 300,
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
        ".",
    ]
)
WORDS = st.lists(NASTY | st.text(max_size=12), max_size=8).map("".join)
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Reply-To",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Mailbot-Loop",
    "MIME-Version",
    "Content-Type",
]


@settings(max_examples=150, deadline=None)
@given(subject=WORDS, name=WORDS, text=WORDS, address=WORDS, mailbox=WORDS, role=WORDS)
def test_any_words_make_a_mail_with_the_same_headers(
    subject: str, name: str, text: str, address: str, mailbox: str, role: str
) -> None:
    content = next(one for one in SAMPLES if isinstance(one, NotificationMail))
    content = replace(content, new_text=text, requester=name, requester_role=role, notice=text, subject=subject)
    to = Recipient(address or "x@y.example", name, "w7c3b5dd", "t")
    out = compose(a_send(content, subject=subject, to=to), context=a_context(name=mailbox))
    assert out.recipient.isprintable()
    head = out.data.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert head.isascii()
    assert b"\n" not in out.data.replace(b"\r\n", b"")
    raw = message_from_bytes(out.data)
    assert raw.keys() == HEADERS
    for header in HEADERS:
        unfolded = "".join(raw[header].splitlines())
        said = str(make_header(decode_header(unfolded)))
        assert not {unicodedata.category(letter) for letter in said} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert str(make_header(decode_header(raw["Subject"]))).endswith("[#1042-k7f3q]")
    mail = message_from_bytes(out.data, policy=policy.default)
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert all(part.get_content() for part in mail.iter_parts())


@settings(max_examples=100, deadline=None)
@given(text=WORDS)
def test_the_text_arrives_as_it_was_written(text: str) -> None:
    content = next(one for one in SAMPLES if one.template == "requester/reply")
    text = "".join(letter for letter in text if letter.isprintable())
    assume("**" not in text and "](" not in text)  # bold and links are set, not written out
    mail = message_from_bytes(
        compose(a_send(replace(content, text=f"<{text}>")), context=a_context()).data,  # type: ignore[arg-type, call-arg]
        policy=policy.default,
    )
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().startswith(f"<{text}>")


MARKUP = "<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)>"
ENUMS = ("event", "on_silence")


def _with_markup(content: MailContent) -> MailContent:
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    changes = {name: MARKUP for name, value in values.items() if isinstance(value, str) and name not in ENUMS}
    return replace(content, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", SAMPLES, ids=lambda one: one.template)
def test_no_field_of_any_mail_becomes_markup_and_nothing_remote_is_loaded(content: MailContent) -> None:
    effect = a_send(_with_markup(content), subject=MARKUP)
    html = message_from_bytes(compose(effect, context=a_context(school=MARKUP)).data, policy=policy.default)
    part = html.get_body(("html",))
    assert part is not None
    allowed = ("mailto:itsupport", "https://help.tamselvalley.example/boards")
    elements = list(lxml.html.document_fromstring(part.get_content()).iter("*"))
    assert len(elements) > 10
    assert not {one.tag for one in elements} & {"script", "img", "link", "iframe", "object", "form", "svg", "base"}
    for name, value in (pair for one in elements for pair in one.items()):
        assert not name.startswith("on")
        assert name not in ("src", "srcset", "background", "action")
        assert "url(" not in value
        assert name != "href" or value.startswith(allowed)


@pytest.mark.parametrize("beside", ["", "é"])
def test_controls_go_from_words_in_ascii_and_beyond_but_a_tab_stays(beside: str) -> None:
    controls = "".join(map(chr, (*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x7F)))
    content = replace(SAMPLES[-1], why=f"a\tb{beside}{controls}c")  # type: ignore[call-arg, arg-type]
    mail = message_from_bytes(compose(a_send(content), context=a_context()).data, policy=policy.default)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        said = part.get_content()
        assert f"a\tb{beside}c" in said
        assert not set(controls) & set(said)


def test_template_language_in_words_stays_words() -> None:
    content = replace(SAMPLES[-1], why="{{ 7*7 }}{% raw %}")  # type: ignore[call-arg, arg-type]
    assert b"{{ 7*7 }}{% raw %}" in compose(a_send(content), context=a_context()).data


def test_the_shipped_templates_are_whole() -> None:
    assert TEMPLATES.check() == ()
