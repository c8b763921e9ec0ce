"""The line that a client puts above a quote ("On ... wrote:", "Am ... schrieb ...:"), also when it was wrapped.

Every test looks at no more than five lines and 700 characters; no pattern nests a quantifier.
"""

import re
from collections.abc import Sequence

_MAX_LINES = 5
_MAX_JOINED = 700
_MAX_UNSTARTED = 3
_START = re.compile(
    r"^\s{0,8}[*_-]{0,6}\s?(?:on|at|le|am|el|il|op|em|den|pe|w dniu|dnia|dne|dňa|på|tor|fre|lör|sön|mån|tis|ons"
    r"|fredag|torsdag|onsdag"
    r"|tirsdag|mandag|lørdag|søndag|lördag|söndag|måndag|tisdag|vào|pada|tarihinde|в|вт|ср|чт|пт|сб|вс|пн|dana"
    r"|ngày|in data|lun|mar"
    r"|mer|gio|ven|sab|dom|mié|jue|vie|sáb|seg|ter|qua|qui|sex|في|在|於|el día|\d{1,4}(?:[-./]\s?\d|年)"
    r"|(?:ti|ma|ke|to|pe|la|su) \d|\d{1,2}\.? [^\W\d]{3,12}\.?,? \d{4})(?=\W|\d)",
    re.IGNORECASE,
)
_WROTE = (
    r"(?:\bwrote|\bwrites|\bsaid|\bsent|\bescribi[óo]|\bescreveu|\ba écrit|\ba ecrit|\bécrit|\bschrieb"
    r"|\bschreef|\bha scritto|\bskrev"
    r"|\bkirjoitti|\bkirjoittaa|\bnapisał|\bnapsal|\bnapísal|\bнаписал|\bнаписав|\bпише|\bírta|\byazdı|\bșcris"
    r"|\bscris|\bje napisao"
    r"|\bđã viết|\bmenulis|\bgeschreven|写道|寫道|のメッセージ|님이 작성|כתב|كتب)"
)
_VERB = re.compile(_WROTE + r"[^\n:]{0,80}[:\uff1a]?[*_> ]{0,4}$", re.IGNORECASE)
_ANY_VERB = re.compile(_WROTE, re.IGNORECASE)
_NAME_WROTE = re.compile(
    r"(?:<[^<>]{3,200}>|\]|\)|\"|[^\W\d_]{2,40}|\S@\S{1,100}) {1,3}"
    + _WROTE
    + r"(?: on| am| le| el| op)?[^:]{0,60}(?::\d\d[^:]{0,20})?:$",
    re.IGNORECASE,
)
_ISO_START = re.compile(
    r"^\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}[^\n]{0,300}(?:<[^<>\n]{3,200}>|\([^()\n]{3,200}\))\s{0,3}:?$"
)
_DATED_ADDRESS = re.compile(r"<[^<>\n@]{0,100}@[^<>\n]{1,200}>{1,2}\s{0,3}:$")
_YEAR_AND_CLOCK = re.compile(r"\b(?:19|20)\d\d\b[^\n<>:]{0,30}\b\d{1,2}[:.]\d\d\b")
_TIME = re.compile(
    r"\d{1,2}[:.h]\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}\.? [^\W\d]{3,12}|[^\W\d]{3,12} \d{1,2}|\d{1,2}月|[٠-٩]{4}"
)
_MAILTO = re.compile(r"\[?<?mailto:[^<>\s\]]{0,300}[>\]]?")
_DATE_FIRST = re.compile(r"(?:\d{1,2}[.:/-]\d{2}|(?:mon|tues|wednes|thurs|fri|satur|sun)day, \d)", re.IGNORECASE)
_COLONS = (":", "\uff1a")


def attribution_length(lines: Sequence[str], place: int) -> int:
    """How many lines from `place` on are one attribution (1 to 5), 0 where there is none.

    The last possible beginning counts: a line of real text above is never swallowed. Without a `>` line below, the
    line must look like a known client's; above one, a date and an address or verb are enough.
    """
    started = bool(_START.match(lines[place]))
    if not started and not any(line.rstrip().endswith(_COLONS) for line in lines[place : place + _MAX_UNSTARTED]):
        return 0
    window = _window(lines, place)[: _MAX_LINES if started else _MAX_UNSTARTED]
    joined = ""
    for length, line in enumerate(window, start=1):
        joined = f"{joined} {line}".strip()
        if len(joined) > _MAX_JOINED:
            return 0
        cited = _is_cited_below(lines, place + length)
        if _is_attribution(joined, cited=cited):
            return 0 if _begins_later(window[:length], started=started, cited=cited) else length
    return 0


def _begins_later(window: Sequence[str], *, started: bool, cited: bool) -> bool:
    for start in range(1, len(window)):
        if started and not _START.match(window[start]):
            continue
        if not started and _ends_address(window[start]):
            continue
        if _is_attribution(" ".join(window[start:]), cited=cited):
            return True
    return False


def _ends_address(line: str) -> bool:
    """Whether the line is the rest of an address that was wrapped after its `<`."""
    return line.find(">") > -1 and "<" not in line[: line.find(">")]


def _window(lines: Sequence[str], place: int) -> list[str]:
    """The lines up to a blank or quoted one, stripped. A lone `>:` is the end of a wrapped address.

    Some clients on phones put an empty line before the wrapped address: it does not count.
    """
    window: list[str] = []
    for offset, line in enumerate(lines[place : place + _MAX_LINES]):
        stripped = line.strip()
        if not stripped and window and "".join(lines[place + offset + 1 : place + offset + 2]).strip() == "<":
            window.append("")
            continue
        if not stripped or (stripped.startswith(">") and stripped not in (">:", "> wrote:", ">wrote:")):
            break
        window.append(stripped)
    return window


def _is_cited_below(lines: Sequence[str], place: int) -> bool:
    following = next((line for line in lines[place : place + 3] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_attribution(joined: str, *, cited: bool) -> bool:
    if "mailto:" in joined:
        joined = _MAILTO.sub("", joined)
    timed = bool(_TIME.search(joined))
    if timed and _DATE_FIRST.match(joined) and _DATED_ADDRESS.search(joined):
        return True
    if timed and _START.match(joined):
        sure = cited or "@" in joined or joined.rstrip("*_> ").endswith(_COLONS)
        dated = cited or bool(_YEAR_AND_CLOCK.search(joined))  # some languages name no verb
        return bool(
            (sure and _VERB.search(joined)) or _ISO_START.match(joined) or (dated and _DATED_ADDRESS.search(joined))
        )
    if not joined.endswith(_COLONS) or len(joined) > 300:
        return False
    if cited:
        return bool(_ANY_VERB.search(joined)) or (timed and "@" in joined)
    return ("@" in joined or timed) and bool(_NAME_WROTE.search(joined))
