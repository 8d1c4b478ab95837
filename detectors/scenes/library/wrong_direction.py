"""Wrong direction: in the lane everybody walks from left to right."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import CloudShadow, Compression, Night, Noise, Rain, Shake
from detectors.scenes.groups import furniture, pushes_a_chair, seated, sleeper, walks_a_dog
from detectors.scenes.scene import Expected, Scene, Watch

LANE = ((-5.0, 18.0), (5.0, 18.0), (5.0, 24.0), (-5.0, 24.0))
"""10 m along the square, 6 m deep."""

WATCH = Watch(
    "wrong_direction", "lane", LANE, {"allowed_degrees": 90, "distance_metres": 2, "zone_cool_down_seconds": 5}
)
DISTANCE = 2.0


def turns_against(begins: float, leaves: float, right: float, ahead: float, speed: float = 1.0) -> Expected:
    """Somebody walks to the left in the lane from ``begins``, at this place then, until ``leaves``."""
    due = begins + max(DISTANCE / speed, 1.0)
    return Expected("wrong_direction", "lane", begins, due, leaves + 1.0, (right, ahead))


def with_it(begins: float, ahead: float, speed: float = 1.0) -> Path:
    """The right way through the whole picture."""
    return Path.of((begins, -7, ahead), (begins + 14 / speed, 7, ahead))


def against(begins: float, ahead: float, speed: float = 1.0) -> Path:
    """The wrong way; in the lane from 2 m after its begin, for 10 m."""
    return Path.of((begins, 7, ahead), (begins + 14 / speed, -7, ahead))


SCENES = (
    Scene(
        "one walks against the others",
        "wrong_direction",
        "Two persons walk to the right; a third comes against them.",
        (WATCH,),
        (
            Person("with-1", "right-2", with_it(0, 19)),
            Person("with-2", "right-1", with_it(4, 22.5)),
            Person("against", "left-1", against(3, 21)),
        ),
        (turns_against(5, 15, 5, 21),),
    ),
    Scene(
        "one turns round",
        "wrong_direction",
        "A person walks the right way, stops, and goes all the way back.",
        (WATCH,),
        (Person("walker", "left-6", Path.of((1, -7, 21), (9, 1, 21), (11, 1, 21), (18, -6, 21))),),
        (turns_against(11, 17, 1, 21),),
    ),
    Scene(
        "one runs against",
        "wrong_direction",
        "A person runs the wrong way at 3 m/s.",
        (WATCH,),
        (
            Person("with", "right-2", with_it(0, 22)),
            Person("runner", "left-9", against(6, 20, speed=3.0), pace=2.0),
        ),
        (turns_against(6 + 2 / 3, 6 + 4, 5, 20, speed=3.0),),
        seconds=16,
    ),
    Scene(
        "against at night",
        "wrong_direction",
        "The wrong way by little light.",
        (WATCH,),
        (Person("with", "right-1", with_it(0, 19)), Person("against", "left-6", against(3, 22))),
        (turns_against(5, 15, 5, 22),),
        (Night(0.4), Noise(4.0)),
        hostile=True,
    ),
    Scene(
        "against in the rain",
        "wrong_direction",
        "The wrong way in the rain, before a camera that shakes.",
        (WATCH,),
        (Person("with", "left-1", with_it(1, 19.5)), Person("against", "left-3", against(2, 22))),
        (turns_against(4, 14, 5, 22),),
        (Rain(), Shake(), Noise(), Compression(30)),
        hostile=True,
    ),
    Scene(
        "everybody goes the right way",
        "wrong_direction",
        "Three persons walk to the right, one of them stops on the way.",
        (WATCH,),
        (
            Person("first", "right-2", with_it(0, 19)),
            Person("second", "left-6", Path.of((2, -7, 21), (8, -1, 21), (12, -1, 21), (19, 6, 21))),
            Person("third", "right-1", with_it(6, 23)),
        ),
        hostile=True,
    ),
    Scene(
        "who stands and sits does not move",
        "wrong_direction",
        "One person sits, one sleeps on the ground, one waits, while others pass and the camera shakes.",
        (WATCH,),
        (
            *furniture(20),
            *seated(20, (2, 22)),
            *sleeper(20, (-2.5, 22.5)),
            Person("who waits", "stand-1", Path.of((0, 0, 19.5), (20, 0, 19.5))),
            Person("who passes", "left-1", with_it(2, 18.5)),
        ),
        (),
        (Shake(), CloudShadow(), Noise()),
        hostile=True,
    ),
    Scene(
        "a step back is no wrong way",
        "wrong_direction",
        "A person walks the right way and takes one step back; another crosses the lane.",
        (WATCH,),
        (
            Person("walker", "right-1", Path.of((1, -7, 21), (8, 0, 21), (9, -0.8, 21), (17, 6, 21))),
            Person("crosser", "away-1", Path.of((4, 2, 16), (14, 2.5, 27))),
        ),
        hostile=True,
    ),
    Scene(
        "dog and pushchair go along",
        "wrong_direction",
        "A dog before its owner and a pushchair, all the right way.",
        (WATCH,),
        (*walks_a_dog(with_it(0, 20)), *pushes_a_chair(with_it(4, 22))),
        hostile=True,
    ),
)
