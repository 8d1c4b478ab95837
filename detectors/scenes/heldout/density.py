"""Density, held out: other grounds, other numbers of people."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import CloudShadow, Compression, LightChange, Noise, Shake
from detectors.scenes.groups import furniture, seated
from detectors.scenes.scene import Expected, Scene, Watch

PLACE = ((-5.0, 13.0), (5.0, 13.0), (5.0, 23.0), (-5.0, 23.0))
"""Of the street: 10 m x 10 m, 100 m²."""
FLOOR = ((-4.0, 9.0), (4.0, 9.0), (4.0, 17.0), (-4.0, 17.0))
"""Of the hall: 8 m x 8 m, 64 m²."""

LOOKS = ("left-8", "stand-1", "left-9", "away-4", "left-5", "stand-2", "away-1", "left-7", "left-4", "right-2")


def watch(zone: str, corners: tuple[tuple[float, float], ...], persons: float, area: float) -> Watch:
    """Too dense from this many persons on."""
    parameters = {"threshold_density": (persons - 0.5) / area, "duration_seconds": 3, "cool_down_seconds": 60}
    return Watch("density", zone, corners, parameters)


def arrive(spots: tuple[tuple[float, float], ...], first: float, every: float, until: float) -> tuple[Person, ...]:
    """Persons who come from the right at 1.2 m/s, each straight to its place, and stay."""
    return tuple(
        Person(
            f"person-{number + 1}",
            LOOKS[number % len(LOOKS)],
            Path.of(
                (first + every * number - 9 / 1.2, right + 9, ahead),
                (first + every * number, right, ahead),
                (until, right, ahead),
            ),
        )
        for number, (right, ahead) in enumerate(spots)
    )


STREET = ((-3.5, 14.5), (-1.0, 15.5), (1.8, 14.8), (3.8, 17.0), (-2.6, 18.6), (0.4, 19.0), (2.8, 21.0), (-3.9, 21.6))
HALL = ((-2.6, 10.5), (0.0, 11.0), (2.4, 10.6), (-1.3, 13.2), (1.2, 13.4), (3.2, 14.4), (-3.2, 15.2))

SCENES = (
    Scene(
        "eight in the street",
        "density",
        "Eight persons meet in the street; seven are too many.",
        (watch("place", PLACE, 7, 100),),
        arrive(STREET, first=5, every=1.5, until=30),
        # The seventh stands at 2.8 m and stops at 14 s; it came over the right border 2.2 m before.
        (Expected("density", "place", 14 - 2.2 / 1.2 + 0.0, 17 - 2.2 / 1.2, 30),),
        stage="street",
        seconds=30,
    ),
    Scene(
        "seven in the hall",
        "density",
        "Seven persons fill the hall; six are too many.",
        (watch("floor", FLOOR, 6, 64),),
        arrive(HALL, first=5, every=1.5, until=28),
        # The sixth stands at 3.2 m at 12.5 s; it came over the right border 0.8 m before.
        (Expected("density", "floor", 12.5 - 0.8 / 1.2, 15.5 - 0.8 / 1.2, 28),),
        stage="hall",
        seconds=28,
    ),
    Scene(
        "eight in the street, badly seen",
        "density",
        "The same number by a weak connection, with wind and clouds.",
        (watch("place", PLACE, 7, 100),),
        arrive(STREET, first=5, every=1.2, until=28),
        (Expected("density", "place", 12.2 - 2.2 / 1.2, 15.2 - 2.2 / 1.2, 28),),
        (CloudShadow(), Shake(2.0), Noise(3.0), Compression(30)),
        stage="street",
        seconds=28,
        hostile=True,
    ),
    Scene(
        "five in the hall are few",
        "density",
        "Five persons stand in the hall while the light changes.",
        (watch("floor", FLOOR, 7, 64),),
        arrive(HALL[:5], first=5, every=1.5, until=24),
        (),
        (LightChange(10, 0.5, lasts=6), Noise()),
        stage="hall",
        seconds=24,
        hostile=True,
    ),
    Scene(
        "benches and few people",
        "density",
        "Two sit, two stand, and there is much furniture.",
        (watch("place", PLACE, 6, 100),),
        (
            *furniture(22, ahead=18.0),
            *seated(22, (-3, 16)),
            *seated(22, (3, 15), looks="stand-1"),
            *arrive(((0.0, 15.0), (1.5, 20.0)), first=6, every=2, until=22),
        ),
        stage="street",
        seconds=22,
        hostile=True,
    ),
    Scene(
        "two fives, one after the other",
        "density",
        "Five persons go before the next five come.",
        (watch("place", PLACE, 7, 100),),
        tuple(
            Person(
                f"person-{number + 1}",
                LOOKS[number],
                Path.of((start, -8, 14.0 + 1.7 * (number % 5)), (start + 13, 8, 14.0 + 1.7 * (number % 5))),
            )
            for number, start in enumerate((0, 0.5, 1, 1.5, 2, 15, 15.5, 16, 16.5, 17))
        ),
        stage="street",
        seconds=32,
        hostile=True,
    ),
)
