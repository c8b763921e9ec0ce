"""Up to `idle_max` mailboxes are watched by IDLE, so that a new mail is seen at once and not at the next visit.

Each watched mailbox has a thread and a connection of its own. What breaks here delays nothing: the visits of
polling.py go on as without, and their word about a mailbox's health is the only one.
"""

import threading
from collections.abc import Callable, Mapping

from mailbot.daemon.log import log
from mailbot.mail.imap.cord import Cord
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.idle import IdleLink
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import ImapServer, MailboxSettings

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 900.0
BETWEEN_HINTS = 0.5


class Idling:
    """Watches the first `most` mailboxes that are polled by IMAP; `hint` hears a mailbox's id when it has news."""

    def __init__(
        self,
        mailboxes: Mapping[str, MailboxSettings],
        *,
        most: int,
        hint: Callable[[str], None],
        monotonic: Callable[[], float],
        bearers: Mapping[str, Bearer],
    ) -> None:
        servers = [(box.id, box.imap) for box in mailboxes.values() if box.imap is not None]
        self._servers: Mapping[str, ImapServer] = dict(servers[:most])
        self._hint = hint
        self._monotonic = monotonic
        self._bearers = bearers
        self._pauses: dict[str, float] = {}
        self._cords: dict[str, Cord] = {}
        self._stopping = threading.Event()

    @property
    def watched(self) -> tuple[str, ...]:
        """The ids of the mailboxes that are to be watched."""
        return tuple(self._servers)

    def stop(self) -> None:
        """End all waiting."""
        self._stopping.set()
        for cord in self._cords.copy().values():
            cord.pull("the desk stops")

    def watch(self, box: str) -> bool:
        """Watch one mailbox until its connection ends, then pause; always False. To be called again and again."""
        cord = self._cords[box] = Cord(self._monotonic)
        try:
            if not self._stopping.is_set():
                self._watch(box, cord)
        except ImapError as error:
            pause = self._pauses[box] = min(self._pauses.get(box, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
            if not self._stopping.is_set():
                log.debug("mailbox.not_watched", mailbox=box, why=str(error), again_in_seconds=pause)
            self._stopping.wait(pause)
        finally:
            cord.release()
        return False

    def _watch(self, box: str, cord: Cord) -> None:
        with IdleLink(self._servers[box], cord=cord, bearer=self._bearers.get(box)) as link:
            if not link.can("IDLE"):
                raise ImapError("the server knows no IDLE", kind="refused")
            link.examine()
            self._pauses.pop(box, None)

            def news() -> None:
                self._hint(box)
                self._stopping.wait(BETWEEN_HINTS)

            while not self._stopping.is_set():
                link.wait(news, clock=self._monotonic)
