"""The work of `mailbot backup`: a copy of the database and of the token keys, and older copies removed."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from mailbot.cli.desk.opened import command, now_utc, settings_of
from mailbot.cli.page import counted
from mailbot.settings.installation import Settings
from mailbot.settings.keys import KEY_FILE
from mailbot.store.backup import NotCopied, copy_database, remove_older
from mailbot.store.place import sqlite_file


def run(options: argparse.Namespace) -> int:
    """Do it; exits with 1 and a sentence where there is no new copy."""
    settings = settings_of(options)
    source = sqlite_file(settings.database)
    if source is None:
        sys.exit(
            "the database is PostgreSQL, which is not copied by this: use pg_dump, and keep the token keys as well"
        )
    if not source.is_file():
        sys.exit(
            f"nothing has run here yet ({source} is not there). Start the desk: {command('run', settings=settings)}"
        )
    folder = options.to or settings.data / "backups"
    try:
        copied = copy_database(source, folder, now=now_utc())
    except NotCopied as error:
        sys.exit(f"{error}. There is no new copy")
    print(copied.file)
    print(f"  {counted(copied.requests, 'request')}, {counted(copied.mails, 'mail')}, {_shown(copied.size)}; sound")
    try:
        keys = _keys_beside(settings, folder)
        older = remove_older(folder, keep=options.keep)
    except OSError as error:
        sys.exit(f"the copy is made, but {error.filename} could not be put in order: {error.strerror}")
    print(f"  {KEY_FILE} is beside it" if keys else "  the token keys are those of [keys]: keep them as well")
    if older:
        print(f"  {counted(len(older), 'older copy', 'older copies')} removed (--keep {options.keep})")
    return 0


def _keys_beside(settings: Settings, folder: Path) -> bool:
    """Copy the file of token keys into the folder, whole or not at all; False where there is none."""
    file = settings.data / KEY_FILE
    if not file.is_file():
        return False
    part = folder / f".{KEY_FILE}.part"
    os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    shutil.copyfile(file, part)
    part.replace(folder / KEY_FILE)
    return True


def _shown(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
