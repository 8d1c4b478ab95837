"""The two composed scenes of the demonstration: what hardly ever happens while somebody watches a demonstration.

They are played in a loop, so that each ends as it began: with an empty square.
"""

from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.scene import Scene, Watch
from detectors.vision.types import Label

LANE = ((-5.0, 18.0), (5.0, 18.0), (5.0, 24.0), (-5.0, 24.0))
"""Metres to the right of the camera and ahead of it: everybody walks to the right here."""

FORECOURT = ((-4.5, 15.0), (4.5, 15.0), (4.5, 25.0), (-4.5, 25.0))

WRONG_WAY = Scene(
    "wrong way",
    "wrong_direction",
    "Four persons walk to the right through the lane, a fifth comes against them.",
    (Watch("wrong_direction", "lane", LANE, {"allowed_degrees": 90}),),
    (
        Person("with-1", "right-2", Path.of((0, -7, 19), (14, 7, 19))),
        Person("with-2", "right-1", Path.of((5, -7, 22.5), (19, 7, 22.5))),
        Person("against", "left-1", Path.of((14, 7, 20.5), (28, -7, 20.5))),
        Person("with-3", "left-6", Path.of((20, -7, 23.5), (34, 7, 23.5))),
        Person("with-4", "left-4", Path.of((25, -7, 18.5), (39, 7, 18.5))),
    ),
    seconds=42,
)

LEFT_BEHIND = Scene(
    "left behind",
    "abandoned_object",
    "A traveller puts a suitcase down and goes; much later another person comes and takes it away.",
    (Watch("abandoned_object", "forecourt", FORECOURT, {"alone_seconds": 15}),),
    (
        Person("traveller", "right-2", Path.of((10, -7, 20), (16, -0.6, 20), (19, -0.6, 20), (26, 7, 20))),
        Thing("suitcase", drawings.suitcase(), stays(16.5, 56, 0, 20), 0.5, 0.75, Label.BAG),
        Person("passer", "left-3", Path.of((1, 7, 23), (15, -7, 23))),
        Person("who takes it", "left-1", Path.of((48, 7, 20), (55, 0.5, 20), (57, 0.5, 20), (64, 7.5, 20))),
    ),
    seconds=66,
)
