"""The intake benchmark: `python -m bench.intake` (or `make bench`). What it does and what it found: bench/README.md.

A Dovecot mailbox gets its mails after first contact, the real daemon works through them, and the run is over when
every one is a committed request and every mail of ours has arrived at an SMTP sink in another process.
"""

import argparse
import json
import os
import pstats
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.desk import ADDRESS, Desk, Progress
from bench.history import fill
from bench.letters import Letter, letters, senders
from bench.report import Run, Stages, print_run, print_stages
from bench.sink import Sink
from tests.support.dovecot import Dovecot
from tests.support.processes import cpu_clock, cpu_seconds, family_cpu_seconds

SENDERS = 400
CAP_PER_HOUR = 4
PROGRAM = ("-m", "mailbot")
LOOK_EVERY = 0.05
QUICKEST = 100  # mails in a row
EARLIER = 100  # mails whose requests are copied
VISIT_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """At a moment (seconds of the monotonic clock): how many mails were done, and the daemon's CPU seconds."""

    done: int
    cpu: float
    at: float


@dataclass(frozen=True, slots=True)
class Load:
    """What a run is given, and how long it may take in seconds.

    `earlier` mails come before the run, and their requests are copied until `stored` are there.
    """

    mails: tuple[Letter, ...]
    patience: float
    earlier: tuple[Letter, ...] = ()
    stored: int = 0


def _wait_for_visit(server: Dovecot) -> float:
    """The moment at which the daemon's visit finds the mails: Dovecot then moves them from `new` to `cur`."""
    new = server.maildir(ADDRESS) / "new"
    before, deadline = new.stat().st_mtime_ns, time.monotonic() + VISIT_WITHIN
    while time.monotonic() < deadline:
        if new.stat().st_mtime_ns != before:
            return time.monotonic()
        time.sleep(0.002)
    raise RuntimeError(f"the daemon did not visit the mailbox within {VISIT_WITHIN:.0f} s")


def _work_through(desk: Desk, sink: Sink, *, load: Load) -> tuple[Progress, float, list[Mark]]:
    """Wait until all is committed and sent; gives the end, its moment, and how far the desk was at which cost."""
    deadline = time.monotonic() + load.patience
    marks: list[Mark] = []
    found = desk.progress()
    while time.monotonic() < deadline:
        marks.append(Mark(found.done, cpu_clock(desk.pid), time.monotonic()))
        settled = found.done + found.otherwise >= len(load.mails) and not found.waiting
        if settled and not found.queued and sink.count >= found.sent:
            return found, time.monotonic(), marks
        time.sleep(LOOK_EVERY)
        found = desk.progress()
    raise RuntimeError(f"not finished within {load.patience:.0f} s: {found}\n{desk.log()}")


def _make_history(folder: Path, *, load: Load, server: Dovecot) -> None:
    with Sink() as sink:
        desk = Desk(folder, server=server, smtp=sink.port, arguments=PROGRAM)
        try:
            desk.await_first_contact()
            for letter in load.earlier:
                server.deliver(ADDRESS, letter.raw)
            _work_through(desk, sink, load=Load(load.earlier, patience=load.patience))
            desk.stop()
        finally:
            desk.kill()
    fill(desk.database, wanted=load.stored)


def measure(load: Load, *, arguments: tuple[str, ...] = PROGRAM) -> Run:
    """One run on a fresh installation."""
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as name, Dovecot(tls=False) as server, Sink() as sink:
        server.maildir(ADDRESS)
        if load.stored:
            _make_history(Path(name), load=load, server=server)
        desk = Desk(Path(name), server=server, smtp=sink.port, arguments=arguments)
        try:
            desk.await_first_contact()
            desk.count_from_here()
            for letter in load.mails:
                server.deliver(ADDRESS, letter.raw)
            begin = _wait_for_visit(server)
            master = server.pid
            before = (cpu_seconds(desk.pid), family_cpu_seconds(master), cpu_seconds(sink.pid))
            found, end, marks = _work_through(desk, sink, load=load)
            after = (cpu_seconds(desk.pid), family_cpu_seconds(master), cpu_seconds(sink.pid))
            outgoing = desk.outgoing()
            _, memory = desk.stop()
            _check(load, found=found, outgoing=outgoing, taken=sink.taken())
        finally:
            desk.kill()
    daemon, imap, far = (late - early for early, late in zip(before, after, strict=True))
    return Run(
        messages=len(load.mails),
        seconds=end - begin,
        daemon_cpu=daemon,
        imap_cpu=imap,
        sink_cpu=far,
        memory=memory,
        mails=len(outgoing),
        bytes=sum(len(letter.raw) for letter in load.mails),
        quickest=_quickest(marks),
    )


def _quickest(marks: list[Mark]) -> tuple[float, float]:
    """CPU seconds a mail and mails a second, of the cheapest QUICKEST mails in a row.

    A core that the host lends to others at the same time does half as much in a CPU second: for seconds on end, and
    seldom for all of a run. What the work takes is seen where that was not so.
    """
    costs = [
        ((late.cpu - early.cpu) / (late.done - early.done), (late.done - early.done) / (late.at - early.at))
        for early, late in _stretches(marks)
    ]
    return min(costs, default=(0.0, 0.0))


def _stretches(marks: list[Mark]) -> Iterator[tuple[Mark, Mark]]:
    for place, early in enumerate(marks):
        late = next((one for one in marks[place:] if one.done - early.done >= QUICKEST), None)
        if late is not None:
            yield early, late


def _check(load: Load, *, found: Progress, outgoing: list[tuple[str, str, str]], taken: list[tuple[str, str]]) -> None:
    """Everything became a request, everybody was told, and nothing went out twice."""
    count = len(load.mails)
    assert found.done == count, found
    assert found.requests == count, found
    assert not found.unsendable, found
    assert sorted(taken) == sorted((recipient, message_id) for recipient, message_id, _ in outgoing)
    wanted = sorted(letter.sender.address for letter in load.mails)
    assert sorted(recipient for recipient, _, kind in outgoing if kind.startswith("requester/")) == wanted


def _stages(load: Load, *, profile: bool) -> Stages | pstats.Stats:
    """A second run, under the stage clock or the profiler; the daemon is slower in it."""
    with tempfile.NamedTemporaryFile(prefix="bench-figures-") as file:
        hook = ("-m", "bench.staged", file.name, *(["--profile"] if profile else []))
        run = measure(load, arguments=hook)
        if profile:
            return pstats.Stats(file.name)
        return Stages(run=run, stages=json.loads(Path(file.name).read_text()))


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description="mails a second from an IMAP mailbox to the relay, and what they cost")
    parser.add_argument("--messages", type=int, default=1000, help="how many mails arrive (default 1000)")
    parser.add_argument("--seed", type=int, default=7, help="which mails (default 7)")
    parser.add_argument("--stored", type=int, default=0, help="how many requests are stored before (default none)")
    parser.add_argument("--plain", action="store_true", help="only the run without the stage clock")
    parser.add_argument("--profile", action="store_true", help="instead a run under cProfile, its 45 hottest functions")
    options = parser.parse_args()
    earlier = EARLIER if options.stored else 0
    if options.messages + earlier > SENDERS * CAP_PER_HOUR:
        parser.error(f"{SENDERS} senders are answered {CAP_PER_HOUR} times an hour: at most {SENDERS * CAP_PER_HOUR}")
    people = senders(SENDERS, seed=options.seed)
    now = datetime.fromtimestamp(os.stat("/proc/self").st_mtime, UTC)
    mails = tuple(letters(people, count=earlier + options.messages, to=ADDRESS, end=now, seed=options.seed))
    patience = 60 + options.messages * 0.5
    load = Load(mails[earlier:], patience=patience, earlier=mails[:earlier], stored=options.stored)
    if options.profile:
        found = _stages(load, profile=True)
        assert isinstance(found, pstats.Stats)
        found.sort_stats("tottime").print_stats(45)
        found.sort_stats("cumtime").print_stats("mailbot", 70)
        return
    plain = measure(load)
    print_run(plain)
    if not options.plain:
        staged = _stages(load, profile=False)
        assert isinstance(staged, Stages)
        print_stages(staged, plain=plain)


if __name__ == "__main__":
    main()
