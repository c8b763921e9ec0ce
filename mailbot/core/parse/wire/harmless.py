"""Whether a mail is so ordinary in its shape that reading it cannot take long: looked at, not understood.

What is not is read apart, in a process that can be killed. So this may be wrong in one direction only: the limits are
far below those at which any part of the parser was ever seen to be slow, and all of it is one pass over the bytes.
"""

MOST_BYTES = 2_000_000
MOST_HEAD = 65_536
MOST_PARTS = 60
MOST_BOUNDARIES = 12
MOST_TAGS = 5_000
MOST_LINES = 40_000
LONGEST_LINE = 2_000
# one kind of sign, of those that begin something which must end: quotes, comments, brackets, encoded words
MOST_OF_A_SIGN = 3_000
# what Outlook packs is opened by a library that is slow on junk
PACKS = (b"ms-tnef", b"winmail.dat")


def is_harmless(raw: bytes) -> bool:
    """Give whether size, head, parts, depth, tags and lines of a mail are those of ordinary ones.

    >>> is_harmless(b"From: a@b.example\\nSubject: Hi\\n\\nHelp\\n")
    True
    """
    size = len(raw)
    if size > MOST_BYTES or _count(b"<", raw) > MOST_TAGS or (size > MOST_LINES and _count(b"\n", raw) > MOST_LINES):
        return False
    head = _head_bytes(raw)
    lower = raw.lower()
    if head > MOST_HEAD or lower.count(b"boundary") > MOST_BOUNDARIES or raw.count(b"\n--") > MOST_PARTS:
        return False
    if PACKS[0] in lower or PACKS[1] in lower:
        return False
    signs = (b'"', b"(", b"=?", b",", b";", b"\\") if head > MOST_OF_A_SIGN else ()
    if any(raw.count(sign, 0, head) > MOST_OF_A_SIGN for sign in signs):
        return False
    return not _has_long_line(raw)


def _count(sign: bytes, raw: bytes) -> int:
    # bytes.count looks at each byte; a twentieth of its time where the sign is rare
    return len(raw) - len(raw.replace(sign, b""))


def _head_bytes(raw: bytes) -> int:
    end = len(raw)
    for blank in (b"\n\r\n", b"\n\n", b"\r\r"):
        found = raw.find(blank, 0, end)  # an earlier one alone counts: no mail is searched to its end for all three
        end = found if found >= 0 else end
    return end


def _has_long_line(raw: bytes) -> bool:
    """From the start of a line to behind the last line feed within reach, and so on: few of the bytes are looked at."""
    at = 0
    while len(raw) - at > LONGEST_LINE:
        at = raw.rfind(b"\n", at, at + LONGEST_LINE + 1) + 1
        if at == 0:
            return True
    return False
