"""What a picture shows of an event: the outline of its zone and the box of its object."""

import cv2
import numpy as np

from detectors.vision.config import Points
from detectors.vision.scene import registry
from detectors.vision.scene.shapes import to_pixels
from detectors.vision.types import LABELS, Detections, Image, Label, SceneEvent

ZONE_COLOUR = (230, 230, 230)
BOX_COLOUR = (0, 190, 255)
SHADOW = (30, 30, 30)


def outlined(image: Image, event: SceneEvent, points: Points) -> Image:
    """A copy with the zone (closed, fractions of the picture) and the object's box drawn on it, on any ground."""
    height, width = image.shape[:2]
    result = image.copy()
    _draw(result, to_pixels(points, width, height), ZONE_COLOUR)
    if event.box is not None:
        x1, y1, x2, y2 = event.box
        _draw(result, np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]]), BOX_COLOUR)
    return result


def _draw(image: Image, corners: np.typing.NDArray[np.float64], colour: tuple[int, int, int]) -> None:
    ring = [np.rint(corners).astype(np.int32)]
    cv2.polylines(image, ring, isClosed=True, color=SHADOW, thickness=4, lineType=cv2.LINE_AA)
    cv2.polylines(image, ring, isClosed=True, color=colour, thickness=2, lineType=cv2.LINE_AA)


def thing_of(event: SceneEvent | None) -> Detections | None:
    """The thing that must be seen to judge an event, for the mask; None where it is about a person."""
    if event is None or event.box is None or not registry.find(event.kind).of_a_thing:
        return None
    box = np.array([event.box], np.float32)
    return Detections(box, np.ones(1, np.float32), np.array([LABELS.index(Label.THING)]))
