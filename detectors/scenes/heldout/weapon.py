"""Weapon, held out: other ways, other hands, other mistakes."""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.effects import Compression, Noise
from detectors.scenes.library.weapon import PISTOL, RIFLE, WATCH, holds, part, shown
from detectors.scenes.scene import Scene
from detectors.vision.types import Label

TOWARDS = Path.of((0, 1, 29), (16, 1, 13))
ACROSS = Path.of((2, 8, 22), (18, -8, 22))

SCENES: tuple[Scene, ...] = (
    Scene(
        "somebody with a rifle comes straight on",
        "weapon",
        "Somebody walks towards the camera with a rifle held across.",
        (WATCH,),
        (
            Person("walker", "stand-1", TOWARDS),
            holds("rifle", drawings.rifle, TOWARDS, RIFLE, label=Label.WEAPON),
        ),
        (shown(4, 14, 1, 25),),
        seconds=16,
        made_up=True,
    ),
    Scene(
        "a pistol is shown through a poor codec",
        "weapon",
        "Somebody has a pistol in a hand for six seconds, in a compressed picture.",
        (WATCH,),
        (
            Person("walker", "left-3", ACROSS),
            holds("pistol", drawings.pistol, part(ACROSS, 7, 13), PISTOL, label=Label.WEAPON),
        ),
        (shown(7, 14, 3, 22),),
        (Noise(4), Compression(30)),
        seconds=18,
        made_up=True,
    ),
    Scene(
        "a toy lies where nobody is",
        "weapon",
        "A network names a toy on the ground; somebody passes three metres from it.",
        (WATCH,),
        (
            Thing("toy", drawings.pistol, stays(0, 20, -2, 24), *PISTOL, Label.WEAPON),
            Person("passer", "right-1", Path.of((2, -8, 17), (14, 8, 17))),
        ),
        seconds=20,
        hostile=True,
        made_up=True,
    ),
    Scene(
        "a suitcase and a phone are taken for weapons now and then",
        "weapon",
        "A network errs in one picture of seven about what travellers carry.",
        (WATCH,),
        (
            Person("traveller", "right-2", Path.of((0, -8, 19), (16, 8, 19))),
            holds("case", drawings.suitcase(), Path.of((0, -8, 19), (16, 8, 19)), (0.45, 0.7), up=0.0),
            Person("caller", "left-1", ACROSS),
            holds("phone", drawings.phone, ACROSS, (0.12, 0.2), up=1.4),
        ),
        seconds=20,
        hostile=True,
        made_up=True,
    ),
)
