"""What comes back: a reply to any mail of ours, or a mail from one of its buttons, is understood by the parser."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote

import pytest
from compose_cases import KEYS, a_context, a_send

from mailbot.core.identify.token import read
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.requester import AnswerMail, UnknownSenderMail
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.samples import SAMPLES

WITH_TOKEN = [one for one in SAMPLES if not isinstance(one, UnknownSenderMail)]


def _ours(content: MailContent) -> EmailMessage:
    mail = message_from_bytes(compose(a_send(content), context=a_context()).data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _said(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("content", WITH_TOKEN, ids=lambda one: one.template)
def test_a_reply_without_any_quote_header_still_says_only_what_is_new(content: MailContent) -> None:
    ours = _ours(content)
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = "jane@x.example", str(ours["Reply-To"]), str(ours["Subject"])
    reply["In-Reply-To"] = str(ours["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in _said(ours, "plain").split("\n"))
    reply.set_content(f"Room 12, please.\n\n{quoted}\n")
    message = parse(reply.as_bytes())
    assert message.new_text == "Room 12, please."
    tokens = [read(one, keys=KEYS) for one in message.tokens]
    assert len(tokens) == 1
    assert tokens[0] is not None
    assert tokens[0].reference == "k3m7q2x5wz"
    assert tokens[0].entry_seen == 3


@pytest.mark.parametrize("content", WITH_TOKEN, ids=lambda one: one.template)
def test_every_button_makes_a_mail_that_finds_its_thread(content: MailContent) -> None:
    for link in re.findall(r'href="(mailto:[^"]+)"', _said(_ours(content), "html")):
        assert len(link) < 2000
        to, subject, body = re.fullmatch(r"mailto:([^?]+)\?subject=([^&]*)&amp;body=(.*)", link).groups()  # type: ignore[union-attr]
        # A mail program that loses the plus part still carries the reference in the text.
        draft = EmailMessage()
        draft["From"], draft["To"] = "jane@x.example", re.sub(r"\+[^@]*", "", unquote(to))
        draft["Subject"] = unquote(subject)
        draft.set_content(unquote(body))
        message = parse(draft.as_bytes())
        assert [read(one, keys=KEYS) is not None for one in message.tokens] == [True]
        assert message.new_text.split("\n")[0].strip()
        assert "[#1042-k7f3q]" in message.subject


def test_between_people_the_line_to_reply_above_is_left_out() -> None:
    for content in WITH_TOKEN:
        assert ("reply above this line" in _said(_ours(content), "plain")) == (not isinstance(content, AnswerMail))


@pytest.mark.parametrize("content", SAMPLES, ids=lambda one: one.template)
def test_a_mail_of_ours_that_comes_back_is_known_as_automatic(content: MailContent) -> None:
    kind = parse(compose(a_send(content), context=a_context()).data).kind
    assert (kind == "auto_reply") == (not isinstance(content, AnswerMail)), kind


def test_the_story_of_two_tickets_that_were_made_one_is_told_by_time() -> None:
    told = next(one for one in SAMPLES if isinstance(one, NotificationMail) and len(one.story) > 2)
    first, *others = told.story
    late = replace(first, number=others[-1].number + 1)  # what the other ticket brought comes behind in number
    said = _said(_ours(replace(told, story=(*others, late))), "plain")
    assert said == _said(_ours(told), "plain")
