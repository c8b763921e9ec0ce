"""Regular expressions of rules, checked so that no mail can make one run for long."""

import re
from collections.abc import Sequence

LONGEST = 400
MOST_UNBOUNDED = 3
_MOST_REPEATS = 200
_PLAIN_GROUPS = ("(", "(?:")

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?[^)]?)?)|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{[0-9]*,?[0-9]*\})(?P<lazy>[?+]?)|(?P<or>\|)|(?P<plain>.)",
    re.DOTALL,
)


def pattern_fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a regular expression and what would be right; None where it is safe to run.

    Refused are: what does not compile, more than 400 characters, a repeated group that itself repeats or chooses (its
    time may double with each letter), references back, and more than three unbounded repeats.

    >>> pattern_fault("(a+)+b")[0]
    'repeats a group that itself repeats or chooses'
    """
    if len(pattern) > LONGEST:
        return f"has {len(pattern)} characters", f"Keep a pattern to {LONGEST}, or make two of it."
    try:
        re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression ({error})", "Correct it, or use `words`."
    return _danger(pattern)


def _danger(pattern: str) -> tuple[str, str] | None:
    tokens = list(_TOKEN.finditer(pattern))
    if any(token["escape"] and token["escape"][1] in "123456789" for token in tokens):
        return "refers back to a group", "Write the alternatives out."
    if any((token["open"] or "(") not in _PLAIN_GROUPS for token in tokens):
        return "uses a look-around or a named group", "Use plain groups: (?:...)."
    if _repeats_a_choice(tokens):
        return "repeats a group that itself repeats or chooses", "Take one of the two out."
    unbounded = sum(_is_unbounded(token["repeat"]) for token in tokens if token["repeat"])
    if unbounded > MOST_UNBOUNDED:
        return f"repeats without bound {unbounded} times", f"Keep it to {MOST_UNBOUNDED}, or write bounds: .{{0,40}}."
    return None


def _repeats_a_choice(tokens: Sequence[re.Match[str]]) -> bool:
    open_groups = [False]  # of each open group, whether it repeats or chooses
    closed = False  # the same of the group that ended just before
    for token in tokens:
        if token["repeat"] and token["repeat"] != "?" and closed:
            return True
        closed = False
        if token["open"]:
            open_groups.append(False)
        elif token["close"]:
            closed = open_groups.pop()
            open_groups[-1] |= closed
        elif token["repeat"] or token["or"]:
            open_groups[-1] = True
    return False


def _is_unbounded(repeat: str) -> bool:
    if repeat in ("*", "+", "?"):
        return repeat != "?"
    most = repeat.strip("{}").rpartition(",")[2]
    return not most or int(most) > _MOST_REPEATS
