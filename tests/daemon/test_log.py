"""Log lines go where standard error is now: the stream of the start may be closed by the time of a line."""

import subprocess
import sys

_SCRIPT = """
import io, sys
from mailbot.daemon.log import log, set_up
sys.stderr, first = io.StringIO(), sys.stderr
set_up("text")
log.warning("one")
sys.stderr.close()
sys.stderr = first
log.warning("two")
"""


def test_a_line_is_written_after_the_first_stream_was_closed() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    assert "two" in done.stderr
    assert "one" not in done.stderr
