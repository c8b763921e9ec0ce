"""A running desk keeps to one core, or does not, as it was told."""

import os
import sys
import threading
from dataclasses import replace

import pytest

from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="there is one core, or none can be chosen"
)


def _cores_of_the_loops(desk: Desk, *, others: set[int | None]) -> list[set[int]]:
    assert desk.daemon is not None
    begun = [one.native_id for one in threading.enumerate() if one.native_id not in others]
    return [os.sched_getaffinity(number) for number in begun if number is not None]


@pytest.mark.parametrize("one_core", [True, False])
def test_all_threads_of_a_desk_share_one_core_unless_told_otherwise(open_desk: OpenDesk, *, one_core: bool) -> None:
    mine = os.sched_getaffinity(0)
    desk = open_desk()
    others = {thread.native_id for thread in threading.enumerate()}
    desk.settings = replace(desk.settings, one_core=one_core)
    desk.start()
    found = _cores_of_the_loops(desk, others=others)
    assert len(found) >= desk.settings.workers + desk.settings.senders
    assert all(cores == (found[0] if one_core else mine) for cores in found)
    assert len(found[0]) == (1 if one_core else len(mine))
    assert os.sched_getaffinity(0) == mine
