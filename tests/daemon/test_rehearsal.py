"""Before the doors open some mails are decided on that nobody sent, and nothing is left of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.snapshot import Fresh
from mailbot.daemon.bootstrap import build
from mailbot.daemon.process import Process
from mailbot.daemon.rehearsal import rehearse
from mailbot.daemon.run import Daemon
from mailbot.settings.config import load
from mailbot.settings.shipped import config_file
from mailbot.store.engine import Database
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.flow.inbox import Claimed
from mailbot.store.tables import METADATA
from tests.journeys.field.desk import config_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Daemon]:
    """A desk that was built and not started."""
    config = tmp_path / "config.toml"
    config.write_text(config_of(trust=config_file().parent / "data" / "demo", sink_port=9))
    built = build(load(config, environ={}, create=True))
    yield built
    built.stop()


def rows(database: Database) -> dict[str, int]:
    with database.read() as unit:
        count = func.count()
        tables = METADATA.sorted_tables
        return {one.name: unit.connection.execute(select(count).select_from(one)).scalar_one() for one in tables}


def test_an_offer_and_a_ticket_are_rehearsed_twice_for_each_of_the_first_trusts(
    desk: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []
    original = Process.rehearse

    def noted(self: Process, claimed: Claimed, *, fresh: Fresh) -> Decision:
        decision = original(self, claimed, fresh=fresh)
        seen.append((claimed.mailbox, decision.outcome))
        return decision

    monkeypatch.setattr(Process, "rehearse", noted)
    rehearse(desk.processing.process, desk.policies)
    assert seen == [("brackenridge", outcome) for outcome in ("offer_made", "ticket_opened") * 2]


def test_a_rehearsal_leaves_no_trace(desk: Daemon) -> None:
    before = rows(desk.database)
    rehearse(desk.processing.process, desk.policies)
    assert rows(desk.database) == before
    assert before["article"] > 0


def test_what_goes_wrong_in_it_is_told_and_stops_nothing(desk: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("the template is not there")

    monkeypatch.setattr(desk.processing.process.office, "compose", broken)
    with capture_logs() as told:
        rehearse(desk.processing.process, desk.policies)
    assert [(one["event"], "the template is not there" in one["why"]) for one in told] == [("rehearsal.failed", True)]


def test_a_database_that_is_not_there_is_the_first_mails_trouble(desk: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise DatabaseUnavailable("the disk was taken out")

    monkeypatch.setattr(desk.database, "read", gone)
    with capture_logs() as told:
        rehearse(desk.processing.process, desk.policies)
    assert told == []
