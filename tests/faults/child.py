"""What runs in the killed process: the daemon as `bootstrap` builds it, and one point at which it dies or stops.

Imported once by the fork server; each daemon is forked from there, warm and single-threaded.
"""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

# alembic is loaded by name at the first start only: here it shall be warm too
import mailbot.store.migrations.upgrade  # noqa: F401
from mailbot.daemon import bootstrap, log, polling, processing, run, sending
from mailbot.daemon.clock import SystemClock
from mailbot.fault import install
from mailbot.mail.letter.render import Templates
from mailbot.settings.installation import Settings
from mailbot.settings.shipped import rules_folder, templates_folder
from mailbot.settings.toml.document import Faults, read_document
from mailbot.store import engine
from mailbot.store.connections import Kept
from mailbot.store.existing import open_existing
from mailbot.store.flow.quarantine import retry_quarantined
from mailbot.store.prepared import driver_of
from tests.faults import mutants

# so are the program's own templates and rules
assert Templates([templates_folder()]).check() == ()
for rules in sorted(rules_folder().rglob("*.toml")):
    assert read_document(rules, faults=Faults(), keep=True) is not None

STOP = "stop"
READY = "ready"
ARM = "arm"
MEETING_SECONDS = 8.0
# the most pages that an SQLite file can have, and a number that is below any file's: then it may grow no more
UNLIMITED = 4_294_967_294
FULL = 1


@dataclass(frozen=True, slots=True)
class Orders:
    """How one daemon lives and dies. At the pass number `at` of `point` it gets `signal`; no point: it lives.

    `ahead` is by how much its clock is ahead of the real one. `constants` are module constants to set, by
    "module.NAME". `early`: passes count while the daemon is built too, not only once it runs. `meet`: instead of
    dying it waits at the point, at its first pass, until all parties of the barrier are there.
    """

    settings: Settings
    output: Path
    point: str | None = None
    at: int = 1
    signal: int = signal.SIGKILL
    early: bool = False
    ahead: timedelta = timedelta()
    constants: Mapping[str, Any] = field(default_factory=dict)
    mutant: str | None = None
    meet: Barrier | None = None


class AheadClock:
    """The real time plus what the test put it ahead."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead
        self._real = SystemClock()

    def now(self) -> datetime:
        """The desk's time, aware UTC."""
        return self._real.now() + self.ahead

    def at_desk(self, real: datetime) -> datetime:
        """A real moment as the desk sees it."""
        return real + self.ahead


class Trap:
    """Counts the passes of one point and sends this process its signal at the wanted one. Thread-safe."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._passes = 0
        self._lock = threading.Lock()
        self.armed = orders.early

    def __call__(self, name: str) -> None:
        """Pass a point."""
        if name != self._orders.point or not self.armed:
            return
        with self._lock:
            self._passes += 1
            if self._passes != self._orders.at:
                return
            if self._orders.meet is None:
                # to this very thread: a stop that another one takes lets it go on for as long as that sleeps
                signal.pthread_kill(threading.get_ident(), self._orders.signal)
                return
        with suppress(threading.BrokenBarrierError):
            self._orders.meet.wait(MEETING_SECONDS)


class Disk:
    """How many pages the SQLite file may have. Beyond, SQLite says that the database or disk is full."""

    def __init__(self) -> None:
        self.pages = UNLIMITED
        take = Kept.take

        def limited(kept: Kept) -> Connection:
            """A connection as the daemon takes it for a transaction; each has a limit of its own."""
            connection = take(kept)
            driver_of(connection).execute(f"PRAGMA max_page_count = {self.pages}")
            return connection

        Kept.take = limited  # type: ignore[method-assign]  # of this process, which dies


def live(orders: Orders, pipe: Pipe) -> None:
    """Run the daemon until the pipe says stop or a signal ends it.

    A timedelta from the pipe puts the clock ahead, a number limits the pages of the database. ARM lets passes count
    from now on, where daemons are to meet.
    """
    _redirect(orders.output)
    _set_constants(orders.constants)
    if orders.mutant is not None:
        mutants.MUTANTS[orders.mutant]()
    log.set_up("text")
    trap = _trap(orders)
    clock = AheadClock(orders.ahead)
    disk = Disk() if orders.settings.database.startswith("sqlite") else None
    daemon = bootstrap.build(orders.settings, clock=clock)
    trap.armed = orders.meet is None
    daemon.start()
    pipe.send(READY)
    for said in iter(pipe.recv, STOP):
        if said == ARM:
            trap.armed = True
        elif isinstance(said, timedelta):
            clock.ahead = said
        elif disk is not None:
            disk.pages = said
    drained = daemon.stop()
    sys.exit(0 if drained else 3)


def retry(orders: Orders, inbox: int) -> None:
    """What `mailbot quarantine retry` does, in a process of its own."""
    _redirect(orders.output)
    _trap(orders).armed = True
    database = open_existing(orders.settings.database, read_only=False)
    with database.write() as unit:
        found = retry_quarantined(unit, inbox=inbox)
        unit.commit()
    sys.exit(0 if found else 4)


def _trap(orders: Orders) -> Trap:
    trap = Trap(orders)
    if orders.point is not None:
        install(trap)
    return trap


def _set_constants(constants: Mapping[str, Any]) -> None:
    modules = {"engine": engine, "polling": polling, "processing": processing, "run": run, "sending": sending}
    for name, value in constants.items():
        module, _, constant = name.partition(".")
        if not hasattr(modules[module], constant):
            raise AttributeError(name)
        setattr(modules[module], constant, value)


def _redirect(output: Path) -> None:
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = sys.stderr = open(output, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 -- for life
