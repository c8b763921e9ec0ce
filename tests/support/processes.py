"""What processes used: CPU, which a busy machine takes no more of, where time would pass."""

import os
import time
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """What a living process, its threads and the children it has reaped used so far; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / CLOCK_TICKS


def cpu_clock(pid: int) -> float:
    """The same without the children, by the process's own clock, which counts nanoseconds (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


def family_cpu_seconds(pid: int) -> float:
    """The same for a process and all that it started and still lives."""
    total = cpu_seconds(pid)
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return total
    return total + sum(family_cpu_seconds(int(child)) for child in children)
