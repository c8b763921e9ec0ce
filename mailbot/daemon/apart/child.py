"""The process that reads odd mail: `python -m mailbot.daemon.apart.child`. Bytes in, a pickled Message out.

It has what it needs before the first mail comes; then it may open nothing any more: no file, no socket, no process.
Memory is bounded, and so is the CPU time of each mail: who takes more is killed by the system, and its parent notices.
"""

import encodings
import importlib
import os
import pickle
import pkgutil
import resource
import struct
import sys
from typing import BinaryIO, cast

from mailbot.core.parse.mime import parse
from mailbot.core.parse.packed import Unpack
from mailbot.daemon.one_core import on_the_cores_of

OUTLOOK = "mailbot.daemon.apart.outlook"  # found by name: its libraries are an extra

MOST_MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 5
LENGTH = struct.Struct(">I")
READY = b"\x06"


def load_unpack() -> Unpack | None:
    """What opens Outlook's packs; None where the extra `outlook` is not installed."""
    try:
        return cast("Unpack", importlib.import_module(OUTLOOK).unpack)
    except ImportError:
        return None


def serve(given: BinaryIO, answers: BinaryIO, unpack: Unpack | None = None) -> None:
    """Read mails (a length of four bytes before each) until there are no more, and answer each in the same way."""
    while len(head := given.read(LENGTH.size)) == LENGTH.size:
        raw = given.read(LENGTH.unpack(head)[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        by_now = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (by_now + CPU_SECONDS, resource.RLIM_INFINITY))
        answer = pickle.dumps(parse(raw, unpack=unpack), protocol=5)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def shut_in() -> None:
    """Give up for good what reading a mail needs none of: more memory, files, sockets, processes."""
    for module in pkgutil.iter_modules(encodings.__path__):  # a mail may name any of them, and files end below
        try:
            importlib.import_module(f"encodings.{module.name}")
        except ImportError:  # of another system
            continue
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # the two pipes stay; no descriptor can be added to them
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main() -> None:
    """Shut in, say so, serve."""
    on_the_cores_of(os.getppid())
    unpack = load_unpack()
    parse(b"From: a@b.example\nContent-Type: text/html\n\n<p>warm</p>\n")
    shut_in()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer, unpack)


if __name__ == "__main__":
    main()
