"""What a mailbox looks like to the desk, without touching it: for `mailbot mailbox test`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.fetch import ConnectionLostError
from mailbot.mail.imap.look import ImapLook
from mailbot.mail.maildir.source import MaildirError, MaildirSource
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import ImapServer, MailboxSettings


class PeekError(Exception):
    """The mailbox cannot be used; the text says what is wrong, `helps` what would help."""

    def __init__(self, text: str, *, helps: str) -> None:
        super().__init__(text)
        self.helps = helps


@dataclass(frozen=True, slots=True)
class Peeked:
    """What was seen. `after` says what the desk will do with a mail it has kept; `mails` are the newest, newest first.

    `mails` holds (name at the source, bytes), `count` how many mails the folder holds (of a Maildir: in `new`).
    """

    where: str
    folder: str
    count: int
    folders: tuple[str, ...]
    capabilities: tuple[str, ...]
    after: str
    mails: tuple[tuple[str, bytes], ...]


_HELPS = {
    "connection": "Is the host right, is the server up, does a firewall stand between?",
    "tls": "Put `tls`, `port` or `ca_file` right.",
    "login": "Put `user` or that secret right. With two-step login, an app password is needed.",
    "refused": "Put `folder` right; the names as the server spells them are listed by a mail program.",
    "argument": "Take the control character out of the configuration.",
}


def peek(box: MailboxSettings, *, newest: int, now: Callable[[], datetime], bearer: Bearer | None = None) -> Peeked:
    """Log in (or look into the Maildir) and look around. Raises PeekError."""
    if box.imap is not None:
        return _imap(box.imap, newest=newest, bearer=bearer)
    if box.maildir is None:
        raise PeekError(f"mailbox {box.id} is not polled", helps="Its mail comes through a listener: mailbot check.")
    try:
        source = MaildirSource(box, now=now)
        mails = tuple((str(place), raw) for place, raw in enumerate(source.newest(newest), start=1))
        waiting = source.waiting()
    except (MaildirError, OSError) as error:
        helps = "Name the folder that holds new, cur and tmp, and give this user the right."
        raise PeekError(str(error), helps=helps) from error
    after = "moved from new to cur" if box.maildir.after == "cur" else "deleted"
    return Peeked(str(box.maildir.folder), "new", waiting, (), (), after, mails)


def _imap(server: ImapServer, *, newest: int, bearer: Bearer | None) -> Peeked:
    try:
        with ImapLook(server, bearer=bearer) as link:
            capabilities, folders = link.capabilities(), link.folders()
            selected = link.examine()
            mails = link.newest(newest, selected=selected)
            return Peeked(
                where=f"{server.host}:{server.port}, TLS: {server.tls}",
                folder=server.folder,
                count=selected.exists,
                folders=folders,
                capabilities=capabilities,
                after=_after(server, link),
                mails=tuple((str(mail.uid), mail.raw) for mail in mails),
            )
    except ImapError as error:
        raise PeekError(str(error), helps=_HELPS[error.kind]) from error
    except ConnectionLostError as error:
        raise PeekError(f"{error}, while mail was fetched", helps=_HELPS["connection"]) from error


def _after(server: ImapServer, link: ImapLook) -> str:
    if server.after == "nothing":
        return "left as it is"
    if server.after == "move" and (link.can("MOVE") or link.can("UIDPLUS")):
        return f"moved to {link.folder_name(server.move_to)}"
    note = " (this server can move nothing)" if server.after == "move" else ""
    return f"marked with {server.flag} if the server keeps such marks{note}"
