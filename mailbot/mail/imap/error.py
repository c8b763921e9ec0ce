"""What goes wrong with an IMAP server, as one error with a sentence for the operator."""

import imaplib
from typing import Literal

from imapclient.exceptions import ProtocolError

FailureKind = Literal["connection", "tls", "login", "refused", "argument"]
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[CONTACTADMIN]")  # RFC 5530: not the password's fault


class ImapError(Exception):
    """The server could not be used. The text is for the operator and holds no secret.

    `kind` tells what would help: "connection" later; "tls" and "login" the configuration; "refused" (an answer NO,
    BAD or senseless) leaves the connection usable; "argument" is what `clean` stopped.
    """

    def __init__(self, text: str, *, kind: FailureKind) -> None:
        super().__init__(text)
        self.kind = kind


def kind_of(error: imaplib.IMAP4.error, kind: FailureKind) -> FailureKind:
    """The kind of an answer NO or BAD, where `kind` was being tried."""
    if kind != "login":
        return "connection" if kind == "connection" and not isinstance(error, ProtocolError) else kind
    lost = isinstance(error.__context__, imaplib.IMAP4.abort)  # IMAPClient calls a hang-up a refused login
    return "connection" if lost or any(code in str(error).upper() for code in _LATER) else "login"


def plain(error: Exception) -> str:
    """The server's or system's words, on one line and not too long."""
    words = str(error) or type(error).__name__
    if isinstance(error, TimeoutError):
        words = "no answer in time"
    if words.startswith("b'") and words.endswith("'"):
        words = words[2:-1]
    return "".join(character if character.isprintable() else " " for character in words)[:200]
