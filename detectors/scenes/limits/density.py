"""Density beyond what the network sees: people behind one another for the camera."""

from detectors.scenes.library.density import WATCH, together, walk
from detectors.scenes.scene import Scene

ROW = walk((1.0, 0.7, 1.2, 0.6, 0.9, 1.3, 0.8), (17.6, 18.6, 19.6, 20.6, 21.6, 22.6, 23.6))

SCENES = (
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
)
