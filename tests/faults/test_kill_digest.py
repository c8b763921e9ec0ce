"""SQLite: killed while news is put by for a digest, and while the digest is told: each piece of it once."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.faults.points import DIGEST
from tests.faults.scenario import KILLS, Deaths, Place, running
from tests.faults.stream import questions

pytestmark = pytest.mark.slow

QUESTIONS = 12
SINGLE = "SELECT count(*) FROM outbox WHERE kind = 'technician/assigned'"
WAITING = "SELECT count(*) FROM notification WHERE told_at IS NULL"


@pytest.mark.parametrize("point", [None, *sorted(DIGEST)])
def test_what_is_told_together_is_told_once_whoever_dies(sqlite: Place, point: str | None) -> None:
    trust = sqlite.folder / "trust"
    shutil.copytree(sqlite.trust, trust)
    (trust / "caps.toml").write_text("[caps]\ntechnician_per_hour = 1\n", encoding="utf-8")
    with running(replace(sqlite, trust=trust), Deaths(point, at=1)) as run:
        run.play(questions(QUESTIONS))
        put_by = run.book.number("SELECT count(*) FROM notification")
        assert run.book.number(SINGLE) + put_by == QUESTIONS, "each ticket is mailed or put by, once"
        assert put_by >= QUESTIONS // 2
        run.desk.put_ahead(timedelta(minutes=11))
        run.until(f"SELECT ({WAITING}) = 0", what="all of it is told")
        run.settle()
        people = run.book.number("SELECT count(DISTINCT technician) FROM notification")
        told = run.book.number(
            "SELECT count(*) FROM outbox WHERE kind = 'technician/digest'"
            " OR (kind = 'technician/assigned' AND cause LIKE 'timer:%')"
        )
        assert told == people, "one digest for each, however often somebody died"
        assert len(run.desk.deaths) == (KILLS if point else 0), f"{point} was passed too seldom"
        run.check()
