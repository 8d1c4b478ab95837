"""Density: too many persons for the room there is."""

from detectors.scenes.actors import Path, Person
from detectors.scenes.effects import CloudShadow, Night, Noise, Rain, Shake
from detectors.scenes.groups import furniture, sleeper
from detectors.scenes.scene import Expected, Scene, Watch
from detectors.scenes.stage import Place

YARD = ((-3.5, 17.0), (3.5, 17.0), (3.5, 25.0), (-3.5, 25.0))
"""7 m x 8 m: 56 m² of ground."""

LIMIT = 6
"""Persons from which it is too dense."""
LASTS = 3.0
WATCH = Watch(
    "density",
    "yard",
    YARD,
    {"threshold_density": (LIMIT - 0.5) / 56, "duration_seconds": LASTS, "cool_down_seconds": 60},
)

LOOKS = ("left-1", "left-3", "away-2", "right-2", "left-6", "away-3", "left-2", "right-1", "left-4", "left-7")

SPOTS: tuple[Place, ...] = (
    (2.6, 18.0),
    (-0.4, 18.6),
    (-2.8, 19.4),
    (1.2, 20.6),
    (3.0, 22.0),
    (-1.4, 22.4),
    (0.4, 24.0),
    (-3.0, 24.2),
    (2.0, 24.6),
)
"""Places in the yard that do not hide each other from the camera."""
RANKS: tuple[Place, ...] = tuple((right, ahead) for ahead in (18.0, 20.0) for right in (-2.4, -1.2, 0.0, 1.2, 2.4))
"""Two ranks, the second mostly hidden behind the first."""

SPEED = 1.3
WALK = 5.0
"""Metres that each walks straight to the right before it stands."""


def gather(
    count: int, comes: float, every: float, until: float, spots: tuple[Place, ...] = SPOTS
) -> tuple[Person, ...]:
    """Persons who come from the left, ``every`` seconds one, stand in the yard, and are gone at ``until``."""
    people = []
    for number in range(count):
        right, ahead = spots[number]
        stands = comes + every * number
        way = Path.of((stands - WALK / SPEED, right - WALK, ahead), (stands, right, ahead), (until, right, ahead))
        people.append(Person(f"person-{number + 1}", LOOKS[number % len(LOOKS)], way))
    return tuple(people)


def fills(people: tuple[Person, ...], until: float) -> Expected:
    """Too dense from the moment at which the foot of the last one that is needed crosses the border of the yard."""
    entries = sorted(_enters(person) for person in people)
    begins = entries[LIMIT - 1]
    return Expected("density", "yard", begins, begins + LASTS, until)


def _enters(person: Person) -> float:
    """When the foot crosses the left border of the yard."""
    start, left = person.path.points[0], YARD[0][0]
    return start[0] + max(0.0, left - start[1]) / SPEED


def walk(starts: tuple[float, ...], aheads: tuple[float, ...]) -> tuple[Person, ...]:
    """Persons who walk through the whole picture to the right, each from its second on at its distance."""
    return tuple(
        Person(f"person-{number + 1}", LOOKS[number], Path.of((start, -9, ahead), (start + 18 / SPEED, 9, ahead)))
        for number, (start, ahead) in enumerate(zip(starts, aheads, strict=True))
    )


def together(people: tuple[Person, ...]) -> Expected:
    """Too dense from when the foot of the last one that is needed comes in until the first of them goes out."""
    entries = sorted(_enters(person) for person in people)
    leaves = sorted(entry + (YARD[1][0] - YARD[0][0]) / SPEED for entry in entries)
    begins = entries[LIMIT - 1]
    return Expected("density", "yard", begins, begins + LASTS, leaves[len(people) - LIMIT] + 1.0)


LOOSE = walk((0.0, 1.2, 0.3, 1.6, 0.8, 2.0, 1.4), (24.6, 24.0, 22.0, 21.4, 19.4, 18.8, 17.4))
ROW = walk((1.0, 0.7, 1.2, 0.6, 0.9, 1.3, 0.8), (17.6, 18.6, 19.6, 20.6, 21.6, 22.6, 23.6))
SLANT = walk((0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8), (17.6, 18.6, 19.6, 20.6, 21.6, 22.6, 23.6))
EIGHT = gather(8, comes=3, every=1.5, until=28)
NIGHT = gather(7, comes=3, every=1.5, until=26)
RAIN = gather(9, comes=3, every=1.2, until=26)
HIDDEN = gather(10, comes=4, every=1.0, until=26, spots=RANKS)

SCENES = (
    Scene(
        "eight gather in the yard",
        "density",
        "Eight persons come one after the other and stay.",
        (WATCH,),
        EIGHT,
        (fills(EIGHT, 28),),
        seconds=28,
    ),
    Scene(
        "a loose group walks through",
        "density",
        "Seven persons walk through the yard, spread out, six of them in it together for more than three seconds.",
        (WATCH,),
        LOOSE,
        (together(LOOSE),),
        seconds=18,
    ),
    Scene(
        "a row walks through",
        "density",
        "Seven persons walk side by side, one behind the other for the camera: of three, less than half is seen.",
        (WATCH,),
        ROW,
        (together(ROW),),
        seconds=18,
        hostile=True,
    ),
    Scene(
        "a slanting row walks through",
        "density",
        "Seven persons walk side by side, each a step ahead of the next nearer one, who hides a part of them.",
        (WATCH,),
        SLANT,
        (together(SLANT),),
        seconds=18,
        hostile=True,
    ),
    Scene(
        "two ranks hide each other",
        "density",
        "Ten persons stand in two ranks, the second mostly hidden.",
        (WATCH,),
        HIDDEN,
        (fills(HIDDEN, 26),),
        seconds=26,
        hostile=True,
    ),
    Scene(
        "a crowd at night",
        "density",
        "Seven persons gather by little light.",
        (WATCH,),
        NIGHT,
        (fills(NIGHT, 26),),
        (Night(0.4), Noise(4.0)),
        seconds=26,
        hostile=True,
    ),
    Scene(
        "a crowd in the rain",
        "density",
        "Nine persons gather in the rain, before a camera that shakes.",
        (WATCH,),
        RAIN,
        (fills(RAIN, 26),),
        (Rain(), Shake(), Noise()),
        seconds=26,
        hostile=True,
    ),
    Scene(
        "four are no crowd",
        "density",
        "Four persons stand in the yard for a long time, among things and beside somebody who sleeps.",
        (WATCH,),
        (*gather(4, comes=2, every=1.5, until=24), *furniture(24), *sleeper(24, (-5, 20))),
        (),
        (CloudShadow(), Noise()),
        seconds=24,
        hostile=True,
    ),
    Scene(
        "nine pass one by one",
        "density",
        "Nine persons walk through the yard, never more than four at a time.",
        (WATCH,),
        tuple(
            Person(
                f"person-{number + 1}", LOOKS[number], Path.of((2.2 * number, -7, ahead), (2.2 * number + 10, 7, ahead))
            )
            for number, (_, ahead) in enumerate(SPOTS)
        ),
        seconds=30,
        hostile=True,
    ),
)
