"""The cord by which another thread ends what an IMAP connection waits for: the desk stops, or the server is too slow.

A read has a timeout of its own, but a server that sends a byte a minute keeps within it for ever. So a connection
must have brought something that was kept within `PATIENCE` seconds, and all connections of one visit within
`VISIT_SECONDS`, which is below the lease of the mailbox. Not here: who looks at the clock (the daemon).
"""

import imaplib
import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

from imapclient import IMAPClient, SocketTimeout

PATIENCE = 110.0
VISIT_SECONDS = 230.0


class CutError(OSError):
    """The connection was ended from our side; the text says why."""


class Cord:
    """Belongs to one visit; `pull` and `pull_if_slow` may be called by any thread. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._kept_at = self._began_at = clock()
        self._why: str | None = None
        self._ended = False

    @property
    def why(self) -> str | None:
        """Why the connection was cut, None while it was not."""
        return self._why

    def hold(self, sock: socket.socket) -> None:
        """Be able to end this new connection. Raises CutError when the visit has ended already."""
        with self._lock:
            self._let_go()
            late = self._clock() - self._kept_at > VISIT_SECONDS
            if self._ended or late:
                raise CutError(self._why or "the server is too slow")
            self._why = None
            self._began_at = self._clock()
            self._held = socket.socket(fileno=os.dup(sock.fileno()))  # stays ours when TLS takes the socket over

    def kept(self) -> None:
        """Something was brought and kept: the seconds begin again."""
        with self._lock:
            self._kept_at = self._began_at = self._clock()

    def release(self) -> None:
        """The connection is over."""
        with self._lock:
            self._let_go()

    def pull(self, why: str) -> None:
        """End the connection and allow no other."""
        with self._lock:
            self._ended = True
            self._cut(why)

    def pull_if_slow(self) -> None:
        """End the connection if it brought nothing for too long."""
        with self._lock:
            now = self._clock()
            if now - self._began_at > PATIENCE or now - self._kept_at > VISIT_SECONDS:
                self._cut(f"the server brought nothing in {now - self._began_at:.0f} s")

    def _cut(self, why: str) -> None:
        if self._why is None:
            self._why = why
        if self._held is not None:
            with suppress(OSError):  # it is closed already
                self._held.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class CordedClient(IMAPClient):  # type: ignore[misc]  # the library has no types
    """IMAPClient whose socket a cord holds from the first byte on, before greeting and TLS."""

    def __init__(
        self,
        host: str,
        *,
        port: int,
        context: ssl.SSLContext | None,
        timeout: SocketTimeout,
        cord: Cord | None,
    ) -> None:
        self._corded = (context, timeout.connect, cord)
        super().__init__(host, port=port, ssl=context is not None, ssl_context=context, timeout=timeout)
        # IMAPClient lets imaplib put mails and logins into words for a log, read or not: secrets, and megabytes
        self._imap.debug = 0

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 -- IMAPClient's name
        return _Wire(self.host, self.port, *self._corded)


class _Wire(imaplib.IMAP4):
    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, seconds: float, cord: Cord | None) -> None:
        self._corded = (context, seconds, cord)
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        del timeout
        context, seconds, cord = self._corded
        sock = socket.create_connection((self.host, self.port), seconds)
        try:
            if cord is not None:
                cord.hold(sock)
            return context.wrap_socket(sock, server_hostname=self.host) if context else sock
        except BaseException:
            sock.close()
            raise
