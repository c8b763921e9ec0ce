"""Files and text that Outlook packed into one part of its own format (TNEF, `winmail.dat`), when somebody opens it.

Opening takes a library and is no work of the core: it is handed in, in the process that may be killed (`daemon/apart`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mailbot.core.model.message import Attachment
from mailbot.core.parse.attachments import MAX_ATTACHMENTS, safe_name
from mailbot.core.parse.body import Body, with_text
from mailbot.core.parse.pictures import is_decoration, looks_of, stands_apart
from mailbot.core.parse.wire.clean import clean_line
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes

MOST_PACKS = 2
MOST_CARRIED = 25 * 1024 * 1024  # bytes of files taken out of one mail; what is beyond is named and stays inside
_NAME = "winmail.dat"
_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file in a pack: as it is named there (not made safe yet), its type, bytes and Content-ID."""

    name: str
    type: str
    data: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a pack holds: the mail's text, plain or as HTML, and its files."""

    text: str = ""
    html: str = ""
    files: tuple[PackedFile, ...] = ()


Unpack = Callable[[bytes], Packed | None]


def is_pack(*, type_: str, name: str) -> bool:
    """Give whether a part of this type and file name is one that Outlook packed.

    >>> is_pack(type_="application/octet-stream", name="Winmail.dat")
    True
    """
    return type_ in _TYPES or name.lower() == _NAME


def opened(parts: Sequence[Leaf], unpack: Unpack | None) -> Mapping[int, Packed]:
    """Give what the first two packs hold, by the index of their leaf; those that cannot be opened are left out."""
    packs = [leaf for leaf in parts if is_pack(type_=leaf.type, name=leaf.file_name)] if unpack is not None else []
    found: dict[int, Packed] = {}
    for leaf in packs[:MOST_PACKS]:
        packed = unpack(leaf_bytes(leaf)) if unpack is not None else None
        if packed is not None:
            found[leaf.index] = packed
    return found


def body_with(packs: Mapping[int, Packed], body: Body) -> Body:
    """Give the body, with the text of the first pack that has some where the mail itself has none."""
    if not body.text.strip():
        for packed in packs.values():
            if packed.text.strip() or packed.html.strip():
                return with_text(body, text=packed.text, html=packed.html)
    return body


def files_with(packs: Mapping[int, Packed], files: tuple[Attachment, ...], *, html: str) -> tuple[Attachment, ...]:
    """Give the attachments with those of each opened pack behind it; the pack itself is decoration then.

    A file has the index of its pack as `part`, and its bytes with it, since they stand nowhere else.
    """
    found: list[Attachment] = []
    left = MOST_CARRIED
    for file in files:
        packed = packs.get(file.part)
        if packed is None:
            found.append(file)
            continue
        found.append(Attachment(name=file.name or _NAME, type=file.type, size=file.size, part=file.part, inline=True))
        for inner in packed.files[: max(0, MAX_ATTACHMENTS - len(found))]:
            carried = inner.data if len(inner.data) <= left else b""
            left -= len(carried)
            found.append(_attachment(inner, part=file.part, html=html or packed.html, carried=carried))
    return tuple(found)


def _attachment(file: PackedFile, *, part: int, html: str, carried: bytes) -> Attachment:
    looks = looks_of(file.data)
    picture = file.type.startswith("image/") or looks.size is not None
    return Attachment(
        name=safe_name(file.name),
        type=clean_line(file.type.lower(), limit=100),
        size=looks.length,
        part=part,
        inline=picture and is_decoration(looks, content_id=file.content_id, html=html, attached=False),
        data=carried,
        apart=picture and stands_apart(looks, content_id=file.content_id, html=html),
    )
