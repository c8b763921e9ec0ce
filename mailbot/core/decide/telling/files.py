"""Which files of a mail go on: to a technician with the notification, and to people with a technician's answer.

Logos of signatures and tracking pixels are nobody's news (`core.parse.pictures` tells them). Programs, and whatever a
stranger sends, are named to the technician and not sent on. With an answer all of its files go, or nothing does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.decide.case import Case
from mailbot.core.model.effects.on_mail import SentFile
from mailbot.core.model.message import Attachment, Message
from mailbot.core.model.people import TrustLevel
from mailbot.core.parse.packed import is_pack

MOST_FILES = 20
MEGABYTE = 1024 * 1024
TOO_LARGE = "too large to send on"
PUT_IT_ELSEWHERE = "Put it where they can open it and write where."
PACKED_BY_OUTLOOK = (
    "Your Outlook packed your file in a way that others cannot open. Attach it to a mail in HTML format."
)
PACKED = "files or text that their Outlook packed, closed to others: ask for them as ordinary attachments"
_PROGRAMS = frozenset({
    "ade", "adp", "apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "hta", "img", "ins", "iso", "jar",
    "js", "jse", "lnk", "msc", "msi", "msp", "ocx", "pif", "ps1", "reg", "scr", "sct", "sh", "sys", "vb", "vbe",
    "vbs", "wsc", "wsf", "wsh", "xll",
})  # fmt: skip
_OF_PROGRAMS = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pkcs7-mime",
    "application/x-pkcs7-mime", "application/pgp-signature", "application/pgp-keys", "application/pgp-encrypted",
    "application/ms-tnef", "application/vnd.ms-tnef", "text/vcard", "text/x-vcard", "text/directory", "text/calendar",
    "application/ics", "text/x-amp-html",
})  # fmt: skip
_NAMED_BY_PROGRAMS = re.compile(
    r"\.(?:p7s|p7m|asc|sig|vcf|ics)$|^winmail\.dat$|^ATT\d{3,6}\.(?:txt|html?)$", re.IGNORECASE
)
# what Outlook calls a picture that stood in the text, a logo as any other
_PASTED = re.compile(r"^(?:image\d{3}|Outlook-.{0,60}|ATT\d{3,6})\.\w{3,4}$", re.IGNORECASE)
_PICTURES = re.compile(r"\b(?:screen ?shots?|pictures?|photos?|images?|pics?)\b", re.IGNORECASE)
_ATTACHED = re.compile(r"\battach(?:ed|ments?|ing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """A line for each file of a mail, and which of them are sent on."""

    said: tuple[str, ...] = ()
    sent: tuple[SentFile, ...] = ()


def files_of(case: Case) -> Files:
    """Give the files of the case's mail: those that fit under the trust's limit together go on, in their order.

    Of a mail over the size cap the last file is taken for cut off.
    """
    message = case.message
    given = [one for one in message.attachments if not one.inline]
    left = case.desk.policy.caps.attached_megabytes * MEGABYTE
    said: list[str] = []
    sent: list[SentFile] = []
    cut = given[-1:] if message.full_size is not None else []
    for file in given[:MOST_FILES]:
        why = "from a stranger, not sent on" if case.level < TrustLevel.T1 else _why_not(file, left=left)
        why = "only its beginning came, not sent on" if file in cut else why
        what = PACKED if is_pack(type_=file.type, name=file.name) else ""
        said.append(f"{file.name or 'a file without a name'} ({', '.join(filter(None, (size(file.size), what, why)))})")
        if not why:
            left -= file.size
            sent.append(SentFile(file.part, file.name or "file", file.type, file.data))
    more = len(given) - MOST_FILES
    if more > 0:
        said.append(f"{more} more, not sent on")
    if message.full_size is not None:
        said.append(f"of the whole mail ({size(message.full_size)}) only the beginning was taken in")
    if message.unreadable is not None:
        said.append("original message")
    return Files(tuple(said), tuple(sent))


def given_with(message: Message, words: str) -> tuple[Attachment, ...]:
    """Give the files that a technician means to send with these words of the mail; none where there are no words.

    A document is meant; what mail programs add (signatures, cards, calendars, packs) is not. A picture is where the
    words speak of it, or where it was attached by itself: any other is a logo as often as not.
    """
    if not words.strip():
        return ()
    files = [one for one in message.attachments if not one.inline]
    documents = [one for one in files if _is_document(one)]
    shown = bool(_PICTURES.search(words)) or (not documents and bool(_ATTACHED.search(words)))
    return tuple(one for one in files if one in documents or (_is_picture(one) and (shown or _stands_alone(one))))


def undeliverable(case: Case, words: str) -> tuple[str, str] | None:
    """Give which files that are meant with these words people could not get, and why; None where they get them all."""
    message, most = case.message, case.desk.policy.caps.attached_megabytes
    closed = [one for one in message.attachments if not one.inline and is_pack(type_=one.type, name=one.name)]
    if closed and (_ATTACHED.search(words) or _PICTURES.search(words)):
        return names_of(closed[:1]), PACKED_BY_OUTLOOK
    files = given_with(message, words)
    if files and message.full_size is not None:
        whole = f"Your mail is too large ({size(message.full_size)}): only its beginning got here. {PUT_IT_ELSEWHERE}"
        return names_of(files), whole
    each = ((names_of([one]), _unsendable(one, message, most=most)) for one in files)
    return next((found for found in each if found[1]), None) or _too_much(files, most=most)


def answered_with(message: Message, words: str) -> tuple[SentFile, ...]:
    """Give the files that go to people with these words of a technician's, where nothing is `undeliverable`."""
    return tuple(SentFile(one.part, one.name or "file", one.type, one.data) for one in given_with(message, words))


def names_of(files: Sequence[Attachment | SentFile]) -> str:
    """Give the names of files as they are said to a technician."""
    return ", ".join(one.name or one.type for one in files)


def too_large(case: Case) -> str:
    """Give what its sender is told where not all of the mail got to a technician, and how to send it; '' where it did.

    It names nothing of theirs: an acknowledgement repeats nothing that was written to us.
    """
    how = case.desk.policy.attachments.how_to_send
    if case.message.full_size is not None:
        what = f"Your email is too large for us ({size(case.message.full_size)}): only its beginning got here."
        return f"{what} {how}".strip()
    large = sum(line.endswith(f"{TOO_LARGE})") for line in files_of(case).said)
    if not large:
        return ""
    what = "A file that you sent is" if large == 1 else f"{large} of the files that you sent are"
    return f"{what} too large for us to pass on. {how}".strip()


def size(octets: int) -> str:
    """Give a number of bytes as people say it.

    Example: `size(1_258_291)` is "1.2 MB".
    """
    if octets < MEGABYTE:
        return f"{max(1, round(octets / 1024))} KB"
    return f"{octets / MEGABYTE:.1f} MB"


def _why_not(file: Attachment, *, left: int) -> str:
    endings: Sequence[str] = file.name.lower().rstrip(". ").split(".")[1:]
    if endings and endings[-1] in _PROGRAMS:
        return "a program, not sent on"
    if file.type.startswith("message/"):
        return "a mail, not sent on"
    return "" if file.size <= left else TOO_LARGE


def _is_document(file: Attachment) -> bool:
    """Whether it is a file that somebody attached, no picture, signature, card or pack of a mail program."""
    named = _NAMED_BY_PROGRAMS.search(file.name) is not None
    return not (_is_picture(file) or file.type in _OF_PROGRAMS or named)


def _is_picture(file: Attachment) -> bool:
    return file.type.startswith("image/")


def _stands_alone(file: Attachment) -> bool:
    return file.apart and _PASTED.search(file.name) is None


def _unsendable(file: Attachment, message: Message, *, most: int) -> str:
    """Why this file of the mail cannot go with an answer, '' where it can."""
    if most == 0:
        return f"Files are not sent with answers here. {PUT_IT_ELSEWHERE}"
    if file.size > most * MEGABYTE:
        return f"It is too large to send ({size(file.size)}, {most} MB at most). {PUT_IT_ELSEWHERE}"
    if _why_not(file, left=file.size):
        if file.type.startswith("message/"):
            return "A mail that you attach is not sent on. Say in your words what it says, or write it as a note."
        return "It is a program, and those are not sent. Write where they get it, or bring it to them."
    # a file out of a pack that was not carried along has no bytes of its own
    lost = not file.data and sum(one.part == file.part for one in message.attachments) > 1
    return "There is nothing in it that could be read. Attach it again." if lost or not file.size else ""


def _too_much(files: Sequence[Attachment], *, most: int) -> tuple[str, str] | None:
    total = sum(one.size for one in files)
    if total > most * MEGABYTE:
        why = f"Together they are too large to send ({size(total)}, {most} MB at most). {PUT_IT_ELSEWHERE}"
        return names_of(files), why
    if len(files) > MOST_FILES:
        return f"{len(files)} files", f"At most {MOST_FILES} go with an answer. {PUT_IT_ELSEWHERE}"
    return None
