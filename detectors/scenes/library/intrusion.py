"""Intrusion: somebody is where nobody should be, or only seems to be."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.scene import Expected, Scene, Watch

COURT = ((-3.0, 18.0), (3.0, 18.0), (3.0, 23.0), (-3.0, 23.0))
"""A court in the middle of the square, 6 m wide and 5 m deep."""

WATCH = Watch("intrusion", "court", COURT, {"dwell_seconds": 1.0, "zone_cool_down_seconds": 5})
DWELL = 1.0


def enters(begins: float, leaves: float, right: float, ahead: float) -> Expected:
    """Somebody's foot is in the court from ``begins`` to ``leaves`` and was at this place on entering."""
    return Expected("intrusion", "court", begins, begins + DWELL, leaves + 1.0, (right, ahead))


# Walks at 1 m/s from the left edge to the right one: in the court from 6 to 12 s.
CROSSING = Path.of((2, -7, 20), (16, 7, 20))

SCENES = (
    Scene(
        "walker crosses the court",
        "intrusion",
        "A person walks from left to right through the court.",
        (WATCH,),
        (Person("walker", "left-1", CROSSING),),
        (enters(6, 12, -3, 20),),
    ),
    Scene(
        "two come one after the other",
        "intrusion",
        "Two persons cross the court, ten seconds apart.",
        (WATCH,),
        (
            Person("first", "right-2", Path.of((0, -7, 19), (14, 7, 19))),
            Person("second", "left-3", Path.of((10, 7, 22), (24, -7, 22))),
        ),
        (enters(4, 10, -3, 19), enters(14, 20, 3, 22)),
        seconds=26,
    ),
    Scene(
        "somebody comes straight on",
        "intrusion",
        "A person walks towards the camera, through the court from its far side.",
        (WATCH,),
        (Person("walker", "stand-1", Path.of((1, 0, 30), (19, 0, 12))),),
        (enters(8, 13, 0, 23),),
    ),
)
