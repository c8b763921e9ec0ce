"""The only place that calls IMAPClient: one guarded connection to one folder (RFC 3501, 4315 UIDPLUS, 6851 MOVE).

IMAPClient puts control characters of an argument on the wire as they are, and a line end there is a second command
of somebody else's choosing. So every text passes `clean`, everything else is an int, and nothing of a mail is ever
an argument: this object cannot search for a header. What goes wrong leaves here as `ImapError` and nothing else.
Not here: cursors, batches, what to do with a mail (`imap_source.py`, `imap_acknowledge.py`).
"""

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from imapclient import SocketTimeout

from mailbot.mail.imap.cord import Cord, CordedClient
from mailbot.mail.imap.error import FailureKind, ImapError, kind_of, plain
from mailbot.mail.oauth.bearer import Bearer, NoTokenError
from mailbot.settings.installation import ImapServer

MAX_UID = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Selected:
    """What SELECT said: `uidnext` is 0 when the server keeps it to itself; `keywords` whether it keeps our keyword."""

    uidvalidity: int
    uidnext: int
    exists: int
    keywords: bool


@dataclass(frozen=True, slots=True)
class Envelope:
    """Size in bytes as the server counts it, and INTERNALDATE in UTC (None when missing or impossible)."""

    size: int
    internal_date: datetime | None


def clean(text: str) -> str:
    """Give `text` back if it can stand on an IMAP command line, else raise ImapError("argument").

    >>> clean("Mailbot/Processed")
    'Mailbot/Processed'
    """
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text):
        raise ImapError("a control character in an IMAP argument was stopped", kind="argument")
    return text


class ImapGuard:
    """One connection, logged in; a context manager that hangs up. Not for two threads at once."""

    def __init__(self, server: ImapServer, *, cord: Cord | None = None, bearer: Bearer | None = None) -> None:
        """Connect and log in. Nothing is sent before TLS is up, unless the configuration says `tls = "none"`.

        Whoever has the `cord` can end the connection from another thread. `bearer` gives the token for a server whose
        configuration has `oauth` in place of a password.
        """
        self._server = server
        self._bearer = bearer
        self._cord = cord
        self._where = f"{server.host}:{server.port}"
        password = server.password.value if server.password else ""
        for text in (server.user, password, server.folder, server.move_to, server.flag):
            clean(text)
        with self._speaking("connection"):
            self._client = self._connect()
        try:
            with self._speaking("tls"):
                if server.tls == "starttls":
                    self._client.starttls(self._context())
            self._login()
        except ImapError:
            self._hang_up()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._hang_up()  # saying goodbye to a server that is silent would take as long again

    def _connect(self) -> CordedClient:
        server = self._server
        client = CordedClient(
            server.host,
            port=server.port,
            context=self._context() if server.tls == "implicit" else None,
            timeout=SocketTimeout(connect=server.connect_timeout, read=server.read_timeout),
            cord=self._cord,
        )
        client.normalise_times = False  # INTERNALDATE keeps its zone
        return client

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.ca_file)

    def _login(self) -> None:
        if self._bearer is not None:
            self._login_by_token(self._bearer)
            return
        user, password = self._server.user, self._server.password
        if password is None:
            raise ImapError(f"{self._where}: neither a password nor a token is at hand", kind="login")
        with self._speaking("login", doing=f"log in as {user} with the password of {password.source}"):
            # PLAIN carries any characters; LOGIN neither blanks in the name nor anything beyond ASCII.
            if self._client.has_capability("AUTH=PLAIN"):
                self._client.plain_login(user, password.value)
            else:
                self._client.login(user, password.value)

    def _login_by_token(self, bearer: Bearer) -> None:
        """XOAUTH2; a token that is refused may have been taken back before its time, so one fresh one is tried."""
        try:
            try:
                self._show(bearer.token())
            except ImapError as error:
                if error.kind != "login":
                    raise
                self._show(bearer.token(fresh=True))
        except NoTokenError as error:
            kind: FailureKind = "login" if error.lasting else "connection"
            raise ImapError(f"{self._where}: {error}", kind=kind) from error

    def _show(self, token: str) -> None:
        with self._speaking("login", doing=f"log in as {self._server.user} with an access token"):
            self._client.oauth2_login(self._server.user, clean(token))

    def can(self, capability: str) -> bool:
        """Whether the server announced `capability`."""
        with self._speaking("refused"):
            return bool(self._client.has_capability(clean(capability)))

    def select(self) -> Selected:
        """Open the configured folder; a server without UIDVALIDITY cannot be read safely and is refused."""
        with self._speaking("refused", doing=f"open the folder {self._server.folder!r}"):
            said = self._client.select_folder(clean(self._server.folder))
            permanent = {flag.lower() for flag in said.get(b"PERMANENTFLAGS", ())}
            selected = Selected(
                uidvalidity=int(said.get(b"UIDVALIDITY", 0)),
                uidnext=int(said.get(b"UIDNEXT", 0)),
                exists=int(said[b"EXISTS"]),
                keywords=bool({b"\\*", self._server.flag.lower().encode()} & permanent),
            )
        if not selected.uidvalidity:
            raise ImapError(f"{self._where} gives the folder no UIDVALIDITY (RFC 3501, 2.3.1.1)", kind="refused")
        return selected

    def uids_between(self, first: int, *, last: int | None = None) -> list[int]:
        """The UIDs from `first` to `last` (None: the end) that are in the folder now, in ascending order."""
        upper = "*" if last is None else str(_uid(last))
        with self._speaking("refused"):
            found = self._client.search(["UID", f"{_uid(first)}:{upper}"])
            # "n:*" means "*:n" when n is beyond the end, so the answer may hold one below.
            return sorted({uid for uid in map(_uid, found) if uid >= first and (last is None or uid <= last)})

    def uids_since(self, day: date) -> list[int]:
        """The UIDs whose INTERNALDATE is `day` or later, in ascending order."""
        with self._speaking("refused"):
            return sorted(map(_uid, self._client.search(["SINCE", day])))

    def envelopes(self, uids: Sequence[int]) -> dict[int, Envelope]:
        """Size and date of those of `uids` that the server can tell."""
        with self._speaking("refused"):
            said = self._client.fetch([_uid(uid) for uid in uids], ["RFC822.SIZE", "INTERNALDATE"])
            return {
                uid: Envelope(size=int(item[b"RFC822.SIZE"]), internal_date=_utc(item.get(b"INTERNALDATE")))
                for uid, item in said.items()
                if b"RFC822.SIZE" in item
            }

    def mails(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The whole mails, leaving the flag \\Seen alone; a mail that the server cannot give is missing."""
        with self._speaking("refused"):
            said = self._client.fetch([_uid(uid) for uid in uids], ["BODY.PEEK[]"])
            return {uid: item[b"BODY[]"] for uid, item in said.items() if isinstance(item.get(b"BODY[]"), bytes)}

    def beginning(self, uid: int, *, length: int) -> bytes | None:
        """The header and the first `length` bytes of the body (each no longer than that), or None."""
        parts = [f"BODY.PEEK[HEADER]<0.{int(length)}>", f"BODY.PEEK[TEXT]<0.{int(length)}>"]
        with self._speaking("refused"):
            said = self._client.fetch([_uid(uid)], parts).get(uid, {})
            found = [said.get(b"BODY[HEADER]<0>"), said.get(b"BODY[TEXT]<0>")]
        return b"".join(found) if all(isinstance(part, bytes) for part in found) else None

    def folder_name(self, path: str) -> str:
        """The name of a folder whose `path` is written with slashes, in the server's own spelling (RFC 2342)."""
        with self._speaking("refused"):
            prefix, separator = "", "/"
            personal = self._client.namespace().personal if self.can("NAMESPACE") else None
            if personal:
                prefix, separator = personal[0][0] or "", personal[0][1] or "/"
        name = clean(path.replace("/", separator))
        return name if name.startswith(prefix) else clean(prefix) + name

    def create_folder(self, name: str) -> None:
        """Make a folder."""
        with self._speaking("refused", doing=f"create the folder {name!r}"):
            self._client.create_folder(clean(name))

    def move(self, uids: Sequence[int], *, to: str) -> None:
        """UID MOVE; UIDs that are gone are passed over."""
        with self._speaking("refused", doing=f"move mail to {to!r}"):
            self._client.move([_uid(uid) for uid in uids], clean(to))

    def copy(self, uids: Sequence[int], *, to: str) -> None:
        """UID COPY."""
        with self._speaking("refused", doing=f"copy mail to {to!r}"):
            self._client.copy([_uid(uid) for uid in uids], clean(to))

    def add_flag(self, uids: Sequence[int], *, flag: str) -> None:
        """UID STORE +FLAGS.SILENT."""
        with self._speaking("refused", doing=f"set {flag}"):
            self._client.add_flags([_uid(uid) for uid in uids], [clean(flag)], silent=True)

    def expunge(self, uids: Sequence[int]) -> None:
        """UID EXPUNGE of exactly these (UIDPLUS): never a plain EXPUNGE, which removes what others marked."""
        with self._speaking("refused", doing="expunge"):
            self._client.uid_expunge([_uid(uid) for uid in uids])

    def close(self) -> None:
        """Log out if the server still listens, and hang up; never raises."""
        try:
            self._client.logout()
        except (OSError, imaplib.IMAP4.error, ValueError):
            self._hang_up()

    def _hang_up(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self._client.shutdown()
        if self._cord is not None:
            self._cord.release()

    @contextmanager
    def _speaking(self, kind: FailureKind, *, doing: str = "") -> Iterator[None]:
        """Turn everything that a talk with a server can raise into one ImapError with a sentence."""
        where = f"{self._where}: could not {doing}" if doing else self._where
        try:
            with self._cut_said(where):
                yield
        except ssl.SSLCertVerificationError as error:
            raise ImapError(f"{where}: the certificate is not trusted: {error.verify_message}", kind="tls") from error
        except ssl.SSLError as error:
            raise ImapError(f"{where}: TLS failed: {error.reason or error}", kind="tls") from error
        except (OSError, imaplib.IMAP4.abort) as error:
            raise ImapError(f"{where}: {plain(error)}", kind="connection") from error
        except imaplib.IMAP4.error as error:
            raise ImapError(f"{where}: {plain(error)}", kind=kind_of(error, kind)) from error
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
            # IMAPClient takes an answer apart without asking whether it makes sense.
            raise ImapError(f"{where}: the answer makes no sense ({type(error).__name__})", kind=kind) from error

    @contextmanager
    def _cut_said(self, where: str) -> Iterator[None]:
        """What breaks after the cord was pulled broke of that, whatever it looks like."""
        try:
            yield
        except Exception as error:
            if self._cord is None or self._cord.why is None or isinstance(error, ImapError):
                raise
            raise ImapError(f"{where}: {self._cord.why}", kind="connection") from error


def _uid(value: object) -> int:
    """A UID as an int; ValueError when it is none."""
    if isinstance(value, int) and 0 < value <= MAX_UID:
        return value
    raise ValueError("not a UID")


def _utc(value: object) -> datetime | None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    try:
        return value.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
