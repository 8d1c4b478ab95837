"""What this machine, or the container that this runs in, may use."""

import math
import os
from pathlib import Path

from detectors.sizing.plan import Machine

CONTAINER = Path("/sys/fs/cgroup")


def here(container: Path = CONTAINER) -> Machine:
    """container: the folder in which the kernel writes the limits of a control group (version 2)."""
    cores = len(os.sched_getaffinity(0))
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6
    quota, period = [*_words(container / "cpu.max"), "max", "max"][:2]
    limit = [*_words(container / "memory.max"), "max"][0]
    if quota.isdecimal() and period.isdecimal():
        cores = min(cores, max(1, math.floor(int(quota) / int(period))))
    if limit.isdecimal():
        memory_mb = min(memory_mb, int(limit) / 1e6)
    return Machine(cores, memory_mb)


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []  # no limits are written there, as on most machines
