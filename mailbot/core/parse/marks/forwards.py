"""The head that a client writes above a mail it forwards: who wrote that mail, about what, and where its text begins.

It is text like any other: whoever forwards can write what they like there. Nothing is looked for in the text below.
"""

import re

from mailbot.core.model.message import Address, Forwarded
from mailbot.core.parse.marks.blocks import is_forward_separator, is_original_separator, is_rule
from mailbot.core.parse.wire.addresses import find_plain

_MAX_HEAD = 40
_MAX_VALUE = 500
_MAX_TEXT = 262_144
_HEADER = re.compile(
    r"^\*{0,2}(From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments)\s{0,2}:?\*{0,2}\s{0,2}:?\s{0,3}(.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^\*{0,2}(?:From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments)\b[*\s]{0,4}:", re.I)
_QUOTED = re.compile(r"^(?:[ \t]{0,3}>)+ ?")
_ANGLE = re.compile(r"[<\[](?:mailto:)?([^<>\[\]\s]{3,320})[>\]]", re.IGNORECASE)


def forwarded_in(text: str) -> Forwarded | None:
    """Give the mail at the beginning of what was forwarded; None where no From line leads it.

    Example: "From: Jane <jane@a.example>\\nSubject: Board\\n\\nIt is black" gives Jane, "Board" and "It is black".
    """
    lines = text[:_MAX_TEXT].split("\n")
    quoted = _is_quoted(lines)
    bare = [_QUOTED.sub("", line) if quoted else line for line in lines]
    head, below = _head(bare)
    if "from" not in head:
        return None
    sender, name = _mailbox(head["from"])
    return Forwarded(sender=sender, name=name, subject=head.get("subject", ""), text="\n".join(bare[below:]).strip())


def _is_quoted(lines: list[str]) -> bool:
    """Whether the mail stands behind `>`, as Apple Mail puts it."""
    first = next((line for line in lines[:_MAX_HEAD] if line.strip() and not _leads(_QUOTED.sub("", line))), "")
    return first.lstrip().startswith(">")


def _leads(line: str) -> bool:
    """Whether the line only announces the head."""
    return not line.strip() or is_forward_separator(line) or is_original_separator(line) or is_rule(line)


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    """The header lines by name, and the place of the first line that is none of them."""
    found: dict[str, str] = {}
    place = 0
    while place < min(len(lines), _MAX_HEAD):
        line = lines[place].strip()
        header = _HEADER.match(line[:_MAX_VALUE]) if _NAMED.match(line) else None
        if header is not None:
            found.setdefault(header[1].lower(), header[2].strip())
        elif found and not line and not _goes_on(lines, place):
            return found, place
        elif line and not found and not _leads(line):
            return {}, place
        place += 1
    return found, place


def _goes_on(lines: list[str], place: int) -> bool:
    """Whether a blank line stands between two headers, as some clients put it."""
    following = next((line.strip() for line in lines[place + 1 : place + 3] if line.strip()), "")
    return bool(_NAMED.match(following))


def _mailbox(value: str) -> tuple[Address | None, str]:
    """The one address that the line names, and the name beside it; no address where there are several."""
    bracketed = [one.group(1) for one in _ANGLE.finditer(value)]
    places = bracketed or [value]
    found = list(dict.fromkeys(address for place in places for address in find_plain(place)))
    name = _ANGLE.sub("", value).replace("<", "").replace(">", "").strip(" \t\"'*")
    if len(found) != 1:
        return None, name[:200]
    name = "" if "@" in name else name[:200]
    return Address(name, found[0]), name
