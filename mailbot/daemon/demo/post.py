"""The Maildir as the people of the demo see it: one box a recipient, and what lies in it.

What does not live here: delivering into it (the daemon does, by itself) and showing what was found.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from mailbot.mail.maildir.sender import folder_name

GLANCE = 0.05
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail in somebody's box; `box` is the name of their folder."""

    box: str
    path: Path
    data: bytes = field(repr=False)


class Post:
    """Tells the mails of a Maildir apart into seen and new. Not for several threads."""

    def __init__(self, maildir: Path) -> None:
        self._maildir = maildir
        self._seen: set[str] = set()

    def new(self) -> tuple[Arrived, ...]:
        """The mails that came since the last call, oldest first."""
        found = [path for path in self._files("*") if _name(path) not in self._seen]
        self._seen.update(_name(path) for path in found)
        return tuple(_read(path) for path in found)

    def newest_first(self, address: str) -> tuple[Arrived, ...]:
        """All mails of one person, newest first, seen or not."""
        return tuple(_read(path) for path in reversed(self._files(folder_name(address))))

    def _files(self, box: str) -> list[Path]:
        found: list[tuple[int, str, Path]] = []
        for folder in ("new", "cur"):
            for path in self._maildir.glob(f"{box}/{folder}/*"):
                if path.is_file() and not path.name.startswith("."):
                    found.append((path.stat().st_mtime_ns, path.name, path))
        return [path for _, _, path in sorted(found)]


def _name(path: Path) -> str:
    # a mail program that marks a mail as read adds flags behind the colon
    return path.name.partition(":")[0]


def _read(path: Path) -> Arrived:
    with path.open("rb") as file:
        return Arrived(box=path.parent.parent.name, path=path, data=file.read(MOST_BYTES))


def wait_for(ready: Callable[[], bool], *, seconds: Callable[[], float], within: float) -> bool:
    """Look again and again until `ready` says so or `within` seconds are over; gives whether it was.

    `seconds` is a clock that only ever goes forward (time.monotonic).
    """
    pause = Event()
    end = seconds() + within
    while not ready():
        if seconds() >= end:
            return False
        pause.wait(GLANCE)
    return True
