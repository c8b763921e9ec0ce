"""Delivering outgoing mail into Maildir folders instead of a relay: the default, and what demo and tests look at.

Each recipient has a Maildir of his own, `<maildir>/<recipient>/{tmp,new,cur}`. A mail is written to `tmp`, synced,
renamed into `new`, and the folder is synced: after a crash it is there whole or not at all. Its file name comes from
its Message-ID, so that the repeat of a mail after a crash lands on the first one instead of beside it.
"""

import hashlib
import os
import re
from email.parser import BytesHeaderParser
from pathlib import Path

from mailbot.fault import fault
from mailbot.mail.outcome import Delivered, Outcome, Permanent, RelayDown

_UNSAFE = re.compile(r"[^a-z0-9@._+-]")
_MAX_NAME = 120
_HEADER_BYTES = 65_536


class MaildirSender:
    """Same calls as `SmtpSender`. The envelope sender is written down as Return-Path, the recipient as Delivered-To."""

    def __init__(self, maildir: Path) -> None:
        self._maildir = maildir

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Outcome:
        """Put one mail into the recipient's `new`; a repeat of a mail that is there changes nothing."""
        folder = self._maildir / folder_name(recipient)
        if any(character in envelope_from + recipient for character in "\r\n\0"):
            return Permanent(553, "the address cannot stand in a header")
        envelope = f"Return-Path: <{envelope_from}>\r\nDelivered-To: {recipient}\r\n".encode("utf-8", "replace")
        try:
            name = self._deliver(folder, file_name(data), envelope + data)
        except OSError as error:
            return RelayDown(0, f"{folder}: {error.strerror or error}")
        return Delivered(250, f"kept as {name}")

    def close(self) -> None:
        """Nothing is held open."""

    def _deliver(self, folder: Path, name: str, content: bytes) -> str:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        # A reader moves what he has seen to `cur` and adds flags behind a colon.
        if (folder / "new" / name).exists() or any((folder / "cur").glob(f"{name}*")):
            return name
        draft = folder / "tmp" / f"{name}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fault("maildir.written")
        draft.rename(folder / "new" / name)
        for changed in (folder / "new", folder, self._maildir):
            _sync_folder(changed)
        fault("maildir.delivered")
        return name


def folder_name(recipient: str) -> str:
    """A folder name for an address: harmless in any file system, and different for different addresses.

    >>> folder_name("Jane.Ashdown@KestrelPark.example")
    'jane.ashdown@kestrelpark.example'
    """
    plain = recipient.lower()
    safe = _UNSAFE.sub("_", plain)[:_MAX_NAME].lstrip(".")
    if safe and safe == plain:
        return safe
    return f"{safe}-{hashlib.sha256(plain.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def file_name(data: bytes) -> str:
    """The name of a mail's file: made from its Message-ID, from all its bytes where it has none."""
    message_id = BytesHeaderParser().parsebytes(data[:_HEADER_BYTES]).get("Message-ID")
    source = str(message_id).strip().encode("utf-8", "surrogateescape") if message_id else data
    return f"{hashlib.sha256(source).hexdigest()[:32]}.mailbot"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
