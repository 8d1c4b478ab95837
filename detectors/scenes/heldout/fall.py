"""Fall, held out: other people, other grounds, other ways of being low."""

from collections.abc import Callable

import numpy as np

from detectors.scenes.actors import Path, Person, falls, stays
from detectors.scenes.effects import CloudShadow, Compression, Night, Noise, Rain, Shake
from detectors.scenes.groups import pushes_a_chair, seated, sleeper, walks_a_dog
from detectors.scenes.scene import Expected, Scene, Watch

PAVED = ((-5.0, 16.5), (5.0, 16.5), (6.5, 26.0), (-6.5, 26.0))
"""Of the square."""
FLOOR = ((-4.0, 9.5), (4.0, 9.5), (4.5, 17.0), (-4.5, 17.0))
"""Of the hall."""


def watch(zone: str, corners: tuple[tuple[float, float], ...]) -> Watch:
    return Watch("fall", zone, corners, {"duration_seconds": 5})


def fell(zone: str, at: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fall", zone, at, at + 5, until, (right, ahead))


def to_the_left(at: float) -> Callable[[float], float]:
    """Like ``falls``, over the other side."""
    lean = falls(at, takes=0.5)
    return lambda seconds: -lean(seconds)


def stumbles(at: float) -> Callable[[float], float]:
    """Sways by thirty degrees and catches himself."""
    return lambda seconds: float(30 * np.exp(-((seconds - at) ** 2) / 0.15))


SCENES = (
    Scene(
        "somebody falls in the hall",
        "fall",
        "A person comes through the hall, stops and falls over to the left.",
        (watch("floor", FLOOR),),
        (Person("walker", "stand-2", Path.of((1, 3.5, 15), (6, 0.5, 13), (24, 0.5, 13)), lean=to_the_left(9)),),
        (fell("floor", 9, 24, 0.5, 13),),
        stage="hall",
        seconds=24,
    ),
    Scene(
        "one of three falls",
        "fall",
        "Three persons walk over the square; the one in the middle falls, the others go on.",
        (watch("paved", PAVED),),
        (
            Person("first", "left-4", Path.of((0, 7, 18.5), (14, -7, 18.5))),
            Person("who falls", "right-1", Path.of((2, -7, 20.5), (10, 1, 20.5), (26, 1, 20.5)), lean=falls(10)),
            Person("third", "left-9", Path.of((4, 7, 23.5), (18, -7, 23.5))),
        ),
        (fell("paved", 10, 26, 1, 20.5),),
        seconds=26,
    ),
    Scene(
        "a fall in night rain",
        "fall",
        "Rain and little light; a person falls at the lamp.",
        (watch("paved", PAVED),),
        (Person("walker", "left-6", Path.of((1, 7, 20), (8, 0, 20), (24, 0, 20)), lean=falls(8.5)),),
        (fell("paved", 8.5, 24, 0, 20),),
        (Night(0.55), Rain(250), Noise(3.0)),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "people sit, sleep and stand",
        "fall",
        "One sits on a bench, one without a home sleeps, one waits, a dog runs by its owner.",
        (watch("paved", PAVED),),
        (
            *seated(26, (3.5, 22), looks="stand-1"),
            *sleeper(26, (-2.5, 19), looks="left-1"),
            Person("who waits", "stand-2", stays(0, 26, 1, 24)),
            *walks_a_dog(Path.of((4, -8, 21), (19, 7, 21))),
        ),
        (),
        (CloudShadow(), Noise()),
        seconds=26,
        hostile=True,
    ),
    Scene(
        "somebody stumbles and goes on",
        "fall",
        "A person stumbles twice and walks on; another goes by with a pushchair.",
        (watch("paved", PAVED),),
        (
            Person("walker", "right-2", Path.of((2, -7, 19), (18, 7, 19)), lean=stumbles(9)),
            *pushes_a_chair(Path.of((6, 8, 22), (21, -7, 22))),
        ),
        (),
        (Shake(2.0), Noise()),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "people go behind each other",
        "fall",
        "Four persons cross, hide each other, and leave at the edges, through a weak line.",
        (watch("paved", PAVED),),
        tuple(
            Person(f"person-{number + 1}", looks, Path.of((begins, side * -8, ahead), (begins + 14, side * 8, ahead)))
            for number, (looks, begins, side, ahead) in enumerate(
                (("left-1", 0, 1, 18), ("left-3", 1, -1, 19), ("away-2", 3, 1, 20), ("left-2", 4, -1, 21))
            )
        ),
        (),
        (Noise(), Compression(30)),
        seconds=20,
        hostile=True,
    ),
)
