"""What is too large: the words are a request all the same, and their writer hears how to send it instead."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.cli.main import main
from mailbot.core.model.policy import AttachmentPolicy
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import ANSWERED, JANE, KESTREL_PARK, TOMASZ, UNANSWERED, Question
from tests.journeys.field.polled import Polled

MEGABYTE = 1024 * 1024
HOW = AttachmentPolicy().how_to_send


def with_film(about: Question, *, megabytes: float, name: str = "film.mp4") -> bytes:
    """A mail of Jane's with a film of that size."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{JANE.name} <{JANE.address}>", KESTREL_PARK, about.subject
    mail["Date"], mail["Message-ID"] = "Tue, 24 Nov 2026 10:00:00 +0000", f"<film-{megabytes}@kestrelpark.example>"
    mail.set_content(about.text)
    mail.add_attachment(bytes(round(megabytes * MEGABYTE)), maintype="video", subtype="mp4", filename=name)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def test_a_mail_over_the_cap_in_a_mailbox_is_a_request_and_its_writer_hears_how_to_send_it(
    polled: Polled, capsys: pytest.CaptureFixture[str]
) -> None:
    polled.puts(with_film(UNANSWERED, megabytes=26))
    said, told = polled.desk.mail_to(JANE), polled.desk.mail_to(TOMASZ)
    assert said.says("Your email is too large for us (35.")
    assert said.says(HOW)
    assert "film.mp4" not in said.text
    assert told.says(UNANSWERED.text)
    assert told.says("only its beginning came, not sent on")
    assert told.says("of the whole mail (35.")
    assert list(told.parsed.iter_attachments()) == []
    request = polled.desk.request()
    assert request.state == "open"
    assert request.texts[0].startswith(UNANSWERED.text)
    assert "This message is very large, 35." in request.texts[0]
    capsys.readouterr()
    assert main(["show", str(request.number), "--config", str(polled.desk.config)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "too large: 35." in shown
    assert "with film.mp4 (" in shown


def test_a_file_that_is_not_passed_on_is_told_to_both(desk: Desk) -> None:
    desk.receives(with_film(UNANSWERED, megabytes=9), to=KESTREL_PARK)
    said, told = desk.mail_to(JANE), desk.mail_to(TOMASZ)
    assert said.says(f"A file that you sent is too large for us to pass on. {HOW}")
    assert told.says("film.mp4 (9.0 MB, too large to send on)")
    assert desk.request().entries[0]["attachments"] == ["film.mp4 (9.0 MB)"]


def test_an_offer_says_it_too_and_a_small_file_says_nothing(desk: Desk) -> None:
    desk.receives(with_film(ANSWERED, megabytes=9), to=KESTREL_PARK)
    assert desk.mail_to(JANE).says(HOW)
    assert desk.request().state == "offered"
    desk.receives(with_film(UNANSWERED, megabytes=0.1), to=KESTREL_PARK)
    assert not desk.mail_to(JANE).says("too large")


def test_a_trust_says_it_in_its_own_words(open_desk: OpenDesk, demo_trust: Path, tmp_path: Path) -> None:
    trust = copy_trust(demo_trust, tmp_path / "own")
    (trust / "attachments.toml").write_text('[attachments]\nhow_to_send = "Put films on the G drive, please."\n')
    desk = open_desk(trust=trust)
    desk.start()
    desk.receives(with_film(UNANSWERED, megabytes=9), to=KESTREL_PARK)
    assert desk.mail_to(JANE).says("too large for us to pass on. Put films on the G drive, please.")


def test_a_mail_over_the_cap_at_the_door_is_refused_with_words_that_its_writer_reads(desk: Desk) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        desk.receives(with_film(UNANSWERED, megabytes=26), to=KESTREL_PARK)
    assert refused.value.smtp_code == 552
    assert refused.value.smtp_error.endswith(b"put large files into OneDrive or Google Drive and send the link")
    assert desk.requests() == []


def test_a_reply_with_too_large_a_file_is_on_the_ticket_and_its_writer_is_told(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    opened = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    reply = with_film(UNANSWERED, megabytes=9).replace(
        b"Message-ID:", f"In-Reply-To: <{opened.message_id}>\r\nMessage-ID:".encode()
    )
    desk.receives(reply.replace(f"To: {KESTREL_PARK}".encode(), f"To: {opened.parsed['Reply-To']}".encode()))
    said = desk.mail_to(JANE)
    assert said.says(f"We have what you wrote about request {desk.request().number}, but not all that you sent with it")
    assert said.says(HOW)
    assert desk.mail_to(TOMASZ).says("film.mp4 (9.0 MB, too large to send on)")
    assert len(desk.request().entries) == 2
