"""`mailbot quarantine`: what lies there, and the two ways out of it."""

import io
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mailbot.store.engine import Database
from mailbot.store.flow import inbox
from mailbot.store.flow.quarantine import list_quarantined
from tests.cli.filled import quarantine
from tests.store.builders import claim_one

Call = Callable[..., str]
JsonCall = Callable[..., Any]


def left(database: Database) -> list[int]:
    with database.read() as unit:
        return [one.id for one in list_quarantined(unit)]


def test_the_list_says_why_in_one_line(database: Database, call: Call, call_json: JsonCall) -> None:
    assert "Nothing is in quarantine." in call("quarantine", "list")
    row = quarantine(database)
    shown = call("quarantine", "list")
    assert "why: ValueError: no such\ufffd[31m charset" in shown
    assert call_json("quarantine", "list")[0]["id"] == row


def test_show_prints_headers_and_the_whole_error(database: Database, call: Call, call_json: JsonCall) -> None:
    row = quarantine(database)
    shown = call("quarantine", "show", str(row))
    assert "From: jane@kestrelpark.example" in shown
    assert "Traceback" in shown
    assert "\x1b" not in shown
    assert call_json("quarantine", "show", str(row))["headers"][1] == "Subject: help"


def test_raw_gives_the_very_bytes(database: Database, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    row = quarantine(database, text="caf\u00e9 \x1b[2J")
    with database.read() as unit:
        raw = inbox.raw_of(unit, row)
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    call("quarantine", "show", str(row), "--raw")
    assert isinstance(out.buffer, io.BytesIO)
    assert out.buffer.getvalue() == raw


def test_a_retried_message_is_claimed_anew(database: Database, call: Call, call_json: JsonCall) -> None:
    first, second, third = (quarantine(database, text=text) for text in ("one", "two", "three"))
    assert call_json("quarantine", "retry", str(second)) == {"retried": [second]}
    claimed = claim_one(database)
    assert (claimed.id, claimed.attempts) == (second, 1)
    assert left(database) == [first, third]
    assert "2 messages" in call("quarantine", "retry", "all")
    assert left(database) == []
    assert "Nothing is in quarantine." in call("quarantine", "retry", "all")


def test_a_dropped_message_stays_on_file_with_the_reason(database: Database, call: Call, call_json: JsonCall) -> None:
    row = quarantine(database)
    call("quarantine", "drop", str(row), "--why", "spam run")
    assert left(database) == []
    found = call_json("status")
    assert found["today"] == {"received": 1, "dropped": 1}
    assert next(box["filed"] for box in found["mailboxes"] if box["id"] == "oakfold") == 1


def test_what_is_not_there_is_refused(database: Database, refused: Call) -> None:
    row = quarantine(database)
    for words in (("show", "999"), ("show", "999", "--raw"), ("retry", "999"), ("drop", "999", "--why", "x")):
        assert "there is no message 999" in refused("quarantine", *words)
    assert "say why" in refused("quarantine", "drop", str(row), "--why", " ")
    assert left(database) == [row]
