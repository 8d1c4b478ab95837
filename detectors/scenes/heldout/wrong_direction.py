"""Wrong direction, held out: up and down instead of across, on other grounds."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import Compression, Glare, LightChange, Night, Noise, Rain, Shake
from detectors.scenes.groups import pushes_a_chair, rides
from detectors.scenes.scene import Expected, Scene, Watch

WAY = ((-3.0, 12.0), (3.0, 12.0), (3.0, 30.0), (-3.0, 30.0))
"""Of the street: its road, from near to far; everybody goes away from the camera."""
RAMP = ((-5.0, 19.0), (6.0, 19.0), (6.0, 27.0), (-5.0, 27.0))
"""Of the square; everybody goes to the left."""


def watch(zone: str, corners: tuple[tuple[float, float], ...], degrees: float) -> Watch:
    parameters = {"allowed_degrees": degrees, "distance_metres": 2, "zone_cool_down_seconds": 5}
    return Watch("wrong_direction", zone, corners, parameters)


def against(zone: str, begins: float, leaves: float, right: float, ahead: float, speed: float = 1.0) -> Expected:
    return Expected("wrong_direction", zone, begins, begins + max(1.0, 2.0 / speed), leaves + 1.0, (right, ahead))


SCENES = (
    Scene(
        "down the one-way street",
        "wrong_direction",
        "One person goes up the street, another comes down towards the camera.",
        (watch("way", WAY, 0),),
        (
            Person("up", "away-1", Path.of((0, 1.5, 11), (17, 1.2, 28))),
            Person("down", "stand-2", Path.of((2, -1.2, 31), (20, -1.5, 13))),
        ),
        (against("way", 3, 20, -1.2, 30),),
        stage="street",
        seconds=22,
    ),
    Scene(
        "to the right on the ramp",
        "wrong_direction",
        "Two go to the left as they should, one to the right.",
        (watch("ramp", RAMP, 270),),
        (
            Person("with-1", "left-3", Path.of((0, 7.5, 20), (14, -6.5, 20))),
            Person("with-2", "left-4", Path.of((3, 8, 23.5), (17, -6, 23.5))),
            Person("against", "left-2", Path.of((4, -7, 25), (18, 7, 25))),
        ),
        (against("ramp", 6, 17, -5, 25),),
        seconds=20,
    ),
    Scene(
        "a cyclist against the walkers",
        "wrong_direction",
        "A cyclist rides to the right at 4 m/s where everybody goes to the left.",
        (watch("ramp", RAMP, 270),),
        (
            Person("with", "left-6", Path.of((0, 7.5, 24), (14, -6.5, 24))),
            *rides(Path.of((5, -8, 21), (9, 8, 21))),
        ),
        (against("ramp", 5.75, 8.5, -5, 21, speed=4.0),),
        seconds=16,
    ),
    Scene(
        "against the walkers, badly seen",
        "wrong_direction",
        "Night, a weak connection and wind on the mast.",
        (watch("ramp", RAMP, 270),),
        (
            Person("with", "left-1", Path.of((0, 7.5, 22.5), (14, -6.5, 22.5))),
            Person("against", "right-2", Path.of((3, -7, 20.5), (17, 7, 20.5))),
        ),
        (against("ramp", 5, 16, -5, 20.5),),
        (Night(0.5), Shake(2.5), Noise(3.0), Compression(30)),
        hostile=True,
    ),
    Scene(
        "all up the street in the rain",
        "wrong_direction",
        "Two go up the street, one of them with a pushchair, and one stands; nobody goes down.",
        (watch("way", WAY, 0),),
        (
            Person("up", "away-3", Path.of((0, 1.5, 12), (17, 1.2, 29))),
            *pushes_a_chair(Path.of((3, -1.5, 13), (18, -1.0, 27)), looks="away-4"),
            Person("who stands", "stand-1", Path.of((0, 0, 20), (20, 0, 20))),
        ),
        (),
        (Rain(), Noise()),
        stage="street",
        hostile=True,
    ),
    Scene(
        "across the ramp while the light changes",
        "wrong_direction",
        "People cross the ramp or go along it; the light fails twice and the sun blinds.",
        (watch("ramp", RAMP, 270),),
        (
            Person("with", "left-2", Path.of((0, 7.5, 21), (14, -6.5, 21))),
            Person("crosser", "away-3", Path.of((2, 0, 16), (14, -0.5, 28))),
        ),
        (),
        (LightChange(5, 0.6, lasts=3), LightChange(12, 0.7, lasts=3), Glare(strength=90), Noise()),
        hostile=True,
    ),
)
