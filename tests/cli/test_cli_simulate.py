"""`mailbot simulate` as an IT manager types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.cli.main import main

SPAN = ("--from", "2026-11-30", "--to", "2026-12-02", "--requests-per-day", "4")


def simulated(*arguments: str, folder: Path, hash_seed: str) -> dict[str, object]:
    """Run it in a process of its own, as another day's run would be; gives what it says as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", "simulate", "--json", *SPAN, *arguments],
        check=False,
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        timeout=110,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_same_seed_gives_the_same_year_in_any_process(tmp_path: Path) -> None:
    short = ("--to", "2026-12-01")
    first = simulated(*short, "--seed", "5", folder=tmp_path, hash_seed="1")
    assert first == simulated(*short, "--seed", "5", folder=tmp_path, hash_seed="2")
    assert first["figures"] != simulated(*short, "--seed", "6", folder=tmp_path, hash_seed="1")["figures"]
    assert list(tmp_path.iterdir()) == []


def test_the_page_says_what_came_of_it_and_who_was_away(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", *SPAN, "--without", "Tomasz Wilk"]) == 0
    page = capsys.readouterr().out
    assert "Tamsel Valley Learning Trust, Mon 30 Nov 2026 to Wed 2 Dec 2026" in page
    assert "without Tomasz Wilk" in page
    for words in (
        "self-solved",
        "Service level met",
        "P3 Normal",
        "Load by technician",
        "Longest wait",
        "0  missed",
    ):
        assert words in page, words
    (tomasz,) = (line for line in page.splitlines() if line.strip().startswith("Tomasz Wilk"))
    assert "away" in tomasz
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--without", "Tom Wilk"), "there is no technician 'Tom Wilk'; did you mean tomasz? Known: aaliyah"),
        (("--from", "2026-12-03"), "the last day must come after the first"),
        (("--from", "3 December"), "is no day; write 2026-09-01"),
        (("--requests-per-day", "0"), "is no number of requests"),
    ],
)
def test_a_mistake_is_said_before_anything_is_played(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", *SPAN, *arguments])
    assert says in f"{ended.value.code}{capsys.readouterr().err}"
