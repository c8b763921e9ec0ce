"""One visit of one Maildir: what lies in `new` is kept, and only then moved to `cur` or deleted.

A file has arrived when it was last renamed (its ctime, which nobody sets at will): what arrived before the first
contact is old, and `backlog` says whether it is filed or left alone. What is kept and could not be put away is
remembered, so that it is not kept again and again; after a restart such a mail comes once more and is recognised by
its content. Not here: the database (behind `CursorBook`), waiting and retrying (the daemon).
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot.core.model.message import Cursor, Delivery
from mailbot.fault import fault
from mailbot.mail.imap.fetch import BATCH_BYTES, BATCH_MAILS, BEGINNING, MAX_MAIL
from mailbot.mail.imap.floor import CLOCK_MARGIN, OLDER_THAN_CONTACT
from mailbot.mail.imap.source import CursorBook, PollResult, real_time
from mailbot.settings.installation import MailboxSettings, MaildirFolder

FOLDER = "maildir"  # the name of the cursor: moving the Maildir is no first contact


class MaildirError(Exception):
    """The Maildir cannot be used; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One file in `new`, or the mail in it: `arrived` and `received_at` on the desk's clock, `internal_date` real."""

    name: str
    inode: int
    size: int
    arrived: datetime
    received_at: datetime
    internal_date: datetime
    raw: bytes = b""


class MaildirSource:
    """The Maildir of one mailbox over all visits. Not for two threads at once.

    Raises ValueError when the mailbox has none.
    """

    def __init__(
        self,
        settings: MailboxSettings,
        *,
        now: Callable[[], datetime],
        at_desk: Callable[[datetime], datetime] = real_time,
    ) -> None:
        self._settings = settings
        self._maildir = _maildir_of(settings)
        self._new = self._maildir.folder / "new"
        self._cur = self._maildir.folder / "cur"
        self._now = now
        self._at_desk = at_desk
        self._kept: dict[str, int] = {}

    def visit(self, book: CursorBook, *, stop: Callable[[], bool]) -> PollResult:
        """Take in all that is new, oldest first; `stop` is asked between batches.

        Raises MaildirError when the folder cannot be read, and whatever the book raises. A file that cannot be read
        holds up no other: it counts as failed, `trouble` says why, and the next visit tries it again.
        """
        result = PollResult()
        self._look()
        cursor = self._cursor(book, result)
        batch: list[_Found] = []
        found = self._found()
        self._kept = {one.name: one.inode for one in found if self._kept.get(one.name) == one.inode}
        for one in found:
            if one.name in self._kept:
                self._put_away(one, result)
            elif not self._left_alone(one, cursor):
                batch += self._read(one, result)
            if len(batch) >= BATCH_MAILS or sum(len(mail.raw) for mail in batch) >= BATCH_BYTES:
                self._take_in(batch, cursor=cursor, book=book, result=result)
                batch = []
                if stop():
                    result.stopped = True
                    return result
        self._take_in(batch, cursor=cursor, book=book, result=result)
        return result

    def newest(self, count: int) -> Sequence[bytes]:
        """The last `count` mails of the Maildir, read or not, newest first; touches nothing. Raises MaildirError."""
        self._look()
        files = sorted((*_files(self._new), *_files(self._cur)), key=lambda file: file.stat().st_mtime_ns)
        return [mail for file in reversed(files[-count:]) if (mail := _content(Path(file.path))) is not None]

    def waiting(self) -> int:
        """How many files lie in `new`. Raises MaildirError."""
        self._look()
        return sum(1 for _ in _files(self._new))

    def _look(self) -> None:
        for folder in (self._new, self._cur):
            if not folder.is_dir():
                raise MaildirError(f"{self._maildir.folder} is no Maildir: {folder} is no folder, or not for this user")
        if not os.access(self._new, os.R_OK | os.W_OK | os.X_OK):
            raise MaildirError(f"{self._new} must be readable and writable for this user")

    def _cursor(self, book: CursorBook, result: PollResult) -> Cursor:
        cursor = book.load(self._settings.id, FOLDER)
        if cursor is None:
            cursor = Cursor(
                uidvalidity=1, last_uid=0, newest_internal_date=None, first_contact_at=self._now(), live_from_uid=1
            )
            book.first_contact(self._settings.id, FOLDER, cursor)
            result.first_contact = True
            fault("maildir_in.first_contact")
        return cursor

    def _found(self) -> list[_Found]:
        """The files in `new`, oldest first."""
        found = []
        try:
            for entry in _files(self._new):
                try:
                    about = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # a mail program moved it
                    continue
                found.append((about.st_mtime_ns, self._about(entry.name, about)))
        except OSError as error:
            raise MaildirError(f"{self._new} cannot be read: {error.strerror or error}") from error
        return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].name))]

    def _about(self, name: str, about: os.stat_result) -> _Found:
        now = self._now()
        real = _moment(about.st_mtime)
        return _Found(
            name=name,
            inode=about.st_ino,
            size=about.st_size,
            arrived=self._at_desk(_moment(about.st_ctime)),
            received_at=min(self._at_desk(real), now),
            internal_date=real,
        )

    def _old(self, one: _Found, cursor: Cursor) -> bool:
        return one.arrived < cursor.first_contact_at - CLOCK_MARGIN  # a file server has a clock of its own

    def _left_alone(self, one: _Found, cursor: Cursor) -> bool:
        days = self._settings.backlog_days
        if days is None or not self._old(one, cursor):
            return False
        return days == 0 or one.received_at < cursor.first_contact_at - timedelta(days=days)

    def _read(self, one: _Found, result: PollResult) -> list[_Found]:
        """The mail in a file, nothing where it is gone or cannot be read."""
        try:
            raw = _content(self._new / one.name)
        except OSError as error:
            result.failed += 1
            result.trouble = f"{self._new / one.name} cannot be read: {error.strerror or error}"
            return []
        if raw is None:
            return []
        return [replace(one, raw=raw)]

    def _take_in(self, batch: Sequence[_Found], *, cursor: Cursor, book: CursorBook, result: PollResult) -> None:
        """Commit one batch, then put its files away."""
        if not batch:
            return
        deliveries = [self._delivery(one, cursor) for one in batch]
        fault("maildir_in.read")
        book.keep(deliveries, failed_uids=(), cursor=cursor)
        fault("maildir_in.kept")
        result.kept += len(deliveries)
        result.filed += sum(delivery.filed is not None for delivery in deliveries)
        result.truncated += sum(delivery.full_size is not None for delivery in deliveries)
        for one in batch:
            self._kept[one.name] = one.inode
            self._put_away(one, result)

    def _delivery(self, one: _Found, cursor: Cursor) -> Delivery:
        return Delivery(
            raw=one.raw,
            trust=self._settings.trust,
            mailbox=self._settings.id,
            received_at=one.received_at,
            internal_date=one.internal_date,
            filed=OLDER_THAN_CONTACT if self._old(one, cursor) else None,
            full_size=one.size if one.size > MAX_MAIL else None,
        )

    def _put_away(self, one: _Found, result: PollResult) -> None:
        """Move or delete a file whose mail is kept; one that is gone already is fine."""
        source = self._new / one.name
        try:
            if self._maildir.after == "delete":
                source.unlink(missing_ok=True)
            else:
                self._to_cur(one)
        except FileNotFoundError:
            pass
        except OSError as error:
            result.trouble = f"{source} is kept but cannot be put away: {error.strerror or error}"
            return
        fault("maildir_in.put_away")
        self._kept.pop(one.name, None)
        result.acknowledged += 1

    def _to_cur(self, one: _Found) -> None:
        """Into `cur`, unseen by people (no flags); never over another file."""
        name = one.name if ":2," in one.name else f"{one.name}:2,"
        if (self._cur / name).exists():
            name = f"{one.inode}.{name}"
        (self._new / one.name).rename(self._cur / name)


def _maildir_of(settings: MailboxSettings) -> MaildirFolder:
    if settings.maildir is None:
        raise ValueError(f"mailbox {settings.id} has no Maildir")
    return settings.maildir


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """The mails' files: no folders, links or hidden names."""
    with os.scandir(folder) as entries:
        yield from (one for one in entries if not one.name.startswith(".") and one.is_file(follow_symlinks=False))


def _content(path: Path) -> bytes | None:
    """The file's bytes, of a mail over the cap the beginning; None when it is gone. Raises OSError."""
    try:
        # whoever may write into the folder may put a link or a pipe there after it was listed
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with open(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise OSError("is no file")
        raw = file.read(MAX_MAIL + 1)
    return raw if len(raw) <= MAX_MAIL else raw[:BEGINNING]


def _moment(seconds: float) -> datetime:
    """Seconds since 1970 as aware UTC; what is no time of this calendar counts as 1970."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
