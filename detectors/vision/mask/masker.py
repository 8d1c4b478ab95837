"""Privacy of every picture that leaves: heads, faces and number plates are covered, or there is no picture."""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.boxes import clipped, grown, widened
from detectors.vision.mask.faces import FaceFinder
from detectors.vision.mask.heads import heads, plate_bands, plated
from detectors.vision.mask.plates import PlateFinder
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import LABELS, Detections, Floats, Image, Label, Tracks

COVER = (112, 104, 98)
"""BGR of what lies over heads and plates: one colour for all. A blur can be undone, and a mosaic still tells hair from
skin (R-11) and gives a face back when many frames of it are laid over one another; one colour tells nothing."""

FACE_MARGIN = 0.3
PLATE_MARGIN = 0.25

PERSONS = [LABELS.index(Label.PERSON)]
PLATED = [LABELS.index(Label.VEHICLE), LABELS.index(Label.MOTORCYCLE)]


class MaskError(SentenceError):
    """A picture could not be masked, so it must not leave."""


class Masker:
    """Covers heads, faces and plates. Holds no state of a camera, so all cameras of a process may share one."""

    def __init__(self, faces: FaceFinder, plates: PlateFinder) -> None:
        self._faces = faces
        self._plates = plates

    def mask(self, image: Image, detections: Detections, tracks: Tracks) -> Image:
        """A copy with everything covered: head parts of persons, found or followed; faces anywhere; plates.

        detections, tracks: of this very picture; doubtful detections count, and so do tracks that are only expected
        in it. Raises MaskError whatever went wrong.
        """
        try:
            result = image.copy()
            for left, top, right, bottom in self._areas(image, detections, tracks):
                result[top:bottom, left:right] = COVER
        except Exception as error:  # whatever it was, the picture may show a face: the one right answer is no picture
            raise MaskError(
                gettext_noop("The picture could not be masked and is kept back: %(reason)s"), reason=error
            ) from error
        return result

    def _areas(self, image: Image, detections: Detections, tracks: Tracks) -> list[tuple[int, int, int, int]]:
        """Whole pixels to cover, each area rounded outwards."""
        vehicles = plated(_boxes_of(PLATED, detections, tracks))
        areas = np.concatenate(
            [
                _heads(detections, tracks),
                plate_bands(vehicles),
                grown(self._faces.find(image), FACE_MARGIN, FACE_MARGIN, FACE_MARGIN),
                grown(self._plates.find(image, vehicles), PLATE_MARGIN, PLATE_MARGIN, PLATE_MARGIN),
            ]
        )
        if not np.isfinite(areas).all():
            raise ValueError("an area to cover is not a number")
        height, width = image.shape[:2]
        inside = clipped(areas, width, height)
        edges = np.concatenate([np.floor(inside[:, :2]), np.ceil(inside[:, 2:])], axis=1).astype(np.int64)
        return [(left, top, right, bottom) for left, top, right, bottom in edges.tolist()]


def _heads(detections: Detections, tracks: Tracks) -> Floats:
    """Head parts; of a person who is only expected, wherever the head may be."""
    people = np.isin(tracks.labels, PERSONS)
    followed = widened(heads(tracks.boxes[people]), tracks.margins[people])
    return np.concatenate([heads(detections.boxes[np.isin(detections.labels, PERSONS)]), followed])


def _boxes_of(labels: Sequence[int], detections: Detections, tracks: Tracks) -> Floats:
    """Boxes of these labels, of detections and of tracks: a track may follow what this frame does not show."""
    return np.concatenate([part.boxes[np.isin(part.labels, labels)] for part in (detections, tracks)])
