"""A polled mailbox on a real Dovecot: what arrives in it, what the desk told it, a change of its numbering."""

import re
from hashlib import sha256
from typing import Literal

from mailbot.settings.installation import ImapServer, Secret
from tests.faults.scenario import Run
from tests.faults.stream import Letter
from tests.support.dovecot import Dovecot

_MARKED = re.compile(r":2,[A-Z]*[a-z]")


class Mailbox:
    """One account. `after` is what the desk does with what it has kept."""

    def __init__(self, server: Dovecot, account: str, *, after: Literal["move", "flag"]) -> None:
        self._server = server
        self._account = account
        self.imap = ImapServer(
            host=server.host,
            port=server.port,
            tls="none",
            user=account,
            password=Secret(server.password, "the test"),
            after=after,
            every=0.2,
        )
        self._folder = server.maildir(account)

    def fill(self, run: Run, letters: list[Letter]) -> None:
        """Let these arrive; they count among those that must not be lost."""
        run.expect(letters)
        for letter in letters:
            self._server.deliver(self._account, letter.data)

    def acknowledged(self) -> list[str]:
        """The fingerprints of the mails that the desk moved or marked."""
        moved = self._folder / ".Mailbot.Processed"
        files = [file for part in ("new", "cur") for file in (moved / part).glob("*")]
        files += [file for file in (self._folder / "cur").glob("*") if _MARKED.search(file.name)]
        found = []
        for file in files:
            try:
                found.append(sha256(file.read_bytes()).hexdigest())
            except FileNotFoundError:
                continue  # it was renamed just now: a later look sees it
        return found

    def renumber(self) -> None:
        """Give the folder another UIDVALIDITY and every mail another UID."""
        listing = self._folder / "dovecot-uidlist"
        version, validity, rest = listing.read_text().split(" ", 2)
        listing.write_text(f"{version} V{int(validity[1:]) + 1000} {rest}")
        for index in self._folder.glob("dovecot.index*"):
            index.unlink(missing_ok=True)
