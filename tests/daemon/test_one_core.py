"""The daemon's threads share one core, and nobody else is held to it."""

import os
import sys
import threading
from pathlib import Path

import pytest

from mailbot.daemon.apart.reader import Reader
from mailbot.daemon.one_core import on_one_core

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="there is one core, or none can be chosen"
)
# a byte that no header may hold: such mail is read apart
ODD = (Path(__file__).parents[1] / "mails" / "outlook" / "files.eml").read_bytes()


def _cores_of_a_thread() -> set[int]:
    found: list[set[int]] = []
    thread = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
    thread.start()
    thread.join()
    return found[0]


def test_threads_begun_meanwhile_and_those_that_they_begin_stay_on_one_core() -> None:
    mine = os.sched_getaffinity(0)
    with on_one_core():
        first = _cores_of_a_thread()
    assert len(first) == 1
    assert first < mine


def test_who_asked_has_its_own_cores_again_also_after_an_error() -> None:
    mine = os.sched_getaffinity(0)
    with pytest.raises(ValueError, match="no port"), on_one_core():
        raise ValueError("no port")
    assert os.sched_getaffinity(0) == mine == _cores_of_a_thread()


def test_only_cores_that_one_has_are_chosen() -> None:
    mine = os.sched_getaffinity(0)
    one = {max(mine)}
    os.sched_setaffinity(0, one)
    try:
        with on_one_core():
            assert _cores_of_a_thread() == one
    finally:
        os.sched_setaffinity(0, mine)


def test_the_process_that_reads_odd_mail_is_not_held_to_that_core() -> None:
    reader = Reader()
    with on_one_core():
        thread = threading.Thread(target=lambda: reader.read(ODD))
        thread.start()
    thread.join()
    try:
        assert reader.pid is not None
        assert os.sched_getaffinity(reader.pid) == os.sched_getaffinity(0)
    finally:
        reader.close()
