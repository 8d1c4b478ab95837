"""Which alerts were right: each expected event may be met once, whatever else fires is a false alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

from detectors.scenes.scene import Expected

EARLY = 0.5
"""Seconds before its begin at which an alert still counts: feet in pictures are not known better than that."""


@dataclass(frozen=True, slots=True)
class Fired:
    """An alert. at: seconds from the beginning of the scene to the frame that fired it."""

    kind: str
    zone: str
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """delays: seconds from due to fired, of each event that was found; never below nought.

    missed: events that no alert met. false: alerts that met no event.
    """

    delays: tuple[float, ...]
    missed: tuple[Expected, ...]
    false: tuple[Fired, ...]


def judge(expected: Sequence[Expected], fired: Sequence[Fired]) -> Verdict:
    """Alerts in the order in which they came; each takes the first event of its kind and zone that is still open."""
    still, delays, false = list(expected), [], []
    for alert in sorted(fired, key=lambda each: each.at):
        met = next((event for event in still if _meets(alert, event)), None)
        if met is None:
            false.append(alert)
        else:
            still.remove(met)
            delays.append(max(0.0, alert.at - met.due))
    return Verdict(tuple(delays), tuple(still), tuple(false))


def _meets(alert: Fired, event: Expected) -> bool:
    in_time = event.begins - EARLY <= alert.at <= event.until
    return in_time and (alert.kind, alert.zone) == (event.kind, event.zone)
