"""How far a kind of event is to be trusted: its maturity, and how right it was on the scenes with this network."""

from collections.abc import Iterable
from typing import TypedDict

from detectors import build
from detectors.evaluation import figures
from detectors.evaluation.tally import Tally
from detectors.forms import MATURITIES
from detectors.vision.scene.registry import KINDS


class Evaluated(TypedDict):
    """recall: share of the events that were found, with its 95 % interval; None where no scene held an event.

    false_an_hour: false alarms in an hour of scenes, with its interval.
    """

    scenes: int
    recall: tuple[float, float, float] | None
    false_an_hour: tuple[float, float, float]


class KindQuality(TypedDict):
    """maturity: as people read it. evaluated: None where the network or the rule is another than was evaluated."""

    maturity: str
    evaluated: Evaluated | None


def qualities(kinds: Iterable[str]) -> dict[str, KindQuality]:
    network = build.hash_of(build.networks_in_use())
    return {
        kind: {
            "maturity": str(MATURITIES[KINDS[kind].maturity]),
            "evaluated": _evaluated(figures.current(kind, network)),
        }
        for kind in kinds
    }


def _evaluated(tally: Tally | None) -> Evaluated | None:
    if tally is None or tally.false_an_hour is None:
        return None
    return {
        "scenes": tally.scenes,
        "recall": None if tally.recall is None else (tally.recall, *tally.recall_interval),
        "false_an_hour": (tally.false_an_hour, *tally.false_interval),
    }
