"""Mails about mailboxes that fail: found again at a start, without passing all that ever went out."""

from mailbot.store.engine import Database, open_database
from mailbot.store.flow import alarms
from tests.store.builders import plan_of


def _open(database: Database) -> tuple[alarms.Told, ...]:
    with database.read() as unit:
        return alarms.told_and_open(unit, failing="technician/mailbox_failing", back="technician/mailbox_back")


def test_alarms_are_found_without_passing_what_was_sent_about_requests(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    plan = plan_of(database, lambda: _open(database), saying="FROM outbox")
    database.close()
    assert plan == ["SEARCH outbox USING INDEX ix_outbox_request (request=?)"]
