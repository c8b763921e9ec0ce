"""A real SMTP server that keeps what it is sent and can be told to misbehave: the far end of outgoing mail.

    with SmtpSink() as sink:
        sink.script("DATA", "451 4.3.0 later", times=1)
        ...
        mail, = sink.wait_for(1)
        assert mail.envelope_to == ("jane@school.example",)

A script is an answer ("550 5.1.1 no such user"), `DISCONNECT` or `STALL`, at one of the stages CONNECT, EHLO, AUTH,
MAIL, RCPT, DATA (the content has arrived) and AFTER_DATA (kept, then the answer is lost).
"""

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.machine import Certificate

Stage = Literal["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "AFTER_DATA"]
DISCONNECT: Final = "disconnect"
STALL: Final = "stall"


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it arrived: `content` with CRLF line ends; `login` is the user name of AUTH; `tls` of the link."""

    envelope_from: str
    envelope_to: tuple[str, ...]
    content: bytes
    login: str | None = None
    tls: bool = False
    connection: int = 0


class SmtpSink:
    """One server on 127.0.0.1; `port` stays the same over stop and start.

    With `certificate` it offers STARTTLS, or TLS from the start if `implicit_tls`. `login` (name, password) asks for
    AUTH. `mails` is what was kept, in order; `connections` counts who connected. `pipelining` is whether it takes
    several commands at once, as nearly every relay does.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        certificate: Certificate | None = None,
        implicit_tls: bool = False,
        login: tuple[str, str] | None = None,
        size_limit: int = 33_554_432,
        pipelining: bool = True,
    ) -> None:
        self.port = 0
        self.pipelining = pipelining
        self.mails: list[Received] = []
        self.connections = 0
        self._login = login
        self._size_limit = size_limit
        self._implicit = implicit_tls
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(certificate.cert, certificate.key)
        self._scripts: dict[Stage, deque[str]] = {}
        self._always: dict[Stage, str] = {}
        self._refused: dict[str, str] = {}
        self._arrived = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._links: set[asyncio.BaseTransport] = set()

    def script(self, stage: Stage, answer: str, *, times: int | None = None) -> None:
        """Answer so at `stage`: the next `times` times, or always when None."""
        if times is None:
            self._always[stage] = answer
        else:
            self._scripts.setdefault(stage, deque()).extend([answer] * times)

    def refuse(self, recipient: str, answer: str) -> None:
        """Answer so to every RCPT of this address, whatever the others get."""
        self._refused[recipient] = answer

    def answer_to(self, recipient: str) -> str | None:
        """What `refuse` said of this address (used by the conversation)."""
        return self._refused.get(recipient)

    def behave(self) -> None:
        """Forget all scripts and refusals."""
        self._scripts.clear()
        self._always.clear()
        self._refused.clear()

    def wait_for(self, count: int, *, seconds: float = 10) -> list[Received]:
        """Wait until `count` mails were kept and give all of them; AssertionError when they do not come."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.mails) >= count, seconds):
                raise AssertionError(f"{len(self.mails)} of {count} mails arrived within {seconds} s")
            return list(self.mails)

    def start(self) -> None:
        """Listen on a free port, or on the same one again."""
        started: threading.Event = threading.Event()
        failure: list[OSError] = []
        self._thread = threading.Thread(target=self._serve, args=(started, failure), daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise RuntimeError("the sink did not start")
        if failure:
            raise failure[0]

    def stop(self) -> None:
        """Close the port and every connection: from now on connecting is refused."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop = None

    def _serve(self, started: threading.Event, failure: list[OSError]) -> None:
        loop = asyncio.new_event_loop()
        tls = self._context if self._implicit else None
        try:
            server = loop.run_until_complete(
                loop.create_server(lambda: _Conversation(self, loop), self.host, self.port, ssl=tls)
            )
        except OSError as error:
            failure.append(error)
            started.set()
            loop.close()
            return
        self.port = server.sockets[0].getsockname()[1]
        self._loop = loop
        started.set()
        loop.run_forever()
        loop.run_until_complete(self._hang_up(server))
        loop.close()

    async def _hang_up(self, server: asyncio.Server) -> None:
        server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for link in tuple(self._links):
            link.close()
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
        await server.wait_closed()

    def next_answer(self, stage: Stage) -> str | None:
        """What the script says now for `stage` (used by the conversation)."""
        waiting = self._scripts.get(stage)
        return waiting.popleft() if waiting else self._always.get(stage)

    def keep(self, mail: Received) -> None:
        """Remember one mail and wake who waits for it (used by the conversation)."""
        with self._arrived:
            self.mails.append(mail)
            self._arrived.notify_all()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Session(Session):
    login_data: object = None  # the library's own use of its deprecated property logs a warning


class _Conversation(SMTP):
    """One connection: passes each stage through the sink's script before it answers."""

    def __init__(self, sink: SmtpSink, loop: asyncio.AbstractEventLoop) -> None:
        self._sink = sink
        self._number = 0
        self._login: str | None = None
        implicit = sink._implicit
        super().__init__(
            self,
            hostname="sink.example",
            data_size_limit=sink._size_limit,
            tls_context=None if implicit else sink._context,
            auth_require_tls=sink._context is not None and not implicit,
            authenticator=self._check_login,
            loop=loop,
        )
        if sink._login is None:
            self._auth_methods.clear()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._number:
            self._sink.connections += 1
            self._number = self._sink.connections
            self._sink._links.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink._links.discard(self.transport)
        super().connection_lost(error)

    def _create_session(self) -> Session:
        return _Session(self.loop)

    async def _handle_client(self) -> None:
        scripted = await self._scripted("CONNECT")
        if scripted is None:
            await super()._handle_client()
        else:
            await self.push(scripted)
            self._writer.close()

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 the sink failed: {type(error).__name__}"

    async def _scripted(self, stage: Stage) -> str | None:
        answer = self._sink.next_answer(stage)
        if answer == STALL:
            await asyncio.Event().wait()
        if answer == DISCONNECT:
            self._writer.transport.abort()
            await asyncio.Event().wait()  # cancelled as soon as the loop has noticed
        return answer

    async def _pass(self, stage: Stage, go_on: Callable[[str], Coroutine[Any, Any, None]], arg: str) -> None:
        scripted = await self._scripted(stage)
        if scripted is None:
            await go_on(arg)
        else:
            await self.push(scripted)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 -- aiosmtpd finds commands by name
        await self._pass("EHLO", super().smtp_EHLO, hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self._pass("AUTH", super().smtp_AUTH, arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if self._sink._login is not None and self._login is None:
            await self.push("530 5.7.0 Authentication required")
            return
        await self._pass("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        refusal = self._sink.answer_to(arg.partition("<")[2].partition(">")[0])
        if refusal is not None:
            await self.push(refusal)
            return
        await self._pass("RCPT", super().smtp_RCPT, arg)

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if self._sink.pipelining else responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        scripted = await self._scripted("DATA")
        if scripted is not None:
            return scripted
        self._sink.keep(
            Received(
                envelope_from="" if envelope.mail_from == "<>" else str(envelope.mail_from),
                envelope_to=tuple(envelope.rcpt_tos),
                content=bytes(envelope.original_content or b""),
                login=self._login,
                tls=session.ssl is not None or self._sink._implicit,
                connection=self._number,
            )
        )
        return await self._scripted("AFTER_DATA") or "250 2.0.0 kept"

    def _check_login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, credentials: object
    ) -> AuthResult:
        del server, session, envelope, mechanism
        good = isinstance(credentials, LoginPassword) and self._sink._login == (
            credentials.login.decode(),
            credentials.password.decode(),
        )
        self._login = credentials.login.decode() if good and isinstance(credentials, LoginPassword) else None
        return AuthResult(success=good, handled=False)
