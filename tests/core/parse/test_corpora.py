"""Public mails of other projects: none raises, none is slow. They lie in MAILBOT_SHARED, else beside the checkout."""

import os
import time
from pathlib import Path

import pytest

from mailbot.core.parse.attachments import attachment_bytes
from mailbot.core.parse.content_key import content_key
from mailbot.core.parse.mime import ENCRYPTED, parse

SHARED = Path(os.environ.get("MAILBOT_SHARED") or Path(__file__).parents[4] / "shared")
CORPORA = SHARED / "corpora"
SOURCES = sorted(path for path in CORPORA.iterdir() if path.is_dir()) if CORPORA.is_dir() else []


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
