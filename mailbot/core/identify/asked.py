"""What a mail asks to read, as far as the database must look it up: `#show 1042`, `#list`, `#find smartboard`.

Only what is to be looked up is said here; whether anybody is answered, and what it means in full, is the grammar's.
"""

import re
from collections.abc import Iterable, Iterator

from mailbot.core.model.snapshot import Asked

MOST_ASKED = 3
MOST_WORDS = 6
MOST_DIGITS = 9

_ASKED = re.compile(r"#\s?(show|list|find)\b[\s.:!,]{0,4}([^\n]{0,160})", re.IGNORECASE)
_NUMBER = re.compile(r"[\s#\[]{0,4}([1-9][0-9]{0,8})(?![0-9])")
_WORD = re.compile(r"[^\W_]{2,40}(?:[-'’][^\W_]{1,40}){0,3}")


def asked_in(lines: Iterable[str]) -> tuple[Asked, ...]:
    """Give what these lines ask for; bounded, whatever they contain."""
    found = (asked for line in lines for match in (_ASKED.search(line),) if match for asked in _asked(match))
    return tuple(dict.fromkeys(found))[:MOST_ASKED]


def number_in(argument: str) -> int | None:
    """Give the number that stands at the beginning of what follows `#show`, as in "1042" or "#1042"; None without."""
    found = _NUMBER.match(argument)
    return int(found[1]) if found else None


def words_in(argument: str) -> tuple[str, ...]:
    """Give the words to look for, lower case and each once; at most six."""
    return tuple(dict.fromkeys(word[0].casefold() for word in _WORD.finditer(argument)))[:MOST_WORDS]


def _asked(match: re.Match[str]) -> Iterator[Asked]:
    kind, argument = match[1].lower(), match[2]
    if kind == "list":
        yield Asked("list")
    elif kind == "find":
        yield Asked("find", words=words_in(argument))
    else:
        number = number_in(argument)
        if number is not None:
            yield Asked("show", number=number)
