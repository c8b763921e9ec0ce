"""`python -m tests.proof [rounds]`: run every matrix at full size and print its counts."""

import sys
import time

from tests.proof.loops import ROBOTS, bomb, run
from tests.proof.test_hijack import GUESSES, entries_on_foreign_tickets, look_alikes
from tests.proof.test_spoof_matrix import SEEDS, random_spoofs, spoof_matrix
from tests.proof.test_ticket_trick import VARIANTS, test_the_outsider_gets_no_byte_of_the_secret


def _say(line: str, *, since: float) -> None:
    sys.stdout.write(f"{line} ({time.monotonic() - since:.1f} s)\n")
    sys.stdout.flush()


def main(rounds: int) -> None:
    """Print one line a matrix; a wrong cell is printed whole."""
    for name, counts in (
        ("spoof matrix", spoof_matrix),
        ("spoof, random", lambda: random_spoofs(SEEDS[0], number=10_000)),
    ):
        since = time.monotonic()
        found = counts()
        _say(f"{name}: {found.cases}, wrong {found.wrong}", since=since)
    since = time.monotonic()
    _say(f"guesses: {GUESSES}, entries on foreign tickets {entries_on_foreign_tickets(GUESSES)}", since=since)
    since = time.monotonic()
    for variant in VARIANTS:
        test_the_outsider_gets_no_byte_of_the_secret(variant)
    _say(f"Ticket Trick: {len(VARIANTS)} variants, 0 bytes disclosed; look-alikes: {len(look_alikes())}", since=since)
    for robot in ROBOTS:
        since = time.monotonic()
        _say(f"loop, {robot.name}: {run(robot, rounds=rounds)}", since=since)
    for victim, result in (("someone@elsewhere.example", "pass"), ("jane@kestrelpark.example", "fail")):
        since = time.monotonic()
        _say(
            f"bomb of 10,000 in the name of {victim}, dmarc={result}: {bomb(victim, result=result, mails=10_000)}",
            since=since,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
