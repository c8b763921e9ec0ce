"""What Outlook packed (`winmail.dat`) is opened in the process apart alone; junk costs a second and stays closed."""

import base64
import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.core.model.message import Attachment, Message
from mailbot.core.parse.mime import parse
from mailbot.core.parse.packed import MOST_CARRIED, Packed, PackedFile
from mailbot.daemon.apart import child, outlook
from mailbot.daemon.apart.reader import Reader
from tests.support.processes import cpu_seconds
from tests.support.tnef import File, pack

MAILS = Path(__file__).resolve().parents[1] / "mails" / "outlook"
SHARED = Path(os.environ.get("MAILBOT_SHARED") or Path(__file__).parents[3] / "shared")
PACKS = [
    *sorted((SHARED / "corpora" / "tnefparse").rglob("*.tnef")),
    *sorted((SHARED / "corpora" / "ytnef").rglob("*.tnef")),
    *sorted((SHARED / "corpora" / "ytnef").rglob("winmail*.dat")),
]
OTHERS = [
    path
    for name in ("mimekit/tnef", "alaveteli")
    for path in sorted((SHARED / "corpora" / name).rglob("*"))
    if path.is_file() and b"ms-tnef" in path.read_bytes().lower()
]
SIGNATURE = b"\x78\x9f\x3e\x22\x01\x00"
RTF = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}}\f0 The board shows no picture.\par Jane}"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def mail_with(data: bytes, *, text: str = "See the file.") -> bytes:
    lines = base64.encodebytes(data).decode()
    return (
        "From: jane@kestrelpark.example\nSubject: Board\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n"
        '--b\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n'
        f"{lines}\n--b--\n"
    ).encode()


def named(message: Message) -> list[tuple[str, int]]:
    """Name and size of each file that is none of decoration."""
    return [(one.name, one.size) for one in message.attachments if not one.inline]


def test_the_files_are_named_and_come_with_their_bytes(reader: Reader) -> None:
    message = reader.read((MAILS / "files.eml").read_bytes())
    assert reader.pid is not None
    assert named(message) == [("Seating plan Year 4 – autumn.docx", 1400), ("timetable.pdf", 909)]
    assert [one.type for one in message.attachments if not one.inline][1] == "application/pdf"
    assert message.attachments[2].data.startswith(b"%PDF-1.4 ")
    assert message.text == "The plan for Monday is attached. Can you print it for me?\n\nJane"


def test_a_pack_that_only_repeats_the_mail_is_nothing_to_tell_of(reader: Reader) -> None:
    message = reader.read((MAILS / "only-formatting.eml").read_bytes())
    assert named(message) == []
    assert message.text == "The board in Y4 shows no picture."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text-only.eml", "The board in Y4 shows no picture.\nI have tried the other lead.\nJane"),
        ("html.eml", "The board in Y4 shows no picture.\n\nKind regards\nJane"),
    ],
)
def test_its_text_is_the_mails_where_that_has_none(reader: Reader, name: str, text: str) -> None:
    message = reader.read((MAILS / name).read_bytes())
    assert message.text == message.new_text == text
    assert parse((MAILS / name).read_bytes()).text == ""


def test_a_logo_in_it_is_told_from_a_picture(reader: Reader) -> None:
    assert named(reader.read((MAILS / "html.eml").read_bytes())) == [("board.png", 545)]


def test_hostile_names_are_made_safe(reader: Reader) -> None:
    message = reader.read((MAILS / "hostile-names.eml").read_bytes())
    assert named(message) == [("setup.exe", 100), ("abgnp.exe", 100), ("", 14)]


def test_without_the_extra_it_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name="tnefparse")

    monkeypatch.setattr(importlib, "import_module", missing)
    unpack = child.load_unpack()
    assert unpack is None
    assert named(parse((MAILS / "files.eml").read_bytes(), unpack=unpack)) == [("winmail.dat", 2958)]


@pytest.mark.parametrize(
    "junk",
    [
        SIGNATURE + bytes(3_000_000),
        SIGNATURE + b"\x02\x90\x06\x00\x08" * 600_000,
        SIGNATURE + b"\xff" * 1_000_000,
        pack(rtf=RTF)[:-40],
        b"",
        b"PK\x03\x04 no pack at all",
    ],
    ids=["noughts", "a pattern", "ones", "cut", "empty", "other"],
)
def test_junk_costs_little_stays_closed_and_the_text_is_read(reader: Reader, junk: bytes) -> None:
    raw = mail_with(junk)
    reader.read(mail_with(pack(text="warm")))
    before = reader.pid
    assert before is not None
    spent = cpu_seconds(before)
    message = reader.read(raw)
    assert cpu_seconds(before) - spent < 3
    assert message.text == "See the file."
    assert named(message) == [("winmail.dat", len(junk))]
    assert reader.pid == before


def test_a_bomb_of_properties_stays_closed(reader: Reader) -> None:
    """Four thousand million properties are announced, and the library counts to that."""
    many = SIGNATURE + b"\x01\x03\x90\x06\x00\x04\x00\x00\x00\xff\xff\xff\xff\xfc\x03" + bytes(40)
    assert named(reader.read(mail_with(many))) == [("winmail.dat", len(many))]


def test_as_many_files_and_bytes_as_a_mail_may_have() -> None:
    big = Packed(files=tuple(PackedFile(f"{place}.bin", "x/y", bytes(MOST_CARRIED // 2 - 1)) for place in range(200)))
    found: tuple[Attachment, ...] = parse(mail_with(b"x"), unpack=lambda _: big).attachments
    assert len(found) <= 101
    assert [len(one.data) > 0 for one in found if not one.inline][:4] == [True, True, False, False]


def test_what_the_writer_of_these_tests_packs_is_read_back() -> None:
    packed = outlook.unpack(pack(text="Hello", rtf=RTF, html="", files=[File("plan.txt", b"one", "text/plain", "c@x")]))
    assert packed == Packed(text="Hello", html="", files=(PackedFile("plan.txt", "text/plain", b"one", "c@x"),))


@pytest.mark.skipif(not PACKS, reason="no corpora: set MAILBOT_SHARED to the folder that holds them")
def test_real_packs_are_opened(reader: Reader) -> None:
    closed = [
        path.name for path in PACKS if not any(map(_inside, reader.read(mail_with(path.read_bytes())).attachments))
    ]
    # the first has properties alone; the second is seventeen bytes that broke another reader
    assert sorted({*closed}) in (
        ["multi-name-property.tnef"],
        ["multi-name-property.tnef", "ytnef-oob-TNEFVersion-SwapWord"],
    )


def _inside(file: Attachment) -> bool:
    return file.inline or file.name != "winmail.dat"


@pytest.mark.skipif(not OTHERS, reason="no corpora: set MAILBOT_SHARED to the folder that holds them")
def test_real_mails_with_packs_are_read_in_time(reader: Reader) -> None:
    for path in OTHERS:
        reader.read(mail_with(pack(text="warm")))
        assert reader.pid is not None
        spent, pid = cpu_seconds(reader.pid), reader.pid
        message = reader.read(path.read_bytes())
        assert cpu_seconds(pid) - spent < 4, path
        assert message.unreadable is None, path
