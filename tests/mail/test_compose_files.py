"""Files beside a mail's words, as they came, under a safe type and name: with a notification, and with an answer."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache

import pytest
from compose_cases import a_context, a_send

from mailbot.core.model.effects.on_mail import SendMail, SentFile
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.attached import ORIGINAL_NAME
from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.samples import SAMPLES

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
[NOTIFICATION, *_] = [one for one in SAMPLES if isinstance(one, NotificationMail)]
[ANSWER, *_] = [one for one in SAMPLES if isinstance(one, AnswerMail)]
OTHERS = [one for one in SAMPLES if not isinstance(one, AnswerMail)]


@lru_cache
def the_original() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "jane@kestrelpark.example", "board"
    mail.set_content("see the picture")
    mail.add_attachment(PNG, maintype="image", subtype="png", filename="board \u2013 Y5.png")
    mail.add_attachment(b"<script>", maintype="text", subtype="html", filename="page.html")
    return mail.as_bytes()


def sent(effect: SendMail) -> EmailMessage:
    context = replace(a_context(), original=the_original())
    mail = message_from_bytes(compose(effect, context=context).data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def files_of_the_original() -> tuple[SentFile, ...]:
    return tuple(SentFile(one.part, one.name, one.type) for one in parse(the_original()).attachments)


def test_the_bytes_go_on_as_they_came() -> None:
    mail = sent(replace(a_send(NOTIFICATION), files=files_of_the_original()))
    picture, page = mail.iter_attachments()
    assert picture.get_content() == PNG
    assert (picture.get_content_type(), picture.get_filename()) == ("image/png", "board \u2013 Y5.png")
    assert (page.get_content_type(), page.get_content()) == ("application/octet-stream", b"<script>")
    assert mail.get_body(("plain",)) is not None


def test_a_requester_gets_those_of_a_technicians_answer_and_never_the_original() -> None:
    effect = replace(a_send(ANSWER), files=files_of_the_original(), original=True)
    picture, page = sent(effect).iter_attachments()
    assert (picture.get_content(), picture.get_filename()) == (PNG, "board \u2013 Y5.png")
    assert (page.get_content_type(), page.get_content()) == ("application/octet-stream", b"<script>")
    assert list(sent(replace(effect, files=())).iter_attachments()) == []


@pytest.mark.parametrize("content", OTHERS, ids=lambda one: one.template)
def test_a_requester_never_gets_any_with_another_mail(content: MailContent) -> None:
    effect = replace(a_send(content), files=files_of_the_original(), original=True)
    effect = replace(effect, to=replace(effect.to, purpose="r"))
    assert list(sent(effect).iter_attachments()) == []


def test_bytes_of_another_mail_come_with_the_file() -> None:
    [part] = sent(replace(a_send(ANSWER), files=(SentFile(2, "a.pdf", "application/pdf", b"%PDF"),))).iter_attachments()
    assert (part.get_content(), part.get_filename()) == (b"%PDF", "a.pdf")


@pytest.mark.parametrize(
    "file", [SentFile(77, "a.png", "image/png"), SentFile(1, "a.png", "image/png", bytes(26 << 20))]
)
def test_an_answer_without_one_of_its_files_is_not_written(file: SentFile) -> None:
    with pytest.raises(ValueError, match="file of the answer"):
        sent(replace(a_send(ANSWER), files=(*files_of_the_original(), file)))


def test_the_original_goes_whole_and_alone() -> None:
    mail = sent(replace(a_send(NOTIFICATION), files=files_of_the_original(), original=True))
    [whole] = mail.iter_attachments()
    assert (whole.get_filename(), whole.get_content()) == (ORIGINAL_NAME, the_original())


@pytest.mark.parametrize("name", ['a";x="b.png', "x\r\nBcc: a@b.png", "\u202egnp.exe", "a" * 500, "", "\ud800.png"])
def test_no_name_of_a_file_breaks_out_of_its_header(name: str) -> None:
    mail = sent(replace(a_send(NOTIFICATION), files=(SentFile(1, name, "image/png\r\nX-Evil: 1"),)))
    assert "Bcc" not in mail
    [part] = mail.iter_attachments()
    assert part.get_content_type() == "application/octet-stream"
    assert "X-Evil" not in part


def test_a_file_that_is_not_there_is_left_out() -> None:
    assert (
        list(sent(replace(a_send(NOTIFICATION), files=(SentFile(77, "a.png", "image/png"),))).iter_attachments()) == []
    )
