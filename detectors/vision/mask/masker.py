"""Privacy of every picture that leaves: heads, faces and number plates are covered, or there is no picture."""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.boxes import clipped, grown, shared, widened
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.faces import FaceFinder
from detectors.vision.mask.heads import heads, plate_bands, plated
from detectors.vision.mask.plates import PlateFinder
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import LABELS, Bools, Detections, Floats, Image, Label, Tracks

COVER = (112, 104, 98)
"""BGR of what lies over heads and plates: one colour for all. A blur can be undone, and a mosaic still tells hair from
skin (R-11) and gives a face back when many frames of it are laid over one another; one colour tells nothing."""

FACE_MARGIN = 0.3
PLATE_MARGIN = 0.25

PERSONS = [LABELS.index(Label.PERSON)]
THINGS = [LABELS.index(Label.THING)]
PLATED = [LABELS.index(Label.VEHICLE), LABELS.index(Label.MOTORCYCLE)]


SURE_PERSON, SURE_VEHICLE = 0.3, 0.42
"""Scores from which a box explains what is new inside of it; whatever is less sure may be somebody else."""

AROUND = 0.15
"""Margin of an explaining box, as a share of its sides: limbs stick out of boxes."""

AROUND_A_THING = 0.5
"""The same for a thing: its shadow and its glow are new, too."""

LARGE, NEW_INSIDE = 0.25, 0.3
"""A doubtful box that takes more than this share of the picture counts only if this share of it is new: networks see
a "person" in an empty lane, and nothing would be left of the picture."""


class MaskError(SentenceError):
    """A picture could not be masked, so it must not leave."""


class Masker:
    """Covers heads, faces and plates. Holds no state of a camera, so all cameras of a process may share one."""

    def __init__(self, faces: FaceFinder, plates: PlateFinder) -> None:
        self._faces = faces
        self._plates = plates

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        """A copy with everything covered: head parts of persons, found or followed; faces anywhere; plates; and all of
        what is new in the scene and explained by nothing that was found.

        detections, tracks: of this very picture; doubtful detections count, and so do tracks that are only expected
        in it. A thing among the detections may be seen where nobody is. Raises MaskError whatever went wrong.
        """
        try:
            result = image.copy()
            novelty = novelty or Novelty.unknown((image.shape[0], image.shape[1]))
            for left, top, right, bottom in self._areas(image, detections, tracks, novelty):
                result[top:bottom, left:right] = COVER
        except Exception as error:  # whatever it was, the picture may show a face: the one right answer is no picture
            raise MaskError(
                gettext_noop("The picture could not be masked and is kept back: %(reason)s"), reason=error
            ) from error
        return result

    def _areas(
        self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty
    ) -> list[tuple[int, int, int, int]]:
        """Whole pixels to cover, each area rounded outwards."""
        strange = novelty.boxes(np.concatenate([explained(detections), _things_alone(detections, tracks)]))
        detections = detections.chosen(~_imagined(detections, novelty, image))
        vehicles = plated(_boxes_of(PLATED, detections, tracks))
        areas = np.concatenate(
            [
                _heads(detections, tracks, image.shape[0]),
                strange,
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


def explained(detections: Detections) -> Floats:
    """Where surely a person or a vehicle is: their heads and plates are covered, so the rest may be seen."""
    persons = np.isin(detections.labels, PERSONS) & (detections.scores >= SURE_PERSON)
    sure = persons | (np.isin(detections.labels, PLATED) & (detections.scores >= SURE_VEHICLE))
    return grown(detections.boxes[sure], AROUND, AROUND, AROUND)


def _things_alone(detections: Detections, tracks: Tracks) -> Floats:
    """Things that nobody who is followed, and no sure box of a person, touches. Whoever is doubtful there has the head
    covered as everywhere: networks see a person in many a suitcase."""
    things = grown(detections.boxes[np.isin(detections.labels, THINGS)], *[AROUND_A_THING] * 3)
    people = _boxes_of(PERSONS, detections.chosen(detections.scores >= SURE_PERSON), tracks)
    alone: Bools = (shared(things, people) == 0).all(axis=1)
    result: Floats = things[alone]
    return result


def _imagined(detections: Detections, novelty: Novelty, image: Image) -> Bools:
    """[n]: doubtful boxes that fill much of the picture while the scene in them is as it always was."""
    if not novelty.is_known:
        return np.zeros(len(detections), np.bool_)
    sides = detections.boxes[:, 2:] - detections.boxes[:, :2]
    large = (detections.scores < SURE_VEHICLE) & (sides.prod(axis=1) > LARGE * image.shape[0] * image.shape[1])
    result: Bools = large.copy()
    for row in np.flatnonzero(large):
        result[row] = novelty.share(detections.boxes[row]) < NEW_INSIDE
    return result


def _heads(detections: Detections, tracks: Tracks, height: int) -> Floats:
    """Head parts; of a person who is only expected, wherever the head may be. height: of the picture."""
    people = np.isin(tracks.labels, PERSONS)
    followed = widened(heads(tracks.boxes[people], height), tracks.margins[people])
    return np.concatenate([heads(detections.boxes[np.isin(detections.labels, PERSONS)], height), followed])


def _boxes_of(labels: Sequence[int], detections: Detections, tracks: Tracks) -> Floats:
    """Boxes of these labels, of detections and of tracks: a track may follow what this frame does not show."""
    return np.concatenate([part.boxes[np.isin(part.labels, labels)] for part in (detections, tracks)])
