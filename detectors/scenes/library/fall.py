"""Fall: somebody who stood lies on the ground. Half of the scenes only show somebody low."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, falls, lies, stays
from detectors.scenes.effects import Compression, Noise
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.vision.types import Label

PLAZA = ((-5.0, 15.0), (5.0, 15.0), (5.0, 26.0), (-5.0, 26.0))
LASTS = 5.0
WATCH = Watch("fall", "plaza", PLAZA, {"duration_seconds": LASTS})


def fell(begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fall", "plaza", begins, begins + LASTS, until, (right, ahead))


def walks_and_falls(name: str, looks: str, at: float, until: float, right: float, ahead: float, side: int) -> Person:
    """Walks to the place, from the left (-1) or the right (1), and falls there."""
    way = Path.of((at - 8, right + 8 * side, ahead), (at, right, ahead), (until, right, ahead))
    return Person(name, looks, way, lean=falls(at))


SCENES = (
    Scene(
        "a walker falls and stays down",
        "fall",
        "Somebody walks across the plaza, falls and does not get up.",
        (WATCH,),
        (walks_and_falls("walker", "right-2", 10, 26, 0, 19, -1),),
        (fell(10, 26, 0, 19),),
        seconds=26,
    ),
    Scene(
        "somebody falls near the camera",
        "fall",
        "Somebody falls in the foreground.",
        (WATCH,),
        (walks_and_falls("walker", "left-2", 10, 26, 1, 16.5, 1),),
        (fell(10, 26, 1, 16.5),),
        seconds=26,
    ),
    Scene(
        "somebody falls and another comes to help",
        "fall",
        "Somebody falls; another walks there and stands by.",
        (WATCH,),
        (
            walks_and_falls("walker", "left-1", 10, 30, -1, 20, 1),
            Person("helper", "right-1", Path.of((9, -8, 21), (16, -2.6, 20.5), (30, -2.6, 20.5))),
        ),
        (fell(10, 30, -1, 20),),
        seconds=30,
    ),
    Scene(
        "somebody falls far off, through a poor codec",
        "fall",
        "Somebody falls on the far side; the picture is noisy and compressed.",
        (WATCH,),
        (walks_and_falls("walker", "right-1", 10, 26, 1, 22, -1),),
        (fell(10, 26, 1, 22),),
        (Noise(4), Compression(30)),
        seconds=26,
    ),
    Scene(
        "somebody sits on the ground",
        "fall",
        "Somebody comes, sits down and stays.",
        (WATCH,),
        (
            Person("guest", "left-1", Path.of((2, 8, 20), (10, 0, 20))),
            Person("seated", "left-1", stays(10, 30, 0, 20), sits=True),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "somebody has been lying there all along",
        "fall",
        "A person sleeps on the ground; others pass.",
        (WATCH,),
        (
            Person("sleeper", "left-2", stays(0, 30, 0, 19), lean=lies),
            Person("passer", "right-2", Path.of((3, -8, 21), (17, 8, 21))),
            Person("other", "left-1", Path.of((12, 8, 17.5), (28, -8, 17.5))),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "somebody gets up again at once",
        "fall",
        "Somebody stumbles, falls and stands again after two seconds.",
        (WATCH,),
        (
            Person("before", "right-2", Path.of((2, -8, 19), (10, 0, 19), (12, 0, 19)), lean=falls(10)),
            Person("after", "stand-1", Path.of((12, 0, 19), (20, 0, 19), (28, 8, 19))),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "a dog lies down and a suitcase is put down",
        "fall",
        "A dog stands about, and somebody puts a suitcase down and stays.",
        (WATCH,),
        (
            Thing("dog", drawings.dog, Path.of((2, -7, 18), (12, 1, 18), (30, 1, 18)), 0.9, 0.6),
            Person("traveller", "stand-1", Path.of((2, 8, 21), (12, -1, 21), (30, -1, 21))),
            Thing("suitcase", drawings.suitcase(), stays(13, 30, -0.3, 21), 0.5, 0.75, Label.BAG),
        ),
        seconds=30,
        hostile=True,
    ),
)
