"""Crowd movement, held out: other numbers, other directions, other reasons to be fast."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import Compression, LightChange, Night, Noise, Rain, Shake
from detectors.scenes.groups import furniture, rides
from detectors.scenes.scene import Expected, Scene, Watch

FIELD = ((-5.5, 15.5), (5.5, 15.5), (7.0, 27.0), (-7.0, 27.0))
WATCH = Watch("crowd_movement", "field", FIELD, {"least_persons": 4})
LOOKS = ("left-4", "left-9", "left-1", "right-1", "left-6", "right-2", "left-2", "left-7")
SPOTS = ((-3.0, 17.5), (-1.0, 19.0), (1.0, 17.8), (3.0, 19.4), (-2.0, 22.0), (0.5, 21.6), (2.6, 23.0))


def stand_and_run(at: float, count: int, speed: float, side: int, metres: float = 6.0) -> tuple[Person, ...]:
    """They stand about and run to one side, one after the other within a second and a half."""
    people = []
    for number, (right, ahead) in enumerate(SPOTS[:count]):
        begins = at + 1.5 * number / count
        end = begins + metres / speed
        way = Path.of((0, right, ahead), (begins, right, ahead), (end, right + side * metres, ahead))
        people.append(Person(f"person-{number + 1}", LOOKS[number], way, pace=2.2))
    return tuple(people)


def cross(count: int, every: float, speed: float) -> tuple[Person, ...]:
    """They go through the picture, one by one, at one speed, from both sides."""
    people = []
    for number in range(count):
        side, begins = (1, -1)[number % 2], every * number
        way = Path.of((begins, -8 * side, 17.0 + number), (begins + 16 / speed, 8 * side, 17.0 + number))
        people.append(Person(f"person-{number + 1}", LOOKS[number], way, pace=max(1.0, speed / 1.4)))
    return tuple(people)


def begins(at: float, until: float) -> Expected:
    """The fourth runs a second after the first, about, and must have been seen to."""
    return Expected("crowd_movement", "field", at, at + 1.5, until)


SCENES = (
    Scene(
        "seven run to the right",
        "crowd_movement",
        "Seven persons stand about and run to the right.",
        (WATCH,),
        stand_and_run(8, 7, 3.6, 1),
        (begins(8, 12.5),),
        seconds=15,
    ),
    Scene(
        "six run to the left at dusk",
        "crowd_movement",
        "Six persons run to the left by little light.",
        (WATCH,),
        stand_and_run(9, 6, 3.2, -1),
        (begins(9, 13.5),),
        (Night(0.55), Noise(3.0)),
        seconds=16,
    ),
    Scene(
        "six run in the rain",
        "crowd_movement",
        "A shower, a camera that shakes, and six who run for it.",
        (WATCH,),
        stand_and_run(8, 6, 3.5, 1),
        (begins(8, 12.5),),
        (Rain(300), Shake(2.0), Noise()),
        seconds=15,
        hostile=True,
    ),
    Scene(
        "joggers and a cyclist come by",
        "crowd_movement",
        "Four joggers and a cyclist come through, none of whom was slow before.",
        (WATCH,),
        (*cross(4, 1.2, 2.9), *rides(Path.of((6, -9, 25), (10, 9, 25)))),
        seconds=14,
        hostile=True,
    ),
    Scene(
        "people stand and two run for the bus",
        "crowd_movement",
        "Seven stand, two of them run off; the others stay.",
        (WATCH,),
        (
            *stand_and_run(8, 2, 3.4, -1),
            *(
                Person(f"stays-{number + 1}", LOOKS[number + 2], Path.of((0, *spot), (18, *spot)))
                for number, spot in enumerate(SPOTS[2:])
            ),
        ),
        seconds=18,
        hostile=True,
    ),
    Scene(
        "many walk at their own pace",
        "crowd_movement",
        "Eight walk through in both directions among furniture while the light changes, through a weak line.",
        (WATCH,),
        (*furniture(20), *cross(8, 1.0, 1.4)),
        (),
        (LightChange(6, 0.6, lasts=5), Noise(), Compression(30)),
        seconds=20,
        hostile=True,
    ),
)
