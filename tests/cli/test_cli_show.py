"""`mailbot show` and `ticket list`: why did it do that, and what there is."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from mailbot.cli.desk.effects import in_words
from mailbot.store.engine import Database
from mailbot.store.flow import outbox
from mailbot.store.tables import REQUEST, TIME_SPENT
from tests.cli.filled import JANE, ask, now

Call = Callable[..., str]
JsonCall = Callable[..., Any]


def test_the_timeline_says_received_decided_why_and_sent(database: Database, call: Call) -> None:
    number, _ = ask(database, timer=True)
    (mail,) = outbox.claim(database, limit=1, lease_seconds=60, now=now())
    with database.write() as unit:
        outbox.sent(unit, mail, now=now())
        unit.commit()
    shown = call("show", f"#{number}")
    wanted = [
        f"Request {number}: open",
        f"received  from {JANE}",
        "at mailbox kestrel-park, delivery",
        'decided   ticket_opened, by the rule "question"',
        "why  - trust level T2",
        "- DMARC passed for kestrelpark.example",
        f"did  - remembered Jane <{JANE}>",
        f"- opened request {number} at kestrel as open, priority P3",
        "mail      requester/unknown_sender",
        "sent ",
        "1 attempt",
        "offer_silence, waiting",
    ]
    places = [shown.find(words) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_what_technicians_said_of_it_stands_at_the_top(database: Database, call: Call) -> None:
    number, _ = ask(database)
    with database.write() as unit:
        said = {"due_at": now() + timedelta(days=1), "tags": ["brass", "hall"]}
        unit.connection.execute(update(REQUEST).where(REQUEST.c.number == number).values(**said))
        trust = unit.connection.execute(select(REQUEST.c.trust)).scalar_one()
        for technician, minutes in (("tomasz", 60), ("tomasz", 30), ("ruth", 15)):
            row = {"trust": trust, "request": number, "technician": technician, "minutes": minutes, "at": now()}
            unit.connection.execute(TIME_SPENT.insert(), row)
        unit.commit()
    shown = call("show", str(number))
    assert "to be solved by " in shown
    assert "tags brass, hall" in shown
    assert "time 1 h 45 min (ruth 15 min, tomasz 1 h 30 min)" in shown


def test_a_message_id_leads_to_the_same_with_or_without_brackets(
    database: Database, call: Call, call_json: JsonCall
) -> None:
    number, message_id = ask(database)
    assert call("show", f"<{message_id}>") == call("show", message_id)
    found = call_json("show", message_id)
    assert found["about"] == number
    assert [line["event"] for line in found["timeline"]] == ["received", "decided", "mail"]


def test_a_mail_of_ours_says_why_it_was_written(database: Database, call_json: JsonCall, call: Call) -> None:
    number, _ = ask(database)
    ours = next(line["message_id"] for line in call_json("show", str(number))["timeline"] if line["event"] == "mail")
    found = call_json("show", ours)
    assert {line["event"] for line in found["timeline"]} == {"decided", "mail"}
    assert 'by the rule "question"' in call("show", ours)


def test_what_does_not_exist_is_answered_with_the_nearest(database: Database, refused: Call) -> None:
    assert "There is none at all yet" in refused("show", "7")
    number, _ = ask(database)
    assert f"The nearest is {number}" in refused("show", str(number + 3))
    assert "The nearest" in refused("show", "9" * 400)
    assert "mailbot queue" in refused("show", "<unheard@of.example>")


def test_the_words_of_a_sensitive_request_stay_out_of_sight(database: Database, call: Call) -> None:
    number, message_id = ask(database, text="worried about a child", sensitive=True)
    for words in (("show", str(number)), ("show", message_id), ("show", str(number), "--json"), ("ticket", "list")):
        assert "worried" not in call(*words)
        assert "(sensitive)" in call(*words)
    assert "worried" not in call("ticket", "list", "--json")
    assert "worried" in call("show", str(number), "--sensitive")


def test_the_list_is_narrowed_by_what_is_asked(database: Database, call: Call, call_json: JsonCall) -> None:
    number, _ = ask(database)
    assert str(number) in call("ticket", "list")
    assert [row["number"] for row in call_json("ticket", "list", "--school", "kestrel")] == [number]
    assert call_json("ticket", "list", "--school", "oakfold") == []
    assert call_json("ticket", "list", "--state", "solved") == []
    assert call_json("ticket", "list", "--technician", "tomasz") == []
    assert [row["number"] for row in call_json("ticket", "list", "--all")] == [number]


def test_an_empty_list_says_why_it_is_empty_and_what_shows_more(database: Database, call: Call) -> None:
    assert "There is no request yet." in call("ticket", "list", "--all")
    assert call("ticket", "list") == ("No request is open. Those that are settled, too: mailbot ticket list --all\n")
    ask(database)
    said = " ".join(call("ticket", "list", "--state", "closed", "--school", "oakfold").split())
    assert said.startswith("No request fits --school oakfold --state closed.")
    assert said.endswith(": mailbot ticket list --all --school oakfold")
    said = call("ticket", "list", "--all", "--technician", "tomasz wilk")
    assert said == "No request fits --technician 'tomasz wilk'.\n"


def test_a_school_or_technician_that_is_not_there_is_said(
    database: Database, folder: Path, call: Call, refused: Call
) -> None:
    ask(database)
    said = refused("ticket", "list", "--school", "Kestral Park")
    assert said.startswith(
        "there is no school 'Kestral Park'; did you mean kestrel-park? Known: brackenridge, central,"
    )
    assert refused("ticket", "list", "--school", "nope", "--json").startswith("there is no school 'nope'; known: brack")
    assert refused("ticket", "list", "--technician", "tomas").startswith(
        "there is no technician 'tomas'; did you mean tomasz? Known: aaliyah, "
    )
    # its request is of a school that is gone from the policy
    assert "opened" in call("ticket", "list", "--school", "kestrel")
    # nobody knows which schools there are
    (folder / "data" / "demo" / "own.toml").write_text("[offer]\nconfidence = 7\n")
    assert "No request fits --school nope." in call("ticket", "list", "--school", "nope")


def test_a_technician_is_named_as_people_name_them(database: Database, folder: Path, call_json: Any) -> None:
    number, _ = ask(database)
    with database.write() as unit:
        unit.connection.execute(update(REQUEST).where(REQUEST.c.number == number).values(assignee="tomasz"))
        unit.commit()
    assert folder.is_dir()
    for name in ("tomasz", "Tomasz", "Tomasz Wilk"):
        assert [row["number"] for row in call_json("ticket", "list", "--technician", name)] == [number]
    assert call_json("ticket", "list", "--technician", "ruth") == []


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ({"effect": "Assign", "request": 1, "technician": None, "line": 1}, "took it from everybody"),
        ({"effect": "Assign", "request": 1, "technician": "tomasz", "line": 1}, "gave it to tomasz, line 1"),
        ({"effect": "SetState", "request": 7, "state": "solved", "outcome": ""}, "request 7 is solved now"),
        (
            {"effect": "MakeOffer", "request": 7, "articles": [{"id": "KB-1", "confidence": 0.915}]},
            "offered KB-1 (0.92)",
        ),
        (
            {"effect": "ScheduleTimer", "kind": "offer_silence", "due_at": "2026-07-01T09:00:00+00:00"},
            "01 Jul 2026 10:00",
        ),
        ({"effect": "SetDue", "due_at": "2026-07-01T09:00:00+00:00"}, "due 01 Jul 2026 10:00 now"),
        ({"effect": "SetDue", "due_at": None}, "due by its service level again"),
        ({"effect": "SetTags", "tags": ["brass", "hall"]}, "tags are brass, hall now"),
        ({"effect": "LogTime", "technician": "tomasz", "minutes": 15}, "logged 15 minutes of tomasz"),
        ({"effect": "UseUndo", "mails": [1, 2]}, "took a mail back (2 of its mails were not sent)"),
        ({"effect": "Assign"}, "effect Assign"),
        ({"effect": "Levitate", "height": 2}, "effect Levitate, height 2"),
    ],
)
def test_effects_are_said_in_words_even_unknown_ones(effect: dict[str, Any], words: str) -> None:
    assert words in in_words(effect, zone=ZoneInfo("Europe/London"))
