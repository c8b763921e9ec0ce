"""What the design's tables say about a forged or honest mail, written down anew: nothing of the program is imported.

The tables are those of docs/trust.md. A case is a choice of From form, authentication result, token, role and channel.
"""

from dataclasses import dataclass
from itertools import product

ROLES = {
    "technician": "tomasz@it.valley.example",
    "requester": "jane@kestrelpark.example",
    "colleague": "tom@brackenridge.example",
    "stranger": "someone@elsewhere.example",
}
EVIL = "mallory@evil.example"

# Name of the form -> who the strict reading of From says wrote: the claimed person, the forger, or nobody.
FORMS = {
    "address": "claimed",
    "name and address": "claimed",
    "angle brackets": "claimed",
    "capitals": "claimed",
    "address as a bare name": "nobody",
    "two addresses in brackets": "nobody",
    "folded second address": "nobody",
    "open comment": "nobody",
    "group and address": "nobody",
    "list of two": "nobody",
    "two From headers": "nobody",
    "address as a quoted name": "forger",
    "address as an encoded name": "forger",
    "look-alike domain": "forger",
}
RESULTS = ("pass", "fail", "none", "forged below", "nobody of ours", "about the forger")
TOKENS = ("no", "own", "own, former key", "own, old", "another's", "tampered", "own, for bounces")
CHANNELS = ("mailbox", "listener")
# Auth profiles of a mailbox; the matrix uses the first, the random cases all. The last proves nobody.
PROFILES = ("google", "microsoft365", "authserv", "none")


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of the matrix."""

    form: str
    result: str
    token: str
    role: str
    channel: str
    profile: str = "google"


@dataclass(frozen=True, slots=True)
class Expected:
    """The trust level, and whether the mail may change anything or reach the requester."""

    level: int
    acts: bool


def cases() -> list[Case]:
    """All cells: 14 forms x 6 results x 7 tokens x 4 roles x 2 channels."""
    return [Case(*cell) for cell in product(FORMS, RESULTS, TOKENS, ROLES, CHANNELS)]


def honest(case: Case) -> bool:
    """Whether this is what the person's own mail program and mail system make of a reply to our mail."""
    return (
        FORMS[case.form] == "claimed"
        and case.result == "pass"
        and case.token in ("own", "own, former key")
        and case.role in ("technician", "requester")
    )


def expected(case: Case) -> Expected:
    """Look the cell up: who is believed and how far (T0 to T3), and whether that is far enough."""
    level = _level(case)
    # A technician's token lives 14 days; a requester's as long as the ticket.
    valid = {"technician": {"own", "own, former key"}, "requester": {"own", "own, former key", "own, old"}}
    with_token = case.token in valid.get(case.role, set())
    if case.role == "technician":
        return Expected(3 if level == 2 and with_token else level, level == 2 and with_token)
    if case.role == "requester":
        return Expected(level, level == 2 or (level == 1 and with_token))
    return Expected(level, acts=False)


def _level(case: Case) -> int:
    """Without tokens: T0 unknown or proven false, T1 known, T2 known and proven."""
    if FORMS[case.form] != "claimed" or case.role == "stranger":
        return 0
    if case.channel == "mailbox" and case.profile == "none":
        return 1
    return {"pass": 2, "fail": 0}.get(case.result, 1)
