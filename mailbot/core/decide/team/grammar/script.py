"""Reads a technician's new text: which of its lines are directives, and what is left for people to read.

Directives stand on lines of their own, in the block at the top or the bottom. What merely looks like one (`# Step 1`,
`#ff0000`, `#12`, a hashtag in a sentence) is text. What a directive does is in `directives.py`.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from mailbot.core.model.mails.technician import DirectiveFault

MOST_DIRECTIVES = 20
_LIKE = 70
_SENTENCE_WORDS = 4
_SIGN_OFF_LINES = 4
_SIGNATURE_LINES = 14
_LONGEST_SIGNED = 160
_NAMED_WITHIN = 3
_REACHED = re.compile(r"@|www\.|https?:|\d[\d ()+-]{6,30}\d|^#\w+$")
_SMALL = re.compile(r"(?<!\w)(?!(?:of|and|for|the|at|in)\b)[^\W\d_A-Z]\w*|[.!?:;]$")

_LINE = re.compile(
    r"#([a-z]{1,20}(?:/[a-z]{1,20})?)(?:[.:!,]{0,3}\s+(.*)|[.:!,]{0,3}|:(\S.*))", re.IGNORECASE | re.DOTALL
)
# `#time15m` as well: a phone swallows the space. A colour (`#cc0000`) is none.
_GLUED = re.compile(
    r"#(?!(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})(?!\w))([a-z]{1,20}(?:/[a-z]{1,20})?)(?![a-z/])", re.IGNORECASE
)
_SPACED = re.compile(r"#\s(?=[a-z])", re.IGNORECASE)
_COLOUR = re.compile(r"(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_ALONE = re.compile(r"#\s?([a-z]{1,20}(?:/[a-z]{1,20})?)[.:!,]{0,3}", re.IGNORECASE)
_NOTE = re.compile(r"(?<![\w/])#\s?note\b", re.IGNORECASE)
_CLOTHES = " \t>*_\"'`\u201c\u201d\u2018\u2019()[]\\-\u2013\u2014\u2022\u00b7"
# What programs put around a line of their own accord: a bullet or number of a list, bold, spaces of any kind.
_DRESSED = re.compile(
    r"(?:[-*\u2022\u00b7] |\d{1,2}[.)] )?\s{0,8}(?P<marks>\*{0,2})(?P<said>#.*?)(?P=marks)", re.DOTALL
)
# formatting, and the marks that make an emoji of the sign before them
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
# Directives whose words go on to the end of the line, where a mail program breaks a line of `WRAPPED` letters or more.
_TO_THE_END = frozenset({"hold", "escalate", "split", "kb", "kb/school", "kb/technician"})
WRAPPED = 55
_TOKEN_LINE = re.compile(r"(?im)^[> \t]{0,20}ref: ?[a-z2-7]{46}[ \t]{0,20}$")
_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{46}(?![a-z2-7])", re.IGNORECASE)
CLOSINGS = frozenset(
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
    end = min(_before_sign_off(lines, name=name), _before_signature(lines, known=known, name=name))
    top = _block(lines[:end], known=known)
    bottom = end - _block(lines[top:end][::-1], known=known, from_below=True)
    body, sign_off = ("\n".join(part).strip() for part in (lines[top:bottom], lines[end:]))
    commands = [line.strip() for line in (*lines[:top], *lines[bottom:end]) if line.strip()]
    read = [_read(line, known=known, last=place == len(commands)) for place, line in enumerate(commands, start=1)]
    directives = tuple(directive for directive in read if directive is not None)
    faults = [_unknown(one, known=known) for one in directives if one.name not in known]
    faults += [_misplaced(line.strip()) for line in lines[top:bottom] if _is_known(line, known=known)]
    below_top = lines[top : min(top + 1, bottom)] if top else []
    above_bottom = lines[max(bottom - 1, top) : bottom] if bottom < end else []
    beside = dict.fromkeys((*below_top, *above_bottom))
    faults += [_disguised(line.strip()) for line in beside if _is_spaced(line, known=known)]
    faults += _broken_off(lines[:bottom], top=top, directives=directives)
    faults += [_disguised(line.strip()) for line in lines[top:bottom] + lines[end:] if _is_disguised(line, known=known)]
    if len(directives) > MOST_DIRECTIVES:
        faults.append(DirectiveFault(directives[MOST_DIRECTIVES].line, f"a mail has at most {MOST_DIRECTIVES}"))
    # A name alone is no answer, with or without a post and a telephone.
    alone = not body and all(_is_signature(line, name=name) for line in lines[end:])
    text = "" if alone else f"{body}\n\n{sign_off}".strip()
    return Script(text, directives, tuple(faults))


def quoted_alone(text: str, *, known: Collection[str]) -> DirectiveFault | None:
    """Give the fault of a directive alone in a quote of one line: nobody quotes that, and it must not hide a wish.

    Among other quoted lines it is quoted text, as in an answer to a mail of one's own.
    """
    lines = text.splitlines()
    for place, line in enumerate(lines):
        quoted = line.strip().startswith(">") and _is_known(line.strip().lstrip("> "), known=known)
        beside = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
        if quoted and not any(other.strip().startswith(">") for other in beside) and not _cites(lines[:place]):
            return _disguised(line.strip())
    return None


def shown_steps(new_text: str) -> DirectiveFault | None:
    """Give the fault of a line behind `>` that the writer's own line announces ("Run this:"): it would not be sent on.

    An answer arrives whole or not at all.
    """
    above = ""
    for line in map(str.strip, new_text.splitlines()):
        if line.startswith(">") and above.endswith(":") and not above.startswith(">"):
            return DirectiveFault(line, "A line behind > is not sent on. Write it without that mark.", whole=True)
        above = line or above
    return None


def signed_note(signature: str) -> DirectiveFault | None:
    """Give the fault of a `#note` that stands below the signature: it is not obeyed, and the words would go outside."""
    line = next((one.strip() for one in signature.splitlines() if _NOTE.match(one.strip())), None)
    return DirectiveFault(line, "Write a directive above your signature.", "#note") if line is not None else None


def _cites(above: list[str]) -> bool:
    """Whether the last line above says that somebody's words follow."""
    last = next((line.strip() for line in reversed(above) if line.strip()), "")
    return last.endswith(":")


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
    dressed = _DRESSED.fullmatch(line.strip())
    bare = dressed["said"].strip() if dressed else line
    tight = _SPACED.sub("#", bare, count=1) if last and bare.startswith("#") else bare
    found = _LINE.fullmatch(tight)
    if found is None or _COLOUR.fullmatch(found[1]):
        return None
    name, argument = found[1].lower(), (found[2] or found[3] or "").strip()
    if name in known:
        return Directive(name, argument, line)
    return (
        None
        if found[3] or tight != bare or _is_sentence(name, argument, known=known)
        else Directive(name, argument, line)
    )


def _is_sentence(name: str, argument: str, *, known: Collection[str]) -> bool:
    return len(argument.split()) >= _SENTENCE_WORDS and not nearest(name, known=known)


def _is_spaced(line: str, *, known: Collection[str]) -> bool:
    """Whether it is a directive with a space in it, beside others: `# time 15m` above `#solved` is no heading."""
    found = _read(line.strip(), known=known, last=True)
    return found is not None and found.name in known and not _is_disguised(line, known=known)


def _broken_off(lines: list[str], *, top: int, directives: tuple[Directive, ...]) -> list[DirectiveFault]:
    """The fault of a long line in the block at the top that text follows at once: its end may be what comes next.

    That end would go to people outside, who are not meant to read why a ticket waits.
    """
    above = lines[top - 1].strip() if 0 < top < len(lines) and lines[top].strip() else ""
    if len(above) < WRAPPED or any(one.name == "note" for one in directives):
        return []
    reason = "Does the line below belong to it? Write it on one short line, or leave an empty line below it."
    return [DirectiveFault(one.line, reason) for one in directives if one.line == above and one.name in _TO_THE_END]


def _is_known(line: str, *, known: Collection[str]) -> bool:
    found = _read(line.strip(), known=known, last=False)
    return found is not None and found.name in known


def _is_disguised(line: str, *, known: Collection[str]) -> bool:
    """Whether it is a directive in bold, brackets, a list or other clothes, or names `#note` in a sentence.

    So is a line that begins with one and goes on in a way that none does (`#solved(really)`). Such a line is never
    sent on: its writer may well have meant that nobody outside sees the mail.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", line) if unicodedata.category(c) not in _UNSEEN)
    alone = _ALONE.fullmatch(plain.strip(_CLOTHES)) or _GLUED.match(plain.lstrip(_CLOTHES))
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
    own = {name.casefold(), *name.casefold().split()} | CLOSINGS
    end = len(lines)
    for _ in range(_SIGN_OFF_LINES):
        while end and not lines[end - 1].strip():
            end -= 1
        if not end or lines[end - 1].strip().rstrip(",.!").casefold() not in own:
            break
        end -= 1
    return end if end and lines[end - 1].lstrip().startswith("#") else len(lines)


def _before_signature(lines: list[str], *, known: Collection[str], name: str) -> int:
    """Where the text ends above a signature that no client marked, if a directive or a hashtag makes that matter.

    It begins with a closing or the writer's own name, has that name in its first lines, and is short.
    """
    place, seen = len(lines), 0
    start = len(lines)
    while place and seen < _SIGNATURE_LINES and name:
        place -= 1
        line = lines[place].strip()
        if len(line) > _LONGEST_SIGNED or _is_known(line, known=known):
            break
        seen += bool(line)
        if _is_signed(lines[place:], name=name):
            start = place
    above = next((line.strip() for line in reversed(lines[:start]) if line.strip()), "")
    tagged = any(line.lstrip().startswith("#") for line in lines[start:])
    return start if tagged or _read(above, known=known, last=True) is not None else len(lines)


def _is_signature(line: str, *, name: str) -> bool:
    """Whether a line below a name says nothing to anybody: a closing, the name, a post in capitals, a way to reach."""
    bare = line.strip().rstrip(",.!|").strip()
    if bare.casefold() in CLOSINGS | {name.casefold(), *name.casefold().split()} or _REACHED.search(bare):
        return True
    return bare == line.strip() and not _SMALL.search(bare)


def _is_signed(lines: list[str], *, name: str) -> bool:
    """Whether these lines begin as a signature does: "Kind regards", then the name; or the name at once."""
    said = [line.strip().rstrip(",.!|").strip().casefold() for line in lines if line.strip()][:_NAMED_WITHIN]
    whole, first = name.casefold(), name.casefold().split()[0] if name.split() else ""
    named = [line == first or line.startswith(whole) for line in said]
    return bool(named) and (named[0] or (said[0] in CLOSINGS and any(named)))
