"""The kill tests can fail: each of three broken programs turns the checker red, for the right reason."""

import pytest

from tests.faults.checker import PromiseBroken
from tests.faults.mutants import MUTANTS
from tests.faults.scenario import Deaths, Place, Run, running
from tests.faults.stream import day

pytestmark = pytest.mark.slow

CAUGHT = {
    "acknowledge_before_commit": "acknowledged and not in the database",
    "no_unique_key": r"messages made of teacher1: \(2, 2\), not \(1, 1\)",
    "new_message_id_on_retry": "a mail to .* that is not in the outbox",
}


def test_each_mutant_is_named_here() -> None:
    assert set(CAUGHT) == set(MUTANTS)


def _morning(run: Run) -> None:
    run.play(day()[0](run.arrived()))
    run.check(states=False)


def test_who_acknowledges_before_the_commit_is_caught(sqlite: Place) -> None:
    mutant = "acknowledge_before_commit"
    with (
        running(sqlite, Deaths("receive.before_commit", mutant=mutant)) as run,
        pytest.raises(PromiseBroken, match=CAUGHT[mutant]),
    ):
        _morning(run)


def test_who_has_no_unique_key_is_caught(sqlite: Place) -> None:
    mutant = "no_unique_key"
    with running(sqlite, Deaths(mutant=mutant)) as run, pytest.raises(PromiseBroken, match=CAUGHT[mutant]):
        _morning(run)


def test_who_writes_a_retry_anew_is_caught(sqlite: Place) -> None:
    mutant = "new_message_id_on_retry"
    with (
        running(sqlite, Deaths("send.after_relay", mutant=mutant)) as run,
        pytest.raises(PromiseBroken, match=CAUGHT[mutant]),
    ):
        _morning(run)
