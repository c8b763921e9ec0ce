"""Daemons on one database, each in a process that is killed at a point and started again, until the stream is done.

The parent only waits: for a death, for a condition in the database, or for a deadline.
"""

import multiprocessing
import os
import signal
import smtplib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.child import READY, STOP, Orders, live
from tests.faults.stream import Letter
from tests.faults.trust import LOGIN

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["__main__", "tests.faults.child"])

PATIENCE = 40.0
KILLED = -9


class NoProgressError(Exception):
    """Something did not come about in time, or a daemon ended in another way than it should."""


@dataclass(slots=True)
class Death:
    """One kill, and which letters had been acknowledged by then (by their bytes' SHA-256)."""

    daemon: int
    acknowledged: frozenset[str]


@dataclass(slots=True)
class Life:
    """One daemon over its lives. `kills` more times it is started with its point armed."""

    number: int
    orders: Orders
    kills: int
    process: ForkServerProcess | None = None
    pipe: Connection | None = None
    ready: bool = False
    resting: bool = False


@dataclass(slots=True)
class Desk:
    """The daemons with these orders. A daemon with a point is killed there `kills` times, then lives on without it.

    The last `late` of them start only when `join` says so. `refusals` are the codes with which letters were refused.
    """

    orders: Iterable[Orders]
    kills: int = 2
    late: int = 0
    on_restart: Callable[[Death], None] = lambda _: None
    on_acknowledged: Callable[[Letter, str], None] = lambda *_: None
    deaths: list[Death] = field(default_factory=list)
    acknowledged: dict[str, Letter] = field(default_factory=dict)
    deliveries: int = 0
    refusals: list[int] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))
    _untold: list[Death] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.lives = [
            Life(number, orders, self.kills if orders.point else 0) for number, orders in enumerate(self.orders)
        ]
        for life in self.lives[: len(self.lives) - self.late]:
            self._start(life)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._pool.shutdown(cancel_futures=True)
        for life in self.lives:
            if life.process is not None:
                life.process.kill()
                life.process.join(10)
            if life.pipe is not None:
                life.pipe.close()

    def send(self, letters: Iterable[Letter]) -> None:
        """Hand the letters in as mail servers do, each again and again until it is taken, four at a time."""
        self.taken(self.begin_to_send(letters))

    def begin_to_send(self, letters: Iterable[Letter]) -> "list[Future[None]]":
        """The same without waiting; `taken` waits."""
        # a second delivery of the same letter comes after the first, as from a server that missed our 250
        return [self._pool.submit(self._deliver, letter) for letter in letters]

    def taken(self, jobs: "Sequence[Future[None]]") -> None:
        """Wait until every letter was acknowledged. Raises what their checks found."""
        self.until(lambda: all(job.done() for job in jobs), what="every letter is acknowledged")
        for job in jobs:
            _raise(job)

    def join(self) -> None:
        """Start those daemons that were to come late."""
        for life in self.lives:
            if life.process is None:
                self._start(life)
        self.until(lambda: all(life.ready for life in self.lives if not self.is_stopped(life)), what="all run")

    def is_stopped(self, life: Life) -> bool:
        """Whether its process was stopped by a signal and not continued."""
        if life.process is None or life.process.pid is None:
            return False
        status = Path(f"/proc/{life.process.pid}/stat").read_text()
        return status.rpartition(")")[2].split()[0] in {"T", "t"}

    def wake(self, life: Life) -> None:
        """Let a stopped process go on."""
        if life.process is not None and life.process.pid is not None:
            os.kill(life.process.pid, signal.SIGCONT)

    def tell(self, word: int | str) -> None:
        """Tell every daemon the most pages of its SQLite file, or to mind its point from now on (ARM)."""
        for life in self.lives:
            self.until(lambda life=life: life.ready, what=f"daemon {life.number} runs")  # type: ignore[misc]
            if life.pipe is not None:
                life.pipe.send(word)

    def until(self, condition: Callable[[], bool], *, what: str, patience: float = PATIENCE) -> None:
        """Look after the daemons until the condition holds. Raises NoProgressError after `patience` seconds."""
        deadline = time.monotonic() + patience
        while True:
            self.tend()
            if not self._untold and condition():
                return
            if time.monotonic() > deadline:
                raise NoProgressError(f"not in {patience:.0f} s: {what}\n{self.logs()}")
            watched = [life.process.sentinel for life in self.lives if life.process is not None]
            watched += [life.pipe for life in self.lives if life.pipe is not None and not life.ready]
            wait(watched, timeout=0.03)

    def tend(self) -> None:
        """Note who is ready and who died, and start the dead again."""
        for life in self.lives:
            if life.resting or life.process is None or life.pipe is None:
                continue
            if life.process.exitcode is not None:
                self._bury(life)
            elif not life.ready and life.pipe.poll():
                self._greet(life)

    def put_ahead(self, ahead: timedelta) -> None:
        """Put every daemon's clock ahead of the real one by this much, now and after each restart."""
        for life in self.lives:
            life.orders = replace(life.orders, ahead=ahead)
            if life.ready and life.pipe is not None:
                try:
                    life.pipe.send(ahead)
                except OSError:
                    self.tend()  # it died just now: its next life gets the new time with its orders

    def stop(self) -> None:
        """Let every daemon drain and end. Raises NoProgressError where one does not end well."""
        for life in self.lives:
            self.until(lambda life=life: life.ready, what=f"daemon {life.number} runs")  # type: ignore[misc]
            life.resting = True
            if life.process is None or life.pipe is None:
                continue
            life.pipe.send(STOP)
            life.process.join(20)
            if life.process.exitcode != 0:
                raise NoProgressError(f"daemon {life.number} ended with {life.process.exitcode}\n{self.logs()}")

    def logs(self) -> str:
        """The ends of what the daemons wrote."""
        files = dict.fromkeys(life.orders.output for life in self.lives)
        return "\n".join(f"--- {file}\n{file.read_text()[-6000:]}" for file in files if file.exists())

    def _start(self, life: Life) -> None:
        orders = life.orders if life.kills > 0 else replace(life.orders, point=None)
        life.pipe, theirs = FORKS.Pipe()
        life.ready = False
        life.process = FORKS.Process(target=live, args=(orders, theirs), daemon=True)
        life.process.start()
        theirs.close()

    def _bury(self, life: Life) -> None:
        code = life.process.exitcode if life.process is not None else None
        if code != KILLED or life.kills <= 0:
            raise NoProgressError(f"daemon {life.number} ended by itself with {code}\n{self.logs()}")
        life.kills -= 1
        with self._lock:
            death = Death(life.number, frozenset(self.acknowledged))
        self.deaths.append(death)
        self._untold.append(death)
        if life.pipe is not None:
            life.pipe.close()
        self._start(life)

    def _greet(self, life: Life) -> None:
        try:
            said = life.pipe.recv() if life.pipe is not None else None
        except EOFError:
            return  # it is dying: the sentinel says so next
        life.ready = said == READY
        told, self._untold = self._untold, []
        for death in told:
            self.on_restart(death)

    def _deliver(self, letter: Letter) -> None:
        for _ in range(letter.times):
            tries = 0
            while not self._stopping.is_set() and not self._handed_in(letter, tries):
                tries += 1
                self._stopping.wait(0.03)

    def _handed_in(self, letter: Letter, tries: int) -> bool:
        """One try, at one daemon after the other; whether it was acknowledged."""
        running = [life for life in self.lives if life.process is not None]
        life = running[(tries + self.deliveries) % len(running) if letter.daemon is None else letter.daemon]
        port = life.orders.settings.listeners[0].port
        taken = False
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=8) as server:
                server.login(*LOGIN)
                server.sendmail(letter.sender, [letter.recipient], letter.data)
                taken = True
                with self._lock:
                    self.acknowledged[fingerprint(letter)] = letter
                    self.deliveries += 1
        except smtplib.SMTPResponseException as error:
            self.refusals.append(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            pass  # it died before its 250, or after it: before the goodbye
        if taken:
            self.on_acknowledged(letter, fingerprint(letter))
        return taken


def fingerprint(letter: Letter) -> str:
    """What the desk calls the letter's bytes."""
    return sha256(letter.data).hexdigest()


def _raise(job: "Future[None]") -> None:
    error = job.exception()
    if error is not None:
        raise error
