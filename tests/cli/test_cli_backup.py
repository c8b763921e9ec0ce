"""`mailbot backup`: a sound copy while somebody writes, from which a desk goes on; nothing half, nothing of others."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mailbot.store.engine import Database, open_database
from mailbot.store.numbers import AFTER_RESTORE, FIRST_REQUEST, Numbers
from tests.cli.filled import ask

Call = Callable[..., str]
JsonCall = Callable[..., list[dict[str, object]]]
BACKUPS = Path("data") / "backups"


def copies(folder: Path = BACKUPS) -> list[Path]:
    return sorted(folder.glob("mailbot-*.sqlite3"))


@pytest.fixture
def keys(folder: Path) -> Path:
    """The token keys, as the desk's first start makes them."""
    file = folder / "data" / "token.key"
    file.write_text("a " + "0" * 64 + "\n")
    file.chmod(0o600)
    return file


@pytest.mark.usefixtures("keys")
def test_a_desk_goes_on_from_the_copy(database: Database, call: Call, call_json: JsonCall) -> None:
    number, _ = ask(database)
    said = call("backup")
    assert "1 request, 1 mail," in said
    assert "sound" in said
    assert "token.key is beside it" in said
    ask(database, "another matter")
    database.close()
    (copy,) = copies()
    for lost in Path("data").glob("mailbot.sqlite3*"):
        lost.unlink()
    shutil.copy(copy, Path("data") / "mailbot.sqlite3")
    assert [one["number"] for one in call_json("ticket", "list")] == [number]
    again = open_database("sqlite:///data/mailbot.sqlite3")
    assert ask(again, "after the loss")[0] > number
    assert Numbers(again).request() >= FIRST_REQUEST + AFTER_RESTORE, "what was given after the copy is not given again"
    again.close()


def test_the_copy_is_of_one_moment_while_others_write(database: Database, call: Call) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            ask(database, f"matter {number}")

    ask(database)
    writing = threading.Thread(target=write)
    writing.start()
    try:
        call("backup")
    finally:
        stop.set()
        writing.join()
    with closing(sqlite3.connect(copies()[0])) as copy:
        # of each request its first entry, its message and its mail, all or none
        counts = {
            copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("request", "entry", "message", "outbox")
        }
    assert len(counts) == 1


@pytest.mark.usefixtures("database", "keys")
def test_only_its_owner_may_read_what_is_made(call: Call) -> None:
    call("backup")
    made = [BACKUPS, *BACKUPS.iterdir()]
    assert len(made) == 3
    assert [oct(one.stat().st_mode & 0o077) for one in made] == ["0o0"] * 3


@pytest.mark.usefixtures("database")
def test_the_newest_are_kept_and_other_files_left_alone(call: Call, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    old = [away / f"mailbot-2026010{day}T000000Z.sqlite3" for day in range(1, 6)]
    others = [away / "mailbot-mine.sqlite3", away / "notes.txt"]
    for file in (*old, *others):
        file.write_text("")
    assert "3 older copies removed (--keep 3)" in call("backup", "--to", str(away), "--keep", "3")
    assert copies(away)[:2] == old[3:]
    assert all(file.exists() for file in others)


def overwrite_a_page(file: Path) -> None:
    with closing(sqlite3.connect(file)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = link.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()[0]
    whole = bytearray(file.read_bytes())
    whole[(root - 1) * 4096 : root * 4096] = b"\xa5" * 4096
    file.write_bytes(whole)


def mix_up_two_indexes(file: Path) -> None:
    """What is quietly wrong: every page can be read, and a search finds other rows."""
    with closing(sqlite3.connect(file)) as link:
        link.execute("PRAGMA writable_schema = ON")
        names = ("ix_outbox_request", "ix_outbox_created")
        first, second = (
            link.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0] for name in names
        )
        for name, page in zip(names, (second, first), strict=True):
            link.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (page, name))
        link.commit()


@pytest.mark.parametrize("damage", [overwrite_a_page, mix_up_two_indexes])
def test_of_a_damaged_database_there_is_no_copy_and_the_older_ones_stay(
    database: Database, call: Call, refused: Call, damage: Callable[[Path], None]
) -> None:
    for number in range(40):
        ask(database, f"matter {number} " + "x" * 500)
    call("backup")
    before = copies()
    database.close()
    damage(Path("data") / "mailbot.sqlite3")
    assert "There is no new copy" in refused("backup", "--keep", "1")
    assert copies() == before
    assert [one.name for one in BACKUPS.iterdir() if one.name.endswith(".part")] == []


def test_without_a_place_or_a_database_it_says_so(folder: Path, refused: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Start the desk: mailbot run" in refused("backup")
    (folder / "data" / "mailbot.sqlite3").write_bytes(b"")
    (folder / "file").write_text("no folder")
    assert "nothing can be written to file" in refused("backup", "--to", "file")
    monkeypatch.setenv("MAILBOT__DATABASE__URL", "postgresql://mailbot@db.example/mailbot")
    assert "use pg_dump" in refused("backup")
