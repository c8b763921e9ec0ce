"""Raw bytes -> Message: ordinary mail here, odd mail in a process apart that is killed when it takes too much.

Ordinary (core/parse/wire/harmless.py) is nearly all mail, so this costs little. The process apart is started when first
needed and kept; it has no secrets, no files and no network, and what it answers may hold a Message and nothing else.
"""

import io
import os
import pickle
import selectors
import subprocess
import sys
import threading
import time
from typing import IO

from mailbot.core.model import message as values
from mailbot.core.model.article import Picture
from mailbot.core.model.message import Message
from mailbot.core.parse.mime import parse
from mailbot.core.parse.wire.harmless import is_harmless
from mailbot.daemon.apart.child import LENGTH, READY

SECONDS = 8.0
START_SECONDS = 20.0
MOST_ANSWER = 64_000_000
_CHUNK = 262_144


class Unreadable(Exception):  # noqa: N818 -- the name says what the mail is
    """Reading the mail took more time or memory than any mail may, or ended the process that read it."""


class Reader:
    """Reads mails. Safe to share between threads: odd mails wait for each other, ordinary ones for nobody."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def read(self, raw: bytes) -> Message:
        """Understand one mail. Raises Unreadable, at the latest after the seconds given (and those of a new start)."""
        if is_harmless(raw):
            return parse(raw)
        with self._lock:
            if self._closed:
                raise Unreadable("the desk is closing")
            return _message(self._apart(raw))

    @property
    def pid(self) -> int | None:
        """The process apart, where there is one."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the process apart; what it has in hand is Unreadable."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._end()

    def _apart(self, raw: bytes) -> bytes:
        child = self._child or self._start()
        given, answers = _pipes(child)
        deadline = time.monotonic() + self._seconds
        try:
            feeding = threading.Thread(target=_feed, args=(given, raw), name="apart", daemon=True)
            feeding.start()
            size = LENGTH.unpack(_take(answers, LENGTH.size, deadline=deadline))[0]
            answer = _take(answers, size, deadline=deadline)
            feeding.join()
        except Unreadable as error:
            self._end()
            raise Unreadable(f"{error}, reading {len(raw)} bytes apart (it ended with {child.returncode})") from None
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ}
        child = subprocess.Popen(
            [sys.executable, "-m", "mailbot.daemon.apart.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=kept,
        )
        self._child = child
        try:
            _take(_pipes(child)[1], len(READY), deadline=time.monotonic() + START_SECONDS)
        except Unreadable as error:
            self._end()
            # no mail's fault: it is tried again
            raise RuntimeError(f"the process that reads odd mail did not start: {error}") from error
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in _pipes(child):
            pipe.close()


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise AssertionError("it was started with both")
    return child.stdin, child.stdout


def _feed(given: IO[bytes], raw: bytes) -> None:
    view = memoryview(LENGTH.pack(len(raw)) + raw)
    try:
        while view:
            view = view[os.write(given.fileno(), view) :]
    except (OSError, ValueError):
        return  # it was killed meanwhile: whoever waits for its answer notices


def _take(answers: IO[bytes], count: int, *, deadline: float) -> bytes:
    """So many bytes before the deadline. Raises Unreadable."""
    if count > MOST_ANSWER:
        raise Unreadable(f"what was read of it is {count} bytes")
    found = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(answers, selectors.EVENT_READ)
        while len(found) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not ready.select(left):
                raise Unreadable("it took too long")
            chunk = os.read(answers.fileno(), min(_CHUNK, count - len(found)))
            if not chunk:
                raise Unreadable("it took too much time or memory")
            found += chunk
    return bytes(found)


class _OnlyMessages(pickle.Unpickler):
    """Makes the values of a Message and nothing else, whatever it is given."""

    def find_class(self, module: str, name: str) -> type:
        """The value's class. Raises UnpicklingError for any other."""
        found = getattr(values, name, None) if module == values.__name__ else None
        found = Picture if (module, name) == (Picture.__module__, Picture.__name__) else found
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a message")
        return found


def _message(answer: bytes) -> Message:
    try:
        found = _OnlyMessages(io.BytesIO(answer)).load()
    except Exception as error:
        raise Unreadable(f"what was read of it is no message: {error}") from error
    if not isinstance(found, Message):
        raise Unreadable("what was read of it is no message")
    return found
