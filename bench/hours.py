"""How many due times a second one core computes, in the demo trust's calendars: `python -m bench.hours`."""

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter

from mailbot.core.model.policy import Policy
from mailbot.core.model.request import StateChange
from mailbot.core.sla.clock import due, runs_of
from mailbot.core.sla.hours import add_working, working_between
from mailbot.settings.config import load
from mailbot.settings.rules import load_policy
from mailbot.settings.shipped import config_file, rules_folder

ROUNDS = 100_000
WANTED = 20_000
_YEAR = 365 * 24 * 60  # minutes
_FIRST = datetime(2026, 9, 1, tzinfo=UTC)


def main() -> int:
    """Print the figures; 1 where due times are slower than they must be."""
    settings = load(config_file(), environ={})
    policy = load_policy("tvlt", settings.trusts["tvlt"], base=rules_folder(), mailboxes=settings.mailboxes)
    rate = _print_rates(policy, rounds=ROUNDS)
    print(f"wanted: {WANTED:,} due times a second; {'met' if rate >= WANTED else 'MISSED'}")
    return 0 if rate >= WANTED else 1


def _print_rates(policy: Policy, *, rounds: int) -> float:
    chance = random.Random(1)  # noqa: S311 -- the same questions each time, no secret
    schools = list(policy.schools.values())
    starts = [_FIRST + timedelta(minutes=chance.randrange(_YEAR)) for _ in range(1_000)]
    lengths = [chance.choice((15, 60, 240, 480, 2400, 4800)) for _ in range(1_000)]
    paused = [
        runs_of(
            [
                StateChange(start, "open"),
                StateChange(start + timedelta(hours=2), "pending"),
                StateChange(start + timedelta(days=3), "open"),
            ]
        )
        for start in starts
    ]
    questions: dict[str, Callable[[int], object]] = {
        "due time": lambda n: add_working(
            starts[n % 1_000], minutes=lengths[n % 1_000], calendar=schools[n % len(schools)].calendar
        ),
        "due time with a pause": lambda n: due(
            paused[n % 1_000],
            duration=timedelta(minutes=lengths[n % 1_000]),
            calendar=schools[n % len(schools)].calendar,
        ),
        "working time between": lambda n: working_between(
            starts[n % 1_000], starts[n % 1_000] + timedelta(days=9), calendar=schools[n % len(schools)].calendar
        ),
    }
    rates = {name: _rate(question, rounds=rounds) for name, question in questions.items()}
    for name, rate in rates.items():
        print(f"{name:<24}{rate:>12,.0f} a second, {1e6 / rate:6.2f} us each")
    return min(rates["due time"], rates["due time with a pause"])


def _rate(question: Callable[[int], object], *, rounds: int) -> float:
    start = perf_counter()
    for number in range(rounds):
        question(number)
    return rounds / (perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
