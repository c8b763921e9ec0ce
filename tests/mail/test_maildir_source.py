"""Visits of a real Maildir: what is taken in, what becomes of the files, and what survives which accident."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from mailbox import Maildir
from pathlib import Path
from typing import Literal

import pytest

from mailbot import fault as faults
from mailbot.core.model.message import Cursor, Delivery
from mailbot.mail.imap.source import PollResult
from mailbot.mail.maildir import source as maildir_source
from mailbot.mail.maildir.source import MaildirError, MaildirSource
from mailbot.settings.installation import MailboxSettings, MaildirFolder
from tests.support.memory_book import MemoryBook

NOW = datetime.now(UTC)  # noqa: TID251 -- a file's ctime cannot be set
LATER = NOW + timedelta(hours=1)


@dataclass
class Book(MemoryBook):
    """A book of mails without UIDs; `trouble` is raised instead of keeping."""

    kept: list[Delivery] = field(default_factory=list)
    trouble: Exception | None = None

    def keep(self, deliveries: object, *, failed_uids: object, cursor: Cursor) -> None:
        """Keep all or none."""
        assert not failed_uids
        assert cursor == self.cursor
        if self.trouble is not None:
            raise self.trouble
        assert isinstance(deliveries, list)
        self.kept += deliveries


class Box:
    """A Maildir and its source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maildir = Maildir(folder, create=True)
        self.book = Book()
        self.source = self.again()

    def again(self, *, after: Literal["cur", "delete"] = "cur", backlog: int | None = 0) -> MaildirSource:
        """Another start of the desk."""
        maildir = MaildirFolder(self.folder, after=after)
        settings = MailboxSettings("kestrel", "demo", "help@kestrel.example", backlog_days=backlog, maildir=maildir)
        self.source = MaildirSource(settings, now=lambda: LATER)
        return self.source

    def known(self) -> "Box":
        """The first contact was long ago."""
        self.book.cursor = Cursor(1, 0, None, first_contact_at=NOW - timedelta(days=9), live_from_uid=1)
        return self

    def visit(self, stop: Callable[[], bool] = lambda: False) -> PollResult:
        return self.source.visit(self.book, stop=stop)

    def puts(self, words: str) -> Path:
        """A mail server delivers."""
        return self.folder / "new" / self.maildir.add(f"Subject: {words}\n\n{words}\n".encode())

    def files(self, part: str) -> list[Path]:
        return sorted((self.folder / part).iterdir())


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "Maildir")


@pytest.fixture
def dying() -> Iterator[Callable[[str], None]]:
    """Die at the first passing of a named boundary."""

    def install(name: str) -> None:
        def reached(passed: str) -> None:
            if passed == name:
                faults.install(None)
                raise KeyboardInterrupt

        faults.install(reached)

    yield install
    faults.install(None)


def test_what_is_new_is_kept_oldest_first_and_then_moved_to_cur(box: Box) -> None:
    box.known()
    for number, path in enumerate([box.puts("second"), box.puts("first")]):
        os.utime(path, (NOW.timestamp() - number, NOW.timestamp() - number))
    result = box.visit()
    assert (result.kept, result.acknowledged, result.trouble) == (2, 2, None)
    assert [one.raw for one in box.book.kept] == [b"Subject: first\n\nfirst\n", b"Subject: second\n\nsecond\n"]
    assert [(one.mailbox, one.trust, one.uid, one.filed, one.vouched) for one in box.book.kept] == [
        ("kestrel", "demo", None, None, False)
    ] * 2
    assert box.files("new") == []
    assert [path.name.endswith(":2,") for path in box.files("cur")] == [True, True]
    assert box.visit().kept == 0


def test_it_is_deleted_where_that_is_configured(box: Box) -> None:
    box.known().again(after="delete")
    box.puts("hello")
    assert box.visit().acknowledged == 1
    assert (box.files("new"), box.files("cur")) == ([], [])


def test_what_was_there_before_the_first_contact_is_left_alone_or_filed(box: Box) -> None:
    old, ancient = box.puts("old"), box.puts("ancient")
    os.utime(ancient, (0, 0))
    assert box.visit().first_contact
    assert (box.visit().kept, len(box.files("new"))) == (0, 2)
    for backlog, filed in ((7, [old]), (None, [ancient])):
        box.again(backlog=backlog)
        result = box.visit()
        assert (result.kept, result.filed) == (1, 1), backlog
        assert not [path for path in filed if path.exists()]
    assert [one.filed for one in box.book.kept] == [maildir_source.OLDER_THAN_CONTACT] * 2
    assert box.book.kept[1].received_at == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_mail_with_an_old_date_that_arrives_after_the_first_contact_is_new(box: Box) -> None:
    os.utime(box.known().puts("restored"), (0, 0))
    assert (box.visit().filed, [one.filed for one in box.book.kept]) == (0, [None])


@pytest.mark.parametrize("point", ["maildir_in.first_contact", "maildir_in.read"])
def test_whoever_dies_before_the_commit_leaves_the_file(box: Box, dying: Callable[[str], None], point: str) -> None:
    if point != "maildir_in.first_contact":
        box.known()
    box.puts("hello")
    dying(point)
    with pytest.raises(KeyboardInterrupt):
        box.visit()
    assert (box.book.kept, len(box.files("new"))) == ([], 1)
    assert box.book.cursor is not None


def test_whoever_dies_after_the_commit_delivers_it_again_with_the_same_time(
    box: Box, dying: Callable[[str], None]
) -> None:
    box.known().puts("hello")
    dying("maildir_in.kept")
    with pytest.raises(KeyboardInterrupt):
        box.visit()
    box.again().visit(box.book, stop=lambda: False)
    first, second = box.book.kept
    assert first == second  # raw and INTERNALDATE: recognised by content even without Message-ID
    assert box.files("new") == []


def test_trouble_of_the_book_leaves_the_file(box: Box) -> None:
    box.known().puts("hello")
    box.book.trouble = RuntimeError("the database is away")
    with pytest.raises(RuntimeError, match="away"):
        box.visit()
    box.book.trouble = None
    assert (box.visit().kept, box.files("new")) == (1, [])


def test_what_cannot_be_put_away_is_told_and_not_kept_again(box: Box) -> None:
    name = box.known().puts("hello").name
    (box.folder / "cur" / f"{name}:2,").mkdir()  # in the way, and so is the second choice
    inode = (box.folder / "new" / name).stat().st_ino
    (box.folder / "cur" / f"{inode}.{name}:2,").mkdir()
    result = box.visit()
    assert (result.kept, result.acknowledged) == (1, 0)
    assert "is kept but cannot be put away" in str(result.trouble)
    assert (box.visit().kept, len(box.book.kept)) == (0, 1)
    (box.folder / "cur" / f"{name}:2,").rmdir()
    assert (box.visit().acknowledged, box.visit().trouble, len(box.book.kept)) == (1, None, 1)


def test_a_file_in_cur_is_never_written_over(box: Box) -> None:
    name = box.known().puts("hello").name
    other = box.folder / "cur" / f"{name}:2,"
    other.write_text("somebody's mail")
    box.visit()
    assert other.read_text() == "somebody's mail"
    assert len(box.files("cur")) == 2


def test_links_pipes_folders_and_hidden_files_are_no_mail(box: Box, tmp_path: Path) -> None:
    new = box.known().folder / "new"
    (tmp_path / "secret").write_text("secret")
    (new / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(new / "pipe")
    (new / "folder").mkdir()
    (new / ".hidden").write_text("x")
    box.puts("hello")
    assert (box.visit().kept, len(box.files("new"))) == (1, 4)


def test_of_a_mail_over_the_cap_the_beginning_is_kept(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maildir_source, "MAX_MAIL", 1_000)
    monkeypatch.setattr(maildir_source, "BEGINNING", 100)
    path = box.known().puts("x" * 2_000)
    size = path.stat().st_size
    assert box.visit().truncated == 1
    assert (len(box.book.kept[0].raw), box.book.kept[0].full_size) == (100, size)


def test_a_stop_ends_the_visit_between_batches(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maildir_source, "BATCH_MAILS", 2)
    box.known()
    for number in range(5):
        box.puts(str(number))
    result = box.visit(stop=lambda: True)
    assert (result.kept, result.stopped, len(box.files("new"))) == (2, True, 3)
    assert box.visit().kept == 3


def test_what_is_no_maildir_says_so(tmp_path: Path) -> None:
    settings = MailboxSettings("kestrel", "demo", "a@b.example", maildir=MaildirFolder(tmp_path / "nothing"))
    with pytest.raises(MaildirError, match=r"nothing is no Maildir"):
        MaildirSource(settings, now=lambda: NOW).visit(Book(), stop=lambda: False)


def test_looking_touches_nothing(box: Box) -> None:
    box.known().puts("read")
    box.visit()
    os.utime(box.files("cur")[0], (1, 1))
    box.puts("new")
    assert box.source.newest(5) == [b"Subject: new\n\nnew\n", b"Subject: read\n\nread\n"]
    assert box.source.newest(1) == [b"Subject: new\n\nnew\n"]
    assert (box.source.waiting(), len(box.files("cur"))) == (1, 1)
