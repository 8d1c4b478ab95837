"""Crowd movement: many begin to run. Half of the scenes show a crowd that does not, or runners that are none."""

import math

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import Compression, Noise
from detectors.scenes.scene import Expected, Scene, Watch

SQUARE = ((-5.5, 15.5), (5.5, 15.5), (6.5, 27.0), (-6.5, 27.0))
WATCH = Watch("crowd_movement", "square", SQUARE, {"least_persons": 4})
LOOKS = ("right-1", "left-1", "right-2", "left-3", "left-2", "left-6", "away-2", "away-3")
MIDDLE = (0.0, 20.5)
RUNS = 3.5
"""Metres a second."""


def place(number: int, of: int, radius: float) -> tuple[float, float]:
    turn = 2 * math.pi * (number + 0.25) / of
    return MIDDLE[0] + radius * math.cos(turn), MIDDLE[1] + radius * math.sin(turn)


def scatter(count: int, at: float, radius: float = 1.7, metres: float = 6.0) -> tuple[Person, ...]:
    """They stand in a ring and run outwards, each on his own way."""
    people = []
    for number in range(count):
        (x, y), (far_x, far_y) = place(number, count, radius), place(number, count, radius + metres)
        way = Path.of((0, x, y), (at + 0.1 * number, x, y), (at + 0.1 * number + metres / RUNS, far_x, far_y))
        people.append(Person(f"person-{number + 1}", LOOKS[number % len(LOOKS)], way, pace=2.5))
    return tuple(people)


def together(count: int, at: float, speed: float, ends: float) -> tuple[Person, ...]:
    """They walk to the right in two loose rows and change to this speed."""
    people = []
    for number in range(count):
        column, row = divmod(number, 2)
        x, y = -5.0 + 1.5 * column, 19.0 + 2.4 * row
        way = Path.of((0, x - 1, y), (at, x - 1 + 0.6 * at, y), (ends, x - 1 + 0.6 * at + speed * (ends - at), y))
        people.append(Person(f"person-{number + 1}", LOOKS[(2 * number) % 4], way, pace=2.0))
    return tuple(people)


def begins(at: float, until: float) -> Expected:
    """Four of them run a second after the first began."""
    return Expected("crowd_movement", "square", at, at + 1.0, until)


SCENES = (
    Scene(
        "six scatter",
        "crowd_movement",
        "Six persons stand in a ring and suddenly run apart.",
        (WATCH,),
        scatter(6, at=8),
        (begins(8, 12),),
        seconds=14,
    ),
    Scene(
        "five scatter through a poor codec",
        "crowd_movement",
        "Five persons run apart; the picture is noisy and compressed.",
        (WATCH,),
        scatter(5, at=9, radius=2.2),
        (begins(9, 13),),
        (Noise(4), Compression(30)),
        seconds=15,
    ),
    Scene(
        "six begin to run one way",
        "crowd_movement",
        "Six persons stroll to the right and begin to run.",
        (WATCH,),
        together(6, at=6, speed=RUNS, ends=9),
        (begins(6, 10),),
        seconds=12,
    ),
    Scene(
        "a group strolls on",
        "crowd_movement",
        "Six persons stroll and walk on a little faster.",
        (WATCH,),
        together(6, at=6, speed=1.3, ends=12),
        seconds=14,
        hostile=True,
    ),
    Scene(
        "joggers come by",
        "crowd_movement",
        "Four joggers run through the square, past two who stand.",
        (WATCH,),
        (
            *(
                Person(
                    f"jogger-{n + 1}",
                    LOOKS[2 * n % 4],
                    Path.of((3, -10 - 1.4 * n, 19), (10, 12 - 1.4 * n, 19)),
                    pace=2.5,
                )
                for n in range(4)
            ),
            Person("waiting", "stand-1", Path.of((0, 2, 23), (14, 2, 23))),
        ),
        seconds=14,
        hostile=True,
    ),
    Scene(
        "two run for a bus",
        "crowd_movement",
        "Among six who stand, two begin to run.",
        (WATCH,),
        (
            *scatter(6, at=8)[:2],
            *(
                Person(f"waiting-{n + 1}", LOOKS[n], Path.of((0, *place(n, 6, 1.7)), (14, *place(n, 6, 1.7))))
                for n in range(2, 6)
            ),
        ),
        seconds=14,
        hostile=True,
    ),
)
