"""Density: too many persons for the room there is."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.scene import Expected, Scene, Watch

YARD = ((-2.0, 17.0), (2.0, 17.0), (2.0, 20.0), (-2.0, 20.0))
"""4 m x 3 m: 12 m² of ground."""

WATCH = Watch("density", "yard", YARD, {"threshold_density": 0.4, "duration_seconds": 3, "cool_down_seconds": 60})
"""0.4 persons per m² on 12 m² are five persons."""

LOOKS = ("left-1", "left-3", "away-2", "right-2", "left-6", "away-3", "left-2", "right-1", "left-4", "left-7")


def gather(count: int, comes: float, every: float, until: float) -> tuple[Person, ...]:
    """Persons who come from the left, one after the other, and stand in two rows in the yard."""
    people = []
    for number in range(count):
        column, row = divmod(number, 2)
        right, ahead = 1.6 - 0.8 * column, 17.5 + 1.7 * row
        arrives = comes + every * number
        way = Path.of((arrives - 5, right - 7, ahead), (arrives, right, ahead), (until, right, ahead))
        people.append(Person(f"person-{number + 1}", LOOKS[number % len(LOOKS)], way))
    return tuple(people)


def fills(begins: float, until: float) -> Expected:
    """The fifth person has come at ``begins``, and all stay to ``until``."""
    return Expected("density", "yard", begins, begins + 3, until, None)


SCENES = (
    Scene(
        "seven gather in the yard",
        "density",
        "Seven persons come one after the other and stay.",
        (WATCH,),
        gather(7, comes=2, every=1.5, until=25),
        (fills(8 - 1.0, 25),),
        seconds=25,
    ),
    Scene(
        "three are no crowd",
        "density",
        "Three persons stand in the yard for a long time.",
        (WATCH,),
        gather(3, comes=1, every=1.5, until=20),
        hostile=True,
    ),
)
