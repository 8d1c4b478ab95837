"""Start of fire, held out: smoke without a flame, and what only looks like it."""

from detectors.scenes import lights
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import CloudShadow, Compression, Fog, Noise
from detectors.scenes.library.fire import WATCH, burns, smokes
from detectors.scenes.scene import Scene

SCENES = (
    Scene(
        "a bench smokes in the foreground",
        "fire",
        "Smoke rises near the camera while somebody walks away from it.",
        (WATCH,),
        (
            *smokes(7, 28, 0.5, 17),
            Person("walker", "right-1", Path.of((4, 0, 18.5), (12, 8, 18.5))),
        ),
        (burns(7, 28, 0.5, 17),),
        seconds=28,
    ),
    Scene(
        "smoke under drifting clouds",
        "fire",
        "Smoke rises while shadows of clouds drift over, through a poor codec.",
        (WATCH,),
        smokes(9, 30, 2, 20),
        (burns(9, 30, 2, 20),),
        (CloudShadow(depth=0.35), Noise(3), Compression(40)),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "thin fog comes and stays",
        "fire",
        "Thin fog comes slowly; people pass.",
        (WATCH,),
        (Person("passer", "left-2", Path.of((8, 8, 21), (24, -8, 21))),),
        effects=(Fog(at=3, takes=20, thickest=0.35), Noise()),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "steam comes in bursts",
        "fire",
        "A vent by the road gives off steam four times.",
        (WATCH,),
        tuple(Thing(f"steam-{at}", lights.steam(), stays(at, at + 3, 1.5, 19), 1.6, 2.2) for at in (6, 12, 18, 24)),
        seconds=30,
        hostile=True,
    ),
)
