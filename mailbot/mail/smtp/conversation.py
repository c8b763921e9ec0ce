"""What one SMTP client may do at our door (RFC 5321): aiosmtpd's protocol, made stricter where it is too kind.

The door takes mail for our mailboxes alone, keeps it before it says 250, and answers 4xx, never 5xx, when the fault is
ours: a 5xx makes the sender give up. Bare CR, bare LF and NUL are refused, so that no other server can read two mails
where we read one. Not here: sockets and threads (`smtp_source.py`), what the mail says, the database.
"""

import asyncio
import hmac
import ipaddress
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from ssl import SSLContext
from typing import Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.core.decide.telling.files import size
from mailbot.core.model.message import Delivery
from mailbot.fault import fault
from mailbot.settings.installation import ListenerSettings

Recipients = Callable[[str], tuple[str, str] | None]
Keep = Callable[[Sequence[Delivery]], None]
Verify = Callable[[bytes, str, str, str], bytes]

MAX_RECIPIENTS: Final = 100
MAX_ADDRESS: Final = 320
MAX_COMMAND: Final = 512
IDLE_SECONDS: Final = 300.0
# How often one connection may say a word. AUTH also counts tries; a good client needs one.
CALLS: Final = {"*": 50, "AUTH": 3, "MAIL": 100, "DATA": 100, "RSET": 200, "RCPT": 100 * (MAX_RECIPIENTS + 10)}
SEND_A_LINK: Final = "put large files into OneDrive or Google Drive and send the link"
TRY_LATER: Final = "451 4.3.0 cannot keep mail now, try again later"
NO_ROOM: Final = "452 4.3.1 not enough storage, try again later"


@dataclass(frozen=True, slots=True)
class Door:
    """What a conversation asks. `recipients` gets a lower-case address and gives (trust, mailbox id), None for others.

    `keep` commits and returns, or raises; it runs in a thread of `threads`. `disk_ok` tells whether there is room.
    `verify` (mail, peer's IP address or '', HELO name, envelope sender) gives the mail with our own result on top.
    """

    settings: ListenerSettings
    recipients: Recipients
    keep: Keep
    now: Callable[[], datetime]
    disk_ok: Callable[[], bool]
    threads: Executor
    hostname: str
    tls: SSLContext | None
    auth_in_clear: bool
    verify: Verify | None = None

    def find(self, address: str) -> tuple[str, str] | None:
        """The (trust, mailbox id) of an address of ours: as it stands, else without what follows the first plus."""
        local, at, domain = address.lower().rpartition("@")
        plain, plus, _ = local.partition("+")
        found = self.recipients(f"{local}{at}{domain}")
        return self.recipients(f"{plain}{at}{domain}") if found is None and plus else found

    def vouches(self, peer: object, *, authenticated: bool) -> bool:
        """Whether the word of this peer about who wrote a mail counts: it logged in, or stands in a trusted network."""
        profile = self.settings.auth
        if profile.kind != "trusted_peers":
            return False
        address = _ip(peer)
        return authenticated or (
            address is not None and any(address in ipaddress.ip_network(network) for network in profile.networks)
        )

    def knows(self, name: bytes, *, password: bytes) -> bool:
        """Whether this is one of the configured logins; takes as long for unknown names."""
        secret = self.settings.logins.get(name.decode("utf-8", "replace"))
        right = hmac.compare_digest(password, secret.value.encode() if secret else b"")
        return right and secret is not None and secret.value != ""

    def verified(self, raw: bytes, session: Session, envelope: Envelope) -> tuple[bytes, bool]:
        """The mail with our own result on top, and whether it has one: a check that breaks vouches for nobody."""
        peer = _ip(session.peer)
        if self.verify is None:
            return raw, False
        try:
            return self.verify(raw, str(peer or ""), session.host_name or "", envelope.mail_from or ""), True
        except Exception:  # noqa: BLE001 -- whatever it was, the mail is kept, and proves nothing
            return raw, False

    def deliveries(self, envelope: Envelope, *, raw: bytes, vouched: bool) -> list[Delivery]:
        """One delivery of `raw` for each mailbox of ours that the envelope names, in the order of the envelope."""
        targets: dict[tuple[str, str], list[str]] = {}
        for address in envelope.rcpt_tos:
            target = self.find(address)
            if target is not None:
                targets.setdefault(target, []).append(address)
        sender = envelope.mail_from or ""
        now = self.now()
        return [
            Delivery(
                raw=raw,
                trust=trust,
                mailbox=mailbox,
                received_at=now,
                envelope_from="" if sender == "<>" else sender,
                envelope_to=tuple(addresses),
                listener=self.settings.id,
                vouched=vouched,
            )
            for (trust, mailbox), addresses in targets.items()
        ]


def fault_of_content(content: bytes) -> str | None:
    """The answer that refuses `content`, or None: NUL, and CR or LF that is not part of a CRLF (RFC 5321, 2.3.8).

    >>> fault_of_content(b"a\\r\\n.\\nb")
    '554 5.6.0 a bare CR or LF in the message'
    """
    if b"\0" in content:
        return "554 5.6.0 a NUL in the message"
    pairs = content.count(b"\r\n")
    if content.count(b"\n") != pairs or content.count(b"\r") != pairs:
        return "554 5.6.0 a bare CR or LF in the message"
    return None


class _Session(Session):
    login_data: object = None  # aiosmtpd warns about its own use of this property


class Conversation(SMTP):
    """One connection. `refused` is what to say instead of a greeting when there are too many."""

    def __init__(self, door: Door, *, loop: asyncio.AbstractEventLoop, refused: str | None = None) -> None:
        self._door = door
        self._refused = refused
        self.busy = False
        # aiosmtpd keeps these on the class, where connections change them for each other.
        self.command_size_limits: defaultdict[str, int] = defaultdict(lambda: MAX_COMMAND)
        super().__init__(
            self,
            data_size_limit=door.settings.max_bytes,
            hostname=door.hostname,
            ident="mailbot",
            tls_context=door.tls,
            timeout=IDLE_SECONDS,
            auth_require_tls=not door.auth_in_clear,
            authenticator=self._check_login,
            command_call_limit=dict(CALLS),
            loop=loop,
        )

    def _create_session(self) -> Session:
        return _Session(self.loop)

    async def _handle_client(self) -> None:
        if self._refused is None:
            await super()._handle_client()
        else:
            await self.push(self._refused)
            self._writer.close()

    async def push(self, status: str | bytes) -> None:
        """Answer."""
        await super().push(self.worded(status))

    def worded(self, status: str | bytes) -> bytes:
        """The answer's bytes; too long a line of the mail is the mail's fault for good (554), no bad command (500).

        What is too large is told in words for people.
        """
        answer = status if isinstance(status, bytes) else status.encode("ascii", "replace")
        if answer.startswith(b"500 Line too long"):
            return b"554 5.6.0 a line of the message is too long"
        if answer.startswith(b"552 "):  # whoever wrote the mail reads this in what their own server sends them back
            most = size(self._door.settings.max_bytes)
            return f"552 5.3.4 larger than the {most} we take: {SEND_A_LINK}".encode("ascii")
        return answer

    async def handle_exception(self, error: Exception) -> str:
        """Whatever broke is our fault and may pass: never tell what it was, never make the sender give up."""
        del error
        return TRY_LATER

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd finds hooks by name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer AUTH only where there are logins."""
        del server, envelope
        session.host_name = hostname
        return [line for line in responses if self._door.settings.logins or not line.startswith("250-AUTH")]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept any sender while there is room on the disk."""
        del server, session
        if not _is_plain(address):
            return "553 5.1.7 malformed sender"
        if not self._door.disk_ok():
            return NO_ROOM
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept our own mailboxes and nobody else's: this is no relay."""
        del server, session
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 too many recipients"
        if not _is_plain(address) or self._door.find(address) is None:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_VRFY(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str
    ) -> str:
        """Tell nobody which mailboxes there are."""
        del server, session, envelope, address
        return "252 2.5.0 send some mail, I will try my best"

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take the content; `busy` meanwhile, so that stopping waits for the answer."""
        self.busy = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self.busy = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, all its deliveries together, and only then say 250."""
        del server
        raw = bytes(envelope.original_content or b"")
        refusal = fault_of_content(raw)
        if refusal is not None:
            return refusal
        vouched = self._door.vouches(session.peer, authenticated=bool(session.authenticated))
        if self._door.verify is not None:
            look = self._door.verified
            raw, vouched = await self.loop.run_in_executor(self._door.threads, look, raw, session, envelope)
        deliveries = self._door.deliveries(envelope, raw=raw, vouched=vouched)
        fault("smtp.received")
        try:
            await self.loop.run_in_executor(self._door.threads, self._door.keep, deliveries)
        except Exception:  # noqa: BLE001 -- whatever it was, the mail is not kept and the sender must hear so
            return TRY_LATER if self._door.disk_ok() else NO_ROOM
        fault("smtp.kept")
        return "250 2.0.0 kept"

    def _check_login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, credentials: object
    ) -> AuthResult:
        del server, session, envelope, mechanism
        good = isinstance(credentials, LoginPassword) and self._door.knows(
            credentials.login, password=credentials.password
        )
        return AuthResult(success=good, handled=False)


def _is_plain(address: str) -> bool:
    """Whether an envelope address is short, printable ASCII."""
    return len(address) <= MAX_ADDRESS and address.isascii() and address.isprintable()


def _ip(peer: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The peer's address; an IPv4 one that came over IPv6 as itself; None for a Unix socket."""
    if not isinstance(peer, tuple) or not peer:
        return None
    address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address
