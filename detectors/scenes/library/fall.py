"""Fall: somebody who stood lies on the ground."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, falls, stays
from detectors.scenes.effects import Compression, Night, Noise, Rain, Shake
from detectors.scenes.scene import Expected, Scene, Watch

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
)
