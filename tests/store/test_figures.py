"""The operator's view: what waits, what came of it, and the timeline of a request or a mail."""

import json
from datetime import timedelta

from sqlalchemy import select

from mailbot.store.engine import Database
from mailbot.store.flow.leases import renew_lease, take_lease
from mailbot.store.look import figures
from mailbot.store.tables import MESSAGE, OUTBOX
from tests.store.builders import NOW, a_delivery, keep, take_in


def test_the_timeline_says_received_decided_and_why_and_mailed(database: Database) -> None:
    number, _ = take_in(database, mails=True)
    take_in(database, address="tom@x.example")
    with database.read() as unit:
        shown = figures.show_request(unit, number=number)
        assert shown is not None
        assert sorted(line["event"] for line in shown["timeline"]) == ["decided", "mail", "received"]
        decided = next(line for line in shown["timeline"] if line["event"] == "decided")
        assert (decided["rule"], decided["reasons"]) == ("a rule", ["because"])
        assert [effect["effect"] for effect in decided["effects"]] == [
            "AddPerson",
            "OpenRequest",
            "AddEntry",
            "SendMail",
        ]
        assert json.loads(json.dumps(shown, default=None)) == shown
        assert figures.show_request(unit, number=1) is None


def test_a_message_id_is_shown_whether_theirs_or_ours(database: Database) -> None:
    take_in(database, mails=True)
    with database.read() as unit:
        theirs = unit.connection.execute(select(MESSAGE.c.message_id)).scalar_one()
        ours = unit.connection.execute(select(OUTBOX.c.message_id)).scalar_one()
        one, two = figures.show_message(unit, message_id=theirs), figures.show_message(unit, message_id=ours)
        assert one is not None
        assert two is not None
        assert [line["event"] for line in two["timeline"]] == ["mail"]
        assert len(one["timeline"]) == 3
        assert figures.show_message(unit, message_id="none@x.example") is None


def test_status_counts_what_waits_and_how_long(database: Database) -> None:
    take_in(database, mails=True)
    keep(database, a_delivery())
    later = NOW + timedelta(seconds=90)
    with database.read() as unit:
        shown = figures.status(unit, now=later, since=NOW)
        assert shown["inbox"] == {"rows": 1, "oldest_seconds": 90}
        assert shown["outbox"] == {"rows": 1, "oldest_seconds": 90}
        assert shown["balance"] == {"received": 2, "new": 1, "ticket_opened": 1}
        assert shown["requests"] == {"oak": {"open": 1}}
        assert json.dumps(shown)


def test_lists_are_bounded_by_what_is_asked(database: Database) -> None:
    number, _ = take_in(database, mails=True)
    with database.read() as unit:
        assert [row["number"] for row in figures.request_list(unit, trust="oak")] == [number]
        assert figures.request_list(unit, trust="elm") == []
        assert figures.request_list(unit, state="closed") == []
        assert len(figures.request_list(unit, state="all")) == 1
        assert figures.request_list(unit, assignee="tomasz") == []
        assert [row["recipient"] for row in figures.outbox_queue(unit)] == ["jane@kestrelpark.example"]


def test_a_singleton_has_one_holder(database: Database) -> None:
    epoch = take_lease(database, name="tidy", holder="one", lease_seconds=60)
    assert epoch == 1
    assert take_lease(database, name="tidy", holder="two", lease_seconds=60) is None
    renew_lease(database, name="tidy", epoch=epoch, lease_seconds=0)
    assert take_lease(database, name="tidy", holder="two", lease_seconds=60) == 2
