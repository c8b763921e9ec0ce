"""The installation as frozen values: what `config.toml` says. Built by `settings/config.py` alone.

Durations are seconds. A `Secret` is read when the configuration is, and never printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Tls = Literal["implicit", "starttls", "none"]
ListenerProtocol = Literal["smtp", "lmtp"]
AuthProfileKind = Literal["microsoft365", "google", "authserv", "trusted_peers", "verify", "none"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A password or key; `repr` and `str` show only where it came from."""

    value: str = field(repr=False)
    source: str

    def __str__(self) -> str:
        return f"<secret from {self.source}>"


class UnreadSecret(Secret):
    """A secret that was not looked up, for commands that only look: whoever asks for its value is mistaken."""

    __slots__ = ()

    def __init__(self, source: str) -> None:
        object.__setattr__(self, "source", source)

    @property
    def value(self) -> str:
        """Raises RuntimeError."""
        raise RuntimeError(f"the secret from {self.source} was not read: this command only looks")

    def __repr__(self) -> str:
        return f"UnreadSecret(source={self.source!r})"


@dataclass(frozen=True, slots=True)
class AuthProfile:
    """What proves a sender for one mailbox or listener; `authserv_id` for the kind `authserv`.

    `trusted_peers`: the word of a peer that logged in at the listener (or of `networks`) counts.
    """

    kind: AuthProfileKind = "none"
    authserv_id: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MicrosoftApp:
    """An application of Microsoft 365 that reads mailboxes. `authority` is the URL that ends in the tenant.

    `ca_file` is for an authority of one's own, whose certificate nobody else knows.
    """

    authority: str
    client_id: str
    secret: Secret
    ca_file: Path | None = None
    timeout: float = 15.0


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """A service account of Google Workspace; `key` is the text of its JSON key file."""

    key: Secret


@dataclass(frozen=True, slots=True)
class ImapServer:
    """How one mailbox is polled. `after` is what happens to a mail once it is committed.

    Exactly one of `password` and `oauth` is set.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: Secret | None = None
    oauth: MicrosoftApp | GoogleAccount | None = None
    folder: str = "INBOX"
    after: Literal["move", "flag", "nothing"] = "flag"
    move_to: str = "Mailbot/Processed"
    flag: str = "$Mailbot"
    ca_file: Path | None = None
    every: float = 60.0
    connect_timeout: float = 15.0
    read_timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class MaildirFolder:
    """A Maildir that one mailbox's mail is put into. `after` is what happens to a file once it is committed.

    "cur" moves it from `new` to `cur`, as a mail program does with what it has seen; "delete" removes it.
    """

    folder: Path
    after: Literal["cur", "delete"] = "cur"
    every: float = 5.0


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """An address that the daemon polls or receives for. `id` is stable; renaming the address is no first contact.

    `school` pins mail of unknown domains to a school. `plus` tells whether plus addresses reach it. `backlog` is how
    many days of old mail are filed at first contact: 0 none, None all. At most one of `imap` and `maildir` is set.
    """

    id: str
    trust: str
    address: str
    name: str = ""
    school: str | None = None
    plus: bool = True
    backlog_days: int | None = 0
    auth: AuthProfile = AuthProfile()
    imap: ImapServer | None = None
    maildir: MaildirFolder | None = None

    @property
    def polled(self) -> bool:
        """Whether the daemon looks for its mail itself; else its mail comes through a listener."""
        return self.imap is not None or self.maildir is not None

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class ListenerSettings:
    """One SMTP or LMTP listener; a `host` that begins with a slash is the path of a Unix socket.

    `logins` are user name -> secret of the mail servers that may authenticate.
    """

    id: str
    protocol: ListenerProtocol = "smtp"
    host: str = "127.0.0.1"
    port: int = 2525
    logins: Mapping[str, Secret] = field(default_factory=dict)
    auth: AuthProfile = AuthProfile()
    max_bytes: int = 26_214_400
    max_connections: int = 50
    cert_file: Path | None = None
    key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """Where mail goes out by SMTP."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: Secret | None = None
    ca_file: Path | None = None
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole installation. Exactly one of `relay` and `maildir` takes mail out.

    `keys` are the token keys by kid (one base32 character); `current_key` signs, all of them verify.
    `idle_max`: how many mailboxes are watched by IDLE.
    `alarm_minutes`: how long a mailbox may fail before the lead hears of it, 0 for never.
    `one_core`: whether the daemon's threads share one core.
    `sources` remembers which file and line a table came from, for errors found later (`mailbox.kestrel-park` -> place).
    """

    file: Path
    data: Path
    database: str = field(repr=False)  # a database's URL may hold its password
    host: str
    trusts: Mapping[str, Path]
    mailboxes: Mapping[str, MailboxSettings]
    listeners: tuple[ListenerSettings, ...]
    keys: Mapping[str, bytes] = field(repr=False)
    current_key: str
    relay: RelaySettings | None = None
    maildir: Path | None = None
    log: Literal["text", "json"] = "text"
    poll_threads: int = 8
    idle_max: int = 0
    alarm_minutes: int = 60
    workers: int = 4
    senders: int = 2
    one_core: bool = True
    disk_reserve_bytes: int = 200_000_000
    model: Path | None = None
    sources: Mapping[str, tuple[Path, int]] = field(default_factory=dict, repr=False)
