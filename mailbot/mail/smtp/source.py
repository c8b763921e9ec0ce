"""Listening for mail by SMTP or LMTP: the socket, its thread and event loop, and how many may come at once.

What a client may say and what is answered: `smtp_conversation.py`, `lmtp_conversation.py`. `keep` runs in threads of
its own, so that a slow commit delays its sender alone.
"""

import asyncio
import errno
import ipaddress
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from mailbot.mail.smtp.conversation import Conversation, Door, Keep, Recipients, Verify
from mailbot.mail.smtp.lmtp import LmtpConversation
from mailbot.settings.installation import ListenerSettings
from mailbot.settings.servers import is_local

KEEP_THREADS = 4
START_SECONDS = 10.0
STOP_TICK = 0.01
PATIENCE = 50  # ticks that a client has to close its side


class ListenError(OSError):
    """The listener cannot listen; the text is a sentence for the operator."""


class SmtpListener:
    """One listener. Between `start` and `stop` it takes mail in; see `Door` for what the callables do.

    Raises ValueError when logins would be asked for in clear beyond this machine or a trusted network is none, OSError
    for an unreadable key.
    """

    def __init__(  # noqa: PLR0913 -- the parts of a door, each from another hand
        self,
        settings: ListenerSettings,
        *,
        recipients: Recipients,
        keep: Keep,
        now: Callable[[], datetime],
        disk_ok: Callable[[], bool],
        hostname: str = "localhost",
        verify: Verify | None = None,
    ) -> None:
        in_clear = is_local(settings.host)
        if settings.logins and not in_clear and settings.cert_file is None:
            raise ValueError(f"listener {settings.id}: logins on {settings.host} need cert_file and key_file")
        for network in settings.auth.networks:
            ipaddress.ip_network(network)  # raises ValueError now, not at the first mail
        self.settings = settings
        self.port = settings.port
        self._threads = ThreadPoolExecutor(KEEP_THREADS, thread_name_prefix=f"keep-{settings.id}")
        self._door = Door(
            settings=settings,
            recipients=recipients,
            keep=keep,
            now=now,
            disk_ok=disk_ok,
            threads=self._threads,
            hostname=hostname,
            tls=_tls(settings),
            auth_in_clear=bool(settings.logins) and in_clear,
            verify=verify if settings.auth.kind == "verify" else None,
        )
        self._open: dict[_Counted, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop_asked: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._grace = 0.0

    def start(self) -> None:
        """Listen from now on; `port` is the real one if 0 was asked for. Raises ListenError."""
        listening = threading.Event()
        problems: list[OSError] = []
        self._thread = threading.Thread(
            target=self._run, args=(listening, problems), name=f"smtp-{self.settings.id}", daemon=True
        )
        self._thread.start()
        if not listening.wait(START_SECONDS):
            raise ListenError(f"listener {self.settings.id}: did not start within {START_SECONDS:.0f} s")
        if problems:
            self._threads.shutdown(wait=False)
            raise _explained(problems[0], settings=self.settings)

    def stop(self, *, grace: float = 10.0) -> None:
        """Take no more; give mails that are being taken in `grace` seconds to get their answer, then hang up."""
        if self._loop is None or self._stop_asked is None or self._thread is None or not self._thread.is_alive():
            return
        self._grace = grace
        self._loop.call_soon_threadsafe(self._stop_asked.set)
        self._thread.join()
        self._threads.shutdown(wait=False)  # who is late has lost his client already

    def _run(self, listening: threading.Event, problems: list[OSError]) -> None:
        try:
            asyncio.run(self._serve(listening))
        except OSError as problem:
            problems.append(problem)
        finally:
            listening.set()

    async def _serve(self, listening: threading.Event) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._stop_asked = asyncio.Event()

        kind = _CountedLmtp if self.settings.protocol == "lmtp" else _Counted

        def welcome() -> _Counted:
            return kind(self._door, open_=self._open, loop=loop)

        if self.settings.host.startswith("/"):
            server = await loop.create_unix_server(welcome, self.settings.host)
        else:
            server = await loop.create_server(welcome, self.settings.host, self.settings.port)
            self.port = server.sockets[0].getsockname()[1]
        listening.set()
        await self._stop_asked.wait()
        server.close()
        await self._drain(loop)

    async def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hang up on the idle at once, on the busy when they have their answer or the time is up."""
        deadline = loop.time() + self._grace
        while self._open:
            late = loop.time() >= deadline
            for conversation in list(self._open):
                if late or not conversation.busy:
                    conversation.hang_up(now=late)
            await asyncio.sleep(STOP_TICK)


class _Counted(Conversation):
    """A conversation that counts: too many at once, in all or from one address, are sent away."""

    def __init__(self, door: Door, *, open_: dict["_Counted", str], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(door, loop=loop)
        self._open = open_
        self._rounds = 0
        self._limit = door.settings.max_connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self not in self._open:  # called a second time when TLS is up
            peer = transport.get_extra_info("peername")
            name = str(peer[0]) if isinstance(peer, tuple) else "local"
            here = Counter(self._open.values())[name]
            if len(self._open) >= self._limit or here >= max(1, self._limit // 2):
                self._refused = "421 4.7.0 too many connections, try again later"
            self._open[self] = name
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.pop(self, None)
        super().connection_lost(error)

    def hang_up(self, *, now: bool) -> None:
        """Close the connection: after what is still to be sent, or at once. Called until it is closed."""
        self._rounds += 1
        if self._rounds == 1 and not now:
            self._writer.transport.close()
        elif now or self._rounds > PATIENCE:  # a TLS client may take its time to say goodbye
            # Behind TLS lies the socket's own transport, which obeys at once.
            transport = self._original_transport or self._writer.transport
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()


class _CountedLmtp(_Counted, LmtpConversation):
    """The same by LMTP."""


def _tls(settings: ListenerSettings) -> ssl.SSLContext | None:
    if settings.cert_file is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.cert_file, settings.key_file)
    return context


def _explained(problem: OSError, *, settings: ListenerSettings) -> ListenError:
    """What the operator can do about a socket that would not open."""
    place = settings.host if settings.host.startswith("/") else f"{settings.host}:{settings.port}"
    reasons = {
        errno.EADDRINUSE: "another program listens there already; stop it or choose another port",
        errno.EACCES: "the system does not allow it; ports below 1024 need a privilege, choose another port",
        errno.EADDRNOTAVAIL: "this machine has no such address",
    }
    words = reasons.get(problem.errno or 0, problem.strerror or str(problem))
    return ListenError(problem.errno or 0, f"listener {settings.id} cannot listen on {place}: {words}")
