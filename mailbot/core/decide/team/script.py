"""Reads a technician's new text: which of its lines are directives, and what is left for people to read.

Directives stand on lines of their own, in the block at the top or the bottom. What merely looks like one (`# Step 1`,
`#ff0000`, `#12`, a hashtag in a sentence) is text. What a directive does is in `directives.py`.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from mailbot.core.model.mail import DirectiveFault

MOST_DIRECTIVES = 20
_LIKE = 70
_SENTENCE_WORDS = 4
_SIGN_OFF_LINES = 4

_LINE = re.compile(r"#([a-z]{1,20}(?:/[a-z]{1,20})?)(?:[.:!,]{0,3}\s+(.*)|[.:!,]{0,3})", re.IGNORECASE | re.DOTALL)
_SPACED = re.compile(r"#\s(?=[a-z])", re.IGNORECASE)
_COLOUR = re.compile(r"(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_TAG = re.compile(r"(?<![\w\[#])#([a-z]{1,20}(?:/[a-z]{1,20})?)\b", re.IGNORECASE)
_LONGEST_SUBJECT = 1_000
_ALONE = re.compile(r"#\s?([a-z]{1,20}(?:/[a-z]{1,20})?)[.:!,]{0,3}", re.IGNORECASE)
_NOTE = re.compile(r"(?<![\w/])#\s?note\b", re.IGNORECASE)
_CLOTHES = " \t>*_\"'`\u201c\u201d\u2018\u2019()[]\\-\u2013\u2014\u2022\u00b7"
_TOKEN_LINE = re.compile(r"(?im)^[> \t]{0,20}ref: ?[a-z2-7]{46}[ \t]{0,20}$")
_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{46}(?![a-z2-7])", re.IGNORECASE)
_CLOSINGS = frozenset(
    {"thanks", "thank you", "many thanks", "regards", "kind regards", "best regards", "best wishes", "best", "cheers"}
)


@dataclass(frozen=True, slots=True)
class Directive:
    """One line to obey: its name in lower case, what stands after it, and the line as written."""

    name: str
    argument: str
    line: str


@dataclass(frozen=True, slots=True)
class Script:
    """A technician's new text taken apart. With any of `faults`, nothing of it is to be done."""

    text: str
    directives: tuple[Directive, ...] = ()
    faults: tuple[DirectiveFault, ...] = ()


def read_script(new_text: str, *, known: Collection[str], name: str = "") -> Script:
    """Take the text apart. `known` are the names of directives; `name` is the writer's own, for the sign-off.

    A sign-off below the last block ("Thanks, Ruth") does not hide it. A known directive that stands alone in the middle
    is a fault, so that no such line ever reaches a requester.

    Example: "Swap the lead.\\n#solved" gives the text "Swap the lead." and one directive, `solved`.
    """
    lines = without_tokens(new_text).splitlines()
    end = _before_sign_off(lines, name=name)
    top = _block(lines[:end], known=known)
    bottom = end - _block(lines[top:end][::-1], known=known, from_below=True)
    body, sign_off = ("\n".join(part).strip() for part in (lines[top:bottom], lines[end:]))
    commands = [line.strip() for line in (*lines[:top], *lines[bottom:end]) if line.strip()]
    read = [_read(line, known=known, last=place == len(commands)) for place, line in enumerate(commands, start=1)]
    directives = tuple(directive for directive in read if directive is not None)
    faults = [_unknown(one, known=known) for one in directives if one.name not in known]
    faults += [_misplaced(line.strip()) for line in lines[top:bottom] if _is_known(line, known=known)]
    faults += [_disguised(line.strip()) for line in lines[top:bottom] + lines[end:] if _is_disguised(line, known=known)]
    if len(directives) > MOST_DIRECTIVES:
        faults.append(DirectiveFault(directives[MOST_DIRECTIVES].line, f"a mail has at most {MOST_DIRECTIVES}"))
    # A name alone is no answer.
    text = f"{body}\n\n{sign_off}".strip() if body else ""
    return Script(text, directives, tuple(faults))


def tagged_subject(subject: str, *, known: Collection[str]) -> str:
    """Give the first directive that stands as a tag in a subject, with its `#`; '' where there is none."""
    found = (tag[0] for tag in _TAG.finditer(subject[:_LONGEST_SUBJECT]) if tag[1].lower() in known)
    return next(found, "")


def without_tokens(text: str) -> str:
    """Give the text without our tokens: a quoted one is a key to its owner's authority."""
    return _TOKEN.sub("(removed)", _TOKEN_LINE.sub("", text)).strip()


def nearest(name: str, *, known: Collection[str]) -> str:
    """Give the directive that a mistyped one is most like, with its `#`; '' when none is near."""
    found = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return f"#{found[0]}" if found else ""


def _block(lines: list[str], *, known: Collection[str], from_below: bool = False) -> int:
    """How many lines from the start belong to the block of directives; 0 when there is none."""
    length, seen = 0, False
    for count, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if _read(line.strip(), known=known, last=from_below and not seen) is None:
            break
        length, seen = count, True
    return length


def _read(line: str, *, known: Collection[str], last: bool) -> Directive | None:
    """The line as a directive; `# solved` is forgiven on the last line, where a phone puts a space in."""
    tight = _SPACED.sub("#", line, count=1) if last and line.startswith("#") else line
    found = _LINE.fullmatch(tight)
    if found is None or _COLOUR.fullmatch(found[1]):
        return None
    name, argument = found[1].lower(), (found[2] or "").strip()
    if name in known:
        return Directive(name, argument, line)
    return None if tight != line or _is_sentence(name, argument, known=known) else Directive(name, argument, line)


def _is_sentence(name: str, argument: str, *, known: Collection[str]) -> bool:
    return len(argument.split()) >= _SENTENCE_WORDS and not nearest(name, known=known)


def _is_known(line: str, *, known: Collection[str]) -> bool:
    found = _read(line.strip(), known=known, last=False)
    return found is not None and found.name in known


def _is_disguised(line: str, *, known: Collection[str]) -> bool:
    """Whether it is a directive in bold, brackets, a list or other clothes, or names `#note` in a sentence.

    Such a line is never sent on: its writer may well have meant that nobody outside sees the mail.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", line) if unicodedata.category(c) != "Cf")
    alone = _ALONE.fullmatch(plain.strip(_CLOTHES))
    named = alone is not None and alone[1].lower() in known
    return (named and not _is_known(line, known=known)) or bool(_NOTE.search(plain))


def _disguised(line: str) -> DirectiveFault:
    return DirectiveFault(line, "Is that a directive? Write it alone on a line, without marks around it.", "#note")


def _unknown(directive: Directive, *, known: Collection[str]) -> DirectiveFault:
    return DirectiveFault(directive.line, "There is no such directive.", nearest(directive.name, known=known))


def _misplaced(line: str) -> DirectiveFault:
    return DirectiveFault(line, "A directive stands above or below the text, not in the middle of it.", "")


def _before_sign_off(lines: list[str], *, name: str) -> int:
    """Where the text ends, without a short sign-off that follows on a line of a directive."""
    own = {name.casefold(), *name.casefold().split()} | _CLOSINGS
    end = len(lines)
    for _ in range(_SIGN_OFF_LINES):
        while end and not lines[end - 1].strip():
            end -= 1
        if not end or lines[end - 1].strip().rstrip(",.!").casefold() not in own:
            break
        end -= 1
    return end if end and lines[end - 1].lstrip().startswith("#") else len(lines)
