"""Mails and requests as lines for a terminal, 78 columns wide.

What does not live here: where they come from, and printing. Mail is hostile to terminals too: what is no printable
character is never shown.
"""

import email.policy
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser

COLUMNS = 78
_EDGE = "  │ "
_WIDTH = COLUMNS - len(_EDGE)
_QUOTED = 2
_TAG = re.compile(r"\[#(\d{1,15})-[a-z2-7]{5}\]")
_BULLET = re.compile(r"([ >]{0,40})((?:\d{1,3}\. |[-*] )?)")
_HEADERS = ("From", "To", "Subject")


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours for a terminal that has them, else none."""

    colours: bool

    def bold(self, text: str) -> str:
        """What the eye should find first."""
        return self._painted("1", text)

    def dim(self, text: str) -> str:
        """What may be passed over."""
        return self._painted("2", text)

    def sent(self, text: str) -> str:
        """What people write."""
        return self._painted("36", text)

    def came(self, text: str) -> str:
        """What the desk answers."""
        return self._painted("32", text)

    def bad(self, text: str) -> str:
        """What went wrong."""
        return self._painted("31;1", text)

    def _painted(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours else text


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """A request as the database says it is. `assignee` is a technician's id or '', `outcome` how it ended or ''."""

    number: int
    state: str
    priority: str
    assignee: str
    assignee_name: str
    school: str
    outcome: str = ""


def heading_lines(when: str, title: str, *, paint: Paint) -> list[str]:
    """The line that starts a step of the story: the desk's time, and what happens."""
    line = f"── {when} ── {title} "
    return ["", paint.bold(line + "─" * max(COLUMNS - len(line), 2)), ""]


def sent_lines(data: bytes, *, paint: Paint) -> list[str]:
    """A mail that somebody sends to the desk: From, To, Subject and text; long quotes are only counted."""
    return [paint.sent("  ┌─ sends"), *(paint.sent(_EDGE) + line for line in _letter(data)), paint.sent("  └─")]


def came_lines(data: bytes, *, paint: Paint, after: str = "") -> list[str]:
    """A mail that the desk sent, as it lies in the Maildir. `after` says how long it took ("0.4 s")."""
    note = f" after {after}" if after else ""
    return [paint.came(f"  ┌─ gets{note}"), *(paint.came(_EDGE) + line for line in _letter(data)), paint.came("  └─")]


def brief_lines(data: bytes, *, paint: Paint) -> list[str]:
    """A mail in a sentence: to whom, and its subject."""
    letter = _parsed(data)
    told = clean(f"(also sent to {letter['To']}: {letter['Subject']})")
    lines = textwrap.wrap(told, COLUMNS, initial_indent="  ", subsequent_indent="   ", break_on_hyphens=False)
    return [paint.dim(line) for line in lines]


def request_lines(seen: RequestSeen, *, paint: Paint) -> list[str]:
    """A request's number and what the database says of it."""
    owner = f"with {seen.assignee_name}" if seen.assignee else "with nobody yet"
    outcome = f" (outcome: {seen.outcome})" if seen.outcome not in ("", seen.state) else ""
    facts = f"{seen.state}{outcome}, {seen.priority}, {owner}, {seen.school}".replace("_", " ")
    first = f"  = request {seen.number}: "
    lines = textwrap.wrap(clean(first + facts), COLUMNS, subsequent_indent=" " * 4)
    return [paint.bold(line) for line in lines]


def reason_lines(reasons: Iterable[str], *, paint: Paint) -> list[str]:
    """Why the desk did that, in its own recorded words."""
    return [
        paint.dim(line)
        for reason in reasons
        for line in textwrap.wrap(clean(f"why: {reason}"), COLUMNS, initial_indent="  ", subsequent_indent="       ")
    ]


def holds(data: bytes, words: str) -> bool:
    """Whether a mail's subject or text has these words, however they are broken into lines."""
    found = f"{_parsed(data)['Subject'] or ''} {text_of(data)}"
    return " ".join(words.lower().split()) in " ".join(found.lower().split())


def clean(text: str) -> str:
    """One line without what a terminal would obey: control, format and line characters become spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def wrapped(text: str, *, width: int = COLUMNS) -> list[str]:
    """`text` as lines of at most `width` columns; its own line ends and indents stay."""
    lines: list[str] = []
    for line in text.expandtabs(4).splitlines():
        plain = clean(line).rstrip()
        indent = _indent(plain)[: width // 2]
        lines += textwrap.wrap(plain, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return lines


def _indent(line: str) -> str:
    """What stands before a paragraph's second line: its own spaces and quote marks, and the width of its bullet."""
    found = _BULLET.match(line)
    return found[1] + " " * len(found[2]) if found else ""


def subject_of(data: bytes) -> str:
    """The subject of a mail, safe to print."""
    return clean(str(_parsed(data)["Subject"] or ""))


def number_of(data: bytes) -> int | None:
    """The request number in the tag of a mail's subject (`[#1042-k7f3q]`)."""
    found = _TAG.search(subject_of(data)[:1000])
    return int(found[1]) if found else None


def text_of(data: bytes) -> str:
    """The plain text of a mail; '' where it has none."""
    part = _parsed(data).get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _letter(data: bytes) -> list[str]:
    letter = _parsed(data)
    headers = [
        line
        for name in _HEADERS
        for line in textwrap.wrap(
            clean(f"{name + ':':<9}{' '.join(str(letter[name] or '').split())}"),
            _WIDTH,
            subsequent_indent=" " * 9,
            break_on_hyphens=False,
        )
    ]
    return [*headers, "", *_without_long_quotes(wrapped(text_of(data).strip("\r\n"), width=_WIDTH))]


def _without_long_quotes(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    quoted = 0
    for line in [*lines, ""]:
        if line.startswith(">"):
            quoted += 1
            if quoted <= _QUOTED:
                kept.append(line)
            continue
        if quoted > _QUOTED:
            kept.append(f"> [and {quoted - _QUOTED} more quoted lines]")
        quoted = 0
        kept.append(line)
    return kept[:-1]


def _parsed(data: bytes) -> EmailMessage:
    return BytesParser(policy=email.policy.default).parsebytes(data)
