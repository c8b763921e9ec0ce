"""The daemon under a stage clock: `python -m bench.staged FIGURES [--profile] run --config FILE`.

The program carries no timing code: from outside, functions at the borders of its stages are wrapped before it starts.
Each stage is charged its own time alone (an inner stage's time is not the outer one's), on the thread's CPU clock and
on the wall. The figures are written to FIGURES as JSON when the daemon has ended.
"""

import cProfile
import functools
import json
import pstats
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailbot.cli.main import main
from mailbot.daemon import knowledge as knowledge_module
from mailbot.daemon import loop, office, process, sending
from mailbot.daemon.apart.reader import Reader
from mailbot.mail.imap import acknowledge as imap_acknowledge
from mailbot.mail.imap import guard as imap_guard
from mailbot.mail.smtp import sender as smtp_sender
from mailbot.store import engine
from mailbot.store.flow import cursors, inbox, outbox

# stage -> where the functions that make it up are looked up
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "fetch": tuple(
        (imap_guard.ImapGuard, name)
        for name in ("__enter__", "select", "uids_between", "envelopes", "mails", "beginning")
    ),
    "keep": ((cursors.Cursors, "keep"),),
    "acknowledge": ((cursors.Cursors, "acknowledged"), (imap_acknowledge.Acknowledger, "acknowledge")),
    "claim": ((inbox, "claim"),),
    "parse": ((Reader, "read"), (process, "content_key"), (process, "keys_of")),
    "identify and snapshot": ((process, "snapshot"), (process, "identify"), (office.Office, "fresh")),
    "decide and rank": ((process, "decide"), (knowledge_module.Knowledge, "index")),
    "compose": ((office.Office, "compose"),),
    "commit": ((process.Process, "_commit"),),
    "send": ((smtp_sender.SmtpSender, "send"),),
    "mark sent": ((outbox, "claim"), (sending.Sending, "_record")),
}


class StageClock:
    """Own time of each stage, summed over threads."""

    def __init__(self) -> None:
        self._here = threading.local()
        self._lock = threading.Lock()
        self.cpu: dict[str, float] = {}
        self.wall: dict[str, float] = {}
        self.calls: dict[str, int] = {}

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time charged to the stage."""

        @functools.wraps(function)
        def timed(*args: Any, **given: Any) -> Any:
            inner = self._here.__dict__.setdefault("inner", [[0.0, 0.0]])
            inner.append([0.0, 0.0])
            cpu, wall = time.thread_time(), time.perf_counter()
            try:
                return function(*args, **given)
            finally:
                cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
                below = inner.pop()
                inner[-1][0] += cpu
                inner[-1][1] += wall
                self._add(stage, cpu=cpu - below[0], wall=wall - below[1])

        return timed

    def _add(self, stage: str, *, cpu: float, wall: float) -> None:
        with self._lock:
            self.cpu[stage] = self.cpu.get(stage, 0.0) + cpu
            self.wall[stage] = self.wall.get(stage, 0.0) + wall
            self.calls[stage] = self.calls.get(stage, 0) + 1

    def figures(self) -> dict[str, dict[str, float]]:
        """Seconds and calls by stage."""
        return {name: {"cpu": self.cpu[name], "wall": self.wall[name], "calls": self.calls[name]} for name in self.cpu}


def _hook(clock: StageClock) -> None:
    for stage, places in STAGES.items():
        for owner, name in places:
            if hasattr(owner, name):
                setattr(owner, name, clock.wrap(stage, getattr(owner, name)))
    # the wait for the disk, of every commit there is: CPU of it belongs to its stage
    engine.Unit.commit = clock.wrap("COMMIT", engine.Unit.commit)  # type: ignore[method-assign]


def _profiled(profiles: list[cProfile.Profile]) -> None:
    turn = loop.Loop._turn

    def recorded(self: loop.Loop) -> None:
        profile = cProfile.Profile(time.thread_time)
        profiles.append(profile)
        profile.runcall(turn, self)

    loop.Loop._turn = recorded  # type: ignore[method-assign]


def run(arguments: list[str]) -> int:
    """Hook, run the program, write the figures."""
    target, *rest = arguments
    clock, profiles = StageClock(), list[cProfile.Profile]()
    if rest[0] == "--profile":
        _profiled(profiles)
        rest = rest[1:]
    else:
        _hook(clock)
    code = main(rest)
    if profiles:
        together = pstats.Stats(profiles[0])
        for profile in profiles[1:]:
            together.add(profile)
        together.dump_stats(target)
    else:
        Path(target).write_text(json.dumps(clock.figures()))
    return code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
