"""Figures into lines for a person, and the sentence that says what limits the desk. Measures nothing itself."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of wall and of CPU (daemon, Dovecot, sink), bytes of mail and of memory, mails sent.

    `quickest` is the daemon's CPU seconds a mail, and mails a second, of its cheapest hundred mails in a row.
    """

    messages: int
    seconds: float
    daemon_cpu: float
    imap_cpu: float
    sink_cpu: float
    memory: int
    mails: int
    bytes: int
    quickest: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stages:
    """A run under the stage clock: own seconds (`cpu`, `wall`) and `calls` by stage; COMMIT is every commit's wait."""

    run: Run
    stages: Mapping[str, Mapping[str, float]]


def print_run(run: Run) -> None:
    """The main figures."""
    cores = os.cpu_count() or 1
    print(
        f"{run.messages} mails, {run.bytes / run.messages / 1000:.1f} KB each, {run.mails / run.messages:.2f} out each"
    )
    print(f"  end to end        {run.messages / run.seconds:8.1f} messages/s   ({run.seconds:.2f} s)")
    print(f"  CPU of the daemon {run.daemon_cpu / run.messages * 1000:8.2f} ms a message")
    cost, rate = run.quickest
    print(f"  its quickest 100  {cost * 1000:8.2f} ms a message, {rate:.1f} messages/s")
    print(
        f"  CPU of Dovecot    {run.imap_cpu / run.messages * 1000:8.2f} ms a message, of the sink "
        f"{run.sink_cpu / run.messages * 1000:.2f}"
    )
    print(f"  peak memory       {run.memory / 2**20:8.1f} MiB")
    busy = (run.daemon_cpu + run.imap_cpu + run.sink_cpu) / run.seconds
    print(f"  cores busy        {busy:8.2f} of {cores}, {run.daemon_cpu / run.seconds:.2f} of them with the daemon")


def print_stages(found: Stages, *, plain: Run) -> None:
    """The share of each stage in the daemon's CPU time, and what the wall says about waiting."""
    messages = found.run.messages
    commits = found.stages.get("COMMIT", {"cpu": 0.0, "wall": 0.0, "calls": 0})
    named = {name: one for name, one in found.stages.items() if name != "COMMIT"}
    spent = sum(one["cpu"] for one in named.values()) + commits["cpu"]
    print(
        f"under the stage clock: {messages / found.run.seconds:.1f} messages/s, "
        f"{found.run.daemon_cpu / messages * 1000:.2f} ms CPU a message"
    )
    print(f"  {'stage':<24}{'CPU ms':>8}{'share':>8}{'wall ms':>9}{'calls':>8}   a message")
    rest = {"cpu": max(0.0, found.run.daemon_cpu - spent), "wall": 0.0, "calls": 0.0}
    for name, one in [*named.items(), ("the disk: every COMMIT", commits), ("loops, log, the rest", rest)]:
        print(
            f"  {name:<24}{one['cpu'] / messages * 1000:8.2f}{one['cpu'] / found.run.daemon_cpu:8.0%}"
            f"{one['wall'] / messages * 1000:9.2f}{one['calls'] / messages:8.2f}"
        )
    print(
        f"  commits           {commits['calls'] / messages:8.2f} a message, "
        f"{1000 * commits['wall'] / max(1, commits['calls']):.2f} ms each"
    )
    print(f"  what limits it: {limit(plain, commit_seconds=commits['wall'])}")


def limit(run: Run, *, commit_seconds: float) -> str:
    """What a faster desk would need, from one run's figures and the seconds that commits waited in all.

    >>> limit(Run(100, 1.0, 0.95, 0.1, 0.1, 0, 100, 0, (0, 0)), commit_seconds=0.1)[:24]
    "the daemon's own Python:"
    """
    share = run.daemon_cpu / run.seconds
    total = (run.daemon_cpu + run.imap_cpu + run.sink_cpu) / run.seconds
    cores = os.cpu_count() or 1
    if share > 0.8:
        return (
            f"the daemon's own Python: it keeps {share:.2f} cores busy and one interpreter has one "
            f"(commits wait {commit_seconds / run.seconds:.0%} of the time beside it)"
        )
    if total > 0.9 * cores:
        return f"the machine: {total:.2f} of {cores} cores are busy, {share:.2f} of them with the daemon"
    if commit_seconds > 0.5 * run.seconds:
        return f"the disk: commits wait for it {commit_seconds / run.seconds:.0%} of the time"
    return (
        f"waiting in turn: the daemon computes {share:.0%} of the time, commits take "
        f"{commit_seconds / run.seconds:.0%}, and the rest is one thread waiting for another or for a server"
    )
