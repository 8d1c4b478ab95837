"""The families of networks that find objects: a family is one file and one line here."""

from collections.abc import Callable, Mapping
from typing import Protocol

from detectors.vision.detect.nanodet import NanoDet
from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Image


class Detector(Protocol):
    """Finds objects in one picture at a time; belongs to one camera."""

    def detect(self, image: Image) -> Detections:
        """Boxes in pixels of ``image``, doubtful ones included. Raises NetworkError."""


FAMILIES: Mapping[str, Callable[[NetworkFile], Detector]] = {
    "nanodet": NanoDet,
}


def open_detector(file: NetworkFile) -> Detector:
    """The detector for a network file. Raises NetworkError for a family that is not known or a file that is wrong."""
    if file.family not in FAMILIES:
        raise NetworkError(
            gettext_noop("The network %(file)s has the family %(family)s; objects are found by: %(known)s."),
            file=file.path.name,
            family=file.family,
            known=", ".join(FAMILIES),
        )
    return FAMILIES[file.family](file)
