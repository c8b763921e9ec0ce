"""Mail that goes out into folders: whole, once, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot import fault as faults
from mailbot.mail.maildir.sender import MaildirSender, folder_name
from mailbot.mail.outcome import Delivered, Permanent, RelayDown

DATA = b"Message-ID: <1.a@host>\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.fixture(autouse=True)
def _no_faults() -> Iterator[None]:
    yield
    faults.install(None)


def send(folder: Path, *, to: str = "jane@school.example", data: bytes = DATA) -> object:
    return MaildirSender(folder).send(envelope_from="help@school.example", recipient=to, data=data)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_mail_lands_in_the_recipients_new(tmp_path: Path) -> None:
    assert isinstance(send(tmp_path), Delivered)
    (file,) = files(tmp_path)
    assert file.parent == tmp_path / "jane@school.example" / "new"
    assert file.read_bytes() == b"Return-Path: <help@school.example>\r\nDelivered-To: jane@school.example\r\n" + DATA
    assert {path.name for path in file.parent.parent.iterdir()} == {"tmp", "new", "cur"}


def test_a_repeat_lands_on_the_first_even_when_it_was_read(tmp_path: Path) -> None:
    send(tmp_path)
    (file,) = files(tmp_path)
    assert isinstance(send(tmp_path), Delivered)
    assert files(tmp_path) == [file]
    file.rename(file.parent.parent / "cur" / f"{file.name}:2,S")
    send(tmp_path)
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("boundary", ["maildir.written", "maildir.delivered"])
def test_killed_anywhere_the_repeat_leaves_one_whole_mail(tmp_path: Path, boundary: str) -> None:
    def die(name: str) -> None:
        if name == boundary:
            raise KeyboardInterrupt

    faults.install(die)
    with pytest.raises(KeyboardInterrupt):
        send(tmp_path)
    faults.install(None)
    send(tmp_path)
    (file,) = files(tmp_path)
    assert file.read_bytes().endswith(DATA)


def test_other_mails_and_mails_without_an_id_lie_beside_it(tmp_path: Path) -> None:
    for data in (DATA, DATA.replace(b"1.a@", b"2.b@"), b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n"):
        send(tmp_path, data=data)
    assert len(files(tmp_path)) == 4


@pytest.mark.parametrize(
    "address", ["../../etc/passwd", "/etc/passwd", "..", ".", "", "a/b@c", "a\\b@c", "ä@b", "x" * 400, ".hidden@x"]
)
def test_no_address_leads_out_of_the_folder(tmp_path: Path, address: str) -> None:
    send(tmp_path / "out", to=address)
    assert [path.parent.parent.parent for path in files(tmp_path)] == [tmp_path / "out"]
    assert len(folder_name(address)) < 150


def test_different_addresses_have_different_folders() -> None:
    addresses = ["a/b@c", "a_b@c", "a?b@c", "A/B@c.", "x" * 400, "x" * 401]
    assert len({folder_name(address) for address in addresses}) == len(addresses)


def test_a_line_end_in_an_address_is_refused(tmp_path: Path) -> None:
    assert isinstance(send(tmp_path, to="a@b\r\nBcc: c@d"), Permanent)
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_written_pauses_sending(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    assert isinstance(send(tmp_path / "out"), RelayDown)
