"""Whether the memory of the whole system stays flat over half an hour of the main job, measured where it runs."""

import time
from collections.abc import Iterator, Sequence
from statistics import median

from detectors.benches.installation import running
from hypervision.env import ROOT, VAR
from hypervision.lib.bench import Figure, Say, at_most

MINUTES = 30
WARM_UP_MINUTES = 5
"""Pools fill and networks take their buffers: what comes before is no sign of growth."""
EVERY_S = 15
MEGABYTE = 1_000_000


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    here = running(ROOT, VAR)
    say(f"Looking at the memory of all processes for {WARM_UP_MINUTES + MINUTES} minutes.")
    time.sleep(WARM_UP_MINUTES * 60)
    samples: list[int] = []
    for number in range(MINUTES * 60 // EVERY_S + 1):
        samples.append(here.memory())
        if number % (5 * 60 // EVERY_S) == 0:
            say(f"After {number * EVERY_S // 60} minutes: {samples[-1] / MEGABYTE:.0f} MB.")
        time.sleep(EVERY_S)
    yield at_most("memory of all processes (PSS), most", max(samples) / MEGABYTE, "MB", 2500)
    yield at_most(f"growth of that memory over {MINUTES} minutes", growth(samples), "%", 3)


def growth(samples: Sequence[float]) -> float:
    """Per cent from the first sixth to the last: medians of several samples do not heed a moment's peak."""
    span = max(1, len(samples) // 6)
    before, after = median(samples[:span]), median(samples[-span:])
    return 100 * (after - before) / before
