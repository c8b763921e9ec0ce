"""`[reminders]`: who is told at which share of a target, and when a requester is asked again."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mailbot.core.model.level import ReminderPolicy
from mailbot.settings.errors import SettingsError
from mailbot.settings.policy.tuning import read_reminders
from mailbot.settings.shipped import rules_folder
from mailbot.settings.toml.document import Faults, Node, read_document
from mailbot.settings.toml.table import Table, section


def read(text: str, folder: Path) -> ReminderPolicy:
    file = folder / "sla.toml"
    file.write_text(text)
    return read_file(file)


def read_file(file: Path) -> ReminderPolicy:
    faults = Faults()
    document = read_document(file, faults=faults)
    assert document is not None
    assert isinstance(document.value, Mapping)
    tables = {"reminders": document.value.get("reminders", Node(value={}, file=file))}
    read = read_reminders(section(Table(Node(value=tables, file=file), name="", faults=faults), "reminders"))
    faults.raise_any()
    return read


def test_the_base_reminds_at_the_published_shares_and_chases_twice() -> None:
    base = read_file(rules_folder() / "sla.toml")
    assert base == ReminderPolicy(
        at=(50, 75, 90, 100), move_up_on=("first_response", "resolution"), chase=(2, 5), solve_after=10
    )


def test_a_file_that_says_nothing_means_the_same_as_the_base(tmp_path: Path) -> None:
    assert read("", tmp_path) == read_file(rules_folder() / "sla.toml")


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """[reminders]
at = [100, 60, 60]
daily = false
second_at = 80
above_at = 120
manager_at = 200
move_up_on = []
chase = []
solve_after = 3
"""
    assert read(text, tmp_path) == ReminderPolicy((60, 100), 80, 120, 200, daily=False, chase=(), solve_after=3)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('at = "half"', "is no list of whole numbers from 1 to 1000"),
        ("at = [0, 50]", "is no list of whole numbers from 1 to 1000"),
        ("at = [50, true]", "is no list of whole numbers from 1 to 1000"),
        ("chase = [2, 61]", "is no list of whole numbers from 1 to 60"),
        ("solve_after = 5", "is not after the last chaser (5)"),
        ('move_up_on = ["first"]', 'there is no target "first"'),
        ("sound = true", "sound"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as found:
        read(f"[reminders]\n{line}\n", tmp_path)
    assert [(fault.line, wrong in f"{fault.key} {fault.wrong}") for fault in found.value.faults] == [(2, True)]
