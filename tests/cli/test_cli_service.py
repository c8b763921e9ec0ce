"""The unit files of docs/service.md: systemd has no complaint, and the program knows every command they run."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mailbot.cli.main import parser_for

PAGE = Path(__file__).parents[2] / "docs" / "service.md"
UNITS = re.findall(r"```ini\n(.*?)```", PAGE.read_text(), re.DOTALL)
NAMES = ("mailbot.service", "mailbot-backup.service", "mailbot-backup.timer")
PROGRAM = "/srv/mailbot/venv/bin/mailbot"


def section(unit: str, name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read_string(unit)
    return parser[name]


@pytest.mark.parametrize("unit", [one for one in UNITS if "ExecStart" in one])
def test_what_a_unit_runs_is_a_command_of_ours(unit: str) -> None:
    program, *words = shlex.split(section(unit, "Service")["ExecStart"])
    assert program == PROGRAM
    parser_for({words[0]}).parse_args(words)  # ends with a status where it does not know a word


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_has_no_complaint(tmp_path: Path) -> None:
    assert len(UNITS) == len(NAMES)
    for name, unit in zip(NAMES, UNITS, strict=True):
        # the program need not be installed where the page says
        (tmp_path / name).write_text(unit.replace(PROGRAM, "/bin/true"))
    for name in NAMES:
        said = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / name],
            check=False,
            capture_output=True,
            text=True,
            env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        )
        assert (said.returncode, said.stderr) == (0, "")
