"""Wrong direction: in the lane everybody walks from left to right."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.scene import Expected, Scene, Watch

LANE = ((-5.0, 18.0), (5.0, 18.0), (5.0, 24.0), (-5.0, 24.0))
"""10 m along the square, 6 m deep."""

WATCH = Watch(
    "wrong_direction", "lane", LANE, {"allowed_degrees": 90, "distance_metres": 2, "zone_cool_down_seconds": 5}
)
DISTANCE = 2.0


def turns_against(begins: float, leaves: float, right: float, ahead: float, speed: float = 1.0) -> Expected:
    """Somebody walks to the left in the lane from ``begins``, at this place then, until ``leaves``."""
    return Expected("wrong_direction", "lane", begins, begins + DISTANCE / speed, leaves + 1.0, (right, ahead))


SCENES = (
    Scene(
        "one walks against the others",
        "wrong_direction",
        "Two persons walk to the right; a third comes against them.",
        (WATCH,),
        (
            Person("with-1", "right-2", Path.of((0, -7, 19), (14, 7, 19))),
            Person("with-2", "right-1", Path.of((4, -7, 22.5), (18, 7, 22.5))),
            Person("against", "left-1", Path.of((3, 7, 21), (17, -7, 21))),
        ),
        (turns_against(5, 15, 5, 21),),
    ),
    Scene(
        "everybody goes the right way",
        "wrong_direction",
        "Three persons walk to the right, one of them stops on the way.",
        (WATCH,),
        (
            Person("first", "right-2", Path.of((0, -7, 19), (14, 7, 19))),
            Person("second", "left-6", Path.of((2, -7, 21), (8, -1, 21), (12, -1, 21), (19, 6, 21))),
            Person("third", "right-1", Path.of((6, -7, 23), (20, 7, 23))),
        ),
        hostile=True,
    ),
)
