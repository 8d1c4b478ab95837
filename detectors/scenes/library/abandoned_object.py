"""Abandoned object: something stays and its owner goes. Half of the scenes only look like it."""

from detectors.scenes import drawings
from detectors.scenes.actors import OnGround, Path, Person, Thing, lies, stays
from detectors.scenes.effects import LightChange, Noise, Shake
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.vision.types import Label

HALL = ((-5.0, 15.0), (5.0, 15.0), (5.0, 26.0), (-5.0, 26.0))
"""Ten metres by eleven in the middle of the square."""

ALONE = 10.0
WATCH = Watch("abandoned_object", "hall", HALL, {"alone_seconds": ALONE, "zone_cool_down_seconds": 5})


def left(goes: float, right: float, ahead: float, owner: str, until: float) -> Expected:
    """The owner is two metres away at ``goes`` and does not come back before ``until``."""
    return Expected("abandoned_object", "hall", goes, goes + ALONE, until, (right, ahead), owner)


def suitcase(begins: float, until: float, right: float, ahead: float) -> Thing:
    return Thing("suitcase", drawings.suitcase(), stays(begins, until, right, ahead), 0.5, 0.75, Label.BAG)


SCENES = (
    Scene(
        "a suitcase is put down and left",
        "abandoned_object",
        "A traveller stops, puts a suitcase down and walks away to the right.",
        (WATCH,),
        (
            Person("traveller", "right-2", Path.of((6, -8, 20), (13, -0.5, 20), (17, -0.5, 20), (25, 9, 20))),
            suitcase(14, 60, 0, 20),
        ),
        (left(19, 0, 20, "traveller", 60),),
        seconds=60,
    ),
    Scene(
        "a backpack is left while others pass",
        "abandoned_object",
        "Somebody leaves a backpack; two others walk past it at once.",
        (WATCH,),
        (
            Person("owner", "left-1", Path.of((6, 8, 19), (13, 1.6, 19), (17, 1.6, 19), (26, -8, 19))),
            Thing("backpack", drawings.backpack(), stays(14, 60, 1.2, 19), 0.45, 0.55, Label.BAG),
            Person("passer", "right-1", Path.of((24, -8, 22), (38, 8, 22))),
            Person("other", "left-3", Path.of((36, 8, 17), (50, -8, 17))),
        ),
        (left(19, 1.2, 19, "owner", 60),),
        seconds=60,
    ),
    Scene(
        "a carton is left although the light changes",
        "abandoned_object",
        "Somebody puts a carton down and goes; then a cloud comes.",
        (WATCH,),
        (
            Person("owner", "left-6", Path.of((5, 8, 23), (13, -0.4, 23), (16, -0.4, 23), (24, 8, 23))),
            Thing("carton", drawings.carton, stays(13.5, 55, -0.8, 23), 0.6, 0.45),
        ),
        (left(18, -0.8, 23, "owner", 55),),
        (Noise(), LightChange(at=24, factor=0.75, takes=1.5)),
        seconds=55,
    ),
    Scene(
        "a suitcase is left before a trembling camera",
        "abandoned_object",
        "The wind shakes the mast while somebody leaves a suitcase.",
        (WATCH,),
        (
            Person("owner", "right-1", Path.of((6, -8, 18), (13, -1.5, 18), (17, -1.5, 18), (26, 8, 18))),
            suitcase(14, 55, -1, 18),
        ),
        (left(19, -1, 18, "owner", 55),),
        (Noise(), Shake(pixels=2.0)),
        seconds=55,
    ),
    Scene(
        "the owner only waits beside it",
        "abandoned_object",
        "A traveller puts a suitcase down and stays by it.",
        (WATCH,),
        (
            Person("traveller", "stand-1", Path.of((6, -8, 20), (13, -0.6, 20), (60, -0.6, 20))),
            suitcase(14, 60, 0, 20),
        ),
        seconds=60,
        hostile=True,
    ),
    Scene(
        "the owner comes back in time",
        "abandoned_object",
        "A traveller walks four metres off, looks round and comes back to the suitcase.",
        (WATCH,),
        (
            Person(
                "traveller",
                "right-2",
                Path.of((6, -8, 20), (13, -0.5, 20), (16, -0.5, 20), (20, 4, 20), (24, 0.6, 20), (60, 0.6, 20)),
            ),
            suitcase(14, 60, 0, 20),
        ),
        seconds=60,
        hostile=True,
    ),
    Scene(
        "bench, lamp and sign stand as ever",
        "abandoned_object",
        "People pass a bench, a lamp and a sign that have always stood there.",
        (WATCH,),
        (
            Thing("bench", drawings.bench, stays(0, 60, -2, 21), 1.8, 0.9),
            Thing("lamp", drawings.lamp, stays(0, 60, 3, 24), 0.5, 4.0),
            Thing("sign", drawings.board, stays(0, 60, 1.5, 18), 0.6, 1.0),
            Person("walker", "right-2", Path.of((5, -8, 20.5), (21, 8, 20.5))),
            Person("other", "left-1", Path.of((20, 8, 23), (36, -8, 23))),
            Person("third", "left-3", Path.of((34, 8, 17.5), (50, -8, 17.5))),
        ),
        seconds=60,
        hostile=True,
    ),
    Scene(
        "a puddle comes up where people walk",
        "abandoned_object",
        "Water stands on the ground after a while; people walk past it.",
        (WATCH,),
        (
            OnGround("puddle", drawings.puddle, stays(20, 60, 0.5, 20), 1.6, 1.2),
            Person("walker", "right-2", Path.of((12, -8, 19), (28, 8, 19))),
            Person("other", "left-1", Path.of((26, 8, 21), (42, -8, 21))),
        ),
        seconds=60,
        hostile=True,
    ),
    Scene(
        "somebody lies down to sleep",
        "abandoned_object",
        "A person comes, sits down on the ground, lies down and stays there; another passes.",
        (WATCH,),
        (
            Person("sleeper", "left-1", Path.of((5, 8, 21), (14, 0, 21))),
            Person("seated", "left-1", stays(14, 20, 0, 21), sits=True),
            Person("lying", "left-1", stays(20, 60, 0, 21), lean=lies),
            Person("passer", "right-1", Path.of((26, -8, 18), (42, 8, 18))),
        ),
        seconds=60,
        hostile=True,
    ),
)
