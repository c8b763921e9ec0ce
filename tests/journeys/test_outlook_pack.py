"""Mails of Outlook with a `winmail.dat`: the technician gets what was packed in it, and its words are the request."""

from pathlib import Path

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import JANE, TOMASZ
from tests.journeys.field.polled import Polled

MAILS = Path(__file__).resolve().parents[1] / "mails" / "outlook"


def outlook(name: str) -> bytes:
    return (MAILS / name).read_bytes().replace(b"\n", b"\r\n")


def test_packed_files_go_on_to_the_technician_under_their_names(desk: Desk) -> None:
    desk.receives(outlook("files.eml"))
    told = desk.mail_to(TOMASZ)
    files = {part.get_filename(): part.get_payload(decode=True) for part in told.parsed.iter_attachments()}
    assert files == {
        "Seating plan Year 4 – autumn.docx": b"PK plan" * 200,
        "timetable.pdf": b"%PDF-1.4 " + b"x" * 900,
    }
    assert told.says("Seating plan Year 4 – autumn.docx (1 KB), timetable.pdf (1 KB)")
    assert "winmail" not in told.text
    assert list(desk.mail_to(JANE).parsed.iter_attachments()) == []


def test_words_that_stand_in_the_pack_alone_are_the_request(polled: Polled) -> None:
    polled.puts(outlook("text-only.eml"))
    assert polled.desk.mail_to(JANE)
    assert polled.desk.request().texts[0] == "The board in Y4 shows no picture.\nI have tried the other lead.\nJane"


def test_programs_in_a_pack_are_named_and_not_sent_on(desk: Desk) -> None:
    desk.receives(outlook("hostile-names.eml"))
    told = desk.mail_to(TOMASZ)
    assert told.says("setup.exe (1 KB, a program, not sent on)")
    assert [part.get_filename() for part in told.parsed.iter_attachments()] == ["file"]
