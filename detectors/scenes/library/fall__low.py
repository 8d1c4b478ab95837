"""Fall: people and things that are low without anybody having fallen."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, falls, lies, stays
from detectors.scenes.library.fall import ON_THE_STREET, WATCH, comes
from detectors.scenes.scene import Scene
from detectors.vision.types import Label

SCENES = (
    Scene(
        "somebody sits on the ground",
        "fall",
        "Somebody comes, sits down and stays.",
        (WATCH,),
        (
            Person("guest", "left-1", Path.of((2, 8, 20), (10, 0, 20))),
            Person("seated", "left-1", stays(10, 30, 0, 20), sits=True),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "somebody has been lying there all along",
        "fall",
        "A person sleeps on the ground; others pass.",
        (WATCH,),
        (
            Person("sleeper", "left-2", stays(0, 30, 0, 19), lean=lies),
            Person("passer", "right-2", Path.of((3, -8, 21), (17, 8, 21))),
            Person("other", "left-1", Path.of((12, 8, 17.5), (28, -8, 17.5))),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "somebody gets up again at once",
        "fall",
        "Somebody stumbles, falls and stands again after two seconds.",
        (WATCH,),
        (
            Person("before", "right-2", Path.of((2, -8, 19), (10, 0, 19), (12, 0, 19)), lean=falls(10)),
            Person("after", "stand-1", Path.of((12, 0, 19), (20, 0, 19), (28, 8, 19))),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "a dog lies down and a suitcase is put down",
        "fall",
        "A dog stands about, and somebody puts a suitcase down and stays.",
        (WATCH,),
        (
            Thing("dog", drawings.dog, Path.of((2, -7, 18), (12, 1, 18), (30, 1, 18)), 0.9, 0.6),
            Person("traveller", "stand-1", Path.of((2, 8, 21), (12, -1, 21), (30, -1, 21))),
            Thing("suitcase", drawings.suitcase(), stays(13, 30, -0.3, 21), 0.5, 0.75, Label.BAG),
        ),
        seconds=30,
        hostile=True,
    ),
    Scene(
        "somebody sits down on a bench",
        "fall",
        "Somebody walks up to a bench, sits down and stays; a bag is put down beside.",
        (WATCH,),
        (
            Thing("bench", drawings.bench, stays(0, 24, 0, 20.3), 1.8, 0.9),
            Person("before", "left-2", comes(7, 7, 0.2, 20, 1)),
            Person("seated", "left-2", stays(7, 24, 0.2, 20), sits=True),
            Thing("bag", drawings.backpack(), stays(8, 24, -0.5, 20), 0.4, 0.5, Label.BAG),
        ),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "a pushchair stays where its pusher was",
        "fall",
        "Somebody comes with a pushchair, leaves it and goes out of sight behind a van.",
        (WATCH,),
        (
            Person(
                "pusher",
                "left-3",
                Path.of((0, 8, 20.5), (8, 0.8, 20.5), (9, 0.8, 20.5), (12, -2.6, 21), (24, -2.6, 21)),
            ),
            Thing("pushchair", drawings.pushchair, Path.of((0, 7.2, 20.4), (8, 0, 20.4), (24, 0, 20.4)), 0.9, 1.0),
            Thing("van", drawings.van(), stays(0, 24, -3.2, 19), 4.6, 2.2),
        ),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "somebody ties a shoe",
        "fall",
        "Somebody crouches for ten seconds and walks on.",
        (WATCH,),
        (
            Person("before", "right-2", comes(6, 6, 0, 19, -1)),
            Person("crouching", "right-2", stays(6, 16, 0, 19), tall=1.2, sits=True),
            Person("after", "right-2", Path.of((16, 0, 19), (24, 8, 19))),
        ),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "a suitcase stays and its owner goes behind a van",
        "fall",
        "Somebody puts a suitcase down, and is hidden by a van two steps farther.",
        (WATCH,),
        (
            Person("owner", "right-1", Path.of((0, -7, 21), (7, 0, 21), (9, 0, 21), (11, 2.4, 21), (24, 2.4, 21))),
            Thing("suitcase", drawings.suitcase(), stays(8, 24, 0.4, 20.8), 0.5, 0.75, Label.BAG),
            Thing("van", drawings.van(), stays(0, 24, 3.4, 19), 4.6, 2.2),
        ),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "somebody sits down on the kerb",
        "fall",
        "Somebody walks up, sits down on the ground with bent knees, and stays.",
        (ON_THE_STREET,),
        (
            Person("before", "left-1", comes(7, 7, -0.5, 19, 1)),
            Person("seated", "left-1", stays(7, 24, -0.5, 19), tall=1.25, sits=True),
        ),
        stage="street",
        seconds=24,
        hostile=True,
    ),
)
