"""Start of fire, held out: other grounds, other lights."""

from detectors.scenes import drawings, lights
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import Compression, Glare, LightChange, Night, Noise, Rain
from detectors.scenes.groups import pushes_a_chair
from detectors.scenes.scene import Expected, Scene, Watch

ROAD = ((-5.0, 13.0), (5.0, 13.0), (6.5, 24.0), (-6.5, 24.0))
"""Of the street."""
HALF = ((-6.0, 17.0), (6.0, 17.0), (7.5, 27.0), (-7.5, 27.0))
"""Of the square."""


def watch(zone: str, corners: tuple[tuple[float, float], ...]) -> Watch:
    return Watch("fire", zone, corners, {"duration_seconds": 4})


def blaze(begins: float, until: float, right: float, ahead: float, high: float) -> Thing:
    return Thing("flame", lights.flame(begins), stays(begins, until, right, ahead), 0.7 * high, high, glows=True)


def burns(zone: str, begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fire", zone, begins, begins + 4, until, (right, ahead))


def parks(right: float, ahead: float) -> Path:
    """Comes from the left, stands here from 8 to 20 s, and goes on."""
    return Path.of((3, right - 9, ahead), (8, right, ahead), (20, right, ahead), (25, right + 9, ahead))


SCENES = (
    Scene(
        "a bin burns in the street at night",
        "fire",
        "A bin begins to burn at the kerb; it smokes.",
        (watch("road", ROAD),),
        (
            Thing("smoke", lights.smoke(7), stays(7, 26, 3.6, 18.1), 2.0, 2.4, up=1.0),
            blaze(7, 26, 3.4, 18, 1.3),
        ),
        (burns("road", 7, 26, 3.4, 18),),
        (Night(0.4), Noise(3.0)),
        stage="street",
        seconds=26,
    ),
    Scene(
        "leaves burn behind the walkers",
        "fire",
        "By day, at the far side; two persons pass before it.",
        (watch("half", HALF),),
        (
            blaze(8, 28, 2, 23, 1.4),
            Thing("smoke", lights.smoke(8), stays(8, 28, 2.4, 23.1), 2.4, 3.0, up=1.0),
            Person("first", "left-4", Path.of((4, 8, 21), (18, -6, 21))),
            Person("second", "right-1", Path.of((14, -7, 20), (28, 7, 20))),
        ),
        (burns("half", 8, 28, 2, 23),),
        seconds=28,
    ),
    Scene(
        "fire through rain and a weak line",
        "fire",
        "It rains on a small fire; the line is weak.",
        (watch("half", HALF),),
        (blaze(9, 28, -3, 20, 1.2),),
        (burns("half", 9, 28, -3, 20),),
        (Rain(250), Noise(), Compression(35)),
        seconds=28,
        hostile=True,
    ),
    Scene(
        "a works vehicle with two beacons",
        "fire",
        "Two beacons turn on a van that comes, stands and goes.",
        (watch("road", ROAD),),
        (
            Thing("van", drawings.van((60, 150, 220)), parks(0.0, 17.0), 4.5, 2.1),
            Thing("left", lights.beacon(), parks(-1.0, 16.9), 0.6, 0.6, up=2.0, glows=True),
            Thing("right", lights.beacon(hertz=1.9), parks(1.0, 16.9), 0.6, 0.6, up=2.0, glows=True),
        ),
        (),
        (Night(0.5), Noise(3.0)),
        stage="street",
        seconds=26,
        hostile=True,
    ),
    Scene(
        "a bar with neon and a jacket in red",
        "fire",
        "A red sign fails again and again; people in bright clothes walk before it, one with a pushchair.",
        (watch("half", HALF),),
        (
            Thing("sign", lights.neon("OPEN", (20, 120, 255)), stays(0, 26, 2, 24), 2.4, 1.0, up=0.6, glows=True),
            Person("walker", "right-2", Path.of((3, -8, 20), (18, 7, 20))),
            *pushes_a_chair(Path.of((8, 8, 22), (23, -7, 22))),
        ),
        (),
        (Night(0.6), Noise(3.0)),
        seconds=26,
        hostile=True,
    ),
    Scene(
        "the evening sun and its mirrors",
        "fire",
        "The low sun, a pane that mirrors it, and clouds that come and go.",
        (watch("half", HALF),),
        (
            Thing("pane", lights.sunset_window, stays(0, 26, -4, 24), 1.6, 1.6, up=0.8, glows=True),
            Person("walker", "left-1", Path.of((5, 8, 21), (20, -7, 21))),
        ),
        (),
        (Glare(at=(0.3, 0.15), strength=120), LightChange(8, 0.7, lasts=5), LightChange(18, 0.8, lasts=4), Noise()),
        seconds=26,
        hostile=True,
    ),
)
