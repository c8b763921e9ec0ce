"""What the words themselves must be before people get them: not too long to be sent whole, and without a private name.

A technician whose name is private signs as the desk: their sign-off goes, and a mail that has the name in its middle
comes back to them. Notes and articles for technicians keep it.
"""

import re
from dataclasses import replace

from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.model.policy import Technician

# An entry keeps 64,000 characters, and a mail of this many can still be written.
LONGEST_ANSWER = 40_000
_SIGNED_LINES = 8
_SHORTEST_NAME = 3
_SHORT_LINE = 3
# a word in small letters: a line with one says something beside the name
_SAYS = re.compile(r"(?<!\w)[^\W\d_A-Z]\w*")


def worded(orders: Orders, *, writer: Technician) -> tuple[Orders, list[DirectiveFault]]:
    """Give the orders with the words as people may get them, and why these words cannot be sent."""
    if orders.internal or not orders.text:
        return orders, []
    if len(orders.text) > LONGEST_ANSWER:
        reason = f"It has more than {LONGEST_ANSWER:,} characters, so it could not be sent whole."
        return orders, [DirectiveFault("(your text)", reason, "#note")]
    if not writer.private:
        return orders, []
    text = _unsigned(orders.text, writer=writer)
    found = _named_at(text, writer=writer)
    if found is not None:
        reason = "Your name is private and stands in your words; write them without it, or as a note."
        return orders, [DirectiveFault(_line_with(text, found), reason, "#note")]
    return replace(orders, text=text), []


def names_writer(file_name: str, *, writer: Technician) -> bool:
    """Whether the name of a file has the technician's own, whatever stands between its words."""
    return _named_at(re.sub(r"[\W_]+", " ", file_name.rpartition(".")[0] or file_name), writer=writer) is not None


def _unsigned(text: str, *, writer: Technician) -> str:
    """Without the lines at the end that say nothing but the name, with what stands beside it in capitals (", IT").

    There the name counts in letters of any size, and so does the address: phones and haste write both small.
    """
    lines = text.split("\n")
    signed = re.compile(f"{re.escape(writer.address)}|{_names(writer.name).pattern}", re.IGNORECASE)
    last = max(0, len(lines) - _SIGNED_LINES)
    kept = [line for line in lines[last:] if not (signed.search(line) and not _SAYS.search(signed.sub("", line)))]
    return "\n".join((*lines[:last], *kept)).rstrip()


def _named_at(text: str, *, writer: Technician) -> int | None:
    """Where the name stands in the words; in small letters only at the end of a short last line: "thx tomasz"."""
    whole = re.compile(rf"(?<!\w)(?:{re.escape(writer.name)}|{re.escape(writer.address)})(?!\w)", re.IGNORECASE)
    small = re.compile(_names(writer.name.casefold()).pattern)
    found = _names(writer.name).search(text) or whole.search(text)
    if found is not None:
        return found.start()
    place, lines = 0, text.split("\n")
    for at, line in enumerate(lines, start=1):
        ends = at > len(lines) - _SIGNED_LINES and len(line.split()) <= _SHORT_LINE
        if ends and line.split() and small.search(line.split()[-1]):
            return place
        place += len(line) + 1
    return None


def _names(name: str) -> re.Pattern[str]:
    """The whole name or any part of it, as names are written: with a capital, or in capitals."""
    parts = sorted({name, *name.split()}, key=len, reverse=True)
    long = [part for part in parts if len(part) >= _SHORTEST_NAME] or [name]
    known = dict.fromkeys(re.escape(written) for part in long for written in (part, part.upper()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")


def _line_with(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0].strip()[:200]
