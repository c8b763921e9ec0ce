"""`mailbot show` and `ticket list`: why did it do that, and what there is."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailbot.cli.desk.effects import in_words
from mailbot.store import outbox
from mailbot.store.engine import Database
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
    assert "No such request." in call("ticket", "list", "--state", "closed")


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
        ({"effect": "Assign"}, "effect Assign"),
        ({"effect": "Levitate", "height": 2}, "effect Levitate, height 2"),
    ],
)
def test_effects_are_said_in_words_even_unknown_ones(effect: dict[str, Any], words: str) -> None:
    assert words in in_words(effect, zone=ZoneInfo("Europe/London"))
