"""The far end of outgoing mail: a lean SMTP server in a process of its own, so that its work is not ours.

Takes everything, answers at once, remembers who got which Message-ID. Says what a modern relay says, PIPELINING
included. Not a test server: `tests/support/smtp_sink.py` can misbehave, this one is only quick.
"""

import asyncio
import multiprocessing
import re
import time
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import Self, cast

_MESSAGE_ID = re.compile(rb"^Message-ID:\s{0,3}<([^>\r\n]{1,300})>", re.IGNORECASE | re.MULTILINE)
_RECIPIENT = re.compile(rb"RCPT TO:<([^>\r\n]{0,320})>", re.IGNORECASE)
_GREETING = b"220 sink.bench.example ESMTP\r\n"
_EHLO = b"250-sink.bench.example\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n"
Taken = tuple[str, str]


class Sink:
    """`port` is where it listens; `count` how many mails it took; `taken` all of them as (recipient, Message-ID)."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._count = spawn.Value("q", 0, lock=False)
        self._last = spawn.Value("d", 0.0, lock=False)
        self._ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, self._count, self._last), daemon=True)
        self._process.start()
        self.port: int = self._ours.recv()
        self.pid = self._process.pid or 0

    @property
    def count(self) -> int:
        """How many mails arrived so far."""
        return int(self._count.value)

    @property
    def last(self) -> float:
        """When the newest one arrived, on the monotonic clock that all processes share."""
        return float(self._last.value)

    def taken(self) -> list[Taken]:
        """(recipient, Message-ID) of every mail, in order."""
        self._ours.send("taken")
        found: list[Taken] = self._ours.recv()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join(5)


def _serve(pipe: Connection, count: "Synchronized[int]", last: "Synchronized[float]") -> None:
    asyncio.run(_run(pipe, count, last))


async def _run(pipe: Connection, count: "Synchronized[int]", last: "Synchronized[float]") -> None:
    taken: list[Taken] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Conversation(taken, count, last), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])

    def tell() -> None:
        pipe.recv()
        pipe.send(taken)

    loop.add_reader(pipe.fileno(), tell)
    await asyncio.Event().wait()


class _Conversation(asyncio.Protocol):
    """One connection. Lines until DATA, then content until a lone dot."""

    def __init__(self, taken: list[Taken], count: "Synchronized[int]", last: "Synchronized[float]") -> None:
        self._taken, self._count, self._last = taken, count, last
        self._waiting = b""
        self._content: list[bytes] | None = None
        self._tail = b""
        self._recipient = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(_GREETING)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        answers = []
        while True:
            if self._content is not None:
                end = self._waiting.find(b"\r\n.\r\n")
                if end < 0:
                    break
                self._keep(self._waiting[:end])
                self._waiting = self._waiting[end + 5 :]
                self._content = None
                answers.append(b"250 2.0.0 kept\r\n")
                continue
            line, found, rest = self._waiting.partition(b"\r\n")
            if not found:
                break
            self._waiting = rest
            answers.append(self._answer(line))
        if answers:
            self._transport.write(b"".join(answers))

    def _answer(self, line: bytes) -> bytes:
        word = line[:4].upper()
        if word == b"EHLO":
            return _EHLO
        if word == b"RCPT":
            found = _RECIPIENT.match(line)
            self._recipient = found[1] if found else b""
        if word == b"DATA":
            self._content = []
            return b"354 go on\r\n"
        return b"221 2.0.0 bye\r\n" if word == b"QUIT" else b"250 2.0.0 fine\r\n"

    def _keep(self, content: bytes) -> None:
        found = _MESSAGE_ID.search(content)
        self._taken.append((self._recipient.decode(), found[1].decode() if found else ""))
        self._count.value += 1
        self._last.value = time.monotonic()
