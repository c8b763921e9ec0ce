"""A desk as an installation has it: its folder, its configuration, the daemon in a process of its own.

What lives here: starting it, first contact, looking into its database and at what its process used. Not here: figures.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.letters import AUTHSERV
from tests.support.dovecot import Dovecot

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "helpdesk@tamselvalley.example"
_CONFIG = """\
[daemon]
data = "data"
host = "desk.bench.example"
log = "json"
{daemon}

[database]
url = "sqlite:///data/mailbot.sqlite3"

[trust.tvlt]
folder = "{root}/data/demo"

[mailbox.central]
address = "{address}"
name = "Tamsel Valley IT helpdesk"
auth = {{ kind = "authserv", authserv_id = "{authserv}" }}
[mailbox.central.imap]
host = "127.0.0.1"
port = {imap}
user = "{address}"
password = {{ env = "BENCH_PASSWORD" }}
tls = "none"
every = 5

{schools}
[delivery.smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
"""
_SCHOOLS = ("brackenridge", "kestrel-park", "millrace", "oakfold", "pippin-lane", "st-winifreds", "tamsel-high")
_SCHOOL = '[mailbox.{id}]\naddress = "it@{id}.bench.example"\n\n'


@dataclass(frozen=True, slots=True)
class Progress:
    """What the database says: deliveries by state, requests, mails queued and sent."""

    waiting: int
    done: int
    otherwise: int
    requests: int
    queued: int
    sent: int
    unsendable: int


class Desk:
    """One installation in `folder`. `arguments` come after `python`: the program itself, or a launcher around it.

    `more` are further mailboxes as TOML, `daemon` further keys of `[daemon]`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        server: Dovecot,
        smtp: int,
        arguments: tuple[str, ...],
        more: str = "",
        daemon: Mapping[str, int] | None = None,
    ) -> None:
        self.folder = folder
        self.database = folder / "data" / "mailbot.sqlite3"
        schools = "".join(_SCHOOL.format(id=one) for one in (*_SCHOOLS, "willowmere")) + more
        keys = "\n".join(f"{key} = {value}" for key, value in (daemon or {}).items())
        config = folder / "config.toml"
        config.write_text(
            _CONFIG.format(
                root=ROOT,
                address=ADDRESS,
                authserv=AUTHSERV,
                imap=server.port,
                smtp=smtp,
                schools=schools,
                daemon=keys,
            )
        )
        self._log = (folder / "daemon.log").open("wb")
        self._started = int(os.fstat(self._log.fileno()).st_mtime)  # the wall's clock, as the daemon reads it
        self._process = subprocess.Popen(
            [sys.executable, *arguments, "run", "--config", str(config)],
            cwd=ROOT,
            env={**os.environ, "BENCH_PASSWORD": server.password},
            stdout=self._log,
            stderr=self._log,
        )
        self.pid = self._process.pid
        self._link: sqlite3.Connection | None = None
        self._before = {"inbox": 0, "outbox": 0, "request": 0}

    def await_first_contact(self, *, mailboxes: int = 1, seconds: float = 60) -> None:
        """Wait until this daemon's first visits of so many mailboxes are over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._alive()
            if self.database.exists():
                try:
                    query = "SELECT count(*) FROM mailbox_health WHERE unixepoch(last_success_at) >= ?"
                    if self._one(query, self._started) >= mailboxes:
                        return
                except sqlite3.OperationalError:  # the schema is not there yet
                    self._close()
            time.sleep(0.05)
        raise RuntimeError(f"no first contact within {seconds} s:\n{self.log()}")

    def count_from_here(self) -> None:
        """Leave what is stored now out of `progress` and `outgoing`."""
        for table in self._before:
            self._before[table] = self._one(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608

    def progress(self) -> Progress:
        """How far it is, as committed."""
        self._alive()
        states, mails = self._states("inbox"), self._states("outbox")
        waiting, done = states.pop("new", 0), states.pop("done", 0)
        queued, sent = mails.pop("queued", 0), mails.pop("sent", 0)
        requests = sum(self._states("request").values())
        return Progress(waiting, done, sum(states.values()), requests, queued, sent, sum(mails.values()))

    def outgoing(self) -> list[tuple[str, str, str]]:
        """(recipient, Message-ID, kind) of every mail in the outbox."""
        query = f"SELECT recipient, message_id, kind FROM outbox WHERE id > {self._before['outbox']}"  # noqa: S608
        return [(str(a), str(b), str(c)) for a, b, c in self._all(query)]

    def message_ids(self) -> list[str]:
        """The Message-IDs of all messages that were acted on."""
        return [str(row[0]) for row in self._all("SELECT message_id FROM message WHERE message_id IS NOT NULL")]

    def log(self) -> str:
        """The end of what the daemon wrote."""
        return (self.folder / "daemon.log").read_text(errors="replace")[-4000:]

    def stop(self) -> tuple[float, int]:
        """Orderly end; gives the process's whole CPU time in seconds and its largest memory in bytes (getrusage)."""
        self._close()
        self._process.send_signal(signal.SIGTERM)
        _, status, used = os.wait4(self.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._log.close()
        if self._process.returncode:
            raise RuntimeError(f"the daemon ended with {self._process.returncode}:\n{self.log()}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024

    def kill(self) -> None:
        """End it without a word, if it still lives."""
        self._close()
        if self._process.returncode is None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _alive(self) -> None:
        if self._process.poll() is not None:
            raise RuntimeError(f"the daemon has ended:\n{self.log()}")

    def _all(self, query: str, *given: object) -> list[tuple[object, ...]]:
        if self._link is None:
            self._link = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        return self._link.execute(query, given).fetchall()

    def _states(self, table: str) -> dict[object, int]:
        query = f"SELECT state, count(*) FROM {table} WHERE id > {self._before[table]} GROUP BY +state"  # noqa: S608
        return {state: int(str(count)) for state, count in self._all(query)}

    def _one(self, query: str, *given: object) -> int:
        return int(str(self._all(query, *given)[0][0]))

    def _close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
