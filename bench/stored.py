"""Whether a mail costs more when much is stored: `python -m bench.stored`. Two desks, in this process, on one core.

Some mails make requests on both. On one of them their rows are copied, years back in time, until there are as many as
wanted; then both act on the same mails, in turn. The figure is CPU a mail, without the mail server and the relay.
"""

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.desk import ADDRESS
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
OPEN_ONE_IN = 500
AT_A_TIME = 20
_BACK = "strftime('%Y-%m-%d %H:%M:%f000', {column}, '-' || ((:copies + 1 - :n) * 1500) || ' minutes')"
_MOMENTS = ("opened_at", "ticket_at", "changed_at", "at", "received_at", "created_at", "not_before", "expires_at")
# what must differ in each copy; `:n` is the copy's number, `:span` lies above every id and number there is
_OTHER = {
    "request": {"id": "id + :n * :span", "number": "number + :n * :span", "opened_by": "opened_by + :n * :span"},
    "entry": {"id": "id + :n * :span", "request": "request + :n * :span", "message": "message + :n * :span"},
    "message": {
        "id": "id + :n * :span",
        "content_key": "content_key || ':' || :n",
        "message_id": "message_id || ':' || :n",
        "inbox": "inbox + :n * :span",
        "request": "request + :n * :span",
    },
    "outbox": {
        "id": "id + :n * :span",
        "request": "request + :n * :span",
        "cause": "cause || ':' || :n",
        "message_id": "message_id || ':' || :n",
        "state": "'sent'",
    },
    "audit": {"id": "id + :n * :span", "cause": "cause || ':' || :n", "request": "request + :n * :span"},
    "offer": {"id": "id + :n * :span", "request": "request + :n * :span"},
    "inbox": {"id": "id + :n * :span", "uid": "NULL", "message": "message + :n * :span"},
}


def main() -> None:
    """Print the two figures and their ratio."""
    parser = argparse.ArgumentParser(description="CPU a mail with little and with much stored")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=1_600, help="how many mails are measured on each desk")
    options = parser.parse_args()
    set_up("json", level="critical")
    now = datetime.fromtimestamp(os.stat("/proc/self").st_mtime, UTC)
    mails = list(letters(senders(400, seed=7), count=SEED_MAILS + options.messages, to=ADDRESS, end=now, seed=7))
    with tempfile.TemporaryDirectory(prefix="bench-stored-") as name:
        little, much = (_desk(Path(name) / one) for one in ("little", "much"))
        for desk in (little, much):
            _act_on(desk, mails[:SEED_MAILS], now=now)
        stored = _fill(Path(name) / "much" / "data" / "mailbot.sqlite3", wanted=options.requests)
        pairs = [
            _in_turn(little, much, mails[start : start + AT_A_TIME], now=now, turned=number % 2 == 1)
            for number, start in enumerate(range(SEED_MAILS, len(mails), AT_A_TIME))
        ]
        for desk in (little, much):
            desk.stop()
    few, many = (min(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{few * 1e3:6.2f} ms CPU a mail with less than {SEED_MAILS + options.messages} requests stored")
    print(f"{many * 1e3:6.2f} ms CPU a mail with {stored:,} requests stored")
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


def _fill(file: Path, *, wanted: int) -> int:
    """Copy what there is until there are so many requests; gives how many there are then."""
    link = sqlite3.connect(file, isolation_level=None, timeout=60)
    there, highest = link.execute("SELECT count(*), max(number) FROM request").fetchone()
    copies = wanted // int(there)
    span = 1 + max(int(highest), *(_highest_id(link, table) for table in _OTHER))
    link.execute("BEGIN IMMEDIATE")
    for table, other in _OTHER.items():
        columns = [str(row[1]) for row in link.execute(f"PRAGMA table_info({table})")]
        given = [other.get(one) or (_BACK.format(column=one) if one in _MOMENTS else f'"{one}"') for one in columns]
        names = ", ".join(f'"{one}"' for one in columns)
        copy = f"INSERT INTO {table} ({names}) SELECT {', '.join(given)} FROM {table} WHERE id < :span"  # noqa: S608
        for number in range(1, copies + 1):
            link.execute(copy, {"n": number, "copies": copies, "span": span})
    link.execute(
        "UPDATE request SET state = 'closed', closed_at = changed_at WHERE number > ? AND id % ? > 0",
        (span, OPEN_ONE_IN),
    )
    # new ones come after what is stored, as they would have in the years
    link.execute("UPDATE sequence SET next = (SELECT max(number) + 1 FROM request) WHERE name = 'request'")
    link.execute("COMMIT")
    link.execute("PRAGMA optimize")
    stored = int(link.execute("SELECT count(*) FROM request").fetchone()[0])
    link.close()
    return stored


def _highest_id(link: sqlite3.Connection, table: str) -> int:
    return int(link.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608


if __name__ == "__main__":
    main()
