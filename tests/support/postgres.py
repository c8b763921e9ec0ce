"""A private PostgreSQL cluster for tests and benchmarks: loopback only, in a folder that vanishes.

    with Postgres() as server:
        engine = create_engine(server.new_database())   # postgresql://postgres@127.0.0.1:PORT/t_1

Starting costs one to two seconds: share one per session and give each test a database of its own. SIGKILL loses no
commit; `durable=True` is for what looks at power loss. Runs as root (as the user postgres or nobody) or not.
"""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from tests.support.machine import free_port, install_packages


def binaries() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def install() -> Path:
    """Make sure that a server is there and give its programs' folder; RuntimeError says what to install."""
    found = binaries()
    if found is None:
        install_packages("postgresql")
        found = binaries()
    if found is None:
        raise RuntimeError("PostgreSQL is not where Debian puts it (/usr/lib/postgresql)")
    return found


PORTS = 3


class Postgres:
    """One cluster. `url` is its first database; `new_database` makes an empty one."""

    host = "127.0.0.1"

    def __init__(self, *, durable: bool = False) -> None:
        self._programs = install()
        self._durable = "on" if durable else "off"
        self._user = _unprivileged_user()
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = False
        self.port = free_port()
        self.url = self._url("postgres")
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        if self._user:
            shutil.chown(self.folder, self._user)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        command = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), *options]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=self.folder)

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@{self.host}:{self.port}/{database}"

    def start(self) -> None:
        """Start and wait for the first connection; RuntimeError carries the log when none succeeds within 20 s.

        The first time another port is tried where somebody was quicker; after a `kill` it is the same again.
        """
        for _ in range(PORTS):
            if self._answers():
                self._started = True
                return
            if self._started:
                break
            self.stop()
            self.port = free_port()
            self.url = self._url("postgres")
        raise RuntimeError(self._log.read_text(errors="replace"))

    def _answers(self) -> bool:
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-h", self.host]
        command += ["-p", str(self.port), "-k", "", "-c", f"fsync={self._durable}", "-c", "max_connections=200"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                user=self._user,
                cwd=self.folder,
                start_new_session=True,
            )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return self._process.poll() is None
        return False

    def new_database(self) -> str:
        """Create an empty database and give its URL."""
        name = f"t_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as link:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._url(name)

    def kill(self) -> None:
        """SIGKILL the server and all its backends at once: the machine died. `start` recovers."""
        if self._process is not None and self._process.poll() is None:
            # Backends lead sessions of their own: the group of the postmaster is not enough.
            children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            for pid in (self._process.pid, *map(int, children)):
                os.kill(pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Fast shutdown: clients are cut off, nothing is lost. What does not go within 15 s is killed."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged_user() -> str | None:
    """Whom to run as when we are root (the server refuses root), else None."""
    if os.geteuid() != 0:
        return None
    return "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
