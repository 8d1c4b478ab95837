"""Start of fire: something begins to burn; half of the scenes only shine, flash or glow."""

from detectors.scenes import drawings, lights
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import CloudShadow, Compression, Fog, LightChange, Night, Noise, Rain, Shake
from detectors.scenes.scene import Expected, Scene, Watch

YARD = ((-5.0, 15.0), (5.0, 15.0), (5.0, 26.0), (-5.0, 26.0))
WATCH = Watch("fire", "yard", YARD, {"duration_seconds": 4})
BURNS = 4.0


def burns(begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fire", "yard", begins, begins + BURNS, until, (right, ahead))


def blaze(begins: float, until: float, right: float, ahead: float, high: float = 1.2) -> Thing:
    """A flame as wide as three quarters of its height."""
    where = stays(begins, until, right, ahead)
    return Thing("flame", lights.flame(begins), where, 0.75 * high, high, glows=True)


def smokes(begins: float, until: float, right: float, ahead: float) -> tuple[Thing, Thing]:
    """A bin, and what comes out of it: a column of smoke four metres high, that drifts to the right."""
    where = stays(begins, until, right + 0.5, ahead)
    smoke = Thing("smoke", lights.smoke(begins), where, 3.3, 4.0, up=0.7)
    return Thing("bin", drawings.carton, stays(0, until, right, ahead + 0.1), 0.6, 0.9), smoke


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
            Thing("beacon", lights.beacon(), stays(0, 30, 0, 21.9), 0.8, 0.8, up=2.0, glows=True),
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
        (Thing("neon", lights.neon(), stays(0, 30, 1, 23), 2.2, 0.9, up=1.0, glows=True),),
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
            Thing("pane", lights.sunset_window, stays(0, 30, -1, 22), 1.4, 1.4, up=0.6, glows=True),
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
                lights.headlight,
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
    Scene(
        "a bin smokes",
        "fire",
        "Smoke comes out of a bin on the lawn and rises, without a flame.",
        (WATCH,),
        smokes(8, 28, -2, 18),
        (burns(8, 28, -2, 18),),
        seconds=28,
    ),
    Scene(
        "a bin smokes in the rain while people pass",
        "fire",
        "Smoke on the far side of the yard; it rains, and people walk by.",
        (WATCH,),
        (
            *smokes(8, 28, 1.5, 22),
            Person("passer", "right-2", Path.of((2, -8, 19), (14, 8, 19))),
            Person("other", "left-1", Path.of((12, 8, 24), (26, -8, 24))),
        ),
        (burns(8, 28, 1.5, 22),),
        (Rain(), Noise(), Compression(35)),
        seconds=28,
    ),
    Scene(
        "rubbish smokes by the road",
        "fire",
        "Smoke at the edge of a road, before a camera that shakes a little.",
        (WATCH,),
        smokes(8, 30, -3.5, 21.5),
        (burns(8, 30, -3.5, 21.5),),
        (Shake(1.0), Noise()),
        seconds=30,
    ),
    Scene(
        "fog comes up",
        "fire",
        "Fog comes in drifting banks until little is seen.",
        (WATCH,),
        effects=(Fog(), Noise()),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "a vent steams",
        "fire",
        "White steam begins to come out of a vent in the ground, and somebody walks by.",
        (WATCH,),
        (
            Thing("steam", lights.steam(), stays(8, 30, -1.5, 18), 1.6, 2.0),
            Person("passer", "right-1", Path.of((4, -8, 21), (20, 8, 21))),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "dust is whirled up",
        "fire",
        "Brown dust rises from the lawn three times and settles again.",
        (WATCH,),
        tuple(
            Thing(f"dust-{at}", lights.dust(at), stays(at, at + 5, right, 18), 4.0, 1.5)
            for at, right in ((6, -2.5), (13, -1), (20, -2))
        ),
        seconds=28,
        hostile=True,
    ),
    Scene(
        "a grey lorry stops",
        "fire",
        "A grey lorry drives in slowly, stands for a while, and goes on.",
        (WATCH,),
        (
            Thing(
                "lorry",
                drawings.van((150, 150, 150)),
                Path.of((5, -11, 21), (12, -0.5, 21), (22, -0.5, 21), (30, 11, 21)),
                6.5,
                3.0,
            ),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "shadows of clouds drift over",
        "fire",
        "Deep shadows of clouds, and the light goes and comes back.",
        (WATCH,),
        effects=(CloudShadow(depth=0.55), LightChange(14, 0.6, takes=4, lasts=6), Noise()),
        seconds=30,
        hostile=True,
    ),
)
