"""Commands that only look need no password; those that log in say which one is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.settings.config import load
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import UnreadSecret
from mailbot.store.engine import Database

POLLED = """
[mailbox.polled]
address = "it@polled.example"
[mailbox.polled.imap]
host = "localhost"
port = 1
tls = "none"
user = "it"
password = { env = "NOT_SET_HERE" }

[keys]
a = { env = "NOT_SET_EITHER" }
"""
LOOKS = (
    ("status",), ("ticket", "list"), ("queue",), ("quarantine", "list"), ("kb", "list"), ("mailbox", "list"),
    ("load",), ("leave", "list"), ("calendar", "show", "kestrel-park"), ("route", "jane.ashdown@kestrelpark.example"),
    ("kb", "search", "printer"),
)  # fmt: skip


@pytest.fixture
def polled(folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation, with a mailbox whose password and a key whose value are nowhere."""
    assert database.sqlite
    monkeypatch.delenv("NOT_SET_HERE", raising=False)
    config = folder / "config.toml"
    config.write_text(config.read_text() + POLLED)
    return config


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_look_needs_no_password(polled: Path, call: Callable[..., str], words: tuple[str, ...]) -> None:
    assert polled.is_file()
    assert call(*words)


@pytest.mark.parametrize(
    "words", [("mailbox", "test", "polled"), ("backfill", "polled", "--since", "2026-01-01"), ("run",)], ids=" ".join
)
def test_who_logs_in_is_told_what_is_missing(polled: Path, refused: Callable[..., Any], words: tuple[str, ...]) -> None:
    assert polled.is_file()
    assert "the environment variable NOT_SET_HERE is not set" in refused(*words)


def test_what_was_not_read_cannot_be_used_by_mistake(polled: Path) -> None:
    settings = load(polled, environ={}, secrets=False)
    box = settings.mailboxes["polled"]
    assert box.imap is not None
    assert isinstance(box.imap.password, UnreadSecret)
    assert "NOT_SET_HERE" in str(box.imap.password)
    assert "NOT_SET_HERE" in repr(settings)
    assert settings.keys == {}
    with pytest.raises(RuntimeError, match="env NOT_SET_HERE was not read"):
        assert box.imap.password.value
    with pytest.raises(SettingsError, match="NOT_SET_HERE"):
        load(polled, environ={})


def test_the_database_password_is_read_all_the_same(polled: Path) -> None:
    text = polled.read_text().replace(
        'url = "sqlite:///data/mailbot.sqlite3"', 'url = "postgresql://desk@db.example/desk"\npassword = { env = "DB" }'
    )
    polled.write_text(text)
    settings = load(polled, environ={"DB": "of the database"}, secrets=False)
    assert settings.database == "postgresql://desk:of%20the%20database@db.example/desk"
    with pytest.raises(SettingsError, match="DB is not set"):
        load(polled, environ={}, secrets=False)
