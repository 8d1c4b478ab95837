"""What tells one family of networks from another, and what is the same for all.

A family says how its exporters want pictures, how a picture is brought to the network's size, and how the network's
outputs are read. Everything else is ``FamilyDetector``'s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import cv2
import numpy as np

from detectors.vision.detect.boxes import best, clipped
from detectors.vision.detect.session import Network, NetworkError, NetworkFile, open_network
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Floats, Image, Ints

MIN_SCORE = 0.15
"""Below it nothing is given. It is low because the tracker and the masks use doubtful boxes."""

PADDING = 114
"""Grey of what a picture does not fill, as the YOLO families are trained with."""


class Fit(Enum):
    """How a picture of any shape comes to the network's."""

    STRETCHED = "stretched over all of it"
    CORNER = "in its upper left corner"
    CENTRE = "in its middle"


@dataclass(frozen=True, slots=True)
class Pictures:
    """What exporters of a family expect of pictures, where a file does not say otherwise.

    rgb: red first. mean, deviation: of 0 to 255, in the network's order of channels. side: pixels, where the file
    leaves the size open.
    """

    rgb: bool
    mean: tuple[float, float, float] = (0, 0, 0)
    deviation: tuple[float, float, float] = (1, 1, 1)
    side: int = 640


class Reader(Protocol):
    """Reads one network's outputs."""

    @property
    def names(self) -> Sequence[str]:
        """The outputs that it reads."""

    @property
    def telling(self) -> Sequence[str]:
        """Those of them that say whether anything is there; of the others it reads no more than what is there."""

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        """What scores above ``min_score``, in pixels of the network's picture, before suppression."""


@dataclass(frozen=True, slots=True)
class Family:
    """reader: raises NetworkError when the network's outputs are not those of the family.

    overlap: intersection over union from which two boxes of one label are one object; None where the network itself
    says each object once.
    """

    reader: Callable[[Network], Reader]
    fit: Fit
    overlap: float | None
    pictures: Pictures


class FamilyDetector:
    """Finds objects in pictures of any size.

    The network is shared by the process, the picture buffer is not: make one detector per camera (or thread).
    """

    def __init__(self, file: NetworkFile, family: Family, min_score: float = MIN_SCORE) -> None:
        """Raises NetworkError when the file is not of this family."""
        self.min_score = min_score
        self._family = family
        self._network = open_network(file)
        height, width = fixed_size(self._network)
        self._buffer = np.full((1, height, width, 3), PADDING, np.uint8)
        self._reader = family.reader(self._network)
        self._place: _Place | None = None

    def detect(self, image: Image) -> Detections:
        """What the network sees. Raises NetworkError for an array that is no picture or an answer that is no number."""
        seen = self.candidates(image)
        if len(seen) and self._family.overlap is not None:
            kept = best(seen.boxes, seen.scores, seen.labels, self._family.overlap)
            seen = Detections(seen.boxes[kept], seen.scores[kept], seen.labels[kept])
        boxes = clipped(seen.boxes, image.shape[1], image.shape[0])
        inside = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return Detections(boxes[inside], seen.scores[inside], seen.labels[inside])

    def candidates(self, image: Image) -> Detections:
        """Before suppression, and not cut at the picture's edges."""
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise NetworkError(
                gettext_noop("A picture has to be uint8 [height, width, 3]; this one is %(found)s."),
                found=f"{image.dtype} {list(image.shape)}",
            )
        place = self._bring(image)
        outputs = self._network.run(self._buffer, self._reader.names, self._reader.telling)
        seen = self._reader.read(outputs, self.min_score)
        if not np.isfinite(seen.boxes).all():
            raise NetworkError(
                gettext_noop("The network %(file)s gave boxes that are not numbers."), file=self._network.file.path.name
            )
        return Detections((seen.boxes - place.offset) * place.factor, seen.scores, seen.labels)

    def _bring(self, image: Image) -> "_Place":
        """Brings the picture into the buffer."""
        place = self._place
        if place is None or place.shape != image.shape:
            self._buffer[:] = PADDING
            place = self._place = _Place.of(image, self._buffer[0], self._family.fit)
        if place.target.flags.c_contiguous:
            cv2.resize(image, place.size, dst=place.target, interpolation=cv2.INTER_LINEAR)
        else:
            place.target[:] = cv2.resize(image, place.size, interpolation=cv2.INTER_LINEAR)
        return place


@dataclass(frozen=True, slots=True)
class _Place:
    """Where pictures of one shape lie in the network's.

    target: that part of it, of this size (width, height). offset, factor: [4], how boxes there become boxes here.
    """

    shape: tuple[int, ...]
    target: Image
    size: tuple[int, int]
    offset: Floats
    factor: Floats

    @classmethod
    def of(cls, image: Image, whole: Image, fit: Fit) -> "_Place":
        left, top, width, height = _frame(image, whole.shape[1], whole.shape[0], fit)
        target = whole[top : top + height, left : left + width]
        offset = np.array([left, top, left, top], np.float32)
        factor = np.array([image.shape[1] / width, image.shape[0] / height] * 2, np.float32)
        return cls(image.shape, target, (width, height), offset, factor)


def fixed_size(network: Network) -> tuple[int, int]:
    """Height and width. Raises NetworkError where the file leaves them open."""
    height, width = network.size
    if not isinstance(height, int) or not isinstance(width, int):
        raise NetworkError(
            gettext_noop(
                "The network %(file)s leaves the size of its pictures open (%(height)s x %(width)s); objects are found "
                "by networks of a fixed size."
            ),
            file=network.file.path.name,
            height=height,
            width=width,
        )
    return height, width


def size_in_multiples(network: Network, step: int) -> tuple[int, int]:
    """Height and width of a network that answers in grids of which the coarsest has cells of ``step`` pixels."""
    height, width = fixed_size(network)
    if height % step or width % step:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s is not of the family %(family)s: that needs pictures in multiples of %(step)s, "
                "the file has %(height)s x %(width)s."
            ),
            file=network.file.path.name,
            family=network.file.family,
            step=step,
            height=height,
            width=width,
        )
    return height, width


def picked(boxes: Floats, scores: Floats, labels: Ints, min_score: float) -> Detections:
    """Detections from one row a candidate; boxes: [n, 4], scores: [n, labels]."""
    rows, columns = np.nonzero(scores > min_score)
    return Detections(boxes[rows].astype(np.float32), scores[rows, columns], labels[columns])


def _frame(image: Image, width: int, height: int, fit: Fit) -> tuple[int, int, int, int]:
    if fit is Fit.STRETCHED:
        return 0, 0, width, height
    factor = min(width / image.shape[1], height / image.shape[0])
    inner_width = min(width, max(1, round(image.shape[1] * factor)))
    inner_height = min(height, max(1, round(image.shape[0] * factor)))
    if fit is Fit.CORNER:
        return 0, 0, inner_width, inner_height
    return (width - inner_width) // 2, (height - inner_height) // 2, inner_width, inner_height
