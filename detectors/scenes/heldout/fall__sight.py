"""Fall, held out: along the line of sight and beside others."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, falls, stays
from detectors.scenes.effects import CloudShadow, Noise
from detectors.scenes.library.fall import ON_THE_STREET, WATCH, comes, fell
from detectors.scenes.scene import Scene
from detectors.vision.types import Label

SCENES = (
    Scene(
        "somebody collapses towards the camera while others pass",
        "fall",
        "Somebody falls with the head to the camera; two pass behind.",
        (WATCH,),
        (
            Person("walker", "right-1", comes(22, 7, -1.5, 19, -1), tips=falls(7, takes=0.9)),
            Person("passer", "left-2", Path.of((5, 8, 23), (19, -8, 23))),
            Person("other", "right-2", Path.of((9, -8, 24), (22, 8, 24))),
        ),
        (fell(7, 22, -1.5, 19),),
        seconds=22,
    ),
    Scene(
        "somebody falls backwards on the street under clouds",
        "fall",
        "Somebody falls away from the camera while shadows drift over.",
        (ON_THE_STREET,),
        (Person("walker", "left-6", comes(22, 7, 0.5, 20, 1), tips=falls(7, to=-90)),),
        (fell(7, 22, 0.5, 20),),
        (CloudShadow(depth=0.3), Noise()),
        stage="street",
        seconds=22,
        hostile=True,
    ),
    Scene(
        "a case is put down where another person walks out of sight",
        "fall",
        "Somebody puts a case down and walks on; another goes behind a van.",
        (WATCH,),
        (
            Person("traveller", "left-1", Path.of((0, 7, 19), (7, 0, 19), (9, 0, 19), (17, -8, 19))),
            Thing("case", drawings.suitcase(), stays(8, 24, 0.4, 19.1), 0.5, 0.75, Label.BAG),
            Person("walker", "right-2", Path.of((3, -7, 22.5), (13, 3, 22.5), (24, 3, 22.5))),
            Thing("van", drawings.van(), stays(0, 24, 3.4, 20.5), 4.6, 2.2),
        ),
        seconds=24,
        hostile=True,
    ),
)
