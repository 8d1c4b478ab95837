"""Start of fire: something begins to burn; half of the scenes only shine, flash or glow."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import Compression, Night, Noise, Rain
from detectors.scenes.scene import Expected, Scene, Watch

YARD = ((-5.0, 15.0), (5.0, 15.0), (5.0, 26.0), (-5.0, 26.0))
WATCH = Watch("fire", "yard", YARD, {"duration_seconds": 4})
BURNS = 4.0


def burns(begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fire", "yard", begins, begins + BURNS, until, (right, ahead))


def blaze(begins: float, until: float, right: float, ahead: float, high: float = 1.2) -> Thing:
    """A flame as wide as three quarters of its height."""
    where = stays(begins, until, right, ahead)
    return Thing("flame", drawings.flame(begins), where, 0.75 * high, high, glows=True)


SCENES = (
    Scene(
        "a bin burns by day",
        "fire",
        "A fire begins in the middle of the square and grows.",
        (WATCH,),
        (blaze(8, 24, 0, 19),),
        (burns(8, 24, 0, 19),),
        seconds=24,
    ),
    Scene(
        "rubbish burns at night",
        "fire",
        "A fire begins in the dark while somebody passes.",
        (WATCH,),
        (blaze(8, 24, -2, 21), Person("passer", "right-1", Path.of((4, -8, 24), (20, 8, 24)))),
        (burns(8, 24, -2, 21),),
        (Night(), Noise(4)),
        seconds=24,
    ),
    Scene(
        "a small fire in rain",
        "fire",
        "A fire no higher than a knee in the rain, through a poor codec.",
        (WATCH,),
        (blaze(8, 26, 1.5, 17, high=0.9),),
        (burns(8, 26, 1.5, 17),),
        (Rain(), Noise(), Compression(35)),
        seconds=26,
    ),
    Scene(
        "a beacon turns on a works vehicle",
        "fire",
        "An orange beacon flashes at dusk.",
        (WATCH,),
        (
            Thing("van", drawings.van(), stays(0, 30, 0, 22), 4.5, 2.0),
            Thing("beacon", drawings.beacon(), stays(0, 30, 0, 21.9), 0.8, 0.8, up=2.0, glows=True),
        ),
        effects=(Night(0.5), Noise(4)),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "a neon sign fails",
        "fire",
        "Red tubes flicker over a door at night.",
        (WATCH,),
        (Thing("neon", drawings.neon(), stays(0, 30, 1, 23), 2.2, 0.9, up=1.0, glows=True),),
        effects=(Night(), Noise(4)),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "the low sun stands in a pane",
        "fire",
        "A pane mirrors the evening sun; people pass in front of it.",
        (WATCH,),
        (
            Thing("pane", drawings.sunset_window, stays(0, 30, -1, 22), 1.4, 1.4, up=0.6, glows=True),
            Person("passer", "right-2", Path.of((6, -8, 20), (18, 8, 20))),
            Person("other", "left-1", Path.of((14, 8, 21), (28, -8, 21))),
        ),
        effects=(Night(0.7), Noise()),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "headlights come and go",
        "fire",
        "A vehicle drives through the yard at night and stops with its lights on.",
        (WATCH,),
        tuple(
            Thing(
                f"headlight-{side}",
                drawings.headlight,
                Path.of((4, -8 + side, 23), (12, side, 20), (30, side, 20)),
                0.9,
                0.9,
                up=0.4,
                glows=True,
            )
            for side in (-0.7, 0.7)
        ),
        effects=(Night(), Noise(4)),
        seconds=30,
        hostile=True,
    ),
)
