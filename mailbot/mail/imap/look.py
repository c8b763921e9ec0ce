"""Looking at an IMAP account without changing it: for the operator who wants to know whether it will work.

The folder is opened by EXAMINE and mails are fetched by PEEK, so that nothing is marked, moved or made.
"""

from mailbot.mail.imap.fetch import Mail, fetch_in_batches
from mailbot.mail.imap.guard import ImapGuard, Selected, clean

MOST_FOLDERS = 200
FIRST_WINDOW = 50
LARGEST_WINDOW = 50_000


class ImapLook(ImapGuard):
    """One connection, logged in, that only looks. Raises ImapError as the guard does."""

    def capabilities(self) -> tuple[str, ...]:
        """What the server says it can do, in alphabetical order."""
        with self._speaking("refused", doing="ask for the capabilities"):
            return tuple(sorted(word.decode("ascii", "replace") for word in self._client.capabilities()))

    def folders(self) -> tuple[str, ...]:
        """The folders that can be opened, at most `MOST_FOLDERS`, in the server's own spelling."""
        with self._speaking("refused", doing="list the folders"):
            found = self._client.list_folders()
            names = [str(name) for flags, _, name in found if b"\\noselect" not in {flag.lower() for flag in flags}]
        return tuple(sorted(names)[:MOST_FOLDERS])

    def examine(self) -> Selected:
        """Open the configured folder for reading alone."""
        with self._speaking("refused", doing=f"open the folder {self._server.folder!r}"):
            said = self._client.select_folder(clean(self._server.folder), readonly=True)
            return Selected(
                uidvalidity=int(said.get(b"UIDVALIDITY", 0)),
                uidnext=int(said.get(b"UIDNEXT", 0)),
                exists=int(said[b"EXISTS"]),
                keywords=False,  # a folder opened for reading has no permanent flags
            )

    def newest(self, count: int, *, selected: Selected) -> list[Mail]:
        """The last `count` mails of the folder, newest first; of those that are too big the beginning."""
        uids: list[int] = []
        window = FIRST_WINDOW
        while len(uids) < count and selected.exists:
            first = max(1, selected.uidnext - window)
            uids = self.uids_between(first)
            if first == 1 or window > LARGEST_WINDOW:
                break
            window *= 10
        batches = fetch_in_batches(self, uids=uids[-count:])
        return sorted((mail for batch in batches for mail in batch.mails), key=lambda mail: -mail.uid)
