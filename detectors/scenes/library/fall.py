"""Fall: somebody who stood lies on the ground. Half of the scenes only show somebody low."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, falls, lies, stays
from detectors.scenes.effects import Compression, Night, Noise, Rain, Shake
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.vision.types import Label

PLAZA = ((-5.0, 15.0), (5.0, 15.0), (5.0, 26.0), (-5.0, 26.0))
LASTS = 5.0
WATCH = Watch("fall", "plaza", PLAZA, {"duration_seconds": LASTS})


def fell(begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("fall", "plaza", begins, begins + LASTS, until, (right, ahead))


def walks_and_falls(name: str, looks: str, at: float, until: float, right: float, ahead: float, side: int) -> Person:
    """Walks to the place, from the left (-1) or the right (1), and falls there."""
    way = Path.of((at - 8, right + 8 * side, ahead), (at, right, ahead), (until, right, ahead))
    return Person(name, looks, way, lean=falls(at))


HALL = ((-3.5, 7.0), (3.5, 7.0), (3.5, 14.0), (-3.5, 14.0))
STREET = ((-4.5, 15.0), (4.5, 15.0), (4.5, 27.0), (-4.5, 27.0))
IN_THE_HALL, ON_THE_STREET = (Watch("fall", "plaza", zone, {"duration_seconds": LASTS}) for zone in (HALL, STREET))


def comes(until: float, at: float, right: float, ahead: float, side: int) -> Path:
    """Walks to the place, from the left (-1) or the right (1), is there at ``at`` and stays."""
    return Path.of((at - 8, right + 8 * side, ahead), (at, right, ahead), (until, right, ahead))


SCENES = (
    Scene(
        "a walker falls and stays down",
        "fall",
        "Somebody walks across the plaza, falls and does not get up.",
        (WATCH,),
        (walks_and_falls("walker", "right-2", 10, 26, 0, 19, -1),),
        (fell(10, 26, 0, 19),),
        seconds=26,
    ),
    Scene(
        "somebody falls near the camera",
        "fall",
        "Somebody falls in the foreground.",
        (WATCH,),
        (walks_and_falls("walker", "left-2", 10, 26, 1, 16.5, 1),),
        (fell(10, 26, 1, 16.5),),
        seconds=26,
    ),
    Scene(
        "somebody falls and another comes to help",
        "fall",
        "Somebody falls; another walks there and stands by.",
        (WATCH,),
        (
            walks_and_falls("walker", "left-1", 10, 30, -1, 20, 1),
            Person("helper", "right-1", Path.of((9, -8, 21), (16, -2.6, 20.5), (30, -2.6, 20.5))),
        ),
        (fell(10, 30, -1, 20),),
        seconds=30,
    ),
    Scene(
        "somebody falls far off, through a poor codec",
        "fall",
        "Somebody falls on the far side; the picture is noisy and compressed.",
        (WATCH,),
        (walks_and_falls("walker", "right-1", 10, 26, 1, 22, -1),),
        (fell(10, 26, 1, 22),),
        (Noise(4), Compression(30)),
        seconds=26,
    ),
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
        "somebody falls towards the camera",
        "fall",
        "Somebody falls with the head to the camera: low, but not wide in the picture.",
        (WATCH,),
        (Person("walker", "left-3", comes(20, 6, 0, 19.5, 1), tips=falls(6)),),
        (fell(6, 20, 0, 19.5),),
        seconds=20,
    ),
    Scene(
        "somebody falls away from the camera",
        "fall",
        "Somebody falls with the feet to the camera.",
        (WATCH,),
        (Person("walker", "right-2", comes(20, 6, 1.5, 18, -1), tips=falls(6, to=-90)),),
        (fell(6, 20, 1.5, 18),),
        seconds=20,
    ),
    Scene(
        "somebody stumbles and falls forward",
        "fall",
        "Somebody falls out of a quick walk and comes to lie a metre farther on.",
        (WATCH,),
        (
            Person(
                "walker",
                "right-1",
                Path.of((0.5, -9, 20.5), (6, -0.5, 20.5), (6.7, 0.4, 20.5), (20, 0.4, 20.5)),
                lean=falls(6),
            ),
        ),
        (fell(6, 20, -0.5, 20.5),),
        seconds=20,
    ),
    Scene(
        "somebody falls half behind cartons",
        "fall",
        "Somebody falls where cartons stand: the legs are hidden.",
        (WATCH,),
        (
            walks_and_falls("walker", "right-2", 6, 20, 0, 19, -1),
            Thing("carton", drawings.carton, stays(0, 20, 0.1, 18.5), 0.8, 0.45),
            Thing("other carton", drawings.carton, stays(0, 20, -0.8, 18.6), 0.7, 0.6),
        ),
        (fell(6, 20, 0, 19),),
        seconds=20,
        hostile=True,
    ),
    Scene(
        "somebody falls backwards on tiles",
        "fall",
        "Somebody falls backwards on a tiled floor, seen steeply.",
        (IN_THE_HALL,),
        (Person("walker", "left-1", comes(20, 6, 0.5, 10, 1), lean=falls(6)),),
        (fell(6, 20, 0.5, 10),),
        stage="hall",
        seconds=20,
    ),
    Scene(
        "somebody falls on the street at night",
        "fall",
        "Somebody falls by little light, through noise.",
        (ON_THE_STREET,),
        (Person("walker", "right-1", comes(20, 6, -1, 19, -1), lean=falls(6)),),
        (fell(6, 20, -1, 19),),
        (Night(0.45), Noise(4)),
        stage="street",
        seconds=20,
        hostile=True,
    ),
    Scene(
        "somebody falls towards the camera on the street",
        "fall",
        "Somebody falls with the head to the camera while another passes.",
        (ON_THE_STREET,),
        (
            Person("walker", "left-2", comes(20, 6, 1, 18, 1), tips=falls(6)),
            Person("passer", "right-2", Path.of((5, -9, 23), (17, 9, 23))),
        ),
        (fell(6, 20, 1, 18),),
        stage="street",
        seconds=20,
    ),
    Scene(
        "somebody sinks to the ground",
        "fall",
        "Somebody stands, sinks down slowly and stays.",
        (WATCH,),
        (Person("walker", "stand-1", comes(20, 5, -1, 18, -1), lean=falls(6, takes=1.8)),),
        (fell(6, 20, -1, 18),),
        seconds=20,
    ),
    Scene(
        "one of two falls and the other stays beside",
        "fall",
        "Two walk side by side; one falls, the other stands there.",
        (WATCH,),
        (
            walks_and_falls("walker", "right-2", 6, 20, 0.5, 20, -1),
            Person("companion", "right-1", comes(20, 6, -0.4, 20.6, -1)),
        ),
        (fell(6, 20, 0.5, 20),),
        seconds=20,
    ),
    Scene(
        "somebody falls in the rain",
        "fall",
        "Somebody falls in the rain, before a camera that shakes; others pass before the place.",
        (WATCH,),
        (
            walks_and_falls("walker", "left-3", 6, 20, 0, 20, 1),
            Person("passer", "right-2", Path.of((7, -8, 17), (18, 8, 17))),
        ),
        (fell(6, 20, 0, 20),),
        (Rain(), Shake(2.0), Noise()),
        seconds=20,
        hostile=True,
    ),
    Scene(
        "somebody falls away from the camera at dusk",
        "fall",
        "Somebody falls far off with the feet to the camera, by little light.",
        (WATCH,),
        (Person("walker", "left-2", comes(20, 6, -1, 22, 1), tips=falls(6, to=-90)),),
        (fell(6, 20, -1, 22),),
        (Night(0.6), Noise(3)),
        seconds=20,
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
