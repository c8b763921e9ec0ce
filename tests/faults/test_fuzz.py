"""A thousand mails broken at random: the desk lives, each ends in one outcome, none takes long."""

from pathlib import Path

from tests.faults.fuzz import MAILS, SECONDS_EACH, broken, mails_in, put_through

COUNT = 1_000
SEED = 20261124


def test_a_thousand_broken_mails_are_all_acted_on(tmp_path: Path) -> None:
    found = put_through(list(broken(mails_in(MAILS), count=COUNT, seed=SEED)), folder=tmp_path)
    repeat = f"python -m tests.faults.fuzz --count {COUNT} --seed {SEED}"
    assert found.raised == (), repeat
    assert sum(found.states.values()) == COUNT
    assert found.states["new"] == 0, found.states
    assert found.slowest < SECONDS_EACH, repeat


def test_a_seed_makes_the_same_mails_again() -> None:
    mails = mails_in(MAILS)
    first = list(broken(mails, count=50, seed=SEED))
    assert list(broken(mails, count=50, seed=SEED)) == first
    assert list(broken(mails, count=50, seed=SEED + 1)) != first
