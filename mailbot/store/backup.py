"""A copy of an SQLite database while the desk runs: whole, of one moment, looked through, and only then given a name.

What lives here: the file. What does not: the keys beside it and what is said about it (cli/backup.py).
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from mailbot.store.errors import StoreError
from mailbot.store.numbers import jump_in

_NAME = re.compile(r"mailbot-\d{8}T\d{6}Z\.sqlite3")
_WAIT_SECONDS = 30.0


class NotCopied(StoreError):  # noqa: N818 -- the name says what happened
    """The copy could not be made, or is not sound. There is no file of it."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A sound copy: its file and size in bytes, and how many requests and mails are in it."""

    file: Path
    size: int
    requests: int
    mails: int


def copy_database(source: Path, folder: Path, *, now: datetime) -> Copied:
    """Copy the database into the folder as `mailbot-20261127T073000Z.sqlite3` (`now`, UTC), for its owner's eyes.

    Nobody has to wait: whoever writes meanwhile goes on, and the copy is of the moment at which it began. It is one
    file, without the two that SQLite keeps beside a database in use. A desk that goes on from it gives no number again.
    Raises NotCopied; then nothing is left behind.
    """
    file = folder / f"mailbot-{now:%Y%m%dT%H%M%SZ}.sqlite3"
    part = folder / f".{file.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        requests, mails = _copied(source, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
        _make_the_name_last(folder)
        return Copied(file, file.stat().st_size, requests, mails)
    except sqlite3.Error as error:
        raise NotCopied(f"{source} could not be copied: {error}") from error
    except OSError as error:
        raise NotCopied(f"nothing can be written to {folder}: {error.strerror}") from error
    finally:
        with suppress(OSError):  # there may be no such folder
            part.unlink(missing_ok=True)


def _copied(source: Path, part: Path) -> tuple[int, int]:
    """Copy, look through the copy, count."""
    here = sqlite3.connect(f"file:{quote(str(source.absolute()))}?mode=ro", uri=True, timeout=_WAIT_SECONDS)
    with closing(here), closing(sqlite3.connect(part, isolation_level=None)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")
        jump_in(there)
        found = str(there.execute("PRAGMA integrity_check").fetchone()[0])
        if found != "ok":
            raise NotCopied(f"the copy of {source} is not sound, so the database itself may be damaged: {found[:200]}")
        requests, mails = (
            int(there.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- two names of ours
            for table in ("request", "inbox")
        )
    return requests, mails


def remove_older(folder: Path, *, keep: int) -> tuple[Path, ...]:
    """Remove all copies but the `keep` newest (at least one); gives what was removed. Other files are left alone."""
    copies = sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name))
    older = tuple(copies[: -max(keep, 1)])
    for file in older:
        file.unlink(missing_ok=True)
    return older


def _make_the_name_last(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
