"""What runs in the killed process: the daemon as `bootstrap` builds it, and one point at which it dies or stops.

Imported once by the fork server; each daemon is forked from there, warm and single-threaded.
"""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

# alembic is loaded by name at the first start only: here it shall be warm too
import mailbot.store.migrations.upgrade  # noqa: F401
from mailbot.daemon import bootstrap, log, polling, processing, run, sending
from mailbot.daemon.clock import SystemClock
from mailbot.fault import install
from mailbot.settings.installation import Settings
from tests.faults import mutants

STOP = "stop"
READY = "ready"


@dataclass(frozen=True, slots=True)
class Orders:
    """How one daemon lives and dies. At the pass number `at` of `point` it gets `signal`; no point: it lives.

    `ahead` is by how much its clock is ahead of the real one. `constants` are module constants to set, by
    "module.NAME" of `mailbot.daemon`. `early`: passes count while the daemon is built too, not only once it runs.
    """

    settings: Settings
    output: Path
    point: str | None = None
    at: int = 1
    signal: int = signal.SIGKILL
    early: bool = False
    ahead: timedelta = timedelta()
    constants: Mapping[str, float] = field(default_factory=dict)
    mutant: str | None = None


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
            if self._passes == self._orders.at:
                os.kill(os.getpid(), self._orders.signal)


def live(orders: Orders, pipe: Connection) -> None:
    """Run the daemon until the pipe says stop or a signal ends it. A timedelta from the pipe puts the clock ahead."""
    _redirect(orders.output)
    for name, value in orders.constants.items():
        module, _, constant = name.partition(".")
        where = {"polling": polling, "processing": processing, "sending": sending, "run": run}[module]
        if not hasattr(where, constant):
            raise AttributeError(name)
        setattr(where, constant, value)
    if orders.mutant is not None:
        mutants.MUTANTS[orders.mutant]()
    log.set_up("text")
    trap = Trap(orders)
    if orders.point is not None:
        install(trap)
    clock = AheadClock(orders.ahead)
    daemon = bootstrap.build(orders.settings, clock=clock)
    trap.armed = True
    daemon.start()
    pipe.send(READY)
    for said in iter(pipe.recv, STOP):
        clock.ahead = said
    drained = daemon.stop()
    sys.exit(0 if drained else 3)


def _redirect(output: Path) -> None:
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = sys.stderr = open(output, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 -- for life
