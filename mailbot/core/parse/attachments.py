"""Which leaves are attachments, under which safe name, and their bytes again. Nothing is ever opened or unpacked."""

import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from email.message import Message as MimeMessage

from mailbot.core.model.message import Attachment
from mailbot.core.parse.headers import header_text
from mailbot.core.parse.pictures import is_decoration, looks_of_leaf, stands_apart
from mailbot.core.parse.wire.clean import clean_line
from mailbot.core.parse.wire.guard import guard
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes, leaves, measured, payload_of, raw_value
from mailbot.core.parse.wire.tree import tree

MAX_ATTACHMENTS = 100
MAX_NAME = 120
_MAX_TYPE = 100
_MACHINERY = frozenset({
    "message/delivery-status", "message/global-delivery-status", "message/feedback-report", "text/rfc822-headers",
    "message/disposition-notification", "message/rfc822-headers", "application/pgp-signature",
    "application/pgp-encrypted",
})  # fmt: skip


def read_attachments(
    parts: Iterable[Leaf], *, shown: Container[int], html: str = "", bounced: bool = False
) -> tuple[tuple[Attachment, ...], bool]:
    """The attachments among the leaves, at most 100, and whether more were left out.

    `shown` holds the indexes of leaves that are the visible text; `html` tells which pictures stand inside it: logos
    and tracking pixels are marked `inline`. The mail that a bounce returns (`bounced`) is no attachment of it.
    """
    found: list[Attachment] = []
    for leaf in parts:
        if leaf.index in shown or _is_machinery(leaf, bounced=bounced):
            continue
        if len(found) == MAX_ATTACHMENTS:
            return tuple(found), True
        looks = looks_of_leaf(leaf) if leaf.type.startswith("image/") else None
        found.append(
            Attachment(
                name=safe_name(leaf.file_name or _given_name(leaf)),
                type=clean_line(leaf.type, limit=_MAX_TYPE),
                size=looks.length if looks is not None else measured(leaf).size,
                part=leaf.index,
                inline=looks is not None
                and is_decoration(
                    looks, content_id=leaf.content_id, html=html, attached=leaf.disposition == "attachment"
                ),
                apart=looks is not None and stands_apart(looks, content_id=leaf.content_id, html=html),
            )
        )
    return tuple(found), False


def attachment_bytes(raw: bytes, *, part: int) -> bytes:
    """The decoded bytes of the leaf with this index, b'' where the mail has none. Takes the mail as it came."""
    return bytes_of(raw, parts=(part,)).get(part, b"")


def bytes_of(raw: bytes, *, parts: Container[int]) -> dict[int, bytes]:
    """The same for several leaves, by index, in one reading; those that the mail has not are left out."""
    mail = tree(guard(raw).raw)
    return {leaf.index: leaf_bytes(leaf) for leaf in leaves(mail) if leaf.index in parts}


def with_bytes(files: Sequence[Attachment], raw: bytes) -> tuple[Attachment, ...]:
    """Give the files of the mail with their bytes, to go on beside another mail; decoration stays as it is.

    A file whose bytes are not in `raw`, the mail as it came, has the size 0 then: there is nothing to send.
    """
    shared = Counter(one.part for one in files)
    wanted = {one.part for one in files if not (one.inline or one.data or shared[one.part] > 1)}
    found = bytes_of(raw, parts=wanted) if wanted else {}
    return tuple(
        replace(one, data=found.get(one.part, b""), size=len(found.get(one.part, b""))) if one.part in wanted else one
        for one in files
    )


def safe_name(name: str) -> str:
    """A file name to show and to store as data: NFKC after the controls went, no folders, at most 120 characters."""
    name = unicodedata.normalize("NFKC", clean_line(name, limit=2000))
    name = clean_line(name.replace("\\", "/").rpartition("/")[2], limit=2000)
    if name.strip(".") == "":
        return ""
    if len(name) <= MAX_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MAX_NAME]
    return stem[: MAX_NAME - len(ending) - 1] + dot + ending


def _given_name(leaf: Leaf) -> str:
    """A name for a mail or meeting inside that has none, so that a person knows what it is."""
    if leaf.type == "text/calendar":
        return "invitation.ics"
    payload = payload_of(leaf.part)
    if leaf.type != "message/rfc822" or not isinstance(payload, list) or not payload:
        return ""
    subject = (
        header_text(raw_value(payload[0], "subject") or "", limit=80) if isinstance(payload[0], MimeMessage) else ""
    )
    return f"{subject.replace('/', '-') or 'message'}.eml"


def _is_machinery(leaf: Leaf, *, bounced: bool) -> bool:
    """Nameless parts that programs exchange: reports with the mail they return, and what wraps signed mail."""
    if leaf.file_name:
        return False
    if bounced and leaf.type == "message/rfc822":
        return True
    return leaf.parent == "multipart/report" or leaf.type in _MACHINERY
