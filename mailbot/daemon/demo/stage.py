"""Where the demo plays: a fresh folder for each run, the shipped configuration on it, and a note where it is running.

The note lets `mailbot demo send`, another process, find the desk. A lock that ends with its process says whether the
note is still true. What does not live here: the daemon, and who writes what.
"""

import errno
import fcntl
import json
import os
import shlex
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import CENTRAL, Policy
from mailbot.daemon.demo.letter import Door
from mailbot.settings.config import load
from mailbot.settings.installation import AuthProfile, ListenerSettings, Secret, Settings
from mailbot.settings.secrets import ensure_secret, text_of
from mailbot.settings.shipped import config_file

ZONE = ZoneInfo("Europe/London")
MORNING = datetime(2026, 11, 24, 7, 10, tzinfo=ZONE)  # a Tuesday in term
HOST = "127.0.0.1"
PORT = 2525
RUN = "demo-run-"
USER = "school-mail-server"
AUTHSERV = "mail.tamselvalley.example"

_LOCK = "demo-running.lock"
_NOTE = "demo-running.json"
_SECRET = "listener.secret"  # noqa: S105 -- a file's name
_MOST_NOTE = 1_000_000


class StageError(Exception):
    """The demo cannot play or cannot be found; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Note:
    """What another process needs to take part. The desk's clock is `ahead` seconds ahead of the real one.

    `helpdesks` are the desk's addresses by mail domain, `central` the one for all others, `names` people by address,
    `labels` schools and technicians by id.
    """

    process: int
    folder: str
    host: str
    port: int
    user: str
    authserv: str
    secret_file: str
    maildir: str
    database: str
    ahead: float
    central: str
    helpdesks: Mapping[str, str]
    names: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def maildir_path(self) -> Path:
        """Where the desk's mails to people land."""
        return Path(self.maildir)

    def door(self) -> Door:
        """The way in to the desk. Raises OSError or UnreadableError when the secret cannot be read."""
        secret = text_of(Path(self.secret_file)).strip()
        return Door(host=self.host, port=self.port, user=self.user, password=secret, authserv=self.authserv)

    def helpdesk_of(self, address: str) -> str:
        """The helpdesk of `address`: that of the longest known suffix of its domain, else the central one."""
        labels = address.rpartition("@")[2].lower().split(".")[:20]
        suffixes = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.helpdesks[suffix] for suffix in suffixes if suffix in self.helpdesks), self.central)

    def name_of(self, address: str) -> str:
        """What `address` is called: as the trust knows them, else what the address looks like."""
        local = address.partition("@")[0].replace(".", " ").replace("_", " ")
        return self.names.get(address.lower(), local.title())


class Stage:
    """One run's folder, settings and lock. `close` gives the lock back."""

    def __init__(self, *, base: Path, folder: Path, settings: Settings, lock: IO[str]) -> None:
        self.base = base
        self.folder = folder
        self.settings = settings
        self._lock = lock

    @property
    def maildir(self) -> Path:
        """Where the desk's mails to people land."""
        return self.settings.maildir or self.folder / "maildir"

    def announce(self, policies: Mapping[str, Policy], *, ahead: float) -> Note:
        """Write (again) where the demo runs. `ahead`: seconds by which the desk's clock is ahead of the real one."""
        listener = self.settings.listeners[0]
        note = Note(
            process=os.getpid(),
            folder=str(self.folder),
            host=listener.host,
            port=listener.port,
            user=next(iter(listener.logins)),
            authserv=AUTHSERV,
            secret_file=str(self.folder / _SECRET),
            maildir=str(self.maildir),
            database=self.settings.database,
            ahead=ahead,
            central=_central(self.settings, policies=policies),
            helpdesks=_helpdesks(self.settings, policies=policies),
            names=_names(policies),
            labels=_labels(policies),
        )
        draft = self.base / f".{_NOTE}.{os.getpid()}"
        draft.write_text(json.dumps(asdict(note), indent=1), encoding="utf-8")
        draft.replace(self.base / _NOTE)
        return note

    def close(self) -> None:
        """The demo is over: nobody finds it any more. The folder stays, to be looked at."""
        (self.base / _NOTE).unlink(missing_ok=True)
        self._lock.close()


def set_stage(base: Path, *, port: int, real_now: datetime) -> Stage:
    """Make a fresh folder below `base` and the settings for it; `port` 0 takes a free one.

    Raises StageError when a demo already runs here, the folder cannot be written or the port is in use, and
    SettingsError when the configuration that mailbot brings has mistakes.
    """
    base = base.absolute()
    lock = _take_lock(base)
    try:
        port = _free_port(port)
        folder = _fresh_folder(base, real_now=real_now)
        settings = _settings_for(folder, port=port)
        _write_environment(folder)
    except OSError as error:
        lock.close()
        raise _unwritable(base, error) from error
    except BaseException:
        lock.close()
        raise
    return Stage(base=base, folder=folder, settings=settings, lock=lock)


def find_running(base: Path) -> Note:
    """The demo that runs on a folder below `base`. Raises StageError when none does."""
    nobody = StageError(
        f"no demo is running in {base}: start one with `mailbot demo` in another terminal and leave it open, "
        "or name the folder that it got with --folder"
    )
    try:
        with (base / _LOCK).open("r", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        raise nobody
    except BlockingIOError:
        note = _read_note(base)
    except OSError as error:
        raise nobody from error
    if note is None:
        raise StageError("the demo is just starting: wait until it has answered Jane, then write again")
    return note


def _take_lock(base: Path) -> IO[str]:
    try:
        base.mkdir(parents=True, exist_ok=True)
        lock = (base / _LOCK).open("a", encoding="utf-8")
    except OSError as error:
        raise _unwritable(base, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        note = _read_note(base)
        who = f" (process {note.process}, port {note.port})" if note else ""
        raise StageError(
            f"a demo already runs in {base}{who}: end it with Ctrl-C in its terminal, "
            "or start this one with another --folder and --port"
        ) from None
    (base / _NOTE).unlink(missing_ok=True)
    return lock


def _unwritable(base: Path, error: OSError) -> StageError:
    what = error.strerror or str(error)
    return StageError(f"the demo cannot write to {base} ({what}): name a folder that it may write to with --folder")


def _free_port(port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # a port that a demo has just left may be taken at once, as the listener itself does
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            in_use = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            why = "is in use by another program, perhaps another demo or `mailbot run`" if in_use else "cannot be used"
            raise StageError(
                f"port {port} {why}: end that, or choose another with --port (0 takes a free one)"
            ) from error
        return int(probe.getsockname()[1])


def _fresh_folder(base: Path, *, real_now: datetime) -> Path:
    stem = f"{RUN}{real_now:%Y%m%d-%H%M%S}"
    for name in (stem, *(f"{stem}-{again}" for again in range(2, 100))):
        try:
            (base / name).mkdir(mode=0o700)
        except FileExistsError:
            continue
        return base / name
    raise StageError(f"{base} is full of demo runs of this very second: try again")


def _settings_for(folder: Path, *, port: int) -> Settings:
    settings = load(config_file(), environ=_overrides(folder), create=True)
    listener = settings.listeners[0] if settings.listeners else ListenerSettings(id="demo")
    user = next(iter(listener.logins), USER)
    secret = Secret(value=ensure_secret(folder / _SECRET), source=f"file {folder / _SECRET}")
    listener = replace(
        listener,
        host=HOST,
        port=port,
        logins={user: secret},
        auth=AuthProfile(kind="trusted_peers"),
        cert_file=None,
        key_file=None,
    )
    # whatever else the configuration polls or sends through, the demo touches nothing outside its folder
    boxes = {
        name: replace(box, imap=None, auth=AuthProfile(kind="trusted_peers"))
        for name, box in settings.mailboxes.items()
    }
    return replace(settings, listeners=(listener,), mailboxes=boxes, relay=None)


def _overrides(folder: Path) -> dict[str, str]:
    return {
        "MAILBOT__DAEMON__DATA": str(folder),
        "MAILBOT__DATABASE__URL": f"sqlite:///{folder / 'mailbot.sqlite3'}",
        "MAILBOT__DELIVERY__MAILDIR": str(folder / "maildir"),
    }


def _write_environment(folder: Path) -> None:
    """What a shell reads before `mailbot show` and the like, so that they look at this run."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in _overrides(folder).items()]
    (folder / "environment").write_text("".join(lines), encoding="utf-8")


def _read_note(base: Path) -> Note | None:
    try:
        with (base / _NOTE).open("rb") as file:
            return Note(**json.loads(file.read(_MOST_NOTE)))
    except (OSError, ValueError, TypeError):
        return None


def _helpdesks(settings: Settings, *, policies: Mapping[str, Policy]) -> dict[str, str]:
    return {
        domain.name: settings.mailboxes[school.mailbox].address
        for policy in policies.values()
        for school in policy.schools.values()
        for domain in school.domains
        if school.mailbox in settings.mailboxes
    }


def _central(settings: Settings, *, policies: Mapping[str, Policy]) -> str:
    centrals = [policy.schools[CENTRAL].mailbox for policy in policies.values() if CENTRAL in policy.schools]
    boxes = [settings.mailboxes[box] for box in centrals if box in settings.mailboxes]
    return (boxes or list(settings.mailboxes.values()))[0].address


def _names(policies: Mapping[str, Policy]) -> dict[str, str]:
    names: dict[str, str] = {}
    for policy in policies.values():
        names.update({address.lower(): person.name for person in policy.people for address in person.addresses})
        names.update({technician.address.lower(): technician.name for technician in policy.technicians.values()})
    return names


def _labels(policies: Mapping[str, Policy]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for policy in policies.values():
        labels.update({id: school.name for id, school in policy.schools.items()})
        labels.update({id: technician.name for id, technician in policy.technicians.items()})
    return labels
