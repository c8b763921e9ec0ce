"""Many mailboxes: `python -m bench.mailboxes`. A thousand accounts of a Dovecot, each visited every minute.

Mails are put into mailboxes at random over some minutes; how long each takes from there to a committed request, and
what the daemon uses meanwhile, is printed. Some mailboxes may point at a server that takes connections and never says a
word: they must delay nobody else's.
"""

import argparse
import random
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.desk import Desk
from bench.letters import Letter, letters, senders
from bench.sink import Sink
from mailbot.daemon.clock import SystemClock
from tests.support.dovecot import Dovecot
from tests.support.processes import cpu_seconds, family_cpu_seconds

_BOX = """\
[mailbox.{id}]
address = "{id}@many.bench.example"
school = "oakfold"
[mailbox.{id}.imap]
host = "127.0.0.1"
port = {port}
user = "{id}@many.bench.example"
password = {{ env = "BENCH_PASSWORD" }}
tls = "none"
every = 60

"""
SENDERS = 800
CAP_PER_HOUR = 4
LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Scene:
    """What is measured: how many mailboxes, of them `dead`; `mails` over `seconds`; how the daemon is set."""

    mailboxes: int
    dead: int
    mails: int
    seconds: float
    threads: int
    idle: int
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """Delays in seconds, each from delivery to request; CPU in seconds over `seconds` of wall; memory in bytes."""

    delays: Sequence[float]
    seconds: float
    first_contact: float
    daemon_cpu: float
    imap_cpu: float
    memory: int


class _Silence:
    """A server that takes every connection and never says a word."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._held: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._hold, daemon=True).start()

    def _hold(self) -> None:
        while True:
            try:
                self._held.append(self._listener.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        """Hang up on everybody."""
        for one in (self._listener, *self._held):
            one.close()


def measure(scene: Scene) -> Found:
    """One run on a fresh installation. Raises RuntimeError where a mail did not become a request in time."""
    silence = _Silence()
    with tempfile.TemporaryDirectory(prefix="bench-mailboxes-") as name, Dovecot(tls=False) as server, Sink() as sink:
        living = [f"box{number:04d}" for number in range(scene.mailboxes - scene.dead)]
        dead = [f"dead{number:04d}" for number in range(scene.dead)]
        for box in living:
            server.maildir(_account(box))
        more = "".join(_BOX.format(id=box, port=server.port) for box in living)
        more += "".join(_BOX.format(id=box, port=silence.port) for box in dead)
        daemon = {"poll_threads": scene.threads, "idle_max": scene.idle}
        begin = time.monotonic()
        desk = Desk(Path(name), server=server, smtp=sink.port, arguments=("-m", "mailbot"), more=more, daemon=daemon)
        try:
            desk.await_first_contact(mailboxes=len(living) + 1, seconds=300)
            return _run(scene, desk, server=server, living=living, first_contact=time.monotonic() - begin)
        finally:
            desk.kill()
            silence.close()


def _run(scene: Scene, desk: Desk, *, server: Dovecot, living: Sequence[str], first_contact: float) -> Found:
    dice = random.Random(scene.seed)  # noqa: S311 -- the same run every time is the point
    people = senders(SENDERS, seed=scene.seed)
    mails = letters(people, count=scene.mails, to=_account(living[0]), end=SystemClock().now(), seed=scene.seed)
    plan = sorted((dice.uniform(0, scene.seconds), dice.choice(living), mail) for mail in mails)
    before = cpu_seconds(desk.pid), family_cpu_seconds(server.pid)
    begin = time.monotonic()
    delivered: dict[str, float] = {}
    seen: dict[str, float] = {}
    until = begin + scene.seconds + 180
    while len(seen) < scene.mails:
        now = time.monotonic()
        if now > until:
            raise RuntimeError(f"{scene.mails - len(seen)} mails are no requests yet:\n{desk.log()}")
        while plan and begin + plan[0][0] <= now:
            _, box, mail = plan.pop(0)
            server.deliver(_account(box), _addressed(mail, to=_account(box)))
            delivered[mail.message_id.strip("<>")] = time.monotonic()
        for message_id in desk.message_ids():
            seen.setdefault(message_id, time.monotonic())
        time.sleep(LOOK_EVERY)
    seconds = time.monotonic() - begin
    daemon, imap = cpu_seconds(desk.pid) - before[0], family_cpu_seconds(server.pid) - before[1]
    _, memory = desk.stop()
    delays = [seen[message_id] - at for message_id, at in delivered.items()]
    return Found(delays, seconds, first_contact, daemon, imap, memory)


def _account(box: str) -> str:
    return f"{box}@many.bench.example"


def _addressed(mail: Letter, *, to: str) -> bytes:
    head, blank, body = mail.raw.partition(b"\r\n\r\n")
    lines = [line if not line.startswith(b"To:") else f"To: {to}".encode() for line in head.split(b"\r\n")]
    return b"\r\n".join(lines) + blank + body


def _print(scene: Scene, found: Found) -> None:
    cuts = statistics.quantiles(found.delays, n=100)
    print(f"{scene.mailboxes} mailboxes ({scene.dead} of them on a dead server), {len(found.delays)} mails")
    print(f"  first contact with all {found.first_contact:7.1f} s")
    print(f"  delivery to request    {cuts[49]:7.1f} s at the 50th, {cuts[98]:.1f} s at the 99th percentile")
    daemon, imap = found.daemon_cpu / found.seconds, found.imap_cpu / found.seconds
    print(f"  CPU of the daemon      {daemon:7.2f} cores, of Dovecot {imap:.2f}")
    print(f"  peak memory            {found.memory / 2**20:7.1f} MiB")


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description="a thousand mailboxes in one process: delay, CPU and memory")
    parser.add_argument("--mailboxes", type=int, default=1_000)
    parser.add_argument(
        "--dead", type=int, default=20, help="of these, on a server that never says a word (default 20)"
    )
    parser.add_argument("--mails", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=180, help="over which the mails arrive (default 180)")
    parser.add_argument("--threads", type=int, default=32, help="poll_threads (default 32)")
    parser.add_argument("--idle", type=int, default=20, help="idle_max (default 20)")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.mails > SENDERS * CAP_PER_HOUR:
        parser.error(f"{SENDERS} senders are answered {CAP_PER_HOUR} times an hour: at most {SENDERS * CAP_PER_HOUR}")
    scene = Scene(**vars(options))
    _print(scene, measure(scene))


if __name__ == "__main__":
    main()
