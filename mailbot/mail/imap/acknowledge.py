"""Telling the IMAP server that a mail is safe with us: move it, or set a keyword on it. Cosmetic, and never first.

The cursor alone decides what is read; this is for the people who look into the mailbox. It therefore happens after
the commit, may fail, and is done again by the next visit for what the book still calls unacknowledged.
"""

from collections.abc import Sequence

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import ImapGuard, Selected
from mailbot.settings.installation import ImapServer


class Acknowledger:
    """How this server wants its mail marked, found out once per visit.

    "move": MOVE, else COPY and UID EXPUNGE of exactly those (needs UIDPLUS), else the keyword, else nothing.
    """

    def __init__(self, link: ImapGuard, *, server: ImapServer, selected: Selected) -> None:
        self._link = link
        self._server = server
        self._keywords = selected.keywords
        self._target: str | None = None

    def acknowledge(self, uids: Sequence[int]) -> None:
        """Move or mark `uids`; those that are gone are fine. ImapError("refused") when the server says no."""
        if self._server.after == "nothing":
            return
        if self._server.after == "move" and self._link.can("MOVE"):
            self._to_target(uids, expunge=False)
        elif self._server.after == "move" and self._link.can("UIDPLUS"):
            self._to_target(uids, expunge=True)
        elif self._keywords:
            self._link.add_flag(uids, flag=self._server.flag)

    def _to_target(self, uids: Sequence[int], *, expunge: bool) -> None:
        if self._target is None:
            self._target = self._link.folder_name(self._server.move_to)
        try:
            self._transfer(uids, self._target, expunge=expunge)
        except ImapError as failure:
            if failure.kind != "refused":
                raise
            # Most likely the folder is missing; if it is not, creating it says so and the first refusal stands.
            try:
                self._link.create_folder(self._target)
            except ImapError as second:
                raise (failure if second.kind == "refused" else second) from second
            self._transfer(uids, self._target, expunge=expunge)

    def _transfer(self, uids: Sequence[int], target: str, *, expunge: bool) -> None:
        if not expunge:
            self._link.move(uids, to=target)
            return
        self._link.copy(uids, to=target)
        self._link.add_flag(uids, flag="\\Deleted")
        self._link.expunge(uids)
