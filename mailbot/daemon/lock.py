"""One daemon per data folder: a lock that the system gives back by itself when the process ends, however it ends."""

import fcntl
import os
from pathlib import Path
from typing import IO

from mailbot.daemon.errors import StartError

EXIT_HELD = 75
LOCK = "mailbot.lock"


class DataLock:
    """Holds `mailbot.lock` in the data folder while the process lives; the file names the holder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock. Raises StartError, which names the holder, when another process has it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StartError(
                f"cannot write to the data folder {self._path.parent} ({error.strerror}): "
                "give this user the right to write there, or name another folder with `data` in [daemon]"
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(64).strip() or "unknown"
            file.close()
            raise StartError(
                f"another mailbot (process {holder}) already runs on {self._path.parent}: stop it first, or give "
                "this one its own `data` folder and database",
                code=EXIT_HELD,
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


def holder(folder: Path) -> int | None:
    """Give the process that holds the data folder, None where nobody does, or it cannot be told. Changes nothing."""
    try:
        with (folder / LOCK).open(encoding="utf-8") as file:
            process = int(file.read(20))
            # somebody who lives under that number may be anybody, so the lock itself is asked, for a moment
            return process if _lives(process) and _is_locked(file) else None
    except (OSError, ValueError):
        return None


def _is_locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return process > 0
