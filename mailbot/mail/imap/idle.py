"""IDLE (RFC 2177): a connection of its own that says when a mailbox may have something new. A hint and never more.

What is read and when is the poller's business; this one opens the folder by EXAMINE and touches nothing. A dead
connection answers at once with nothing, again and again: two such answers are its end. Not here: threads, pauses.
"""

from collections.abc import Callable, Iterable

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.look import ImapLook

MOST_SECONDS = 240.0  # of one IDLE: firewalls forget connections that are silent for longer
QUICK = 1.0
QUICK_ANSWERS = 2
_NEWS = (b"EXISTS", b"RECENT")


class IdleLink(ImapLook):
    """One connection, logged in, that waits. Raises ImapError as the guard does."""

    def wait(self, news: Callable[[], None], *, clock: Callable[[], float]) -> None:
        """Call `news` at each piece of news for `MOST_SECONDS` of `clock` (monotonic), and once at the beginning.

        What came before the server began to listen may be hidden in a buffer below us: hence the call at the
        beginning. The folder must have been opened. A cord that is pulled ends it with an ImapError.
        """
        with self._speaking("connection", doing="wait for news"):
            self._client.idle()
            news()
            self._listen(news, clock=clock, until=clock() + MOST_SECONDS)
            self._client.idle_done()

    def _listen(self, news: Callable[[], None], *, clock: Callable[[], float], until: float) -> None:
        quick = 0
        while (left := until - clock()) > 0:
            asked = clock()
            said = self._client.idle_check(timeout=left)
            if _is_news(said):
                news()
            quick = quick + 1 if not said and clock() - asked < min(QUICK, left) else 0
            if quick >= QUICK_ANSWERS:
                raise ImapError(f"{self._where}: the server hung up while we waited", kind="connection")


def _is_news(said: Iterable[object]) -> bool:
    return any(isinstance(one, tuple) and len(one) > 1 and one[1] in _NEWS for one in said)
