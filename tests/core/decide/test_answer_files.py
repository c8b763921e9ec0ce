"""The files that a technician answers with: the requester gets them with the words, all of them, or nothing is sent."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from mailbot.core.decide.telling.files import MEGABYTE
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import HoldMessage, SentFile, UseReference
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.mails.technician import RefusedMail, WasItYouMail
from mailbot.core.model.message import Attachment
from mailbot.core.model.policy import Caps
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held, TokenPurpose
from mailbot.core.parse.mime import parse
from tests.support.builders import (
    JANE,
    SAM,
    TOMASZ,
    a_policy,
    a_request,
    a_token,
    an_entry,
    arrived,
    by_technician,
    decided,
    effect_of,
    to,
)

REQUEST = a_request()


def on(body: str, *, request: Request = REQUEST, **changes: Any) -> Decision:
    """What follows from Tomasz's reply."""
    return decided(by_technician(body, request=request, **changes))


def back(decision: Decision) -> RefusedMail:
    """What says to Tomasz that nothing was sent."""
    assert to(decision, JANE) == ()
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, RefusedMail)
    return mail.content


PDF = Attachment("guide.pdf", "application/pdf", 900, 1)
PICTURE = Attachment("image001.png", "image/png", 90_000, 1)


def with_it(decision: Decision) -> list[str]:
    """The names of the files that the requester gets with an answer."""
    return [file.name for mail in to(decision, JANE) for file in mail.files]


def test_a_document_goes_with_the_words_to_all_who_get_them() -> None:
    request = replace(REQUEST, participants=(SAM,))
    decision = on("The guide is attached.", attachments=(PDF,), request=request)
    for person in (JANE, SAM):
        [mail] = to(decision, person)
        assert mail.files == (SentFile(1, "guide.pdf", "application/pdf"),)
        assert not mail.original
    assert effect_of(decision, AddEntry).attachments == ("guide.pdf (1 KB)",)
    assert any("guide.pdf" in reason for reason in decision.reasons)


def test_an_opened_pack_s_files_bring_their_bytes() -> None:
    packed = (Attachment("winmail.dat", "application/ms-tnef", 2_000, 1, inline=True), replace(PDF, data=b"%PDF"))
    [mail] = to(on("The guide is attached.", attachments=packed), JANE)
    assert mail.files == (SentFile(1, "guide.pdf", "application/pdf", b"%PDF"),)


@pytest.mark.parametrize("body", ["#note\nThe guide is attached.", "#note the guide is attached\n#send KB-1"])
def test_no_file_goes_with_a_note(body: str) -> None:
    decision = on(body, attachments=(PDF, PICTURE))
    assert decision.outcome != "directive_refused"
    assert with_it(decision) == []


@pytest.mark.parametrize("body", ["#take", "#solved", "#send KB-1"])
def test_no_file_goes_where_there_are_no_words(body: str) -> None:
    decision = on(body, attachments=(PDF, replace(PICTURE, apart=True)))
    assert decision.outcome == "directive_done"
    assert with_it(decision) == []


def test_no_file_goes_where_an_earlier_answer_becomes_an_article() -> None:
    answered = replace(an_entry("Press the button for ten seconds, let it go, wait.", number=2), kind="answer")
    request = replace(REQUEST, entries=(*REQUEST.entries, answered), next_entry=3)
    assert with_it(on("#kb Board is black", attachments=(PDF,), request=request)) == []


def test_files_go_with_an_answer_that_becomes_an_article() -> None:
    words = "Press the button in the picture for ten seconds, let it go, wait for the light.\n#kb Board is black"
    assert with_it(on(words, attachments=(PICTURE, replace(PDF, part=2)))) == ["image001.png", "guide.pdf"]


@pytest.mark.parametrize(
    "words", ["Press the button in the screenshot.", "See the photo", "I have attached it", "Pics below the desk."]
)
def test_a_picture_goes_where_the_words_speak_of_it(words: str) -> None:
    assert with_it(on(words, attachments=(PICTURE,))) == ["image001.png"]
    assert with_it(on(words, attachments=(replace(PICTURE, inline=True),))) == []


def test_other_pictures_go_where_they_were_attached_by_themselves() -> None:
    assert with_it(on("Press this button.", attachments=(PICTURE,))) == []
    photo = replace(PICTURE, name="IMG_2031.heic", type="image/heic", apart=True)
    assert with_it(on("Press this button.", attachments=(photo,))) == ["IMG_2031.heic"]
    # so Outlook names what was pasted into plain text, signatures' logos too
    assert with_it(on("Press this button.", attachments=(replace(PICTURE, apart=True),))) == []


def test_a_logo_beside_an_attached_document_stays_out() -> None:
    assert with_it(on("I have attached the guide.", attachments=(PICTURE, replace(PDF, part=2)))) == ["guide.pdf"]


@pytest.mark.parametrize(
    ("files", "line", "reason"),
    [
        ((replace(PDF, size=12 * MEGABYTE),), "(guide.pdf)", "too large to send (12.0 MB"),
        (
            (replace(PDF, size=5 * MEGABYTE), replace(PDF, name="plan.docx", part=2, size=5 * MEGABYTE)),
            "(guide.pdf, plan.docx)",
            "too large to send (10.0 MB",
        ),
        ((replace(PDF, name="setup.exe", type="application/x-msdownload"),), "(setup.exe)", "program"),
        ((replace(PDF, name="old.eml", type="message/rfc822"),), "(old.eml)", "mail"),
        ((replace(PDF, size=0),), "(guide.pdf)", "nothing"),
        ((Attachment("winmail.dat", "application/ms-tnef", 9, 1),), "(winmail.dat)", "Outlook"),
        (
            (Attachment("winmail.dat", "application/ms-tnef", 9, 1, inline=True), PDF),
            "(guide.pdf)",
            "nothing",
        ),
        (tuple(replace(PDF, part=part) for part in range(1, 22)), "(21 files)", "20"),
    ],
)
def test_what_cannot_be_delivered_comes_back_and_nothing_is_sent(
    files: tuple[Attachment, ...], line: str, reason: str
) -> None:
    decision = on("The guide is attached.", attachments=files)
    [fault] = back(decision).faults
    assert fault.line == line
    assert reason in fault.reason
    assert not back(decision).kept
    assert on("#note\nThe guide is attached.", attachments=files).outcome != "directive_refused"


def test_too_large_says_what_to_do_and_counts_the_trust_s_limit() -> None:
    said = back(on("The guide is attached.", attachments=(replace(PDF, size=12 * MEGABYTE),))).faults[0].reason
    assert said == "It is too large to send (12.0 MB, 8 MB at most). Put it where they can open it and write where."
    stimulus = by_technician("The guide is attached.", request=REQUEST, attachments=(PDF,))
    none = back(decided(stimulus, policy=a_policy(caps=Caps(attached_megabytes=0)))).faults[0].reason
    assert none.endswith("Put it where they can open it and write where.")


@pytest.mark.parametrize("name", ["Tomasz_Wilk-guide.pdf", "tomasz wilk.pdf", "Guide WILK.pdf"])
def test_a_private_name_in_the_name_of_a_file_comes_back(name: str) -> None:
    mail = by_technician("The guide is attached.", request=REQUEST, attachments=(replace(PDF, name=name),))
    [private] = [replace(one, private=True) for one in a_policy().technicians.values() if one.id == "tomasz"]
    policy = a_policy(technicians={**a_policy().technicians, "tomasz": private})
    assert back(decided(mail, policy=policy)).faults[0].line == f"({name})"
    assert with_it(decided(mail)) == [name]
    other = by_technician("The guide is attached.", request=REQUEST, attachments=(PDF,))
    assert with_it(decided(other, policy=policy)) == ["guide.pdf"]


def test_of_a_mail_that_was_cut_nothing_is_sent_nor_kept_for_a_corrected_line() -> None:
    decision = on("The guide is attached.", attachments=(PDF,), full_size=30 * MEGABYTE, truncated=True)
    assert back(decision).faults[0].line == "(guide.pdf)"
    assert not [one for one in decision.effects if isinstance(one, HoldMessage)]


def test_unproven_nothing_goes() -> None:
    for level in (0, 1, 2):
        stimulus = arrived("The guide is attached.", person=TOMASZ, level=level, request=REQUEST, attachments=(PDF,))
        assert to(decided(stimulus), JANE) == ()


# -- a mail that waits and is sent by another's word -----------------------------------------------------------------

WAITED = EmailMessage()
WAITED["From"], WAITED["Message-ID"] = f"Tomasz Wilk <{TOMASZ.address}>", "<w@it.valley.example>"
WAITED["Subject"], WAITED["In-Reply-To"] = "Re: Projector", "<q@desk.example>"
WAITED.set_content("The guide is attached.\n#wrong\n")
WAITED.add_attachment(b"%PDF-1.4 the guide", maintype="application", subtype="pdf", filename="guide.pdf")


def waiting(*, wrong: str = "", raw: bytes | None = None) -> Held:
    bytes_ = WAITED.as_bytes().replace(b"#wrong", wrong.encode())
    return Held("heldheldaa", REQUEST.number, bytes_ if raw is None else raw, parse(bytes_))


def word(text: str, held: Held, *, purpose: TokenPurpose, level: int, **changes: Any) -> Decision:
    token = a_token(purpose, person=TOMASZ, reference=held.reference, entry_seen=1)
    stimulus = arrived(text, person=TOMASZ, level=level, request=REQUEST, token=token, **changes)
    return decided(replace(stimulus, held=held))


ANOTHER = Attachment("another.pdf", "application/pdf", 77, 1)


@pytest.mark.parametrize("beside", [(), (PICTURE,)])
def test_a_yes_sends_the_files_of_the_mail_that_waited(beside: tuple[Attachment, ...]) -> None:
    decision = word("Yes", waiting(), purpose="c", level=2, attachments=beside)
    [mail] = to(decision, JANE)
    assert mail.files == (SentFile(1, "guide.pdf", "application/pdf", b"%PDF-1.4 the guide"),)


def test_a_file_beside_the_yes_is_not_lost_in_silence() -> None:
    decision = word("Yes", waiting(), purpose="c", level=2, attachments=(ANOTHER,))
    assert back(decision).faults[0].line == "(another.pdf)"
    [mail] = to(decision, TOMASZ)
    assert (mail.reference, mail.to.purpose) == ("heldheldaa", "c")
    assert not [one for one in decision.effects if isinstance(one, UseReference)]


def test_a_corrected_line_sends_the_files_of_the_mail_that_came_back() -> None:
    decision = word("#solved", waiting(wrong="#sovled"), purpose="t", level=3)
    [mail] = to(decision, JANE)
    assert mail.files == (SentFile(1, "guide.pdf", "application/pdf", b"%PDF-1.4 the guide"),)


def test_a_file_beside_a_corrected_line_is_not_lost_in_silence() -> None:
    decision = word("#solved", waiting(wrong="#sovled"), purpose="t", level=3, attachments=(ANOTHER,))
    assert back(decision).faults[0].line == "(another.pdf)"
    [mail] = to(decision, TOMASZ)
    assert mail.reference == "heldheldaa"


def test_where_the_bytes_of_what_waited_are_not_there_it_comes_back() -> None:
    decision = word("Yes", waiting(raw=b""), purpose="c", level=2)
    assert back(decision).faults[0].line == "(guide.pdf)"


def test_the_question_whether_it_was_them_names_the_files() -> None:
    stimulus = arrived("The guide is attached.", person=TOMASZ, level=2, request=REQUEST, attachments=(PDF,))
    [mail] = to(decided(stimulus), TOMASZ)
    assert isinstance(mail.content, WasItYouMail)
    assert mail.content.would[0] == "Your words below would go to Jane Ashdown, with guide.pdf."
