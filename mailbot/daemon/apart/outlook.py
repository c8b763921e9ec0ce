"""Opens what Outlook packed (TNEF, `winmail.dat`) with the libraries of the extra `outlook`, in the process apart only.

The libraries are slow on junk and take as much memory as it asks for: each pack has a second of CPU time, and
whatever goes wrong leaves it closed.
"""

import logging
import re
import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, cast

from compressed_rtf import decompress
from striprtf.striprtf import rtf_to_text
from tnefparse import TNEF
from tnefparse.properties import MAPI_ATTACH_CONTENT_ID, MAPI_ATTACH_LONG_FILENAME, MAPI_ATTACH_MIME_TAG
from tnefparse.tnef import TNEFAttachment

from mailbot.core.parse.packed import Packed, PackedFile

SECONDS = 1.0  # of CPU, for one pack: a real one takes a hundredth of that
MOST_FILES = 100
_AGAIN = 0.05
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_RTF_TO_TEXT = cast("Callable[..., str]", rtf_to_text)  # it has no types
_MAIL = "message/x-tnef"
_UNNAMED = re.compile(r"untitled[ _]attachment", re.IGNORECASE)

logging.getLogger("tnefparse").setLevel(logging.CRITICAL + 1)  # a line for each broken property, and nobody reads them


class _TooLong(BaseException):
    """The time is over. No Exception, for the library catches those and goes on."""


def unpack(data: bytes) -> Packed | None:
    """Give what the pack holds; None where it is none, is broken, or takes too much time or memory."""
    signal.signal(signal.SIGVTALRM, _over)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)  # again, should the first be swallowed
        try:
            return _packed(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except (_TooLong, Exception):  # noqa: BLE001 -- hostile bytes in a library: whatever fails, it stays closed
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)  # it may have rung in the line that turns it off
        return None


def _over(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _TooLong


def _packed(data: bytes) -> Packed | None:
    pack = TNEF(data, do_checksum=False)
    html = _text(pack.htmlbody, codepage=pack.codepage)
    text = _text(pack.body, codepage=pack.codepage)
    if not html.strip() and not text.strip():
        text = _rich(pack)
    if not (html.strip() or text.strip() or pack.attachments):
        return None  # junk under the right first bytes looks like this
    return Packed(text=text, html=html, files=tuple(map(_file, pack.attachments[:MOST_FILES])))


def _rich(pack: TNEF) -> str:
    """The words of the formatted text, which is all that most packs have."""
    given = pack._rtfbody  # the public property imports late, where no file can be opened any more
    if not isinstance(given, bytes) or not given:
        return ""
    return _RTF_TO_TEXT(decompress(given + b"\0").decode("latin-1"), errors="replace")


def _file(attached: TNEFAttachment) -> PackedFile:
    data = attached.data if isinstance(attached.data, bytes) else b""
    name = _name(attached)
    if hasattr(attached, "embed"):
        name = "attached message" if not name or _UNNAMED.fullmatch(name) else name
        return PackedFile(name, _MAIL, data)
    said = _property(attached, MAPI_ATTACH_MIME_TAG).lower()
    type_ = said if _TYPE.fullmatch(said) else "application/octet-stream"
    return PackedFile(name, type_, data, _property(attached, MAPI_ATTACH_CONTENT_ID).strip("<>"))


def _name(attached: TNEFAttachment) -> str:
    """The long name, else the short one as its bytes: the library's own `name` reads nothing but UTF-8."""
    return _property(attached, MAPI_ATTACH_LONG_FILENAME) or _text(attached._name).strip("\0 ")


def _property(attached: TNEFAttachment, wanted: int) -> str:
    return next((_text(one.data).strip("\0 ") for one in attached.mapi_attrs if one.name == wanted), "")


def _text(value: object, *, codepage: str | None = None) -> str:
    """Text of whatever the library gave: text, bytes in the pack's code page, a list of either."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        for encoding in ("utf-8", codepage or "cp1252"):
            try:
                return value.decode(encoding).strip("\0")
            except (UnicodeDecodeError, LookupError):
                continue
        return value.decode("latin-1").strip("\0")
    return value.strip("\0") if isinstance(value, str) else ""
