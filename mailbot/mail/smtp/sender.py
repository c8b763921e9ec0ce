"""Handing final bytes to the relay by SMTP (RFC 5321), one mail and one recipient at a time.

The bytes go out as they are, so that a repeat is the same mail: only dots are stuffed, and a bare CR or LF, which our
mails have none of and which one server of many takes for the end of the mail, becomes CRLF. One connection serves up to
`MAX_MAILS`. A whole `send`, connecting included, ends within `deadline` seconds, which must lie below the outbox lease:
else two senders could be at one mail. TLS is mandatory unless the configuration says "none", certificates are checked.
Not here: which mail is due, what an outcome leads to.
"""

import re
import select
import smtplib
import socket
import ssl
import time
from contextlib import suppress

from mailbot.fault import fault
from mailbot.mail.outcome import Delivered, Outcome, Permanent, RelayDown, Temporary
from mailbot.mail.smtp.watchdog import Watchdog
from mailbot.settings.installation import RelaySettings

MAX_MAILS = 100
DEADLINE = 45.0
IDLE_SECONDS = 30.0
CONTEXT_SECONDS = 3_600.0
_ADDRESS = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,320}")  # printable ASCII without blanks and angle brackets
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_LOGIN_CODES = frozenset({454, 530, 534, 535, 538})
_GO_ON = 354
_LEAVING = 421
_AGREED = {"MAIL": {250, 251}, "RCPT": {250, 251}, "DATA": {_GO_ON}}
_END = b".\r\n"


class SmtpSender:
    """One sender, one connection; not for two threads at once. `hostname` is what EHLO says.

    `deadline` is in seconds and bounds every `send`.
    """

    def __init__(self, relay: RelaySettings, *, hostname: str = "localhost", deadline: float = DEADLINE) -> None:
        self._relay = relay
        self._hostname = hostname
        self._deadline = deadline
        self._link: smtplib.SMTP | None = None
        self._sent = 0
        self._used_at = 0.0
        self._late = False
        self._at_once = True
        # a timeout of the socket bounds each wait alone; a byte now and then would carry a send beyond any lease
        self._watchdog = Watchdog(self._cut, seconds=deadline)
        self._context: ssl.SSLContext | None = None
        self._context_at = 0.0

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Outcome:
        """Send one mail; `envelope_from` may be empty (the null sender). Never raises for what a relay can do."""
        if not _ADDRESS.fullmatch(recipient) or (envelope_from and not _ADDRESS.fullmatch(envelope_from)):
            return Permanent(553, "the address cannot stand in an SMTP command")
        self._late = False
        with self._watchdog.watching():
            down = self._connect()
            if down is not None:
                return down
            fault("smtp.connected")
            return self._transact(envelope_from, recipient, data)

    def close(self) -> None:
        """Say goodbye if somebody listens, and hang up; never raises."""
        link, self._link = self._link, None
        if link is not None:
            with suppress(OSError, smtplib.SMTPException):
                if link.sock is not None:
                    link.sock.settimeout(2)
                link.quit()
            link.close()

    def _drop(self) -> None:
        """Hang up without a word: the link is broken or in an unknown state."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _cut(self) -> None:
        """The time for one mail is up, however lively the relay drips."""
        self._late = True
        sock = self._link.sock if self._link is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> RelayDown | None:
        """Make sure of a usable, logged-in connection, or say why there is none."""
        if self._link is not None:
            if self._sent < MAX_MAILS and self._is_alive(self._link):
                return None
            self.close()
        self._sent = 0
        self._used_at = time.monotonic()
        where = f"{self._relay.host}:{self._relay.port}"
        try:
            self.open()
        except smtplib.SMTPResponseException as error:
            self._drop()
            return RelayDown(error.smtp_code, f"{where}: {_plain(error.smtp_error)}")
        except ssl.SSLCertVerificationError as error:
            self._context = None  # whom to trust may be put right meanwhile
            self._drop()
            return RelayDown(0, f"{where}: the certificate is not trusted: {error.verify_message}")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            return RelayDown(0, f"{where}: {_plain(str(error) or type(error).__name__)}")
        if self._late:  # looking up names and connecting cannot be cut; what they lost must not be sent too late
            self._drop()
            return RelayDown(0, f"{where}: connecting took too long")
        return None

    def open(self) -> None:
        """Connect anew and log in, as `send` does by itself. Raises OSError or smtplib.SMTPException."""
        relay = self._relay
        timeout = min(relay.timeout, self._deadline)
        if relay.tls == "implicit":
            link: smtplib.SMTP = smtplib.SMTP_SSL(
                timeout=timeout, context=self._trusted(), local_hostname=self._hostname
            )
        else:
            link = smtplib.SMTP(timeout=timeout, local_hostname=self._hostname)
        self._link = link
        link._host = relay.host  # type: ignore[attr-defined]  # smtplib checks certificates against this
        code, answer = link.connect(relay.host, relay.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, answer)
        if relay.tls == "starttls":
            link.starttls(context=self._trusted())  # raises when the relay does not offer it
        link.ehlo_or_helo_if_needed()
        if relay.user and relay.password is not None:
            link.login(relay.user, relay.password.value)

    def _trusted(self) -> ssl.SSLContext:
        """Who is believed to be the relay; read once in a while, since that takes longer than ten mails."""
        now = time.monotonic()
        if self._context is None or now - self._context_at > CONTEXT_SECONDS:
            self._context, self._context_at = ssl.create_default_context(cafile=self._relay.ca_file), now
        return self._context

    def _is_alive(self, link: smtplib.SMTP) -> bool:
        """Whether the kept connection is worth another mail: not idle for long, and the relay has not hung up.

        No NOOP: relays count those. A quiet link has nothing to read; an end or a 421 makes it readable.
        """
        if link.sock is None or time.monotonic() - self._used_at > IDLE_SECONDS:
            return False
        poller = select.poll()
        poller.register(link.sock, select.POLLIN | select.POLLHUP)
        return not poller.poll(0)

    def _transact(self, envelope_from: str, recipient: str, data: bytes) -> Outcome:
        """MAIL, RCPT, DATA over the open link.

        A link that breaks counts against this mail, not the relay: one that makes the relay hang up stops no other.
        """
        link = self._link
        if link is None:
            return RelayDown(0, "the connection was cut")
        try:
            together = self._at_once and link.has_extn("pipelining")
            refusal = _announce(
                link, f"MAIL FROM:<{envelope_from}>", f"RCPT TO:<{recipient}>", "DATA", together=together
            )
            if refusal is not None:
                command, code, answer = refusal
                login = command.startswith("MAIL") and code in _LOGIN_CODES
                return self._login_lost(code, answer) if login else self._refused(code, answer)
            fault("smtp.sending")
            link.send(_stuffed(data))
            code, answer = link.getreply()
            fault("smtp.sent")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._at_once = False  # one by one from now on: some relay may say that it takes several, and lose them
            self._drop()
            return Temporary(0, f"the connection broke: {_plain(str(error) or type(error).__name__)}")
        self._sent += 1
        self._used_at = time.monotonic()
        return Delivered(code, _plain(answer)) if code == 250 else self._refused(code, answer)

    def _refused(self, code: int, answer: bytes | str) -> Outcome:
        """What a negative answer means; the transaction is given up, the connection kept if it still obeys."""
        text = _plain(answer)
        if code == _LEAVING or not 400 <= code <= 599:
            self._drop()
            return Temporary(code, text)
        self._reset()
        return Temporary(code, text) if code < 500 else Permanent(code, text)

    def _login_lost(self, code: int, answer: bytes) -> RelayDown:
        self._drop()
        return RelayDown(code, _plain(answer))

    def _reset(self) -> None:
        try:
            if self._link is not None and self._link.rset()[0] != 250:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()


def _announce(link: smtplib.SMTP, *commands: str, together: bool) -> tuple[str, int, bytes] | None:
    """Say MAIL, RCPT and DATA, all at once if `together` (RFC 2920); gives the first that the relay refuses."""
    if together:
        link.send("".join(f"{command}\r\n" for command in commands))
    refusal: tuple[str, int, bytes] | None = None
    code = 0
    for command in commands:
        try:
            code, answer = link.getreply() if together else link.docmd(command)
        except (OSError, smtplib.SMTPException):
            if refusal is None:
                raise
            link.close()  # it said why, then hung up
            return refusal
        if refusal is None and code not in _AGREED[command[:4]]:
            refusal = command, code, answer
        if refusal is not None and (code == _LEAVING or not together):
            return refusal
    if refusal is not None and code == _GO_ON:
        link.close()  # it waits for a mail, and the end of one would be an empty mail, perhaps to somebody
    return refusal


def _stuffed(data: bytes) -> bytes:
    """The mail as it follows DATA (RFC 5321 4.5.2), its end included; what is in order is not searched."""
    in_lines = data.replace(b"\r\n", b"")
    if b"\r" in in_lines or b"\n" in in_lines:
        data = _BARE_LINE_END.sub(b"\r\n", data)
    if b"\r\n." in data:  # looking takes a fifth of replacing nothing
        data = data.replace(b"\r\n.", b"\r\n..")
    start = b"." if data.startswith(b".") else b""
    return b"".join((start, data, _END if data.endswith(b"\r\n") else b"\r\n" + _END))


def check_relay(relay: RelaySettings) -> None:
    """Connect, secure the link, log in, say goodbye: what a `send` does before its mail.

    Raises OSError (ssl.SSLError included) or smtplib.SMTPException with what is wrong.
    """
    sender = SmtpSender(relay)
    try:
        sender.open()
    finally:
        sender.close()


def _plain(answer: bytes | str) -> str:
    """A relay's words on one line, printable and short."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return text[:300]
