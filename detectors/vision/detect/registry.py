"""The families of networks that find objects: a family is one file and one line here. docs/networks.md has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from detectors.vision.detect import nanodet, rtdetr, ssd, yolov8, yolox
from detectors.vision.detect.family import MIN_SCORE, Family, FamilyDetector
from detectors.vision.detect.meanings import labels_of
from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Detections, Image, Label


class Detector(Protocol):
    """Finds objects in one picture at a time; belongs to one camera."""

    def detect(self, image: Image) -> Detections:
        """Boxes in pixels of ``image``, doubtful ones included. Raises NetworkError."""


@dataclass(frozen=True, slots=True)
class Further:
    """A network beside the one that finds what moves. It looks only where a rule that needs it may run.

    finds: labels of things; what moves is the other network's to find.
    """

    detector: Detector
    finds: frozenset[Label]


FAMILIES: Mapping[str, Family] = {
    "nanodet": nanodet.FAMILY,
    "yolox": yolox.FAMILY,
    "yolov8": yolov8.FAMILY,
    "ssd": ssd.FAMILY,
    "rtdetr": rtdetr.FAMILY,
}


def family_of(file: NetworkFile) -> Family:
    """Raises NetworkError for a family that is not known."""
    if file.family not in FAMILIES:
        raise NetworkError(
            gettext_noop("The network %(file)s has the family %(family)s; objects are found by: %(known)s."),
            file=file.path.name,
            family=file.family,
            known=", ".join(FAMILIES),
        )
    return FAMILIES[file.family]


def open_detector(file: NetworkFile, min_score: float = MIN_SCORE) -> FamilyDetector:
    """The detector for a network file. Raises NetworkError for a family that is not known or a file that is wrong."""
    return FamilyDetector(file, family_of(file), min_score)


def open_further(file: NetworkFile) -> Further:
    """Raises NetworkError for a family that is not known or a file that is wrong."""
    return Further(open_detector(file), labels_of(file.classes) - set(MOVERS))
