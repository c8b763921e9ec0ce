"""A desk that polls real IMAP mailboxes: people's mail is put where their mail server would put it.

polled.asks(JANE, ANSWERED)
polled.reply(polled.desk.mail_to(JANE), "Still stuck")
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from mailbot.core.model.message import Address
from mailbot.daemon.clock import SystemClock
from mailbot.settings.installation import ImapServer, Tls
from tests.journeys.field.desk import ADDRESSES, Desk, Proof
from tests.journeys.field.letters import Mail, Question, new_mail, reply_to, stamped
from tests.journeys.field.wait import until
from tests.support.dovecot import Dovecot

KESTREL, BRACKEN, WILLOW = "kestrel-park", "brackenridge", "willowmere"
QUICK = 0.2  # seconds between two visits; a configuration may not say less than 5

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Way:
    """How one mailbox is reached. `port` 0 is the server's own; `more` are further lines of its `imap` table."""

    tls: Tls = "none"
    port: int = 0
    after: str = "flag"
    backlog: str = "none"
    password: str = Dovecot.password
    more: str = ""


class Polled:
    """The polled mailboxes of a desk, by id, each with an account of its own on `server`."""

    def __init__(self, server: Dovecot, *, ways: Mapping[str, Way], folder: Path) -> None:
        self.server = server
        self._ways = ways
        self._folder = folder
        self._accounts = {box: f"{box}-{next(_numbers)}@mail.example" for box in ways}
        self._desk: Desk | None = None

    def table(self, box: str) -> str:
        """The lines of the configuration for one mailbox, '' where it is not polled."""
        way = self._ways.get(box)
        if way is None:
            return ""
        secret = self._folder / f"{box}.password"
        secret.write_text(way.password)
        secret.chmod(0o600)
        port = way.port or (self.server.tls_port if way.tls == "implicit" else self.server.port)
        trusted = f'ca_file = "{self.server.certificate}"' if self.server.certificate.exists() else ""
        return f"""\
backlog = "{way.backlog}"
[mailbox.{box}.imap]
host = "localhost"
port = {port}
tls = "{way.tls}"
user = "{self._accounts[box]}"
password = {{ file = "{secret}" }}
after = "{way.after}"
{trusted}
{way.more}
"""

    def at(self, desk: Desk, *, every: float = QUICK, read_timeout: float = 5) -> "Polled":
        """Let this be the desk that polls, impatiently."""
        self._desk = desk
        boxes = {
            id_: replace(box, imap=_hurried(box.imap, every=every, read_timeout=read_timeout))
            for id_, box in desk.settings.mailboxes.items()
        }
        desk.settings = replace(desk.settings, mailboxes=boxes)
        return self

    @property
    def desk(self) -> Desk:
        """The desk."""
        assert self._desk is not None
        return self._desk

    def start(self) -> None:
        """Start the desk and wait until each mailbox that can be opened was visited once."""
        self.desk.start()
        self.visited()

    def visited(self) -> None:
        """Wait for the end of one more visit of every mailbox, good or bad."""
        before = self._visits()
        until(lambda: all(self._visits()[box] != before[box] for box in self._ways), "a visit of every mailbox")

    def _visits(self) -> dict[str, object]:
        rows = {
            row[0]: row[1:] for row in self.desk.rows("SELECT mailbox, last_success_at, failures FROM mailbox_health")
        }
        return {box: rows.get(box) for box in self._ways}

    # -- what people do ------------------------------------------------------------------------------------------

    def puts(
        self, raw: bytes, *, box: str = KESTREL, received: datetime | None = None, proof: Proof | None = "pass"
    ) -> None:
        """The mail server puts a mail into the mailbox, with its stamp on top."""
        self.server.deliver(self._accounts[box], raw if proof is None else stamped(raw, proof=proof), received=received)

    def asks(self, who: Address, about: Question, *, box: str = KESTREL) -> bytes:
        """Somebody writes a new mail to a mailbox; gives it."""
        raw = new_mail(who, to=ADDRESSES[box], about=about, at=self.desk.now)
        self.puts(raw, box=box)
        return raw

    def reply(self, mail: Mail, words: str, *, who: Address | None = None, box: str = KESTREL) -> bytes:
        """Whoever got the mail answers it; gives the answer."""
        raw = reply_to(mail, who=who or Address("", mail.recipient), text=words, at=self.desk.now)
        self.puts(raw, box=box)
        return raw

    @staticmethod
    def server_now() -> datetime:
        """The time of the mail server, which is not the desk's."""
        return SystemClock().now()

    # -- what the server has -------------------------------------------------------------------------------------

    def login(self, box: str = KESTREL) -> IMAPClient:
        """Another mail program in the same mailbox."""
        client = IMAPClient(self.server.host, port=self.server.port, ssl=False, timeout=10)
        client.login(self._accounts[box], self.server.password)
        return client

    def flags(self, box: str = KESTREL, *, folder: str = "INBOX") -> list[set[bytes]]:
        """The flags of every mail in a folder, without "recent", in the order of the UIDs."""
        with self.login(box) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids = client.search()
            found = client.get_flags(uids) if uids else {}
            return [set(found[uid]) - {b"\\Recent"} for uid in uids]

    def opened(self, box: str = KESTREL) -> None:
        """Somebody opens the folder: what was new has its final place from now on."""
        with self.login(box) as client:
            client.select_folder("INBOX")

    def renumber(self, box: str = KESTREL) -> int:
        """Give the INBOX another UIDVALIDITY and every mail another UID, as a server after a restore does."""
        base = self.server.maildir(self._accounts[box])
        wanted = self._uidvalidity(box) + 1000
        until(lambda: self._forget(base, wanted=wanted) == self._uidvalidity(box), "another UIDVALIDITY")
        return wanted

    def _forget(self, base: Path, *, wanted: int) -> int:
        """Take away what Dovecot knows of the folder; it may write it back while somebody has the folder open."""
        if self._uidvalidity_file(base) != wanted:
            (base / "dovecot-uidlist").write_text(f"3 V{wanted} N1 G{wanted:032x}\n")
            self.server.owns(base / "dovecot-uidlist")
            for index in base.glob("dovecot.index*"):
                index.unlink(missing_ok=True)
        return wanted

    def _uidvalidity_file(self, base: Path) -> int:
        words = (base / "dovecot-uidlist").read_text().split() if (base / "dovecot-uidlist").exists() else []
        return next((int(word[1:]) for word in words if word.startswith("V")), 0)

    def _uidvalidity(self, box: str) -> int:
        with self.login(box) as client:
            return int(client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"])

    def file_of(self, box: str, *, containing: bytes) -> Path:
        """The file of the one mail with these bytes."""
        base = self.server.maildir(self._accounts[box])
        (found,) = (path for folder in ("new", "cur") for path in (base / folder).iterdir() if _holds(path, containing))
        return found

    # -- what the operator sees ----------------------------------------------------------------------------------

    def mailbot(self, *words: str) -> Any:
        """What `mailbot WORDS --json` prints about this desk while it runs."""
        return json.loads(self.mailbot_says(*words, "--json"))

    def mailbot_says(self, *words: str) -> str:
        """What `mailbot WORDS` prints about this desk while it runs."""
        name, *more = words
        command = [sys.executable, "-m", "mailbot", name, "--config", str(self.desk.config), *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout

    def health(self, box: str = KESTREL) -> Mapping[str, Any]:
        """What `mailbot status --json` says of a mailbox."""
        (found,) = (one for one in self.mailbot("status")["mailboxes"] if one["id"] == box)
        return dict(found)


def _hurried(server: ImapServer | None, *, every: float, read_timeout: float) -> ImapServer | None:
    if server is None:
        return None
    return replace(server, every=every, read_timeout=read_timeout, connect_timeout=read_timeout)


def _holds(path: Path, words: bytes) -> bool:
    try:
        return words in path.read_bytes()
    except FileNotFoundError:  # another program changed its flags, and so its name
        return False
