"""Whether a mail costs more when much is stored: `python -m bench.stored`. Two desks, in this process, on one core.

Some mails make requests on both. On one of them their rows are copied, years back in time, until there are as many as
wanted; then both act on the same mails, in turn. The figure is CPU a mail, without the mail server and the relay.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.desk import ADDRESS
from bench.history import fill
from bench.letters import Letter, letters, senders
from mailbot.core.model.message import Delivery
from mailbot.core.parse.headers import sender_key
from mailbot.daemon.bootstrap import build
from mailbot.daemon.log import set_up
from mailbot.daemon.run import Daemon
from mailbot.settings.config import load
from mailbot.settings.shipped import config_file
from mailbot.store.flow import inbox
from tests.journeys.field.desk import config_of

SEED_MAILS = 100
AT_A_TIME = 20


def main() -> None:
    """Print the two figures and their ratio."""
    parser = argparse.ArgumentParser(description="CPU a mail with little and with much stored")
    parser.add_argument("--requests", type=int, default=100_000, help="how many one desk has")
    parser.add_argument("--beside", type=int, default=SEED_MAILS, help="how many the other has: these first ones alone")
    parser.add_argument("--messages", type=int, default=1_600, help="how many mails are measured on each desk")
    options = parser.parse_args()
    set_up("json", level="critical")
    now = datetime.fromtimestamp(os.stat("/proc/self").st_mtime, UTC)
    mails = list(letters(senders(400, seed=7), count=SEED_MAILS + options.messages, to=ADDRESS, end=now, seed=7))
    with tempfile.TemporaryDirectory(prefix="bench-stored-") as name:
        little, much = (_desk(Path(name) / one) for one in ("little", "much"))
        for desk in (little, much):
            _act_on(desk, mails[:SEED_MAILS], now=now)
        kept, stored = (
            fill(Path(name) / folder / "data" / "mailbot.sqlite3", wanted=wanted)
            for folder, wanted in (("little", options.beside), ("much", options.requests))
        )
        pairs = [
            _in_turn(little, much, mails[start : start + AT_A_TIME], now=now, turned=number % 2 == 1)
            for number, start in enumerate(range(SEED_MAILS, len(mails), AT_A_TIME))
        ]
        for desk in (little, much):
            desk.stop()
    few, many = (min(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{few * 1e3:6.2f} ms CPU a mail with {kept:,} requests stored at first")
    print(f"{many * 1e3:6.2f} ms CPU a mail with {stored:,} requests stored at first")
    print(f"{ratio:6.2f} times as much, the middle one of {len(pairs)} times {AT_A_TIME} mails on both in turn")


def _desk(folder: Path) -> Daemon:
    folder.mkdir()
    (folder / "config.toml").write_text(config_of(trust=config_file().parent / "data" / "demo", sink_port=9))
    return build(load(folder / "config.toml", environ={}, create=True))


def _in_turn(
    little: Daemon, much: Daemon, mails: Sequence[Letter], *, now: datetime, turned: bool
) -> tuple[float, float]:
    """The same mails on both, `turned`: on `much` first. A machine that others use too changes its speed."""
    times = {desk: _act_on(desk, mails, now=now) for desk in ((much, little) if turned else (little, much))}
    return times[little], times[much]


def _act_on(desk: Daemon, mails: Sequence[Letter], *, now: datetime) -> float:
    """Keep the mails and act on them; gives CPU seconds a mail."""
    box = next(iter(desk.settings.mailboxes.values()))
    given = [Delivery(trust=box.trust, mailbox=box.id, raw=one.raw, received_at=now) for one in mails]
    with desk.database.write() as unit:
        inbox.keep(unit, given, sender_keys=[sender_key(one.raw) for one in given])
        unit.commit()
    begun = time.process_time()
    while desk.processing.messages():
        pass
    return (time.process_time() - begun) / len(mails)


if __name__ == "__main__":
    main()
