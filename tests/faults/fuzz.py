"""Mails broken at random, through the desk's own stages: `python -m tests.faults.fuzz --count 10000 --from FOLDER`.

Each is a mail of the folder with some bytes, lines or parts changed, repeated, cut or mixed with another's. A seed
makes the same mails again. What must hold: the process lives, every mail ends in one outcome, none takes ten seconds.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailbot.core.model.message import Delivery
from mailbot.core.parse.headers import sender_key
from mailbot.daemon.bootstrap import build
from mailbot.daemon.log import set_up
from mailbot.daemon.run import Daemon
from mailbot.settings.config import load
from mailbot.settings.shipped import config_file
from mailbot.store.engine import open_database
from mailbot.store.flow import inbox
from tests.journeys.field.desk import config_of, copy_trust

MAILS = Path(__file__).resolve().parents[1] / "mails"
LONGEST = 300_000
AT_ONCE = 100
SECONDS_EACH = 10.0
MOST_ATTEMPTS = 2
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOKENS = (
    b"\r\n", b"\n", b"\r", b"\0", b"\xff\xfe", b"=?utf-8?q?", b"?=", b"=?x-no?b?!!!!?=", b'"', b"(", b"\\", b"<", b">",
    b"--", b"boundary=", b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: message/rfc822\r\n\r\n",
    b"charset=utf-7", b"charset=idna", b"charset=unicode_escape", b"Content-Transfer-Encoding: base64\r\n", b"> ",
    b"<table>", b"<!--", b"&#x110000;", b"\xed\xa0\x80", b"\xe2\x80\xae", b"#close", b"#" * 400, b"\x1b[2J", b"@" * 50,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the mails: rows by state, those that raised (with the end of why), and the slowest in seconds."""

    states: Counter[str]
    raised: tuple[str, ...]
    slowest: float


def mails_in(folder: Path) -> list[bytes]:
    """Every mail in a folder and those below it, in a fixed order."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".eml", ".txt", ".mbox", ".msg", ""})
    return [path.read_bytes()[:LONGEST] for path in files if path.is_file()]


def broken(mails: Sequence[bytes], *, count: int, seed: int) -> Iterator[bytes]:
    """So many mails, each broken in one to six ways."""
    dice = random.Random(seed)  # noqa: S311 -- the same mails again are the point
    for _ in range(count):
        raw = bytearray(dice.choice(mails))
        for _ in range(dice.randint(1, 6)):
            _break(raw, dice=dice, other=dice.choice(mails))
        yield bytes(raw[: 2 * LONGEST])


def _break(raw: bytearray, *, dice: random.Random, other: bytes) -> None:
    start = dice.randrange(len(raw) + 1)
    if dice.random() < 0.5:  # the head decides most
        start = min(start, dice.randrange(2_000))
    end = min(len(raw), start + int(dice.paretovariate(0.7)))
    match dice.randrange(7):
        case 0:
            raw[start:end] = dice.randbytes(end - start)
        case 1:
            del raw[start:end]
        case 2:
            raw[start:end] = bytes(raw[start:end]) * dice.choice((2, 3, 50, 500)) if end - start < 500 else b""
        case 3:
            raw[start:start] = dice.choice(TOKENS) * dice.choice((1, 1, 2, 30, 3_000))
        case 4:
            raw[start:end] = dice.choice(TOKENS)
        case 5:
            cut = dice.randrange(len(other) + 1)
            raw[start:] = other[cut:]
        case _:
            lines = bytes(raw).split(b"\n")
            dice.shuffle(lines)
            raw[:] = b"\n".join(lines)


def put_through(mails: Sequence[bytes], *, folder: Path) -> Found:
    """Keep the mails in a new desk's database in `folder` and act on all of them, here and now."""
    trust = copy_trust(config_file().parent / "data" / "demo", folder / "tvlt")
    (folder / "config.toml").write_text(config_of(trust=trust, sink_port=9))
    settings = load(folder / "config.toml", environ={}, create=True)
    daemon = build(settings, database=open_database(settings.database, throwaway=True))
    try:
        box = next(iter(settings.mailboxes.values()))
        kept: list[int] = []
        for start in range(0, len(mails), AT_ONCE):
            several = mails[start : start + AT_ONCE]
            given = [Delivery(trust=box.trust, mailbox=box.id, raw=raw, received_at=NOW) for raw in several]
            with daemon.database.write() as unit:
                kept += inbox.keep(unit, given, sender_keys=[sender_key(raw) for raw in several])
                unit.commit()
        assert len(kept) == len(mails)
        return _worked_off(daemon)
    finally:
        daemon.stop()


def _worked_off(daemon: Daemon) -> Found:
    slowest, raised, attempts = 0.0, list[str](), 0
    while attempts < MOST_ATTEMPTS:
        begun = time.monotonic()
        more = daemon.processing.messages()
        slowest = max(slowest, time.monotonic() - begun)
        if not more:
            attempts += 1
            with daemon.database.write() as unit:
                failed = unit.connection.exec_driver_sql("SELECT id, error FROM inbox WHERE error IS NOT NULL").all()
                unit.connection.exec_driver_sql("UPDATE inbox SET not_before = NULL WHERE state = 'new'")
                unit.commit()
            raised = [f"{row.id}: ...{row.error[-300:]}" for row in failed]
    with daemon.database.read() as unit:
        states = Counter(str(state) for (state,) in unit.connection.exec_driver_sql("SELECT state FROM inbox"))
    return Found(states, tuple(raised), slowest)


def main() -> int:
    """Print what became of the mails; 1 where one raised, was lost or took too long."""
    parser = argparse.ArgumentParser(description="mails broken at random, through the desk's own stages")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="folder", type=Path, default=MAILS, help="a folder of mails (default: ours)")
    options = parser.parse_args()
    mails = mails_in(options.folder) if options.folder.is_dir() else []
    if not mails:
        sys.exit(f"skipped: there are no mails in {options.folder}")
    set_up("json", level="critical")
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    begun = time.monotonic()
    found = put_through(list(broken(mails, count=options.count, seed=options.seed)), folder=folder)
    shutil.rmtree(folder)
    took = time.monotonic() - begun
    said = f"seed {options.seed}: {dict(found.states)} in {took:.0f} s, the slowest ten {found.slowest:.2f} s"
    sys.stdout.write("\n".join((said, *found.raised[:20], "")))
    return 1 if found.raised or found.slowest > SECONDS_EACH or found.states["new"] else 0


if __name__ == "__main__":
    sys.exit(main())
