"""SQLite: a message that kills its worker five times, and the operator's retry, itself killed at its first try."""

from dataclasses import replace

import pytest

from tests.faults.child import retry
from tests.faults.desk import FORKS, KILLED
from tests.faults.points import OPERATOR
from tests.faults.scenario import Deaths, Place, Run, running
from tests.faults.stream import questions

pytestmark = pytest.mark.slow

CRASHES = 5


@pytest.mark.parametrize("point", [*sorted(OPERATOR), "unit.before_commit", "unit.after_commit"])
def test_a_killed_retry_leaves_the_message_in_quarantine_or_takes_it_out(sqlite: Place, point: str) -> None:
    with running(sqlite, Deaths("process.parsed", at=1, kills=CRASHES)) as run:
        run.play(questions(1), settle=False)
        quarantined = "SELECT count(*) FROM inbox WHERE state = 'quarantined'"
        run.until(quarantined, what="the message that killed five workers is in quarantine")
        assert len(run.desk.deaths) == CRASHES
        inbox = run.book.number("SELECT id FROM inbox")
        assert _command(run, inbox, point=point) == KILLED
        if point != "unit.after_commit":
            assert run.book.number(quarantined) == 1
            assert _command(run, inbox, point=None) == 0
        run.settle()
        run.check()


def _command(run: Run, inbox: int, *, point: str | None) -> int | None:
    orders = replace(run.desk.lives[0].orders, point=point, at=1, output=run.place.folder / "command")
    process = FORKS.Process(target=retry, args=(orders, inbox))
    process.start()
    process.join(30)
    return process.exitcode
