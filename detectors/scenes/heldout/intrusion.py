"""Intrusion, held out: other places, other people, other weather."""

from detectors.scenes import drawings
from detectors.scenes.actors import OnGround, Path, Person, Thing, stays
from detectors.scenes.effects import Compression, Glare, Night, Noise, Rain
from detectors.scenes.groups import furniture, pushes_a_chair
from detectors.scenes.scene import Expected, Scene, Watch

PAVEMENT = ((3.5, 14.0), (6.0, 14.0), (7.5, 22.0), (3.5, 22.0))
"""Of the street: beyond the right kerb."""
DOORWAY = ((-2.0, 9.0), (2.0, 9.0), (2.0, 12.0), (-2.0, 12.0))
"""Of the hall."""
CORNER = ((2.0, 20.0), (6.5, 20.0), (7.5, 27.0), (2.0, 27.0))
"""Of the square."""

SECONDS = {"dwell_seconds": 1.0, "zone_cool_down_seconds": 5}


def enters(zone: str, begins: float, leaves: float, right: float, ahead: float) -> Expected:
    return Expected("intrusion", zone, begins, begins + 1.0, leaves + 1.5, (right, ahead))


SCENES = (
    Scene(
        "over the street",
        "intrusion",
        "A person crosses the street on a grey day and steps on the right pavement.",
        (Watch("intrusion", "pavement", PAVEMENT, SECONDS),),
        (Person("walker", "left-4", Path.of((1, -5.5, 17), (12, 5.5, 17), (14, 5.5, 17))),),
        (enters("pavement", 10, 14, 3.5, 17),),
        stage="street",
        seconds=16,
    ),
    Scene(
        "through the door of the hall",
        "intrusion",
        "A person comes from the far end of the hall to its door.",
        (Watch("intrusion", "doorway", DOORWAY, SECONDS),),
        (Person("walker", "stand-2", Path.of((0, -1, 20), (11, 0.5, 9))),),
        (enters("doorway", 8, 11, 0, 12),),
        stage="hall",
        seconds=14,
    ),
    Scene(
        "into the corner by night rain",
        "intrusion",
        "Rain at night; somebody goes to the far right corner and waits there.",
        (Watch("intrusion", "corner", CORNER, SECONDS),),
        (Person("walker", "left-7", Path.of((0, -4, 22), (6, 2, 22), (8, 4, 23), (16, 4, 23))),),
        (enters("corner", 6, 16, 2, 22),),
        (Night(0.45), Rain(300), Noise(3.0)),
        seconds=18,
        hostile=True,
    ),
    Scene(
        "against the sun",
        "intrusion",
        "Somebody crosses the corner while the low sun blinds the camera.",
        (Watch("intrusion", "corner", CORNER, SECONDS),),
        (Person("walker", "right-1", Path.of((1, -6, 21.5), (14, 7, 21.5))),),
        (enters("corner", 9, 13.5, 2, 21.5),),
        (Glare(at=(0.7, 0.2), strength=110), Noise()),
        seconds=16,
        hostile=True,
    ),
    Scene(
        "the street beside the pavement",
        "intrusion",
        "A pushchair goes down the road and a van passes; nobody steps on the pavement that is watched.",
        (Watch("intrusion", "pavement", PAVEMENT, SECONDS),),
        (
            *pushes_a_chair(Path.of((0, -5, 14), (9, 2.6, 16), (15, 2.4, 22))),
            Thing("van", drawings.van(), Path.of((4, -14, 24), (9, 14, 24)), 4.6, 2.2),
        ),
        (),
        (Noise(), Compression(25)),
        stage="street",
        seconds=18,
        hostile=True,
    ),
    Scene(
        "things in the corner",
        "intrusion",
        "A suitcase, a puddle and furniture stand in the corner; a person passes before it.",
        (Watch("intrusion", "corner", CORNER, SECONDS),),
        (
            *furniture(18, right=3.0, ahead=24.0),
            Thing("case", drawings.suitcase((40, 40, 120)), stays(0, 18, 4, 21), 0.5, 0.75),
            OnGround("puddle", drawings.puddle, stays(0, 18, 5, 24), 2.0, 1.5),
            Person("who passes", "left-2", Path.of((1, 6.5, 18), (14, -6.5, 18))),
        ),
        seconds=18,
        hostile=True,
    ),
)
