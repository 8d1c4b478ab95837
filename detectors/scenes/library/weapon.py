"""Weapon: somebody carries what a made-up network names a weapon; most scenes only hold what looks like one.

The product has no network that knows weapons. In scenes that are ``made_up`` one is played that reads the truth and
errs: they measure the rule alone. In the others the shipped network looks, which knows knives, and nothing may fire.
"""

from collections.abc import Callable

from detectors.scenes import drawings
from detectors.scenes.actors import Actor, Painted, Path, Person, Thing, stays
from detectors.scenes.effects import Night, Noise, Rain
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.vision.types import Label

SQUARE = ((-4.0, 16.0), (4.0, 16.0), (4.0, 25.0), (-4.0, 25.0))
LASTS = 1.0
WATCH = Watch("weapon", "square", SQUARE, {"duration_seconds": LASTS})

CROSSING = Path.of((0, -9, 20), (18, 9, 20))
"""From the left to the right at 1 m/s: in the square from 5 to 13 s."""


def shown(begins: float, until: float, right: float, ahead: float) -> Expected:
    return Expected("weapon", "square", begins, begins + LASTS, until, (right, ahead))


def holds(
    name: str,
    paint: Callable[[float], Painted],
    path: Path,
    size: tuple[float, float],
    *,
    up: float = 1.0,
    label: Label | None = None,
) -> Thing:
    """What somebody on this path has in a hand, just before the body."""
    before = Path(tuple((seconds, right + 0.3, ahead - 0.05) for seconds, right, ahead in path.points))
    return Thing(name, paint, before, *size, label=label, up=up)


def part(path: Path, begins: float, ends: float) -> Path:
    """The same way, from one second to another."""
    places = [(seconds, path.place(seconds)) for seconds in (begins, ends)]
    return Path(tuple((seconds, *place) for seconds, place in places if place is not None))


def callers(ends: float) -> tuple[Actor, ...]:
    """Two who come, and stand with phones in their hands."""
    right = Path.of((0, 6, 17), (6, 0.8, 17), (ends, 0.8, 17))
    left = Path.of((0, -7, 17.5), (6, -0.8, 17.5), (ends, -0.8, 17.5))
    return (
        Person("caller", "left-1", right),
        holds("phone", drawings.phone, right, (0.12, 0.2), up=1.4),
        Person("reader", "right-2", left),
        holds("other phone", drawings.phone, left, (0.12, 0.2)),
    )


PISTOL, RIFLE = (0.35, 0.26), (1.1, 0.26)
ARMED = Path.of((0, 7, 19), (7, 0, 19), (20, 0, 19))

SCENES: tuple[Scene, ...] = (
    Scene(
        "somebody draws a pistol",
        "weapon",
        "Somebody walks across the square and has a pistol in a hand from its middle on.",
        (WATCH,),
        (
            Person("walker", "right-1", CROSSING),
            holds("pistol", drawings.pistol, part(CROSSING, 8, 18), PISTOL, label=Label.WEAPON),
        ),
        (shown(8, 14, -1, 20),),
        seconds=18,
        made_up=True,
    ),
    Scene(
        "a rifle is carried across at night",
        "weapon",
        "Somebody carries a rifle across by little light.",
        (WATCH,),
        (
            Person("walker", "right-2", CROSSING),
            holds("rifle", drawings.rifle, CROSSING, RIFLE, label=Label.WEAPON),
        ),
        (shown(5, 14, -4, 20),),
        (Night(0.5), Noise(3.0)),
        seconds=18,
        made_up=True,
    ),
    Scene(
        "a pistol among people with phones",
        "weapon",
        "Somebody stands with a pistol; people with phones pass before it.",
        (WATCH,),
        (
            Person("armed", "left-1", ARMED),
            holds("pistol", drawings.pistol, part(ARMED, 7, 20), PISTOL, label=Label.WEAPON),
            Person("passer", "right-2", Path.of((6, -8, 17.5), (18, 8, 17.5))),
            holds("phone", drawings.phone, Path.of((6, -8, 17.5), (18, 8, 17.5)), (0.12, 0.2), up=1.3),
        ),
        (shown(7, 20, 0, 19),),
        seconds=20,
        made_up=True,
    ),
    Scene(
        "phones and umbrellas are taken for weapons now and then",
        "weapon",
        "A network errs in one picture of seven about phones and umbrellas that people hold.",
        (WATCH,),
        (
            Person("caller", "left-2", Path.of((0, 6, 18), (8, 1, 18), (24, 1, 18))),
            holds("phone", drawings.phone, Path.of((0, 6, 18), (8, 1, 18), (24, 1, 18)), (0.12, 0.2), up=1.4),
            Person("walker", "right-1", CROSSING),
            holds("umbrella", drawings.umbrella(), CROSSING, (1.1, 0.95), up=1.1),
        ),
        effects=(Rain(), Noise()),
        seconds=24,
        hostile=True,
        made_up=True,
    ),
    Scene(
        "a pistol on a poster",
        "weapon",
        "A network names a pistol on a poster; people pass, none of them within reach.",
        (WATCH,),
        (
            Thing("board", drawings.board, stays(0, 24, 3.2, 24.5), 1.4, 2.0),
            Thing("printed pistol", drawings.pistol, stays(0, 24, 3.2, 24.4), 0.6, 0.45, Label.WEAPON, up=1.0),
            Person("passer", "right-2", Path.of((2, -8, 18), (14, 8, 18))),
            Person("other", "left-1", Path.of((8, 8, 17), (22, -8, 17))),
        ),
        seconds=24,
        hostile=True,
        made_up=True,
    ),
    Scene(
        "somebody holds a kitchen knife",
        "weapon",
        "The shipped network looks at a knife in a hand: what it takes for one raises nothing.",
        (WATCH,),
        (
            Person("cook", "left-1", Path.of((0, 7, 17), (6, 0, 17), (24, 0, 17))),
            holds("knife", drawings.knife, Path.of((0, 7, 17), (6, 0, 17), (24, 0, 17)), (0.16, 0.36)),
        ),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "umbrellas in the rain",
        "weapon",
        "The shipped network looks at people under umbrellas, and one who carries it shut.",
        (WATCH,),
        (
            Person("first", "right-1", CROSSING),
            holds("umbrella", drawings.umbrella(), CROSSING, (1.1, 0.95), up=1.1),
            Person("second", "left-3", Path.of((3, 8, 22), (19, -8, 22))),
            holds("stick", drawings.rifle, Path.of((3, 8, 22), (19, -8, 22)), (0.9, 0.2), up=0.8),
        ),
        effects=(Rain(), Noise()),
        seconds=20,
        hostile=True,
    ),
    Scene(
        "somebody talks on a phone",
        "weapon",
        "The shipped network looks at two who stand with phones in their hands.",
        (WATCH,),
        callers(24),
        seconds=24,
        hostile=True,
    ),
)
