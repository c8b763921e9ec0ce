"""A technician answers with a file: the requester gets it with the words, byte for byte; a note's stays inside."""

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import (
    JANE,
    KESTREL_PARK,
    OLU,
    PRIYA,
    TOMASZ,
    UNANSWERED,
    Mail,
    reply_to,
    without_proof_of_thread,
)
from tests.journeys.field.polled import Polled
from tests.journeys.field.wait import until
from tests.support.pictures import html_of, pasted, png

GUIDE = b"%PDF-1.7\r\n" + bytes(range(256)) * 40
ANSWER = "Hi Jane, the guide shows how it is bent back."
SHOT = png(1200, 700)


def with_files(reply: bytes, files: dict[str, bytes], *, type_: str = "application/pdf") -> bytes:
    """The plain mail with these files attached."""
    mail = BytesParser(policy=email.policy.SMTP).parsebytes(reply)
    assert isinstance(mail, EmailMessage)
    main, _, sub = type_.partition("/")
    for name, data in files.items():
        mail.add_attachment(data, main, sub, filename=name)
    return mail.as_bytes()


def files_in(mail: Mail) -> dict[str, bytes]:
    """The files beside the words of a mail, by name; pictures of articles are no such files."""
    found = {str(part.get_filename()): part.get_payload(decode=True) for part in mail.parsed.iter_attachments()}
    return {name: data for name, data in found.items() if isinstance(data, bytes)}


def answers(desk: Desk, told: Mail, words: str, files: dict[str, bytes]) -> None:
    """Whoever was told answers with these words and files."""
    desk.receives(with_files(reply_to(told, who=Address("", told.recipient), text=words, at=desk.now), files))


@pytest.fixture
def told(desk: Desk) -> Mail:
    """What Tomasz got of Jane's ticket; she has read that it was opened."""
    return ticket_of(desk)


def ticket_of(desk: Desk) -> Mail:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


def test_the_requester_gets_the_guide_as_it_was_under_a_safe_name(desk: Desk, told: Mail) -> None:
    answers(desk, told, f"{ANSWER}\n\n#solved", {"..\\Trombone \u2013 guide.pdf": GUIDE, "smime.p7s": b"signed" * 9})
    answer = desk.mail_to(JANE)
    assert answer.says(ANSWER)
    assert files_in(answer) == {"Trombone \u2013 guide.pdf": GUIDE}
    [part] = answer.parsed.iter_attachments()
    assert (part.get_content_type(), part.get_content_disposition()) == ("application/pdf", "attachment")
    request = desk.request()
    assert request.state == "solved"
    [said] = [entry for entry in request.entries if entry["text"] == ANSWER]
    assert said["attachments"][0] == "Trombone \u2013 guide.pdf (10 KB)"


def test_from_a_polled_mailbox_too(polled: Polled) -> None:
    desk = polled.desk
    polled.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    reply = reply_to(desk.mail_to(TOMASZ), who=TOMASZ, text=ANSWER, at=desk.now)
    polled.puts(with_files(reply, {"guide.pdf": GUIDE}))
    assert files_in(desk.mail_to(JANE)) == {"guide.pdf": GUIDE}


def test_a_pasted_screenshot_that_the_words_speak_of_goes_as_a_file(desk: Desk, told: Mail) -> None:
    words = "Hold it as in the screenshot."
    page = html_of(f'{words}\n<img src="cid:slide.png">')
    desk.receives(pasted(reply_to(told, who=TOMASZ, text=words, at=desk.now), {"slide.png": SHOT}, html=page))
    assert files_in(desk.mail_to(JANE)) == {"slide.png": SHOT}


def test_a_photo_attached_without_a_word_about_it_goes_and_the_logo_does_not(desk: Desk, told: Mail) -> None:
    reply = reply_to(told, who=TOMASZ, text="Hold it like this.", at=desk.now)
    page = html_of('Hold it like this.\nKind regards, Tomasz\n<img src="cid:logo.png">')
    reply = pasted(reply, {"logo.png": png(200, 60)}, html=page)
    desk.receives(with_files(reply, {"IMG_2031.png": SHOT}, type_="image/png"))
    assert files_in(desk.mail_to(JANE)) == {"IMG_2031.png": SHOT}


def test_the_file_of_a_note_stays_inside(desk: Desk, told: Mail) -> None:
    answers(desk, told, "#note\nShe breaks one a term, the photo is attached.", {"guide.pdf": GUIDE})
    assert not desk.unread(JANE)
    answers(desk, told, "#take", {"guide.pdf": GUIDE})
    assert not desk.unread(JANE)
    desk.reply(told, ANSWER)
    assert files_in(desk.mail_to(JANE)) == {}


def test_what_is_too_large_sends_nothing_and_comes_back(desk: Desk, told: Mail) -> None:
    answers(desk, told, f"{ANSWER}\n\n#solved", {"small.pdf": GUIDE, "film.pdf": bytes(9 * 1024 * 1024)})
    back = desk.mail_to(TOMASZ)
    assert back.says("film.pdf")
    assert back.says("too large to send (9.0 MB, 8 MB at most). Put it where they can open it and write where.")
    assert not desk.unread(JANE)
    assert desk.request().state == "open"


def test_a_colleague_in_copy_gets_it_and_an_article_from_the_answer_is_text(desk: Desk, told: Mail) -> None:
    desk.reply(told, f"#cc {OLU.address}")
    words = "Hold the slide at both ends and press the brace gently against the knee until it is straight again."
    answers(desk, told, f"{words}\n\n#kb A bent slide of a trombone", {"guide.pdf": GUIDE})
    for who in (JANE, OLU):
        assert files_in(desk.mail_to(who)) == {"guide.pdf": GUIDE}
    desk.settle()
    assert "guide.pdf" not in desk.article("A bent slide of a trombone")["body"]


# -- sent by another mail's word -----------------------------------------------------------------------------------


def test_after_a_yes_the_file_of_the_mail_that_waited_goes(desk: Desk, told: Mail) -> None:
    bare = without_proof_of_thread(reply_to(told, who=TOMASZ, text=ANSWER, at=desk.now), to=KESTREL_PARK)
    desk.receives(with_files(bare, {"guide.pdf": GUIDE}))
    asked = desk.mail_to(TOMASZ)
    assert asked.says("with guide.pdf")
    assert not desk.unread(JANE)
    answers(desk, asked, "Yes", {"other.pdf": GUIDE[:900]})
    again = desk.mail_to(TOMASZ)
    assert again.says("other.pdf")
    assert not desk.unread(JANE)
    desk.reply(again, "Yes")
    assert files_in(desk.mail_to(JANE)) == {"guide.pdf": GUIDE}


def test_after_a_colleague_s_answer_send_sends_the_file_that_waited(desk: Desk, told: Mail) -> None:
    desk.reply(told, "#assign priya")
    desk.reply(desk.mail_to(PRIYA), "I am in the music room now.")
    assert desk.mail_to(JANE)
    answers(desk, told, ANSWER, {"guide.pdf": GUIDE})
    overlap = desk.mail_to(TOMASZ)
    assert overlap.says("I am in the music room now.")
    assert not desk.unread(JANE)
    desk.reply(overlap, "Send")
    assert files_in(desk.mail_to(JANE)) == {"guide.pdf": GUIDE}


def test_a_corrected_line_sends_the_file_of_the_mail_that_came_back(desk: Desk, told: Mail) -> None:
    answers(desk, told, f"{ANSWER}\n\n#sovled", {"guide.pdf": GUIDE})
    refused = desk.mail_to(TOMASZ)
    assert not desk.unread(JANE)
    answers(desk, refused, "#solved", {"other.pdf": GUIDE[:900]})
    again = desk.mail_to(TOMASZ)
    assert again.says("other.pdf")
    assert not desk.unread(JANE)
    desk.reply(again, "#solved")
    assert files_in(desk.mail_to(JANE)) == {"guide.pdf": GUIDE}
    assert desk.request().state == "solved"


def test_what_is_held_back_goes_with_its_file_when_the_time_is_over(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    trust = copy_trust(demo_trust, tmp_path / "own")
    (trust / "undo.toml").write_text("[sla]\nundo_window = 5\n")
    desk = open_desk(trust=trust)
    desk.start()
    answers(desk, ticket_of(desk), ANSWER, {"guide.pdf": GUIDE})
    until(lambda: desk.rows("SELECT count(*) FROM outbox WHERE kind = 'requester/reply'") == [(1,)], "held back")
    desk.later(minutes=5, seconds=1)
    assert files_in(desk.mail_to(JANE)) == {"guide.pdf": GUIDE}


def test_nothing_of_a_forger_s_reaches_the_requester(desk: Desk, told: Mail) -> None:
    reply = with_files(reply_to(told, who=TOMASZ, text=ANSWER, at=desk.now), {"guide.pdf": GUIDE})
    desk.receives(reply, proof="none")
    desk.receives(reply.replace(b"Message-ID: <", b"Message-ID: <f"), proof="fail")
    assert not desk.unread(JANE)
