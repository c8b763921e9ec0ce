"""Public mails of other projects: none raises, none is slow, and what their projects say of them is read.

They lie in MAILBOT_SHARED, else beside the checkout, with the script that compares; no part of this repository.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mailbot.core.parse.as_json import message_as_json
from mailbot.core.parse.attachments import attachment_bytes
from mailbot.core.parse.content_key import content_key
from mailbot.core.parse.mime import ENCRYPTED, parse

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("MAILBOT_SHARED") or Path(__file__).parents[4] / "shared")
CORPORA = SHARED / "corpora"
SOURCES = sorted(path for path in CORPORA.iterdir() if path.is_dir()) if CORPORA.is_dir() else []

# In per cent of what the projects state of their own mails, all of them and those in English; docs/mail.md has more.
LEAST = {
    "kind": 98,
    "from_addr": 98.5,
    "subject": 98,
    "text": 93,
    "attachments": 96,
    "new_text": 85,
    "new_noleak": 95,
    "new_nolost": 94,
}
LEAST_IN_ENGLISH = {"new_text": 85, "new_noleak": 95, "new_nolost": 94}


def read(raw: bytes) -> dict[str, object]:
    """What the script that compares asks for: a mail as `mailbot parse` prints it."""
    return message_as_json(parse(raw))


@pytest.mark.skipif(not SOURCES, reason="no corpora: set MAILBOT_SHARED to the folder that holds them")
@pytest.mark.parametrize(("only", "least"), [([], LEAST), (["--lang", "en"], LEAST_IN_ENGLISH)], ids=["all", "english"])
def test_what_other_projects_say_of_their_mails_is_read(
    only: list[str], least: dict[str, float], tmp_path: Path
) -> None:
    said = tmp_path / "said.json"
    script = [sys.executable, str(CORPORA / "check_mail.py"), "tests.core.parse.test_corpora:read", str(CORPORA)]
    run = subprocess.run([*script, *only, "--json", str(said)], cwd=ROOT, capture_output=True, text=True, check=False)
    sys.stdout.write(run.stdout)
    found = json.loads(said.read_text(encoding="utf-8"))
    assert found["crash"] == []
    scores = {name: found["score"][f"{name}|peer|all"] for name in least}
    below = {name: score for name, score in scores.items() if 100 * score[0] < least[name] * score[1]}
    assert below == {}


def test_the_corpora_are_at_hand() -> None:
    if not SOURCES:
        pytest.skip("no corpora: set MAILBOT_SHARED to the folder that holds them")
    assert len(SOURCES) > 10


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_real_mail_raises_or_takes_a_second(source: Path) -> None:
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        started = time.process_time()
        message = parse(raw)
        assert time.process_time() - started < 1, path
        assert message.unreadable in (None, ENCRYPTED), path
        key = content_key(raw, fallback="f")
        if key.has_identity and b"\r\r" not in raw:
            assert content_key(raw.replace(b"\r\n", b"\n"), fallback="f") == key, path
        for one in message.attachments[:3]:
            assert len(attachment_bytes(raw, part=one.part)) == one.size, path
