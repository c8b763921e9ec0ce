"""Every named point of the source, and which scenario passes it. What no scenario can pass says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import mailbot

SOURCE = Path(mailbot.__file__).parent


def named_points() -> dict[str, list[str]]:
    """Each name that is given to `fault(...)`, with the places (file:line) that pass it, read from the source."""
    found: dict[str, list[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            place = f"{file.relative_to(SOURCE)}:{call.lineno}"
            name = call.args[0]
            if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
                raise TypeError(f"{place}: the name of a fault point must be written out")
            found.setdefault(name.value, []).append(place)
    return found


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    imported = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "mailbot.fault"
        and any(a.name == "fault" for a in node.names)
        for node in tree.body
    )
    for node in ast.walk(tree) if imported else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fault":
            yield node


# Which scenario kills at a point. Where nothing is said: the stream of a whole day.
FAILURES = frozenset({"outbox.retry", "outbox.failed", "outbox.release", "outbox.failures_claimed"})
EXPIRY = frozenset({"outbox.expire.before_commit"})
# only where notifications are put by for a digest
DIGEST = frozenset({"notifications.put", "notifications.told", "timers.digest_scheduled"})
MAILDIR = frozenset({"maildir.written", "maildir.delivered"})
START = frozenset(
    {"schema.before_commit", "schema.after_commit", "people.sync.before_commit", "articles.import.before_commit"}
)
OPERATOR = frozenset({"quarantine.retry"})
# `mailbot backfill`, beside the desk: tests/journeys/test_backfill.py kills there
HISTORY = frozenset({"history.before_commit", "history.taken_in"})
# passed once in a mailbox's life, since the commit before it is what makes it so, and once at a change of UIDVALIDITY
FIRST_CONTACT = frozenset({"cursors.first_contact", "imap.first_contact"})
MAILDIR_CONTACT = frozenset({"maildir_in.first_contact"})
RENUMBERED = frozenset({"cursors.uidvalidity_changed", "imap.renumbered"})
ELSEWHERE = {
    "leases.taken": "no daemon takes a singleton's lease yet: all it does is claimed row by row",
    "alarms.before_commit": "a mailbox must fail for an hour first: what is lost is told at the next look",
    "vectors.before_commit": "only with the optional model: what is lost is computed from the articles anew",
}

# All the rows that pass these in a day do so at once: one answer makes an article, one claim takes all the timers.
SAME_ROWS = frozenset({"articles.saved", "timers.claim.before_commit", "timers.claimed"})


def polled() -> list[str]:
    """The points that only a polled mailbox passes."""
    return sorted(name for name in named_points() if name.startswith(("imap.", "cursors.")))


def from_maildir() -> list[str]:
    """The points that only a mailbox read from a Maildir passes."""
    return sorted(name for name in named_points() if name.startswith("maildir_in."))


def of_the_day() -> list[str]:
    """The points that the stream of a whole day passes."""
    others = {*FAILURES, *EXPIRY, *DIGEST, *MAILDIR, *START, *OPERATOR, *HISTORY, *ELSEWHERE}
    others.update(polled(), from_maildir())
    return sorted(name for name in named_points() if name not in others)


def by_scenario() -> dict[str, list[str]]:
    """The points at which each scenario kills."""
    return {
        "a whole day": of_the_day(),
        "mails refused, late or undeliverable": sorted(FAILURES | EXPIRY),
        "news told together": sorted(DIGEST),
        "delivery into Maildirs": sorted(MAILDIR),
        "the first start": sorted(START),
        "an operator's command": sorted(OPERATOR),
        "a mailbox's history": sorted(HISTORY),
        "polled mailboxes": polled(),
        "a mailbox in a Maildir": from_maildir(),
    }


def main() -> None:
    """Print how many points there are and which scenario kills where."""
    for scenario, points in by_scenario().items():
        print(f"{len(points):3} {scenario}: {', '.join(points)}")  # noqa: T201 -- that is what it is called for
    killed = sum(len(points) for points in by_scenario().values())
    print(f"{killed} points are killed at, {len(ELSEWHERE)} are not: {ELSEWHERE}")  # noqa: T201


if __name__ == "__main__":
    main()
