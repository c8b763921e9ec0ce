"""Where a signature or a disclaimer begins. Sign-offs ("Regards, Jane") are the author's words.

`-- ` with its space (RFC 3676 4.3) is a program's: a signature follows. Two hyphens alone may be typed as a divider,
so below them every line must be one that signatures are made of. What is in doubt is the author's.
"""

import re
from collections.abc import Sequence

from mailbot.core.parse.marks.blocks import is_rule
from mailbot.core.parse.marks.contact import is_contact_line, is_name, says_who
from mailbot.core.parse.marks.devices import is_device_line
from mailbot.core.parse.marks.noise import is_picture

_DELIMITER = re.compile(r"^\s{0,3}(?:--|––|__)\s{0,4}$")
_SPACED = re.compile(r"^\s{0,3}--[ \xa0]{1,4}$")
_SIGN_OFF_LINES = 2
_SIGN_OFF_CHARACTERS = 60
_MOST_LINES = 14
_REACHED = re.compile(r"@|(?:\d[\s()./-]{0,3}){5}")
_DISCLAIMER = re.compile(
    r"^[\s*_#]{0,6}(?:disclaimer|confidentiality(?: notice)?|this (?:e-?mail|message|communication)(?:,| and"
    r"| \(| is (?:intended|confidential)| may contain| contains (?:confidential|privileged)"
    r"| transmission| was sent (?:from|on behalf)| has been (?:scanned|checked for viruses))|the (?:information"
    r"|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message)|privileged[/ ]confidential"
    r"|if you (?:have received|are not the intended)"
    r"|please consider the environment|diese e-?mail (?:enthält|kann)|ce message (?:et|est)|este (?:mensaje"
    r"|correo)|deze e-?mail|esta mensagem|p please consider|scanned by|click here to report this email as spam)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"^[\s*_#]{0,6}(?:disclaimer|confid|this |the |privileged|if you|scanned)", re.IGNORECASE)
# A sentence may begin as small print does ("This email may contain a link ..."): what that goes on to say tells it.
_SMALL_PRINT = re.compile(
    r"confidential|privileged|intended (?:solely|only|exclusively|for)|addressee|(?:intended|named) recipient"
    r"|in error|by mistake|unauthori[sz]ed|disclos|disseminat|notify the sender|liab(?:le|ility)"
    r"|registered (?:office|in|charity)|company (?:no|number|registration)|(?:views|opinions) expressed|on behalf of"
    r"|(?:scanned|checked) (?:for|by) .{0,60}(?:virus|malware|spam|content|security)|messagelabs|mimecast|mailscanner",
    re.IGNORECASE,
)
_PARAGRAPH = 12
_LONGEST_PARAGRAPH = 2_000


def is_delimiter(line: str) -> bool:
    """Whether the line is `-- ` (RFC 3676 4.3) or what clients make of it; it may also be a divider."""
    return len(line) < 12 and bool(_DELIMITER.match(line))


def begins_signature(lines: Sequence[str], place: int) -> bool:
    """Whether this line is a delimiter and what stands below it a signature, not words below a divider.

    What the line above announces ("Please ring:") are words, however much they look like a signature.
    """
    line = lines[place]
    if not is_delimiter(line):
        return False
    if is_spaced_delimiter(line):
        return True
    above = next((one.rstrip() for one in reversed(lines[:place]) if one.strip()), "")
    return not above.endswith(":") and _is_signature(lines[place + 1 :])


def is_spaced_delimiter(line: str) -> bool:
    """Whether the line is `-- ` with its space, which nobody types: a program put it above a signature."""
    return len(line) < 12 and bool(_SPACED.match(line))


def _is_signature(lines: Sequence[str]) -> bool:
    """Whether all of these lines are a signature's, and more than one of them, or the one is a name.

    They end at the small print, or where a program's own delimiter begins the real one.
    """
    said: list[str] = []
    for place, line in enumerate(lines):
        if disclaimer_at(lines, place) or is_spaced_delimiter(line):
            break
        bare = line.strip()
        if not bare or is_rule(bare) or is_delimiter(line) or is_picture(line) or is_device_line(line):
            continue
        said.append(bare)
        if len(said) > _MOST_LINES or not is_contact_line(bare):
            return False
    return not said or says_who(said) or (len(said) == 1 and is_name(said[0]))


def is_sign_off(lines: Sequence[str]) -> bool:
    """Whether what stands below a delimiter is but a name and a post ("Jane Ashdown", "Year 5"), no way to reach them.

    A line with a `#` is none, so that no signature gives a directive.
    """
    said = [line.strip() for line in lines if line.strip()]
    return 0 < len(said) <= _SIGN_OFF_LINES and not any(
        len(line) > _SIGN_OFF_CHARACTERS or "#" in line or _REACHED.search(line) for line in said
    )


def is_disclaimer(line: str) -> bool:
    """Whether the line begins as the small print of an organisation does."""
    return bool(_DISCLAIMER.match(line[:200]))


def disclaimer_at(lines: Sequence[str], place: int) -> bool:
    """Whether the small print of an organisation begins at this line: by how it begins and by what it says."""
    if not is_disclaimer(lines[place]):
        return False
    return not _ENGLISH.match(lines[place]) or bool(
        _SMALL_PRINT.search(" ".join(lines[place : place + _PARAGRAPH])[:_LONGEST_PARAGRAPH])
    )
