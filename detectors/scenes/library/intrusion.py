"""Intrusion: somebody is where nobody should be, or only seems to be."""

from detectors.scenes import drawings, lights
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import CloudShadow, Compression, Glare, LightChange, Night, Noise, Rain, Shake
from detectors.scenes.groups import furniture, seated, sleeper, walks_a_dog
from detectors.scenes.scene import Expected, Scene, Watch

COURT = ((-3.0, 18.0), (3.0, 18.0), (3.0, 23.0), (-3.0, 23.0))
"""A court in the middle of the square, 6 m wide and 5 m deep."""

DWELL = 1.0
WATCH = Watch("intrusion", "court", COURT, {"dwell_seconds": DWELL, "zone_cool_down_seconds": 5})
LEAVES = 1.5
"""Seconds for which the rule still counts somebody as inside."""


def enters(begins: float, leaves: float, right: float, ahead: float) -> Expected:
    """Somebody's foot is in the court from ``begins`` to ``leaves`` and was at this place on entering."""
    return Expected("intrusion", "court", begins, begins + DWELL, leaves + LEAVES, (right, ahead))


CROSSING = Path.of((2, -7, 20), (16, 7, 20))
"""From the left edge to the right one at 1 m/s: in the court from 6 to 12 s."""
PASSING = Path.of((1, -6, 16.5), (13, 6, 16.5))
"""Along the court, a metre and a half before it."""

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
    Scene(
        "a runner crosses the corner",
        "intrusion",
        "A person runs through the court and is inside for less than two seconds.",
        (WATCH,),
        (Person("runner", "left-9", Path.of((3, -7.5, 21), (8, 7.5, 21)), pace=2.0),),
        (enters(4.5, 6.5, -3, 21),),
        seconds=14,
    ),
    Scene(
        "the crossing at night",
        "intrusion",
        "By lamp light, with noise; the lamps glow.",
        (WATCH,),
        (
            Person("walker", "left-6", CROSSING),
            Thing("lamp", lights.headlight, stays(0, 20, -4, 25), 1.2, 1.2, up=3.6, glows=True),
        ),
        (enters(6, 12, -3, 20),),
        (Night(0.4), Noise(4.0)),
        hostile=True,
    ),
    Scene(
        "the crossing in the rain",
        "intrusion",
        "Rain, a weak connection and a camera that shakes.",
        (WATCH,),
        (Person("walker", "right-1", CROSSING),),
        (enters(6, 12, -3, 20),),
        (Rain(), Shake(), Noise(), Compression(30)),
        hostile=True,
    ),
    Scene(
        "somebody sits down to stay",
        "intrusion",
        "A person sits on a bench in the court: seated is present, too.",
        (WATCH,),
        (*furniture(20), *seated(20, (0.5, 20))),
        (enters(0, 20, 0.5, 20),),
        hostile=True,
    ),
    Scene(
        "people pass before the court",
        "intrusion",
        "Two persons walk along the court; their heads are before it in the picture, their feet are not in it.",
        (WATCH,),
        (
            Person("first", "right-2", PASSING),
            Person("second", "left-3", Path.of((6, 6, 16), (18, -6, 16))),
        ),
        hostile=True,
    ),
    Scene(
        "shadows and glare on an empty court",
        "intrusion",
        "Clouds drift, the sun stands low, the light goes and comes back: nobody is there.",
        (WATCH,),
        furniture(30),
        (),
        (CloudShadow(), Glare(), LightChange(12, 0.5, lasts=8), Noise()),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "a dog in the court",
        "intrusion",
        "A dog runs through the court alone while its owner waits outside.",
        (WATCH,),
        (
            *walks_a_dog(Path.of((1, -6.5, 16.5), (5, -4.5, 16.5), (20, -4.5, 16.5)))[:1],
            Thing("dog", drawings.dog, Path.of((4, -4, 19), (9, 5, 20), (14, -4, 21)), 0.9, 0.6),
        ),
        hostile=True,
    ),
    Scene(
        "somebody sleeps beside the court",
        "intrusion",
        "A person without a home lies by the court, things stand in it, and another person passes by.",
        (WATCH,),
        (
            *sleeper(20, (-5, 19)),
            Thing("case", drawings.suitcase(), stays(0, 20, 1, 20), 0.45, 0.7),
            Person("who passes", "left-1", PASSING),
        ),
        hostile=True,
    ),
)
