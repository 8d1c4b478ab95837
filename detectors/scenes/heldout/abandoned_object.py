"""Abandoned object, held out: other grounds, other things, other weather."""

from detectors.scenes import drawings
from detectors.scenes.actors import OnGround, Path, Person, Thing, stays
from detectors.scenes.effects import CloudShadow, Compression, LightChange, Noise, Rain, Shake
from detectors.scenes.groups import furniture, seated, sleeper, walks_a_dog
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.vision.types import Label

CORNER = ((-6.0, 18.0), (6.0, 18.0), (7.5, 27.0), (-7.5, 27.0))
"""Of the square: its far half."""
FLOOR = ((-4.0, 9.0), (4.0, 9.0), (4.5, 17.0), (-4.5, 17.0))
"""Of the hall."""
ALONE = 12.0


def watch(zone: str, corners: tuple[tuple[float, float], ...]) -> Watch:
    return Watch("abandoned_object", zone, corners, {"alone_seconds": ALONE, "zone_cool_down_seconds": 5})


def left(zone: str, goes: float, until: float, right: float, ahead: float, owner: str) -> Expected:
    """The owner is two metres away at ``goes``."""
    return Expected("abandoned_object", zone, goes, goes + ALONE, until, (right, ahead), owner)


SCENES = (
    Scene(
        "a backpack stays in the hall",
        "abandoned_object",
        "Somebody comes from the far end of the hall, puts a backpack down and goes out on the right.",
        (watch("floor", FLOOR),),
        (
            Person("owner", "stand-2", Path.of((5, -0.5, 20), (12, -0.5, 12.6), (15, -0.5, 12.6), (22, 6.5, 12.6))),
            Thing("backpack", drawings.backpack((40, 40, 40)), stays(13, 45, 0.1, 12.4), 0.45, 0.55, Label.BAG),
        ),
        (left("floor", 17, 45, 0.1, 12.4, "owner"),),
        stage="hall",
        seconds=45,
    ),
    Scene(
        "a carton stays in the corner in the rain",
        "abandoned_object",
        "Rain; somebody leaves a carton at the far side, another person passes later.",
        (watch("corner", CORNER),),
        (
            Person("owner", "left-4", Path.of((6, 9, 22), (13, 1.8, 22), (16, 1.8, 22), (23, 9, 22))),
            Thing("carton", drawings.carton, stays(13.5, 45, 1.0, 21.9), 0.6, 0.5, Label.BAG),
            Person("passer", "left-2", Path.of((28, 8, 19), (42, -6, 19))),
        ),
        (left("corner", 18, 45, 1.0, 21.9, "owner"),),
        (Rain(250), Noise(2.5)),
        seconds=45,
        hostile=True,
    ),
    Scene(
        "a case stays before a camera in the wind",
        "abandoned_object",
        "The mast trembles and the line is weak; a traveller goes without the case.",
        (watch("corner", CORNER),),
        (
            Person("traveller", "right-1", Path.of((6, -8, 20), (13, -1.8, 20), (16, -1.8, 20), (24, -9, 20))),
            Thing("case", drawings.suitcase((70, 40, 120)), stays(13.5, 45, -1.1, 20), 0.5, 0.75, Label.BAG),
        ),
        (left("corner", 18, 45, -1.1, 20, "traveller"),),
        (Shake(1.5), Noise(), Compression(40)),
        seconds=45,
        hostile=True,
    ),
    Scene(
        "somebody sleeps beside the bags",
        "abandoned_object",
        "A person without a home lies beside two bags for the whole time; others pass, one with a dog.",
        (watch("corner", CORNER),),
        (
            *sleeper(45, (1.5, 21), looks="away-2"),
            Person("passer", "right-2", Path.of((8, -8, 23.5), (23, 7, 23.5))),
            *walks_a_dog(Path.of((24, 8, 19), (38, -6, 19)), looks="left-4"),
        ),
        seconds=45,
        hostile=True,
    ),
    Scene(
        "two sit down on benches with a bag",
        "abandoned_object",
        "One sits all the time; another comes with a bag, puts it down and stands beside it to the end.",
        (watch("corner", CORNER),),
        (
            *seated(45, (4, 22)),
            Person("who waits", "left-6", Path.of((6, -8, 20.5), (13, -1, 20.5), (45, -1, 20.5))),
            Thing("bag", drawings.backpack(), stays(14, 45, -0.4, 20.4), 0.45, 0.55, Label.BAG),
        ),
        seconds=45,
        hostile=True,
    ),
    Scene(
        "light and puddles on an empty corner",
        "abandoned_object",
        "Clouds drift, the light changes, a puddle grows, furniture stands; one person passes.",
        (watch("corner", CORNER),),
        (
            *furniture(45, right=1.0, ahead=25.0),
            OnGround("puddle", drawings.puddle, stays(16, 45, -2, 20.5), 2.0, 1.4),
            Person("passer", "left-7", Path.of((10, 8, 20), (25, -7, 20))),
        ),
        (),
        (CloudShadow(speed=0.04), LightChange(28, 0.7, takes=2.0), Noise()),
        seconds=45,
        hostile=True,
    ),
)
